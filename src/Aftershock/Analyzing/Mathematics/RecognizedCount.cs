using MathNet.Numerics;

namespace Aftershock.Analyzing.Mathematics;

/// <summary>What a count stands for when the recognizer that made it errs as was measured on labelled posts.</summary>
/// <remarks>
/// Precision is Beta(TP + ½, FP + ½) and recall Beta(TP + ½, FN + ½), Jeffreys' posteriors of the two measured shares. Of N
/// recognized posts a Binomial(N, precision) number is right; beside k that were found, a negative binomial number of shape
/// k + ½ and probability recall was missed. It is assumed that the labelled posts are like those that were counted; where
/// they are easier, the interval is too short.
/// </remarks>
public static class RecognizedCount
{
    /// <summary>Up to this count the distribution is summed term by term; above it a mixture of normal ones is as good.</summary>
    private const long MostSummed = 400;

    /// <summary>With fewer hits the tail of the misses is too long to be summed.</summary>
    private const long FewestHits = 10;

    /// <summary>
    /// The number that was there, a fixed number and not a mean: the least t with P(T ≤ t) of at least α/2, ½ and 1 − α/2.
    /// </summary>
    public static (long Low, long Median, long High) NumberThere(long recognized, RecognitionError error, double level = 0.95)
    {
        Check(recognized, error);
        var tail = (1 - level) / 2;
        if (recognized <= MostSummed && error.TruePositives >= FewestHits)
        {
            var probabilities = Summed(recognized, error);
            return (Quantile(probabilities, tail), Quantile(probabilities, 0.5), Quantile(probabilities, 1 - tail));
        }

        var mixture = Factors.Of(error);
        return (mixture.NumberQuantile(recognized, tail), mixture.NumberQuantile(recognized, 0.5), mixture.NumberQuantile(recognized, 1 - tail));
    }

    /// <summary>
    /// The mean of the process, with the chance of the count itself: quantiles of precision / recall times a gamma variable of
    /// shape N at the low end and N + 1 at the high end. Without any error it is Garwood's interval.
    /// </summary>
    public static Interval Mean(long recognized, RecognitionError error, double level = 0.95)
    {
        Check(recognized, error);
        var tail = (1 - level) / 2;
        var factors = Factors.Of(error);
        return new Interval(
            recognized == 0 ? 0 : factors.MeanQuantile(recognized, tail),
            factors.MeanQuantile(recognized + 1, 1 - tail));
    }

    /// <summary>P(T = t) for t from 0: a beta-binomial number of hits and a beta negative binomial number of misses beside each.</summary>
    private static List<double> Summed(long recognized, RecognitionError error)
    {
        const double negligible = 1e-10;
        const int longest = 200_000;
        var (hits, falseHits, misses) = (error.TruePositives + 0.5, error.FalsePositives + 0.5, error.FalseNegatives + 0.5);
        var sum = new List<double>();
        for (long k = 0; k <= recognized; k++)
        {
            var right = Math.Exp(
                SpecialFunctions.GammaLn(recognized + 1) - SpecialFunctions.GammaLn(k + 1) - SpecialFunctions.GammaLn(recognized - k + 1) +
                SpecialFunctions.BetaLn(k + hits, recognized - k + falseHits) - SpecialFunctions.BetaLn(hits, falseHits));
            if (right < negligible / (recognized + 1))
            {
                continue;
            }

            var shape = k + 0.5;
            var missed = Math.Exp(SpecialFunctions.BetaLn(hits + shape, misses) - SpecialFunctions.BetaLn(hits, misses));
            double told = 0;
            for (var m = 0; told < 1 - negligible && m < longest; m++)
            {
                while (sum.Count <= k + m)
                {
                    sum.Add(0);
                }

                sum[(int)k + m] += right * missed;
                told += missed;
                missed *= (shape + m) * (misses + m) / ((m + 1) * (hits + shape + misses + m));
            }
        }

        return sum;
    }

    private static long Quantile(List<double> probabilities, double probability)
    {
        double sum = 0;
        for (var t = 0; t < probabilities.Count; t++)
        {
            sum += probabilities[t];
            if (sum >= probability)
            {
                return t;
            }
        }

        return probabilities.Count - 1;
    }

    private static void Check(long recognized, RecognitionError error)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(recognized);
        if (error.TruePositives < 0 || error.FalsePositives < 0 || error.FalseNegatives < 0)
        {
            throw new ArgumentException("Hits, false hits and misses are counts and cannot be below zero.", nameof(error));
        }
    }

    /// <summary>Equally probable values of precision / recall, by which a recognized count is to be multiplied.</summary>
    /// <param name="Error">Of which these are the factors.</param>
    /// <param name="Values">Ascending.</param>
    /// <param name="Scatter">Variance of the number that was there, over its mean, at each value.</param>
    private sealed record Factors(RecognitionError Error, double[] Values, double[] Scatter)
    {
        private const int Grid = 64;
        private const int Bin = 32;

        private static Factors? s_latest;

        /// <summary>Midpoint quantiles of both posteriors, all pairs, drawn together to 128 of equal probability.</summary>
        public static Factors Of(RecognitionError error)
        {
            // One error is asked about for every point of a series.
            if (s_latest is { } latest && latest.Error == error)
            {
                return latest;
            }

            var precision = Midpoints(error.TruePositives + 0.5, error.FalsePositives + 0.5);
            var recall = Midpoints(error.TruePositives + 0.5, error.FalseNegatives + 0.5);
            var cells = (from p in precision from r in recall select (Value: p / r, Scatter: (1 - p + 1 - r) / r)).OrderBy(c => c.Value).Chunk(Bin).ToList();
            var factors = new Factors(error, [.. cells.Select(c => c.Average(v => v.Value))], [.. cells.Select(c => c.Average(v => v.Scatter))]);
            s_latest = factors;
            return factors;
        }

        public long NumberQuantile(long recognized, double probability)
        {
            var high = (recognized * Values[^1] * (1 + Scatter[^1])) + (20 * Math.Sqrt((recognized + 1) * Values[^1] * (1 + Scatter[^1]))) + 10;
            return (long)Math.Max(0, Math.Round(Roots.Increasing(Share, probability, 0, high)));

            double Share(double x) => Values.Zip(Scatter, (value, scatter) =>
            {
                var deviation = Math.Sqrt((recognized * value * scatter) + 1e-12);
                return 0.5 * SpecialFunctions.Erfc(((recognized * value) - x) / deviation / Math.Sqrt(2));
            }).Average();
        }

        public double MeanQuantile(long shape, double probability)
        {
            var high = Distributions.GammaQuantile(shape, 1 - 1e-6) * Values[^1];
            return Roots.Increasing(x => Values.Average(value => SpecialFunctions.GammaLowerRegularized(shape, x / value)), probability, 0, high);
        }

        private static double[] Midpoints(double a, double b) =>
            [.. Enumerable.Range(0, Grid).Select(i => Distributions.BetaQuantile(a, b, (i + 0.5) / Grid))];
    }
}
