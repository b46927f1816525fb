namespace Aftershock.Keeping;

/// <summary>Everything that one step of an import brings; it enters the store whole or not at all.</summary>
/// <remarks>
/// Every part is keyed by content, so the same batch again changes nothing. A source before its captures, captures
/// before what was read from them. <see cref="Recognitions"/> holds one entry for each post that was recognized.
/// </remarks>
public sealed record Batch
{
    public IReadOnlyList<Source> Sources { get; init; } = [];

    public IReadOnlyList<Capture> Captures { get; init; } = [];

    public IReadOnlyList<ForumThread> Threads { get; init; } = [];

    public IReadOnlyList<Post> Posts { get; init; } = [];

    public IReadOnlyList<Handle> Handles { get; init; } = [];

    public IReadOnlyDictionary<PostKey, Recognition> Recognitions { get; init; } = new Dictionary<PostKey, Recognition>();
}

/// <summary>What a batch changed: how many of each noun were new; the others were there already.</summary>
public readonly record struct Written(int Captures, int Threads, int Posts, int Handles, int Listings)
{
    /// <summary>Posts that were there in other words (title, body, author or time), and now stand in these.</summary>
    public int PostsChanged { get; init; }

    public static Written operator +(Written a, Written b) =>
        new(a.Captures + b.Captures, a.Threads + b.Threads, a.Posts + b.Posts, a.Handles + b.Handles, a.Listings + b.Listings) { PostsChanged = a.PostsChanged + b.PostsChanged };
}

/// <summary>The one way in.</summary>
public interface IBatchWriter
{
    /// <summary>Writes all of it in one transaction; merging into what is there (see each noun) and counting what was new.</summary>
    /// <remarks>
    /// Merging: first seen takes the earlier, last seen the later; the content of the later capture wins, and a null never
    /// overwrites a value; a finer <see cref="Precision"/> of a join date wins over a coarser one. A listing exists for
    /// each recognized post that offers data, and goes when a later recognition says it offers none.
    /// </remarks>
    Task<Written> WriteAsync(Batch batch, CancellationToken cancel);

    /// <summary>Adds or replaces an event by its name.</summary>
    Task WriteAsync(LeakEvent leakEvent, CancellationToken cancel);

    /// <summary>Adds or replaces a run by its source, name and start; its source must be there.</summary>
    Task WriteAsync(Run run, CancellationToken cancel);
}

/// <summary>One page of a longer list, read by key and not by offset.</summary>
/// <param name="Items">In the order asked for.</param>
/// <param name="Next">Give this back as <c>after</c> to go on; null at the end.</param>
/// <param name="Total">How many match in all.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next, long Total);

public interface ISourceStore
{
    Task<IReadOnlyList<Source>> ListAsync(CancellationToken cancel);

    /// <summary>What was captured of each source, when, and how much of it failed; in the order of <see cref="ListAsync"/>.</summary>
    Task<IReadOnlyList<SourceHealth>> HealthAsync(CancellationToken cancel);
}

/// <summary>How a source is doing.</summary>
/// <param name="FirstCaptured">Null when nothing was captured yet.</param>
/// <param name="LastCaptured">Null when nothing was captured yet.</param>
/// <param name="NewestPost">Published time of its newest post; null without posts.</param>
public sealed record SourceHealth(
    Source Source, long Captures, long Failed, long Threads, long Posts, long Listings, long Handles,
    DateTimeOffset? FirstCaptured, DateTimeOffset? LastCaptured, Moment? NewestPost)
{
    /// <summary>Published time of its oldest post; null without posts.</summary>
    public Moment? OldestPost { get; init; }

    /// <summary>Published time of the newest of its posts that is not dated after the newest capture of the whole store; null when there is none.</summary>
    public Moment? NewestBeforeCapture { get; init; }

    /// <summary>Posts dated after the newest capture of the whole store, which nobody can have seen yet.</summary>
    public long DatedLater { get; init; }

    /// <summary>The source whose captures hold its posts when it has none of its own, as the groups in a file of claims; else null.</summary>
    public SourceId? CapturedBy { get; init; }
}

public interface ICaptureStore
{
    Task<Capture?> FindAsync(CaptureId id, CancellationToken cancel);

    /// <summary>Newest first. <paramref name="outcome"/> null is every outcome.</summary>
    Task<Page<Capture>> ListAsync(SourceId? source, ReadOutcome? outcome, int limit, string? after, CancellationToken cancel);
}

public interface IThreadStore
{
    /// <summary>All threads in the order of source and thread id, streamed.</summary>
    IAsyncEnumerable<ForumThread> AllAsync(SourceId? source, CancellationToken cancel);
}

public interface IPostStore
{
    /// <summary>All posts in the order of source, thread and post, streamed. Ids that are numbers sort as numbers.</summary>
    IAsyncEnumerable<Post> AllAsync(SourceId? source, CancellationToken cancel);

    Task<Post?> FindAsync(PostKey key, CancellationToken cancel);

    /// <summary>The posts of one thread, in the order of their ids.</summary>
    Task<IReadOnlyList<Post>> OfThreadAsync(SourceId source, string threadId, CancellationToken cancel);

    /// <summary>Full-text search over titles and bodies, best first. See docs/reference/search.md for the query language.</summary>
    Task<IReadOnlyList<PostHit>> SearchAsync(string query, int limit, CancellationToken cancel);
}

/// <summary>A post that a search found.</summary>
/// <param name="Score">Higher is better; comparable within one search only.</param>
/// <param name="Title">The title cut into pieces, those that match marked.</param>
/// <param name="Excerpt">The part of the body around the matches, cut the same way.</param>
public sealed record PostHit(Post Post, double Score, IReadOnlyList<TextPiece> Title, IReadOnlyList<TextPiece> Excerpt);

/// <summary>A piece of text, and whether it is one of the words searched for.</summary>
public readonly record struct TextPiece(string Text, bool Match);

public interface IHandleStore
{
    /// <summary>All handles in the order of source and name, streamed.</summary>
    IAsyncEnumerable<Handle> AllAsync(SourceId? source, CancellationToken cancel);
}

public interface IListingStore
{
    Task<Listing?> FindAsync(ListingId id, CancellationToken cancel);

    Task<Page<Listing>> ListAsync(ListingFilter filter, ListingSort sort, int limit, string? after, CancellationToken cancel);

    /// <summary>Every listing that the filter admits, oldest first, streamed; for exports.</summary>
    IAsyncEnumerable<Listing> AllAsync(ListingFilter filter, CancellationToken cancel);

    /// <summary>What counting needs of each matching listing, oldest published first (then by id), streamed.</summary>
    /// <remarks>Listings without a published time are left out: no period can hold them.</remarks>
    IAsyncEnumerable<Countable> CountablesAsync(ListingFilter filter, CancellationToken cancel);

    /// <summary>For each value of a facet, how many matching listings carry it, most first.</summary>
    Task<IReadOnlyList<FacetCount>> FacetAsync(ListingFilter filter, Facet facet, int limit, CancellationToken cancel);
}

/// <summary>Which listings are meant. A null or empty member admits all; the members are joined by "and".</summary>
public sealed record ListingFilter
{
    /// <summary>Full-text query over title and body.</summary>
    public string? Text { get; init; }

    public IReadOnlyList<ListingKind> Kinds { get; init; } = [];

    public IReadOnlyList<Offer> Offers { get; init; } = [];

    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>STIX sectors; <c>government</c> admits its subtypes as well.</summary>
    public IReadOnlyList<string> Sectors { get; init; } = [];

    public IReadOnlyList<string> DataClasses { get; init; } = [];

    /// <summary>Source names; one that ends in <c>*</c> is a prefix.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    public IReadOnlyList<string> Actors { get; init; } = [];

    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Published at or after; null for no bound.</summary>
    public DateTimeOffset? PublishedFrom { get; init; }

    /// <summary>Published before; null for no bound.</summary>
    public DateTimeOffset? PublishedBefore { get; init; }

    public long? RecordsAtLeast { get; init; }
}

/// <summary>The order of a list of listings. Ties go by id.</summary>
public enum ListingSort
{
    Newest,
    Oldest,
    MostRecords,
    HighestPrice,
}

/// <summary>By what listings are broken down.</summary>
public enum Facet
{
    Country,
    Sector,
    DataClass,
    Source,
    Actor,
    Language,
    Kind,
    Offer,
}

/// <param name="Value">The value; the empty string stands for "not told".</param>
/// <param name="Count">Listings that carry it.</param>
public readonly record struct FacetCount(string Value, long Count);

/// <summary>What counting needs of one listing.</summary>
public sealed record Countable(
    ListingId Id, SourceId Source, DateTimeOffset Published, string LeakKey, int Databases, long? RecordsClaimed,
    IReadOnlyList<string> Countries, string? Sector, IReadOnlyList<string> DataClasses, string? Actor, string Language)
{
    /// <summary>How finely <see cref="Published"/> was told; a time told to the month falls on no day.</summary>
    public Precision Precision { get; init; } = Precision.Second;

    /// <summary>See <see cref="Post.IsOpening"/>: a bump or a reply that offers data is counted as a post only.</summary>
    public bool IsOpening { get; init; } = true;

    public ListingKind Kind { get; init; } = ListingKind.Leak;

    /// <summary>Null when the post does not tell.</summary>
    public Offer? Offer { get; init; }
}

public interface IEventStore
{
    /// <summary>All events, earliest first.</summary>
    Task<IReadOnlyList<LeakEvent>> ListAsync(CancellationToken cancel);
}

public interface IRunStore
{
    /// <summary>Newest first. <paramref name="source"/> null is every source.</summary>
    Task<IReadOnlyList<Run>> ListAsync(SourceId? source, int limit, CancellationToken cancel);
}

/// <summary>The keys under which captures are sealed. Destroying one erases what it sealed, for good.</summary>
public interface ICaptureKeyStore
{
    /// <summary>Adds wrapped keys; one that is there already stays as it is.</summary>
    Task AddAsync(IReadOnlyList<KeyValuePair<CaptureId, byte[]>> wrappedKeys, CancellationToken cancel);

    Task<byte[]?> FindAsync(CaptureId id, CancellationToken cancel);

    Task<bool> DestroyAsync(CaptureId id, CancellationToken cancel);
}

/// <summary>All ports of one opened store. Who opened it disposes of it.</summary>
public interface IStore : IAsyncDisposable
{
    IBatchWriter Writer { get; }

    ISourceStore Sources { get; }

    ICaptureStore Captures { get; }

    ICaptureKeyStore Keys { get; }

    IThreadStore Threads { get; }

    IPostStore Posts { get; }

    IHandleStore Handles { get; }

    IListingStore Listings { get; }

    IRunStore Runs { get; }

    ICrawlStore Crawls { get; }

    IEventStore Events { get; }

    /// <summary>A number that grows with every write that changed something; the snapshot that a count names.</summary>
    Task<Snapshot> SnapshotAsync(CancellationToken cancel);
}

/// <param name="Version">Grows with every write that changed something.</param>
/// <param name="CapturedUntil">The latest capture in the store; null when it is empty.</param>
public readonly record struct Snapshot(long Version, DateTimeOffset? CapturedUntil);
