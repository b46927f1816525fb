using System.Data.Common;
using Aftershock.Keeping;
using Dapper;

namespace Aftershock.Storage.Sql;

internal sealed class SqlHandleStore(ReadConnections connections) : IHandleStore
{
    private const string All = """
        SELECT s.name, h.name, h.joined_at, h.joined_precision, h.posts, h.first_seen, h.last_seen, h.source_id, h.reputation, h.rank
        FROM handle h JOIN source s ON s.id = h.source_id WHERE h.source_id = @source ORDER BY h.name
        """;

    private const string Languages = """
        SELECT source_id, author, language, count(*) FROM post
        WHERE author IS NOT NULL AND language IS NOT NULL AND language <> 'und'
        GROUP BY source_id, author, language
        """;

    public IAsyncEnumerable<Handle> AllAsync(SourceId? source, CancellationToken cancel)
    {
        var languages = new Dictionary<(long, string), Tally>();
        return connections.StreamAsync(
            async connection =>
            {
                await CountLanguagesAsync(connection, languages).ConfigureAwait(false);
                return await SqlSourceStore.ForEachAsync(connection, source, All).ConfigureAwait(false);
            },
            row => Read(row, languages),
            cancel);
    }

    private static async Task CountLanguagesAsync(DbConnection connection, Dictionary<(long, string), Tally> languages)
    {
        using var rows = await connection.ExecuteReaderAsync(Languages).ConfigureAwait(false);
        while (await rows.ReadAsync().ConfigureAwait(false))
        {
            var key = (rows.GetInt64(0), rows.GetString(1));
            var tally = new Tally(rows.GetString(2), rows.GetInt64(3));
            if (!languages.TryGetValue(key, out var most) || tally.IsBefore(most))
            {
                languages[key] = tally;
            }
        }
    }

    private static Handle Read(DbDataReader row, Dictionary<(long, string), Tally> languages)
    {
        var name = row.GetString(1);
        return new Handle
        {
            Source = new SourceId(row.GetString(0)),
            Name = name,
            Joined = row.Moment(2),
            Posts = row.Number(4),
            FirstSeen = row.At(5),
            LastSeen = row.At(6),
            Reputation = row.Number(8),
            Group = row.Text(9),
            Language = languages.TryGetValue((row.GetInt64(7), name), out var most) ? most.Language : null,
        };
    }

    /// <summary>How many posts of a handle are in a language; of two with as many, the first by name stands.</summary>
    private readonly record struct Tally(string Language, long Posts)
    {
        public bool IsBefore(Tally other) =>
            Posts != other.Posts ? Posts > other.Posts : string.CompareOrdinal(Language, other.Language) < 0;
    }
}
