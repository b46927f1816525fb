using Aftershock.Keeping;
using Dapper;

namespace Aftershock.Storage.Sql;

internal sealed class SqlSourceStore(ReadConnections connections) : ISourceStore
{
    private const string List = "SELECT s.name, s.kind, s.title, s.program, s.start, s.zone FROM source s";

    // Each count runs over an index that holds its source; the newest post is the end of one.
    private const string Health = """
        SELECT s.name, s.kind, s.title, s.program, s.start, s.zone,
            coalesce(c.captures, 0), coalesce(c.failed, 0), c.first_captured, c.last_captured,
            coalesce(t.threads, 0), coalesce(p.posts, 0), coalesce(l.listings, 0), coalesce(h.handles, 0),
            (SELECT n.published_at FROM post n WHERE n.source_id = s.id AND n.published_at IS NOT NULL ORDER BY n.published_at DESC LIMIT 1),
            (SELECT n.published_precision FROM post n WHERE n.source_id = s.id AND n.published_at IS NOT NULL ORDER BY n.published_at DESC LIMIT 1),
            (SELECT n.published_at FROM post n WHERE n.source_id = s.id AND n.published_at IS NOT NULL ORDER BY n.published_at LIMIT 1),
            (SELECT n.published_precision FROM post n WHERE n.source_id = s.id AND n.published_at IS NOT NULL ORDER BY n.published_at LIMIT 1),
            (SELECT n.published_at FROM post n WHERE n.source_id = s.id AND n.published_at <= e.until ORDER BY n.published_at DESC LIMIT 1),
            (SELECT n.published_precision FROM post n WHERE n.source_id = s.id AND n.published_at <= e.until ORDER BY n.published_at DESC LIMIT 1),
            (SELECT count(*) FROM post n WHERE n.source_id = s.id AND n.published_at > e.until),
            (SELECT b.name FROM source b WHERE c.captures IS NULL AND b.id =
                (SELECT o.source_id FROM post n JOIN capture o ON o.id = n.capture_id WHERE n.source_id = s.id LIMIT 1))
        FROM source s CROSS JOIN (SELECT max(captured_at) AS until FROM capture) e
        LEFT JOIN (SELECT source_id, count(*) AS captures, sum(CASE WHEN outcome = 'failed' THEN 1 ELSE 0 END) AS failed,
            min(captured_at) AS first_captured, max(captured_at) AS last_captured FROM capture GROUP BY source_id) c ON c.source_id = s.id
        LEFT JOIN (SELECT source_id, count(*) AS threads FROM thread GROUP BY source_id) t ON t.source_id = s.id
        LEFT JOIN (SELECT source_id, count(*) AS posts FROM post GROUP BY source_id) p ON p.source_id = s.id
        LEFT JOIN (SELECT source_id, count(*) AS listings FROM listing GROUP BY source_id) l ON l.source_id = s.id
        LEFT JOIN (SELECT source_id, count(*) AS handles FROM handle GROUP BY source_id) h ON h.source_id = s.id
        """;

    public async Task<IReadOnlyList<Source>> ListAsync(CancellationToken cancel)
    {
        var sources = new List<Source>();
        await foreach (var source in connections.StreamAsync(new Query(List), row => row.Source(), cancel).ConfigureAwait(false))
        {
            sources.Add(source);
        }

        sources.Sort((a, b) => string.CompareOrdinal(a.Id.Value, b.Id.Value));
        return sources;
    }

    public async Task<IReadOnlyList<SourceHealth>> HealthAsync(CancellationToken cancel)
    {
        var healths = new List<SourceHealth>();
        var rows = connections.StreamAsync(new Query(Health), row => new SourceHealth(
            row.Source(), row.GetInt64(6), row.GetInt64(7), row.GetInt64(10), row.GetInt64(11), row.GetInt64(12), row.GetInt64(13),
            row.Number(8) is { } first ? Instant.At(first) : null, row.Number(9) is { } last ? Instant.At(last) : null, row.Moment(14))
        {
            OldestPost = row.Moment(16),
            NewestBeforeCapture = row.Moment(18),
            DatedLater = row.GetInt64(20),
            CapturedBy = row.Text(21) is { } by ? new SourceId(by) : null,
        }, cancel);
        await foreach (var health in rows.ConfigureAwait(false))
        {
            healths.Add(health);
        }

        healths.Sort((a, b) => string.CompareOrdinal(a.Source.Id.Value, b.Source.Id.Value));
        return healths;
    }

    /// <summary>Rows of sources in the order of their names.</summary>
    public static async Task<IReadOnlyList<long>> RowsAsync(System.Data.Common.DbConnection connection, SourceId? source)
    {
        var rows = await connection.QueryAsync<(long Id, string Name)>("SELECT id, name FROM source").ConfigureAwait(false);
        return [.. rows.Where(row => source is null || row.Name == source.Value.Value).OrderBy(row => row.Name, StringComparer.Ordinal).Select(row => row.Id)];
    }

    /// <summary>The same query for each source in turn; <c>@source</c> is its row.</summary>
    public static async Task<IReadOnlyList<Query>> ForEachAsync(System.Data.Common.DbConnection connection, SourceId? source, string sql) =>
        [.. (await RowsAsync(connection, source).ConfigureAwait(false)).Select(row => new Query(sql, new { source = row }))];
}
