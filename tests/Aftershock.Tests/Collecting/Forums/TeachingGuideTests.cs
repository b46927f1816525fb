using System.Text;
using Aftershock.Collecting;
using Aftershock.Collecting.Forums.Ruled;

namespace Aftershock.Tests.Collecting.Forums;

/// <summary>The board that docs/guide/teaching-a-forum.md describes is read as it says.</summary>
public sealed class TeachingGuideTests
{
    [Fact]
    public async Task The_guides_example_reads_a_board()
    {
        var guide = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "guide", "teaching-a-forum.md"));
        var start = guide.IndexOf("```yaml\n", StringComparison.Ordinal) + 8;
        var yaml = guide[start..guide.IndexOf("```", start, StringComparison.Ordinal)];
        var reader = new RuledReader(ForumRulesFile.Read(new StringReader(yaml), "board.yaml"));

        var thread = Read(reader, "/thread/7", """
            <html><body><h1>Old lamps</h1><div class="message" id="msg-12"><p class="who"><a href="/u/1">wick</a></p><p class="when">2022-07-15 08:00</p><div class="text">For sale</div></div></body></html>
            """);
        var post = Assert.Single(thread.Posts);
        Assert.Equal(("12", "7", "Old lamps", "wick", "2022-07-15T08:00:00Z", "For sale"), (post.PostId, post.ThreadId, post.ThreadTitle, post.Author, post.PublishedAt?.ToString(), post.Body));

        var list = Read(reader, "/list", """<html><body><table><tr class="thread"><td><a class="subject" href="/thread/7">Old lamps</a></td></tr></table></body></html>""");
        Assert.Equal(("7", "Old lamps"), (Assert.Single(list.Threads).ThreadId, list.Threads[0].Title));
    }

    private static PageContent Read(RuledReader reader, string address, string html)
    {
        var source = new Source { Id = new SourceId("pebble"), Kind = SourceKind.Forum, Name = "Pebble" };
        var page = new RawPage { Source = source.Id, Url = $"https://pebble.example{address}", CapturedAt = DateTimeOffset.UnixEpoch, ContentType = "text/html", Content = Encoding.UTF8.GetBytes(html), Origin = address };
        return reader.Read(page, new CaptureId("c"), source);
    }
}
