using System.IO.Compression;
using System.Text;
using Aftershock.Collecting;
using Aftershock.Collecting.Pages;

namespace Aftershock.Tests.Collecting.Pages;

/// <summary>What a folder of saved pages gives, and what of it is refused and told.</summary>
public sealed class PageFolderTests : IDisposable
{
    private const string Page = "<html><body>Tide tables</body></html>";
    private static readonly DateTimeOffset s_now = new(2022, 8, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _outside = Directory.CreateTempSubdirectory("pages-");

    private string Folder => Directory.CreateDirectory(Path.Combine(_outside.FullName, "saved")).FullName;

    public void Dispose() => _outside.Delete(recursive: true);

    [Fact]
    public async Task A_page_comes_as_its_manifest_tells()
    {
        Write("a.html", Page);
        Manifest("""{"file":"a.html","url":"https://saltpan.example/showthread.php?tid=40","kind":"thread","status":404,"content_type":"text/html; charset=UTF-8","captured_at":"2022-07-16T09:30:00+02:00","sha256":"left unread"}""");
        var page = (await ReadAsync()).Single().Page!;
        Assert.Equal(("https://saltpan.example/showthread.php?tid=40", "thread", 404, "text/html; charset=UTF-8", "a.html"), (page.Url, page.KindHint, page.Status, page.ContentType, page.Origin));
        Assert.Equal((new DateTimeOffset(2022, 7, 16, 7, 30, 0, TimeSpan.Zero), false), (page.CapturedAt, page.TimeIsFileTime));
        Assert.Equal(Page, Encoding.UTF8.GetString(page.Content.Span));
    }

    [Fact]
    public async Task The_time_of_capture_comes_before_the_boards_time_and_the_files_time_serves_last()
    {
        Write("a.html", Page);
        Write("b.html", Page);
        Write("c.html", Page, written: new DateTime(2022, 7, 3, 0, 0, 0, DateTimeKind.Utc));
        Manifest(
            """{"file":"a.html","url":"u:a","captured_at":"2022-07-16T09:30:00Z","forum_time":"2022-07-15T00:00:00Z"}""",
            """{"file":"b.html","url":"u:b","forum_time":"2022-07-15T00:00:00Z"}""",
            """{"file":"c.html","url":"u:c","captured_at":null}""");
        Assert.Equal(
            [("2022-07-16T09:30:00Z", false), ("2022-07-15T00:00:00Z", false), ("2022-07-03T00:00:00Z", true)],
            (await ReadAsync()).Select(i => (Moment.Second(i.Page!.CapturedAt).ToString(), i.Page.TimeIsFileTime)));
    }

    [Theory]
    [InlineData("../secret.html")]
    [InlineData("sub/../../secret.html")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a\\u0000.html")]
    public async Task A_path_out_of_the_folder_is_refused(string file)
    {
        File.WriteAllText(Path.Combine(_outside.FullName, "secret.html"), Page);
        Manifest($$"""{"file":"{{file}}","url":"u:x"}""");
        var refused = (await ReadAsync()).Single().Unreadable!.Value;
        Assert.Equal("manifest.jsonl line 1", refused.Place);
        Assert.Contains("expected a file inside of the folder", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_whose_name_begins_alike_is_outside()
    {
        Directory.CreateDirectory(Folder + "-too");
        File.WriteAllText(Path.Combine(Folder + "-too", "a.html"), Page);
        Manifest("""{"file":"../saved-too/a.html","url":"u:x"}""");
        Assert.NotNull((await ReadAsync()).Single().Unreadable);
    }

    [Fact]
    public async Task A_link_is_refused_wherever_it_leads()
    {
        File.WriteAllText(Path.Combine(_outside.FullName, "secret.html"), Page);
        File.CreateSymbolicLink(Path.Combine(Folder, "out.html"), Path.Combine(_outside.FullName, "secret.html"));
        Directory.CreateSymbolicLink(Path.Combine(Folder, "up"), _outside.FullName);
        Manifest("""{"file":"out.html","url":"u:x"}""", """{"file":"up/secret.html","url":"u:y"}""");
        Assert.Equal(["manifest.jsonl line 1", "manifest.jsonl line 2", "up"], (await ReadAsync()).Select(i => i.Unreadable!.Value.Place));
    }

    [Fact]
    public async Task Without_a_manifest_links_are_told_and_not_followed()
    {
        File.WriteAllText(Path.Combine(_outside.FullName, "secret.html"), Page);
        File.CreateSymbolicLink(Path.Combine(Folder, "out.html"), Path.Combine(_outside.FullName, "secret.html"));
        Directory.CreateSymbolicLink(Path.Combine(Folder, "up"), _outside.FullName);
        File.CreateSymbolicLink(Path.Combine(Folder, "notes.txt"), Path.Combine(_outside.FullName, "secret.html"));
        Write("a.html", Page);
        var intakes = await ReadAsync();
        Assert.Equal(["a.html", "out.html", "up"], intakes.Select(i => i.Page?.Origin ?? i.Unreadable!.Value.Place));
        Assert.All(intakes.Skip(1), i => Assert.StartsWith("is a link; expected a file", i.Unreadable!.Value.Reason, StringComparison.Ordinal));
        Assert.Equal(Page.Length, PageFolder.TotalBytes(Folder));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_named_pipe_is_told_and_does_not_block(bool manifest)
    {
        Write("b.html", Page);
        using var made = System.Diagnostics.Process.Start("mkfifo", Path.Combine(Folder, "a.html"));
        await made.WaitForExitAsync();
        if (manifest)
        {
            Manifest("""{"file":"a.html","url":"u:a"}""", """{"file":"b.html","url":"u:b"}""");
        }

        var intakes = await Task.Run(() => ReadAsync()).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(("a.html", "b.html"), (intakes[0].Unreadable!.Value.Place, intakes[1].Page!.Origin));
        Assert.Contains("no file but a pipe", intakes[0].Unreadable!.Value.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_that_is_a_link_is_refused()
    {
        Write("a.html", Page);
        File.WriteAllText(Path.Combine(_outside.FullName, "elsewhere.jsonl"), """{"file":"a.html","url":"u:a"}""" + "\n");
        File.CreateSymbolicLink(Path.Combine(Folder, "manifest.jsonl"), Path.Combine(_outside.FullName, "elsewhere.jsonl"));
        var refused = Assert.Single(await ReadAsync()).Unreadable!.Value;
        Assert.Equal(("manifest.jsonl", true), (refused.Place, refused.Reason.Contains("link", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_missing_file_is_told_and_the_others_are_read()
    {
        Write("a.html", Page);
        Directory.CreateDirectory(Path.Combine(Folder, "sub"));
        Manifest("""{"file":"gone.html","url":"u:g"}""", """{"file":"sub","url":"u:s"}""", """{"file":"a.html","url":"u:a"}""");
        var intakes = await ReadAsync();
        Assert.Equal([new Rejection("gone.html", "no such file in the folder"), new Rejection("sub", "no such file in the folder")], intakes.Take(2).Select(i => i.Unreadable!.Value));
        Assert.Equal("u:a", intakes[2].Page!.Url);
    }

    [Theory]
    [InlineData("nonsense", "is no JSON")]
    [InlineData("{\"file\":\"a.html\"", "is no JSON")]
    [InlineData("[1]", "is no JSON object")]
    [InlineData("{\"file\":\"a.html\"}", "names no file or no url")]
    [InlineData("{\"url\":\"u:a\"}", "names no file or no url")]
    [InlineData("{\"file\":7,\"url\":\"u:a\"}", "names no file or no url")]
    [InlineData("{\"file\":\"a\\ud800.html\",\"url\":\"u:a\"}", "half of a surrogate pair")]
    [InlineData("{\"file\":\"a.html\",\"url\":\"u:a\",\"captured_at\":\"yesterday\"}", "time \"yesterday\" was not read; expected ISO 8601")]
    [InlineData("{\"file\":\"a.html\",\"url\":\"u:a\",\"forum_time\":\"16.07.2022\"}", "time \"16.07.2022\" was not read")]
    [InlineData("{\"file\":\"a.html\",\"url\":\"u:a\",\"captured_at\":1657963800}", "time 1657963800 was not read")]
    [InlineData("{\"file\":\"a.html\",\"url\":\"u:a\",\"captured_at\":\"0001-01-01T00:00:00Z\"}", "is not between 1990 and 2100")]
    [InlineData("{\"file\":\"a.html\",\"url\":\"u:a\",\"status\":\"404\"}", "status \"404\" was not read")]
    public async Task A_line_that_cannot_be_read_is_told_by_number_and_the_others_are_read(string line, string reason)
    {
        Write("a.html", Page);
        Manifest("", line, """{"file":"a.html","url":"u:fine"}""");
        var intakes = await ReadAsync();
        Assert.Equal((2, "manifest.jsonl line 2"), (intakes.Count, intakes[0].Unreadable!.Value.Place));
        Assert.Contains(reason, intakes[0].Unreadable!.Value.Reason, StringComparison.Ordinal);
        Assert.Equal("u:fine", intakes[1].Page!.Url);
    }

    [Fact]
    public async Task Gzip_is_told_by_its_bytes_and_not_by_its_name()
    {
        File.WriteAllBytes(Path.Combine(Folder, "a.html"), Gzip(Encoding.UTF8.GetBytes(Page)));
        Write("b.html.gz", Page);
        Assert.Equal([Page, Page], (await ReadAsync()).Select(i => Encoding.UTF8.GetString(i.Page!.Content.Span)));
    }

    [Theory]
    [InlineData(0, "is empty")]
    [InlineData(5, "gzip ends early")]
    [InlineData(30, "gzip is damaged or ends early")]
    [InlineData(-1, "gzip is damaged or ends early")]
    public async Task Gzip_that_was_cut_off_is_no_page(int length, string reason)
    {
        var whole = Gzip(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 500))));
        File.WriteAllBytes(Path.Combine(Folder, "a.html.gz"), whole[..(length < 0 ? whole.Length + length : length)]);
        var told = (await ReadAsync()).Single().Unreadable!.Value;
        Assert.Equal("a.html.gz", told.Place);
        Assert.StartsWith(reason, told.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_flipped_bit_in_gzip_is_told()
    {
        var bytes = Gzip(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 500))));
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(Path.Combine(Folder, "a.html.gz"), bytes);
        Assert.Contains("damaged", (await ReadAsync()).Single().Unreadable!.Value.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bomb_is_told_without_being_unpacked()
    {
        var bomb = Gzip(new byte[200 << 20]);
        Assert.InRange(bomb.Length, 1, 1 << 19);
        File.WriteAllBytes(Path.Combine(Folder, "a.html.gz"), bomb);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var told = (await ReadAsync(new PageFolderSettings { LongestPage = 1 << 20 })).Single().Unreadable!.Value;
        Assert.Equal("is longer than 1 MB uncompressed; it was not read", told.Reason);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task A_page_may_be_as_long_as_the_limit_and_not_a_byte_longer(int over, bool isRead)
    {
        var text = new byte[(1 << 20) + over];
        Array.Fill(text, (byte)'a');
        File.WriteAllBytes(Path.Combine(Folder, "plain.html"), text);
        File.WriteAllBytes(Path.Combine(Folder, "packed.html.gz"), Gzip(text));
        Assert.Equal([isRead, isRead], (await ReadAsync(new PageFolderSettings { LongestPage = 1 << 20 })).Select(i => i.Page is not null));
    }

    [Fact]
    public async Task A_page_that_the_manifest_does_not_name_is_told_and_left()
    {
        Write("a.html", Page);
        Write("sub/b.html.gz", Page);
        Write("notes.txt", "mine");
        Manifest("""{"file":"a.html","url":"u:a"}""");
        var intakes = await ReadAsync();
        Assert.Equal(2, intakes.Count);
        Assert.Equal(new Rejection("sub/b.html.gz", "is not named by manifest.jsonl, so its address and time are unknown; it was left"), intakes[1].Unreadable);
    }

    [Theory]
    [InlineData("<link rel=\"canonical\" href=\"https://saltpan.example/showthread.php?tid=40&amp;page=2\">", "https://saltpan.example/showthread.php?tid=40&page=2")]
    [InlineData("<link href=\"https://saltpan.example/a\" rel=\"canonical\">", "https://saltpan.example/a")]
    [InlineData("<meta property=\"og:url\" content=\"https://saltpan.example/b\">", "https://saltpan.example/b")]
    [InlineData("<link rel='canonical' href='https://saltpan.example/c'>", "https://saltpan.example/c")]
    [InlineData("<link rel=\"canonical\" href=\"\">", "file:my%20page.html")]
    [InlineData("", "file:my%20page.html")]
    public async Task Without_a_manifest_the_canonical_link_is_the_address_and_else_the_files_name(string head, string url)
    {
        Write("my page.html", $"<html><head>{head}</head></html>", written: new DateTime(2022, 7, 3, 0, 0, 0, DateTimeKind.Utc));
        var page = (await ReadAsync()).Single().Page!;
        Assert.Equal((url, "2022-07-03T00:00:00Z", true), (page.Url, Moment.Second(page.CapturedAt).ToString(), page.TimeIsFileTime));
    }

    [Theory]
    [InlineData(1970)]
    [InlineData(2030)]
    public async Task A_file_time_that_cannot_be_is_replaced_by_now(int year)
    {
        Write("a.html", Page, written: new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal(s_now, (await ReadAsync()).Single().Page!.CapturedAt);
    }

    [Fact]
    public async Task Without_a_manifest_pages_come_by_name_and_other_files_not_at_all()
    {
        Write("b.html", Page);
        Write("a/z.php", Page);
        Write("feed.xml", "<rss/>");
        Write("style.css", "p{}");
        Write("notes.txt", "mine");
        Assert.Equal([("a/z.php", "text/html"), ("b.html", "text/html"), ("feed.xml", "application/xml")], (await ReadAsync()).Select(i => (i.Page!.Origin, i.Page.ContentType)));
    }

    [Fact]
    public async Task An_empty_folder_and_an_empty_manifest_give_nothing()
    {
        Assert.Empty(await ReadAsync());
        Manifest();
        Assert.Empty(await ReadAsync());
    }

    [Fact]
    public async Task A_missing_folder_is_named()
    {
        var missing = Path.Combine(_outside.FullName, "none");
        var failure = await Assert.ThrowsAsync<DirectoryNotFoundException>(() => ReadAsync(folder: missing));
        Assert.Equal($"{missing}: no such folder; expected saved pages.", failure.Message);
        Assert.Equal(0, PageFolder.TotalBytes(missing));
    }

    private static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    private void Write(string name, string text, DateTime? written = null)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        if (written is { } time)
        {
            File.SetLastWriteTimeUtc(path, time);
        }
    }

    private void Manifest(params string[] lines) => File.WriteAllLines(Path.Combine(Folder, "manifest.jsonl"), lines);

    private async Task<List<Intake>> ReadAsync(PageFolderSettings? settings = null, string? folder = null)
    {
        var intakes = new List<Intake>();
        await foreach (var intake in PageFolder.ReadAsync(folder ?? Folder, new SourceId("saltpan"), new StillClock(s_now), settings))
        {
            intakes.Add(intake);
        }

        return intakes;
    }
}
