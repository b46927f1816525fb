using System.Collections.Concurrent;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Aftershock.Keeping;
using Dapper;

namespace Aftershock.Storage.Sql;

/// <summary>Connections that read, opened when needed and kept for the next reader.</summary>
/// <param name="open">Opens one more.</param>
/// <param name="begin">Begins a transaction in which what is read stands still.</param>
/// <param name="explain">Says what an error of the driver means for the store; null when it is none of those.</param>
internal sealed class ReadConnections(
    Func<DbConnection> open, Func<DbConnection, DbTransaction> begin, Func<Exception, StoreException?> explain) : IDisposable
{
    private readonly ConcurrentBag<DbConnection> _idle = [];
    private volatile bool _closed;

    public async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read)
    {
        var connection = Rent();
        try
        {
            return await read(connection).ConfigureAwait(false);
        }
        catch (Exception error) when (explain(error) is { } explained)
        {
            throw explained;
        }
        finally
        {
            Return(connection);
        }
    }

    /// <summary>Reads the rows of one or several queries, one after the other, as they were when the first began.</summary>
    /// <param name="queries">Told once the connection is there, since one may depend on what another found.</param>
    /// <param name="row">Makes something of the row on which the reader stands; the reader is the same for a whole query.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async IAsyncEnumerable<T> StreamAsync<T>(
        Func<DbConnection, Task<IReadOnlyList<Query>>> queries, Func<DbDataReader, T> row, [EnumeratorCancellation] CancellationToken cancel)
    {
        var connection = Rent();
        try
        {
            using var transaction = begin(connection);
            foreach (var query in await Explained(() => queries(connection)).ConfigureAwait(false))
            {
                using var reader = await Explained(() => connection.ExecuteReaderAsync(
                    new CommandDefinition(query.Sql, query.Parameters, transaction, cancellationToken: cancel))).ConfigureAwait(false);

                // Rows are read past Dapper's wrapper, which would cost as much again.
                var rows = reader is IWrappedDataReader { Reader: DbDataReader inner } ? inner : reader;
                while (true)
                {
                    try
                    {
                        if (!await rows.ReadAsync(cancel).ConfigureAwait(false))
                        {
                            break;
                        }
                    }
                    catch (Exception error) when (explain(error) is { } explained)
                    {
                        throw explained;
                    }

                    yield return row(rows);
                }
            }
        }
        finally
        {
            Return(connection);
        }
    }

    public IAsyncEnumerable<T> StreamAsync<T>(Query query, Func<DbDataReader, T> row, CancellationToken cancel) =>
        StreamAsync(_ => Task.FromResult<IReadOnlyList<Query>>([query]), row, cancel);

    public void Dispose()
    {
        _closed = true;
        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }
    }

    private DbConnection Rent()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        try
        {
            return _idle.TryTake(out var connection) ? connection : open();
        }
        catch (Exception error) when (explain(error) is { } explained)
        {
            throw explained;
        }
    }

    private void Return(DbConnection connection)
    {
        if (_closed)
        {
            connection.Dispose();
        }
        else
        {
            _idle.Add(connection);
        }
    }

    private async Task<T> Explained<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception error) when (explain(error) is { } explained)
        {
            throw explained;
        }
    }
}

internal sealed record Query(string Sql, object? Parameters = null);
