namespace Aftershock.Analyzing;

/// <summary>Counts and claimed records of consecutive days.</summary>
internal sealed class DailyCounts(DayRange days)
{
    private readonly long[] _counts = new long[days.Days];
    private readonly long[] _records = new long[days.Days];

    public long Total { get; private set; }

    /// <summary>Days outside are left out.</summary>
    public void Add(in Counted counted)
    {
        if (days.Contains(counted.Day))
        {
            var at = counted.Day.DayNumber - days.From.DayNumber;
            _counts[at] += counted.Units;
            // Sums of absurd claims stop at the greatest number instead of turning negative.
            _records[at] = Plus(_records[at], counted.Records);
            Total += counted.Units;
        }
    }

    public void Add(DailyCounts other)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
            _records[i] = Plus(_records[i], other._records[i]);
        }

        Total += other.Total;
    }

    public ReadOnlySpan<long> Counts(DayRange part) => _counts.AsSpan(part.From.DayNumber - days.From.DayNumber, part.Days);

    public (long Count, long Records) Sum(DayRange part)
    {
        long count = 0, records = 0;
        for (var i = part.From.DayNumber - days.From.DayNumber; i <= part.To.DayNumber - days.From.DayNumber; i++)
        {
            count += _counts[i];
            records = Plus(records, _records[i]);
        }

        return (count, records);
    }

    private static long Plus(long a, long b) => b > long.MaxValue - a ? long.MaxValue : a + b;
}
