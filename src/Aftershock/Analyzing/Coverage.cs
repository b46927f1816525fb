using Aftershock.Keeping;

namespace Aftershock.Analyzing;

/// <summary>On which days the sources of a rule were watched.</summary>
/// <remarks>
/// A source was watched from its oldest post, or its first capture when that was earlier. A forum was watched to its last
/// capture, which shows all up to then; a file of posts or claims ends with its newest post, however late it was brought in.
/// Days of one source in between are taken for watched. A day is covered when at least one source was watched.
/// </remarks>
internal sealed class Coverage
{
    private readonly Dictionary<string, DayRange> _watched = [];

    private Coverage()
    {
    }

    public static Coverage Of(IEnumerable<SourceHealth> sources, CountingRule rule, Calendar calendar)
    {
        var coverage = new Coverage();
        foreach (var health in sources.Where(s => Admits(rule.Sources, s.Source.Id)))
        {
            if (Watched(health, calendar) is { } days)
            {
                coverage._watched[health.Source.Id.Value] = days;
            }
        }

        return coverage;
    }

    /// <summary>Whether a source is among those named; a name that ends in <c>*</c> is a prefix; none named admits all.</summary>
    public static bool Admits(IReadOnlyList<string> names, SourceId source) => names.Count == 0 || names.Any(name =>
        name.EndsWith('*') ? source.Value.StartsWith(name[..^1], StringComparison.Ordinal) : source.Value == name);

    /// <summary>Share of the days that were covered, by any source or by the one named.</summary>
    public double Share(DayRange days, string? source = null)
    {
        var watched = _watched.Where(w => source is null || w.Key == source)
            .Select(w => (From: Later(w.Value.From, days.From), To: Earlier(w.Value.To, days.To)))
            .Where(w => w.From <= w.To)
            .OrderBy(w => w.From);
        var covered = 0;
        var until = days.From.AddDays(-1);
        foreach (var (from, to) in watched)
        {
            if (to > until)
            {
                covered += to.DayNumber - Later(from.AddDays(-1), until).DayNumber;
                until = to;
            }
        }

        return (double)covered / days.Days;
    }

    /// <summary>The days from the first covered one to the last; null when none is.</summary>
    public DayRange? Within(DayRange days)
    {
        var parts = _watched.Values.Select(w => new DayRange(Later(w.From, days.From), Earlier(w.To, days.To))).Where(w => w.From <= w.To).ToList();
        return parts.Count == 0 ? null : new DayRange(parts.Min(p => p.From), parts.Max(p => p.To));
    }

    private static DayRange? Watched(SourceHealth health, Calendar calendar)
    {
        var oldest = Day(health.OldestPost ?? health.NewestPost);
        var newest = Day(health.NewestPost);
        var first = Day(health.FirstCaptured);
        var last = health.Source.Kind == SourceKind.Forum ? Day(health.LastCaptured) : null;
        return (Earlier(oldest, first), Later(newest, last) ?? Day(health.LastCaptured)) is ({ } from, { } to) && from <= to
            ? new DayRange(from, to)
            : null;

        DateOnly? Day<T>(T? time)
            where T : struct => time switch
            {
                Moment m => calendar.DayOf(m.At, m.Precision < Precision.Day ? Precision.Day : m.Precision),
                DateTimeOffset at => calendar.DayOf(at, Precision.Second),
                _ => null,
            };
    }

    private static DateOnly? Earlier(DateOnly? a, DateOnly? b) => a is null || b < a ? b : a;

    private static DateOnly? Later(DateOnly? a, DateOnly? b) => a is null || b > a ? b : a;

    private static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;
}
