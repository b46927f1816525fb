using Aftershock.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace Aftershock.Storage.Sqlite.Writing;

internal sealed class HandleTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _find = new(connection,
        "SELECT id, joined_at, joined_precision, posts, first_seen, last_seen, reputation, rank FROM handle WHERE source_id = ? AND name = ?");

    private readonly Statement _insert = new(connection, """
        INSERT INTO handle (joined_at, joined_precision, posts, first_seen, last_seen, reputation, rank, source_id, name)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (source_id, name) DO NOTHING
        """);

    private readonly Statement _update = new(connection,
        "UPDATE handle SET joined_at = ?, joined_precision = ?, posts = ?, first_seen = ?, last_seen = ?, reputation = ?, rank = ? WHERE id = ?");

    public Change Write(Handle incoming, long sourceRow)
    {
        if (Bind(_insert, incoming).Bind(sourceRow).Bind(incoming.Name).RunForNewRow() is not null)
        {
            return Change.Added;
        }

        _find.Bind(sourceRow).Bind(incoming.Name).Step();
        var row = _find.Number(0);
        var stored = incoming with
        {
            Joined = _find.Moment(1),
            Posts = _find.NumberOrNull(3),
            FirstSeen = Instant.At(_find.Number(4)),
            LastSeen = Instant.At(_find.Number(5)),
            Reputation = _find.NumberOrNull(6),
            Group = _find.TextOrNull(7),
        };
        _find.Reset();
        var merged = Merging.Merge(stored, incoming);
        if (merged == stored)
        {
            return Change.None;
        }

        Bind(_update, merged).Bind(row).Run();
        return Change.Merged;
    }

    public void Dispose()
    {
        _find.Dispose();
        _insert.Dispose();
        _update.Dispose();
    }

    private static Statement Bind(Statement statement, Handle handle) => statement
        .Bind(handle.Joined).Bind(handle.Posts).Bind(Instant.Of(handle.FirstSeen)).Bind(Instant.Of(handle.LastSeen))
        .Bind(handle.Reputation).Bind(StorableText.OrNull(handle.Group));
}
