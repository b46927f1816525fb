namespace Aftershock.Tests.Collecting.Forums;

/// <summary>A test on the shared pages of a real forum program; skipped, and shown as skipped, where they are not.</summary>
public sealed class SharedPagesFactAttribute : FactAttribute
{
    public SharedPagesFactAttribute(string program)
    {
        if (FolderOf(program) is null)
        {
            Skip = $"needs ../shared/forums/pages/{program}, which is not part of the repository";
        }
    }

    public static string? FolderOf(string program)
    {
        var folder = Repository.Shared is { } shared ? Path.Combine(shared, "forums", "pages", program) : null;
        return Directory.Exists(folder) ? folder : null;
    }
}
