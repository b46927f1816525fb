namespace Aftershock;

/// <summary>What sort of place a source is; decides how a post found there is read.</summary>
public enum SourceKind
{
    /// <summary>A forum or market: posts are of every kind.</summary>
    Forum,

    /// <summary>The site on which one extortion group names its victims: every post claims a leak.</summary>
    LeakSite,

    /// <summary>A file of posts that somebody else collected.</summary>
    PostFile,
}

/// <summary>A place where leaks are announced.</summary>
public sealed record Source
{
    public required SourceId Id { get; init; }

    public required SourceKind Kind { get; init; }

    /// <summary>The name its readers use, such as "Harbour Exchange".</summary>
    public required string Name { get; init; }

    /// <summary>The program that serves it, such as <c>mybb</c>; null when it is not a forum.</summary>
    public string? Program { get; init; }

    /// <summary>The address of its front page; null when it was never known.</summary>
    public string? Start { get; init; }

    /// <summary>IANA zone in which its pages print times; UTC unless the operator says otherwise.</summary>
    public string Zone { get; init; } = "UTC";
}
