using System.Data.Common;
using Aftershock.Keeping;
using Dapper;

namespace Aftershock.Storage.Sql;

internal sealed class SqlCaptureStore(ReadConnections connections) : ICaptureStore
{
    private const string Order = "captured";

    private const string Select = """
        SELECT c.name, s.name, c.url, c.captured_at, c.status, c.content_type, c.sha256, c.bytes, c.warc_file, c.warc_offset, c.warc_length,
            c.outcome, c.failure, c.run
        FROM capture c JOIN source s ON s.id = c.source_id
        """;

    public async Task<Capture?> FindAsync(CaptureId id, CancellationToken cancel)
    {
        await foreach (var capture in connections.StreamAsync(new Query($"{Select} WHERE c.name = @name", new { name = id.Value }), Read, cancel).ConfigureAwait(false))
        {
            return capture;
        }

        return null;
    }

    public async Task<Page<Capture>> ListAsync(SourceId? source, ReadOutcome? outcome, int limit, string? after, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var parameters = new DynamicParameters(new { limit = limit + 1L });
        List<string> conditions = ["1 = 1"];
        if (source is { } named)
        {
            conditions.Add("c.source_id = (SELECT id FROM source WHERE name = @source)");
            parameters.Add("source", named.Value);
        }

        if (outcome is { } told)
        {
            conditions.Add("c.outcome = @outcome");
            parameters.Add("outcome", StoredNames.Of(told));
        }

        var where = string.Join(" AND ", conditions);
        var total = await connections.ReadAsync(connection => connection.ExecuteScalarAsync<long>(
            new CommandDefinition($"SELECT count(*) FROM capture c WHERE {where}", parameters, cancellationToken: cancel))).ConfigureAwait(false);
        if (PageToken.Read(after, Order) is { } last)
        {
            where += " AND c.captured_at <= @value AND (c.captured_at < @value OR c.name > @name)";
            parameters.Add("value", last.Value);
            parameters.Add("name", last.Name);
        }

        var items = new List<Capture>();
        var query = new Query($"{Select} WHERE {where} ORDER BY c.captured_at DESC, c.name LIMIT @limit", parameters);
        await foreach (var capture in connections.StreamAsync(query, Read, cancel).ConfigureAwait(false))
        {
            items.Add(capture);
        }

        if (items.Count <= limit)
        {
            return new Page<Capture>(items, null, total);
        }

        items.RemoveAt(limit);
        return new Page<Capture>(items, new PageToken(Order, Instant.Of(items[^1].CapturedAt), items[^1].Id.Value).ToString(), total);
    }

    private static Capture Read(DbDataReader row) => new()
    {
        Id = new CaptureId(row.GetString(0)),
        Source = new SourceId(row.GetString(1)),
        Url = row.GetString(2),
        CapturedAt = row.At(3),
        Status = row.GetInt32(4),
        ContentType = row.GetString(5),
        Sha256 = row.GetString(6),
        Bytes = row.GetInt64(7),
        Place = new WarcPlace(row.GetString(8), row.GetInt64(9), row.GetInt64(10)),
        Outcome = StoredNames.Outcome(row.GetString(11)),
        Failure = row.Text(12),
        Run = row.GetString(13),
    };
}
