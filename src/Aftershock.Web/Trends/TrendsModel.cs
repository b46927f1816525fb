using Aftershock.Analyzing;
using Aftershock.Web.Frame;

namespace Aftershock.Web.Trends;

/// <summary>A question about counts, and its answer.</summary>
public sealed record TrendsModel
{
    public required FrameModel Frame { get; init; }

    public required View View { get; init; }

    public IReadOnlyList<LeakEvent> Events { get; init; } = [];

    /// <summary>All in one series; null while the store holds no dated post.</summary>
    public TrendReport? Report { get; init; }

    /// <summary>The same, one series per value; null without a split.</summary>
    public TrendReport? Split { get; init; }

    /// <summary>Whether the answer can be had as JSON.</summary>
    public bool Json { get; init; }

    public string StoreOption { get; init; } = "";
}
