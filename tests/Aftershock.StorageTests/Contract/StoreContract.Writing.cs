using Aftershock.Keeping;

namespace Aftershock.StorageTests.Contract;

public abstract partial class StoreContract
{
    private static readonly Post s_fullPost = Given.Post() with
    {
        Forum = "Databases",
        Prefix = "SELLING",
        Number = 1,
        AuthorJoined = Moment.Month(2022, 3),
        AuthorPosts = 12,
        PublishedRaw = "Yesterday, 04:10 PM",
        EditedAt = Moment.Minute(Given.Start.AddHours(3)),
        StatedLanguage = "zh",
        Gone = new Gone(Given.Day(3), Given.Day(4)),
        Body = "上海 10亿\nпаспорта 😀 \"quoted\"",
    };

    private static readonly Recognition s_fullRecognition = new()
    {
        Kind = ListingKind.StealerLogs,
        Offer = Offer.Auction,
        Victims = [new Victim("Lantian Yihu", "lantian.example"), new Victim("居民")],
        Countries = ["CN", "HK"],
        Sector = "healthcare",
        Records = new RecordsClaim(970_000_000, Bound.MoreThan, 0.7, 1_400_000_000),
        RecordsEach = [3, 4],
        SizeInBytes = 23_000_000_000_000,
        Price = new Asking(10.25m, "BTC") { Usd = 197_343.12m, RateDate = new DateOnly(2022, 6, 30) },
        DataClasses = ["Names", "Phone numbers"],
        SampleRecords = 750_000,
        BreachDate = Moment.Month(2022, 6),
        Sold = true,
        Language = "zh",
        Confidence = 0.8125,
        Spans = [new EvidenceSpan("records", SpanSource.Title, 3, 7, "number-zh"), new EvidenceSpan("price", SpanSource.Body, 0, 2, "btc")],
    };

    [Fact]
    public async Task A_post_comes_back_as_it_went_in()
    {
        await WriteAsync(Given.Batch(s_fullPost));

        Assert.Equal(s_fullPost, await Store.Posts.FindAsync(s_fullPost.Key, default));
        Assert.Equal([s_fullPost], await ListAsync(Store.Posts.AllAsync(null, default)));
        Assert.Null(await Store.Posts.FindAsync(new PostKey(Given.Harbour, "other"), default));
    }

    [Fact]
    public async Task A_listing_comes_back_as_it_was_recognized()
    {
        await WriteAsync(Given.Batch((s_fullPost, s_fullRecognition)));

        var listing = await Store.Listings.FindAsync(ListingId.Of(s_fullPost.Key), default);
        Assert.NotNull(listing);
        Assert.Equal(s_fullPost, listing.Post);
        Assert.Equivalent(s_fullRecognition, listing.Recognition, strict: true);
        Assert.Equal(LeakKey.Of(s_fullPost.Key, s_fullRecognition), listing.LeakKey);
        Assert.Equal(7, listing.RecordsClaimed);
    }

    [Fact]
    public async Task The_same_batch_again_changes_nothing()
    {
        var capture = Given.Capture();
        var batch = Given.Batch((s_fullPost, s_fullRecognition), (Given.Post("2"), Given.Leak("DE"))) with
        {
            Threads = [Given.Thread(capture: capture)],
            Handles = [Given.Handle()],
        };

        Assert.Equal(new Written(1, 1, 2, 1, 2), await WriteAsync(batch));
        var version = await VersionAsync();
        Assert.Equal(new Written(0, 0, 0, 0, 0), await WriteAsync(batch));
        Assert.Equal(version, await VersionAsync());
    }
}
