using Aftershock.Keeping;
using Aftershock.Storage.Sql;
using Aftershock.Storage.Sqlite.Writing;
using Microsoft.Data.Sqlite;

namespace Aftershock.Storage.Sqlite;

/// <summary>The ports over one SQLite file: a connection that writes, made when first used, and a pool of those that read.</summary>
internal sealed class SqliteStore : IStore
{
    private readonly ReadConnections _readers;
    private readonly Lazy<SqliteWriter> _writer;
    private readonly SqliteKeyStore _keys;

    public SqliteStore(SqliteFile store, SqliteFile keys)
    {
        _readers = new ReadConnections(
            store.OpenReader,
            connection => ((SqliteConnection)connection).BeginTransaction(deferred: true),
            error => error is SqliteException known ? SqliteErrors.Explained(store.Path, known) : null);
        _writer = new Lazy<SqliteWriter>(() => SqliteErrors.Explain(store.Path, () => new SqliteWriter(store.OpenWriter(durable: false), store.Path)));
        _keys = new SqliteKeyStore(keys);
        var search = new SqliteSearch();
        Sources = new SqlSourceStore(_readers);
        Captures = new SqlCaptureStore(_readers);
        Threads = new SqlThreadStore(_readers);
        Posts = new SqlPostStore(_readers, search);
        Handles = new SqlHandleStore(_readers);
        Listings = new SqlListingStore(_readers, search);
        Events = new SqlEventStore(_readers);
        Runs = new SqlRunStore(_readers);
        Crawls = new SqlCrawlStore(_readers, (pages, cancel) => _writer.Value.SaveAsync(pages, cancel));
    }

    public IBatchWriter Writer => _writer.Value;

    public ISourceStore Sources { get; }

    public ICaptureStore Captures { get; }

    public ICaptureKeyStore Keys => _keys;

    public IThreadStore Threads { get; }

    public IPostStore Posts { get; }

    public IHandleStore Handles { get; }

    public IListingStore Listings { get; }

    public IEventStore Events { get; }

    public IRunStore Runs { get; }

    public ICrawlStore Crawls { get; }

    public Task<Snapshot> SnapshotAsync(CancellationToken cancel) => SqlSnapshot.ReadAsync(_readers, cancel);

    public ValueTask DisposeAsync()
    {
        if (_writer.IsValueCreated)
        {
            _writer.Value.Dispose();
        }

        _keys.Dispose();
        _readers.Dispose();
        return ValueTask.CompletedTask;
    }
}
