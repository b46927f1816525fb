using System.IO.Compression;
using System.Text;
using Aftershock.Collecting;
using Aftershock.Collecting.PostFiles;

namespace Aftershock.Tests.Collecting.PostFiles;

/// <summary>Hostile and odd files: each fault is told once with its place, and the rest is read.</summary>
public sealed class PostFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aftershock-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Every_line_gives_a_post_or_a_rejection_with_its_number()
    {
        var read = await ReadAsync("claims.jsonl",
            Row(1),
            "",
            "{\"id\":\"x\",\"title\":",
            Row(2) + "\r",
            "[1,2]",
            "{\"id\":\"3\",\"title\":\"a\",\"body\":[\"b\"]}",
            "{\"id\":\"4\",\"title\":\"a\",\"body\":\"b\",\"posted_at\":\"last spring\"}",
            "{\"id\":\"5\"}",
            "{\"id\":\"6\",\"title\":\"a\"} {\"id\":\"7\"}",
            "{\"id\":\"8\",\"title\":\"half \\ud83d of a pair\"}",
            "{\"id\":\"9\",\"title\":\"a\",\"author_posts\":1.5}",
            "{\"id\":\"10\",\"title\":\"a\",\"posted_at\":\"0001-01-01\"}",
            new string('[', 500),
            "\"text\"",
            Row(11));
        Assert.Equal(["1", "2", "11"], read.Posts.Select(p => p.PostId));
        Assert.Equal(
            [
                "claims.jsonl line 3: is not JSON at byte 18; expected one JSON object",
                "claims.jsonl line 5: is no JSON object",
                "claims.jsonl line 6: body is an array; expected text",
                "claims.jsonl line 7: posted_at \"last spring\" not read; expected a date or a time such as 2022-06-30T09:15:00Z",
                "claims.jsonl line 8: has neither title nor body",
                "claims.jsonl line 9: is not JSON at byte 23; expected one JSON object",
                "claims.jsonl line 10: holds half of a surrogate pair; expected text",
                "claims.jsonl line 11: author_posts \"1.5\" not read; expected a whole number",
                "claims.jsonl line 12: posted_at \"0001-01-01\" is not between 1990 and 2100",
                "claims.jsonl line 13: is no JSON object",
                "claims.jsonl line 14: is no JSON object",
            ],
            read.Rejections);
        Assert.Equal(14, read.Rows);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_spoil_their_line_alone()
    {
        var path = Write("claims.jsonl", Bytes(Row(1)), [.. Bytes("{\"id\":\"2\",\"title\":\""), 0xC3, 0x28, .. Bytes("\"}")], [.. Bytes("{\"id\":\"3\""), 0, .. Bytes("}")], new byte[100], Bytes(Row(4)));
        var read = await ReadAsync([path]);
        Assert.Equal(["1", "4"], read.Posts.Select(p => p.PostId));
        Assert.Equal(
            ["claims.jsonl line 2: is not UTF-8", "claims.jsonl line 3: holds a NUL byte; expected one JSON object", "claims.jsonl line 4: holds a NUL byte; expected one JSON object"],
            read.Rejections);
    }

    [Fact]
    public async Task A_byte_order_mark_and_a_last_line_without_newline_are_no_faults()
    {
        var path = Path.Combine(_folder.FullName, "claims.jsonl");
        await File.WriteAllBytesAsync(path, [0xEF, 0xBB, 0xBF, .. Bytes(Row(1) + "\r\n" + Row(2))]);
        var read = await ReadAsync([path]);
        Assert.Equal(["1", "2"], read.Posts.Select(p => p.PostId));
        Assert.Empty(read.Rejections);
    }

    [Fact]
    public async Task A_line_of_50_MB_is_told_and_stepped_over()
    {
        var path = Write("claims.jsonl", Bytes(Row(1)), Bytes($"{{\"id\":\"2\",\"title\":\"{new string('a', 50_000_000)}\"}}"), Bytes(Row(3)));
        var read = await ReadAsync([path]);
        Assert.Equal(["1", "3"], read.Posts.Select(p => p.PostId));
        Assert.Equal("claims.jsonl line 2: 50,000,021 bytes in one line; at most 16,777,216 are read", Assert.Single(read.Rejections));
        Assert.Equal(3, read.Rows);
        Assert.Equal(["file:claims.jsonl#lines=1-1", "file:claims.jsonl#lines=3-3"], read.Pages.Select(p => p.Url));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    public async Task A_gzip_file_cut_off_gives_what_came_before_and_says_so_once(double share)
    {
        var rows = Enumerable.Range(1, 3_000).Select(Row).ToArray();
        var whole = Gzip(string.Concat(rows.Select(r => r + "\n")));
        var path = Path.Combine(_folder.FullName, "claims.jsonl.gz");
        await File.WriteAllBytesAsync(path, whole[..(int)(whole.Length * share)]);
        var read = await ReadAsync([path]);
        Assert.InRange(read.Posts.Count, (int)(3_000 * share * 0.8), 2_999);
        Assert.Equal(Enumerable.Range(1, read.Posts.Count).Select(n => $"{n}"), read.Posts.Select(p => p.PostId));
        Assert.Equal($"claims.jsonl.gz: the gzip data is broken: it ends early; what came before line {read.Posts.Count + 1} was read", Assert.Single(read.Rejections));
    }

    [Fact]
    public async Task Gzip_is_told_by_content_and_read_member_after_member()
    {
        var path = Path.Combine(_folder.FullName, "claims.jsonl");
        await File.WriteAllBytesAsync(path, [.. Gzip(Row(1) + "\n" + Row(2)[..20]), .. Gzip(Row(2)[20..] + "\n"), .. new byte[512]]);
        var read = await ReadAsync([path]);
        Assert.Equal(["1", "2"], read.Posts.Select(p => p.PostId));
        Assert.Empty(read.Rejections);
    }

    [Fact]
    public async Task One_flipped_bit_in_gzip_is_told()
    {
        var whole = Gzip(string.Concat(Enumerable.Range(1, 500).Select(n => Row(n) + "\n")));
        whole[^6] ^= 1;
        var path = Path.Combine(_folder.FullName, "claims.jsonl.gz");
        await File.WriteAllBytesAsync(path, whole);
        Assert.Contains("does not match its checksum", Assert.Single((await ReadAsync([path])).Rejections), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_are_missing_empty_or_in_another_encoding_are_told_and_the_others_read()
    {
        var empty = Path.Combine(_folder.FullName, "empty.jsonl");
        await File.WriteAllBytesAsync(empty, []);
        var wide = Path.Combine(_folder.FullName, "wide.jsonl");
        await File.WriteAllTextAsync(wide, Row(1), Encoding.Unicode);
        var good = Write("good.jsonl", Bytes(Row(1)));
        var read = await ReadAsync([Path.Combine(_folder.FullName, "none.jsonl"), empty, wide, good]);
        Assert.Equal(["none.jsonl: no such file", "empty.jsonl: is empty; expected posts"], read.Rejections);
        Assert.Equal(["1", "1"], read.Posts.Select(p => p.PostId));
        Assert.Equal(4, read.Files);
    }

    [Theory]
    [InlineData("[{0},{1},{2}]")]
    [InlineData("\uFEFF [\r\n  {0} ,\r\n  {1},\r\n {2}\r\n]\r\n")]
    public async Task An_array_gives_its_items(string shape)
    {
        var path = Path.Combine(_folder.FullName, "posts.json");
        await File.WriteAllTextAsync(path, shape.Replace("{0}", Row(1), StringComparison.Ordinal).Replace("{1}", Row(2), StringComparison.Ordinal).Replace("{2}", Row(3), StringComparison.Ordinal));
        var read = await ReadAsync([path]);
        Assert.Equal(["1", "2", "3"], read.Posts.Select(p => p.PostId));
        Assert.Empty(read.Rejections);
        Assert.Equal("file:posts.json#items=1-3", Assert.Single(read.Pages).Url);
    }

    [Fact]
    public async Task A_broken_item_spoils_itself_and_not_the_array()
    {
        var path = Path.Combine(_folder.FullName, "posts.json");
        await File.WriteAllTextAsync(path, $"[{Row(1)}, {{\"id\": nonsense}}, 17, \"text\", {{\"id\":\"4\",\"title\":\"no end\n}},\n{Row(5)}]");
        var read = await ReadAsync([path]);
        Assert.Equal(["1", "5"], read.Posts.Select(p => p.PostId));
        Assert.Equal(4, read.Rejections.Count);
        Assert.StartsWith("posts.json item 2: is not JSON", read.Rejections[0], StringComparison.Ordinal);
        Assert.Equal(6, read.Rows);
    }

    [Fact]
    public async Task An_array_that_ends_too_early_or_goes_on_too_long_is_told()
    {
        var early = Write("early.json", Bytes($"[{Row(1)},{Row(2)[..30]}"));
        var late = Write("late.json", Bytes($"[{Row(3)}] {Row(4)}"));
        var read = await ReadAsync([early, late]);
        Assert.Equal(["1", "3"], read.Posts.Select(p => p.PostId));
        Assert.Equal(["early.json: ends within its array, at item 2; what came before was read", "late.json: goes on after the end of its array, behind item 1; that was not read"], read.Rejections);
    }

    [Theory]
    [InlineData("posts.jsonl", false)]
    [InlineData("posts.json", true)]
    public async Task Blocks_depend_on_the_content_alone(string name, bool isArray)
    {
        var random = new Random(7);
        var rows = Enumerable.Range(1, 700).Select(n => $"{{\"id\":\"{n}\",\"title\":\"t\",\"body\":\"{new string('x', random.Next(3_000))}\"}}").ToArray();
        var text = isArray ? $"[{string.Join(",\n", rows)}]" : string.Join('\n', rows);
        var path = Path.Combine(_folder.FullName, name);
        await File.WriteAllTextAsync(path, text);
        var plain = await ReadAsync([path], new PostFileSettings { RowsPerBlock = 100, BytesPerBlock = 64_000 });
        await File.WriteAllBytesAsync(path, Gzip(text));
        var packed = await ReadAsync([path], new PostFileSettings { RowsPerBlock = 100, BytesPerBlock = 64_000 });
        Assert.Equal(Enumerable.Range(1, 700).Select(n => $"{n}"), plain.Posts.Select(p => p.PostId));
        Assert.Equal(plain.Pages.Select(p => (p.Url, Convert.ToHexString(p.Content.Span))), packed.Pages.Select(p => (p.Url, Convert.ToHexString(p.Content.Span))));
        Assert.True(plain.Pages.Count > 10, "expected many blocks");
    }

    [Fact]
    public async Task Rows_stand_in_their_block_as_they_stand_in_the_file()
    {
        var text = string.Concat(Enumerable.Range(1, 250).Select(n => Row(n) + (n % 2 == 0 ? "\r\n" : "\n\n")));
        var path = Path.Combine(_folder.FullName, "posts.jsonl");
        await File.WriteAllTextAsync(path, text);
        var read = await ReadAsync([path], new PostFileSettings { RowsPerBlock = 100 });
        Assert.Equal(text, string.Concat(read.Pages.Select(p => Encoding.UTF8.GetString(p.Content.Span))).TrimEnd() + text[text.TrimEnd().Length..]);
        Assert.Equal([100, 100, 50], read.Pages.Select(p => p.Rows));
    }

    [Fact]
    public async Task A_row_is_read_key_by_key()
    {
        var read = await ReadAsync("posts.jsonl", """{"id": 7, "title": " T ", "body": "b\u0000ody", "posted_at": "2022-07", "author": "h_1", "author_joined": "2022-07-01", "author_posts": 12, "section": "Market", "lang": "EN", "other": {"deep": [1, {"x": null}]}, "victims": null}""");
        var post = Assert.Single(read.Posts);
        Assert.Equal(("7", "T", "b\uFFFDody", "h_1", "Market", "en", 12L), (post.PostId, post.ThreadTitle, post.Body, post.Author, post.Forum, post.StatedLanguage, post.AuthorPosts));
        Assert.Equal((Moment.Month(2022, 7), Moment.Day(new DateOnly(2022, 7, 1))), (post.PublishedAt!.Value, post.AuthorJoined!.Value));
        Assert.True(post.IsOpening);
        var handle = Assert.Single(read.Handles);
        Assert.Equal(("h_1", 12L), (handle.Name, handle.Posts));
    }

    [Fact]
    public async Task A_post_without_an_id_is_known_by_its_words()
    {
        var read = await ReadAsync("posts.jsonl", "{\"title\":\"a\",\"body\":\"b\"}", "{\"title\":\"a\",\"body\":\"b\"}", "{\"title\":\"a\",\"body\":\"c\"}");
        Assert.Equal(read.Posts[0].PostId, read.Posts[1].PostId);
        Assert.NotEqual(read.Posts[0].PostId, read.Posts[2].PostId);
    }

    internal static string Row(int id) => $$"""{"id":"{{id}}","title":"Customers of shop {{id}}","body":"rows of shop {{id * 7919}}, sample inside","posted_at":"2022-06-30T09:15:00Z","author":"handle_{{id % 17}}"}""";

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Gzip(string text)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
        {
            gzip.Write(Bytes(text));
        }

        return target.ToArray();
    }

    private string Write(string name, params byte[][] lines)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, [.. lines.SelectMany(l => l.Append((byte)'\n'))]);
        return path;
    }

    private Task<Result> ReadAsync(string name, params string[] lines) => ReadAsync([Write(name, [.. lines.Select(Bytes)])]);

    private static async Task<Result> ReadAsync(string[] paths, PostFileSettings? settings = null)
    {
        var source = new Source { Id = new SourceId("posts"), Kind = SourceKind.PostFile, Name = "Posts" };
        var result = new Result();
        var reader = new PostsReader();
        await foreach (var intake in PostFile.ReadAsync(paths, source.Id, TimeProvider.System, settings))
        {
            if (intake.Warning is not null)
            {
                continue;
            }

            result.Files += intake.StartsFile ? 1 : 0;
            result.Rows += intake.Page?.Rows ?? (intake.IsRow ? 1 : 0);
            if (intake.Unreadable is { } unreadable)
            {
                result.Rejections.Add($"{unreadable.Place}: {unreadable.Reason}");
                continue;
            }

            var content = reader.Read(intake.Page!, new CaptureId(new string('0', 32)), source);
            Assert.Equal(intake.Page!.Rows, content.Posts.Count + content.Rejections.Count);
            result.Pages.Add(intake.Page);
            result.Posts.AddRange(content.Posts);
            result.Handles.AddRange(content.Handles);
            result.Rejections.AddRange(content.Rejections.Select(r => $"{r.Place}: {r.Reason}"));
        }

        return result;
    }

    private sealed class Result
    {
        public int Files { get; set; }

        public int Rows { get; set; }

        public List<RawPage> Pages { get; } = [];

        public List<Post> Posts { get; } = [];

        public List<Handle> Handles { get; } = [];

        public List<string> Rejections { get; } = [];
    }
}
