using System.Text;
using Aftershock.Collecting.Crawling;
using Aftershock.Collecting.Forums;
using Aftershock.Collecting.Forums.Ruled;
using Aftershock.Running;
using Aftershock.Tests.Running;
using Microsoft.AspNetCore.Http;

namespace Aftershock.Tests.Collecting.Crawling;

/// <summary>A board on the loopback address is collected, changes, breaks and mends, and every post is accounted for.</summary>
public sealed class CollectorTests : IDisposable
{
    private static readonly IForumReader s_reader = RuledReader.Load(Path.Combine(Repository.Root, "rules", "forums", "fluxbb.yaml"));

    private readonly ImportStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Everything_is_collected_once_and_what_is_unchanged_is_not_asked_for_again()
    {
        await using var board = await LoopbackBoard.StartAsync();

        var first = await _store.CollectAsync(board.Source(), s_reader);

        Assert.Null(first.Run.Trouble);
        Assert.Equal((50L, 50L, 0), (first.Run.Posts, first.Run.NewPosts, first.Gone));
        Assert.Equal(Expected(board), await IdsAsync());
        Assert.Equal(board.Asked.Count, board.Asked.Distinct().Count());
        Assert.DoesNotContain(board.Asked, a => a.Contains("calendar", StringComparison.Ordinal));

        board.Asked.Clear();
        var second = await _store.CollectAsync(board.Source(), s_reader);
        Assert.Equal((0L, 0), (second.Run.NewPosts, second.Gone));
        Assert.DoesNotContain(board.Asked, a => a.Contains("viewtopic", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reply_an_edit_a_removed_post_and_a_removed_thread_are_told_apart()
    {
        await using var board = await LoopbackBoard.StartAsync();
        await _store.CollectAsync(board.Source(), s_reader);
        board.Threads[0].Posts.Add((199, "tern", "A late word."));
        board.Threads[1].Posts.RemoveAt(2);
        board.Threads[2].Posts[0] = (300, "gull", "Edited words.");
        board.Threads.RemoveAt(4);

        var report = await _store.CollectAsync(board.Source() with { ReadAgainAfter = TimeSpan.Zero }, s_reader);

        var posts = (await _store.PostsAsync()).ToDictionary(p => p.PostId);
        Assert.Equal((1L, 1L, 6), (report.Run.NewPosts, report.Run.ChangedPosts, report.Gone));
        Assert.Equal("Edited words.", posts["300"].Body);
        Assert.All(["202", "500", "501", "502", "503", "504"], id => Assert.NotNull(posts[id].Gone));
        Assert.Equal(6, posts.Values.Count(p => p.Gone is not null));
        Assert.All(posts.Values.Where(p => p.Gone is not null), p => Assert.True(p.Gone!.Value.After < p.Gone.Value.Before));
    }

    [Fact]
    public async Task A_post_that_moves_a_page_ahead_while_its_thread_is_read_is_not_taken_for_gone()
    {
        await using var board = await LoopbackBoard.StartAsync(threads: 2);
        var source = board.Source() with { ReadAgainAfter = TimeSpan.Zero };
        await _store.CollectAsync(source, s_reader);
        var isRemoved = false;
        board.Instead = (_, asked) =>
        {
            if (asked == "/viewtopic.php?id=1&p=2" && !isRemoved)
            {
                isRemoved = true;
                board.Threads[0].Posts.RemoveAt(1);
            }

            return Task.FromResult(false);
        };

        await _store.CollectAsync(source, s_reader);
        Assert.True(isRemoved);
        Assert.DoesNotContain(await _store.PostsAsync(), p => p.Gone is not null);

        await _store.CollectAsync(source, s_reader);
        Assert.Equal("101", Assert.Single(await _store.PostsAsync(), p => p.Gone is not null).PostId);
    }

    [Fact]
    public async Task A_section_with_a_word_of_trouble_in_its_name_is_no_trouble_and_one_page_of_an_error_is_none_of_the_run()
    {
        await using var board = await LoopbackBoard.StartAsync(threads: 3);
        board.Threads[0].Forum = "Database error and maintenance";
        board.Instead = async (context, asked) => asked == "/viewtopic.php?id=2" && await LoopbackBoard.AnswerAsync(context, 500, "<html><body>MySQL error 1040</body></html>");

        var report = await _store.CollectAsync(board.Source(), s_reader);

        Assert.Equal((null, 10L), (report.Trouble, report.Run.NewPosts));
        Assert.Null(report.Run.Trouble);
    }

    [Fact]
    public async Task A_post_that_comes_back_is_not_gone_any_more()
    {
        await using var board = await LoopbackBoard.StartAsync(threads: 2);
        var source = board.Source() with { ReadAgainAfter = TimeSpan.Zero };
        await _store.CollectAsync(source, s_reader);
        var removed = board.Threads[0].Posts[3];
        board.Threads[0].Posts.RemoveAt(3);
        Assert.Equal(1, (await _store.CollectAsync(source, s_reader)).Gone);

        board.Threads[0].Posts.Insert(3, removed);
        await _store.CollectAsync(source, s_reader);

        Assert.All(await _store.PostsAsync(), p => Assert.Null(p.Gone));
    }

    [Theory]
    [InlineData(500, "<html>oops</html>", SourceTrouble.Down)]
    [InlineData(200, "<html><body><form><input type=\"password\" name=\"req_password\"></form></body></html>", SourceTrouble.LoginWall)]
    [InlineData(403, "<html><body><p>You have been banned from this board.</p></body></html>", SourceTrouble.Banned)]
    [InlineData(503, "<html><body>Checking your browser before accessing</body></html>", SourceTrouble.Captcha)]
    [InlineData(200, "<html><body><h1>Database error</h1> MySQL error 1040: Too many connections</body></html>", SourceTrouble.DatabaseError)]
    [InlineData(200, "<html><body>The forum is closed for maintenance.</body></html>", SourceTrouble.Maintenance)]
    public async Task A_source_that_cannot_be_read_is_left_with_its_state_told_and_takes_nothing_down(int status, string html, SourceTrouble expected)
    {
        await using var board = await LoopbackBoard.StartAsync();
        var source = board.Source() with { ReadAgainAfter = TimeSpan.Zero };
        await _store.CollectAsync(source, s_reader);
        board.Instead = (context, _) => LoopbackBoard.AnswerAsync(context, status, html);
        board.Asked.Clear();

        var report = await _store.CollectAsync(source, s_reader);

        Assert.Equal((expected, 0), (report.Trouble, report.Gone));
        Assert.NotNull(report.Run.Trouble);
        Assert.True(board.Asked.Count <= 10, $"{board.Asked.Count} requests");
        board.Instead = null;
        board.Threads[0].Posts.Add((199, "tern", "A late word."));
        Assert.Equal((1L, 0), ((await _store.CollectAsync(source, s_reader)).Run.NewPosts, (await _store.PostsAsync()).Count(p => p.Gone is not null)));
    }

    [Fact]
    public async Task A_thread_for_members_and_a_moved_one_are_no_takedowns()
    {
        await using var board = await LoopbackBoard.StartAsync();
        var source = board.Source() with { ReadAgainAfter = TimeSpan.Zero };
        await _store.CollectAsync(source, s_reader);
        board.Threads[3].Forum = "Vault";
        board.Instead = async (context, asked) => asked == "/viewtopic.php?id=2" && await LoopbackBoard.AnswerAsync(
            context, 200, "<html><body><div id=\"brdmain\"><div id=\"msg\"><div class=\"inbox\"><p>You do not have permission to access this page.</p></div></div></div>fluxbb.org</body></html>");

        var report = await _store.CollectAsync(source, s_reader);

        Assert.Equal(0, report.Gone);
        Assert.Null(report.Trouble);
        Assert.Contains(report.Run.Rejections, r => r.Reason.Contains("permission", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_no_page_is_told_and_the_rest_is_collected()
    {
        await using var board = await LoopbackBoard.StartAsync();
        var bomb = LoopbackBoard.Gzip(new byte[64 << 20]);
        var cut = LoopbackBoard.Gzip(Encoding.UTF8.GetBytes(new string('x', 100_000)))[..60];
        board.Instead = async (context, asked) =>
        {
            switch (asked)
            {
                case "/viewtopic.php?id=1":
                    context.Response.ContentType = "application/zip";
                    await context.Response.Body.WriteAsync(new byte[100]);
                    return true;
                case "/viewtopic.php?id=2":
                    context.Response.ContentType = "text/html";
                    context.Response.Headers.ContentEncoding = "gzip";
                    await context.Response.Body.WriteAsync(bomb);
                    return true;
                case "/viewtopic.php?id=3":
                    context.Response.ContentType = "text/html";
                    context.Response.Headers.ContentEncoding = "gzip";
                    await context.Response.Body.WriteAsync(cut);
                    return true;
                case "/viewtopic.php?id=4":
                    context.Response.Redirect("http://elsewhere.example/");
                    return true;
                case "/viewtopic.php?id=5":
                    context.Response.Redirect("/viewtopic.php?id=5&loop=1");
                    return true;
                case "/viewtopic.php?id=5&loop=1":
                    context.Response.Redirect("/viewtopic.php?id=5");
                    return true;
                case "/viewtopic.php?id=6":
                    context.Response.ContentType = "text/html";
                    var chunk = new byte[1 << 20];
                    for (var i = 0; i < 300 && !context.RequestAborted.IsCancellationRequested; i++)
                    {
                        await context.Response.Body.WriteAsync(chunk);
                    }

                    return true;
                default:
                    return false;
            }
        };

        var report = await _store.CollectAsync(board.Source(), s_reader);

        var reasons = report.Run.Rejections.ToDictionary(r => r.Place[(r.Place.IndexOf('?', StringComparison.Ordinal) + 1)..], r => r.Reason);
        Assert.Contains("application/zip", reasons["id=1"], StringComparison.Ordinal);
        Assert.Contains("longer than", reasons["id=2"], StringComparison.Ordinal);
        Assert.Contains("ends early", reasons["id=3"], StringComparison.Ordinal);
        Assert.Contains("elsewhere.example", reasons["id=4"], StringComparison.Ordinal);
        Assert.Contains("on and on", reasons["id=5"], StringComparison.Ordinal);
        Assert.Contains("longer than", reasons["id=6"], StringComparison.Ordinal);
        Assert.Equal(20, report.Run.NewPosts);
        Assert.Null(report.Trouble);
        Assert.Equal(0, report.Gone);
    }

    [Fact]
    public async Task A_server_that_asks_to_wait_is_waited_for_and_one_that_asks_too_much_is_left()
    {
        await using var board = await LoopbackBoard.StartAsync(threads: 1);
        var refusals = 0;
        board.Instead = (context, asked) =>
        {
            if (asked != "/index.php" || refusals++ > 0)
            {
                return Task.FromResult(false);
            }

            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "1";
            return Task.FromResult(true);
        };

        var report = await _store.CollectAsync(board.Source(), s_reader);

        Assert.Equal(5, report.Run.NewPosts);
        var times = board.AskedAt.ToList();
        var asked = board.Asked.ToList();
        var gap = times[asked.LastIndexOf("/index.php")] - times[asked.IndexOf("/index.php")];
        Assert.True(gap >= TimeSpan.FromSeconds(1), gap.ToString());

        board.Instead = (context, _) =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "86400";
            return Task.FromResult(true);
        };
        Assert.Equal(SourceTrouble.TooManyRequests, (await _store.CollectAsync(board.Source(), s_reader)).Trouble);
    }

    [Fact]
    public async Task A_collection_cut_off_again_and_again_ends_with_the_same_posts_and_asks_for_one_page_again_each_time_at_most()
    {
        await using var board = await LoopbackBoard.StartAsync();
        var cuts = 0;
        for (var pages = 1; pages <= 12; pages++)
        {
            using var cut = new CancellationTokenSource();
            var after = pages % 4 + 1;
            var report = await _store.CollectAsync(board.Source(), s_reader, progress: new After(after, cut), cancel: cut.Token);
            cuts += report.Run.Trouble is null ? 0 : 1;
        }

        await _store.CollectAsync(board.Source(), s_reader);

        Assert.Equal(Expected(board), await IdsAsync());
        Assert.Null((await _store.VerifyAsync()).Break);
        var threads = board.Asked.Where(a => a.Contains("viewtopic", StringComparison.Ordinal)).GroupBy(a => a).Sum(g => g.Count() - 1);
        Assert.True(threads <= cuts, $"{threads} pages of threads were asked for again after {cuts} cuts");
    }

    [Fact]
    public async Task What_robots_txt_forbids_is_not_fetched_and_endless_pages_end_with_the_budget()
    {
        await using var board = await LoopbackBoard.StartAsync(threads: 3);
        board.Instead = async (context, asked) =>
        {
            if (asked == "/robots.txt")
            {
                context.Response.ContentType = "text/plain";
                await context.Response.WriteAsync("User-agent: *\nDisallow: /viewtopic.php?id=2\n");
                return true;
            }

            if (!asked.StartsWith("/viewtopic.php?id=3", StringComparison.Ordinal))
            {
                return false;
            }

            var page = int.TryParse(context.Request.Query["p"], null, out var p) ? p : 1;
            return await LoopbackBoard.AnswerAsync(context, 200, $"<html><body><div id=\"brdmain\"><ol class=\"crumbs\"><li><strong><a href=\"viewtopic.php?id=3\">Endless</a></strong></li></ol><p class=\"pagelink\"><a rel=\"next\" href=\"viewtopic.php?id=3&amp;p={page + 1}\">Next</a></p><div id=\"p{page + 9000}\" class=\"blockpost\"><h2><a href=\"viewtopic.php?pid=1#p1\">2022-07-01 10:00:00</a></h2><div class=\"postmsg\"><p>again</p></div></div></div>fluxbb.org</body></html>");
        };

        var report = await _store.CollectAsync(board.Source() with { PagesPerRun = 60 }, s_reader);

        Assert.DoesNotContain("/viewtopic.php?id=2", board.Asked);
        Assert.Contains(report.Run.Rejections, r => r.Reason.Contains("robots.txt", StringComparison.Ordinal));
        Assert.Contains("60 requests", report.Run.Trouble!, StringComparison.Ordinal);
        Assert.True(report.HasMore);
        Assert.True(board.Asked.Count <= 63, $"{board.Asked.Count} requests");
    }

    private static List<string> Expected(LoopbackBoard board) =>
        [.. board.Threads.SelectMany(t => t.Posts).Select(p => p.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal)];

    private async Task<List<string>> IdsAsync() => [.. (await _store.PostsAsync()).Select(p => p.PostId).Order(StringComparer.Ordinal)];

    private sealed class After(int pages, CancellationTokenSource cut) : IProgress<CollectionProgress>
    {
        public void Report(CollectionProgress value)
        {
            if (value.Requests >= pages)
            {
                cut.Cancel();
            }
        }
    }
}
