using Aftershock.Keeping;
using Dapper;

namespace Aftershock.Storage.Sql;

internal static class SqlSnapshot
{
    private const string Sql = "SELECT version AS Version, (SELECT max(captured_at) FROM capture) AS CapturedAt FROM store_state";

    public static Task<Snapshot> ReadAsync(ReadConnections connections, CancellationToken cancel) => connections.ReadAsync(async connection =>
    {
        var (version, captured) = await connection.QuerySingleAsync<(long Version, long? CapturedAt)>(
            new CommandDefinition(Sql, cancellationToken: cancel)).ConfigureAwait(false);
        return new Snapshot(version, captured is { } at ? Instant.At(at) : null);
    });
}
