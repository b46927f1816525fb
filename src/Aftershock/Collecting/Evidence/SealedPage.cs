namespace Aftershock.Collecting.Evidence;

/// <summary>A page hashed and compressed, ready to be sealed.</summary>
public sealed class PackedPage
{
    private readonly byte[]? _compressed;

    internal PackedPage(RawPage page, CaptureId id, string sha256, byte[]? compressed)
    {
        Page = page;
        Id = id;
        Sha256 = sha256;
        _compressed = compressed;
    }

    /// <summary>The page as it is kept: without the media that were embedded in it.</summary>
    public RawPage Page { get; }

    /// <summary>How many media were replaced by their digests.</summary>
    public int EmbeddedMedia { get; init; }

    public CaptureId Id { get; }

    public string Sha256 { get; }

    /// <summary>The WARC record as one gzip member; there for every page that was not known when it was packed.</summary>
    internal byte[] Compressed => _compressed ?? throw new InvalidOperationException($"Capture {Id} was known when it was packed.");
}

/// <summary>How the ledger took a page.</summary>
public enum SealStanding
{
    New,

    /// <summary>It is in the ledger already, from this run or an earlier one.</summary>
    Known,

    /// <summary>It was sealed once and its key was destroyed; it is not to come in again.</summary>
    Erased,
}

/// <summary>A page whose evidence is safe.</summary>
/// <param name="Page">The page as it is kept.</param>
/// <param name="Entry">Its line in the ledger; for a page that was known, the first.</param>
/// <param name="Standing">Whether it is new.</param>
public sealed record SealedPage(RawPage Page, LedgerEntry Entry, SealStanding Standing)
{
    /// <summary>The page with the time of its evidence; they differ where the time is only that of a file.</summary>
    public RawPage AsSealed => Page.CapturedAt == Entry.CapturedAt ? Page : Page with { CapturedAt = Entry.CapturedAt };

    public Capture ToCapture(ReadOutcome outcome, string? failure) => new()
    {
        Id = Entry.Capture,
        Source = Entry.Source,
        Url = Entry.Url,
        CapturedAt = Entry.CapturedAt,
        Status = Entry.Status,
        ContentType = Entry.ContentType,
        Sha256 = Entry.Sha256,
        Bytes = Entry.Bytes,
        Place = Entry.Place,
        Outcome = outcome,
        Failure = failure,
        Run = Entry.Run,
    };
}
