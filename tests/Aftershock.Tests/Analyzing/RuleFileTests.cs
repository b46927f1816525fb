using Aftershock.Analyzing;

namespace Aftershock.Tests.Analyzing;

public sealed class RuleFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rules");

    [Fact]
    public void The_shipped_rules_say_what_they_count()
    {
        var rules = CountingRules.Load(Path.Combine(Repository.Root, "rules", "counting"));
        Assert.Equal(["databases-marketed", "leaks-anywhere", "leaks-shared"], rules.Select(r => r.Name));
        Assert.Equal(
            "Databases (one for each victim of a distinct leak, once, on the day of its first listing) of kind leak offered for sale or by auction, " +
            "about data of CN, of any sector, in every source; counted by the time of publication, days beginning at midnight in UTC.",
            rules[0].Definition);
        Assert.Equal((CountUnit.Leak, "CN", 0), (rules[2].Unit, rules[2].Countries.Single(), rules[2].Offers.Count));
    }

    [Fact]
    public void Every_key_is_read()
    {
        var rule = CountingRules.Read(Write("mine.yaml", """
            name: mine-2
            kinds: [leak, combolist]
            offers: sale
            unit: listing
            countries: [cn, HK]
            sectors: [government]
            sources: [harbour, ransomware/*]
            zone: Asia/Shanghai
            count_by: published
            """));
        Assert.Equal(("mine-2", CountUnit.Listing, "Asia/Shanghai"), (rule.Name, rule.Unit, rule.Zone));
        Assert.Equal([ListingKind.Leak, ListingKind.Combolist], rule.Kinds);
        Assert.Equal([Offer.Sale], rule.Offers);
        Assert.Equal(["CN", "HK"], rule.Countries);
        Assert.Equal(["government"], rule.Sectors);
        Assert.Equal(["harbour", "ransomware/*"], rule.Sources);
        Assert.Equal(
            "Listings (posts that open a thread; reposts too) of kind leak or combolist offered for sale, about data of CN or HK, of the sector government, " +
            "in the source harbour or ransomware/*; counted by the time of publication, days beginning at midnight in Asia/Shanghai.",
            rule.Definition);
    }

    [Fact]
    public void A_rule_of_a_name_alone_counts_leaks_of_anything()
    {
        var rule = CountingRules.Read(Write("mine.yaml", "name: mine\n"));
        Assert.Equal((CountUnit.Leak, "UTC", 0), (rule.Unit, rule.Zone, rule.Countries.Count));
        Assert.Equal([ListingKind.Leak], rule.Kinds);
    }

    [Fact]
    public void All_mistakes_are_told_at_once_each_with_its_line()
    {
        var failure = Assert.Throws<FileMistakesException>(() => CountingRules.Read(Write("mine.yaml", """
            name: Mine!
            kinds: [leak, gossip,
                    discussion]
            offers: [gift]
            unit: bodies
            countries: [UK]
            sectors: [gov]
            sources: ["*"]
            zone: Beijing
            count_by: captured
            offer: sale
            """)));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], failure.Mistakes.Select(LineOf).Order());
        Assert.Contains(failure.Mistakes, m => m.StartsWith("mine.yaml line 11: unknown key \"offer\"; expected one of name, kinds, offers", StringComparison.Ordinal));
        Assert.Contains(failure.Mistakes, m => m.Contains("\"UK\" is no ISO 3166-1", StringComparison.Ordinal));
        Assert.Contains(failure.Mistakes, m => m.Contains("discussion offers no data", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "expected one list of keys")]
    [InlineData("- name: mine", "expected one list of keys")]
    [InlineData("name: [a", "not YAML")]
    [InlineData("name: a\nname: b", "not YAML")]
    [InlineData("unit: leak", "\"name\" is missing")]
    [InlineData("name: a\nkinds: {a: b}", "line 2: kinds: expected a list of values")]
    [InlineData("name: a\nunit: [leak]", "line 2: unit: expected a single value")]
    public void A_file_that_is_no_rule_is_told_so(string text, string told) =>
        Assert.Contains(told, Assert.Throws<FileMistakesException>(() => CountingRules.Read(Write("mine.yaml", text))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_folder_tells_the_mistakes_of_all_its_files_and_two_of_one_name()
    {
        Write("a.yaml", "name: same\n");
        Write("b.yaml", "name: same\n");
        Write("c.yaml", "name: c\nunit: bodies\n");
        var failure = Assert.Throws<FileMistakesException>(() => CountingRules.Load(_folder.FullName));
        Assert.Equal(["b.yaml line 1", "c.yaml line 2"], failure.Mistakes.Select(m => m[..13]));
    }

    [Fact]
    public void Other_countries_than_the_rule_names_are_told_in_the_definition()
    {
        var rule = CountingRules.Load(Path.Combine(Repository.Root, "rules", "counting")).Single(r => r.Name == "leaks-shared");
        var russia = CountingRules.WithCountries(rule, ["ru", "by"]);
        Assert.Equal(["RU", "BY"], russia.Countries);
        Assert.Contains("about data of RU or BY, as asked, where the rule itself says CN", russia.Definition, StringComparison.Ordinal);
        Assert.Contains("about any country, told or not, as asked, where the rule itself says CN", CountingRules.WithCountries(rule, []).Definition, StringComparison.Ordinal);
        Assert.Equal(rule.Definition, CountingRules.WithCountries(rule, ["CN"]).Definition);
        Assert.Throws<ArgumentException>(() => CountingRules.WithCountries(rule, ["China"]));
    }

    [Fact]
    public void The_shipped_events_are_read_earliest_first() => Assert.Equal(
        [("board-opened", "2022-03-16"), ("shanghai-police-listing", "2022-06-30")],
        LeakEvents.Load(Path.Combine(Repository.Root, "rules", "events")).Select(e => (e.Name, $"{e.Date:yyyy-MM-dd}")));

    [Fact]
    public void The_mistakes_of_an_event_are_told_with_their_lines()
    {
        var failure = Assert.Throws<FileMistakesException>(() => LeakEvents.Read(Write("e.yaml", "name: e\ndate: 30 June 2022\nwhere: here\n")));
        Assert.Equal([1, 2, 3], failure.Mistakes.Select(LineOf).Order());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static int LineOf(string mistake) => int.Parse(mistake.Split("line ")[1].Split(':')[0], null);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
