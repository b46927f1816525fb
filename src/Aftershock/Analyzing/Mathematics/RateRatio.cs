namespace Aftershock.Analyzing.Mathematics;

/// <summary>Two Poisson counts, each over its own exposure, and how their rates compare.</summary>
/// <remarks>
/// Given that <c>n = x1 + x0</c> events happened, x1 is Binomial(n, p) with <c>p = r·t1 / (r·t1 + t0)</c>, where r is the ratio
/// of the rates. So every question about r is one about a share, and exact. J. Przyborowski, H. Wilenski, Biometrika 31
/// (1940) 313; the same as R's <c>poisson.test(c(x1, x0), c(t1, t0))</c>.
/// </remarks>
/// <param name="X1">Events in the window.</param>
/// <param name="T1">Days of the window, above zero.</param>
/// <param name="X0">Events in the baseline.</param>
/// <param name="T0">Days of the baseline, above zero.</param>
internal readonly record struct RateRatio(long X1, double T1, long X0, double T0)
{
    private long N => X1 + X0;

    /// <summary>The window's share of the time: its share of the events if the rates are equal.</summary>
    private double P0 => T1 / (T1 + T0);

    /// <summary>Null when the baseline has no event.</summary>
    public double? Estimate => X0 == 0 ? null : X1 / T1 / (X0 / T0);

    /// <summary>The Clopper-Pearson interval of the share, turned into one of the ratio. High is infinite when the baseline has no event; 0 to infinity when nothing happened at all.</summary>
    public Interval Exact(double level = 0.95) => OfShare(N == 0 ? new Interval(0, 1) : BinomialIntervals.ClopperPearson(X1, N, level));

    public Interval MidP(double level = 0.95) => OfShare(N == 0 ? new Interval(0, 1) : BinomialIntervals.MidP(X1, N, level));

    /// <summary>Probability of a window at least this full if the rates are equal.</summary>
    public double PAtLeast => Distributions.BinomialAtLeast(X1, N, P0);

    /// <summary>Probability of a window at most this full if the rates are equal.</summary>
    public double PAtMost => Distributions.BinomialAtMost(X1, N, P0);

    /// <summary><see cref="PAtLeast"/> with half of the probability of the outcome itself.</summary>
    public double PAtLeastMid => PAtLeast - (Distributions.Binomial(X1, N, P0) / 2);

    /// <summary>Two-sided: all outcomes that are no more probable than this one, as R's <c>binom.test</c> takes them.</summary>
    public double PTwoSided
    {
        get
        {
            var (n, p) = (N, P0);
            var mean = n * p;
            // Equal up to rounding is equal; the same allowance as R makes.
            var most = Distributions.Binomial(X1, n, p) * (1 + 1e-7);
            if (X1 == mean)
            {
                return 1;
            }

            if (X1 > mean)
            {
                var left = LastOf((long)Math.Floor(mean), k => Distributions.Binomial(k, n, p) <= most);
                return Math.Min(1, PAtLeast + Distributions.BinomialAtMost(left, n, p));
            }

            var right = LastOf(n - (long)Math.Ceiling(mean), k => Distributions.Binomial(n - k, n, p) <= most);
            return Math.Min(1, PAtMost + Distributions.BinomialAtLeast(n - right, n, p));
        }
    }

    /// <summary>
    /// Two-sided p-value when counts scatter <paramref name="dispersion"/> times as much as Poisson counts: the log ratio over
    /// its standard error √(φ(1/x1 + 1/x0)), against the normal. Never below the exact Poisson value.
    /// </summary>
    /// <remarks>Quasi-Poisson, P. McCullagh, J. Nelder, Generalized Linear Models (1989) 6.2. Half an event is added to both counts when one of them is zero.</remarks>
    public double PDispersed(double dispersion)
    {
        if (N == 0)
        {
            return 1;
        }

        var add = X1 == 0 || X0 == 0 ? 0.5 : 0;
        var (x1, x0) = (X1 + add, X0 + add);
        var z = Math.Log(x1 / T1 / (x0 / T0)) / Math.Sqrt((1 / x1) + (1 / x0));
        return Math.Max(PTwoSided, Distributions.NormalTwoSided(z / Math.Sqrt(dispersion)));
    }

    private Interval OfShare(Interval share)
    {
        var scale = T0 / T1;
        return new Interval(Odds(share.Low) * scale, Odds(share.High) * scale);

        static double Odds(double p) => p >= 1 ? double.PositiveInfinity : p / (1 - p);
    }

    /// <summary>The greatest k of 0 to <paramref name="most"/> at which a condition holds that holds at first and then no more; −1 when it never holds.</summary>
    private static long LastOf(long most, Func<long, bool> holds)
    {
        long low = -1, high = most + 1;
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            if (holds(middle))
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
