using MathNet.Numerics;

namespace Aftershock.Analyzing.Mathematics;

/// <summary>The tails and quantiles that the intervals are made of. Tails are computed directly, so that small ones keep their digits.</summary>
internal static class Distributions
{
    /// <summary>P(X ≥ k) for X ~ Binomial(n, p): the regularized incomplete beta I_p(k, n − k + 1). 1 for k ≤ 0, 0 for k > n.</summary>
    public static double BinomialAtLeast(long k, long n, double p) => k <= 0 ? 1
        : k > n || p <= 0 ? 0
        : p >= 1 ? 1
        : SpecialFunctions.BetaRegularized(k, n - k + 1, p);

    /// <summary>P(X ≤ k) for X ~ Binomial(n, p): I_{1−p}(n − k, k + 1).</summary>
    public static double BinomialAtMost(long k, long n, double p) => k >= n ? 1
        : k < 0 || p >= 1 ? 0
        : p <= 0 ? 1
        : SpecialFunctions.BetaRegularized(n - k, k + 1, 1 - p);

    /// <summary>Probability of exactly k.</summary>
    public static double Binomial(long k, long n, double p)
    {
        if (k < 0 || k > n)
        {
            return 0;
        }

        if (p <= 0 || p >= 1)
        {
            return (p <= 0 ? k == 0 : k == n) ? 1 : 0;
        }

        return Math.Exp(
            SpecialFunctions.GammaLn(n + 1.0) - SpecialFunctions.GammaLn(k + 1.0) - SpecialFunctions.GammaLn(n - k + 1.0) +
            (k * Math.Log(p)) + ((n - k) * LogOnePlus(-p)));
    }

    /// <summary>P(X ≥ k) for X ~ Poisson(mean): the lower regularized gamma function P(k, mean).</summary>
    public static double PoissonAtLeast(long k, double mean) => k <= 0 ? 1 : mean <= 0 ? 0 : SpecialFunctions.GammaLowerRegularized(k, mean);

    public static double GammaQuantile(double shape, double probability)
    {
        var high = Roots.Above(shape + 1, x => SpecialFunctions.GammaLowerRegularized(shape, x) >= probability);
        // In the upper half the upper tail is inverted: 1 − 0.025 has lost digits that 0.025 has.
        return probability < 0.5
            ? Roots.Increasing(x => SpecialFunctions.GammaLowerRegularized(shape, x), probability, 0, high)
            : Roots.Decreasing(x => SpecialFunctions.GammaUpperRegularized(shape, x), 1 - probability, 0, high);
    }

    public static double BetaQuantile(double a, double b, double probability) => probability < 0.5
        ? Roots.Increasing(x => SpecialFunctions.BetaRegularized(a, b, x), probability, 0, 1)
        : 1 - Roots.Increasing(x => SpecialFunctions.BetaRegularized(b, a, x), 1 - probability, 0, 1);

    /// <summary>P(X ≤ k) for X ~ NegativeBinomial(r, p), the failures before the r-th success: I_p(r, k + 1).</summary>
    public static double NegativeBinomialAtMost(long k, double r, double p) => k < 0 ? 0 : p >= 1 ? 1 : SpecialFunctions.BetaRegularized(r, k + 1, p);

    /// <summary>The least k with P(X ≤ k) ≥ probability.</summary>
    public static long NegativeBinomialQuantile(double probability, double r, double p)
    {
        if (NegativeBinomialAtMost(0, r, p) >= probability)
        {
            return 0;
        }

        long low = 0, high = 1;
        while (NegativeBinomialAtMost(high, r, p) < probability)
        {
            low = high;
            high *= 2;
        }

        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            if (NegativeBinomialAtMost(middle, r, p) >= probability)
            {
                high = middle;
            }
            else
            {
                low = middle;
            }
        }

        return high;
    }

    /// <summary>P(|Z| ≥ z) for a standard normal Z.</summary>
    public static double NormalTwoSided(double z) => SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2));

    /// <summary>The z that a two-sided interval of this level takes; 1.96 for 0.95.</summary>
    public static double NormalQuantile(double level) => Math.Sqrt(2) * SpecialFunctions.ErfInv(level);

    /// <summary>ln(1 + x) that keeps its digits near zero.</summary>
    private static double LogOnePlus(double x) => Math.Abs(x) < 1e-4 ? x - (x * x / 2) + (x * x * x / 3) - (x * x * x * x / 4) : Math.Log(1 + x);
}
