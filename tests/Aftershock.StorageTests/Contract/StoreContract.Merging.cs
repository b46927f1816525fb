using Aftershock.Keeping;

namespace Aftershock.StorageTests.Contract;

public abstract partial class StoreContract
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_content_of_the_later_capture_wins_in_whatever_order_it_comes(bool laterFirst)
    {
        var earlier = Given.Post(body: "price 10 BTC", day: 1) with { Forum = "Databases", PublishedRaw = "today" };
        var later = Given.Post(body: "price 4 BTC", day: 5) with { PublishedAt = earlier.PublishedAt };

        await WriteBothAsync(earlier, later, laterFirst);

        var post = await FindAsync(earlier);
        Assert.Equal("price 4 BTC", post.Body);
        Assert.Equal("Databases", post.Forum);
        Assert.Equal("today", post.PublishedRaw);
        Assert.Equal((Given.Day(1), Given.Day(5)), (post.FirstSeen, post.LastSeen));
        Assert.Equal(later.Capture, post.Capture);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_two_captures_of_one_time_the_same_one_always_wins(bool swapped)
    {
        var page = Given.Capture("http://harbour.example/thread-1");
        var print = Given.Capture("http://harbour.example/printthread-1");
        var one = Given.Post(body: "as on the page", capture: page);
        var other = Given.Post(body: "as printed", capture: print);
        var expected = string.CompareOrdinal(page.Id.Value, print.Id.Value) > 0 ? one : other;
        var batch = Given.Batch(swapped ? [other, one] : [one, other]) with { Captures = [page, print] };

        await WriteAsync(batch);
        var version = await VersionAsync();
        await WriteAsync(batch);

        Assert.Equal(expected, await FindAsync(one));
        Assert.Equal(version, await VersionAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_finer_join_date_wins_over_a_coarser_one(bool finerFirst)
    {
        var fine = Given.Handle(day: 1) with { Joined = Moment.Day(new DateOnly(2022, 3, 18)), Posts = 7 };
        var coarse = Given.Handle(day: 2) with { Joined = Moment.Month(2022, 3), Posts = 9 };
        var finePost = Given.Post() with { AuthorJoined = fine.Joined };
        var coarsePost = Given.Post(day: 2) with { AuthorJoined = coarse.Joined };

        await WriteBothAsync(coarsePost, finePost, finerFirst);
        await WriteAsync(new Batch { Handles = finerFirst ? [fine, coarse] : [coarse, fine] });

        var handle = Assert.Single(await ListAsync(Store.Handles.AllAsync(null, default)));
        Assert.Equal(fine.Joined, handle.Joined);
        Assert.Equal(9, handle.Posts);
        Assert.Equal((Given.Day(1), Given.Day(2)), (handle.FirstSeen, handle.LastSeen));
        Assert.Equal(fine.Joined, (await FindAsync(finePost)).AuthorJoined);
    }

    [Fact]
    public async Task A_published_time_told_more_finely_stands_against_a_coarser_one_that_agrees()
    {
        var minute = Given.Post("1", day: 1) with { PublishedAt = Moment.Minute(Given.Day(1).AddHours(4)), PublishedRaw = "Today, 04:00 AM" };
        var sameDay = minute with { PublishedAt = Moment.Day(new DateOnly(2022, 7, 1)), PublishedRaw = "07-01-2022" };
        var otherDay = minute with { PublishedAt = Moment.Day(new DateOnly(2022, 6, 30)), PublishedRaw = "06-30-2022" };

        await WriteAsync(Given.Batch(minute));
        await WriteAsync(Given.Batch(Later(sameDay, 2)));
        var post = await FindAsync(minute);
        Assert.Equal((minute.PublishedAt, minute.PublishedRaw), (post.PublishedAt, post.PublishedRaw));

        await WriteAsync(Given.Batch(Later(otherDay, 3)));
        post = await FindAsync(minute);
        Assert.Equal((otherDay.PublishedAt, otherDay.PublishedRaw), (post.PublishedAt, post.PublishedRaw));
    }

    [Fact]
    public async Task A_post_that_is_seen_after_it_was_missed_is_not_gone()
    {
        var post = Given.Post();
        var gone = post with { Gone = new Gone(Given.Day(1), Given.Day(3)) };
        await WriteAsync(Given.Batch(post));
        await WriteAsync(Given.Batch(gone));
        Assert.Equal(gone.Gone, (await FindAsync(post)).Gone);

        await WriteAsync(Given.Batch(Later(post, 2)));
        Assert.Equal(gone.Gone, (await FindAsync(post)).Gone);

        await WriteAsync(Given.Batch(Later(post, 4)));
        Assert.Null((await FindAsync(post)).Gone);
    }

    [Fact]
    public async Task A_thread_list_and_a_thread_page_fill_one_thread()
    {
        var list = Given.Capture("http://harbour.example/forum-5", 1);
        var page = Given.Capture("http://harbour.example/thread-10", 2);
        var fromList = Given.Thread("10", list) with { Views = 120, Replies = 3, Sticky = true, Author = "quiet_gull" };
        var fromPage = Given.Thread("10", page) with { Forum = "Databases", Prefix = "SELLING", PublishedAt = Moment.Minute(Given.Start), Closed = false };

        var written = await WriteAsync(new Batch { Sources = [Given.Source()], Captures = [list, page], Threads = [fromList, fromPage] });

        Assert.Equal(1, written.Threads);
        var expected = fromPage with { Views = 120, Replies = 3, Sticky = true, Author = "quiet_gull", FirstSeen = list.CapturedAt };
        Assert.Equal([expected], await ListAsync(Store.Threads.AllAsync(null, default)));
    }

    [Fact]
    public async Task What_was_recognized_in_words_that_were_replaced_does_not_hold()
    {
        var earlier = Given.Post(body: "1 million rows", day: 1);
        var later = Later(earlier with { Body = "2 million rows" }, 2);
        await WriteAsync(Given.Batch((later, Given.Leak("FR"))));

        var written = await WriteAsync(Given.Batch((earlier, Given.Leak("DE"))));

        Assert.Equal(0, written.Listings);
        Assert.Equal(["FR"], (await OnlyListingAsync()).Recognition.Countries);
    }

    [Fact]
    public async Task A_listing_goes_when_a_later_recognition_says_that_nothing_is_offered()
    {
        var post = Given.Post(title: "unmistakable");
        await WriteAsync(Given.Batch((post, Given.Leak("FR") with { DataClasses = ["Names"] })));
        var version = await VersionAsync();

        await WriteAsync(new Batch { Recognitions = new Dictionary<PostKey, Recognition> { [post.Key] = Given.Leak() with { Kind = ListingKind.Discussion } } });

        Assert.Null(await Store.Listings.FindAsync(ListingId.Of(post.Key), default));
        Assert.Empty(await Store.Listings.FacetAsync(new ListingFilter(), Facet.Country, 10, default));
        Assert.Empty(await Store.Listings.FacetAsync(new ListingFilter(), Facet.DataClass, 10, default));
        Assert.True(await VersionAsync() > version);
        Assert.Single(await Store.Posts.SearchAsync("unmistakable", 10, default));
    }

    [Fact]
    public async Task A_recognition_made_anew_replaces_the_one_before_and_adds_no_listing()
    {
        var post = Given.Post();
        await WriteAsync(Given.Batch((post, Given.Leak("FR") with { DataClasses = ["Names", "Passwords"] })));

        var anew = Given.Leak("DE", "AT") with { DataClasses = ["Names"], Sector = "energy" };
        var written = await WriteAsync(new Batch { Recognitions = new Dictionary<PostKey, Recognition> { [post.Key] = anew } });

        Assert.Equal(0, written.Listings);
        Assert.Equivalent(anew, (await OnlyListingAsync()).Recognition, strict: true);
        Assert.Equal([new FacetCount("AT", 1), new FacetCount("DE", 1)], await Store.Listings.FacetAsync(new ListingFilter(), Facet.Country, 10, default));
        Assert.Equal([new FacetCount("Names", 1)], await Store.Listings.FacetAsync(new ListingFilter(), Facet.DataClass, 10, default));
    }

    [Fact]
    public async Task A_listing_takes_its_time_and_its_author_from_its_post_as_it_stands()
    {
        var post = Given.Post(author: null) with { PublishedAt = null, Number = 2 };
        await WriteAsync(Given.Batch((post, Given.Leak())));
        Assert.Empty(await ListAsync(Store.Listings.CountablesAsync(new ListingFilter(), default)));

        await WriteAsync(Given.Batch(Later(post with { Author = "quiet_gull", PublishedAt = Moment.Month(2022, 6), Number = 1 }, 2)));

        var countable = Assert.Single(await ListAsync(Store.Listings.CountablesAsync(new ListingFilter(), default)));
        Assert.Equal(("quiet_gull", Precision.Month, true), (countable.Actor, countable.Precision, countable.IsOpening));
    }

    [Fact]
    public async Task A_capture_keeps_its_place_but_a_reader_that_has_learned_may_tell_its_outcome_anew()
    {
        var failed = Given.Capture(outcome: ReadOutcome.Failed);
        var read = failed with { Outcome = ReadOutcome.Read, Failure = null, Place = new WarcPlace("evidence-2.warc", 0, 1), Run = "run-2" };
        await WriteAsync(new Batch { Sources = [Given.Source()], Captures = [failed] });

        var written = await WriteAsync(new Batch { Captures = [read] });

        Assert.Equal(0, written.Captures);
        Assert.Equal(failed with { Outcome = ReadOutcome.Read, Failure = null }, await Store.Captures.FindAsync(failed.Id, default));
    }

    [Fact]
    public async Task A_source_told_again_without_its_program_keeps_it()
    {
        await WriteAsync(new Batch { Sources = [Given.Source()] });
        await WriteAsync(new Batch { Sources = [Given.Source() with { Name = "Harbour Exchange", Program = null, Start = null }] });

        Assert.Equal([Given.Source() with { Name = "Harbour Exchange" }], await Store.Sources.ListAsync(default));
    }

    [Fact]
    public async Task Characters_that_no_database_holds_are_replaced_one_for_one_and_stay_so()
    {
        var hostile = Given.Post("a\0b", title: "half \ud83d pair", body: "\0zero \udc00 \ud83d\ude00", author: "nul\0") with { Forum = "\ud800" };
        var batch = Given.Batch((hostile, Given.Leak() with { Victims = [new Victim("\ud83d corp")] })) with
        {
            Handles = [Given.Handle("nul\0")],
            Threads = [Given.Thread("t\0", Given.Capture())],
        };
        await WriteAsync(batch);
        var version = await VersionAsync();

        Assert.Equal(new Written(0, 0, 0, 0, 0), await WriteAsync(batch));
        Assert.Equal(version, await VersionAsync());
        var post = Assert.Single(await ListAsync(Store.Posts.AllAsync(null, default)));
        Assert.Equal("half \ufffd pair", post.ThreadTitle);
        Assert.Equal("\ufffdzero \ufffd \ud83d\ude00", post.Body);
    }

    [Fact]
    public async Task A_batch_enters_whole_or_not_at_all()
    {
        await WriteAsync(Given.Batch(Given.Post()));
        var version = await VersionAsync();

        var unknownCapture = Given.Post("3") with { Capture = new CaptureId("00000000000000000000000000000000") };
        var error = await Assert.ThrowsAsync<StoreException>(() => WriteAsync(Given.Batch(Given.Post("2"), unknownCapture) with
        {
            Sources = [Given.Source(), Given.Source("quay")],
        }));
        Assert.Contains("write the capture first", error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<StoreException>(() => WriteAsync(new Batch { Handles = [Given.Handle(source: "quay")] }));
        Assert.Contains("quay", error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<StoreException>(() => WriteAsync(new Batch
        {
            Recognitions = new Dictionary<PostKey, Recognition> { [new PostKey(Given.Harbour, "99")] = Given.Leak() },
        }));
        Assert.Contains("harbour#99", error.Message, StringComparison.Ordinal);

        Assert.Equal(version, await VersionAsync());
        Assert.Single(await ListAsync(Store.Posts.AllAsync(null, default)));
        Assert.Single(await Store.Sources.ListAsync(default));
        Assert.Equal(1, (await WriteAsync(Given.Batch(Given.Post("2")))).Posts);
    }

    private static Post Later(Post post, int day) => post with
    {
        Capture = Given.Capture(day: day).Id,
        FirstSeen = Given.Day(day),
        LastSeen = Given.Day(day),
    };

    private async Task WriteBothAsync(Post one, Post other, bool swapped)
    {
        await WriteAsync(Given.Batch(swapped ? other : one));
        await WriteAsync(Given.Batch(swapped ? one : other));
    }

    private async Task<Post> FindAsync(Post post)
    {
        var found = await Store.Posts.FindAsync(post.Key, default);
        Assert.NotNull(found);
        return found;
    }

    private async Task<Listing> OnlyListingAsync() => Assert.Single(await ListAsync(Store.Listings.AllAsync(new ListingFilter(), default)));
}
