using Aftershock.Keeping;

namespace Aftershock.Web.Frame;

/// <summary>What the frame around every page shows.</summary>
public sealed record FrameModel
{
    /// <summary>Null on a page that could not read the store, such as the error page.</summary>
    public View? View { get; init; }

    public IReadOnlyList<CountingRule> Rules { get; init; } = [];

    public IReadOnlyList<Preset> Presets { get; init; } = [];

    public Snapshot? Snapshot { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary><c>light</c>, <c>dark</c>, or null to follow the reader's system.</summary>
    public string? Theme { get; init; }

    /// <summary>Whether the rail shows icons only.</summary>
    public bool Narrow { get; init; }

    public string? Notice { get; init; }

    /// <summary>The path of the page, without its query.</summary>
    public required string Path { get; init; }

    /// <summary>The page that a change of rule or period leads to; null for this one.</summary>
    public string? Home { get; init; }

    /// <summary>Path and query, to come back to after a change of theme.</summary>
    public required string Here { get; init; }

    /// <summary>What else the address holds and a change of rule or period keeps, such as filters.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Carried { get; init; } = [];

    /// <summary>What was searched for, to stand in the search box.</summary>
    public string? Search { get; init; }

    public string Url(string path) => View?.Url(path) ?? path;
}
