namespace Aftershock.Keeping;

/// <summary>What a collector remembers of one address of a source: whether it is to be fetched, and what came of it last time.</summary>
public sealed record CrawlPage
{
    public required SourceId Source { get; init; }

    /// <summary>The whole address, without session marks and fragment.</summary>
    public required string Address { get; init; }

    public required CrawlPageKind Kind { get; init; }

    /// <summary>The thread that it is a page of; null for lists.</summary>
    public string? ThreadId { get; init; }

    /// <summary>Whether it waits to be fetched, in this run or, should that be cut off, in the next.</summary>
    public bool IsWanted { get; init; }

    /// <summary>For an entity tag that the server gave; sent back, so that an unchanged page need not come again.</summary>
    public string? EntityTag { get; init; }

    public string? LastModified { get; init; }

    /// <summary>When it last came, or was told to be unchanged; null before.</summary>
    public DateTimeOffset? FetchedAt { get; init; }

    /// <summary>How many replies the list told when the thread was last read whole; null before.</summary>
    public long? Replies { get; init; }

    /// <summary>How many times in a row it did not come.</summary>
    public int Failures { get; init; }

    /// <summary>Why it did not come last time; null when it did.</summary>
    public string? Failure { get; init; }
}

/// <summary>What stands at an address, in the order in which a collector fetches them.</summary>
public enum CrawlPageKind
{
    /// <summary>Where collecting begins: a front page.</summary>
    Start,

    /// <summary>A further page of a thread that is being read.</summary>
    ThreadPage,

    /// <summary>A list of threads.</summary>
    Forum,

    /// <summary>A thread that was never read.</summary>
    NewThread,

    /// <summary>A thread that has changed since it was read.</summary>
    ChangedThread,
}

/// <summary>What collectors remember between runs.</summary>
public interface ICrawlStore
{
    /// <summary>All addresses of a source, in the order of their addresses.</summary>
    Task<IReadOnlyList<CrawlPage>> ListAsync(SourceId source, CancellationToken cancel);

    /// <summary>Adds or replaces, all of them or none; the source must be there.</summary>
    Task SaveAsync(IReadOnlyList<CrawlPage> pages, CancellationToken cancel);
}
