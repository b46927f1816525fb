using Aftershock.Storage.Searching;
using Aftershock.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace Aftershock.Storage.Sqlite.Writing;

/// <summary>Posts and their entry in the full-text index.</summary>
internal sealed class PostTable(SqliteConnection connection) : IDisposable
{
    private const string Stored = """
        SELECT p.id, p.thread_id, p.title, p.forum, p.prefix, p.number, p.author, p.author_joined_at, p.author_joined_precision, p.author_posts,
            p.published_at, p.published_precision, p.published_raw, p.edited_at, p.edited_precision, p.stated_language, p.body,
            c.name, p.first_seen, p.last_seen, p.gone_after, p.gone_before, p.post_id, p.details
        FROM post p JOIN capture c ON c.id = p.capture_id
        WHERE p.source_id = ? AND p.post_id = ?
        """;

    private readonly Statement _find = new(connection, Stored);

    private readonly Statement _insert = new(connection, """
        INSERT INTO post (thread_id, thread_number, title, forum, prefix, number, author, author_joined_at, author_joined_precision, author_posts,
            published_at, published_precision, published_raw, edited_at, edited_precision, stated_language, body,
            capture_id, first_seen, last_seen, gone_after, gone_before, details, source_id, post_id, post_number, kind, language)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (source_id, post_id) DO NOTHING
        """);

    private readonly Statement _update = new(connection, """
        UPDATE post SET thread_id = ?, thread_number = ?, title = ?, forum = ?, prefix = ?, number = ?, author = ?,
            author_joined_at = ?, author_joined_precision = ?, author_posts = ?, published_at = ?, published_precision = ?, published_raw = ?,
            edited_at = ?, edited_precision = ?, stated_language = ?, body = ?, capture_id = ?, first_seen = ?, last_seen = ?,
            gone_after = ?, gone_before = ?, details = ?
        WHERE id = ?
        """);

    private readonly Statement _recognized = new(connection,
        "UPDATE post SET kind = ?1, language = ?2 WHERE id = ?3 AND (kind IS NOT ?1 OR language IS NOT ?2)");

    private readonly Statement _index = new(connection, "INSERT INTO post_search (rowid, title, body, author) VALUES (?, ?, ?, ?)");
    private readonly Statement _reindex = new(connection, "INSERT OR REPLACE INTO post_search (rowid, title, body, author) VALUES (?, ?, ?, ?)");
    private readonly List<(long Row, Post Post, bool IsNew)> _toIndex = [];
    private readonly SearchText _title = new();
    private readonly SearchText _body = new();
    private readonly SearchText _author = new();

    /// <returns>The row, what writing did, and what stands now.</returns>
    /// <param name="incoming">The post as read.</param>
    /// <param name="sourceRow">Row of its source.</param>
    /// <param name="captureRow">Row of its capture.</param>
    /// <param name="recognition">Its recognition, written along when the post is new.</param>
    /// <param name="rowOf">Finds the row of another capture.</param>
    public WrittenPost Write(Post incoming, long sourceRow, long captureRow, Recognition? recognition, Func<CaptureId, long> rowOf)
    {
        var inserted = Bind(_insert, incoming, captureRow).Bind(sourceRow).Bind(incoming.PostId).Bind(StoredNames.Number(incoming.PostId))
            .Bind(recognition is null ? null : WireNames.Of(recognition.Kind)).Bind(recognition?.Language).RunForNewRow();
        if (inserted is { } added)
        {
            _toIndex.Add((added, incoming, true));
            return new WrittenPost(added, Change.Added, incoming, true, false);
        }

        incoming = StorableText.Of(incoming);
        var (row, stored) = Find(incoming.Key, sourceRow)!.Value;
        var wins = Merging.Wins(stored, incoming);
        var merged = Merging.Merge(stored, incoming);
        if (PostDetails.Same(merged, stored))
        {
            return new WrittenPost(row, Change.None, stored, wins, false);
        }

        Bind(_update, merged, merged.Capture == incoming.Capture ? captureRow : rowOf(merged.Capture)).Bind(row).Run();
        var isReworded = merged.Body != stored.Body || merged.ThreadTitle != stored.ThreadTitle || merged.Author != stored.Author;
        if (isReworded)
        {
            _toIndex.Add((row, merged, false));
        }

        return new WrittenPost(row, Change.Merged, merged, wins, isReworded);
    }

    public (long Row, Post Post)? Find(PostKey key, long sourceRow)
    {
        (long, Post)? found = _find.Bind(sourceRow).Bind(key.PostId).Step() ? (_find.Number(0), Read(key.Source)) : null;
        _find.Reset();
        return found;
    }

    /// <returns>Whether it changed anything.</returns>
    public bool SetRecognized(long row, Recognition recognition) =>
        _recognized.Bind(WireNames.Of(recognition.Kind)).Bind(recognition.Language).Bind(row).Run() > 0;

    /// <summary>Brings the full-text index up to what was written; the last thing in a transaction.</summary>
    /// <remarks>
    /// Any statement between two entries that SQLite may have to undo makes the index write out what it has gathered:
    /// measured at ten times the cost of a batch.
    /// </remarks>
    public void Index()
    {
        foreach (var (row, post, isNew) in _toIndex)
        {
            (isNew ? _index : _reindex)
                .Bind(row).Bind(_title.Of(post.ThreadTitle)).Bind(_body.Of(post.Body)).Bind(_author.Of(post.Author)).Run();
        }

        _toIndex.Clear();
    }

    /// <summary>After a transaction that failed.</summary>
    public void Forget() => _toIndex.Clear();

    public void Dispose()
    {
        _find.Dispose();
        _insert.Dispose();
        _update.Dispose();
        _recognized.Dispose();
        _index.Dispose();
        _reindex.Dispose();
    }

    private static Statement Bind(Statement statement, Post post, long captureRow) => statement
        .Bind(post.ThreadId).Bind(StoredNames.Number(post.ThreadId)).Bind(post.ThreadTitle).Bind(post.Forum).Bind(post.Prefix)
        .Bind(post.Number).Bind(post.Author).Bind(post.AuthorJoined).Bind(post.AuthorPosts)
        .Bind(post.PublishedAt).Bind(post.PublishedRaw).Bind(post.EditedAt).Bind(post.StatedLanguage).Bind(post.Body)
        .Bind(captureRow).Bind(Instant.Of(post.FirstSeen)).Bind(Instant.Of(post.LastSeen))
        .Bind(Instant.Of(post.Gone?.After)).Bind(Instant.Of(post.Gone?.Before)).Bind(PostDetails.Of(post));

    private Post Read(SourceId source) => PostDetails.Into(new Post
    {
        Source = source,
        ThreadId = _find.Text(1),
        ThreadTitle = _find.Text(2),
        Forum = _find.TextOrNull(3),
        Prefix = _find.TextOrNull(4),
        Number = (int?)_find.NumberOrNull(5),
        Author = _find.TextOrNull(6),
        AuthorJoined = _find.Moment(7),
        AuthorPosts = _find.NumberOrNull(9),
        PublishedAt = _find.Moment(10),
        PublishedRaw = _find.TextOrNull(12),
        EditedAt = _find.Moment(13),
        StatedLanguage = _find.TextOrNull(15),
        Body = _find.Text(16),
        Capture = new CaptureId(_find.Text(17)),
        FirstSeen = Instant.At(_find.Number(18)),
        LastSeen = Instant.At(_find.Number(19)),
        Gone = _find.NumberOrNull(20) is { } after ? new Gone(Instant.At(after), Instant.At(_find.Number(21))) : null,
        PostId = _find.Text(22),
    }, _find.TextOrNull(23));
}

/// <param name="Row">Its row.</param>
/// <param name="Change">What writing did.</param>
/// <param name="Post">What stands in the store now.</param>
/// <param name="Wins">Whether the incoming content is what stands, so that what was recognized in it holds.</param>
/// <param name="IsReworded">Whether it was there in other words, or by another author.</param>
internal readonly record struct WrittenPost(long Row, Change Change, Post Post, bool Wins, bool IsReworded);
