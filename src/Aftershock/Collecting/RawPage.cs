namespace Aftershock.Collecting;

/// <summary>One thing as it was fetched or found on disk, before anything was read from it.</summary>
/// <remarks>A saved page, or a block of lines of a file of posts. It goes into the evidence first and is read after.</remarks>
public sealed record RawPage
{
    public required SourceId Source { get; init; }

    /// <summary>Its address; for a block of lines <c>file:NAME#lines=1-1000</c>, with the file's name and not its path.</summary>
    public required string Url { get; init; }

    public required DateTimeOffset CapturedAt { get; init; }

    /// <summary>
    /// Whether <see cref="CapturedAt"/> is only the time of the file, which a copy changes. The same content from the
    /// same address is then the same capture, whatever the time; the one of the first import stands.
    /// </summary>
    public bool TimeIsFileTime { get; init; }

    public int Status { get; init; } = 200;

    public required string ContentType { get; init; }

    /// <summary>The bytes as received, uncompressed.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>What a message calls it: the file's name and, for lines, the first line's number.</summary>
    public required string Origin { get; init; }

    /// <summary>What a manifest says it is, such as <c>thread</c>; null without one. A hint only: readers decide by content.</summary>
    public string? KindHint { get; init; }

    /// <summary>How many rows it holds, for a block of lines; null for a page. What is read of it must add up to this.</summary>
    public int? Rows { get; init; }
}

/// <summary>One thing that an import comes upon: a page, or something that could not be made one.</summary>
public sealed record Intake
{
    private Intake()
    {
    }

    public RawPage? Page { get; private init; }

    /// <summary>What could not be read at all, and why; null when there is a page.</summary>
    public Rejection? Unreadable { get; private init; }

    /// <summary>What was not as it should be around it, and did not keep it from being read.</summary>
    public IReadOnlyList<Rejection> Notes { get; init; } = [];

    /// <summary>Whether it is the first of its file; a file of lines gives many blocks.</summary>
    public bool StartsFile { get; private init; }

    /// <summary>Whether <see cref="Unreadable"/> is one row (a line, an item) of a file whose other rows go on.</summary>
    public bool IsRow { get; private init; }

    /// <summary>Bytes of input read for it, compressed as they lie on disk; for progress.</summary>
    public long InputBytes { get; private init; }

    public static Intake Of(RawPage page, bool startsFile = true, long inputBytes = 0) =>
        new() { Page = page, StartsFile = startsFile, InputBytes = inputBytes };

    /// <summary>Nothing but notes, about a place that holds no page.</summary>
    public static Intake Told(IReadOnlyList<Rejection> notes, bool startsFile = false, long inputBytes = 0) =>
        new() { Notes = notes, StartsFile = startsFile, InputBytes = inputBytes };

    public static Intake UnreadableFile(string place, string reason, bool startsFile = true, long inputBytes = 0) =>
        new() { Unreadable = new Rejection(place, reason), StartsFile = startsFile, InputBytes = inputBytes };

    public static Intake UnreadableRow(string place, string reason, bool startsFile = false, long inputBytes = 0) =>
        new() { Unreadable = new Rejection(place, reason), StartsFile = startsFile, IsRow = true, InputBytes = inputBytes };

    internal Intake At(bool startsFile, long inputBytes) => this with { StartsFile = startsFile, InputBytes = inputBytes };
}

/// <summary>What was read from one page.</summary>
public sealed record PageContent
{
    public required ReadOutcome Outcome { get; init; }

    /// <summary>Why nothing could be read, in a sentence that names what was expected; null unless the outcome is a failure.</summary>
    public string? Failure { get; init; }

    public IReadOnlyList<ForumThread> Threads { get; init; } = [];

    public IReadOnlyList<Post> Posts { get; init; } = [];

    public IReadOnlyList<Handle> Handles { get; init; } = [];

    /// <summary>Sources that the page tells of besides its own, such as the leak sites that a tracker follows.</summary>
    public IReadOnlyList<Source> Sources { get; init; } = [];

    /// <summary>Parts of the page that were not read, while the rest was.</summary>
    public IReadOnlyList<Rejection> Rejections { get; init; } = [];

    /// <summary>Parts that were read and are not quite what they seem, with what was made of them.</summary>
    public IReadOnlyList<Rejection> Warnings { get; init; } = [];

    /// <summary>Where the page leads on within its board; a collector follows these and nothing else.</summary>
    public IReadOnlyList<PageLink> Links { get; init; } = [];

    /// <summary>Parts that the page itself holds twice.</summary>
    public int Duplicates { get; init; }

    public static PageContent Failed(string reason) => new() { Outcome = ReadOutcome.Failed, Failure = reason };
}

/// <summary>What a link of a page leads to.</summary>
public enum PageLinkKind
{
    /// <summary>A forum's list of threads.</summary>
    Forum,

    /// <summary>A thread.</summary>
    Thread,

    /// <summary>The next page of the same list or thread.</summary>
    Next,
}

/// <param name="Kind">What it leads to.</param>
/// <param name="Address">As the page has it, which may be relative to the page.</param>
/// <param name="Id">The source's id of the thread or forum that it leads to; null for the next page.</param>
public readonly record struct PageLink(PageLinkKind Kind, string Address, string? Id = null);

/// <summary>Reads the pages of one program, or the blocks of one kind of file. Safe to call from several threads at once.</summary>
public interface IPageReader
{
    /// <summary>Its name on the command line, such as <c>mybb</c>.</summary>
    string Program { get; }

    /// <summary>Why this reader takes the page for its own, such as "generator mark: Powered By MyBB"; null when it does not.</summary>
    string? Recognizes(RawPage page);

    /// <summary>Reads the page. Never throws for what a page contains; what cannot be read is told in the result.</summary>
    /// <param name="page">The page as captured.</param>
    /// <param name="capture">The name under which its evidence is kept.</param>
    /// <param name="source">Its source, for kind and zone.</param>
    PageContent Read(RawPage page, CaptureId capture, Source source);
}
