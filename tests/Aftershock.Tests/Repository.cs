namespace Aftershock.Tests;

/// <summary>Places in the checkout that the tests run from.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Real data beside the checkout, which not every machine has; null where it is absent.</summary>
    public static string? Shared
    {
        get
        {
            var path = Path.GetFullPath(Path.Combine(Root, "..", "shared"));
            return Directory.Exists(path) ? path : null;
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Aftershock.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"Aftershock.slnx was not found above {AppContext.BaseDirectory}");
    }
}
