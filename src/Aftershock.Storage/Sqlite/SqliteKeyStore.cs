using Aftershock.Keeping;
using Microsoft.Data.Sqlite;

namespace Aftershock.Storage.Sqlite;

/// <summary>Keys in a file of their own, from which a destroyed key is really gone.</summary>
/// <remarks>
/// A key is destroyed by overwriting it where it lies: rows are never deleted or moved, so there is no second copy in the
/// file. The log is then emptied, since it may hold the key from when it was added. The row stays as a tombstone, and a
/// key that comes again under the same name is not taken: erased is erased.
/// </remarks>
internal sealed class SqliteKeyStore(SqliteFile file) : ICaptureKeyStore, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private SqliteConnection? _connection;
    private Statement? _add;
    private Statement? _find;
    private Statement? _destroy;

    public Task AddAsync(IReadOnlyList<KeyValuePair<CaptureId, byte[]>> wrappedKeys, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(wrappedKeys);
        return wrappedKeys.Count == 0 ? Task.CompletedTask : InTurnAsync(connection =>
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            foreach (var (capture, key) in wrappedKeys)
            {
                _add!.Bind(capture.Value).BindBytes(key).Run();
            }

            transaction.Commit();
            return true;
        }, cancel);
    }

    public Task<byte[]?> FindAsync(CaptureId id, CancellationToken cancel) => InTurnAsync(_ =>
    {
        var found = _find!.Bind(id.Value).Step() ? _find.Bytes(0).ToArray() : null;
        _find.Reset();
        return found;
    }, cancel);

    public Task<bool> DestroyAsync(CaptureId id, CancellationToken cancel) => InTurnAsync(connection =>
    {
        var destroyed = _destroy!.Bind(id.Value).Run() > 0;

        // Also when it was overwritten before: emptying may have failed then.
        EmptyLog(connection);
        return destroyed;
    }, cancel);

    public void Dispose()
    {
        _add?.Dispose();
        _find?.Dispose();
        _destroy?.Dispose();
        _connection?.Dispose();
        _turn.Dispose();
    }

    private void EmptyLog(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        using var reader = command.ExecuteReader();
        if (!reader.Read() || reader.GetInt64(0) != 0)
        {
            throw new StoreException(
                $"{file.Path}: the key is overwritten, but its log could not be emptied while another program reads it. Run the command again.");
        }
    }

    private async Task<T> InTurnAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            return SqliteErrors.Explain(file.Path, () => work(Connection()));
        }
        finally
        {
            _turn.Release();
        }
    }

    private SqliteConnection Connection()
    {
        if (_connection is null)
        {
            var connection = file.OpenWriter(durable: true);
            _add = new Statement(connection, "INSERT INTO capture_key (capture, wrapped, destroyed) VALUES (?, ?, 0) ON CONFLICT (capture) DO NOTHING");
            _find = new Statement(connection, "SELECT wrapped FROM capture_key WHERE capture = ? AND destroyed = 0");
            _destroy = new Statement(connection,
                "UPDATE capture_key SET wrapped = zeroblob(length(wrapped)), destroyed = 1 WHERE capture = ? AND destroyed = 0");
            _connection = connection;
        }

        return _connection;
    }
}
