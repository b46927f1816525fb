namespace Aftershock.Recognizing;

/// <summary>What the recognizer reads: a post's words and what is known around them.</summary>
public sealed record PostText
{
    public required string Title { get; init; }

    public required string Body { get; init; }

    /// <summary>Name of the forum's section; a weak cue, since sellers choose wrong boards.</summary>
    public string? Section { get; init; }

    /// <summary>When it was published; relative dates are resolved against it. Null leaves them unread.</summary>
    public DateTimeOffset? PostedAt { get; init; }

    public string? Author { get; init; }

    /// <summary>A language tag that came with the post; null lets the recognizer tell.</summary>
    public string? Language { get; init; }

    /// <summary>On a leak site every post is a claim of a leak, titled with its victim.</summary>
    public SourceKind SourceKind { get; init; } = SourceKind.Forum;
}
