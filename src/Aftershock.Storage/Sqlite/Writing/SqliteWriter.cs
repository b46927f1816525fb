using System.Text.Json;
using Aftershock.Keeping;
using Aftershock.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace Aftershock.Storage.Sqlite.Writing;

/// <summary>Writes batches, each in one transaction; one at a time within the process, and in turn with other processes.</summary>
internal sealed class SqliteWriter : IBatchWriter, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly SqliteConnection _connection;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly Statement _grow;
    private readonly Statement _findEvent;
    private readonly Statement _writeEvent;
    private readonly Statement _writeRun;
    private readonly Statement _saveCrawl;
    private readonly SourceTable _sources;
    private readonly CaptureTable _captures;
    private readonly ThreadTable _threads;
    private readonly PostTable _posts;
    private readonly HandleTable _handles;
    private readonly ListingTable _listings;
    private readonly string _place;

    /// <param name="connection">Used by nobody else; the writer closes it.</param>
    /// <param name="place">What a message calls the store.</param>
    public SqliteWriter(SqliteConnection connection, string place)
    {
        _connection = connection;
        _place = place;
        _begin = new(connection, "BEGIN IMMEDIATE");
        _commit = new(connection, "COMMIT");
        _rollback = new(connection, "ROLLBACK");
        _grow = new(connection, "UPDATE store_state SET version = version + 1");
        _findEvent = new(connection, "SELECT title, date, sources FROM leak_event WHERE name = ?");
        _writeEvent = new(connection, """
            INSERT INTO leak_event (name, title, date, sources) VALUES (?, ?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET title = excluded.title, date = excluded.date, sources = excluded.sources
            """);
        _writeRun = new(connection, """
            INSERT INTO run (source_id, name, command, started_at, ended_at, files, pages, posts, posts_new, posts_changed, rejected, rejections, trouble)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (source_id, name, started_at) DO UPDATE SET command = excluded.command, ended_at = excluded.ended_at, files = excluded.files,
                pages = excluded.pages, posts = excluded.posts, posts_new = excluded.posts_new, posts_changed = excluded.posts_changed,
                rejected = excluded.rejected, rejections = excluded.rejections, trouble = excluded.trouble
            """);
        _saveCrawl = new(connection, """
            INSERT INTO crawl_page (source_id, address, kind, thread_id, wanted, entity_tag, last_modified, fetched_at, replies, failures, failure)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (source_id, address) DO UPDATE SET kind = excluded.kind, thread_id = excluded.thread_id, wanted = excluded.wanted,
                entity_tag = excluded.entity_tag, last_modified = excluded.last_modified, fetched_at = excluded.fetched_at,
                replies = excluded.replies, failures = excluded.failures, failure = excluded.failure
            """);
        _sources = new(connection);
        _captures = new(connection);
        _threads = new(connection);
        _posts = new(connection);
        _handles = new(connection);
        _listings = new(connection);
    }

    public Task<Written> WriteAsync(Batch batch, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return InTransactionAsync(() => Write(batch, cancel), cancel);
    }

    public Task WriteAsync(LeakEvent leakEvent, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(leakEvent);
        return InTransactionAsync(() => (Write(leakEvent), default(Written)), cancel);
    }

    public Task WriteAsync(Run run, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(run);
        return InTransactionAsync(() =>
        {
            Write(run);
            return (false, default);
        }, cancel);
    }

    public Task SaveAsync(IReadOnlyList<CrawlPage> pages, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(pages);
        return pages.Count == 0 ? Task.CompletedTask : InTransactionAsync(() =>
        {
            foreach (var page in pages)
            {
                var source = _sources.RowOf(page.Source, $"The address {page.Address}");
                _saveCrawl.Bind(source).Bind(page.Address).Bind(page.Kind.ToString()).Bind(page.ThreadId).Bind(page.IsWanted ? 1 : 0)
                    .Bind(StorableText.OrNull(page.EntityTag)).Bind(StorableText.OrNull(page.LastModified)).Bind(Instant.Of(page.FetchedAt)).Bind(page.Replies)
                    .Bind(page.Failures).Bind(StorableText.OrNull(page.Failure)).Run();
            }

            return (false, default);
        }, cancel);
    }

    public void Dispose()
    {
        foreach (var disposable in (IDisposable[])[_begin, _commit, _rollback, _grow, _findEvent, _writeEvent, _writeRun, _saveCrawl, _sources, _captures, _threads,
            _posts, _handles, _listings, _connection, _turn])
        {
            disposable.Dispose();
        }
    }

    /// <remarks>The driver is synchronous; the work leaves the caller's thread so that reading goes on while this writes.</remarks>
    private async Task<Written> InTransactionAsync(Func<(bool Changed, Written Written)> write, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => SqliteErrors.Explain(_place, () => InTransaction(write)), cancel).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private Written InTransaction(Func<(bool Changed, Written Written)> write)
    {
        _begin.Run();
        try
        {
            var (changed, written) = write();
            if (changed)
            {
                _grow.Run();
            }

            _posts.Index();
            _commit.Run();
            return written;
        }
        catch
        {
            // Row numbers that were given out in this transaction are void.
            _sources.Forget();
            _captures.Forget();
            _posts.Forget();
            _listings.Forget();
            if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            {
                _rollback.Run();
            }

            throw;
        }
    }

    private (bool Changed, Written Written) Write(Batch batch, CancellationToken cancel)
    {
        var tally = new Tally();
        foreach (var source in batch.Sources)
        {
            tally.Changed |= _sources.Write(source);
        }

        foreach (var capture in batch.Captures)
        {
            tally.Captures += tally.Count(_captures.Write(capture, _sources.RowOf(capture.Source, $"The capture {capture.Id}")));
        }

        foreach (var thread in batch.Threads)
        {
            var what = $"The thread {thread.Source}/{thread.ThreadId}";
            tally.Threads += tally.Count(_threads.Write(
                thread, _sources.RowOf(thread.Source, what), _captures.RowOf(thread.Capture, what), id => _captures.RowOf(id, what)));
        }

        foreach (var handle in batch.Handles)
        {
            tally.Handles += tally.Count(_handles.Write(handle, _sources.RowOf(handle.Source, $"The handle {handle.Name}")));
        }

        var recognized = 0;
        foreach (var post in batch.Posts)
        {
            cancel.ThrowIfCancellationRequested();
            recognized += Write(post, batch, ref tally) ? 1 : 0;
        }

        if (recognized < batch.Recognitions.Count)
        {
            WriteRecognitionsAlone(batch, ref tally);
        }

        _captures.Forget();
        return (tally.Changed, new Written(tally.Captures, tally.Threads, tally.Posts, tally.Handles, tally.Listings) { PostsChanged = tally.PostsChanged });
    }

    /// <returns>Whether a recognition came with it.</returns>
    private bool Write(Post post, Batch batch, ref Tally tally)
    {
        var sourceRow = _sources.RowOf(post.Source, post.PostId);
        var captureRow = _captures.RowOf(post.Capture, post.PostId);
        batch.Recognitions.TryGetValue(post.Key, out var recognition);
        var written = _posts.Write(post, sourceRow, captureRow, recognition, id => _captures.RowOf(id, post.PostId));
        var isNew = written.Change == Change.Added;
        tally.Posts += tally.Count(written.Change);
        tally.PostsChanged += written.IsReworded ? 1 : 0;

        // What was recognized in words that a later capture has replaced does not hold any more.
        if (recognition is not null && written.Wins)
        {
            tally.Changed |= !isNew && _posts.SetRecognized(written.Row, recognition);
            tally.Listings += tally.Count(_listings.Write(written.Row, sourceRow, written.Post, recognition, isNew));
        }
        else if (written.Change == Change.Merged)
        {
            _listings.PostChanged(written.Row, written.Post);
        }

        return recognition is not null;
    }

    private void WriteRecognitionsAlone(Batch batch, ref Tally tally)
    {
        var withPost = batch.Posts.Select(post => post.Key).ToHashSet();
        foreach (var (key, recognition) in batch.Recognitions)
        {
            if (withPost.Contains(key))
            {
                continue;
            }

            var sourceRow = _sources.RowOf(key.Source, $"The recognition of {key}");
            var (row, post) = _posts.Find(key, sourceRow)
                ?? throw new StoreException($"A recognition names the post {key}, which is not in the store; write the post first.");
            tally.Changed |= _posts.SetRecognized(row, recognition);
            tally.Listings += tally.Count(_listings.Write(row, sourceRow, post, recognition, false));
        }
    }

    private bool Write(LeakEvent leakEvent)
    {
        var date = leakEvent.Date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var sources = JsonSerializer.Serialize(leakEvent.Sources);
        var same = _findEvent.Bind(leakEvent.Name).Step()
            && _findEvent.Text(0) == StorableText.Of(leakEvent.Title) && _findEvent.Text(1) == date && _findEvent.Text(2) == sources;
        _findEvent.Reset();
        if (!same)
        {
            _writeEvent.Bind(leakEvent.Name).Bind(leakEvent.Title).Bind(date).Bind(sources).Run();
        }

        return !same;
    }

    /// <remarks>No figure depends on it, so the store's version, which says when figures may differ, stays.</remarks>
    private void Write(Run run)
    {
        var source = _sources.RowOf(run.Source, $"The run {run.Name}");
        _writeRun.Bind(source).Bind(StorableText.Of(run.Name)).Bind(StorableText.Of(run.Command)).Bind(Instant.Of(run.StartedAt)).Bind(Instant.Of(run.EndedAt))
            .Bind(run.Files).Bind(run.Pages).Bind(run.Posts).Bind(run.NewPosts).Bind(run.ChangedPosts).Bind(run.Rejected).Bind(SqlRunStore.Text(run.Rejections)).Bind(StorableText.OrNull(run.Trouble)).Run();
    }

    private struct Tally
    {
        public int Captures;
        public int Threads;
        public int Posts;
        public int PostsChanged;
        public int Handles;
        public int Listings;
        public bool Changed;

        public int Count(Change change)
        {
            Changed |= change != Change.None;
            return change == Change.Added ? 1 : 0;
        }
    }
}
