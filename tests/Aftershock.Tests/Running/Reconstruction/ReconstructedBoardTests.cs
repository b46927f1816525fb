using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using AngleSharp.Html.Parser;

namespace Aftershock.Tests.Running.Reconstruction;

/// <summary>The board that is made up: the same every time, sound as HTML, and holding what was planted.</summary>
public sealed class ReconstructedBoardTests : IClassFixture<ShippedWorld>
{
    private readonly Worlds _world;

    public ReconstructedBoardTests(ShippedWorld shipped) => _world = shipped.World;

    private static readonly DayRange s_baseline = new(new DateOnly(2022, 3, 1), new DateOnly(2022, 6, 30));
    private static readonly DayRange s_beforeTheListing = new(new DateOnly(2022, 3, 1), new DateOnly(2022, 6, 29));
    private static readonly DayRange s_halfOfJuly = new(new DateOnly(2022, 7, 1), new DateOnly(2022, 7, 15));
    private static readonly DayRange s_july = new(new DateOnly(2022, 7, 1), new DateOnly(2022, 7, 31));

    [Fact]
    public void The_shipped_world_holds_the_published_counts()
    {
        Assert.Equal((56, 25), (_world.Summary.CountIn(s_baseline), _world.Summary.CountIn(s_halfOfJuly)));
        Assert.Equal((3, 17), (_world.Summary.MarketedIn(s_beforeTheListing), _world.Summary.MarketedIn(s_july)));
        Assert.Equal(290_000_000, _world.Summary.MarketedRecordsIn(s_july));
        Assert.Equal(4000, _world.Summary.Posts);
        Assert.All(_world.Summary.ChineseLeaks, leak => Assert.True(leak.Day >= new DateOnly(2022, 3, 16)));
    }

    [Fact]
    public void The_truth_file_says_the_same_as_the_summary()
    {
        var leaks = _world.Openings.Where(p => Kind(p) == "leak" && Countries(p).Contains("CN")).ToList();
        var first = leaks.GroupBy(p => p.GetProperty("leak_id").GetString()!).Select(g => g.MinBy(PostedAt)).ToList();
        Assert.Equal(56, first.Count(p => s_baseline.Contains(Day(p))));
        Assert.Equal(25, first.Count(p => s_halfOfJuly.Contains(Day(p))));
        var marketed = first.Where(p => s_july.Contains(Day(p)) && Offer(p) is "sale" or "auction").Where(p => s_july.Contains(Day(p))).ToList();
        Assert.Equal((17, 290_000_000), (marketed.Count, marketed.Sum(p => p.GetProperty("labels").GetProperty("records").GetInt64())));
        Assert.NotEqual(first.Count, leaks.Count);
    }

    [Fact]
    public void Counted_by_what_two_listings_have_in_common_reposts_add_nothing()
    {
        var keys = _world.Openings.Where(p => Kind(p) == "leak" && Countries(p).Contains("CN"))
            .Select(p => (Leak: p.GetProperty("leak_id").GetString(), Key: LeakKey.Of(new PostKey(new SourceId("s"), p.GetProperty("post_id").GetString()!), Recognition(p)))).ToList();
        Assert.All(keys.GroupBy(k => k.Leak), g => Assert.Single(g.Select(k => k.Key).Distinct()));
        Assert.All(keys.GroupBy(k => k.Key), g => Assert.Single(g.Select(k => k.Leak).Distinct()));
    }

    [Fact]
    public void The_reported_listings_carry_the_reported_figures()
    {
        var police = Assert.Single(_world.Openings, p => p.GetProperty("author").GetString() == "ChinaDan");
        var labels = police.GetProperty("labels");
        Assert.Equal(new DateOnly(2022, 6, 30), Day(police));
        Assert.StartsWith("2022-06", police.GetProperty("author_joined").GetString(), StringComparison.Ordinal);
        Assert.Equal((1_000_000_000, 23_000_000_000_000, 750_000), (Long(labels, "records"), Long(labels, "size_bytes"), Long(labels, "sample_records")));
        Assert.Equal((10, "BTC"), (labels.GetProperty("price").GetProperty("amount").GetInt32(), labels.GetProperty("price").GetProperty("currency").GetString()));
        var code = Assert.Single(_world.Openings, p => p.GetProperty("author").GetString() == "XJP");
        labels = code.GetProperty("labels");
        Assert.Equal(new DateOnly(2022, 8, 10), Day(code));
        Assert.Equal((48_500_000, 47), (Long(labels, "records"), Long(labels, "sample_records")));
        Assert.Equal((4000, "USD"), (labels.GetProperty("price").GetProperty("amount").GetInt32(), labels.GetProperty("price").GetProperty("currency").GetString()));
        Assert.Contains("4,850", code.GetProperty("body").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_settings_give_the_same_bytes_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("sv-SE");
            using var one = Worlds.Small(11);
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ar-SA");
            using var two = Worlds.Small(11);
            Assert.Equal(Digest(one), Digest(two));
            using var other = Worlds.Small(12);
            Assert.NotEqual(Digest(one), Digest(other));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void The_manifest_names_every_page_with_its_hash()
    {
        var lines = File.ReadLines(Path.Combine(_world.Pages, "manifest.jsonl")).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(Directory.GetFiles(_world.Pages, "*.html").Select(Path.GetFileName).Order(StringComparer.Ordinal), lines.Select(l => l.GetProperty("file").GetString()).Order(StringComparer.Ordinal));
        Assert.All(lines, l => Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(_world.Pages, l.GetProperty("file").GetString()!)))), l.GetProperty("sha256").GetString()));
    }

    [Fact]
    public void Every_page_is_sound_and_the_pages_show_every_post_of_the_truth()
    {
        var parser = new HtmlParser();
        var seen = new Dictionary<string, (string Author, int Number)>();
        foreach (var file in Directory.GetFiles(_world.Pages, "*.html"))
        {
            var page = parser.ParseDocument(File.ReadAllText(file));
            Assert.NotNull(page.QuerySelector("#footer #copyright"));
            Assert.Equal("container", page.QuerySelector("#footer")!.ParentElement!.Id);
            Assert.DoesNotContain("[/", page.QuerySelector("#content")!.TextContent, StringComparison.Ordinal);
            foreach (var post in page.QuerySelectorAll("div.post"))
            {
                var number = post.QuerySelector(".post_head .float_right a")!.TextContent;
                seen.Add(post.Id!["post_".Length..], (post.QuerySelector(".author_information .largetext a")!.TextContent, int.Parse(number[1..], CultureInfo.InvariantCulture)));
                Assert.NotEqual("", post.QuerySelector(".post_body")!.TextContent.Trim());
            }
        }

        Assert.Equal(_world.Posts.Count, seen.Count);
        Assert.All(_world.Posts, p => Assert.Equal((p.GetProperty("author").GetString(), p.GetProperty("opening").GetBoolean()),
            (seen[p.GetProperty("post_id").GetString()!].Author, seen[p.GetProperty("post_id").GetString()!].Number == 1)));
    }

    [Fact]
    public void Nobody_posts_before_joining_and_nothing_is_posted_before_the_board_opened()
    {
        Assert.All(_world.Posts, p => Assert.True(
            string.CompareOrdinal(p.GetProperty("author_joined").GetString(), p.GetProperty("posted_at").GetString()!) < 0
            && string.CompareOrdinal(p.GetProperty("posted_at").GetString(), "2022-03-16") > 0));
    }

    private static string Digest(Worlds world) => string.Join('\n', Directory.GetFiles(world.Pages).Append(world.Truth).Order(StringComparer.Ordinal)
        .Select(f => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(f)))));

    private static Recognition Recognition(JsonElement post)
    {
        var labels = post.GetProperty("labels");
        return new Recognition
        {
            Kind = ListingKind.Leak,
            Language = "en",
            Confidence = 1,
            Countries = [.. Countries(post)],
            Victims = [.. labels.GetProperty("victims").EnumerateArray().Select(v => new Victim(v.GetProperty("name").GetString()!, v.GetProperty("domain").GetString()))],
            Records = labels.GetProperty("records") is { ValueKind: JsonValueKind.Number } records ? new RecordsClaim(records.GetInt64()) : null,
        };
    }

    private static string Kind(JsonElement post) => post.GetProperty("labels").GetProperty("kind").GetString()!;

    private static string? Offer(JsonElement post) => post.GetProperty("labels").GetProperty("offer").GetString();

    private static IEnumerable<string> Countries(JsonElement post) => post.GetProperty("labels").GetProperty("countries").EnumerateArray().Select(c => c.GetString()!);

    private static DateTimeOffset PostedAt(JsonElement post) => post.GetProperty("posted_at").GetDateTimeOffset();

    private static DateOnly Day(JsonElement post) => DateOnly.FromDateTime(PostedAt(post).UtcDateTime);

    private static long Long(JsonElement labels, string key) => labels.GetProperty(key).GetInt64();
}
