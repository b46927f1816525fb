using Aftershock.Analyzing;
using Aftershock.Keeping;
using Aftershock.Web.Frame;

namespace Aftershock.Web.Situation;

/// <summary>What changed that concerns us: the answer, and where to look closer.</summary>
public sealed record SituationModel
{
    public required FrameModel Frame { get; init; }

    public required View View { get; init; }

    /// <summary>Null while the store holds no dated post.</summary>
    public TrendReport? Report { get; init; }

    /// <summary>The same days under every rule, the one in force first.</summary>
    public IReadOnlyList<TrendReport> Rules { get; init; } = [];

    public IReadOnlyList<Listing> Newest { get; init; } = [];

    /// <summary>Events to mark, the one compared around first.</summary>
    public IReadOnlyList<LeakEvent> Events { get; init; } = [];

    /// <summary>How many listings the rule admits in the period.</summary>
    public long Listings { get; init; }

    public Breakdown? Countries { get; init; }

    public Breakdown? Sources { get; init; }

    /// <summary>Whether the store holds no listing at all.</summary>
    public bool StoreIsEmpty { get; init; }

    /// <summary>How the store was named on the command line, with the option; empty for the default store.</summary>
    public string StoreOption { get; init; } = "";
}

/// <summary>Listings of the window by one facet, beside what the baseline lets expect.</summary>
/// <param name="Key">The facet's key in the address of the list of listings.</param>
/// <param name="Days">The days that <see cref="BreakdownRow.Count"/> is of.</param>
/// <param name="Compared">Whether there is a baseline to expect anything from.</param>
public sealed record Breakdown(string Title, string Key, DayRange Days, bool Compared, IReadOnlyList<BreakdownRow> Rows);

/// <param name="Value">As in addresses; the empty string is "not told".</param>
/// <param name="Expected">The baseline's count scaled to as many days; zero without a baseline.</param>
public readonly record struct BreakdownRow(string Value, string Label, long Count, double Expected);
