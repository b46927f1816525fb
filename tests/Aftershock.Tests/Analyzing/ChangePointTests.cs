using Aftershock.Analyzing.Mathematics;

namespace Aftershock.Tests.Analyzing;

public sealed class ChangePointTests
{
    /// <summary>Coal-mining disasters by year from 1851 (R. Jarrett, Biometrika 66, 1979); the segments are those of R's changepoint package.</summary>
    [Fact]
    public void Coal_mining_disasters_change_in_1892()
    {
        long[] coal =
        [
            4, 5, 4, 1, 0, 4, 3, 4, 0, 6, 3, 3, 4, 0, 2, 6, 3, 3, 5, 4, 5, 3, 1, 4, 4, 1, 5, 5, 3, 4, 2, 5, 2, 2, 3, 4, 2, 1, 3, 2, 2,
            1, 1, 1, 1, 3, 0, 0, 1, 0, 1, 1, 0, 0, 3, 1, 0, 3, 2, 2, 0, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 2, 1, 0, 0, 0, 1, 1, 0, 2, 3, 3,
            1, 1, 2, 1, 1, 1, 1, 2, 4, 2, 0, 0, 1, 4, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1,
        ];
        var ends = ChangePoints.Pelt(coal.Length, ChangePoints.PoissonCost(coal), 3 * Math.Log(coal.Length), 1, out var total);
        Assert.Equal([41, 111], ends);
        Reference.Near(-261.57726810137086, total);
        Assert.Equal([41, 79, 96, 111], ChangePoints.Pelt(coal.Length, ChangePoints.PoissonCost(coal), Math.Log(coal.Length), 1, out _));
    }

    [RealDataFact("reference/pelt.json")]
    public void Every_segmentation_of_the_reference_comes_out()
    {
        var seen = 0;
        foreach (var series in Reference.Read("pelt.json").GetProperty("series").EnumerateArray())
        {
            var values = series.GetProperty("input").EnumerateArray().Select(v => v.GetDouble()).ToArray();
            var cost = series.GetProperty("kind").GetString() == "poisson"
                ? ChangePoints.PoissonCost([.. values.Select(v => (long)v)])
                : Squares(values);
            foreach (var result in series.GetProperty("results").EnumerateArray())
            {
                seen++;
                var ends = ChangePoints.Pelt(values.Length, cost, result.GetProperty("penalty").GetDouble(), result.GetProperty("min_seg").GetInt32(), out var total);
                Assert.Equal(result.GetProperty("segment_ends_1based").EnumerateArray().Select(e => e.GetInt32()), ends);
                Reference.Near(result.GetProperty("total_cost").GetDouble(), total);
            }
        }

        Assert.Equal(11, seen);
    }

    [Fact]
    public void Pruning_never_changes_the_answer()
    {
        var random = new Random(7);
        for (var run = 0; run < 60; run++)
        {
            var counts = Enumerable.Range(0, 60).Select(i => (long)Draw.Poisson(random, i < 25 ? 0.5 : i < 40 ? 3 : 1)).ToArray();
            var cost = ChangePoints.PoissonCost(counts);
            foreach (var shortest in new[] { 1, 2, 7 })
            {
                var penalty = 1 + (random.NextDouble() * 8);
                ChangePoints.Pelt(counts.Length, cost, penalty, shortest, out var total);
                Reference.Near(EveryStart(counts.Length, cost, penalty, shortest), total);
            }
        }
    }

    /// <summary>The surge of July: 0.459 a day for 122 days, then 1.667 for 15. Where it is found at all, the interval must hold the day.</summary>
    [Fact]
    public void The_interval_of_a_change_holds_its_day_as_often_as_it_says()
    {
        var random = new Random(2022);
        var first = new DateOnly(2022, 3, 1);
        int found = 0, held = 0;
        for (var run = 0; run < 600; run++)
        {
            var counts = Enumerable.Range(0, 152).Select(i => (long)Draw.Poisson(random, i < 122 ? 0.45902 : 1.66667)).ToArray();
            foreach (var change in ChangePoints.Find(first, counts, 1).Take(1))
            {
                found++;
                held += change.Low <= first.AddDays(122) && first.AddDays(122) <= change.High ? 1 : 0;
            }
        }

        Assert.True(found > 520, $"found in {found} of 600");
        Assert.True(held >= 0.93 * found, $"held in {held} of {found}");
    }

    [Fact]
    public void A_steady_rate_hardly_ever_changes()
    {
        var random = new Random(11);
        var alarms = Enumerable.Range(0, 200).Count(_ =>
            ChangePoints.Find(new DateOnly(2022, 1, 1), [.. Enumerable.Range(0, 180).Select(_ => (long)Draw.Poisson(random, 0.5))], 1).Count > 0);
        Assert.True(alarms <= 10, $"{alarms} of 200");
    }

    [Fact]
    public void Scatter_beyond_Poisson_needs_a_greater_step()
    {
        long[] counts = [.. Enumerable.Range(0, 60).Select(i => i < 40 ? 1L : 3L)];
        Assert.Single(ChangePoints.Find(new DateOnly(2022, 1, 1), counts, 1));
        Assert.Empty(ChangePoints.Find(new DateOnly(2022, 1, 1), counts, 20));
    }

    [Fact]
    public void Nothing_at_all_has_no_change()
    {
        Assert.Empty(ChangePoints.Find(new DateOnly(2022, 1, 1), new long[90], 1));
        Assert.Empty(ChangePoints.Find(new DateOnly(2022, 1, 1), [1, 2, 3], 1));
    }

    private static double EveryStart(int points, Func<int, int, double> cost, double penalty, int shortest)
    {
        var best = Enumerable.Repeat(double.PositiveInfinity, points + 1).ToArray();
        best[0] = -penalty;
        for (var end = shortest; end <= points; end++)
        {
            for (var start = 0; start <= end - shortest; start++)
            {
                best[end] = Math.Min(best[end], best[start] + cost(start, end) + penalty);
            }
        }

        return best[points];
    }

    private static Func<int, int, double> Squares(double[] values) => (from, to) =>
    {
        var part = values[from..to];
        var mean = part.Average();
        return part.Sum(v => (v - mean) * (v - mean));
    };
}
