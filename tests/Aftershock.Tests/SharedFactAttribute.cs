namespace Aftershock.Tests;

/// <summary>A test on real data beside the checkout; skipped, and shown as skipped, where that is absent.</summary>
internal sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute()
    {
        if (Repository.Shared is null)
        {
            Skip = "needs the folder ../shared with its real data";
        }
    }
}
