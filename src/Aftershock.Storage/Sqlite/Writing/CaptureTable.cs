using Aftershock.Keeping;
using Aftershock.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace Aftershock.Storage.Sqlite.Writing;

internal sealed class CaptureTable(SqliteConnection connection) : IDisposable
{
    /// <summary>Captures named by what follows; most of it names those of its own batch.</summary>
    private readonly Dictionary<CaptureId, long> _rows = [];
    private readonly Statement _find = new(connection, "SELECT id, outcome, failure FROM capture WHERE name = ?");
    private readonly Statement _update = new(connection, "UPDATE capture SET outcome = ?, failure = ? WHERE id = ?");
    private readonly Statement _insert = new(connection, """
        INSERT INTO capture (name, source_id, url, captured_at, status, content_type, sha256, bytes, warc_file, warc_offset, warc_length, outcome, failure, run)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (name) DO NOTHING
        """);

    public Change Write(Capture incoming, long sourceRow)
    {
        var inserted = _insert
            .Bind(incoming.Id.Value).Bind(sourceRow).Bind(incoming.Url).Bind(Instant.Of(incoming.CapturedAt)).Bind(incoming.Status)
            .Bind(incoming.ContentType).Bind(incoming.Sha256).Bind(incoming.Bytes).Bind(incoming.Place.File).Bind(incoming.Place.Offset)
            .Bind(incoming.Place.Length).Bind(StoredNames.Of(incoming.Outcome)).Bind(incoming.Failure).Bind(incoming.Run).RunForNewRow();
        if (inserted is { } row)
        {
            _rows[incoming.Id] = row;
            return Change.Added;
        }

        _find.Bind(incoming.Id.Value).Step();
        row = _find.Number(0);
        var same = _find.Text(1) == StoredNames.Of(incoming.Outcome) && _find.TextOrNull(2) == StorableText.OrNull(incoming.Failure);
        _find.Reset();
        _rows[incoming.Id] = row;
        if (same)
        {
            return Change.None;
        }

        // The evidence stays where it lies; what became of it is told anew, by a reader that has learned since.
        _update.Bind(StoredNames.Of(incoming.Outcome)).Bind(incoming.Failure).Bind(row).Run();
        return Change.Merged;
    }

    public long RowOf(CaptureId capture, string what)
    {
        if (!_rows.TryGetValue(capture, out var row))
        {
            row = _find.Bind(capture.Value).RunForNumber()
                ?? throw new StoreException($"{what} names the capture {capture}, which is not in the store; write the capture first.");
            _rows[capture] = row;
        }

        return row;
    }

    public void Forget() => _rows.Clear();

    public void Dispose()
    {
        _find.Dispose();
        _update.Dispose();
        _insert.Dispose();
    }
}

/// <summary>What writing one thing did.</summary>
internal enum Change
{
    None,
    Merged,
    Added,
}
