using Aftershock.Analyzing;
using Aftershock.Keeping;
using Aftershock.Storage.Sqlite;
using Aftershock.Web;

namespace Aftershock.Tests.Web;

/// <summary>What the dashboard keeps in memory says the same as the store, and goes when the store changes.</summary>
public sealed class RememberedStoreTests : IAsyncLifetime
{
    private static readonly SourceId s_source = new("harbour");

    private static readonly DateTimeOffset s_start = new(2022, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("aftershock-web-").FullName;
    private IStore _store = null!;

    public async Task InitializeAsync()
    {
        _store = await SqliteStores.OpenAsync(_folder, TimeProvider.System, CancellationToken.None);
        await WriteAsync(Enumerable.Range(0, 60));
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task WriteAsync(IEnumerable<int> numbers)
    {
        var written = numbers.Select(Made).ToList();
        await _store.Writer.WriteAsync(
            new Batch
            {
                Sources = [new Source { Id = s_source, Kind = SourceKind.Forum, Name = "Harbour" }],
                Captures = [.. written.Select(w => w.Capture)],
                Posts = [.. written.Select(w => w.Post)],
                Recognitions = written.ToDictionary(w => w.Post.Key, w => w.Read),
            },
            CancellationToken.None);
    }

    private static (Post Post, Recognition Read, Capture Capture) Made(int i)
    {
        var capture = new Capture
        {
            Id = CaptureId.Of(s_source, $"http://harbour.example/{i}", s_start, $"{i}"),
            Source = s_source,
            Url = $"http://harbour.example/{i}",
            CapturedAt = s_start,
            Status = 200,
            ContentType = "text/html",
            Sha256 = $"{i}",
            Bytes = 1,
            Place = new WarcPlace("1.warc", i, 1),
            Outcome = ReadOutcome.Read,
            Run = "test",
        };
        var post = new Post
        {
            Source = s_source,
            ThreadId = $"{i}",
            PostId = $"{i}",
            ThreadTitle = $"Listing {i}",
            Body = "Words.",
            Author = i % 3 == 0 ? null : $"handle{i % 4}",
            PublishedAt = Moment.Minute(s_start.AddHours(7 * i)),
            Capture = capture.Id,
            FirstSeen = s_start,
            LastSeen = s_start,
        };
        var read = new Recognition
        {
            Kind = i % 5 == 0 ? ListingKind.Combolist : ListingKind.Leak,
            Offer = i % 2 == 0 ? Offer.Sale : null,
            Countries = i % 4 == 0 ? [] : i % 4 == 1 ? ["CN"] : ["CN", "RU"],
            Sector = i % 3 == 0 ? "healthcare" : null,
            DataClasses = i % 2 == 0 ? ["Names", "Phone numbers"] : [],
            Language = i % 2 == 0 ? "zh" : "en",
            Confidence = 0.9,
        };
        return (post, read, capture);
    }

    public static TheoryData<Facet> Facets => [.. Enum.GetValues<Facet>()];

    [Theory]
    [MemberData(nameof(Facets))]
    public async Task Facets_counted_in_memory_are_the_stores_own(Facet facet)
    {
        var filter = new ListingFilter { Kinds = [ListingKind.Leak], PublishedFrom = s_start.AddDays(2), PublishedBefore = s_start.AddDays(11) };
        var counted = await Aftershock.Web.Facets.CountAsync(new RememberedStore(_store), filter, [facet], 100, CancellationToken.None);
        var expected = await _store.Listings.FacetAsync(filter, facet, 100, CancellationToken.None);
        Assert.NotEmpty(expected);
        Assert.Equal(expected.OrderBy(f => f.Value, StringComparer.Ordinal), counted[0].OrderBy(f => f.Value, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_period_is_cut_out_of_the_rows_kept_as_the_store_cuts_it()
    {
        var remembered = new RememberedStore(_store);
        for (var from = -1; from < 20; from++)
        {
            var filter = new ListingFilter { PublishedFrom = s_start.AddHours(14 * from), PublishedBefore = s_start.AddHours((14 * from) + 49) };
            Assert.Equal(await IdsAsync(_store.Listings, filter), await IdsAsync(remembered, filter));
        }
    }

    [Fact]
    public async Task What_is_written_later_is_seen()
    {
        var remembered = new RememberedStore(_store);
        Assert.Equal(60, (await IdsAsync(remembered, new ListingFilter())).Count);
        await WriteAsync([60]);
        Assert.Equal(61, (await IdsAsync(remembered, new ListingFilter())).Count);
    }

    [Fact]
    public async Task An_answer_belongs_to_its_snapshot()
    {
        var rule = new CountingRule { Name = "all", Definition = "All.", Unit = CountUnit.Listing };
        var answers = new Answers(new DashboardSettings { Rules = [rule] }, _store);
        var question = new TrendQuestion { Rule = rule, Period = new DayRange(new DateOnly(2022, 6, 1), new DateOnly(2022, 7, 31)) };
        await answers.SnapshotAsync(CancellationToken.None);
        Assert.Equal(48, (await answers.TrendAsync(question)).Count);
        await WriteAsync([61]);
        await answers.SnapshotAsync(CancellationToken.None);
        Assert.Equal(49, (await answers.TrendAsync(question)).Count);
    }

    private static async Task<List<string>> IdsAsync(IListingStore listings, ListingFilter filter)
    {
        var ids = new List<string>();
        await foreach (var row in listings.CountablesAsync(filter, CancellationToken.None))
        {
            ids.Add(row.Id.Value);
        }

        return ids;
    }
}
