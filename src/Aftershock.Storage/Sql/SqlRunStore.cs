using System.Text.Json;
using Aftershock.Keeping;

namespace Aftershock.Storage.Sql;

internal sealed class SqlRunStore(ReadConnections connections) : IRunStore
{
    private const string Columns = "r.name, s.name, r.command, r.started_at, r.ended_at, r.files, r.pages, r.posts, r.posts_new, r.posts_changed, r.rejected, r.rejections, r.trouble";

    public async Task<IReadOnlyList<Run>> ListAsync(SourceId? source, int limit, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var query = new Query(
            $"SELECT {Columns} FROM run r JOIN source s ON s.id = r.source_id WHERE @source IS NULL OR s.name = @source ORDER BY r.started_at DESC, r.name DESC LIMIT @limit",
            new { source = source?.Value, limit });
        var runs = new List<Run>();
        await foreach (var run in connections.StreamAsync(query, Read, cancel).ConfigureAwait(false))
        {
            runs.Add(run);
        }

        return runs;
    }

    private static Run Read(System.Data.Common.DbDataReader row) => new()
    {
        Name = row.GetString(0),
        Source = new SourceId(row.GetString(1)),
        Command = row.GetString(2),
        StartedAt = row.At(3),
        EndedAt = row.At(4),
        Files = row.GetInt64(5),
        Pages = row.GetInt64(6),
        Posts = row.GetInt64(7),
        NewPosts = row.GetInt64(8),
        ChangedPosts = row.GetInt64(9),
        Rejected = row.GetInt64(10),
        Rejections = Rejections(row.GetString(11)),
        Trouble = row.Text(12),
    };

    /// <summary>One flat list: place, reason, place, reason.</summary>
    internal static string Text(IReadOnlyList<Rejection> rejections) =>
        JsonSerializer.Serialize(rejections.Take(Run.MostRejections).SelectMany(r => new[] { StorableText.Of(r.Place), StorableText.Of(r.Reason) }));

    private static List<Rejection> Rejections(string text) =>
        [.. (JsonSerializer.Deserialize<List<string>>(text) ?? []).Chunk(2).Select(pair => new Rejection(pair[0], pair[1]))];
}
