namespace Aftershock.Analyzing.Mathematics;

/// <summary>Intervals of a Poisson mean, from one count.</summary>
internal static class PoissonIntervals
{
    /// <summary>
    /// Garwood's exact interval: low solves P(X ≥ k | low) = α/2, high solves P(X ≤ k | high) = α/2, which are quantiles of
    /// gamma distributions of shape k and k + 1. Never covers less than its level.
    /// </summary>
    /// <remarks>F. Garwood, Biometrika 28 (1936) 437. For k = 0 the low end is 0 and the high end −ln(α/2) = 3.689.</remarks>
    public static Interval Garwood(long count, double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var tail = (1 - level) / 2;
        return new Interval(
            count == 0 ? 0 : Distributions.GammaQuantile(count, tail),
            Distributions.GammaQuantile(count + 1, 1 - tail));
    }
}
