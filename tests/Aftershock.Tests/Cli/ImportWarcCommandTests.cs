using Aftershock.Cli;
using Aftershock.Tests.Collecting.Forums;
using Aftershock.Tests.Collecting.Warcs;

namespace Aftershock.Tests.Cli;

/// <summary><c>import warc</c>, and the circle: what one store exports another imports.</summary>
public sealed class ImportWarcCommandTests : IDisposable
{
    private readonly Shell _shell = new();
    private readonly Shell _other = new();

    public void Dispose()
    {
        _shell.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task Pages_of_an_archive_are_imported_as_saved_pages_are()
    {
        var report = (await _shell.DoneAsync("import", "warc", Crawl(), "--json")).Json;
        Assert.EndsWith("rejections warnings no_pages", report.Keys(), StringComparison.Ordinal);
        Assert.Equal((1, 2, 1, 0), (report.Whole("files"), report.Whole("pages"), report.GetProperty("posts").Whole("new"), report.Whole("files_unreadable")));
        Assert.Equal((1, 1), (report.GetProperty("no_pages").Whole("request"), report.GetProperty("no_pages").Whole("response image/png")));
        var post = (await _shell.DoneAsync("posts", "--jsonl")).Lines.Single();
        Assert.Equal(("saltpan", "77", "2022-07-16T09:30:00Z"), (post.Text("source"), post.Text("post_id"), post.Text("first_seen")));
        Assert.Contains("no pages, and left: 1 request, 1 response image/png", (await _shell.DoneAsync("import", "warc", Crawl())).Output, StringComparison.Ordinal);
        var again = (await _shell.DoneAsync("import", "warc", Crawl(), "--json")).Json;
        Assert.Equal((0, 2), (again.GetProperty("captures").Whole("new"), again.GetProperty("captures").Whole("known")));
    }

    [Fact]
    public async Task What_is_damaged_is_told_and_kept_with_the_run()
    {
        var bytes = File.ReadAllBytes(Crawl());
        File.WriteAllBytes(Crawl(), [.. bytes, .. Archive.Record("response", Archive.Response(Archive.Bytes("half"), "Content-Type: text/html\r\nContent-Length: 99\r\n"))]);
        var report = (await _shell.DoneAsync("import", "warc", Crawl(), "--json")).Json;
        var told = report.GetProperty("rejections").EnumerateArray().Single();
        Assert.Equal("crawl.warc record 5", told.Text("place"));
        Assert.Contains("cut off", told.Text("reason"), StringComparison.Ordinal);
        Assert.Contains("crawl.warc record 5", (await _shell.DoneAsync("source", "runs", "--jsonl")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_one_store_exports_another_imports_to_the_same_captures_and_posts()
    {
        await _shell.DoneAsync("import", "warc", Crawl());
        var exported = Path.Combine(_shell.Folder, "handed-on.warc.gz");
        await _shell.DoneAsync("evidence", "export", "--reason", "case", "--out", exported);
        await _other.DoneAsync("import", "warc", exported);
        Assert.Equal((await _shell.DoneAsync("posts", "--jsonl")).Output, (await _other.DoneAsync("posts", "--jsonl")).Output);
        Assert.Equal(2, (await _other.DoneAsync("evidence", "verify", "--json")).Json.Whole("captures"));
    }

    [Theory]
    [InlineData("old.arc", "filedesc://old.arc 0.0.0.0 20220701000000 text/plain 5\n", "is an ARC file")]
    [InlineData("none.warc", "words", "holds no record")]
    [InlineData("folder/readme.txt", "words", "holds no archive")]
    public async Task What_is_no_archive_is_unreadable_and_no_store_is_made(string name, string content, string told)
    {
        var path = _shell.Write(name, content);
        var ended = await Shell.RunAsync("import", "warc", name.StartsWith("folder", StringComparison.Ordinal) ? Path.GetDirectoryName(path)! : path, "--store", _shell.Store);
        Assert.Equal(ExitCode.Unreadable, ended.Code);
        Assert.Contains(told, ended.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_shell.Store));
    }

    private string Crawl()
    {
        var path = Path.Combine(_shell.Folder, "crawl.warc");
        if (!File.Exists(path))
        {
            File.WriteAllBytes(path, Archive.Join(
                Archive.Page("https://saltpan.example/forumdisplay.php?fid=3", MyBbPages.ListPage(MyBbPages.Row(40, "Tide tables"))),
                Archive.Record("request", Archive.Bytes("GET / HTTP/1.1\r\n\r\n")),
                Archive.Page("https://saltpan.example/showthread.php?tid=40", MyBbPages.ThreadPage("Tide tables", MyBbPages.Post(77, "Fresh set."))),
                Archive.Record("response", Archive.Response([1, 2], "Content-Type: image/png\r\n"))));
        }

        return path;
    }
}
