using Aftershock.Analyzing;
using Aftershock.Keeping;
using Aftershock.Running.Reconstruction;

namespace Aftershock.StoryTests;

/// <summary>The shipped world, from its pages to the published figures.</summary>
public sealed class SummerOf2022 : IClassFixture<SummerOf2022.Walk>
{
    private static readonly DayRange s_marchToJuly = new(new DateOnly(2022, 3, 1), new DateOnly(2022, 7, 31));

    private readonly WalkedWorld _world;

    public SummerOf2022(Walk walk) => _world = walk.World;

    [Fact]
    public async Task Leaks_of_Chinese_entities_are_56_from_March_to_June_and_25_in_the_first_half_of_July()
    {
        var comparison = await CompareAsync("leaks-shared", ("2022-03-01", "2022-06-30"), ("2022-07-01", "2022-07-15"));
        Assert.Equal((56, 122), (comparison.Baseline.Count, comparison.Baseline.Days.Days));
        Assert.Equal(14, comparison.Baseline.Count / 4);
        Assert.Equal((25, 15), (comparison.Window.Count, comparison.Window.Days.Days));
    }

    [Fact]
    public async Task The_pace_of_July_is_51_67_shown_as_52()
    {
        var pace = (await CompareAsync("leaks-shared", ("2022-03-01", "2022-06-30"), ("2022-07-01", "2022-07-15"))).Pace;
        Assert.Equal(51.67, pace.Value, 2);
        Assert.Equal(52, pace.Shown);
    }

    [Fact]
    public async Task The_rate_ratio_is_3_63_from_2_17_to_5_92()
    {
        var comparison = await CompareAsync("leaks-shared", ("2022-03-01", "2022-06-30"), ("2022-07-01", "2022-07-15"));
        Assert.Equal(3.63, comparison.Ratio!.Value, 2);
        Assert.Equal(2.17, comparison.RatioLow, 2);
        Assert.Equal(5.92, comparison.RatioHigh, 2);
    }

    [Fact]
    public async Task No_leak_is_older_than_the_board()
    {
        var report = await AnswerAsync("leaks-shared", new DayRange(new DateOnly(2022, 1, 1), new DateOnly(2022, 3, 15)), null, null);
        Assert.Equal(0, report.Count);
        Assert.Equal(56, (await AnswerAsync("leaks-shared", new DayRange(new DateOnly(2022, 3, 16), new DateOnly(2022, 6, 30)), null, null)).Count);
    }

    [Fact]
    public async Task Marketed_databases_go_from_3_to_17_with_290_million_records()
    {
        var comparison = await CompareAsync("databases-marketed", ("2022-03-01", "2022-06-29"), ("2022-07-01", "2022-07-31"));
        Assert.Equal((3, 17), (comparison.Baseline.Count, comparison.Window.Count));
        Assert.Equal(290_000_000, comparison.Window.RecordsClaimed);
    }

    [Fact]
    public async Task The_listing_of_30_June_is_read_whole()
    {
        var listing = await OnlyOfAsync("ChinaDan");
        var read = listing.Recognition;
        Assert.Equal(new DateOnly(2022, 6, 30), DateOnly.FromDateTime(listing.Post.PublishedAt!.Value.At.UtcDateTime));
        Assert.Equal((2022, 6), (listing.Post.AuthorJoined!.Value.At.Year, listing.Post.AuthorJoined.Value.At.Month));
        Assert.Equal((ListingKind.Leak, Offer.Sale), (read.Kind, read.Offer));
        Assert.Equal("Shanghai National Police", Assert.Single(read.Victims).Name, StringComparer.OrdinalIgnoreCase);
        Assert.Equal(["CN"], read.Countries);
        Assert.Equal((1_000_000_000, 23_000_000_000_000, 750_000), (read.Records!.Value.Value, read.SizeInBytes, read.SampleRecords));
        Assert.Equal((10m, "BTC"), (read.Price!.Value.Amount, read.Price.Value.Currency));
        Assert.Equal(
            ["Criminal records", "Government issued IDs", "Names", "Phone numbers", "Physical addresses", "Places of birth"], read.DataClasses.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_listing_of_10_August_is_read_with_the_price_that_stands()
    {
        var listing = await OnlyOfAsync("XJP");
        var read = listing.Recognition;
        Assert.Equal(new DateOnly(2022, 8, 10), DateOnly.FromDateTime(listing.Post.PublishedAt!.Value.At.UtcDateTime));
        Assert.Equal(new DateOnly(2022, 8, 10), DateOnly.FromDateTime(listing.Post.EditedAt!.Value.At.UtcDateTime));
        Assert.Equal((ListingKind.Leak, Offer.Sale), (read.Kind, read.Offer));
        Assert.Contains("Suishenma", Assert.Single(read.Victims).Name, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["CN"], read.Countries);
        Assert.Equal((48_500_000, 47), (read.Records!.Value.Value, read.SampleRecords));
        Assert.Equal((4_000m, "USD"), (read.Price!.Value.Amount, read.Price.Value.Currency));
        Assert.Contains("4,850", listing.Post.Body, StringComparison.Ordinal);
        Assert.Equal(["Government issued IDs", "Health records", "Names", "Phone numbers"], read.DataClasses.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Reposts_are_listings_and_add_no_leak()
    {
        var filter = new ListingFilter { Kinds = [ListingKind.Leak], Countries = ["CN"] };
        var listings = (await _world.Store.Listings.ListAsync(filter, ListingSort.Newest, 1, null, CancellationToken.None)).Total;
        var leaks = (await AnswerAsync("leaks-shared", new DayRange(new DateOnly(2022, 3, 1), new DateOnly(2022, 8, 31)), null, null)).Count;
        Assert.Equal(_world.Planted.ChineseLeaks.Count, leaks);
        Assert.True(listings > leaks, $"{listings} listings, {leaks} leaks");
    }

    [Fact]
    public async Task Every_post_of_the_pages_is_in_the_store()
    {
        var posts = 0;
        await foreach (var _ in _world.Store.Posts.AllAsync(null, CancellationToken.None))
        {
            posts++;
        }

        Assert.Equal(_world.Planted.Posts, posts);
    }

    private async Task<Listing> OnlyOfAsync(string actor)
    {
        var page = await _world.Store.Listings.ListAsync(new ListingFilter { Actors = [actor] }, ListingSort.Newest, 2, null, CancellationToken.None);
        return Assert.Single(page.Items);
    }

    private async Task<Comparison> CompareAsync(string rule, (string From, string To) baseline, (string From, string To) window) =>
        (await AnswerAsync(rule, s_marchToJuly, Days(baseline), Days(window))).Comparison!;

    private async Task<TrendReport> AnswerAsync(string rule, DayRange period, DayRange? baseline, DayRange? window) =>
        await new Counting(_world.Store).AnswerAsync(
            new TrendQuestion
            {
                Rule = CountingRules.Read(Path.Combine(WalkedWorld.Rules, "counting", rule + ".yaml")),
                Period = period,
                Baseline = baseline,
                Window = window,
            },
            CancellationToken.None);

    private static DayRange Days((string From, string To) days) =>
        new(DateOnly.ParseExact(days.From, "yyyy-MM-dd", null), DateOnly.ParseExact(days.To, "yyyy-MM-dd", null));

    /// <summary>Walked once for all tests of the class.</summary>
    public sealed class Walk : IAsyncLifetime
    {
        internal WalkedWorld World { get; private set; } = null!;

        public async Task InitializeAsync() => World = await WalkedWorld.WalkAsync(ReconstructionSettings.Shipped(WalkedWorld.Samples));

        public async Task DisposeAsync() => await World.DisposeAsync();
    }
}
