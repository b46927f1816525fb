using System.IO.Compression;
using System.Text;
using Aftershock.Collecting;
using Aftershock.Collecting.Forums;
using Aftershock.Collecting.Pages;

namespace Aftershock.Tests.Collecting.Forums;

/// <summary>Discourse's JSON where it is not as it should be, and as files in a folder.</summary>
public sealed class DiscourseReaderTests
{
    private static readonly Source s_source = new() { Id = new SourceId("quay"), Kind = SourceKind.Forum, Name = "Quay" };

    private static IReadOnlyList<IForumReader> Readers => ForumReaders.Load(Path.Combine(Repository.Root, "rules", "forums"));

    private static PageContent Read(string json) => Readers.Single(r => r.Program == "discourse").Read(Page(json), new CaptureId("c"), s_source);

    private static RawPage Page(string json) => new()
    {
        Source = s_source.Id,
        Url = "https://quay.example/t/5.json",
        CapturedAt = new DateTimeOffset(2022, 7, 16, 9, 30, 0, TimeSpan.Zero),
        ContentType = "application/json",
        Content = Encoding.UTF8.GetBytes(json),
        Origin = "5.json",
    };

    [Theory]
    [InlineData("{\"post_stream\":")]
    [InlineData("{} trailing")]
    public void Json_that_is_none_fails_with_its_reason(string json)
    {
        var content = Read(json);
        Assert.Equal(ReadOutcome.Failed, content.Outcome);
        Assert.StartsWith("the page is no JSON", content.Failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"post_stream\":[],\"topic_list\":7,\"user\":\"x\",\"latest_posts\":{},\"directory_items\":[1,null,[]]}")]
    [InlineData("{\"users\":[{\"id\":\"a\"}],\"topic_list\":{\"topics\":{}}}")]
    [InlineData("{\"user\":{\"username\":\"\\ud800\"}}")]
    public void Json_of_another_shape_holds_nothing(string json) => Assert.Equal(ReadOutcome.NothingToRead, Read(json).Outcome);

    [Fact]
    public void A_post_without_what_it_needs_is_told_and_the_rest_read()
    {
        var content = Read("""
            {"post_stream":{"posts":[{"id":1,"topic_id":5,"post_number":1,"cooked":"<p>one</p>","username":"lamp","created_at":"not a time"},
             {"id":2,"topic_id":5,"post_number":-3,"cooked":"<p>two</p>"},{"id":3},7],"stream":[1,2,3,4]},"id":5,"title":"T","posts_count":"many","suggested_topics":[{"id":6}]}
            """);
        Assert.Equal("one", Assert.Single(content.Posts).Body);
        Assert.Equal(4, content.Rejections.Count);
        Assert.Equal("/t/5.json?page=2", Assert.Single(content.Links, l => l.Kind == PageLinkKind.Next).Address);
    }

    [Fact]
    public async Task Json_files_are_pages_plain_or_gzip_unless_a_manifest_leaves_them_out()
    {
        var folder = Directory.CreateTempSubdirectory("aftershock-json-").FullName;
        try
        {
            var json = Encoding.UTF8.GetBytes("{\"latest_posts\":[{\"cooked\":\"\"}]}");
            await File.WriteAllBytesAsync(Path.Combine(folder, "a.json"), json);
            await using (var gzip = new GZipStream(File.Create(Path.Combine(folder, "b.json.gz")), CompressionLevel.Fastest))
            {
                await gzip.WriteAsync(json);
            }

            Assert.Equal(["a.json", "b.json.gz"], (await Pages(folder)).Select(p => p.Origin));
            Assert.All(await Pages(folder), p => Assert.Equal("discourse", ForumReaders.Detect(Readers, [p])?.Reader.Program));

            await File.WriteAllTextAsync(Path.Combine(folder, Manifest.FileName), "{\"file\":\"b.json.gz\",\"url\":\"https://quay.example/posts.json\"}\n");
            Assert.Equal(["b.json.gz"], (await Pages(folder)).Select(p => p.Origin));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Pages_of_no_known_program_are_recognized_as_none() => Assert.Null(ForumReaders.Detect(Readers, [Page("{\"name\":\"x\"}")]));

    private static async Task<List<RawPage>> Pages(string folder)
    {
        var pages = new List<RawPage>();
        await foreach (var intake in PageFolder.ReadAsync(folder, s_source.Id, TimeProvider.System))
        {
            Assert.True(intake.Unreadable is null, intake.Unreadable?.ToString());
            pages.Add(intake.Page!);
        }

        return pages;
    }
}
