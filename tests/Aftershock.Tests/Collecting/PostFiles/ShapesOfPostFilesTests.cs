using System.Text;
using Aftershock.Collecting.PostFiles;

namespace Aftershock.Tests.Collecting.PostFiles;

/// <summary>Files of posts in shapes beside plain lines: lists within an object, tables, other encodings, what this program wrote itself.</summary>
public sealed class ShapesOfPostFilesTests : IDisposable
{
    private static readonly Source s_source = new() { Id = new SourceId("dump"), Kind = SourceKind.PostFile, Name = "Dump" };

    private readonly Files _files = new();

    static ShapesOfPostFilesTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("""{"posts":[{"id":"1","title":"a"},{"id":"2","title":"b"}]}""", "")]
    [InlineData("""{"total":2,"errors":[],"tags":["x"],"posts":[{"note":{"x":1},"id":"1","title":"a"},{"id":"2","title":"b"}],"next":null}""", "posts.json: keys beside the list, not read: total, errors, tags, next")]
    public async Task One_object_that_holds_one_list_is_unwrapped(string content, string told)
    {
        var read = await ReadAsync(_files.Write("posts.json", content));
        Assert.Equal(["1", "2"], read.Posts.Select(p => p.PostId));
        Assert.Empty(read.Faults);
        Assert.Equal(told, string.Join('|', read.Notes));
    }

    [Theory]
    [InlineData("""{"id":"1","title":"a","tags":[{"title":"x"}]}""")]
    [InlineData("""{"tags":[{"name":"x"}],"id":"1","title":"a"}""")]
    [InlineData("{\"images\":[],\"id\":\"1\",\"title\":\"a\"}\n{\"images\":[{\"u\":1}],\"id\":\"2\",\"title\":\"a\"}")]
    public async Task A_line_that_holds_a_list_is_a_line(string content) =>
        Assert.All((await ReadAsync(_files.Write("posts.jsonl", content))).Posts, p => Assert.Equal("a", p.ThreadTitle));

    [Theory]
    [InlineData("""{"posts":[{"id":"1","title":"a"},{"id":"2","ti""", "posts.json: ends within its list, at item 2; what came before was read")]
    [InlineData("""{"posts":[{"id":"1","title":"a"}],"more":""", "posts.json: ends within the key more; what came before was read")]
    [InlineData("""{"posts":[{"id":"1","title":"a"}]} and more""", "posts.json: goes on after the end of its object; that was not read")]
    [InlineData("""{"posts":[{"id":"1","title":"a"},7]}""", "posts.json item 2: is no JSON object")]
    public async Task A_broken_list_within_an_object_is_told(string content, string told)
    {
        var read = await ReadAsync(_files.Write("posts.json", content));
        Assert.Equal("1", Assert.Single(read.Posts).PostId);
        Assert.Equal(told, Assert.Single(read.Faults));
    }

    [Fact]
    public async Task Keys_that_nothing_reads_are_told_with_their_rows_unless_they_are_null()
    {
        var read = await ReadAsync(_files.Write("posts.jsonl", """
            {"id":"1","title":"a","score":3,"tags":["x"],"note":null}
            {"id":"2","title":"a","score":4,"source":"elsewhere"}
            """));
        Assert.Equal([("score", 2), ("source", 1), ("tags", 1)], read.KeysNotRead.OrderBy(k => k.Key).Select(k => (k.Key, k.Value)));
    }

    [Theory]
    [InlineData("""{"id":"1","title":"a","body":5}""", "body is a number; expected text")]
    [InlineData("""{"id":"1","title":5}""", "title is a number; expected text")]
    [InlineData("""{"id":"1","title":"a","body":{"text":"b"}}""", "body is an object; expected text")]
    [InlineData("""{"id":"1","title":"a","body":true}""", "body is a truth value; expected text")]
    [InlineData("""{"id":"1","title":"a","attachments":[1]}""", "attachments is a number; expected a list of texts")]
    [InlineData("""{"id":"1","title":"a","number":-1}""", "number \"-1\" not read; expected a whole number")]
    public async Task A_value_of_the_wrong_type_rejects_its_row(string row, string told)
    {
        var read = await ReadAsync(_files.Write("posts.jsonl", row));
        Assert.Empty(read.Posts);
        Assert.Equal($"posts.jsonl line 1: {told}", Assert.Single(read.Faults));
    }

    [Fact]
    public async Task What_posts_writes_is_taken_back()
    {
        var read = await ReadAsync(_files.Write("posts.jsonl", """
            {"source":"harbour","thread_id":"40","thread_title":"Tide tables","forum":"Cargo","prefix":"SELL","post_id":"77","author":"gullwing","author_joined":"2021-03","published_at":"2022-07-03T11:20:00Z","published_raw":"07-03-2022, 11:20 AM","body":"Fresh set.","edited_at":"2022-07-04T00:00:00Z","first_seen":"2022-07-05T00:00:00Z","last_seen":"2022-07-06T00:00:00Z","gone":null,"number":2,"author_posts":12,"attachments":["a.csv","b.csv"],"hidden_parts":0,"reactions":4,"capture":"0123"}
            """));
        var post = Assert.Single(read.Posts);
        Assert.Empty(read.KeysNotRead);
        Assert.Equal(("dump/harbour", "40", "77", "Tide tables", "Cargo", "SELL", 2), (post.Source.Value, post.ThreadId, post.PostId, post.ThreadTitle, post.Forum, post.Prefix, post.Number));
        Assert.Equal(("gullwing", "2021-03", 12L, "2022-07-03T11:20:00Z", "07-03-2022, 11:20 AM"), (post.Author, post.AuthorJoined.ToString(), post.AuthorPosts, post.PublishedAt.ToString(), post.PublishedRaw));
        Assert.Equal(("2022-07-04T00:00:00Z", 0, 4L), (post.EditedAt.ToString(), post.HiddenParts, post.Reactions));
        Assert.Equal(["a.csv", "b.csv"], post.Attachments);
        Assert.Equal((5, 6), (post.FirstSeen.Day, post.LastSeen.Day));
    }

    [Theory]
    [InlineData("posts.csv", "id,title,body,author\n1,a,\"two, lines\r\nand a \"\"quote\"\"\",ada\n\n2,b,plain,\n")]
    [InlineData("posts.csv", "id;title;body;author\r\n1;a;\"two, lines\r\nand a \"\"quote\"\"\";ada\r\n2;b;plain;\r\n")]
    [InlineData("posts.tsv", "id\ttitle\tbody\tauthor\n1\ta\t\"two, lines\r\nand a \"\"quote\"\"\"\tada\n2\tb\tplain")]
    [InlineData("posts.txt", "\uFEFF\"ID\"|\"Title\"|\"Body\"|\"Author\"\n1|a|\"two, lines\r\nand a \"\"quote\"\"\"|ada\n2|b|plain|")]
    public async Task A_table_is_read_with_its_delimiter_and_quotes(string name, string content)
    {
        foreach (var rows in new[] { 1, 1000 })
        {
            var read = await ReadAsync(_files.Write(name, content), new PostFileSettings { RowsPerBlock = rows });
            Assert.Empty(read.Faults);
            Assert.Equal([("1", "a", "two, lines\r\nand a \"quote\"", "ada"), ("2", "b", "plain", null)], read.Posts.Select(p => (p.PostId, p.ThreadTitle, p.Body, p.Author)));
        }
    }

    [Fact]
    public async Task Columns_of_other_names_are_read_where_they_are_named()
    {
        var columns = new Dictionary<string, string> { ["title"] = "subject", ["body"] = "text" };
        var read = await ReadAsync(_files.Write("posts.csv", "subject,text,likes,title\nSet,Fresh,3,x\n"), columns: columns);
        Assert.Equal(("Set", "Fresh"), (read.Posts.Single().ThreadTitle, read.Posts.Single().Body));
        Assert.Equal(["likes", "title"], read.KeysNotRead.Keys.Order());
        var lines = await ReadAsync(_files.Write("posts.jsonl", """{"subject":"Set","text":"Fresh"}"""), columns: columns);
        Assert.Equal(("Set", "Fresh"), (lines.Posts.Single().ThreadTitle, lines.Posts.Single().Body));
    }

    [Theory]
    [InlineData("posts.csv", "subject,text\na,b\n", "posts.csv: its columns are subject, text; none is known. Say which is which, such as --columns title=subject,body=text")]
    [InlineData("posts.csv", "id,title\n1,a\n2,\"b\n3,c\n", "posts.csv: row 3 opens a quote that is not closed; what came before was read")]
    [InlineData("posts.csv", "id,title\n1,a\n2,b,c\n", "posts.csv row 3: has 3 cells; the header has 2")]
    [InlineData("posts.csv", "", "posts.csv: is empty; expected posts")]
    public async Task A_table_that_cannot_be_read_is_told(string name, string content, string told) =>
        Assert.Equal(told, Assert.Single((await ReadAsync(_files.Write(name, content))).Faults));

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public async Task Utf_16_is_told_by_its_mark(string name)
    {
        var read = await ReadAsync(_files.Write("posts.jsonl", "{\"id\":\"1\",\"title\":\"出售\"}\n", Encoding.GetEncoding(name)));
        Assert.Equal("出售", read.Posts.Single().ThreadTitle);
        Assert.Equal($"posts.jsonl: read as {name.Replace("be", "BE", StringComparison.OrdinalIgnoreCase)}: its byte order mark", Assert.Single(read.Notes));
        Assert.Contains("converted-from=utf-16", read.Pages.Single().ContentType, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Utf_16_without_a_mark_shows_itself() =>
        Assert.Equal("1", (await ReadAsync(_files.Write("posts.jsonl", Encoding.Unicode.GetBytes("{\"id\":\"1\",\"title\":\"a\"}\n")))).Posts.Single().PostId);

    [Theory]
    [InlineData("gb18030", "出售某市居民数据库,共一百二十万条记录,包括姓名电话和地址,价格三百美元")]
    [InlineData("windows-1251", "Продам базу данных клиники, сто двадцать тысяч строк, имена и телефоны, цена триста")]
    public async Task Rows_in_an_old_encoding_get_the_hint_and_are_read_once_it_is_given(string name, string words)
    {
        var path = _files.Write("posts.jsonl", Encoding.GetEncoding(name).GetBytes($"{{\"id\":\"1\",\"title\":\"{words}\"}}\n"));
        var plain = await ReadAsync(path);
        Assert.Equal("posts.jsonl line 1: is not UTF-8", Assert.Single(plain.Faults));
        Assert.Contains($"to read them give --encoding {name}", Assert.Single(plain.Notes), StringComparison.Ordinal);
        Assert.Equal(words, (await ReadAsync(path, new PostFileSettings { Encoding = name })).Posts.Single().ThreadTitle);
        var told = await ReadAsync(path, new PostFileSettings { Encoding = "auto" });
        Assert.Equal(words, told.Posts.Single().ThreadTitle);
        Assert.StartsWith($"posts.jsonl: read as {name}: ", Assert.Single(told.Notes), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_large_table_comes_in_blocks_of_bounded_size()
    {
        var path = Path.Combine(_files.Folder, "posts.csv");
        using (var writer = new StreamWriter(path))
        {
            writer.WriteLine("id,title,body");
            for (var i = 0; i < 100_000; i++)
            {
                writer.WriteLine($"{i},\"title, {i}\",\"line\nline\"");
            }
        }

        var read = await ReadAsync(path);
        Assert.Equal(100_000, read.Posts.Count);
        Assert.Equal(100, read.Pages.Count);
        Assert.Equal(("99999", "title, 99999"), (read.Posts[^1].PostId, read.Posts[^1].ThreadTitle));
    }

    [Fact]
    public async Task A_quote_that_is_never_closed_costs_no_more_than_the_longest_row()
    {
        var path = _files.Write("posts.csv", "id,title\n1,a\n" + string.Concat(Enumerable.Range(2, 200_000).Select(n => $"{n},\"a {n}\nb,")));
        var read = await ReadAsync(path, new PostFileSettings { LongestRow = 1 << 16 });
        Assert.NotEmpty(read.Posts);
        Assert.True(read.Faults.Count > 0);
    }

    private static Task<Taken> ReadAsync(string path, PostFileSettings? settings = null, Dictionary<string, string>? columns = null)
    {
        var reader = new PostsReader(columns);
        settings = (settings ?? new PostFileSettings()) with { RowKeys = reader.Columns, Columns = reader.Columns };
        return Taken.ByAsync(reader, s_source, PostFile.ReadAsync([path], s_source.Id, TimeProvider.System, settings));
    }
}
