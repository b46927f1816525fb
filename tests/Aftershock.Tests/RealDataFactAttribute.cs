namespace Aftershock.Tests;

/// <summary>A test on real data that lies beside the checkout and does not ship; where it is absent the test is skipped and says what is missing.</summary>
/// <remarks>The closing line of <c>./test</c> counts these by the words of the reason.</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealDataFactAttribute : FactAttribute
{
    /// <param name="paths">The files or folders that the test reads, within <c>../shared</c>.</param>
    public RealDataFactAttribute(params string[] paths)
    {
        if (Array.FindAll(paths, p => Find(p) is null) is { Length: > 0 } missing)
        {
            Skip = $"needs {string.Join(" and ", missing.Select(p => $"../shared/{p}"))}, which is not here: data that does not ship";
        }
    }

    /// <summary>The whole path of a file or folder of that data; null where it is absent.</summary>
    public static string? Find(string path)
    {
        var whole = Repository.Shared is { } shared ? Path.Combine(shared, path) : null;
        return Path.Exists(whole) ? whole : null;
    }
}
