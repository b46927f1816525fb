namespace Aftershock;

/// <summary>A name under which somebody posts on one source. Whether two handles are one actor is a later, separate verdict.</summary>
public sealed record Handle
{
    public required SourceId Source { get; init; }

    public required string Name { get; init; }

    /// <summary>When the account was made, as finely as any page tells; null when none did.</summary>
    public Moment? Joined { get; init; }

    /// <summary>The count of posts that the source prints; null when it prints none.</summary>
    public long? Posts { get; init; }

    /// <summary>The standing that the board prints (reputation, reaction score, karma), in the board's own unit; null when it prints none.</summary>
    public long? Reputation { get; init; }

    /// <summary>The rank or group that the board prints, such as "VIP"; null when it prints none.</summary>
    public string? Group { get; init; }

    public required DateTimeOffset FirstSeen { get; init; }

    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>The language of most of its posts in the store, filled on reading; null when none could be told.</summary>
    public string? Language { get; init; }
}
