using System.Data.Common;

namespace Aftershock.Storage.Sql;

/// <summary>Reads columns that may be null, and the nouns that several queries share.</summary>
internal static class Reading
{
    /// <summary>What <see cref="Post"/> reads, of <c>post p</c>, <c>source s</c> and <c>capture c</c>.</summary>
    public const string PostColumns = """
        s.name, p.post_id, p.thread_id, p.title, p.forum, p.prefix, p.number, p.author, p.author_joined_at, p.author_joined_precision, p.author_posts,
        p.published_at, p.published_precision, p.published_raw, p.edited_at, p.edited_precision, p.stated_language,
        c.name, p.first_seen, p.last_seen, p.gone_after, p.gone_before, p.body, p.details
        """;

    /// <summary>How many columns <see cref="PostColumns"/> names.</summary>
    public const int PostWidth = 24;

    public const string PostTables = "post p JOIN source s ON s.id = p.source_id JOIN capture c ON c.id = p.capture_id";

    public static string? Text(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static long? Number(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static DateTimeOffset At(this DbDataReader row, int column) => Instant.At(row.GetInt64(column));

    /// <summary>Two columns: when, and how finely it was told.</summary>
    public static Moment? Moment(this DbDataReader row, int column) => Instant.Moment(row.Number(column), row.Number(column + 1));

    public static Post Post(this DbDataReader row, int first = 0) => PostDetails.Into(new Post
    {
        Source = new SourceId(row.GetString(first)),
        PostId = row.GetString(first + 1),
        ThreadId = row.GetString(first + 2),
        ThreadTitle = row.GetString(first + 3),
        Forum = row.Text(first + 4),
        Prefix = row.Text(first + 5),
        Number = (int?)row.Number(first + 6),
        Author = row.Text(first + 7),
        AuthorJoined = row.Moment(first + 8),
        AuthorPosts = row.Number(first + 10),
        PublishedAt = row.Moment(first + 11),
        PublishedRaw = row.Text(first + 13),
        EditedAt = row.Moment(first + 14),
        StatedLanguage = row.Text(first + 16),
        Capture = new CaptureId(row.GetString(first + 17)),
        FirstSeen = row.At(first + 18),
        LastSeen = row.At(first + 19),
        Gone = row.Number(first + 20) is { } after ? new Gone(Instant.At(after), row.At(first + 21)) : null,
        Body = row.GetString(first + 22),
    }, row.Text(first + 23));

    public static Source Source(this DbDataReader row, int first = 0) => new()
    {
        Id = new SourceId(row.GetString(first)),
        Kind = StoredNames.SourceKind(row.GetString(first + 1)),
        Name = row.GetString(first + 2),
        Program = row.Text(first + 3),
        Start = row.Text(first + 4),
        Zone = row.GetString(first + 5),
    };
}
