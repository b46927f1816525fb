using Aftershock.Keeping;
using Aftershock.Web.Frame;

namespace Aftershock.Web.Search;

/// <summary>What was found, by noun.</summary>
public sealed record SearchModel
{
    public required FrameModel Frame { get; init; }

    public required View View { get; init; }

    public required string Text { get; init; }

    /// <summary>Listings whose words match, in all time; at most a handful.</summary>
    public IReadOnlyList<Listing> Listings { get; init; } = [];

    public long ListingsTotal { get; init; }

    public IReadOnlyList<FoundPost> Posts { get; init; } = [];

    public IReadOnlyList<Source> Sources { get; init; } = [];

    /// <summary>Listings by the handle of exactly this name; zero without such a handle.</summary>
    public long ByHandle { get; init; }

    public Capture? Capture { get; init; }

    /// <summary>How the query could not be read, in a sentence; null when it could.</summary>
    public string? Problem { get; init; }

    public bool Nothing => ListingsTotal == 0 && Posts.Count == 0 && Sources.Count == 0 && ByHandle == 0 && Capture is null;
}

/// <param name="Listing">The listing that the post is, to open it; null when it offers no data.</param>
public sealed record FoundPost(PostHit Hit, ListingId? Listing);
