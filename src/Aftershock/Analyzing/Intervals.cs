using Aftershock.Analyzing.Mathematics;

namespace Aftershock.Analyzing;

/// <summary>The 95 % interval of each count, remembered: a series of a thousand days holds few different counts.</summary>
internal sealed class Intervals(RecognitionError? error)
{
    private readonly Dictionary<long, Interval> _known = [];

    /// <summary>Of the mean behind a count: Garwood's, widened when the recognizer's error is given.</summary>
    public Interval Mean(long count)
    {
        if (!_known.TryGetValue(count, out var interval))
        {
            interval = error is { } e ? RecognizedCount.Mean(count, e) : PoissonIntervals.Garwood(count);
            _known[count] = interval;
        }

        return interval;
    }

    /// <summary>Of the number that was there; null without an error.</summary>
    public NumberThere? There(long count)
    {
        if (error is not { } e)
        {
            return null;
        }

        var (low, median, high) = RecognizedCount.NumberThere(count, e);
        return new NumberThere(low, median, high);
    }
}
