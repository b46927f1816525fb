using System.Globalization;
using NodaTime;

namespace Aftershock.Analyzing;

/// <summary>Days, weeks and months as a rule's zone has them.</summary>
/// <param name="zone">IANA name; the rule was checked for it.</param>
internal sealed class Calendar(string zone)
{
    private readonly DateTimeZone _zone = DateTimeZoneProviders.Tzdb[zone];
    private (Instant Start, Instant End, Duration Offset) _interval;

    /// <summary>The day on which it was published: as told when only the day was told, else that of the instant in the zone.</summary>
    public DateOnly DayOf(DateTimeOffset at, Precision precision)
    {
        if (precision == Precision.Day)
        {
            return DateOnly.FromDateTime(at.UtcDateTime);
        }

        var instant = Instant.FromDateTimeOffset(at);
        // Listings come in the order of time, so that the offset is nearly always that of the one before.
        if (instant < _interval.Start || instant >= _interval.End)
        {
            var found = _zone.GetZoneInterval(instant);
            _interval = (
                found.HasStart ? found.Start : Instant.MinValue,
                found.HasEnd ? found.End : Instant.MaxValue,
                Duration.FromTicks(found.WallOffset.Ticks));
        }

        return DateOnly.FromDateTime((instant + _interval.Offset).ToDateTimeUtc());
    }

    /// <summary>When the day begins in the zone: at midnight, or at the first time that exists.</summary>
    public DateTimeOffset Start(DateOnly day) =>
        _zone.AtStartOfDay(LocalDate.FromDateOnly(day)).ToInstant().ToDateTimeOffset();

    /// <summary>The periods of a question, cut to its days; partial where the cut took days away.</summary>
    public static IReadOnlyList<(DayRange Days, bool Partial)> Periods(DayRange days, Step by)
    {
        var periods = new List<(DayRange, bool)>();
        for (var from = days.From; from <= days.To;)
        {
            var whole = Whole(from, by);
            var to = whole.To < days.To ? whole.To : days.To;
            periods.Add((new DayRange(from, to), from != whole.From || to != whole.To));
            from = to.AddDays(1);
        }

        return periods;
    }

    /// <summary><c>2022-06-30</c>, <c>2022-W26</c> (ISO 8601, from Monday) or <c>2022-06</c>.</summary>
    public static string Name(DateOnly day, Step by)
    {
        var at = day.ToDateTime(TimeOnly.MinValue);
        return by switch
        {
            Step.Week => string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(at)}-W{ISOWeek.GetWeekOfYear(at):00}"),
            Step.Month => day.ToString("yyyy-MM", CultureInfo.InvariantCulture),
            _ => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
    }

    private static DayRange Whole(DateOnly day, Step by)
    {
        switch (by)
        {
            case Step.Week:
                var monday = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
                return new DayRange(monday, monday.AddDays(6));
            case Step.Month:
                return new DayRange(new DateOnly(day.Year, day.Month, 1), new DateOnly(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month)));
            default:
                return new DayRange(day, day);
        }
    }
}
