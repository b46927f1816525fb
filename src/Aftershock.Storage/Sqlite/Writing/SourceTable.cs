using Aftershock.Keeping;
using Aftershock.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace Aftershock.Storage.Sqlite.Writing;

internal sealed class SourceTable(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<SourceId, long> _ids = [];
    private readonly Statement _find = new(connection, "SELECT id, kind, title, program, start, zone FROM source WHERE name = ?");
    private readonly Statement _insert = new(connection, "INSERT INTO source (name, kind, title, program, start, zone) VALUES (?, ?, ?, ?, ?, ?)");
    private readonly Statement _update = new(connection, "UPDATE source SET kind = ?, title = ?, program = ?, start = ?, zone = ? WHERE id = ?");

    /// <returns>Whether anything changed.</returns>
    public bool Write(Source incoming)
    {
        if (Find(incoming.Id) is not var (id, stored))
        {
            _ids[incoming.Id] = _insert
                .Bind(incoming.Id.Value).Bind(WireNames.Of(incoming.Kind)).Bind(incoming.Name)
                .Bind(incoming.Program).Bind(incoming.Start).Bind(incoming.Zone).RunForNewRow()!.Value;
            return true;
        }

        _ids[incoming.Id] = id;
        var merged = Merging.Merge(stored, StorableText.Of(incoming));
        if (merged == stored)
        {
            return false;
        }

        _update.Bind(WireNames.Of(merged.Kind)).Bind(merged.Name).Bind(merged.Program).Bind(merged.Start).Bind(merged.Zone).Bind(id).Run();
        return true;
    }

    public long RowOf(SourceId source, string what)
    {
        if (!_ids.TryGetValue(source, out var id))
        {
            id = Find(source)?.Id
                ?? throw new StoreException($"{what} names the source {source}, which is not in the store; write the source first.");
            _ids[source] = id;
        }

        return id;
    }

    public void Forget() => _ids.Clear();

    public void Dispose()
    {
        _find.Dispose();
        _insert.Dispose();
        _update.Dispose();
    }

    private (long Id, Source Source)? Find(SourceId source)
    {
        (long, Source)? found = null;
        if (_find.Bind(source.Value).Step())
        {
            found = (_find.Number(0), new Source
            {
                Id = source,
                Kind = StoredNames.SourceKind(_find.Text(1)),
                Name = _find.Text(2),
                Program = _find.TextOrNull(3),
                Start = _find.TextOrNull(4),
                Zone = _find.Text(5),
            });
        }

        _find.Reset();
        return found;
    }
}
