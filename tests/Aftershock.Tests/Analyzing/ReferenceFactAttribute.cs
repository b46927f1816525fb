namespace Aftershock.Tests.Analyzing;

/// <summary>A test that reads the reference results beside the checkout; shown as skipped where they are not.</summary>
internal sealed class ReferenceFactAttribute : FactAttribute
{
    public ReferenceFactAttribute()
    {
        if (Reference.Folder is null)
        {
            Skip = "../shared/reference is not here; the same figures are held as constants by the other tests of this class.";
        }
    }
}
