namespace Aftershock.Analyzing.Mathematics;

/// <summary>Intervals of a share, from k of n. All give 0 to 1 for n = 0.</summary>
internal static class BinomialIntervals
{
    /// <summary>Exact: low solves P(X ≥ k | low) = α/2, high solves P(X ≤ k | high) = α/2.</summary>
    /// <remarks>C. Clopper, E. Pearson, Biometrika 26 (1934) 404. Never covers less than its level.</remarks>
    public static Interval ClopperPearson(long k, long n, double level = 0.95)
    {
        Check(k, n);
        var tail = (1 - level) / 2;
        return new Interval(
            k == 0 ? 0 : Distributions.BetaQuantile(k, n - k + 1, tail),
            k == n ? 1 : Distributions.BetaQuantile(k + 1, n - k, 1 - tail));
    }

    /// <summary>As Clopper-Pearson with half of the probability of k itself: shorter, and right on average.</summary>
    /// <remarks>G. Berry, P. Armitage, The Statistician 44 (1995) 417.</remarks>
    public static Interval MidP(long k, long n, double level = 0.95)
    {
        Check(k, n);
        var tail = (1 - level) / 2;
        return new Interval(
            k == 0 ? 0 : Roots.Increasing(p => Distributions.BinomialAtLeast(k, n, p) - (Distributions.Binomial(k, n, p) / 2), tail, 0, 1),
            k == n ? 1 : Roots.Decreasing(p => Distributions.BinomialAtMost(k, n, p) - (Distributions.Binomial(k, n, p) / 2), tail, 0, 1));
    }

    /// <summary>Inverts the score test; the one to show beside shares.</summary>
    /// <remarks>E. Wilson, JASA 22 (1927) 209; L. Brown, T. Cai, A. DasGupta, Statistical Science 16 (2001) 101.</remarks>
    public static Interval Wilson(long k, long n, double level = 0.95)
    {
        Check(k, n);
        if (n == 0)
        {
            return new Interval(0, 1);
        }

        var z = Distributions.NormalQuantile(level);
        var share = (double)k / n;
        var denominator = 1 + (z * z / n);
        var center = (share + (z * z / (2 * n))) / denominator;
        var half = z / denominator * Math.Sqrt((share * (1 - share) / n) + (z * z / (4.0 * n * n)));
        return new Interval(k == 0 ? 0 : center - half, k == n ? 1 : center + half);
    }

    private static void Check(long k, long n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, n);
    }
}
