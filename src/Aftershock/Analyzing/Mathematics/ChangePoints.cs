namespace Aftershock.Analyzing.Mathematics;

/// <summary>Where the level of a series of counts changed.</summary>
internal static class ChangePoints
{
    /// <summary>
    /// How far the likelihood of another day may fall behind the best one's, doubled. Near a change the log-likelihood is a walk
    /// that drifts down on both sides; the greatest excess of each side is exponential, so P(both ≤ c) = (1 − e^−c)², which is
    /// 0.95 at c = 3.676. The usual 1.92 belongs to smooth parameters and would cover 73 %.
    /// </summary>
    /// <remarks>D. Siegmund, Confidence sets in change-point problems, International Statistical Review 56 (1988) 31; Y.-C. Yao, Biometrika 74 (1987) 623.</remarks>
    private const double Allowed = 2 * 3.6758;

    /// <summary>
    /// PELT: the segmentation that minimizes the sum of the segments' costs plus a penalty for every change, exactly. Returns
    /// the ends of the segments as counts of points, the last being all of them.
    /// </summary>
    /// <remarks>R. Killick, P. Fearnhead, I. Eckley, JASA 107 (2012) 1590. Pruning is right for costs that a split never raises, as likelihoods are.</remarks>
    /// <param name="cost">Cost of the points from the first argument up to, without, the second.</param>
    /// <param name="shortest">Fewest points in a segment.</param>
    public static IReadOnlyList<int> Pelt(int points, Func<int, int, double> cost, double penalty, int shortest, out double total)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1);
        var best = new double[points + 1];
        var last = new int[points + 1];
        Array.Fill(best, double.PositiveInfinity);
        best[0] = -penalty;
        var candidates = new List<Candidate>();
        for (var end = Math.Min(shortest, points); end <= points; end++)
        {
            var start = end - shortest;
            if (start <= 0 || !double.IsPositiveInfinity(best[start]))
            {
                candidates.Add(new Candidate(Math.Max(0, start)));
            }

            foreach (var candidate in candidates)
            {
                candidate.Value = best[candidate.Start] + cost(candidate.Start, end);
                if (candidate.Value + penalty < best[end])
                {
                    (best[end], last[end]) = (candidate.Value + penalty, candidate.Start);
                }
            }

            // A start that is behind now stays behind any change at this end, which can begin to count only a shortest segment later.
            candidates.RemoveAll(c => c.Until <= end);
            foreach (var candidate in candidates)
            {
                if (candidate.Value > best[end] && candidate.Until == int.MaxValue)
                {
                    candidate.Until = end + shortest;
                }
            }
        }

        total = best[points];
        var ends = new List<int>();
        for (var end = points; end > 0; end = last[end])
        {
            ends.Insert(0, end);
        }

        return ends;
    }

    /// <summary>Twice the negative log-likelihood of a constant Poisson rate, without what no segmentation changes: 2·S·(ln n − ln S), 0 for S = 0.</summary>
    public static Func<int, int, double> PoissonCost(ReadOnlySpan<long> counts)
    {
        var sums = new long[counts.Length + 1];
        for (var i = 0; i < counts.Length; i++)
        {
            sums[i + 1] = sums[i] + counts[i];
        }

        return (from, to) =>
        {
            var sum = sums[to] - sums[from];
            return sum == 0 ? 0 : 2 * sum * (Math.Log(to - from) - Math.Log(sum));
        };
    }

    /// <summary>
    /// The days on which the rate changed, each with the days between which it may have: all that the likelihood does not
    /// reject while the neighbouring changes stay where they are.
    /// </summary>
    /// <remarks>
    /// The penalty is 3 ln n, times the dispersion, since what scatters more earns less; the interval is widened alike. Segments
    /// are at least a week: what is shorter is a burst. The interval takes the number of changes as given.
    /// </remarks>
    public static IReadOnlyList<RateChange> Find(DateOnly first, ReadOnlySpan<long> daily, double dispersion)
    {
        const int shortest = 7;
        if (daily.Length < 2 * shortest)
        {
            return [];
        }

        var cost = PoissonCost(daily);
        var ends = Pelt(daily.Length, cost, 3 * Math.Log(daily.Length) * dispersion, shortest, out _);
        var changes = new List<RateChange>();
        for (var i = 0; i + 1 < ends.Count; i++)
        {
            var (low, high) = Plausible(i == 0 ? 0 : ends[i - 1], ends[i], ends[i + 1], cost, Allowed * dispersion);
            changes.Add(new RateChange(first.AddDays(ends[i]), first.AddDays(low), first.AddDays(high)));
        }

        return changes;
    }

    private static (int Low, int High) Plausible(int from, int change, int to, Func<int, int, double> cost, double allowed)
    {
        var limit = double.PositiveInfinity;
        for (var day = from + 1; day < to; day++)
        {
            limit = Math.Min(limit, cost(from, day) + cost(day, to));
        }

        limit += allowed;
        var (low, high) = (change, change);
        for (var day = from + 1; day < to; day++)
        {
            if (cost(from, day) + cost(day, to) <= limit)
            {
                (low, high) = (Math.Min(low, day), Math.Max(high, day));
            }
        }

        return (low, high);
    }

    private sealed class Candidate(int start)
    {
        public int Start { get; } = start;

        public double Value { get; set; }

        /// <summary>From this end on it is no candidate any more.</summary>
        public int Until { get; set; } = int.MaxValue;
    }
}
