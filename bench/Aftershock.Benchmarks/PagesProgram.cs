using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Aftershock.Collecting;
using Aftershock.Collecting.Forums;
using Aftershock.Collecting.Forums.MyBb;
using Aftershock.Collecting.Html;
using Aftershock.Collecting.Pages;

namespace Aftershock.Benchmarks;

/// <summary><c>pages DIR</c>: saved forum pages read a second by one thread, from memory, as an import reads them.</summary>
internal static class PagesProgram
{
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly MyBbReader s_reader = new();

    public static int Run(string folder, string[] options)
    {
        var kinds = Option(options, "--kinds")?.Split(',');
        var pages = Board.Pages(folder).Where(p => kinds is null || kinds.Contains(p.KindHint)).ToList();
        if (Option(options, "--fields") is { } file)
        {
            File.WriteAllLines(file, pages.SelectMany(Fields).Order(StringComparer.Ordinal));
        }

        var count = int.Parse(Option(options, "--rounds") ?? "7", CultureInfo.InvariantCulture);
        long posts = 0;
        var rounds = Rounds.Of(
            () =>
            {
                foreach (var page in pages)
                {
                    posts += s_reader.Read(page, Board.Capture, Board.Source).Posts.Count;
                }
            }, count);
        double bytes = pages.Sum(p => p.Content.Length);
        if (options.Contains("--json"))
        {
            Console.WriteLine(JsonSerializer.Serialize(new { pages = pages.Count, bytes, cpu = rounds.Cpu, wall = rounds.Wall, first = rounds.First, allocated = rounds.Bytes / pages.Count }));
            return 0;
        }

        Table.Head("Pages", "Mean KB", "Pages a second", "MB a second", "Pages a second by the clock", "In the first pass", "KB allocated a page");
        Table.Row(
            Table.Number(pages.Count), Table.Number(bytes / pages.Count / 1000, "0.0"), rounds.Rate(pages.Count), rounds.Rate(bytes / 1e6, "0.0"),
            Table.Number(pages.Count / rounds.MedianWall), Table.Number(pages.Count / rounds.First), Table.Number(rounds.Bytes / pages.Count / 1000, "0.0"));
        if (options.Contains("--stages"))
        {
            Console.WriteLine();
            Stages(pages);
        }

        return 0;
    }

    /// <summary>Where the time goes; each stage is run on its own over all pages, reading is the rest.</summary>
    private static void Stages(List<RawPage> pages)
    {
        var texts = pages.Select(PageText.Decode).ToList();
        var whole = Each(pages, p => s_reader.Read(p, Board.Capture, Board.Source));
        var decode = Each(pages, PageText.Decode);
        var clock = Each(texts, static t => Learn(t));
        var parse = Each(texts, HtmlPage.Parse);
        Table.Head("Stage", "Microseconds a page", "Share");
        foreach (var (name, time) in new[] { ("decode", decode), ("learn the order of day and month", clock), ("parse", parse), ("find and read the parts", whole - decode - clock - parse), ("all", whole) })
        {
            Table.Row(name, Table.Number(time * 1e6 / pages.Count, "0.0"), Table.Number(100 * time / whole) + " %");
        }
    }

    private static double Each<T, TRead>(List<T> items, Func<T, TRead> read) => Rounds.Of(() =>
    {
        foreach (var item in items)
        {
            read(item);
        }
    }).MedianCpu;

    private static BoardClock Learn(string text)
    {
        var clock = new BoardClock("UTC", DateTimeOffset.UnixEpoch);
        clock.LearnOrder(text);
        return clock;
    }

    /// <summary>What was read of a page, a line for each post of a thread's page and each row of a list of threads.</summary>
    private static IEnumerable<string> Fields(RawPage page)
    {
        var content = s_reader.Read(page, Board.Capture, Board.Source);
        if (page.KindHint == "forum")
        {
            // A category's page names the latest thread of each forum; that is no list of threads.
            return content.Threads.Where(t => t.Replies is not null || t.Views is not null).Select(t => JsonSerializer.Serialize(
                new { page = page.Origin, tid = t.ThreadId, title = t.Title, author = t.Author, replies = t.Replies, views = t.Views }, s_json));
        }

        return content.Posts.Select(p => JsonSerializer.Serialize(
            new
            {
                page = page.Origin,
                post_id = p.PostId,
                author = p.Author,
                published_raw = p.PublishedRaw,
                published_at = p.PublishedAt?.ToString(),
                joined = p.AuthorJoined?.ToString(),
                posts = p.AuthorPosts,
                body = string.Join(' ', p.Body.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
            }, s_json));
    }

    private static string? Option(string[] options, string name)
    {
        var at = Array.IndexOf(options, name);
        return at >= 0 && at + 1 < options.Length ? options[at + 1] : null;
    }
}
