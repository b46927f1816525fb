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

    /// <summary>What its rows are read by and stands elsewhere in its file, such as the header of a table or the name of a list; null without.</summary>
    public string? Head { get; init; }

    /// <summary>For rows that answer others: the threads that those of earlier blocks opened, by the id of the row that is answered.</summary>
    public IReadOnlyDictionary<string, OpenedThread> Threads { get; init; } = System.Collections.ObjectModel.ReadOnlyDictionary<string, OpenedThread>.Empty;

    /// <summary>How many rows it holds, for a block of lines; null for a page. What is read of it must add up to this.</summary>
    public int? Rows { get; init; }
}

/// <summary>A thread that a block further up in a file opened.</summary>
/// <param name="Id">Its id; empty for a section, in which what answers it opens threads of its own.</param>
/// <param name="Title">Its title, or the section's name.</param>
public readonly record struct OpenedThread(string Id, string Title);

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

    /// <summary>Something to tell about the file that is no fault, such as the encoding it was read in; no page then.</summary>
    public Rejection? Warning { get; private init; }

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

    /// <summary>Nothing but a word about a file whose pages come by themselves.</summary>
    public static Intake Warned(string place, string reason) => new() { Warning = new Rejection(place, reason) };

    /// <summary>The same with more known of its page.</summary>
    internal Intake With(RawPage page) => this with { Page = page };

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

    /// <summary>Rows that are no posts by their nature, such as a chat's "joined the group".</summary>
    public int Skipped { get; init; }

    /// <summary>Keys or columns that nothing reads, with how many rows tell something under them.</summary>
    public IReadOnlyDictionary<string, int> KeysNotRead { get; init; } = System.Collections.ObjectModel.ReadOnlyDictionary<string, int>.Empty;

    /// <summary>What is to be told about the page once, however many pages say the same.</summary>
    public IReadOnlyList<Rejection> ToldOnce { get; init; } = [];

    /// <summary>By post id, what the source states outright in fields of its own; it stands before what is recognized in words.</summary>
    public IReadOnlyDictionary<string, StatedFacts> Stated { get; init; } = System.Collections.ObjectModel.ReadOnlyDictionary<string, StatedFacts>.Empty;

    public static PageContent Failed(string reason) => new() { Outcome = ReadOutcome.Failed, Failure = reason };
}

/// <summary>Facts that a source gives in fields of their own, beside a post's words. Null, and an empty list of data classes, is "not stated".</summary>
public sealed record StatedFacts
{
    public ListingKind? Kind { get; init; }

    /// <summary>Empty where it is stated that there is none to name.</summary>
    public IReadOnlyList<Victim>? Victims { get; init; }

    public long? Records { get; init; }

    public IReadOnlyList<string> DataClasses { get; init; } = [];

    public Moment? BreachDate { get; init; }

    /// <summary>Where the post's words repeat them.</summary>
    public IReadOnlyList<EvidenceSpan> Spans { get; init; } = [];
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
