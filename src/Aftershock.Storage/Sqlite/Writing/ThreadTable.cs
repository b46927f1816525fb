using Aftershock.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace Aftershock.Storage.Sqlite.Writing;

internal sealed class ThreadTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _find = new(connection, """
        SELECT t.id, t.title, t.forum, t.prefix, t.author, t.published_at, t.published_precision, t.views, t.replies, t.sticky, t.closed,
            c.name, t.first_seen, t.last_seen
        FROM thread t JOIN capture c ON c.id = t.capture_id
        WHERE t.source_id = ? AND t.thread_id = ?
        """);

    private readonly Statement _insert = new(connection, """
        INSERT INTO thread (title, forum, prefix, author, published_at, published_precision, views, replies, sticky, closed,
            capture_id, first_seen, last_seen, source_id, thread_id, thread_number)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (source_id, thread_id) DO NOTHING
        """);

    private readonly Statement _update = new(connection, """
        UPDATE thread SET title = ?, forum = ?, prefix = ?, author = ?, published_at = ?, published_precision = ?, views = ?, replies = ?,
            sticky = ?, closed = ?, capture_id = ?, first_seen = ?, last_seen = ?
        WHERE id = ?
        """);

    public Change Write(ForumThread incoming, long sourceRow, long captureRow, Func<CaptureId, long> rowOf)
    {
        if (Bind(_insert, incoming, captureRow).Bind(sourceRow).Bind(incoming.ThreadId).Bind(StoredNames.Number(incoming.ThreadId)).RunForNewRow() is not null)
        {
            return Change.Added;
        }

        incoming = StorableText.Of(incoming);
        var (row, stored) = Find(incoming, sourceRow);
        var merged = Merging.Merge(stored, incoming);
        if (merged == stored)
        {
            return Change.None;
        }

        Bind(_update, merged, merged.Capture == incoming.Capture ? captureRow : rowOf(merged.Capture)).Bind(row).Run();
        return Change.Merged;
    }

    public void Dispose()
    {
        _find.Dispose();
        _insert.Dispose();
        _update.Dispose();
    }

    private static Statement Bind(Statement statement, ForumThread thread, long captureRow) => statement
        .Bind(thread.Title).Bind(thread.Forum).Bind(thread.Prefix).Bind(thread.Author).Bind(thread.PublishedAt)
        .Bind(thread.Views).Bind(thread.Replies).Bind(thread.Sticky).Bind(thread.Closed)
        .Bind(captureRow).Bind(Instant.Of(thread.FirstSeen)).Bind(Instant.Of(thread.LastSeen));

    private (long Row, ForumThread Thread) Find(ForumThread incoming, long sourceRow)
    {
        _find.Bind(sourceRow).Bind(incoming.ThreadId).Step();
        var row = _find.Number(0);
        var stored = new ForumThread
        {
            Source = incoming.Source,
            ThreadId = incoming.ThreadId,
            Title = _find.Text(1),
            Forum = _find.TextOrNull(2),
            Prefix = _find.TextOrNull(3),
            Author = _find.TextOrNull(4),
            PublishedAt = _find.Moment(5),
            Views = _find.NumberOrNull(7),
            Replies = _find.NumberOrNull(8),
            Sticky = _find.FlagOrNull(9),
            Closed = _find.FlagOrNull(10),
            Capture = new CaptureId(_find.Text(11)),
            FirstSeen = Instant.At(_find.Number(12)),
            LastSeen = Instant.At(_find.Number(13)),
        };
        _find.Reset();
        return (row, stored);
    }
}
