namespace Aftershock;

/// <summary>A thread of a forum, as its lists and pages show it.</summary>
/// <remarks>Null is "not seen yet": a thread list tells views and replies, a thread page the rest; both fill one thread.</remarks>
public sealed record ForumThread
{
    public required SourceId Source { get; init; }

    /// <summary>The source's own id of the thread, as text.</summary>
    public required string ThreadId { get; init; }

    public required string Title { get; init; }

    /// <summary>Name of the section it stands in, such as "Databases".</summary>
    public string? Forum { get; init; }

    public string? Prefix { get; init; }

    public string? Author { get; init; }

    public Moment? PublishedAt { get; init; }

    public long? Views { get; init; }

    public long? Replies { get; init; }

    public bool? Sticky { get; init; }

    public bool? Closed { get; init; }

    /// <summary>The latest capture that shows it.</summary>
    public required CaptureId Capture { get; init; }

    public required DateTimeOffset FirstSeen { get; init; }

    public required DateTimeOffset LastSeen { get; init; }
}
