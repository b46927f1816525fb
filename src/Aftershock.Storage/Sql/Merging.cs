namespace Aftershock.Storage.Sql;

/// <summary>How what a batch brings joins what is there. In whatever order and however often, the outcome settles.</summary>
/// <remarks>
/// The content of the later capture wins; captures of one time are told apart by their names, so that there is always one
/// that wins. A null never overwrites a value. A time told more finely stands against a coarser one that does not contradict it.
/// </remarks>
internal static class Merging
{
    /// <summary>Whether the content of <paramref name="incoming"/> is what stands after merging.</summary>
    public static bool Wins(Post stored, Post incoming) =>
        Wins(stored.LastSeen, stored.Capture, incoming.LastSeen, incoming.Capture);

    public static Post Merge(Post stored, Post incoming)
    {
        var (older, newer) = Wins(stored, incoming) ? (stored, incoming) : (incoming, stored);
        var lastSeen = newer.LastSeen;
        var published = Finer(older.PublishedAt, newer.PublishedAt);
        return newer with
        {
            Forum = newer.Forum ?? older.Forum,
            Prefix = newer.Prefix ?? older.Prefix,
            Number = newer.Number ?? older.Number,
            Author = newer.Author ?? older.Author,
            AuthorJoined = Joined(older.AuthorJoined, newer.AuthorJoined),
            AuthorPosts = newer.AuthorPosts ?? older.AuthorPosts,
            PublishedAt = published,
            PublishedRaw = (published == newer.PublishedAt ? newer.PublishedRaw : older.PublishedRaw) ?? newer.PublishedRaw ?? older.PublishedRaw,
            EditedAt = Finer(older.EditedAt, newer.EditedAt),
            StatedLanguage = newer.StatedLanguage ?? older.StatedLanguage,
            HiddenParts = newer.HiddenParts ?? older.HiddenParts,
            Reactions = newer.Reactions ?? older.Reactions,
            FirstSeen = Earlier(stored.FirstSeen, incoming.FirstSeen),
            Gone = Merge(stored.Gone, incoming.Gone, lastSeen),
        };
    }

    public static ForumThread Merge(ForumThread stored, ForumThread incoming)
    {
        var (older, newer) = Wins(stored.LastSeen, stored.Capture, incoming.LastSeen, incoming.Capture) ? (stored, incoming) : (incoming, stored);
        return newer with
        {
            Forum = newer.Forum ?? older.Forum,
            Prefix = newer.Prefix ?? older.Prefix,
            Author = newer.Author ?? older.Author,
            PublishedAt = Finer(older.PublishedAt, newer.PublishedAt),
            Views = newer.Views ?? older.Views,
            Replies = newer.Replies ?? older.Replies,
            Sticky = newer.Sticky ?? older.Sticky,
            Closed = newer.Closed ?? older.Closed,
            FirstSeen = Earlier(stored.FirstSeen, incoming.FirstSeen),
        };
    }

    /// <remarks>A handle names no capture; of two counts seen at the same time the greater stands.</remarks>
    public static Handle Merge(Handle stored, Handle incoming)
    {
        var posts = Figure(stored, incoming, h => h.Posts);
        var (older, newer) = Later(stored, incoming) ? (stored, incoming) : (incoming, stored);
        return stored with
        {
            Joined = Joined(older.Joined, newer.Joined),
            Posts = posts,
            Reputation = Figure(stored, incoming, h => h.Reputation),
            Group = newer.Group ?? older.Group,
            FirstSeen = Earlier(stored.FirstSeen, incoming.FirstSeen),
            LastSeen = newer.LastSeen,
        };
    }

    private static long? Figure(Handle stored, Handle incoming, Func<Handle, long?> of) =>
        incoming.LastSeen == stored.LastSeen && of(incoming) is { } one && of(stored) is { } other
            ? Math.Max(one, other)
            : incoming.LastSeen >= stored.LastSeen ? of(incoming) ?? of(stored) : of(stored) ?? of(incoming);

    public static Source Merge(Source stored, Source incoming) => incoming with
    {
        Program = incoming.Program ?? stored.Program,
        Start = incoming.Start ?? stored.Start,
    };

    private static bool Wins(DateTimeOffset storedAt, CaptureId stored, DateTimeOffset incomingAt, CaptureId incoming) =>
        incomingAt != storedAt ? incomingAt > storedAt : string.CompareOrdinal(incoming.Value, stored.Value) >= 0;

    private static bool Later(Handle stored, Handle incoming) =>
        incoming.LastSeen != stored.LastSeen
            ? incoming.LastSeen > stored.LastSeen
            : stored.Joined is not { } one || (incoming.Joined is { } other && other.At <= one.At);

    private static Moment? Joined(Moment? older, Moment? newer) =>
        older is { } before && (newer is not { } after || before.Precision > after.Precision) ? older : newer;

    private static Moment? Finer(Moment? older, Moment? newer) =>
        older is { } before && (newer is not { } after || (before.Precision > after.Precision && Within(before, after))) ? older : newer;

    private static bool Within(Moment fine, Moment coarse) => coarse.Precision switch
    {
        Precision.Year => fine.At.Year == coarse.At.Year,
        Precision.Month => fine.At.Year == coarse.At.Year && fine.At.Month == coarse.At.Month,
        Precision.Day => fine.At.UtcDateTime.Date == coarse.At.UtcDateTime.Date,
        Precision.Minute => fine.At.UtcTicks / TimeSpan.TicksPerMinute == coarse.At.UtcTicks / TimeSpan.TicksPerMinute,
        _ => fine.At == coarse.At,
    };

    /// <summary>A post that was seen after it was missed is not gone; of two intervals what both allow remains.</summary>
    private static Gone? Merge(Gone? one, Gone? other, DateTimeOffset lastSeen)
    {
        var first = one is { } a && a.Before > lastSeen ? one : null;
        var second = other is { } b && b.Before > lastSeen ? other : null;
        return first is { } x && second is { } y
            ? new Gone(x.After > y.After ? x.After : y.After, x.Before < y.Before ? x.Before : y.Before)
            : first ?? second;
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
