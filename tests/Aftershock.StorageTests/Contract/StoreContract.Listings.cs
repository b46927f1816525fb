using Aftershock.Keeping;

namespace Aftershock.StorageTests.Contract;

public abstract partial class StoreContract
{
    /// <summary>Each filter admits the first of two listings that differ in what it asks for.</summary>
    private static readonly Dictionary<string, (ListingFilter Filter, bool AdmitsSecond)> s_filters = new()
    {
        ["none"] = (new(), true),
        ["blank text"] = (new() { Text = "  " }, true),
        ["text"] = (new() { Text = "上海" }, false),
        ["excluding text"] = (new() { Text = "-passports" }, false),
        ["kind"] = (new() { Kinds = [ListingKind.Leak] }, false),
        ["kinds"] = (new() { Kinds = [ListingKind.Leak, ListingKind.Access] }, true),
        ["offer"] = (new() { Offers = [Offer.Sale] }, false),
        ["country"] = (new() { Countries = ["CN", "US"] }, false),
        ["country, second of two"] = (new() { Countries = ["HK"] }, false),
        ["sector"] = (new() { Sectors = ["government-national"] }, false),
        ["sector with its subtypes"] = (new() { Sectors = ["government"] }, false),
        ["data class"] = (new() { DataClasses = ["Names"] }, false),
        ["source"] = (new() { Sources = ["harbour"] }, false),
        ["sources by prefix"] = (new() { Sources = ["har*", "nowhere"] }, false),
        ["every source"] = (new() { Sources = ["*"] }, true),
        ["a prefix is no pattern"] = (new() { Sources = ["harbour", "%*", "_*"] }, false),
        ["actor"] = (new() { Actors = ["quiet_gull"] }, false),
        ["language"] = (new() { Languages = ["zh"] }, false),
        ["from"] = (new() { PublishedFrom = Given.Day(3) }, false),
        ["before"] = (new() { PublishedFrom = Given.Day(2), PublishedBefore = Given.Day(4) }, false),
        ["records"] = (new() { RecordsAtLeast = 1_000 }, false),
        ["all at once"] = (new()
        {
            Text = "上海",
            Kinds = [ListingKind.Leak],
            Offers = [Offer.Sale],
            Countries = ["CN"],
            Sectors = ["government"],
            DataClasses = ["Names"],
            Sources = ["harbour"],
            Actors = ["quiet_gull"],
            Languages = ["zh"],
            PublishedFrom = Given.Day(3),
            PublishedBefore = Given.Day(4),
            RecordsAtLeast = 1_000,
        }, false),
    };

    public static TheoryData<string> Filters => [.. s_filters.Keys];

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task A_filter_admits_what_it_names(string name)
    {
        var (filter, admitsSecond) = s_filters[name];
        await WriteTwoDifferingAsync();
        string[] expected = admitsSecond ? ["1", "2"] : ["1"];

        var page = await Store.Listings.ListAsync(filter, ListingSort.Newest, 10, null, default);
        Assert.Equal(expected, page.Items.Select(listing => listing.Post.PostId));
        Assert.Equal(expected.Length, page.Total);
        Assert.Equal(expected.Order(), (await ListAsync(Store.Listings.AllAsync(filter, default))).Select(listing => listing.Post.PostId).Order());
        Assert.Equal(expected.Length, (await Store.Listings.FacetAsync(filter, Facet.Source, 10, default)).Sum(count => count.Count));

        // The second has no published time, so no count can hold it.
        Assert.Single(await ListAsync(Store.Listings.CountablesAsync(filter, default)));
    }

    [Theory]
    [InlineData("???")]
    [InlineData("absent")]
    [InlineData("-data")]
    public async Task A_text_that_nothing_matches_admits_nothing(string text)
    {
        await WriteAsync(Given.Batch((Given.Post(body: "data"), Given.Leak())));

        Assert.Equal(0, (await Store.Listings.ListAsync(new ListingFilter { Text = text }, ListingSort.Newest, 10, null, default)).Total);
    }

    [Fact]
    public async Task Facets_count_each_value_most_first_and_what_is_not_told_as_empty()
    {
        await WriteAsync(Given.Batch(
            (Given.Post("1", author: "crane"), Given.Leak("CN", "HK") with { Sector = "energy", DataClasses = ["Names"], Language = "zh" }),
            (Given.Post("2", author: "crane"), Given.Leak("CN") with { DataClasses = ["Names", "Passwords"] }),
            (Given.Post("3", author: null, source: "quay"), Given.Leak() with { Offer = null, Kind = ListingKind.Access })));

        var all = new ListingFilter();
        Assert.Equal([("CN", 2), ("", 1), ("HK", 1)], await FacetAsync(all, Facet.Country));
        Assert.Equal([("", 2), ("energy", 1)], await FacetAsync(all, Facet.Sector));
        Assert.Equal([("Names", 2), ("", 1), ("Passwords", 1)], await FacetAsync(all, Facet.DataClass));
        Assert.Equal([("harbour", 2), ("quay", 1)], await FacetAsync(all, Facet.Source));
        Assert.Equal([("crane", 2), ("", 1)], await FacetAsync(all, Facet.Actor));
        Assert.Equal([("en", 2), ("zh", 1)], await FacetAsync(all, Facet.Language));
        Assert.Equal([("leak", 2), ("access", 1)], await FacetAsync(all, Facet.Kind));
        Assert.Equal([("sale", 2), ("", 1)], await FacetAsync(all, Facet.Offer));
        var passwords = new ListingFilter { DataClasses = ["Passwords"] };
        Assert.Equal([("CN", 1)], await FacetAsync(passwords, Facet.Country));
        Assert.Equal([("Names", 1), ("Passwords", 1)], await FacetAsync(passwords, Facet.DataClass));
        Assert.Single(await Store.Listings.FacetAsync(all, Facet.Country, 1, default));
        Assert.Equal("3", (await Store.Listings.ListAsync(new ListingFilter { Countries = [""] }, ListingSort.Newest, 5, null, default)).Items[0].Post.PostId);
    }

    [Theory]
    [InlineData(ListingSort.Newest)]
    [InlineData(ListingSort.Oldest)]
    [InlineData(ListingSort.MostRecords)]
    [InlineData(ListingSort.HighestPrice)]
    public async Task Pages_hold_every_listing_once_in_order_with_what_is_not_told_last(ListingSort sort)
    {
        var entries = ManyListings(90).ToList();
        await WriteAsync(Given.Batch(entries));
        var expected = Ordered(entries, sort).Select(entry => ListingId.Of(entry.Post.Key)).ToList();

        foreach (var limit in (int[])[1, 7, 30, 90])
        {
            var read = await PagesAsync((size, after) => Store.Listings.ListAsync(new ListingFilter(), sort, size, after, default), limit, 90);
            Assert.Equal(expected, read.Select(listing => listing.Id));
        }
    }

    [Theory]
    [InlineData(ListingSort.Newest)]
    [InlineData(ListingSort.Oldest)]
    [InlineData(ListingSort.MostRecords)]
    public async Task Pages_lose_and_repeat_nothing_while_listings_come_in(ListingSort sort)
    {
        var there = ManyListings(60).ToList();
        await WriteAsync(Given.Batch(there));
        var read = new List<ListingId>();
        string? after = null;
        var come = 0;
        do
        {
            var page = await Store.Listings.ListAsync(new ListingFilter(), sort, 7, after, default);
            read.AddRange(page.Items.Select(listing => listing.Id));
            after = page.Next;
            come++;
            await WriteAsync(Given.Batch(ManyListings(5, $"new{come}-")));
        }
        while (after is not null);

        Assert.Equal(read.Count, read.Distinct().Count());
        Assert.Empty(there.Select(entry => ListingId.Of(entry.Post.Key)).Except(read));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a token")]
    [InlineData("bmV3ZXN0IHg")]
    public async Task A_page_that_no_list_gave_out_is_refused(string after)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Listings.ListAsync(new ListingFilter(), ListingSort.Newest, 10, after, default));
    }

    [Fact]
    public async Task A_page_does_not_continue_a_list_in_another_order()
    {
        await WriteAsync(Given.Batch(ManyListings(5)));
        var page = await Store.Listings.ListAsync(new ListingFilter(), ListingSort.Newest, 2, null, default);

        await Assert.ThrowsAsync<ArgumentException>(() => Store.Listings.ListAsync(new ListingFilter(), ListingSort.MostRecords, 2, page.Next, default));
    }

    [Fact]
    public async Task Countables_tell_what_counting_needs_oldest_first()
    {
        var recognition = s_fullRecognition with { RecordsEach = null };
        await WriteAsync(Given.Batch(
            (s_fullPost with { PostId = "late", PublishedAt = Moment.Day(new DateOnly(2022, 7, 5)), Number = 2 }, recognition),
            (Given.Post("early", author: null, day: 1), Given.Leak() with { Offer = null, Language = "ru" }),
            (Given.Post("untold") with { PublishedAt = null }, Given.Leak())));

        var countables = await ListAsync(Store.Listings.CountablesAsync(new ListingFilter(), default));

        Assert.Equal(2, countables.Count);
        var early = countables[0];
        Assert.Equal((ListingId.Of(Given.Post("early").Key), Given.Harbour, Given.Day(1)), (early.Id, early.Source, early.Published));
        Assert.Equal((1, null, null, null, "ru"), (early.Databases, early.RecordsClaimed, early.Sector, early.Actor, early.Language));
        Assert.Equal((Precision.Second, true, ListingKind.Leak, null), (early.Precision, early.IsOpening, early.Kind, early.Offer));
        Assert.Empty(early.Countries);
        Assert.Empty(early.DataClasses);
        var late = countables[1];
        Assert.Equal((2, 970_000_000, "healthcare", "quiet_gull", "zh"), (late.Databases, late.RecordsClaimed, late.Sector, late.Actor, late.Language));
        Assert.Equal((Precision.Day, false, ListingKind.StealerLogs, Offer.Auction), (late.Precision, late.IsOpening, late.Kind, late.Offer));
        Assert.Equal(["CN", "HK"], late.Countries);
        Assert.Equal(["Names", "Phone numbers"], late.DataClasses);
        Assert.Equal(LeakKey.Of(new PostKey(Given.Harbour, "late"), recognition), late.LeakKey);
    }

    private static IEnumerable<(Post Post, Recognition? Recognition)> ManyListings(int count, string prefix = "")
    {
        for (var i = 0; i < count; i++)
        {
            var recognition = Given.Leak() with
            {
                Records = i % 4 == 0 ? null : new RecordsClaim(i % 6),
                Price = i % 5 == 0 ? null : new Asking(i, "USD") { Usd = i % 3 == 0 ? null : i % 7 },
            };
            yield return (Given.Post($"{prefix}{i}", day: 1) with { PublishedAt = i % 9 == 0 ? null : Moment.Second(Given.Day(1 + (i % 8))) }, recognition);
        }
    }

    private static IEnumerable<(Post Post, Recognition? Recognition)> Ordered(IEnumerable<(Post Post, Recognition? Recognition)> entries, ListingSort sort)
    {
        long? By((Post Post, Recognition? Recognition) entry) => sort switch
        {
            ListingSort.Newest => entry.Post.PublishedAt?.At.UtcTicks,
            ListingSort.Oldest => -entry.Post.PublishedAt?.At.UtcTicks,
            ListingSort.MostRecords => entry.Recognition!.Records?.Value,
            _ => (long?)entry.Recognition!.Price?.Usd,
        };
        return entries.OrderByDescending(entry => By(entry) ?? long.MinValue).ThenBy(entry => ListingId.Of(entry.Post.Key).Value, StringComparer.Ordinal);
    }

    private Task<Written> WriteTwoDifferingAsync() => WriteAsync(Given.Batch(
        (Given.Post("1", body: "上海公安", day: 3), Given.Leak("CN", "HK") with
        {
            Sector = "government-national",
            DataClasses = ["Names"],
            Records = new RecordsClaim(1_000),
            Language = "zh",
        }),
        (Given.Post("2", body: "passports", author: "crane", source: "quay") with { PublishedAt = null }, Given.Leak("BR") with
        {
            Kind = ListingKind.Access,
            Offer = Offer.Free,
            Records = new RecordsClaim(999),
        })));

    private async Task<IEnumerable<(string, long)>> FacetAsync(ListingFilter filter, Facet facet) =>
        (await Store.Listings.FacetAsync(filter, facet, 10, default)).Select(count => (count.Value, count.Count));
}
