using Aftershock.Collecting;

namespace Aftershock.Running;

/// <summary>What one import takes in: pages of one source, and who reads them.</summary>
public sealed record ImportRequest
{
    public required Source Source { get; init; }

    public required IPageReader Reader { get; init; }

    /// <summary>The pages in their order, and what could not be made a page. Read once, on one thread, as fast as it is stored.</summary>
    public required IAsyncEnumerable<Intake> Intakes { get; init; }

    /// <summary>The name under which evidence and report remember this import, such as <c>import-20220701T091500Z</c>.</summary>
    public required string Run { get; init; }

    /// <summary>What the run is told to be, such as <c>import pages</c>.</summary>
    public string Command { get; init; } = "import";

    /// <summary>Length of the whole input as it lies on disk, for progress; null when it is not known.</summary>
    public long? TotalBytes { get; init; }

    public static string RunName(string command, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return $"{command}-{time.GetUtcNow().UtcDateTime:yyyyMMdd'T'HHmmss'Z'}";
    }
}

/// <summary>How an import divides its work.</summary>
public sealed record ImportSettings
{
    /// <summary>Batches that are packed, and read, at the same time; the number of processors.</summary>
    public int Parallel { get; init; } = Environment.ProcessorCount;

    /// <summary>One transaction and two flushes each; 256 pages keep them under a tenth of the work.</summary>
    public int PagesPerBatch { get; init; } = 256;

    /// <summary>A batch ends as well once its blocks hold this many rows; 2,000.</summary>
    public int RowsPerBatch { get; init; } = 2_000;

    /// <summary>A batch ends as well once its content is this long; 8 MB bound the memory.</summary>
    public long BytesPerBatch { get; init; } = 8L << 20;
}

/// <summary>How far an import is.</summary>
/// <param name="InputBytes">Of the input as it lies on disk, stored so far.</param>
/// <param name="TotalBytes">Null when the length of the input is not known.</param>
public readonly record struct ImportProgress(long Pages, long Posts, long InputBytes, long? TotalBytes, TimeSpan Elapsed)
{
    public double PostsPerSecond => Elapsed <= TimeSpan.Zero ? 0 : Posts / Elapsed.TotalSeconds;
}

/// <summary>What an import did, with every page and row accounted for.</summary>
public sealed record ImportReport
{
    public required string Run { get; init; }

    public int Files { get; init; }

    /// <summary>Whether it was stopped before its end; what is told here was stored, and the same import again goes on.</summary>
    public bool Interrupted { get; init; }

    /// <summary>Pages or blocks that came in; each is new, known, repeated or erased.</summary>
    public int Pages { get; init; }

    public int CapturesNew { get; init; }

    /// <summary>Were in the evidence before this import.</summary>
    public int CapturesKnown { get; init; }

    /// <summary>Came twice within this import.</summary>
    public int CapturesRepeated { get; init; }

    /// <summary>Were erased once, and are not to come in again.</summary>
    public int CapturesErased { get; init; }

    /// <summary>Pages that the source answered with its own error page; their evidence is kept.</summary>
    public int SourceErrors { get; init; }

    /// <summary>Pages of which nothing could be read; their evidence is kept, and each has its reason among the rejections.</summary>
    public int PagesFailed { get; init; }

    /// <summary>Pages that carry no posts by their nature.</summary>
    public int PagesEmpty { get; init; }

    /// <summary>Pages of which a post, a thread or a handle was read, were they new or known.</summary>
    public int PagesTold { get; init; }

    /// <summary>Files that could not be read at all, or not to their end.</summary>
    public int FilesUnreadable { get; init; }

    /// <summary>Posts, or rows of a file, that came in; each is new, known, a duplicate, rejected or skipped.</summary>
    public long Rows { get; init; }

    public long PostsNew { get; init; }

    /// <summary>Were in the store before this import.</summary>
    public long PostsKnown { get; init; }

    /// <summary>Of the known, those that were there in other words, by another author or of another time; the later captured ones stand.</summary>
    public long PostsChanged { get; init; }

    /// <summary>Came before within this import.</summary>
    public long Duplicates { get; init; }

    /// <summary>Of the duplicates, those that came in other words than before; the later captured one stands.</summary>
    public long Revised { get; init; }

    public long RowsRejected { get; init; }

    /// <summary>Rows that are no posts by their nature, such as a chat's "joined the group".</summary>
    public long Skipped { get; init; }

    /// <summary>Of the posts, those that tell no published time; they are kept, and no period can count them.</summary>
    public long Undated { get; init; }

    /// <summary>Of the posts, those dated after they were captured: a clock, a zone or a typing error; they are kept.</summary>
    public long DatedAfterCapture { get; init; }

    /// <summary>Keys or columns that nothing reads, with how many rows tell something under them.</summary>
    public IReadOnlyDictionary<string, long> KeysNotRead { get; init; } = System.Collections.ObjectModel.ReadOnlyDictionary<string, long>.Empty;

    public int Threads { get; init; }

    public int Handles { get; init; }

    /// <summary>Listings that were not in the store before.</summary>
    public int ListingsNew { get; init; }

    /// <summary>Every file, page and row that was not read, or not as it should be, with place and reason, in the order of the input.</summary>
    public IReadOnlyList<Rejection> Rejections { get; init; } = [];

    /// <summary>What was taken in and is not quite what it seems, such as a row that names a key twice; place and what was made of it.</summary>
    public IReadOnlyList<Rejection> Warnings { get; init; } = [];

    /// <summary>Whether something came in and nothing at all of it could be read.</summary>
    public bool NothingRead => Rejections.Count > 0 && PagesTold + PagesEmpty + SourceErrors + CapturesErased == 0;

    /// <summary>What opening the evidence had to put right after a crash; null when all was in order.</summary>
    public string? Repaired { get; init; }

    public TimeSpan Elapsed { get; init; }

    /// <summary>Whether every page and every row is accounted for. A report that is not is a bug, and never handed out.</summary>
    public bool AddsUp =>
        Pages == CapturesNew + CapturesKnown + CapturesRepeated + CapturesErased
        && Rows == PostsNew + PostsKnown + Duplicates + RowsRejected + Skipped
        && PostsKnown >= 0 && Revised <= Duplicates;
}
