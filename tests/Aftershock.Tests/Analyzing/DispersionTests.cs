using Aftershock.Analyzing.Mathematics;

namespace Aftershock.Tests.Analyzing;

public sealed class DispersionTests
{
    /// <summary>Counts 2, 4, 6 have mean 4 and variance 4.</summary>
    [Fact]
    public void It_is_the_sample_variance_over_the_mean_of_runs_of_days()
    {
        long[] daily = [.. Enumerable.Repeat<long[]>([1, 1, 2, 2, 3, 3, 9, 9], 3).SelectMany(d => d)];
        var estimate = Dispersion.Estimate(daily, 2);
        Assert.Equal((2, 12), (estimate.Days, estimate.Runs));
        double[] runs = [2, 4, 6, 18, 2, 4, 6, 18, 2, 4, 6, 18];
        Assert.Equal(runs.Sum(r => (r - 7.5) * (r - 7.5)) / 11 / 7.5, estimate.Value, 12);
    }

    [Fact]
    public void Runs_are_shortened_until_eight_fit() =>
        Assert.Equal((13, 8), (Dispersion.Estimate(new long[107], 15).Days, Dispersion.Estimate(new long[107], 15).Runs));

    [Fact]
    public void Poisson_counts_have_one_and_the_interval_says_so()
    {
        var random = new Random(5);
        var held = Enumerable.Range(0, 500).Count(_ =>
        {
            var estimate = Dispersion.Estimate([.. Enumerable.Range(0, 122).Select(_ => (long)Draw.Poisson(random, 1.5))], 15);
            return estimate.Low <= 1;
        });
        Assert.True(held >= 480, $"{held} of 500");
    }

    [Fact]
    public void Neighbours_do_not_mind_a_step()
    {
        var random = new Random(6);
        long[] daily = [.. Enumerable.Range(0, 280).Select(i => (long)Draw.Poisson(random, i < 140 ? 1 : 5))];
        Assert.InRange(Dispersion.OfNeighbours(daily), 1, 1.8);
        Assert.True(Dispersion.Estimate(daily, 7).Value > 5);
    }

    [Fact]
    public void Too_little_says_nothing()
    {
        Assert.Equal((1.0, double.PositiveInfinity), (Dispersion.Estimate([3], 15).Value, Dispersion.Estimate([3], 15).High));
        Assert.Equal(1, Dispersion.Estimate(new long[100], 10).Value);
        Assert.Equal(1, Dispersion.OfNeighbours([1, 2, 3]));
    }

    /// <summary>The claims of one extortion group scatter as was measured on the same file: 15-day runs of the first half of 2022.</summary>
    [RealDataFact("reference/observed_dispersion.json", Claims.Data)]
    public void Real_claims_scatter_as_measured()
    {
        var measured = Reference.Read("observed_dispersion.json").GetProperty("ransomware all 2022-01-01..2022-06-30").GetProperty("15");
        var daily = Claims.Daily(new DayRange(new DateOnly(2022, 1, 1), new DateOnly(2022, 6, 30)));
        var estimate = Dispersion.Estimate(daily, 15);
        Reference.Near(measured[1].GetDouble(), estimate.Value);
        Assert.Equal(12, estimate.Runs);
    }
}
