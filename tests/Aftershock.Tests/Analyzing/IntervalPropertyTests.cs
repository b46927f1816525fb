using Aftershock.Analyzing.Mathematics;
using FsCheck;
using FsCheck.Fluent;

namespace Aftershock.Tests.Analyzing;

/// <summary>What holds of the intervals for every count.</summary>
public sealed class IntervalPropertyTests
{
    private static readonly Arbitrary<(int X1, int T1, int X0, int T0)> s_rates = (
        from x1 in Gen.Choose(0, 400)
        from t1 in Gen.Choose(1, 90)
        from x0 in Gen.Choose(0, 400)
        from t0 in Gen.Choose(1, 900)
        select (x1, t1, x0, t0)).ToArbitrary();

    [Fact]
    public void Garwoods_interval_holds_its_count_and_rises_with_it() => Prop.ForAll(Gen.Choose(0, 20_000).ToArbitrary(), count =>
    {
        var (here, next) = (PoissonIntervals.Garwood(count), PoissonIntervals.Garwood(count + 1));
        return here.Contains(count) && here.Low < next.Low && here.High < next.High;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Garwoods_ends_leave_exactly_the_tails_outside() => Prop.ForAll(Gen.Choose(1, 5000).ToArbitrary(), count =>
    {
        var interval = PoissonIntervals.Garwood(count);
        return Math.Abs(Distributions.PoissonAtLeast(count, interval.Low) - 0.025) < 1e-10
            && Math.Abs(1 - Distributions.PoissonAtLeast(count + 1, interval.High) - 0.025) < 1e-10;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_wider_level_gives_a_wider_interval() => Prop.ForAll(s_rates, r =>
    {
        var ratio = new RateRatio(r.X1, r.T1, r.X0, r.T0);
        var (narrow, wide) = (ratio.Exact(0.8), ratio.Exact(0.99));
        return wide.Low <= narrow.Low && wide.High >= narrow.High;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_ratio_lies_in_its_intervals_and_mid_p_is_the_shorter() => Prop.ForAll(s_rates, r =>
    {
        var ratio = new RateRatio(r.X1, r.T1, r.X0, r.T0);
        var (exact, mid) = (ratio.Exact(), ratio.MidP());
        return (ratio.Estimate is not { } value || (exact.Contains(value) && mid.Contains(value))) && exact.Low <= mid.Low && exact.High >= mid.High;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Exchanging_window_and_baseline_turns_the_ratio_over() => Prop.ForAll(s_rates, r =>
    {
        var there = new RateRatio(r.X1, r.T1, r.X0, r.T0).Exact();
        var back = new RateRatio(r.X0, r.T0, r.X1, r.T1).Exact();
        return Same(there.Low, 1 / back.High) && Same(there.High, 1 / back.Low);

        static bool Same(double a, double b) => a == b || Math.Abs(a - b) <= 1e-9 * Math.Abs(a);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_interval_excludes_1_where_the_test_rejects() => Prop.ForAll(s_rates, r =>
    {
        var ratio = new RateRatio(r.X1, r.T1, r.X0, r.T0);
        return (ratio.Exact().Low > 1) == (ratio.PAtLeast < 0.025) && (ratio.Exact().High < 1) == (ratio.PAtMost < 0.025);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void More_dispersion_never_makes_the_evidence_stronger() => Prop.ForAll(s_rates, r =>
    {
        var ratio = new RateRatio(r.X1, r.T1, r.X0, r.T0);
        return ratio.PDispersed(1) <= ratio.PDispersed(2) && ratio.PDispersed(2) <= ratio.PDispersed(9) && ratio.PTwoSided <= ratio.PDispersed(1);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_two_sided_p_value_is_the_sum_over_outcomes_no_more_probable() => Prop.ForAll(s_rates, r =>
    {
        var n = r.X1 + r.X0;
        var p = (double)r.T1 / (r.T1 + r.T0);
        var limit = Distributions.Binomial(r.X1, n, p) * (1 + 1e-7);
        var sum = Enumerable.Range(0, n + 1).Select(k => Distributions.Binomial(k, n, p)).Where(q => q <= limit).Sum();
        return Math.Abs(Math.Min(1, sum) - new RateRatio(r.X1, r.T1, r.X0, r.T0).PTwoSided) < 1e-9;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_prediction_holds_what_was_seen_and_its_own_mean() => Prop.ForAll(
        (from count in Gen.Choose(0, 2000) from day in Gen.Choose(1, 31) select (count, day)).ToArbitrary(), m =>
        {
            var prediction = MonthPrediction.Jeffreys(m.count, m.day, m.count, 31 - m.day);
            return prediction.Low >= m.count && prediction.Low <= prediction.Mean && prediction.Mean <= prediction.High;
        }).QuickCheckThrowOnFailure();

    /// <summary>Exact intervals cover at least what they say, for a mean at which that is hard.</summary>
    [Theory]
    [InlineData(0.3)]
    [InlineData(2.5)]
    [InlineData(11)]
    public void Garwoods_interval_covers_the_mean(double mean)
    {
        double covered = 0, probability = Math.Exp(-mean);
        for (var count = 0; count < 200; count++)
        {
            covered += PoissonIntervals.Garwood(count).Contains(mean) ? probability : 0;
            probability *= mean / (count + 1);
        }

        Assert.True(covered >= 0.95, $"{covered}");
    }

    [Fact]
    public void The_ratios_interval_covers_the_true_ratio()
    {
        var random = new Random(3);
        var held = Enumerable.Range(0, 2000).Count(_ =>
            new RateRatio(Draw.Poisson(random, 25), 15, Draw.Poisson(random, 56), 122).Exact().Contains(25 / 15.0 / (56 / 122.0)));
        Assert.True(held >= 1900, $"{held} of 2000");
    }

    [Fact]
    public void Garwood_answers_for_a_million() => Assert.InRange(PoissonIntervals.Garwood(1_000_000).High - 1_000_000, 1955, 1970);
}
