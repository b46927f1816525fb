using System.Text;
using System.Text.Json;
using Aftershock.Cli;

namespace Aftershock.Tests.Cli;

/// <summary>The kinds of sources that <c>import</c> takes beside pages, as a shell runs them.</summary>
public sealed class ImportSourcesCommandTests : IDisposable
{
    private readonly Shell _shell = new();
    private readonly Shell _other = new();

    public void Dispose()
    {
        _shell.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task What_posts_writes_comes_back_as_it_was()
    {
        await _shell.DoneAsync("import", "posts", "--source", "harbour", _shell.Write("a.jsonl",
            """{"id":"a","title":"Tide tables","body":"Of Port Vell.\nAll.","posted_at":"2022-07-03T11:20:00Z","author":"gullwing","section":"Cargo","author_joined":"2021-03","author_posts":7}""",
            """{"id":"b","title":"Undated","prefix":"SELL","attachments":["x.csv"],"reactions":3,"hidden_parts":1,"number":2,"thread_id":"a","edited_at":"2022-07-04"}"""));
        await _shell.DoneAsync("import", "posts", "--source", "reef", _shell.Write("b.jsonl", """{"id":"a","title":"Another of that number"}"""));
        var written = (await _shell.DoneAsync("posts", "--jsonl")).Output;
        var report = (await _other.DoneAsync("import", "posts", _other.Write("dump.jsonl", written), "--json")).Json;
        Assert.Equal((3, 0, "{}"), (report.GetProperty("posts").Whole("new"), report.GetProperty("posts").Whole("rejected"), report.GetProperty("keys_not_read").GetRawText()));
        var back = (await _other.DoneAsync("posts", "--jsonl")).Lines;
        Assert.Equal(["dump/harbour", "dump/harbour", "dump/reef"], back.Select(p => p.Text("source")));
        Assert.Equal(
            (await _shell.DoneAsync("posts", "--jsonl")).Lines.Select(Comparable),
            back.Select(Comparable));
    }

    private static string Comparable(JsonElement post) =>
        string.Join('|', post.EnumerateObject().Where(p => p.Name is not ("source" or "capture")).Select(p => $"{p.Name}={p.Value.GetRawText()}"));

    [Fact]
    public async Task A_file_in_another_encoding_ends_with_4_and_the_word_that_helps()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var path = Path.Combine(_shell.Folder, "posts.jsonl");
        await File.WriteAllBytesAsync(path, Encoding.GetEncoding("gb18030").GetBytes("{\"id\":\"1\",\"title\":\"出售某市居民数据库\",\"body\":\"共一百二十万条记录\"}\n"));
        var ended = await Shell.RunAsync("import", "posts", path, "--store", _shell.Store);
        Assert.Equal(ExitCode.Unreadable, ended.Code);
        Assert.Contains("to read them give --encoding gb18030", ended.Output, StringComparison.Ordinal);
        Assert.Contains("posts.jsonl: read as gb18030: as --encoding says", (await _shell.DoneAsync("import", "posts", path, "--encoding", "gbk")).Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Keys_not_read_and_posts_dated_after_their_capture_are_told()
    {
        var path = _shell.Write("posts.csv", "subject,text,posted_at,likes", "Set,Fresh,2098-01-01,3", "Set,Old,2020-01-01,4");
        var ended = await _shell.DoneAsync("import", "posts", path, "--columns", "title=subject,body=text");
        Assert.Contains("1 post is dated after its capture", ended.Output, StringComparison.Ordinal);
        Assert.Contains("keys not read: likes (2 rows)", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chats_feeds_breaches_and_events_each_come_in_and_a_second_time_change_nothing()
    {
        var chat = _shell.Write("result.json", """{"name":"Tern Nest","type":"public_channel","id":1,"messages":[{"id":1,"type":"service","action":"create_channel","text":""},{"id":2,"type":"message","date":"2022-07-03T11:20:00","date_unixtime":"1656840000","from":"Tern Nest","text":"Selling database of Meadowlark Clinic, 120k rows, 300 usd","views":9}]}""");
        var feed = _shell.Write("feed.xml", "<rss><channel><title>News</title><link>https://news.example</link><item><guid>1</guid><title>Breach</title><pubDate>5 Jul 2022</pubDate></item></channel></rss>");
        var breaches = _shell.Write("breaches.json", """[{"Name":"M","Title":"Meadowlark Clinic","Domain":"meadowlark.example","BreachDate":"2022-05-01","AddedDate":"2022-07-03T11:20:00Z","PwnCount":1234567,"DataClasses":["Names"]}]""");
        var events = _shell.Write("event.json", """{"Event":{"uuid":"u","info":"Leak of Meadowlark Clinic","date":"2022-07-03"}}""");
        foreach (var isFirst in new[] { true, false })
        {
            foreach (var (command, path, skipped) in new[] { ("telegram", chat, 1), ("feed", feed, 0), ("hibp", breaches, 0), ("misp", events, 0) })
            {
                var posts = (await _shell.DoneAsync("import", command, path, "--json")).Json.GetProperty("posts");
                Assert.Equal((isFirst ? 1 : 0, isFirst ? 0 : 1, skipped), (posts.Whole("new"), posts.Whole("known"), posts.Whole("skipped")));
            }
        }

        Assert.Equal(["feed/news.example", "hibp", "misp", "telegram/tern-nest"], (await _shell.DoneAsync("posts", "--jsonl")).Lines.Select(p => p.Text("source")).Order());
        Assert.Equal(9, (await _shell.DoneAsync("threads", "--jsonl")).Lines.Single().Whole("views"));
        Assert.Contains("telegram/tern-nest", (await _shell.DoneAsync("listings", "--jsonl")).Output, StringComparison.Ordinal);
        Assert.True((await _shell.DoneAsync("evidence", "verify", "--json")).Json.GetProperty("sound").GetBoolean());
    }

    [Theory]
    [InlineData("telegram")]
    [InlineData("feed")]
    [InlineData("hibp")]
    [InlineData("misp")]
    [InlineData("posts")]
    public async Task A_folder_with_nothing_to_read_is_unreadable(string command)
    {
        Directory.CreateDirectory(Path.Combine(_shell.Folder, "empty"));
        var ended = await Shell.RunAsync("import", command, Path.Combine(_shell.Folder, "empty"), "--store", _shell.Store);
        Assert.Equal(ExitCode.Unreadable, ended.Code);
        Assert.Contains(" was found; expected", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("expected KEY=COLUMN", "import", "posts", "a.csv", "--columns", "titel=subject")]
    [InlineData("expected KEY=COLUMN", "import", "posts", "a.csv", "--columns", "title")]
    [InlineData("names title twice", "import", "posts", "a.csv", "--columns", "title=a,title=b")]
    [InlineData("--encoding \"klingon\" is not known", "import", "posts", "a.csv", "--encoding", "klingon")]
    [InlineData("--zone \"Berlin\" is not known", "import", "telegram", "a.json", "--zone", "Berlin")]
    [InlineData("expected https://", "import", "taxii", "http://taxii.example/api/", "--collection", "x")]
    [InlineData("expected https://", "import", "taxii", "https://ada:secret@taxii.example/api/", "--collection", "x")]
    [InlineData("--added-after \"soon\" not read", "import", "taxii", "https://taxii.example/api/", "--collection", "x", "--added-after", "soon")]
    [InlineData("put it into AFTERSHOCK_TAXII_PASSWORD", "import", "taxii", "https://taxii.example/api/", "--collection", "x", "--user", "ada")]
    public async Task A_command_line_that_cannot_be_meant_is_a_usage_error(string told, params string[] args)
    {
        var ended = await Shell.RunAsync([.. args, "--store", _shell.Store]);
        Assert.Equal(ExitCode.Usage, ended.Code);
        Assert.Contains(told, ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", ended.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_shell.Store));
    }
}
