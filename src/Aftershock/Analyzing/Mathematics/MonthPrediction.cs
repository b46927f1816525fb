namespace Aftershock.Analyzing.Mathematics;

/// <summary>What a whole month is expected to bring when part of it was seen.</summary>
internal readonly record struct MonthPrediction(double Mean, long Low, long High)
{
    /// <summary>
    /// Jeffreys' prior for a Poisson rate gives a gamma posterior of shape k + ½ over the days of the window, and so a negative
    /// binomial count for the days that remain: r = k + ½, p = t / (t + rest). Added to what the month has brought so far.
    /// </summary>
    /// <remarks>For 25 in 15 of 31 days: mean 52.2, 80 % 43 to 62, 95 % 39 to 68. Poisson scatter only.</remarks>
    /// <param name="count">Events of the window, which tells the rate.</param>
    /// <param name="days">Days of the window.</param>
    /// <param name="seen">Events of the month so far, up to the window's last day.</param>
    /// <param name="rest">Days of the month after that.</param>
    public static MonthPrediction Jeffreys(long count, int days, long seen, int rest, double level = 0.95)
    {
        if (rest == 0)
        {
            return new MonthPrediction(seen, seen, seen);
        }

        var (r, p) = (count + 0.5, (double)days / (days + rest));
        var tail = (1 - level) / 2;
        return new MonthPrediction(
            seen + (r * rest / days),
            seen + Distributions.NegativeBinomialQuantile(tail, r, p),
            seen + Distributions.NegativeBinomialQuantile(1 - tail, r, p));
    }
}
