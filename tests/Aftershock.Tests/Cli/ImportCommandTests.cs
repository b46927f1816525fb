using System.Text.Json;
using Aftershock.Cli;
using Aftershock.Storage.Sqlite;
using Aftershock.Tests.Collecting.Forums;

namespace Aftershock.Tests.Cli;

/// <summary><c>import …</c>, <c>posts</c>, <c>threads</c>, <c>actors</c> and <c>evidence …</c>, as other programs use them.</summary>
public sealed class ImportCommandTests : IDisposable
{
    private const string Report = "run source interrupted files files_unreadable pages captures pages_failed pages_empty source_errors rows posts undated dated_after_capture threads_new handles_new listings_new seconds repaired keys_not_read rejections warnings";

    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task Posts_that_were_imported_come_out_with_every_key_of_the_contract()
    {
        var file = _shell.Write("posts.jsonl", """{"id":"a","title":"Tide tables","body":"Of Port Vell.","posted_at":"2022-07-03T11:20:00Z","author":"gullwing","section":"Cargo","author_joined":"2021-03"}""");
        await _shell.DoneAsync("import", "posts", file, "--source", "Salt Pan");
        var post = (await _shell.DoneAsync("posts", "--jsonl")).Lines.Single();
        Assert.Equal("source thread_id thread_title forum prefix post_id author author_joined published_at published_raw body edited_at first_seen last_seen gone number author_posts attachments hidden_parts reactions capture", post.Keys());
        Assert.Equal(("salt-pan", "a", "Tide tables", "Cargo", "gullwing", "2021-03"), (post.Text("source"), post.Text("post_id"), post.Text("thread_title"), post.Text("forum"), post.Text("author"), post.Text("author_joined")));
        Assert.Equal(("2022-07-03T11:20:00Z", "Of Port Vell.", null), (post.Text("published_at"), post.Text("body"), post.Text("edited_at")));
        Assert.Equal(JsonValueKind.Null, post.GetProperty("gone").ValueKind);
        var actor = (await _shell.DoneAsync("actors", "--jsonl")).Lines.Single();
        Assert.Equal(("source handle joined posts first_seen language last_seen reputation group", "gullwing", "2021-03"), (actor.Keys(), actor.Text("handle"), actor.Text("joined")));
    }

    [Fact]
    public async Task Threads_of_pages_come_out_with_every_key_of_the_contract()
    {
        await _shell.DoneAsync("import", "pages", Pages(), "--source", "saltpan");
        var thread = (await _shell.DoneAsync("threads", "--jsonl")).Lines.Single();
        Assert.Equal("source thread_id title forum prefix author published_at views replies sticky closed", thread.Keys());
        Assert.Equal(("saltpan", "40", "Tide tables", "Cargo", "gullwing", "2022-07-03T11:20:00Z"), (thread.Text("source"), thread.Text("thread_id"), thread.Text("title"), thread.Text("forum"), thread.Text("author"), thread.Text("published_at")));
        Assert.Equal((120, 4, false, false), (thread.Whole("views"), thread.Whole("replies"), thread.GetProperty("sticky").GetBoolean(), thread.GetProperty("closed").GetBoolean()));
    }

    [Fact]
    public async Task Pages_are_read_in_the_zone_that_is_given()
    {
        await _shell.DoneAsync("import", "pages", Pages(), "--zone", "Asia/Shanghai", "--forum", "mybb");
        Assert.Equal("2022-07-03T03:20:00Z", (await _shell.DoneAsync("posts", "--jsonl")).Lines.Single().Text("published_at"));
    }

    [Fact]
    public async Task A_board_is_named_after_itself_and_the_reason_for_its_program_is_told()
    {
        var ended = await _shell.DoneAsync("import", "pages", Pages());
        Assert.Contains("as mybb; ", ended.Error, StringComparison.Ordinal);
        Assert.Equal("saltpan", (await _shell.DoneAsync("posts", "--jsonl")).Lines.Single().Text("source"));
    }

    [Fact]
    public async Task Every_row_that_is_refused_is_told_with_its_place_and_reason()
    {
        var file = _shell.Write("posts.jsonl", """{"id":"a","title":"x"}""", "nonsense", """{"id":"b"}""", """{"id":"c","title":"x","posted_at":"soon"}""", """{"id":"d","title":"half \ud83d"}""");
        var ended = await _shell.DoneAsync("import", "posts", file, "--json");
        Assert.Equal(Report, ended.Json.Keys());
        Assert.Equal((5, 1, 4), (ended.Json.Whole("rows"), ended.Json.GetProperty("posts").Whole("new"), ended.Json.GetProperty("posts").Whole("rejected")));
        var rejections = ended.Json.GetProperty("rejections").EnumerateArray().ToList();
        Assert.Equal(["posts.jsonl line 2", "posts.jsonl line 3", "posts.jsonl line 4", "posts.jsonl line 5"], rejections.Select(r => r.Text("place")));
        Assert.All(["is not JSON", "neither title nor body", "posted_at \"soon\" not read; expected", "half of a surrogate pair"], (string told, int i) => Assert.Contains(told, rejections[i].Text("reason"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Claims_of_leak_sites_are_a_source_for_each_group_and_bad_rows_are_told()
    {
        var file = _shell.Write("claims.json", """[{"group_name":"tern","post_title":"Meadowlark Clinic","published":"2022-07-03 11:20:00.000000","discovered":"2022-07-04 00:00:00.000000"},{"group_name":"tern"},{"group_name":"skua","post_title":"Port Vell","discovered":"2022-07-05 00:00:00.000000"}]""");
        var ended = await _shell.DoneAsync("import", "ransomware-posts", file, "--json");
        Assert.Equal((3, 1), (ended.Json.Whole("rows"), ended.Json.Whole("undated")));
        var rejection = ended.Json.GetProperty("rejections").EnumerateArray().Single();
        Assert.Equal(("claims.json item 2", "has no title; expected the victim's name"), (rejection.Text("place"), rejection.Text("reason")));
        Assert.Equal(
            [("ransomware/skua", null), ("ransomware/tern", "2022-07-03T11:20:00Z")],
            (await _shell.DoneAsync("posts", "--jsonl")).Lines.Select(p => (p.Text("source"), p.Text("published_at"))));
    }

    [Fact]
    public async Task Discovery_stands_in_for_a_published_time_only_when_it_is_asked_for()
    {
        var file = _shell.Write("claims.json", """[{"group_name":"skua","post_title":"Port Vell","discovered":"2022-07-05 00:00:00.000000"}]""");
        Assert.Equal(0, (await _shell.DoneAsync("import", "ransomware-posts", "--discovered-is-published", file, "--json")).Json.Whole("undated"));
        Assert.Equal("2022-07-05T00:00:00Z", (await _shell.DoneAsync("posts", "--jsonl")).Lines.Single().Text("published_at"));
    }

    [Fact]
    public async Task A_second_import_adds_nothing()
    {
        var pages = Pages();
        await _shell.DoneAsync("import", "pages", pages);
        var again = (await _shell.DoneAsync("import", "pages", pages, "--json")).Json;
        Assert.Equal((0, 2, 0, 1), (again.GetProperty("captures").Whole("new"), again.GetProperty("captures").Whole("known"), again.GetProperty("posts").Whole("new"), again.GetProperty("posts").Whole("known")));
    }

    [Fact]
    public async Task A_file_among_others_that_cannot_be_read_is_told_and_nothing_but_it_makes_the_input_unreadable()
    {
        var file = _shell.Write("posts.jsonl", """{"id":"a","title":"x"}""");
        var missing = Path.Combine(_shell.Folder, "none.jsonl");
        Assert.Contains("none.jsonl: no such file", (await _shell.DoneAsync("import", "posts", file, missing)).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Unreadable, (await Shell.RunAsync("import", "posts", missing, "--store", _shell.Store)).Code);
    }

    [Fact]
    public async Task A_folder_without_pages_is_unreadable_and_so_is_one_that_is_not_there()
    {
        Directory.CreateDirectory(Path.Combine(_shell.Folder, "empty"));
        _shell.Write("strange/a.html", "<html><p>Powered by another program</p></html>");
        foreach (var (folder, told) in new[] { ("empty", "no page was found"), ("none", "no such folder"), ("strange", "no known forum program was recognized") })
        {
            var ended = await Shell.RunAsync("import", "pages", Path.Combine(_shell.Folder, folder), "--store", _shell.Store);
            Assert.Equal(ExitCode.Unreadable, ended.Code);
            Assert.Contains(told, ended.Error, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(_shell.Store));
    }

    [Theory]
    [InlineData("See: aftershock import", "import")]
    [InlineData("Did you mean 'posts'?", "import", "psts", "a.jsonl")]
    [InlineData("See: aftershock import posts --help", "import", "posts")]
    [InlineData("aftershock: there is no command 'trnds'. Did you mean 'trends'?\nSee: aftershock --help", "trnds")]
    [InlineData("aftershock: import has no command 'psts'. Did you mean 'posts'?", "import", "psts", "a.jsonl")]
    [InlineData("aftershock: import posts has no option '--jsno'. Did you mean '--json'?", "import", "posts", "a.jsonl", "--jsno")]
    [InlineData("aftershock: import posts: PATH is missing; expected files of JSON lines", "import", "posts")]
    [InlineData("aftershock: import: expected one of ", "import")]
    [InlineData("--source: expected NAME after it", "import", "posts", "a.jsonl", "--source")]
    [InlineData("--records-at-least many: not read; expected a whole number", "listings", "--records-at-least", "many")]
    [InlineData("--from yesterday: not read; expected a day such as 2022-06-30", "listings", "--from", "yesterday")]
    [InlineData("--forum \"phorum\" is not known; expected auto, ", "import", "pages", ".", "--forum", "phorum")]
    [InlineData("--zone \"Berlin\" is not known; expected an IANA name such as Europe/Berlin", "import", "pages", ".", "--zone", "Berlin")]
    [InlineData("See: aftershock evidence", "evidence")]
    [InlineData("See: aftershock evidence show --help", "evidence", "show")]
    [InlineData("--jsonl and --csv: choose one", "posts", "--jsonl", "--csv")]
    [InlineData("--json and --csv: choose one", "source", "list", "--json", "--csv")]
    [InlineData("give a path", "posts", "--store", "postgres://localhost/x")]
    public async Task A_command_line_that_cannot_be_meant_is_a_usage_error(string told, params string[] args)
    {
        var ended = await Shell.RunAsync(args);
        Assert.Equal((ExitCode.Usage, ""), (ended.Code, ended.Output));
        Assert.Contains(told, ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Required ", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("posts")]
    [InlineData("threads")]
    [InlineData("actors")]
    [InlineData("evidence", "verify")]
    [InlineData("evidence", "show", "0123")]
    public async Task A_store_that_is_not_there_fails_and_is_not_made(params string[] args)
    {
        var ended = await Shell.RunAsync([.. args, "--store", _shell.Store]);
        Assert.Equal(ExitCode.Failed, ended.Code);
        Assert.Contains($"no store at {_shell.Store}", ended.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_shell.Store));
    }

    [Fact]
    public async Task Only_the_source_that_is_asked_for_is_listed_and_an_unknown_one_fails()
    {
        await _shell.DoneAsync("import", "posts", _shell.Write("a.jsonl", """{"id":"a","title":"x"}"""), "--source", "one");
        await _shell.DoneAsync("import", "posts", _shell.Write("b.jsonl", """{"id":"b","title":"x"}"""), "--source", "two");
        Assert.Equal(["b"], (await _shell.DoneAsync("posts", "--source", "two", "--jsonl")).Lines.Select(l => l.Text("post_id")));
        var unknown = await Shell.RunAsync("posts", "--source", "three", "--store", _shell.Store);
        Assert.Equal(ExitCode.Failed, unknown.Code);
        Assert.Contains("--source three", unknown.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("posts")]
    [InlineData("threads")]
    [InlineData("actors")]
    [InlineData("listings")]
    [InlineData("source", "list")]
    [InlineData("source", "runs")]
    public async Task What_a_command_lists_comes_as_one_document_too_with_the_same_keys(params string[] command)
    {
        await _shell.DoneAsync("import", "pages", Pages());
        await _shell.DoneAsync("import", "posts", _shell.Write("a.jsonl", """{"id":"a","title":"SELL Meadowlark Clinic database, 120k patients","body":"name, phone. 300 usd","author":"tern"}"""));
        var items = (await _shell.DoneAsync([.. command, "--json"])).Json.EnumerateArray().Select(i => i.GetRawText()).ToList();
        Assert.NotEmpty(items);
        Assert.Equal((await _shell.DoneAsync([.. command, "--jsonl"])).Lines.Select(l => l.GetRawText()), items);
    }

    [Fact]
    public async Task A_list_of_nothing_is_an_empty_list()
    {
        await _shell.DoneAsync("import", "posts", _shell.Write("a.jsonl", """{"id":"a","title":"x"}"""));
        Assert.Equal(0, (await _shell.DoneAsync("listings", "--json")).Json.GetArrayLength());
    }

    [Fact]
    public async Task Emoji_and_wide_blanks_come_out_as_they_are_and_control_characters_do_not()
    {
        const string title = "\U0001F600\u3000数据 a\\ud83d \u2028 \u0001 \"q\"";
        var file = _shell.Write("a.jsonl", System.Text.Json.JsonSerializer.Serialize(new { id = "a", title }));
        await _shell.DoneAsync("import", "posts", file);
        var posts = await _shell.DoneAsync("posts", "--jsonl");
        Assert.Contains("\U0001F600\u3000数据 a\\\\ud83d \\u2028 \\u0001 \\\"q\\\"", posts.Output, StringComparison.Ordinal);
        Assert.Equal(title, posts.Lines.Single().Text("thread_title"));
    }

    [Theory]
    [InlineData("posts", "\"nonsense", "{\"id\":\"b\"}")]
    [InlineData("ransomware-posts", "{\"group_name\":\"tern\"}", "7")]
    public async Task Rows_of_which_none_could_be_read_are_unreadable_input(string command, params string[] rows)
    {
        var ended = await Shell.RunAsync("import", command, _shell.Write("a.jsonl", rows), "--store", _shell.Store, "--json");
        Assert.Equal((ExitCode.Unreadable, rows.Length), (ended.Code, ended.Json.GetProperty("rejections").GetArrayLength()));
        await _shell.DoneAsync("import", command, _shell.Write("b.jsonl", [.. rows, """{"id":"c","title":"x","group":"tern","published":"2022-07-03"}"""]));
    }

    [Theory]
    [InlineData("posts")]
    [InlineData("ransomware-posts")]
    public async Task A_folder_without_a_file_of_posts_is_unreadable_input(string command)
    {
        _shell.Write("dump/notes.txt", "x");
        var ended = await Shell.RunAsync("import", command, Path.Combine(_shell.Folder, "dump"), "--store", _shell.Store);
        Assert.Equal(ExitCode.Unreadable, ended.Code);
        Assert.Contains("no file of posts was found", ended.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_shell.Store));
    }

    [Fact]
    public async Task Pages_of_which_none_could_be_read_are_unreadable_input_and_known_ones_are_not()
    {
        _shell.Write("broken/a.html", "<html><meta name=\"generator\" content=\"MyBB\"><p>nothing of a thread</p></html>");
        Assert.Equal(ExitCode.Unreadable, (await Shell.RunAsync("import", "pages", "--forum", "mybb", Path.Combine(_shell.Folder, "broken"), "--store", _shell.Store)).Code);
        var pages = Pages();
        await _shell.DoneAsync("import", "pages", pages);
        await _shell.DoneAsync("import", "pages", pages);
    }

    [Theory]
    [InlineData("bad name/../x", "source: bad-name/x (\"bad name/../x\")")]
    [InlineData("../../etc", "source: etc (\"../../etc\")")]
    [InlineData("harbour", "source: harbour")]
    public async Task The_name_that_a_source_has_in_the_store_is_told(string given, string told)
    {
        var ended = await _shell.DoneAsync("import", "posts", _shell.Write("a.jsonl", """{"id":"a","title":"x"}"""), "--source", given);
        Assert.Equal(told, ended.Output.Split('\n')[0].TrimEnd());
    }

    [Fact]
    public async Task One_is_one_and_what_is_counted_within_another_count_says_so()
    {
        var ended = await _shell.DoneAsync("import", "posts", _shell.Write("a.jsonl", """{"id":"a","title":"x"}"""));
        Assert.Contains("1 file; 1 block of rows: 1 new, 0 known\n1 post: 1 new, 0 known, 0 duplicates, 0 rejected\namong the new posts 0 listings", ended.Output, StringComparison.Ordinal);
        Assert.Contains("1 post of these tells no published time; kept, and no period can count it", ended.Output, StringComparison.Ordinal);
        Assert.Contains("1 file, 1 unreadable among them; 0 pages", (await Shell.RunAsync("import", "pages", "--forum", "mybb", Empty(), "--store", _shell.Store)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_names_a_key_twice_is_taken_and_told()
    {
        var ended = await _shell.DoneAsync("import", "posts", _shell.Write("a.jsonl", """{"id":"a","title":"x","title":"y","other":1,"other":2}"""), "--json");
        Assert.Equal((1, 0), (ended.Json.GetProperty("posts").Whole("new"), ended.Json.GetProperty("posts").Whole("rejected")));
        var warning = Assert.Single(ended.Json.GetProperty("warnings").EnumerateArray());
        Assert.Equal(("a.jsonl line 1", "names \"title\" twice; the last was taken"), (warning.Text("place"), warning.Text("reason")));
        Assert.Equal("y", (await _shell.DoneAsync("posts", "--jsonl")).Lines.Single().Text("thread_title"));
    }

    [Fact]
    public async Task Two_groups_whose_names_come_to_one_source_are_told()
    {
        var file = _shell.Write("a.jsonl", """{"group":"Red Tern","title":"a","published":"2022-07-03"}""", """{"group":"red tern","title":"b","published":"2022-07-03"}""", """{"group":"red-tern!","title":"c","published":"2022-07-03"}""");
        var warning = Assert.Single((await _shell.DoneAsync("import", "ransomware-posts", file, "--json")).Json.GetProperty("warnings").EnumerateArray());
        Assert.Equal("source ransomware/red-tern", warning.Text("place"));
        Assert.Contains("\"Red Tern\" and \"red-tern!\"", warning.Text("reason"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_import_that_is_stopped_tells_at_once_what_it_did_and_the_next_goes_on(bool json)
    {
        var file = _shell.Write("posts.jsonl", Enumerable.Range(0, 30_000).Select(i => $$"""{"id":"{{i}}","title":"Tide tables {{i}}","body":"{{new string('x', 300)}}"}"""));
        using var stop = new CancellationTokenSource();
        long asked = 0;
        using var watched = new StopAt("posts", () =>
        {
            asked = TimeProvider.System.GetTimestamp();
            stop.Cancel();
        });
        string[] options = json ? ["--json"] : [];
        var ended = await Shell.RunAsync(["import", "posts", file, "--store", _shell.Store, .. options], watched, stop.Token);
        Assert.InRange(TimeProvider.System.GetElapsedTime(asked), TimeSpan.Zero, TimeSpan.FromSeconds(30));
        Assert.Equal(ExitCode.Interrupted, ended.Code);
        var stored = (await _shell.DoneAsync("posts", "--jsonl")).Lines.Count;
        Assert.InRange(stored, 1, 29_999);
        if (json)
        {
            Assert.True(ended.Json.GetProperty("interrupted").GetBoolean());
            Assert.Equal(stored, ended.Json.GetProperty("posts").Whole("new"));
        }
        else
        {
            Assert.Contains(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"posts: {stored:N0} new"), ended.Output, StringComparison.Ordinal);
        }

        var run = (await _shell.DoneAsync("source", "runs", "--jsonl")).Lines.Single();
        Assert.Equal(stored, run.Whole("posts_new"));
        Assert.Equal(30_000 - stored, (await _shell.DoneAsync("import", "posts", file, "--json")).Json.GetProperty("posts").Whole("new"));
        await _shell.DoneAsync("evidence", "verify");
    }

    /// <summary>Standard error of a terminal at which somebody presses Ctrl-C as soon as some words are drawn.</summary>
    private sealed class StopAt(string words, Action stop) : StringWriter
    {
        public override void Write(string? value)
        {
            if (value?.Contains(words, StringComparison.Ordinal) == true)
            {
                stop();
            }
        }
    }

    private string Empty() => Path.GetDirectoryName(_shell.Write("bare/a.html"))!;

    [Fact]
    public async Task The_table_shows_no_control_characters_and_the_csv_no_formula()
    {
        await _shell.DoneAsync("import", "posts", _shell.Write("a.jsonl", """{"id":"a","title":"=1+1 \u001b[2J","author":"@cmd"}"""));
        Assert.DoesNotContain('\u001b', (await _shell.DoneAsync("posts")).Output);
        var row = (await _shell.DoneAsync("posts", "--csv")).Output.Split("\r\n")[1];
        Assert.DoesNotContain(",=1", row, StringComparison.Ordinal);
        Assert.DoesNotContain(",@cmd", row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evidence_is_sound_until_a_bit_is_flipped_and_then_the_command_fails_at_its_place()
    {
        await _shell.DoneAsync("import", "pages", Pages());
        var sound = (await _shell.DoneAsync("evidence", "verify", "--json")).Json;
        Assert.Equal(("sound entries captures erased sealed_bytes head published_heads break", true, 2), (sound.Keys(), sound.GetProperty("sound").GetBoolean(), sound.Whole("captures")));
        var record = Directory.EnumerateFiles(Path.Combine(_shell.Store, "evidence"), "*.sealed", SearchOption.AllDirectories).Single();
        var bytes = File.ReadAllBytes(record);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(record, bytes);
        var broken = await Shell.RunAsync("evidence", "verify", "--store", _shell.Store, "--json");
        Assert.Equal((ExitCode.Failed, "place reason"), (broken.Code, broken.Json.GetProperty("break").Keys()));
        Assert.StartsWith("BROKEN", (await Shell.RunAsync("evidence", "verify", "--store", _shell.Store)).Output.Split('\n')[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evidence_shows_what_the_ledger_tells_and_writes_the_page_to_a_file_alone()
    {
        var pages = Pages();
        await _shell.DoneAsync("import", "pages", pages);
        var id = await CaptureAsync("https://saltpan.example/showthread.php?tid=40");
        var page = Path.Combine(_shell.Folder, "out.html");
        var shown = await _shell.DoneAsync("evidence", "show", id.ToUpperInvariant(), "--out", page, "--json");
        Assert.Equal("capture source url captured_at status content_type sha256 bytes sealed_in ledger_line run embedded_media content", shown.Json.Keys());
        Assert.Equal((id, "sound", "2022-07-16T09:30:00Z"), (shown.Json.Text("capture"), shown.Json.Text("content"), shown.Json.Text("captured_at")));
        Assert.Equal(File.ReadAllBytes(Path.Combine(pages, "thread.html")), File.ReadAllBytes(page));
        Assert.DoesNotContain("Fresh set", shown.Output, StringComparison.Ordinal);
        await _shell.DoneAsync("evidence", "show", id, "--out", page, "--warc");
        Assert.StartsWith("WARC/1.1", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_capture_that_the_ledger_does_not_know_fails()
    {
        await _shell.DoneAsync("import", "pages", Pages());
        var ended = await Shell.RunAsync("evidence", "show", "0123", "--store", _shell.Store);
        Assert.Equal(ExitCode.Failed, ended.Code);
        Assert.Contains("capture 0123: the ledger does not know it", ended.Error, StringComparison.Ordinal);
    }

    /// <summary>A saved board of one list and one thread.</summary>
    private string Pages()
    {
        _shell.Write("saved/list.html", MyBbPages.ListPage(MyBbPages.Row(40, "Tide tables")));
        _shell.Write("saved/thread.html", MyBbPages.ThreadPage("Tide tables", MyBbPages.Post(77, "Fresh set.")));
        _shell.Write("saved/manifest.jsonl",
            """{"file":"list.html","url":"https://saltpan.example/forumdisplay.php?fid=3","captured_at":"2022-07-16T09:30:00Z"}""",
            """{"file":"thread.html","url":"https://saltpan.example/showthread.php?tid=40","captured_at":"2022-07-16T09:30:00Z"}""");
        return Path.Combine(_shell.Folder, "saved");
    }

    private async Task<string> CaptureAsync(string url)
    {
        await using var store = await SqliteStores.OpenAsync(_shell.Store, TimeProvider.System, default);
        return (await store.Captures.ListAsync(null, null, 10, null, default)).Items.Single(c => c.Url == url).Id.Value;
    }
}
