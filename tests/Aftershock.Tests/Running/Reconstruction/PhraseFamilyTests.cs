using System.Text.Json;
using System.Text.RegularExpressions;
using Aftershock.Running.Reconstruction;

namespace Aftershock.Tests.Running.Reconstruction;

/// <summary>The wordings: enough of them, in order, and those kept for evaluation kept apart.</summary>
public sealed partial class PhraseFamilyTests
{
    private static readonly string[] s_tellsCountry = ["where", "city", "country", "cc", "flag"];
    private static readonly Phrasebook s_shipped = Phrasebook.Load(Worlds.Samples, ".");
    private static readonly Phrasebook s_reserved = Phrasebook.Load(Worlds.Samples, "reserved");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void There_are_many_wordings_of_leaks_and_some_of_every_kind_in_each_language(bool reserved)
    {
        var families = (reserved ? s_reserved : s_shipped).Families;
        foreach (var (language, atLeast) in new[] { ("en", 12), ("zh", 12), ("ru", 8) })
        {
            Assert.True(families.Count(f => f.Kind == ListingKind.Leak && f.Language == language) >= atLeast, language);
            Assert.All(Enum.GetValues<ListingKind>(), kind => Assert.Contains(families, f => f.Kind == kind && f.Language == language));
            Assert.All(Enum.GetValues<Offer>(), offer => Assert.Contains(families, f => f.Kind == ListingKind.Leak && f.Language == language && f.Offers.Contains(offer)));
        }
    }

    [Fact]
    public void Every_wording_prints_only_what_its_kind_of_post_can_have() => Assert.All(All(), family =>
    {
        Assert.Empty(family.Ever.Except(GoodsSlots.Names));
        if (family.Kind == ListingKind.Leak)
        {
            Assert.Single(family.Offers);
            Assert.True(family.Always.Overlaps(s_tellsCountry), $"{family.Id} does not always tell the country.");
            Assert.True(family.IsMany ? family.Always.Contains("items") : family.Always.Overlaps(["victim", "domain"]), $"{family.Id} does not always name a victim.");
            Assert.True(family.Offers[0] is Offer.Sale or Offer.Auction == family.Ever.Contains("price"), $"{family.Id}: a price belongs to a sale or an auction.");
        }
    });

    [Fact]
    public void Every_wording_renders_whatever_chance_decides()
    {
        foreach (var book in new[] { s_shipped, s_reserved })
        {
            foreach (var family in book.Families)
            {
                var dice = new Dice(7).Fork(family.Id);
                for (var i = 0; i < 6; i++)
                {
                    var maker = new GoodsMaker(book, dice.Fork($"goods{i}"));
                    var at = new DateTimeOffset(2022, 8, 20, 10, 0, 0, TimeSpan.Zero);
                    var goods = family.Kind == ListingKind.Leak
                        ? maker.Leak(book.Land("CN"), family.Language, family.Offers[0], at, null, family)
                        : maker.Other(family.Kind, family.Language, at);
                    var slots = new GoodsSlots(goods, book.Words);
                    var text = string.Join('\n', family.Titles.Select(t => t.Render(dice, slots)).Append(family.Body.Render(dice, slots)));
                    Assert.DoesNotContain("{", text, StringComparison.Ordinal);
                    Assert.DoesNotContain("  ", text, StringComparison.Ordinal);
                    Assert.DoesNotContain("}", text, StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public void The_shipped_world_uses_no_reserved_wording_and_evaluation_uses_nothing_else()
    {
        using var shipped = Worlds.Shipped();
        using var evaluation = Worlds.Evaluation(3);
        var open = s_shipped.Families.Select(f => f.Id).ToHashSet();
        var reserved = s_reserved.Families.Select(f => f.Id).ToHashSet();
        Assert.Empty(open.Intersect(reserved));
        Assert.All(FamiliesOf(shipped), id => Assert.Contains(id, open));
        Assert.All(FamiliesOf(evaluation), id => Assert.Contains(id, reserved));
    }

    [Fact]
    public void The_two_sets_share_no_line_and_no_invented_name()
    {
        var lines = SharedLines(Lines("."), Lines("reserved"));
        Assert.Empty(lines);
        var names = s_shipped.Words.Stems.Values.SelectMany(s => s).SelectMany(s => s.Split('/')).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.Empty(names.Intersect(s_reserved.Words.Stems.Values.SelectMany(s => s).SelectMany(s => s.Split('/')), StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public void A_line_that_stands_in_both_sets_is_found() =>
        Assert.Equal(["a line of words"], SharedLines(["a line of words", "mine"], ["a line of words", "yours"]));

    [Fact]
    public void Nothing_in_a_world_could_reach_anybody()
    {
        using var shipped = Worlds.Shipped();
        using var evaluation = Worlds.Evaluation(5);
        foreach (var text in shipped.Posts.Concat(evaluation.Posts).Select(p => p.GetProperty("title").GetString() + "\n" + p.GetProperty("body").GetString()))
        {
            Assert.All(Address().Matches(text), m => Assert.Matches(@"example\.(org|com|net)$", m.Value));
            Assert.All(Link().Matches(text), m => Assert.Matches(@"^https?://([a-z]+\.)?example\.(org|com|net)/", m.Value));
            Assert.All(Contact().Matches(text), m => Assert.StartsWith("@example_", m.Value, StringComparison.Ordinal));
            Assert.Empty(Dialled().Matches(text));
        }
    }

    [Fact]
    public void Domains_are_made_of_an_invented_stem_and_a_trade()
    {
        using var shipped = Worlds.Shipped();
        using var evaluation = Worlds.Evaluation(5);
        var domains = shipped.Openings.Concat(evaluation.Openings)
            .SelectMany(p => p.GetProperty("labels").GetProperty("victims").EnumerateArray().Select(v => v.GetProperty("domain").GetString()))
            .OfType<string>().ToList();
        Assert.NotEmpty(domains);
        Assert.All(domains, d => Assert.Matches(@"^[a-z]+-[a-z]+\.[a-z.]+$", d));
    }

    private static IEnumerable<PhraseFamily> All() => s_shipped.Families.Concat(s_reserved.Families);

    private static IEnumerable<string> FamiliesOf(Worlds world) =>
        world.Openings.Select(p => p.GetProperty("family")).Where(f => f.ValueKind == JsonValueKind.String).Select(f => f.GetString()!);

    private static IEnumerable<string> SharedLines(IEnumerable<string> one, IEnumerable<string> other) => one.Intersect(other);

    /// <summary>The lines of wording, without their slots; those that are little more than slots say nothing.</summary>
    private static HashSet<string> Lines(string phrases) =>
        [.. Directory.GetFiles(Path.Combine(Worlds.Samples, phrases), "families-*.yaml").SelectMany(File.ReadLines)
            .Where(l => l.StartsWith("    ", StringComparison.Ordinal)).Select(l => Slot().Replace(l, "").Trim()).Where(l => l.Count(char.IsLetter) >= 9)];

    [GeneratedRegex(@"\{[a-z_]+(:[^{}|]*)?\}")]
    private static partial Regex Slot();

    [GeneratedRegex(@"[A-Za-z0-9._-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")]
    private static partial Regex Address();

    [GeneratedRegex(@"https?://[^\s\]]+")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![A-Za-z0-9._-])@[A-Za-z0-9_]+")]
    private static partial Regex Contact();

    /// <summary>Telephone numbers with a country code, Chinese mobile numbers, Chinese identity numbers.</summary>
    [GeneratedRegex(@"\+\d[\d \-()]{6,}\d|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{17}[\dXx](?!\d)")]
    private static partial Regex Dialled();
}
