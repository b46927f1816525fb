using Aftershock.Keeping;
using Aftershock.Web.Frame;

namespace Aftershock.Web.Sources;

/// <summary>What was captured when, and what failed.</summary>
public sealed record SourcesModel
{
    public required FrameModel Frame { get; init; }

    public required View View { get; init; }

    public required IReadOnlyList<SourceHealth> Sources { get; init; }

    /// <summary>The newest capture in the store.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Captures of the chosen source and outcome, newest first.</summary>
    public required Page<Capture> Captures { get; init; }

    /// <summary>Imports and collections of the chosen source, newest first.</summary>
    public required IReadOnlyList<Run> Runs { get; init; }

    /// <summary>Null for all sources.</summary>
    public SourceId? Chosen { get; init; }

    /// <summary>Null for every outcome.</summary>
    public ReadOutcome? Outcome { get; init; }

    public bool Later { get; init; }

    public string StoreOption { get; init; } = "";

    public static string NameOf(ReadOutcome? outcome) => outcome switch
    {
        ReadOutcome.Read => "read",
        ReadOutcome.NothingToRead => "nothing-to-read",
        ReadOutcome.SourceError => "source-error",
        ReadOutcome.Failed => "failed",
        _ => "any",
    };
}
