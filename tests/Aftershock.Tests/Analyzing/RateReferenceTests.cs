using System.Text.Json;
using Aftershock.Analyzing.Mathematics;

namespace Aftershock.Tests.Analyzing;

/// <summary>Exact rates against R (poisson.test, binom.test) and exact computations.</summary>
public sealed class RateReferenceTests
{
    /// <summary>R 4.2.2: <c>poisson.test(c(25, 56), c(15, 122))</c> and <c>alternative = "greater"</c>; mid-p by exact computation.</summary>
    [Fact]
    public void July_against_the_four_months_before_is_as_R_has_it()
    {
        var ratio = new RateRatio(25, 15, 56, 122);
        Reference.Near(3.630952380952381, ratio.Estimate!.Value);
        Near((2.170925514123979, 5.915824342716829), ratio.Exact());
        Near((2.233185840673117, 5.777539486367527), ratio.MidP());
        Reference.Near(1.036406912717771e-06, ratio.PAtLeast);
        Reference.Near(1.0364069127177842e-06, ratio.PTwoSided);
        Reference.Near(6.529342728017865e-07, ratio.PAtLeastMid);
    }

    [Theory]
    [InlineData(0, 0.0, 3.6888794541139354)]
    [InlineData(1, 0.025317807984289897, 5.571643390938898)]
    [InlineData(3, 0.6186721228956015, 8.767273069742323)]
    [InlineData(25, 16.178681847829328, 36.904931697530365)]
    [InlineData(56, 42.301798182630215, 72.72065800758494)]
    public void Garwoods_interval_is_as_R_has_it(long count, double low, double high) =>
        Near((low, high), PoissonIntervals.Garwood(count));

    /// <summary>Shares of Reuters' eleven of 47 confirmed rows, and of 24 of 24; scipy and R's binom.test.</summary>
    [Fact]
    public void Shares_are_as_R_has_them()
    {
        Near((0.1230334632855016, 0.3802572981235983), BinomialIntervals.ClopperPearson(11, 47));
        Near((0.13603274586227188, 0.37224257550155593), BinomialIntervals.Wilson(11, 47));
        Near((0.12968736576147627, 0.370312272416676), BinomialIntervals.MidP(11, 47));
        Near((0.8575264022774743, 1), BinomialIntervals.ClopperPearson(24, 24));
        Near((0, 0.11351339317396876), BinomialIntervals.Wilson(0, 30));
    }

    [Fact]
    public void The_whole_month_is_predicted_as_Jeffreys_prior_has_it()
    {
        var july = MonthPrediction.Jeffreys(25, 15, 25, 16);
        Reference.Near(52.2, july.Mean);
        Assert.Equal((39L, 68L), (july.Low, july.High));
        var eighty = MonthPrediction.Jeffreys(25, 15, 25, 16, 0.8);
        Assert.Equal((43L, 62L), (eighty.Low, eighty.High));
    }

    /// <summary>z = 5.36 over the root of the dispersion, against the normal distribution.</summary>
    [Theory]
    [InlineData(2.3, 0.000408)]
    [InlineData(3.9, 0.00664)]
    [InlineData(6.6, 0.0369)]
    [InlineData(13.6, 0.146)]
    public void Dispersion_weakens_the_evidence(double dispersion, double p) =>
        Reference.Near(p, new RateRatio(25, 15, 56, 122).PDispersed(dispersion), 0.003);

    [Fact]
    public void Under_Poisson_dispersion_the_exact_p_value_stands()
    {
        var ratio = new RateRatio(25, 15, 56, 122);
        Assert.Equal(ratio.PTwoSided, ratio.PDispersed(1));
    }

    [RealDataFact("reference/rate_tests.json")]
    public void Every_exact_rate_ratio_of_the_reference_comes_out()
    {
        var file = Reference.Read("rate_tests.json");
        var seen = 0;
        foreach (var test in Ratios(file))
        {
            seen++;
            var ratio = new RateRatio(test.GetProperty("x1").GetInt64(), test.GetProperty("t1").GetDouble(), test.GetProperty("x0").GetInt64(), test.GetProperty("t0").GetDouble());
            Reference.Near(test.GetProperty("rate_ratio").GetDouble(), ratio.Estimate!.Value);
            Reference.Near(test.GetProperty("p_upper").GetDouble(), ratio.PAtLeast);
            Reference.Near(test.GetProperty("p_lower").GetDouble(), ratio.PAtMost);
            Reference.Near(test.GetProperty("p_two_minlike").GetDouble(), ratio.PTwoSided);
            Reference.Near(test.GetProperty("p_upper_midp").GetDouble(), ratio.PAtLeastMid);
            Near(Pair(test.GetProperty("ci95_exact")), ratio.Exact());
            Near(Pair(test.GetProperty("ci95_midp")), ratio.MidP());
        }

        Assert.Equal(11, seen);
        foreach (var count in file.GetProperty("garwood95").EnumerateObject())
        {
            Near(Pair(count.Value), PoissonIntervals.Garwood(long.Parse(count.Name, System.Globalization.CultureInfo.InvariantCulture)));
        }

        foreach (var share in file.GetProperty("verification_calls").EnumerateObject())
        {
            var (k, n) = (share.Value.GetProperty("k").GetInt64(), share.Value.GetProperty("n").GetInt64());
            Near(Pair(share.Value.GetProperty("clopper_pearson95")), BinomialIntervals.ClopperPearson(k, n));
            Near(Pair(share.Value.GetProperty("wilson95")), BinomialIntervals.Wilson(k, n));
            Near(Pair(share.Value.GetProperty("midp95")), BinomialIntervals.MidP(k, n));
        }
    }

    [RealDataFact("reference/rate_tests.json")]
    public void Pace_and_prediction_of_the_reference_come_out()
    {
        var file = Reference.Read("rate_tests.json");
        var pace = Aftershock.Analyzing.Pace.Of(25, new DayRange(new DateOnly(2022, 7, 1), new DateOnly(2022, 7, 15)), PoissonIntervals.Garwood(25));
        Reference.Near(file.GetProperty("pace").GetProperty("pace").GetDouble(), pace.Value);
        Assert.Equal(file.GetProperty("pace").GetProperty("pace_rounded").GetInt64(), pace.Shown);
        Near(Pair(file.GetProperty("pace_ci95_exact")), new Interval(pace.Low, pace.High));
        var predicted = file.GetProperty("july_total_predictive_jeffreys");
        var july = MonthPrediction.Jeffreys(25, 15, 25, 16);
        Reference.Near(predicted.GetProperty("mean_total").GetDouble(), july.Mean);
        Assert.Equal(Pair(predicted.GetProperty("pi95")), (july.Low, july.High));
    }

    [RealDataFact("reference/rate_tests_R.json")]
    public void R_agrees()
    {
        var file = Reference.Read("rate_tests_R.json");
        var ratio = new RateRatio(25, 15, 56, 122);
        Reference.Near(file.GetProperty("poisson_test_two").GetProperty("p").GetDouble(), ratio.PTwoSided);
        Near(Pair(file.GetProperty("poisson_test_two").GetProperty("ci")), ratio.Exact());
        Reference.Near(file.GetProperty("poisson_test_greater").GetProperty("p").GetDouble(), ratio.PAtLeast);
        Reference.Near(file.GetProperty("poisson_test_greater").GetProperty("ci")[0].GetDouble(), ratio.Exact(0.9).Low);
        Near(Pair(file.GetProperty("binom").GetProperty("ci")), BinomialIntervals.ClopperPearson(25, 81));
        Near(Pair(file.GetProperty("garwood").GetProperty("k25")), PoissonIntervals.Garwood(25));
        Near(Pair(file.GetProperty("garwood").GetProperty("k56")), PoissonIntervals.Garwood(56));
        foreach (var (name, days) in new[] { ("groupib_107", 107), ("groupib_30", 30) })
        {
            var marketed = new RateRatio(17, 31, 3, days);
            Reference.Near(file.GetProperty(name).GetProperty("p").GetDouble(), marketed.PTwoSided);
            Near(Pair(file.GetProperty(name).GetProperty("ci")), marketed.Exact());
        }

        Reference.Near(file.GetProperty("onesample_greater").GetDouble(), Distributions.PoissonAtLeast(25, 56 / 122.0 * 15));
    }

    private static IEnumerable<JsonElement> Ratios(JsonElement file) =>
        new[] { file.GetProperty("main") }
            .Concat(file.GetProperty("sensitivity_baseline_total").EnumerateObject().Select(p => p.Value))
            .Concat(file.GetProperty("sensitivity_forum_opening").EnumerateObject().Select(p => p.Value))
            .Concat(file.GetProperty("sensitivity_drop_flagship").EnumerateObject().Select(p => p.Value))
            .Concat(file.GetProperty("groupib").EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Object).Select(p => p.Value));

    private static (double Low, double High) Pair(JsonElement pair) => (pair[0].GetDouble(), pair[1].GetDouble());

    private static void Near((double Low, double High) expected, Interval actual)
    {
        Reference.Near(expected.Low, actual.Low);
        Reference.Near(expected.High, actual.High);
    }
}
