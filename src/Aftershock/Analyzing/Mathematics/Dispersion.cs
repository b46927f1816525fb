namespace Aftershock.Analyzing.Mathematics;

/// <summary>How much more counts scatter than Poisson counts do: variance over mean.</summary>
/// <param name="Value">At least 1: fewer than Poisson scatter is taken for luck.</param>
/// <param name="Low">Lower end of the 95 % interval, from the chi-square distribution of (n − 1)·φ̂/φ; at least 1.</param>
/// <param name="High">Upper end; infinite with fewer than two runs of days.</param>
/// <param name="Runs">Runs of days that it was estimated from.</param>
/// <param name="Days">Days in each.</param>
public readonly record struct Dispersion(double Value, double Low, double High, int Runs, int Days)
{
    /// <summary>Fewer runs say next to nothing: with 4 the estimate is off by a factor of three as often as not.</summary>
    private const int RunsWanted = 8;

    /// <summary>
    /// Sample variance over mean of the counts of consecutive runs of days. The runs are as long as the window that is asked
    /// about, since scatter grows with the length; shorter where fewer than eight would fit.
    /// </summary>
    /// <remarks>A last run that is not whole is left out. 1 with an infinite high end when there are fewer than two runs or no event.</remarks>
    public static Dispersion Estimate(ReadOnlySpan<long> daily, int windowDays)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(windowDays, 1);
        var days = Math.Max(1, Math.Min(windowDays, daily.Length / RunsWanted));
        var runs = daily.Length / days;
        if (runs < 2)
        {
            return new Dispersion(1, 1, double.PositiveInfinity, runs, days);
        }

        var sums = new double[runs];
        for (var i = 0; i < runs * days; i++)
        {
            sums[i / days] += daily[i];
        }

        return Of(sums, days);
    }

    /// <summary>
    /// Half the mean squared difference of neighbours, over the mean, of weekly counts: a level that changes now and then hardly
    /// moves it, so it can be used before the changes are known.
    /// </summary>
    /// <remarks>J. von Neumann, Annals of Mathematical Statistics 12 (1941) 367. 1 with fewer than five weeks.</remarks>
    public static double OfNeighbours(ReadOnlySpan<long> daily)
    {
        const int week = 7;
        var weeks = daily.Length / week;
        if (weeks < 5)
        {
            return 1;
        }

        double total = 0, squares = 0, before = 0;
        for (var w = 0; w < weeks; w++)
        {
            double sum = 0;
            foreach (var count in daily.Slice(w * week, week))
            {
                sum += count;
            }

            squares += w == 0 ? 0 : (sum - before) * (sum - before);
            total += sum;
            before = sum;
        }

        return total == 0 ? 1 : Math.Max(1, squares / (2 * (weeks - 1)) / (total / weeks));
    }

    private static Dispersion Of(double[] sums, int days)
    {
        var mean = sums.Average();
        if (mean == 0)
        {
            return new Dispersion(1, 1, double.PositiveInfinity, sums.Length, days);
        }

        var freedom = sums.Length - 1;
        var squares = sums.Sum(s => (s - mean) * (s - mean)) / mean;
        // Chi-square quantiles are twice those of a gamma distribution of half the degrees of freedom.
        var high = squares / (2 * Distributions.GammaQuantile(freedom / 2.0, 0.025));
        var low = squares / (2 * Distributions.GammaQuantile(freedom / 2.0, 0.975));
        return new Dispersion(Math.Max(1, squares / freedom), Math.Max(1, low), Math.Max(1, high), sums.Length, days);
    }
}
