using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using Aftershock.Collecting.Crawling;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Aftershock.Tests.Collecting.Crawling;

/// <summary>A small board of ours, in FluxBB's structure, that a test serves on the loopback address and changes as it goes.</summary>
internal sealed class LoopbackBoard : IAsyncDisposable
{
    private const int PostsPerPage = 3;
    private const int ThreadsPerPage = 4;

    private readonly WebApplication _server;

    /// <summary>Answers in place of the board's own, by path and query; null falls through.</summary>
    public Func<HttpContext, string, Task<bool>>? Instead { get; set; }

    /// <summary>Every path with its query, in the order asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public ConcurrentQueue<DateTimeOffset> AskedAt { get; } = new();

    public List<Thread> Threads { get; } = [];

    private LoopbackBoard(WebApplication server) => _server = server;

    public Uri Address => new(_server.Urls.Single());

    public sealed class Thread(int id, string title)
    {
        public int Id => id;

        public string Title { get; set; } = title;

        public string Forum { get; set; } = "Databases";

        public List<(int Id, string Author, string Body)> Posts { get; } = [];
    }

    public static async Task<LoopbackBoard> StartAsync(int threads = 10, int posts = 5)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var board = new LoopbackBoard(app);
        for (var t = 1; t <= threads; t++)
        {
            var thread = new Thread(t, $"Thread {t}");
            for (var p = 0; p < posts; p++)
            {
                thread.Posts.Add(((t * 100) + p, p % 2 == 0 ? "gull" : "tern", $"Words {t}.{p} of the tide."));
            }

            board.Threads.Add(thread);
        }

        app.Run(board.AnswerAsync);
        await app.StartAsync();
        return board;
    }

    public CrawlSource Source() => new()
    {
        Id = new SourceId("pier"),
        Name = "Pier Nine",
        Program = "fluxbb",
        Start = [new Uri(Address, "/index.php")],
        RequestsPerMinute = 6_000_000,
        ReadAgainAfter = TimeSpan.FromDays(30),
        PagesPerRun = 2_000,
    };

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    public static async Task<bool> AnswerAsync(HttpContext context, int status, string html)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(html);
        return true;
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var asked = context.Request.Path + context.Request.QueryString;
        Asked.Enqueue(asked);
        AskedAt.Enqueue(TimeProvider.System.GetUtcNow());
        if (Instead is not null && await Instead(context, asked))
        {
            return;
        }

        var page = int.TryParse(context.Request.Query["p"], CultureInfo.InvariantCulture, out var p) ? p : 1;
        _ = int.TryParse(context.Request.Query["id"], CultureInfo.InvariantCulture, out var id);
        var html = context.Request.Path.Value switch
        {
            "/index.php" => Index(),
            "/viewforum.php" => Forum(id, page),
            "/viewtopic.php" => Topic(id, page),
            _ => null,
        };
        await AnswerAsync(context, html is null ? 404 : 200, html ?? "Not here.");
    }

    private IReadOnlyList<string> Forums => [.. Threads.Select(t => t.Forum).Prepend("Databases").Distinct().Order(StringComparer.Ordinal)];

    private static string Page(string main) =>
        $"<html><head><title>Pier Nine</title></head><body><div id=\"brdtitle\"><h1><a href=\"index.php\">Pier Nine</a></h1></div><div id=\"brdmain\">{main}</div><p id=\"poweredby\">Powered by <a href=\"https://fluxbb.org/\">FluxBB</a></p></body></html>";

    private string Index() => Page(string.Concat(Forums.Select((name, i) => $"<a href=\"viewforum.php?id={i + 1}\">{name}</a>")) + "<a href=\"calendar.php?day=1\">Calendar</a><a href=\"http://elsewhere.example/viewtopic.php?id=1\">Friends</a>");

    private string Forum(int id, int page)
    {
        var name = Forums.ElementAtOrDefault(id - 1) ?? "Databases";
        var threads = Threads.Where(t => t.Forum == name).OrderByDescending(t => t.Posts[^1].Id).ToList();
        var rows = threads.Skip((page - 1) * ThreadsPerPage).Take(ThreadsPerPage).Select(t =>
            $"<tr><td class=\"tcl\"><div class=\"tclcon\"><div><a href=\"viewtopic.php?id={t.Id}\">{WebUtility.HtmlEncode(t.Title)}</a> <span class=\"byuser\">by {t.Posts[0].Author}</span></div></div></td><td class=\"tc2\">{t.Posts.Count - 1}</td><td class=\"tc3\">7</td><td class=\"tcr\">-</td></tr>");
        return Page($"<div class=\"linkst\"><ol class=\"crumbs\"><li><strong><a href=\"viewforum.php?id={id}\">{name}</a></strong></li></ol>{Paging($"viewforum.php?id={id}", page, threads.Count, ThreadsPerPage)}</div><div id=\"vf\"><table><tbody>{string.Concat(rows)}</tbody></table></div>");
    }

    private string Topic(int id, int page)
    {
        if (Threads.FirstOrDefault(t => t.Id == id) is not { } thread)
        {
            return Page("<div id=\"msg\"><div class=\"inbox\"><p>Bad request. The link you followed is incorrect or outdated.</p></div></div>");
        }

        var forum = Forums.ToList().IndexOf(thread.Forum) + 1;
        var posts = thread.Posts.Skip((page - 1) * PostsPerPage).Take(PostsPerPage).Select((post, i) =>
            $"<div id=\"p{post.Id}\" class=\"blockpost\"><h2><span class=\"conr\">#{((page - 1) * PostsPerPage) + i + 1}</span> <a href=\"viewtopic.php?pid={post.Id}#p{post.Id}\">2022-07-01 10:00:00</a></h2><div class=\"postleft\"><dl><dt><strong><a href=\"profile.php?id=3\">{post.Author}</a></strong></dt></dl></div><div class=\"postright\"><div class=\"postmsg\"><p>{WebUtility.HtmlEncode(post.Body)}</p></div></div></div>");
        return Page($"<div class=\"linkst\"><ol class=\"crumbs\"><li><a href=\"viewforum.php?id={forum}\">{thread.Forum}</a></li><li><strong><a href=\"viewtopic.php?id={id}\">{WebUtility.HtmlEncode(thread.Title)}</a></strong></li></ol>{Paging($"viewtopic.php?id={id}", page, thread.Posts.Count, PostsPerPage)}</div>{string.Concat(posts)}");
    }

    private static string Paging(string address, int page, int items, int perPage) =>
        page * perPage < items ? $"<p class=\"pagelink\"><a rel=\"next\" href=\"{address}&amp;p={page + 1}\">Next</a></p>" : "<p class=\"pagelink\">1</p>";
}
