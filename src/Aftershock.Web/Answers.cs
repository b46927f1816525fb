using System.Collections.Concurrent;
using Aftershock.Analyzing;
using Aftershock.Keeping;
using Aftershock.Web.Frame;

namespace Aftershock.Web;

/// <summary>Answers the questions of pages from the store, once for each snapshot.</summary>
/// <remarks>An answer belongs to a snapshot; when the store has moved on, the old ones are let go.</remarks>
internal sealed class Answers : IAsyncDisposable
{
    /// <summary>More different questions than people on one machine ask between two imports.</summary>
    private const int Most = 500;

    private readonly ConcurrentDictionary<string, Lazy<Task<object>>> _known = new();
    private readonly RememberedStore _store;
    private readonly Counting _counting;
    private long _version = long.MinValue;

    public Answers(DashboardSettings settings, IStore store)
    {
        Settings = settings;
        _store = new RememberedStore(store);
        _counting = new Counting(_store);
    }

    public DashboardSettings Settings { get; }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    public IStore Store => _store;

    public DateTimeOffset Now => Settings.Clock.GetUtcNow();

    public async Task<Snapshot> SnapshotAsync(CancellationToken cancel)
    {
        var snapshot = await _store.SnapshotAsync(cancel);
        if (Interlocked.Exchange(ref _version, snapshot.Version) != snapshot.Version || _known.Count > Most)
        {
            _known.Clear();
        }

        return snapshot;
    }

    public Task<TrendReport> TrendAsync(TrendQuestion question) =>
        OnceAsync(
            $"trend {question.Rule.Name} {question.Period} {question.Baseline} {question.Window} {question.Event?.Name} {question.By} {question.Split}",
            () => _counting.AnswerAsync(question, CancellationToken.None));

    /// <summary>For each facet its values and how many of the listings carry them, most first.</summary>
    public Task<IReadOnlyList<IReadOnlyList<FacetCount>>> FacetsAsync(ListingFilter filter, IReadOnlyList<Facet> facets, int limit) =>
        OnceAsync(
            $"facets {string.Join(',', facets)} {limit} {KeyOf(filter)}",
            () => Facets.CountAsync(_store.Listings, filter, facets, limit, CancellationToken.None));

    public Task<IReadOnlyList<SourceHealth>> HealthAsync() =>
        OnceAsync("health", () => _store.Sources.HealthAsync(CancellationToken.None));

    public Task<IReadOnlyList<LeakEvent>> EventsAsync() =>
        OnceAsync<IReadOnlyList<LeakEvent>>("events", async () =>
        [
            .. (await _store.Events.ListAsync(CancellationToken.None)).Concat(Settings.Events).DistinctBy(e => e.Name).OrderBy(e => e.Date),
        ]);

    /// <summary>What a view falls back on, with the period taken from the store where the settings give none.</summary>
    public async Task<ViewDefaults> DefaultsAsync()
    {
        var rule = Settings.Rules.FirstOrDefault(r => r.Name == Settings.DefaultRule) ?? Settings.Rules[0];
        var (oldest, newest) = DaysOf(await HealthAsync(), Now);
        return new ViewDefaults(
            Settings.Rules, rule, Settings.DefaultPeriod ?? YearBefore(oldest, newest), await EventsAsync(),
            Settings.DefaultEvent, Settings.DefaultBaseline, Settings.DefaultWindow)
        {
            Oldest = oldest,
            Newest = newest,
        };
    }

    /// <summary>The days of the oldest and the newest post; what is dated after the newest capture sets neither, since nobody can have seen it.</summary>
    internal static (DateOnly? Oldest, DateOnly? Newest) DaysOf(IReadOnlyList<SourceHealth> sources, DateTimeOffset now)
    {
        var newest = sources.Select(h => h.NewestBeforeCapture?.At).Max();
        if (newest is null && sources.Any(h => h.NewestPost is not null))
        {
            // Every post is dated later; the last look at them is the best that is known.
            newest = sources.Select(h => h.LastCaptured).Max() ?? now;
        }

        var oldest = sources.Select(h => h.OldestPost?.At).Min();
        return (Day(oldest < newest ? oldest : newest), Day(newest));

        static DateOnly? Day(DateTimeOffset? at) => at is { } time ? DateOnly.FromDateTime(time.UtcDateTime) : null;
    }

    private static DayRange? YearBefore(DateOnly? oldest, DateOnly? newest)
    {
        // Days before the first post would only dilute a baseline.
        return newest is { } last
            ? new DayRange(oldest is { } first && first > last.AddDays(-364) ? first : last.AddDays(-364), last)
            : null;
    }

    private async Task<T> OnceAsync<T>(string question, Func<Task<T>> ask)
        where T : notnull
    {
        // The version is part of the key: an answer that began before an import must not stand for what came after it.
        var key = $"{Interlocked.Read(ref _version)} {question}";
        var answer = _known.GetOrAdd(key, _ => new Lazy<Task<object>>(async () => await ask()));
        try
        {
            return (T)await answer.Value;
        }
        catch
        {
            // A failure is told to whoever asked, and the next one asks again.
            _known.TryRemove(new KeyValuePair<string, Lazy<Task<object>>>(key, answer));
            throw;
        }
    }

    internal static string KeyOf(ListingFilter f) => string.Join('\u001F',
        f.Text, string.Join('\u001E', f.Kinds), string.Join('\u001E', f.Offers), string.Join('\u001E', f.Countries),
        string.Join('\u001E', f.Sectors), string.Join('\u001E', f.DataClasses), string.Join('\u001E', f.Sources),
        string.Join('\u001E', f.Actors), string.Join('\u001E', f.Languages),
        f.PublishedFrom?.UtcTicks, f.PublishedBefore?.UtcTicks, f.RecordsAtLeast);
}
