using System.Text;
using System.Text.Json;
using Aftershock.Cli;

namespace Aftershock.Tests.Cli;

/// <summary><c>recognize</c>, <c>evaluate</c> and <c>rules check</c>, as other programs use them.</summary>
public sealed class RecognizeCommandTests : IDisposable
{
    private const string Offer = """{"id":"p1","title":"Selling Meadowlark Clinic (US) 84,312 patients","body":"full name, phone. price 300 usd, 2 GB","posted_at":"2022-07-03T11:20:00Z"}""";

    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task Every_key_of_the_contract_is_on_each_line()
    {
        var ended = await Shell.RunAsync("recognize", _shell.Write("posts.jsonl", Offer, """{"id":2,"title":"hello","body":"good morning all"}"""));
        Assert.Equal((ExitCode.Done, ""), (ended.Code, ended.Error));
        Assert.Equal(["p1", "2"], ended.Lines.Select(l => l.Text("id")));
        foreach (var line in ended.Lines)
        {
            Assert.Superset(
                new HashSet<string>(["id", "kind", "offer", "victims", "countries", "sector", "records", "records_each", "size_bytes", "price", "data_classes", "sample_records", "breach_date", "sold", "lang", "confidence", "spans"]),
                new HashSet<string>(line.Keys().Split(' ')));
        }

        var listing = ended.Lines[0];
        Assert.Equal(("leak", "sale", 84312, 2_000_000_000), (listing.Text("kind"), listing.Text("offer"), listing.Whole("records"), listing.Whole("size_bytes")));
        Assert.Equal("name domain", listing.GetProperty("victims")[0].Keys());
        Assert.Equal("amount currency usd rate_date", listing.GetProperty("price").Keys());
        Assert.All(listing.GetProperty("spans").EnumerateArray(), s => Assert.Equal("field source start end rule", s.Keys()));
        Assert.Equal(JsonValueKind.Null, ended.Lines[1].GetProperty("price").ValueKind);
    }

    [Fact]
    public async Task Spans_count_code_points_where_characters_beyond_the_first_plane_come_before()
    {
        const string title = "🔥🔥 SELL 𝗠eadowlark Clinic 84,312 patients", body = "😀😀 full name, phone 𝟙 price 300 usd";
        var ended = await Shell.RunAsync("recognize", _shell.Write("posts.jsonl", JsonSerializer.Serialize(new { id = "p", title, body })));
        var spans = ended.Lines.Single().GetProperty("spans").EnumerateArray().ToLookup(s => s.Text("field"));
        Assert.Equal("84,312", Cut(title, Assert.Single(spans["records"])));
        Assert.Equal("300 usd", Cut(body, Assert.Single(spans["price"])));
    }

    [Theory]
    [InlineData("nonsense", "not JSON")]
    [InlineData("[1]", "expected an object with id, title and body")]
    [InlineData("{\"title\":\"x\"}", "no \"id\"")]
    [InlineData("{\"id\":\"\",\"title\":\"x\"}", "no \"id\"")]
    [InlineData("{\"id\":\"a\"}", "neither \"title\" nor \"body\"")]
    [InlineData("{\"id\":\"a\",\"title\":7}", "\"title\" is no text")]
    [InlineData("{\"id\":\"a\",\"title\":\"x\",\"posted_at\":\"soon\"}", "posted_at \"soon\"; expected a date")]
    [InlineData("{\"id\":\"a\",\"title\":\"half \\ud83d\"}", "half of a surrogate pair")]
    public async Task A_line_that_is_no_post_is_told_with_its_number_and_the_others_are_read(string line, string reason)
    {
        var ended = await Shell.RunAsync("recognize", _shell.Write("posts.jsonl", Offer, "", line, Offer));
        Assert.Equal((ExitCode.Done, 2), (ended.Code, ended.Lines.Count));
        Assert.StartsWith("aftershock: posts.jsonl line 3: ", ended.Error, StringComparison.Ordinal);
        Assert.Contains(reason, ended.Error, StringComparison.Ordinal);
        Assert.Contains("posts.jsonl: 2 posts read, 1 lines left out.", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("recognize")]
    [InlineData("evaluate")]
    public async Task A_file_without_a_readable_line_is_unreadable_and_so_is_one_that_is_not_there(string command)
    {
        Assert.Equal(ExitCode.Unreadable, (await Shell.RunAsync(command, _shell.Write("bad.jsonl", "nonsense"))).Code);
        Assert.Equal(ExitCode.Unreadable, (await Shell.RunAsync(command, _shell.Write("empty.jsonl"))).Code);
        var missing = await Shell.RunAsync(command, Path.Combine(_shell.Folder, "none.jsonl"));
        Assert.Equal(ExitCode.Unreadable, missing.Code);
        Assert.Contains("none.jsonl: no such file; expected", missing.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("recognize")]
    [InlineData("recognize", "a.jsonl", "b.jsonl")]
    [InlineData("recognize", "a.jsonl", "--colour")]
    [InlineData("evaluate")]
    [InlineData("evaluate", "a.jsonl", "--jsn")]
    [InlineData("rules")]
    [InlineData("rules", "chekc")]
    [InlineData("rules", "check", "extra")]
    public async Task A_command_line_that_is_not_understood_is_a_usage_error_that_leads_to_help(params string[] args)
    {
        var ended = await Shell.RunAsync(args);
        Assert.Equal((ExitCode.Usage, ""), (ended.Code, ended.Output));
        Assert.Contains($"See: aftershock {args[0]}", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_tells_each_field_and_language()
    {
        var ended = await Shell.RunAsync("evaluate", _shell.Write("gold.jsonl", Gold(("kind", "leak"), ("records", 84312)), Gold(("kind", "request"))), "--json", "--differences");
        Assert.Equal(ExitCode.Done, ended.Code);
        Assert.Equal(2, ended.Json.Whole("posts"));
        Assert.Equal("precision recall f1 true_positives false_positives false_negatives", ended.Json.GetProperty("fields").GetProperty("records").GetProperty("all").Keys());
        var confusion = ended.Json.GetProperty("confusion").EnumerateArray().ToList();
        Assert.Equal([("leak", "leak", 1L), ("request", "leak", 1L)], confusion.Select(c => (c.Text("expected")!, c.Text("found")!, c.Whole("posts"))));
        Assert.Contains(ended.Json.GetProperty("differences").EnumerateArray(), d => d.Text("field") == "kind" && d.Text("expected") == "request");
    }

    [Theory]
    [InlineData("\"labels\":7", "no \"labels\"")]
    [InlineData("\"labels\":{}", "kind \"\"; expected one of")]
    [InlineData("\"labels\":{\"kind\":\"leak\",\"offer\":\"barter\"}", "offer \"barter\"; expected one of")]
    [InlineData("\"labels\":{\"kind\":\"leak\",\"price\":{\"currency\":\"USD\"}}", "price")]
    [InlineData("\"labels\":{\"kind\":\"leak\",\"price\":{\"amount\":1e99,\"currency\":\"USD\"}}", "price")]
    [InlineData("\"labels\":{\"kind\":\"leak\",\"victims\":[\"Meadowlark\"]}", "victims")]
    [InlineData("\"labels\":{\"kind\":\"leak\",\"countries\":[7]}", "countries")]
    [InlineData("\"labels\":{\"kind\":\"leak\",\"data_classes\":[{}]}", "data_classes")]
    [InlineData("\"labels\":{\"kind\":\"leak\",\"records_each\":[1.5]}", "records_each")]
    [InlineData("\"labels\":{\"kind\":\"leak\",\"sector\":\"\\ud83d\"}", "half of a surrogate pair")]
    public async Task A_line_without_usable_labels_is_told_with_its_number_and_the_others_are_scored(string labels, string reason)
    {
        var ended = await Shell.RunAsync("evaluate", _shell.Write("gold.jsonl", Gold(("kind", "leak")), $"{Offer[..^1]},{labels}}}"), "--json");
        Assert.Equal((ExitCode.Done, 1), (ended.Code, ended.Json.Whole("posts")));
        Assert.StartsWith("aftershock: gold.jsonl line 2: ", ended.Error, StringComparison.Ordinal);
        Assert.Contains(reason, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recognize_takes_jsonl_and_writes_the_same_with_it_and_without()
    {
        var file = _shell.Write("a.jsonl", Offer);
        var ended = await Shell.RunAsync("recognize", "--jsonl", file);
        Assert.Equal(ExitCode.Done, ended.Code);
        Assert.Equal((await Shell.RunAsync("recognize", file)).Output, ended.Output);
    }

    [Fact]
    public async Task Rules_check_runs_the_shipped_rules_and_finds_them_sound()
    {
        var ended = await Shell.RunAsync("rules", "check", "--json");
        Assert.Equal((ExitCode.Done, "rules phrases examples failures shadowed"), (ended.Code, ended.Json.Keys()));
        Assert.Equal(0, ended.Json.GetProperty("failures").GetArrayLength());
        Assert.True(ended.Json.Whole("examples") > 0);
    }

    [Fact]
    public async Task A_rule_that_does_not_yield_its_example_is_told_with_file_and_line_and_fails()
    {
        var rules = CopyOfRules();
        _shell.Write("rules/recognizing/own.yaml", "- rule: offer.barter", "  offer: sale", "  score: 9", "  phrases: barter", "  examples:", "    - {title: \"Barter: Meadowlark Clinic 120k patients\", body: \"full name, mobile\", offer: free}");
        var ended = await Shell.RunAsync("rules", "check", "--rules", rules, "--json");
        Assert.Equal(ExitCode.Failed, ended.Code);
        var failure = Assert.Single(ended.Json.GetProperty("failures").EnumerateArray());
        Assert.Equal(("file line rule problem", "recognizing/own.yaml", 6, "offer.barter"), (failure.Keys(), failure.Text("file"), failure.Whole("line"), failure.Text("rule")));
    }

    [Fact]
    public async Task A_rule_file_with_an_unknown_key_is_unreadable_and_names_the_line()
    {
        var rules = CopyOfRules();
        _shell.Write("rules/recognizing/own.yaml", "- rule: offer.barter", "  offer: sale", "  weight: 9");
        var ended = await Shell.RunAsync("rules", "check", "--rules", rules);
        Assert.Equal(ExitCode.Unreadable, ended.Code);
        Assert.Contains("recognizing/own.yaml line 3: unknown key \"weight\"; expected", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("")]
    public async Task A_folder_without_rules_is_unreadable(string folder)
    {
        var ended = await Shell.RunAsync("rules", "check", "--rules", Path.Combine(_shell.Folder, folder));
        Assert.Equal(ExitCode.Unreadable, ended.Code);
        Assert.Contains("expected", ended.Error, StringComparison.Ordinal);
    }

    private static string Gold(params (string Key, object Value)[] labels) =>
        $"{Offer[..^1]},\"labels\":{JsonSerializer.Serialize(labels.ToDictionary(l => l.Key, l => l.Value))}}}";

    private static string Cut(string text, JsonElement span) => string.Concat(text.EnumerateRunes().Skip((int)span.Whole("start")).Take((int)(span.Whole("end") - span.Whole("start"))).Select(r => r.ToString()));

    private string CopyOfRules()
    {
        var shipped = Path.Combine(Repository.Root, "rules");
        foreach (var file in Directory.EnumerateFiles(shipped, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(_shell.Folder, "rules", Path.GetRelativePath(shipped, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        return Path.Combine(_shell.Folder, "rules");
    }
}
