using System.Runtime.CompilerServices;
using Aftershock.Keeping;

namespace Aftershock.Tests.Analyzing;

/// <summary>A store that holds the listings of one test; only what counting asks is answered.</summary>
internal sealed class ListedStore : IStore, IListingStore, ISourceStore
{
    private readonly List<Countable> _listings = [];

    public List<SourceHealth> Health { get; } = [];

    /// <summary>What each call tells in turn; the last one stays.</summary>
    public Queue<long> Versions { get; } = new([1]);

    public DateTimeOffset? CapturedUntil { get; set; }

    /// <param name="published">As a moment is written; a day alone is one whose hour was not told.</param>
    public ListedStore Add(string published, string? leak = null, Func<Countable, Countable>? change = null)
    {
        var number = _listings.Count + 1;
        Assert.True(Moment.TryParse(published, out var at), published);
        var listing = new Countable(
            new ListingId($"{number:x16}"), new SourceId("harbour"), at.At, leak ?? $"leak-{number}", 1, null, ["CN"], null, [], "seller", "en")
        {
            Precision = at.Precision,
        };
        _listings.Add(change?.Invoke(listing) ?? listing);
        return this;
    }

    public ListedStore AddMany(int count, string from, string to)
    {
        var (first, last) = (DateOnly.Parse(from, null), DateOnly.Parse(to, null));
        var days = new DayRange(first, last).Days;
        for (var i = 0; i < count; i++)
        {
            Add($"{first.AddDays((int)((long)i * days / count)):yyyy-MM-dd}T12:00:00Z");
        }

        return this;
    }

    public ListedStore Watch(string source, string from, string to, SourceKind kind = SourceKind.Forum)
    {
        var (first, last) = (DateTimeOffset.Parse($"{from}T00:00:00Z", null), DateTimeOffset.Parse($"{to}T23:59:00Z", null));
        Health.Add(new SourceHealth(new Source { Id = new SourceId(source), Kind = kind, Name = source }, 1, 0, 1, 1, 1, 1, last, last, Moment.Second(last))
        {
            OldestPost = Moment.Second(first),
        });
        return this;
    }

    public async IAsyncEnumerable<Countable> CountablesAsync(ListingFilter filter, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.Yield();
        foreach (var l in _listings.OrderBy(l => l.Published).ThenBy(l => l.Id.Value))
        {
            var admitted = (filter.Kinds.Count == 0 || filter.Kinds.Contains(l.Kind))
                && (filter.Offers.Count == 0 || (l.Offer is { } offer && filter.Offers.Contains(offer)))
                && (filter.Countries.Count == 0 || filter.Countries.Intersect(l.Countries).Any())
                && (filter.Sectors.Count == 0 || filter.Sectors.Contains(l.Sector))
                && (filter.Sources.Count == 0 || filter.Sources.Any(s => s.EndsWith('*') ? l.Source.Value.StartsWith(s[..^1], StringComparison.Ordinal) : s == l.Source.Value))
                && (filter.PublishedFrom is not { } from || l.Published >= from)
                && (filter.PublishedBefore is not { } before || l.Published < before);
            if (admitted)
            {
                yield return l;
            }
        }
    }

    public Task<Snapshot> SnapshotAsync(CancellationToken cancel) =>
        Task.FromResult(new Snapshot(Versions.Count > 1 ? Versions.Dequeue() : Versions.Peek(), CapturedUntil));

    public Task<IReadOnlyList<SourceHealth>> HealthAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<SourceHealth>>(Health);

    public IListingStore Listings => this;

    public ISourceStore Sources => this;

    public IBatchWriter Writer => throw new NotSupportedException();

    public ICaptureStore Captures => throw new NotSupportedException();

    public ICaptureKeyStore Keys => throw new NotSupportedException();

    public IThreadStore Threads => throw new NotSupportedException();

    public IPostStore Posts => throw new NotSupportedException();

    public IHandleStore Handles => throw new NotSupportedException();

    public IEventStore Events => throw new NotSupportedException();

    public IRunStore Runs => throw new NotSupportedException();

    public ICrawlStore Crawls => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public Task<IReadOnlyList<Source>> ListAsync(CancellationToken cancel) => throw new NotSupportedException();

    public Task<Listing?> FindAsync(ListingId id, CancellationToken cancel) => throw new NotSupportedException();

    public Task<Page<Listing>> ListAsync(ListingFilter filter, ListingSort sort, int limit, string? after, CancellationToken cancel) => throw new NotSupportedException();

    public IAsyncEnumerable<Listing> AllAsync(ListingFilter filter, CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlyList<FacetCount>> FacetAsync(ListingFilter filter, Facet facet, int limit, CancellationToken cancel) => throw new NotSupportedException();
}
