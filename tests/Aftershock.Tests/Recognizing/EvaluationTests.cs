using Aftershock.Recognizing;

namespace Aftershock.Tests.Recognizing;

public sealed class EvaluationTests
{
    [Fact]
    public void Counts_of_a_country_tell_hits_false_hits_and_misses_by_language()
    {
        var evaluation = new Evaluation();
        evaluation.Add(Labelled("en", ListingKind.Leak, "CN"), Found(ListingKind.Leak, "CN"));
        evaluation.Add(Labelled("en", ListingKind.Leak, "CN"), Found(ListingKind.Discussion));
        evaluation.Add(Labelled("zh", ListingKind.Discussion), Found(ListingKind.Leak, "CN"));
        evaluation.Add(Labelled("zh", ListingKind.Leak, "HK"), Found(ListingKind.Leak, "HK"));
        Assert.Equal(new Hits(1, 1, 1), evaluation.LeaksOf("CN"));
        Assert.Equal(new Hits(1, 0, 1), evaluation.LeaksOf("CN", "en"));
        Assert.Equal(new Hits(0, 1, 0), evaluation.LeaksOf("CN", "zh"));
        Assert.Equal(new Hits(1, 0, 0), evaluation.LeaksOf("HK"));
    }

    [Theory]
    [InlineData("Meadowlark Foundry GmbH", "meadowlark foundry", true)]
    [InlineData("Meadowlark Foundry", "Meadowlark", true)]
    [InlineData("Meadowlark Foundry International Holdings", "Meadowlark", false)]
    [InlineData("安和科技有限公司", "安和科技", true)]
    [InlineData("ＡＢＣ Bank", "abc bank", true)]
    public void Names_match_after_folding_when_one_holds_half_of_the_other(string gold, string found, bool same) =>
        Assert.Equal(same, FieldScores.SameVictim(new Victim(gold), new Victim(found)));

    [Theory]
    [InlineData(1_000_000L, 1_009_000L, true)]
    [InlineData(1_000_000L, 1_011_000L, false)]
    [InlineData(null, null, true)]
    [InlineData(null, 5L, false)]
    public void Counts_match_within_one_percent(long? gold, long? found, bool same) => Assert.Equal(same, FieldScores.Close(gold, found));

    [Theory]
    [InlineData("2022-07-05", "2022-07", true)]
    [InlineData("2022-07", "2022-07-05", true)]
    [InlineData("2022-07-05", "2022-07-06", false)]
    [InlineData("2022", "2021", false)]
    public void Dates_match_at_the_coarser_precision(string gold, string found, bool same)
    {
        Assert.True(Moment.TryParse(gold, out var a));
        Assert.True(Moment.TryParse(found, out var b));
        Assert.Equal(same, FieldScores.SameDate(a, b));
    }

    [Theory]
    [InlineData("government-national", "government", true)]
    [InlineData("government", "emergency-services", true)]
    [InlineData("government-national", "government-local", false)]
    public void A_sector_matches_itself_or_its_parent(string gold, string found, bool same) => Assert.Equal(same, FieldScores.SameSector(gold, found));

    private static LabelledPost Labelled(string language, ListingKind kind, params string[] countries) => new()
    {
        Id = "1",
        Language = language,
        Post = new PostText { Title = "", Body = "" },
        Labels = Found(kind, countries),
    };

    private static Recognition Found(ListingKind kind, params string[] countries) => new() { Kind = kind, Countries = countries, Language = "en", Confidence = 1 };
}
