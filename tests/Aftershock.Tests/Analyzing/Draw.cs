namespace Aftershock.Tests.Analyzing;

/// <summary>Random numbers of the distributions that the tests plant.</summary>
internal static class Draw
{
    /// <summary>Counts arrivals of rate one (Knuth); for small means.</summary>
    public static int Poisson(Random random, double mean)
    {
        var (count, product, limit) = (0, random.NextDouble(), Math.Exp(-mean));
        while (product > limit)
        {
            count++;
            product *= random.NextDouble();
        }

        return count;
    }

    public static int Binomial(Random random, int trials, double probability) =>
        Enumerable.Range(0, trials).Count(_ => random.NextDouble() < probability);
}
