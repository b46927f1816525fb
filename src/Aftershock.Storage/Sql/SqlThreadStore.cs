using System.Data.Common;
using Aftershock.Keeping;

namespace Aftershock.Storage.Sql;

internal sealed class SqlThreadStore(ReadConnections connections) : IThreadStore
{
    private const string All = """
        SELECT s.name, t.thread_id, t.title, t.forum, t.prefix, t.author, t.published_at, t.published_precision, t.views, t.replies,
            t.sticky, t.closed, c.name, t.first_seen, t.last_seen
        FROM thread t JOIN source s ON s.id = t.source_id JOIN capture c ON c.id = t.capture_id
        WHERE t.source_id = @source ORDER BY t.thread_number, t.thread_id
        """;

    public IAsyncEnumerable<ForumThread> AllAsync(SourceId? source, CancellationToken cancel) =>
        connections.StreamAsync(connection => SqlSourceStore.ForEachAsync(connection, source, All), Read, cancel);

    private static ForumThread Read(DbDataReader row) => new()
    {
        Source = new SourceId(row.GetString(0)),
        ThreadId = row.GetString(1),
        Title = row.GetString(2),
        Forum = row.Text(3),
        Prefix = row.Text(4),
        Author = row.Text(5),
        PublishedAt = row.Moment(6),
        Views = row.Number(8),
        Replies = row.Number(9),
        Sticky = row.Number(10) is { } sticky ? sticky != 0 : null,
        Closed = row.Number(11) is { } closed ? closed != 0 : null,
        Capture = new CaptureId(row.GetString(12)),
        FirstSeen = row.At(13),
        LastSeen = row.At(14),
    };
}
