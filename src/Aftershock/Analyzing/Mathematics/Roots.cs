namespace Aftershock.Analyzing.Mathematics;

/// <summary>Inverts monotone functions.</summary>
/// <remarks>
/// Bisection down to the spacing of doubles: some 60 evaluations, no starting value, no way to run astray. The inverses of
/// the incomplete beta and gamma functions need nothing faster, since answers are remembered by their count.
/// </remarks>
internal static class Roots
{
    /// <summary>Enough for a root near zero, where each halving gains one bit of the exponent only.</summary>
    private const int MostSteps = 1100;

    /// <summary>Where an increasing function reaches <paramref name="target"/> between two points.</summary>
    public static double Increasing(Func<double, double> function, double target, double low, double high)
    {
        for (var step = 0; step < MostSteps && high - low > 2e-16 * Math.Abs(high); step++)
        {
            var middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high)
            {
                break;
            }

            if (function(middle) < target)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return low + ((high - low) / 2);
    }

    /// <summary>Where a decreasing function reaches <paramref name="target"/> between two points.</summary>
    public static double Decreasing(Func<double, double> function, double target, double low, double high) =>
        Increasing(x => -function(x), -target, low, high);

    /// <summary>The first power of two times <paramref name="start"/> at which the condition holds.</summary>
    public static double Above(double start, Func<double, bool> holds)
    {
        var high = start;
        while (!holds(high) && high < double.MaxValue / 4)
        {
            high *= 2;
        }

        return high;
    }
}
