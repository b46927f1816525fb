using Aftershock.Keeping;
using Aftershock.Storage;

namespace Aftershock.StorageTests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Posts_come_by_source_thread_and_post_and_numbers_as_numbers()
    {
        Post[] posts =
        [
            Given.Post("10", thread: "9"), Given.Post("9", thread: "9"), Given.Post("b", thread: "100"), Given.Post("a", thread: "100"),
            Given.Post("2", thread: "100"), Given.Post("1", thread: "annex"), Given.Post("1", source: "anchor", thread: "500"),
        ];
        await WriteAsync(Given.Batch(posts));

        var keys = (await ListAsync(Store.Posts.AllAsync(null, default))).Select(post => $"{post.Source}/{post.ThreadId}/{post.PostId}");
        Assert.Equal(
            ["anchor/500/1", "harbour/9/9", "harbour/9/10", "harbour/100/2", "harbour/100/a", "harbour/100/b", "harbour/annex/1"],
            keys.Select(key => key));
        Assert.Single(await ListAsync(Store.Posts.AllAsync(new SourceId("anchor"), default)));
        Assert.Empty(await ListAsync(Store.Posts.AllAsync(new SourceId("nowhere"), default)));
    }

    [Fact]
    public async Task Threads_come_by_source_and_number_and_handles_by_source_and_name()
    {
        await WriteAsync(new Batch
        {
            Sources = [Given.Source(), Given.Source("anchor")],
            Captures = [Given.Capture(), Given.Capture(source: "anchor")],
            Threads = [Given.Thread("10"), Given.Thread("9"), Given.Thread("x"), Given.Thread("3", Given.Capture(source: "anchor"))],
            Handles = [Given.Handle("b"), Given.Handle("a"), Given.Handle("z", source: "anchor")],
        });

        Assert.Equal(["anchor/3", "harbour/9", "harbour/10", "harbour/x"],
            (await ListAsync(Store.Threads.AllAsync(null, default))).Select(thread => $"{thread.Source}/{thread.ThreadId}"));
        Assert.Equal(["anchor/z", "harbour/a", "harbour/b"],
            (await ListAsync(Store.Handles.AllAsync(null, default))).Select(handle => $"{handle.Source}/{handle.Name}"));
        Assert.Equal(2, (await ListAsync(Store.Handles.AllAsync(Given.Harbour, default))).Count);
        Assert.Equal(["anchor", "harbour"], (await Store.Sources.ListAsync(default)).Select(source => source.Id.Value));
    }

    [Fact]
    public async Task A_handle_has_the_language_of_most_of_its_posts()
    {
        (Post, Recognition?) By(string id, string author, string language) => (Given.Post(id, author: author), Given.Leak() with { Language = language });
        await WriteAsync(Given.Batch(
            By("1", "crane", "zh"), By("2", "crane", "ru"), By("3", "crane", "zh"), By("4", "heron", "und"), (Given.Post("5", author: "heron"), null),
            By("6", "tern", "ru"), By("7", "tern", "en")) with
        {
            Handles = [Given.Handle("crane"), Given.Handle("heron"), Given.Handle("tern"), Given.Handle("silent")],
        });

        var languages = (await ListAsync(Store.Handles.AllAsync(null, default))).ToDictionary(handle => handle.Name, handle => handle.Language);
        Assert.Equal(new Dictionary<string, string?> { ["crane"] = "zh", ["heron"] = null, ["silent"] = null, ["tern"] = "en" }, languages);
    }

    [Fact]
    public async Task What_is_streamed_stands_still_while_others_write()
    {
        await WriteAsync(Given.Batch(Enumerable.Range(1, 50).Select(i => (Given.Post($"{i}"), (Recognition?)null))));

        var read = 0;
        await foreach (var post in Store.Posts.AllAsync(null, default))
        {
            if (read++ == 10)
            {
                await WriteAsync(Given.Batch(Given.Post("1000")));
            }
        }

        Assert.Equal(50, read);
        Assert.Equal(51, (await ListAsync(Store.Posts.AllAsync(null, default))).Count);
    }

    [Fact]
    public async Task The_snapshot_tells_the_latest_capture_and_grows_with_what_changes_only()
    {
        Assert.Equal(new Snapshot(0, null), await Store.SnapshotAsync(default));

        await WriteAsync(Given.Batch(Given.Post(day: 3)));
        var first = await Store.SnapshotAsync(default);
        Assert.Equal(Given.Day(3), first.CapturedUntil);
        Assert.True(first.Version > 0);

        await WriteAsync(new Batch());
        Assert.Equal(first, await Store.SnapshotAsync(default));
    }

    [Fact]
    public async Task Events_are_replaced_by_name_and_come_earliest_first()
    {
        var great = new LeakEvent { Name = "great-leak", Title = "The great leak", Date = new DateOnly(2022, 7, 1), Sources = ["https://example.org/a"] };
        var before = new LeakEvent { Name = "takedown", Title = "A takedown", Date = new DateOnly(2022, 4, 12) };
        await Store.Writer.WriteAsync(great, default);
        await Store.Writer.WriteAsync(before, default);
        var version = await VersionAsync();
        await Store.Writer.WriteAsync(great, default);
        Assert.Equal(version, await VersionAsync());

        await Store.Writer.WriteAsync(great with { Date = new DateOnly(2022, 6, 30) }, default);

        Assert.Equivalent(new[] { before, great with { Date = new DateOnly(2022, 6, 30) } }, await Store.Events.ListAsync(default), strict: true);
    }

    [Fact]
    public async Task Captures_come_newest_first_page_by_page()
    {
        var captures = Enumerable.Range(1, 7).SelectMany(day => new[]
        {
            Given.Capture("http://harbour.example/a", day),
            Given.Capture("http://harbour.example/b", day, outcome: ReadOutcome.Failed),
            Given.Capture("http://quay.example/", day, "quay", ReadOutcome.NothingToRead),
        }).ToList();
        await WriteAsync(new Batch { Sources = [Given.Source(), Given.Source("quay")], Captures = captures });

        var all = await PagesAsync((limit, after) => Store.Captures.ListAsync(null, null, limit, after, default), 4, 21);
        Assert.Equal(captures.OrderByDescending(c => c.CapturedAt).ThenBy(c => c.Id.Value, StringComparer.Ordinal), all);
        var failed = await PagesAsync((limit, after) => Store.Captures.ListAsync(Given.Harbour, ReadOutcome.Failed, limit, after, default), 3, 7);
        Assert.All(failed, capture => Assert.Equal(ReadOutcome.Failed, capture.Outcome));
        Assert.Equal(captures[0], await Store.Captures.FindAsync(captures[0].Id, default));
        Assert.Null(await Store.Captures.FindAsync(new CaptureId("none"), default));
    }

    [Fact]
    public async Task The_health_of_a_source_counts_what_it_brought()
    {
        await WriteAsync(Given.Batch((Given.Post("1", day: 2), Given.Leak()), (Given.Post("2", day: 4), null)) with
        {
            Threads = [Given.Thread(capture: Given.Capture(day: 2))],
            Handles = [Given.Handle()],
        });
        await WriteAsync(new Batch { Captures = [Given.Capture("http://harbour.example/x", 9, outcome: ReadOutcome.Failed)] });
        await WriteAsync(new Batch { Sources = [Given.Source("anchor")] });

        var health = await Store.Sources.HealthAsync(default);

        Assert.Equal(new SourceHealth(Given.Source("anchor"), 0, 0, 0, 0, 0, 0, null, null, null), health[0]);
        Assert.Equal(
            new SourceHealth(Given.Source(), 3, 1, 1, 2, 1, 1, Given.Day(2), Given.Day(9), Moment.Second(Given.Day(4)))
            {
                OldestPost = Moment.Second(Given.Day(2)),
                NewestBeforeCapture = Moment.Second(Given.Day(4)),
            },
            health[1]);
    }

    [Fact]
    public async Task Posts_dated_after_the_newest_capture_are_told_apart()
    {
        var capture = Given.Capture(day: 5);
        await WriteAsync(Given.Batch(Given.Post("1", day: 5)) with { Captures = [capture] });
        await WriteAsync(new Batch { Posts = [Given.Post("2", day: 5, capture: capture) with { PublishedAt = Moment.Day(new DateOnly(2099, 1, 1)) }] });

        var health = Assert.Single(await Store.Sources.HealthAsync(default));

        Assert.Equal((Moment.Day(new DateOnly(2099, 1, 1)), Moment.Second(Given.Day(5)), 1L), (health.NewestPost, health.NewestBeforeCapture, health.DatedLater));
    }

    [Fact]
    public async Task A_source_whose_posts_came_in_captures_of_another_names_it()
    {
        var capture = Given.Capture(source: "claims");
        await WriteAsync(new Batch
        {
            Sources = [Given.Source("claims"), Given.Source("claims/greyfin")],
            Captures = [capture],
            Posts = [Given.Post("1", capture: capture, source: "claims/greyfin")],
        });

        var health = await Store.Sources.HealthAsync(default);

        Assert.Equal([(1L, null), (0L, new SourceId("claims"))], health.Select(h => (h.Captures, h.CapturedBy)));
    }

    [Fact]
    public async Task A_key_is_found_until_it_is_destroyed_and_then_never_again()
    {
        var (one, other) = (new CaptureId("one"), new CaptureId("other"));
        await Store.Keys.AddAsync([new(one, [1, 2, 3]), new(other, [4, 5, 6])], default);
        await Store.Keys.AddAsync([new(one, [9, 9, 9])], default);
        Assert.Equal([1, 2, 3], await Store.Keys.FindAsync(one, default));

        Assert.True(await Store.Keys.DestroyAsync(one, default));
        Assert.False(await Store.Keys.DestroyAsync(one, default));
        await Store.Keys.AddAsync([new(one, [1, 2, 3])], default);

        Assert.Null(await Store.Keys.FindAsync(one, default));
        Assert.Equal([4, 5, 6], await Store.Keys.FindAsync(other, default));
        Assert.Null(await Store.Keys.FindAsync(new CaptureId("unknown"), default));
    }

    [Fact]
    public async Task Two_that_have_the_store_open_see_and_keep_what_both_write()
    {
        await using var other = await OpenAsync();
        await WriteAsync(Given.Batch(Given.Post("0")));

        await Task.WhenAll(
            Task.Run(() => WriteManyAsync(Store, "a")),
            Task.Run(() => WriteManyAsync(other, "b")),
            Task.Run(async () =>
            {
                for (var i = 0; i < 20; i++)
                {
                    await Store.Listings.FacetAsync(new ListingFilter { Text = "gull" }, Facet.Country, 10, default);
                }
            }));

        Assert.Equal(401, (await ListAsync(Store.Posts.AllAsync(null, default))).Count);
        Assert.Equal(401, (await ListAsync(other.Posts.AllAsync(null, default))).Count);
        Assert.Equal(400, (await Store.Posts.SearchAsync("\"seen by a gull\"", 1000, default)).Count);

        static async Task WriteManyAsync(IStore store, string name)
        {
            for (var i = 0; i < 20; i++)
            {
                await store.Writer.WriteAsync(Given.Batch(Enumerable.Range(0, 10).Select(j =>
                    (Given.Post($"{name}{i}-{j}", body: "seen by a gull"), (Recognition?)Given.Leak("NO")))), default);
            }
        }
    }

    [Fact]
    public async Task The_digest_tells_what_a_store_says_and_not_when_it_learned_it()
    {
        await WriteAsync(Given.Batch((Given.Post("1", day: 1), Given.Leak("NO")), (Given.Post("2", day: 1), null)) with
        {
            Threads = [Given.Thread()],
            Handles = [Given.Handle()],
        });
        var before = await StoreDigest.OfAsync(Store, default);

        // The same page captured two days later, which shows the same: only the times move.
        var again = Given.Capture(day: 3);
        await WriteAsync(new Batch
        {
            Captures = [again with { Run = "run-2", Place = new WarcPlace("evidence-9.warc", 0, 9) }],
            Posts = [Given.Post("1", day: 1) with { Capture = again.Id, LastSeen = again.CapturedAt }],
            Handles = [Given.Handle(day: 3)],
        });
        Assert.Equal(before, await StoreDigest.OfAsync(Store, default));

        await WriteAsync(new Batch { Recognitions = new Dictionary<PostKey, Recognition> { [Given.Post("1").Key] = Given.Leak("SE") } });
        Assert.NotEqual(before, await StoreDigest.OfAsync(Store, default));
    }

    private static async Task<List<T>> PagesAsync<T>(Func<int, string?, Task<Page<T>>> list, int limit, long total)
    {
        var items = new List<T>();
        string? after = null;
        do
        {
            var page = await list(limit, after);
            Assert.Equal(total, page.Total);
            Assert.InRange(page.Items.Count, 1, limit);
            items.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(total, items.Count);
        return items;
    }
}
