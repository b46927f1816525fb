using System.Text.Json;
using Aftershock.Cli;

namespace Aftershock.Tests.Cli;

/// <summary>The command as other programs use it, on a real store.</summary>
public sealed class TrendsCommandTests : IDisposable
{
    private static readonly string[] s_summer =
        ["--from", "2022-03-01", "--to", "2022-07-15", "--baseline", "2022-03-01..2022-06-30", "--window", "2022-07-01..2022-07-15"];

    private readonly TrendsStore _store = new();

    [Fact]
    public async Task Every_key_of_the_contract_is_there_with_the_published_figures()
    {
        await _store.Add(53, "2022-03-16", "2022-06-29").Add(3, "2022-06-10", "2022-06-29", Offer.Sale).Add(25, "2022-07-01", "2022-07-15", records: 10).WriteAsync();
        var answer = await JsonAsync([.. s_summer, "--dispersion", "3.9", "--rule", "leaks-shared"]);
        Assert.Equal("leaks-shared", answer.GetProperty("rule").GetString());
        Assert.StartsWith("Leaks (", answer.GetProperty("definition").GetString(), StringComparison.Ordinal);
        Assert.Equal(137, answer.GetProperty("series").GetArrayLength());
        var point = answer.GetProperty("series")[136];
        Assert.Equal(("2022-07-15", 1), (point.GetProperty("period").GetString(), point.GetProperty("coverage").GetDouble()));
        Assert.Equal("period from to partial count low high coverage records_claimed", string.Join(' ', point.EnumerateObject().Select(p => p.Name)));
        var (baseline, window) = (answer.GetProperty("baseline"), answer.GetProperty("window"));
        Assert.Equal((56, 122, 25, 15), (Whole(baseline, "count"), Whole(baseline, "days"), Whole(window, "count"), Whole(window, "days")));
        Assert.Equal((1.667, 250), (Rounded(window, "rate", 3), Whole(window, "records_claimed")));
        Assert.Equal((1.079, 2.460), (Rounded(window, "low", 3), Rounded(window, "high", 3)));
        Assert.Equal((3.631, 2.171, 5.916), (Rounded(answer, "ratio", 3), Rounded(answer, "ratio_low", 3), Rounded(answer, "ratio_high", 3)));
        Assert.Equal((1.0364e-6, 3.9, 0.007), (Rounded(answer, "p_one_sided", 10), Rounded(answer, "dispersion", 1), Rounded(answer, "p_dispersed", 3)));
        Assert.Equal((51.67, 52, 33.4, 76.3), (Rounded(answer, "pace", 2), Whole(answer, "pace_shown"), Rounded(answer, "pace_low", 1), Rounded(answer, "pace_high", 1)));
        Assert.Equal((52.2, 39, 68), (Rounded(answer, "predicted_mean", 6), Rounded(answer, "predicted_low", 0), Rounded(answer, "predicted_high", 0)));
        Assert.Equal(JsonValueKind.Array, answer.GetProperty("changes").ValueKind);
        Assert.EndsWith("@2022-08-31T12:00:00Z", answer.GetProperty("snapshot").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_comparison_its_keys_are_null()
    {
        await _store.Add(5, "2022-06-01", "2022-06-30").WriteAsync();
        var answer = await JsonAsync(["--by", "month"]);
        foreach (var key in new[] { "baseline", "window", "ratio", "ratio_low", "ratio_high", "p_one_sided", "dispersion", "p_dispersed", "pace", "pace_shown", "predicted_mean" })
        {
            Assert.Equal(JsonValueKind.Null, answer.GetProperty(key).ValueKind);
        }

        Assert.Equal("2022-06", answer.GetProperty("series")[0].GetProperty("period").GetString());
    }

    [Fact]
    public async Task An_event_divides_the_days_and_belongs_to_those_after_it()
    {
        await _store.Add(10, "2022-06-01", "2022-06-29").Add(1, "2022-06-30", "2022-06-30").WriteAsync();
        foreach (var named in new[] { "2022-06-30", "shanghai-police-listing" })
        {
            var answer = await JsonAsync(["--from", "2022-06-01", "--to", "2022-06-30", "--event", named]);
            Assert.Equal((10, 29, 1, 1), (Whole(answer.GetProperty("baseline"), "count"), Whole(answer.GetProperty("baseline"), "days"), Whole(answer.GetProperty("window"), "count"), Whole(answer.GetProperty("window"), "days")));
        }
    }

    [Fact]
    public async Task Without_a_baseline_event_ratio_and_upper_end_are_null()
    {
        await _store.Add(9, "2022-07-01", "2022-07-15").WriteAsync();
        var answer = await JsonAsync(s_summer);
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (answer.GetProperty("ratio").ValueKind, answer.GetProperty("ratio_high").ValueKind));
        Assert.True(answer.GetProperty("ratio_low").GetDouble() > 1);
    }

    [Fact]
    public async Task A_split_names_each_point_and_tells_shares()
    {
        await _store.Add(6, "2022-06-01", "2022-06-30").Add(2, "2022-06-01", "2022-06-30", country: "RU").WriteAsync();
        var answer = await JsonAsync(["--rule", "leaks-anywhere", "--from", "2022-06-01", "--to", "2022-06-30", "--by", "month", "--split", "country"]);
        Assert.Equal([("CN", 6), ("RU", 2)], answer.GetProperty("series").EnumerateArray().Select(p => (p.GetProperty("split").GetString(), Whole(p, "count"))));
        Assert.Equal([0.75, 0.25], answer.GetProperty("shares").EnumerateArray().Select(s => s.GetProperty("share").GetDouble()));
    }

    [Fact]
    public async Task Countries_asked_for_stand_in_for_the_rules_own()
    {
        await _store.Add(6, "2022-06-01", "2022-06-30").Add(2, "2022-06-01", "2022-06-30", country: "RU").WriteAsync();
        var answer = await JsonAsync(["--from", "2022-06-01", "--to", "2022-06-30", "--rule", "leaks-shared", "--country", "ru"]);
        Assert.Equal(2, Whole(answer, "count"));
        Assert.Contains("RU, as asked, where the rule itself says CN", answer.GetProperty("definition").GetString(), StringComparison.Ordinal);
        Assert.Equal(8, Whole(await JsonAsync(["--from", "2022-06-01", "--to", "2022-06-30", "--rule", "leaks-shared", "--country", "any"]), "count"));
    }

    [Fact]
    public async Task Without_countries_asked_for_the_rules_own_hold()
    {
        await _store.Add(6, "2022-06-01", "2022-06-30").Add(2, "2022-06-01", "2022-06-30", country: "RU").WriteAsync();
        var answer = await JsonAsync(["--rule", "leaks-shared", "--from", "2022-06-01", "--to", "2022-06-30"]);
        Assert.Equal(6, Whole(answer, "count"));
        Assert.Contains("about data of CN, of any sector", answer.GetProperty("definition").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_rules_count_is_explained_listing_by_listing()
    {
        await _store.Add(4, "2022-07-01", "2022-07-10", Offer.Sale, 1000).Add(5, "2022-07-01", "2022-07-10", Offer.Free).Add(2, "2022-07-01", "2022-07-10")
            .AddOne("2022-07-20T12:00:00Z", "Victim 1", Offer.Sale, 1000).AddOne("2022-07-21T12:00:00Z", "Victim 5", Offer.Sale).WriteAsync();
        var answer = await JsonAsync(["--rule", "leaks-shared", "--from", "2022-07-01", "--to", "2022-07-31", "--as-counted-by", "databases-marketed"]);
        var other = answer.GetProperty("as_counted_by");
        Assert.Equal((11, 5, "databases-marketed"), (Whole(answer, "count"), Whole(other, "count"), other.GetProperty("rule").GetString()));
        var differences = other.GetProperty("differences").EnumerateArray().ToList();
        Assert.Equal(Whole(answer, "count") - Whole(other, "count"), differences.Sum(d => Whole(d, "here") - Whole(d, "there")));
        Assert.Equal(7, differences.Count(d => d.GetProperty("reason").GetString() == "offer"));
        // Victim 5 was given away first and sold later: one rule has the leak on the first day, the other on the second.
        var repost = differences.Single(d => d.GetProperty("reason").GetString() == "repost");
        Assert.Equal((0, 1, "Data of Victim 5"), (Whole(repost, "here"), Whole(repost, "there"), repost.GetProperty("title").GetString()));
        Assert.Contains("leaks-shared has this leak on 2022-07-01", repost.GetProperty("sentence").GetString(), StringComparison.Ordinal);
        Assert.Contains("tells no terms", string.Join('\n', differences.Select(d => d.GetProperty("sentence").GetString())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_that_counts_the_same_explains_nothing()
    {
        await _store.Add(4, "2022-07-01", "2022-07-10", Offer.Sale).WriteAsync();
        var other = (await JsonAsync(["--from", "2022-07-01", "--to", "2022-07-31", "--as-counted-by", "databases-marketed"])).GetProperty("as_counted_by");
        Assert.Equal((4, 0), (Whole(other, "count"), other.GetProperty("differences").GetArrayLength()));
    }

    [Fact]
    public async Task A_rule_of_ones_own_is_read_from_its_file()
    {
        await _store.Add(4, "2022-07-01", "2022-07-10", Offer.Sale).AddOne("2022-07-11T12:00:00Z", "Victim 1", Offer.Sale, number: 7).WriteAsync();
        var rule = _store.FileOf("posts.yaml", "name: posts-for-sale\nkinds: [leak]\noffers: [sale]\nunit: post\n");
        Assert.Equal(5, Whole(await JsonAsync(["--rule", rule, "--from", "2022-07-01", "--to", "2022-07-31"]), "count"));
    }

    [Fact]
    public async Task The_table_begins_with_the_answer_and_its_definition()
    {
        await _store.Add(56, "2022-03-16", "2022-06-30").Add(25, "2022-07-01", "2022-07-15").WriteAsync();
        var (code, output, _) = await RunAsync([.. s_summer, "--dispersion", "poisson"]);
        Assert.Equal(ExitCode.Done, code);
        Assert.StartsWith("A surge: a pace of 52 leaks a month, 3.63 times the rate before.", output, StringComparison.Ordinal);
        Assert.Contains("Rate ratio 3.631 (95 % interval 2.171 to 5.916); exact one-sided p 1.0e-6", output, StringComparison.Ordinal);
        Assert.Contains("What is counted: Leaks (", output, StringComparison.Ordinal);
        Assert.Contains("2022-W28 (part)", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_rule_every_country_counts_and_the_rule_is_told()
    {
        await _store.Add(3, "2022-07-01", "2022-07-10", country: "CN").Add(4, "2022-07-01", "2022-07-10", country: "PL").WriteAsync();
        string[] july = ["--from", "2022-07-01", "--to", "2022-07-31"];
        var answer = await JsonAsync(july);
        Assert.Equal(("leaks-anywhere", 7), (answer.GetProperty("rule").GetString(), Whole(answer, "count")));
        Assert.Contains("Rule leaks-anywhere, the one that counts where no --rule is given.", (await RunAsync(july)).Output, StringComparison.Ordinal);
        Assert.Contains("Rule leaks-shared.", (await RunAsync([.. july, "--rule", "leaks-shared"])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_help_tells_each_default_once_and_as_it_is_typed()
    {
        using var output = new StringWriter();
        Assert.Equal(ExitCode.Done, await CommandLine.RunAsync(["trends", "--help"], new Terminal { Out = output, Error = TextWriter.Null, In = TextReader.Null }));
        var help = string.Join(' ', output.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("[default: Day]", help, StringComparison.Ordinal);
        Assert.Contains("[default: leaks-anywhere]", help, StringComparison.Ordinal);
        Assert.DoesNotContain("Default: leaks-anywhere", help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_surge_that_scatter_explains_is_not_called_one_without_saying_so()
    {
        await _store.Add(56, "2022-03-16", "2022-06-30").Add(25, "2022-07-01", "2022-07-15").WriteAsync();
        var (_, output, _) = await RunAsync([.. s_summer, "--dispersion", "14"]);
        Assert.Contains("but counts as scattered as these differ so much by chance too (p 0.15)", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_csv_has_a_line_for_every_point()
    {
        await _store.Add(4, "2022-07-01", "2022-07-10").WriteAsync();
        var (_, output, _) = await RunAsync(["--from", "2022-07-01", "--to", "2022-07-03", "--csv"]);
        var lines = output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("rule,snapshot,split,period,from,to,count,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("leaks-anywhere,", lines[1], StringComparison.Ordinal);
        Assert.Contains(",all,2022-07-01,2022-07-01,2022-07-01,1,", lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCode.Usage, "given together", "--baseline", "2022-03-01..2022-06-30")]
    [InlineData(ExitCode.Usage, "overlaps", "--baseline", "2022-03-01..2022-06-30", "--window", "2022-06-30..2022-07-02")]
    [InlineData(ExitCode.Usage, "expected two days", "--window", "2022-07-02..2022-07-01")]
    [InlineData(ExitCode.Usage, "expected a day such as", "--from", "July")]
    [InlineData(ExitCode.Usage, "is after --to", "--from", "2022-07-02", "--to", "2022-07-01")]
    [InlineData(ExitCode.Usage, "no such event; expected a day such as 2022-06-30, or one of board-opened, shanghai-police-listing", "--from", "2022-06-01", "--to", "2022-07-31", "--event", "flood")]
    [InlineData(ExitCode.Usage, "leaves no days on one side", "--from", "2022-06-30", "--to", "2022-07-31", "--event", "2022-06-30")]
    [InlineData(ExitCode.Usage, "expected one of day, week, month", "--by", "hour")]
    [InlineData(ExitCode.Usage, "expected one of country, sector, data-class", "--split", "color")]
    [InlineData(ExitCode.Usage, "expected auto, poisson or a number from 1", "--dispersion", "0.3")]
    [InlineData(ExitCode.Usage, "expected ISO 3166-1", "--country", "China")]
    [InlineData(ExitCode.Usage, "expected hits, false hits and misses", "--recognition-error", "1,2")]
    [InlineData(ExitCode.Usage, "shipped are databases-marketed, leaks-anywhere, leaks-shared", "--rule", "leaks")]
    [InlineData(ExitCode.Usage, "choose one", "--json", "--csv")]
    public async Task A_question_that_cannot_be_asked_is_a_usage_error_that_says_what_was_expected(int code, string told, params string[] args)
    {
        await _store.Add(1, "2022-07-01", "2022-07-01").WriteAsync();
        var (exit, _, error) = await RunAsync(args);
        Assert.Equal(code, exit);
        Assert.Contains(told, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_file_with_mistakes_ends_with_all_of_them()
    {
        await _store.Add(1, "2022-07-01", "2022-07-01").WriteAsync();
        var (exit, _, error) = await RunAsync(["--rule", _store.FileOf("bad.yaml", "name: bad\nunits: leak\nzone: Beijing\n")]);
        Assert.Equal(ExitCode.Unreadable, exit);
        Assert.Contains("bad.yaml line 2: unknown key \"units\"", error, StringComparison.Ordinal);
        Assert.Contains("bad.yaml line 3: zone: \"Beijing\"", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_are_added_replaced_and_listed()
    {
        await _store.WriteAsync();
        var file = _store.FileOf("takedown.yaml", "name: takedown\ntitle: The board was taken down\ndate: 2022-04-12\nsources: [a press release]\n");
        Assert.Equal(ExitCode.Done, (await RunAsync("event", ["add", file])).Code);
        Assert.Equal(ExitCode.Done, (await RunAsync("event", ["add", file])).Code);
        var (_, output, _) = await RunAsync("event", ["list", "--json"]);
        using var events = JsonDocument.Parse(output);
        Assert.Equal(
            [("board-opened", true), ("takedown", false), ("shanghai-police-listing", true)],
            events.RootElement.EnumerateArray().OrderBy(e => e.GetProperty("date").GetString(), StringComparer.Ordinal).Select(e => (e.GetProperty("name").GetString()!, e.GetProperty("shipped").GetBoolean())));
        Assert.Contains("shanghai-police-listing", (await RunAsync("event", ["list"])).Output, StringComparison.Ordinal);
        await _store.Add(3, "2022-04-01", "2022-04-30").WriteAsync();
        Assert.Equal(11, Whole((await JsonAsync(["--from", "2022-04-01", "--to", "2022-04-30", "--event", "takedown"])).GetProperty("baseline"), "days"));
    }

    public void Dispose() => _store.Dispose();

    private static long Whole(JsonElement element, string key) => element.GetProperty(key).GetInt64();

    private static double Rounded(JsonElement element, string key, int digits) => Math.Round(element.GetProperty(key).GetDouble(), digits);

    private async Task<JsonElement> JsonAsync(string[] args)
    {
        var (code, output, error) = await RunAsync([.. args, "--json"]);
        Assert.True(code == ExitCode.Done, error);
        using var document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }

    private Task<(int Code, string Output, string Error)> RunAsync(string[] args) => RunAsync("trends", args);

    private async Task<(int Code, string Output, string Error)> RunAsync(string command, string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal { Out = output, Error = error, In = TextReader.Null };
        var code = await CommandLine.RunAsync([command, .. args, "--store", _store.Path], terminal);
        return (code, output.ToString(), error.ToString());
    }
}
