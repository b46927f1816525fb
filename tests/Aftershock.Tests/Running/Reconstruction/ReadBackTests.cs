using System.Text.RegularExpressions;
using Aftershock.Collecting;
using Aftershock.Collecting.Forums.MyBb;

namespace Aftershock.Tests.Running.Reconstruction;

/// <summary>The pages say to a reader of MyBB boards what the truth says.</summary>
public sealed partial class ReadBackTests : IClassFixture<ShippedWorld>
{
    private readonly Worlds _world;

    public ReadBackTests(ShippedWorld shipped) => _world = shipped.World;

    [Fact]
    public void A_reader_of_MyBB_finds_every_post_thread_author_and_time()
    {
        var reader = new MyBbReader();
        var source = new Source { Id = new SourceId("tidewrack"), Kind = SourceKind.Forum, Name = "Tidewrack", Program = "mybb" };
        var contents = Directory.GetFiles(_world.Pages, "*.html").Select(file =>
        {
            var page = new RawPage
            {
                Source = source.Id,
                Url = "https://tidewrack.example/" + Path.GetFileName(file),
                CapturedAt = new DateTimeOffset(2022, 9, 1, 6, 0, 0, TimeSpan.Zero),
                ContentType = "text/html; charset=UTF-8",
                Content = File.ReadAllBytes(file),
                Origin = Path.GetFileName(file),
            };
            return reader.Read(page, CaptureId.Of(source.Id, page.Url, page.CapturedAt, ""), source);
        }).ToList();
        Assert.All(contents, c => Assert.Null(c.Failure));
        Assert.All(contents, c => Assert.Empty(c.Rejections));

        var posts = contents.SelectMany(c => c.Posts).ToDictionary(p => p.PostId);
        Assert.Equal(_world.Posts.Count, posts.Count);
        Assert.All(_world.Posts, truth =>
        {
            var post = posts[truth.GetProperty("post_id").GetString()!];
            Assert.Equal(
                (truth.GetProperty("thread_id").GetString(), truth.GetProperty("title").GetString(), truth.GetProperty("author").GetString(), truth.GetProperty("section").GetString(), truth.GetProperty("opening").GetBoolean()),
                (post.ThreadId, post.ThreadTitle, post.Author, post.Forum, post.IsOpening));
            Assert.Equal(truth.GetProperty("posted_at").GetDateTimeOffset(), post.PublishedAt!.Value.At);
            Assert.Equal(Folded(truth.GetProperty("body").GetString()!), Folded(post.Body));
        });
        var handles = contents.SelectMany(c => c.Handles).Where(h => h.Joined is not null).ToLookup(h => h.Name);
        Assert.All(_world.Posts, truth => Assert.Contains(handles[truth.GetProperty("author").GetString()!], h =>
            h.Joined!.Value.Precision >= Precision.Day && h.Joined.Value.At.UtcDateTime.ToString("yyyy-MM-dd", null) == truth.GetProperty("author_joined").GetString()));
        Assert.All(contents.SelectMany(c => c.Threads).Where(t => t.Views is not null), t => Assert.True(t.Views > 0 && t.Replies is not null));
    }

    /// <summary>Without markup, hidden parts and white space.</summary>
    private static string Folded(string body) => White().Replace(Tags().Replace(Apart().Replace(body, ""), ""), "");

    [GeneratedRegex(@"\[hide[^\]]*\].*?\[/hide\]|Hidden Content: reply to this thread to see it\.", RegexOptions.Singleline)]
    private static partial Regex Apart();

    [GeneratedRegex(@"\[/?(?:b|i|u|s|quote|code|list|\*|size|color|center|url)(?:=[^\]]*)?\]")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex White();
}
