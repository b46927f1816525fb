using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Aftershock.Keeping;

namespace Aftershock.Web;

/// <summary>A store that keeps in memory what counting reads of it, until it changes.</summary>
/// <remarks>
/// Readers of the dashboard ask the same rules for one period after another. Reading a hundred thousand rows takes most of
/// a second, choosing among them in memory a few hundredths; so rows are read once for each rule and snapshot.
/// </remarks>
internal sealed class RememberedStore(IStore store) : IStore, IListingStore
{
    /// <summary>Rows kept, over all rules; some 300 bytes each.</summary>
    private const int MostRows = 1_000_000;

    private readonly ConcurrentDictionary<string, Lazy<Task<Kept>>> _kept = new();

    private sealed record Kept(long Version, IReadOnlyList<Countable>? Rows);

    public IBatchWriter Writer => store.Writer;

    public ISourceStore Sources => store.Sources;

    public ICaptureStore Captures => store.Captures;

    public ICaptureKeyStore Keys => store.Keys;

    public IThreadStore Threads => store.Threads;

    public IPostStore Posts => store.Posts;

    public IHandleStore Handles => store.Handles;

    public IListingStore Listings => this;

    public IEventStore Events => store.Events;

    public IRunStore Runs => store.Runs;

    public ICrawlStore Crawls => store.Crawls;

    public Task<Snapshot> SnapshotAsync(CancellationToken cancel) => store.SnapshotAsync(cancel);

    public Task<Listing?> FindAsync(ListingId id, CancellationToken cancel) => store.Listings.FindAsync(id, cancel);

    public Task<Page<Listing>> ListAsync(ListingFilter filter, ListingSort sort, int limit, string? after, CancellationToken cancel) =>
        store.Listings.ListAsync(filter, sort, limit, after, cancel);

    public IAsyncEnumerable<Listing> AllAsync(ListingFilter filter, CancellationToken cancel) => store.Listings.AllAsync(filter, cancel);

    public Task<IReadOnlyList<FacetCount>> FacetAsync(ListingFilter filter, Facet facet, int limit, CancellationToken cancel) =>
        store.Listings.FacetAsync(filter, facet, limit, cancel);

    public async IAsyncEnumerable<Countable> CountablesAsync(ListingFilter filter, [EnumeratorCancellation] CancellationToken cancel)
    {
        var kept = filter.Text is null ? await KeptAsync(filter with { PublishedFrom = null, PublishedBefore = null }, cancel) : null;
        if (kept?.Rows is not { } rows)
        {
            await foreach (var row in store.Listings.CountablesAsync(filter, cancel))
            {
                yield return row;
            }

            yield break;
        }

        // Oldest first, so that the period is one stretch.
        for (var i = filter.PublishedFrom is { } from ? FirstAtOrAfter(rows, from) : 0; i < rows.Count; i++)
        {
            if (filter.PublishedBefore is { } before && rows[i].Published >= before)
            {
                break;
            }

            yield return rows[i];
        }
    }

    /// <summary>Who opened the store disposes of it.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<Kept> KeptAsync(ListingFilter filter, CancellationToken cancel)
    {
        var version = (await store.SnapshotAsync(cancel)).Version;
        var key = $"{version} {Answers.KeyOf(filter)}";
        if (!_kept.ContainsKey(key))
        {
            foreach (var (old, _) in _kept.Where(k => !k.Key.StartsWith($"{version} ", StringComparison.Ordinal)))
            {
                _kept.TryRemove(old, out _);
            }
        }

        var reading = _kept.GetOrAdd(key, _ => new Lazy<Task<Kept>>(() => ReadAsync(filter, version)));
        try
        {
            return await reading.Value;
        }
        catch
        {
            _kept.TryRemove(new KeyValuePair<string, Lazy<Task<Kept>>>(key, reading));
            throw;
        }
    }

    private async Task<Kept> ReadAsync(ListingFilter filter, long version)
    {
        var room = MostRows - _kept.Values.Where(k => k.IsValueCreated && k.Value.IsCompletedSuccessfully).Sum(k => k.Value.Result.Rows?.Count ?? 0);
        var rows = new List<Countable>();
        await foreach (var row in store.Listings.CountablesAsync(filter, CancellationToken.None))
        {
            if (rows.Count == room)
            {
                return new Kept(version, null);
            }

            rows.Add(row);
        }

        // Rows of a store that changed meanwhile belong to neither snapshot.
        return new Kept(version, (await store.SnapshotAsync(CancellationToken.None)).Version == version ? rows : null);
    }

    private static int FirstAtOrAfter(IReadOnlyList<Countable> rows, DateTimeOffset at)
    {
        var (low, high) = (0, rows.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = rows[middle].Published < at ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
