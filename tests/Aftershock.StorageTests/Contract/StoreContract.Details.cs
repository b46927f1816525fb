using Aftershock.Keeping;

namespace Aftershock.StorageTests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_post_keeps_its_quotes_attachments_withheld_parts_and_reactions()
    {
        var post = Given.Post(body: "he said: sold\nno") with
        {
            Quotes = [new QuoteRange(0, 13)],
            Attachments = ["sample \"1\".txt", "образец.zip"],
            HiddenParts = 2,
            Reactions = 14,
        };

        await WriteAsync(Given.Batch(post));
        var version = await VersionAsync();
        await WriteAsync(Given.Batch(post));

        var stored = await FindAsync(post);
        Assert.Equal(post.Quotes, stored.Quotes);
        Assert.Equal(post.Attachments, stored.Attachments);
        Assert.Equal((2, 14L), (stored.HiddenParts, stored.Reactions));
        Assert.Equal("no", stored.OwnWords().Trim());
        Assert.Equal(version, await VersionAsync());
    }

    [Fact]
    public async Task A_handle_keeps_its_reputation_and_group()
    {
        await WriteAsync(new Batch { Sources = [Given.Source()], Handles = [Given.Handle(day: 1) with { Reputation = 40, Group = "VIP" }] });
        await WriteAsync(new Batch { Handles = [Given.Handle(day: 2) with { Reputation = -3, Group = null }] });

        var handle = Assert.Single(await ListAsync(Store.Handles.AllAsync(null, default)));
        Assert.Equal((-3L, "VIP"), (handle.Reputation, handle.Group));
    }

    [Fact]
    public async Task A_batch_tells_how_many_posts_were_there_in_other_words()
    {
        await WriteAsync(Given.Batch(Given.Post(id: "1", body: "one"), Given.Post(id: "2", body: "two")));

        var written = await Store.Writer.WriteAsync(Given.Batch(Given.Post(id: "1", body: "other", day: 2), Given.Post(id: "2", body: "two", day: 2)), default);

        Assert.Equal((0, 1), (written.Posts, written.PostsChanged));
    }

    [Fact]
    public async Task Runs_are_listed_newest_first_with_what_they_could_not_read()
    {
        await WriteAsync(new Batch { Sources = [Given.Source(), Given.Source("quay")] });
        var first = Run("import-1", 1) with { Rejected = 2, Rejections = [new Rejection("a.jsonl line 3", "is no JSON"), new Rejection("b.gz", "ends early")] };
        var second = Run("import-2", 2);
        await Store.Writer.WriteAsync(first, default);
        await Store.Writer.WriteAsync(second, default);
        await Store.Writer.WriteAsync(first with { NewPosts = 5 }, default);

        var runs = await Store.Runs.ListAsync(null, 10, default);

        Assert.Equal(["import-2", "import-1"], runs.Select(r => r.Name));
        Assert.Equal((5L, 2L), (runs[1].NewPosts, runs[1].Rejected));
        Assert.Equal(first.Rejections, runs[1].Rejections);
        Assert.Empty(await Store.Runs.ListAsync(new SourceId("quay"), 10, default));
    }

    private static Run Run(string name, int day) =>
        new() { Name = name, Source = Given.Harbour, Command = "import posts", StartedAt = Given.Day(day), EndedAt = Given.Day(day).AddMinutes(1) };
}
