namespace Aftershock.Collecting.Crawling;

/// <summary>Why a page did not come.</summary>
public enum FetchFailure
{
    None,

    /// <summary>The server says that it is as it was.</summary>
    NotModified,

    /// <summary>Another content than pages and feeds; its body was not read.</summary>
    NotAPage,

    TooLong,

    /// <summary>The content ends early, or does not unpack.</summary>
    Damaged,

    /// <summary>It leads to another host; that was not followed.</summary>
    OffSite,

    RedirectLoop,

    /// <summary><c>robots.txt</c> asks not to.</summary>
    Forbidden,

    /// <summary>The server asks to come back later, or not so often.</summary>
    TooManyRequests,

    /// <summary>The server says that it is at fault (5xx).</summary>
    ServerError,

    /// <summary>No connection, or no answer in time.</summary>
    NoAnswer,
}

/// <summary>What came of one request.</summary>
public sealed record Fetched
{
    /// <summary>What was asked for.</summary>
    public required Uri Address { get; init; }

    /// <summary>Where it came from in the end, after redirects within the site.</summary>
    public required Uri From { get; init; }

    public FetchFailure Failure { get; init; }

    /// <summary>In a sentence; null when it came.</summary>
    public string? Reason { get; init; }

    /// <summary>HTTP status; 0 without an answer.</summary>
    public int Status { get; init; }

    public string ContentType { get; init; } = "";

    /// <summary>The content, unpacked.</summary>
    public ReadOnlyMemory<byte> Content { get; init; }

    public string? EntityTag { get; init; }

    public string? LastModified { get; init; }

    /// <summary>How long the server asks to wait; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How many requests it took: redirects and further tries are requests too.</summary>
    public int Requests { get; init; } = 1;

    /// <summary>The page as evidence and readers take it.</summary>
    public RawPage ToPage(SourceId source, DateTimeOffset capturedAt) => new()
    {
        Source = source,
        Url = From.AbsoluteUri,
        CapturedAt = capturedAt,
        Status = Status,
        ContentType = ContentType,
        Content = Content,
        Origin = From.PathAndQuery,
    };
}
