using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace Aftershock.Collecting.Forums;

/// <summary>Reads the times that a board prints, in the board's zone and relative to when the page was captured.</summary>
/// <remarks>
/// Absolute dates may come as month-day-year (the default of MyBB), day-month-year or year-month-day; which of the first
/// two a page uses is told by the separator, the clock (12 hours go with months first) and by any number above 12.
/// A local time that a change of clocks skips or repeats is read leniently: the later offset before, the earlier after.
/// </remarks>
internal sealed partial class BoardClock
{
    private const int OldestYear = 1990;
    private const int NewestYear = 2100;

    private readonly DateTimeZone _zone;
    private readonly Instant _captured;
    /// <summary>By separator: above 0 for months first, below for days first.</summary>
    private readonly Dictionary<char, int> _monthFirst = [];

    public BoardClock(string zone, DateTimeOffset capturedAt)
    {
        _zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) ?? throw new ArgumentException($"zone \"{zone}\" is not known; expected an IANA name such as Europe/Berlin.", nameof(zone));
        _captured = Instant.FromDateTimeOffset(capturedAt);
    }

    /// <summary>Looks through the dates that the board prints for those that only one order of day and month allows.</summary>
    /// <remarks>
    /// A board's own dates begin an element or an attribute on one line; dates that members type mostly do not, and they
    /// are outvoted, each separator for itself, since "19.03.2022" in a post tells nothing of "04-02-2022" above it.
    /// </remarks>
    public void LearnOrder(string text)
    {
        foreach (Match match in Printed().Matches(text))
        {
            var (a, b, separator) = (Number(match, "a"), Number(match, "b"), match.Groups["s"].Value[0]);
            if ((a > 12) != (b > 12))
            {
                _monthFirst[separator] = _monthFirst.GetValueOrDefault(separator) + (b > 12 ? 1 : -1);
            }
        }
    }

    /// <param name="words">What the page shows, such as "Yesterday, 04:10 PM".</param>
    /// <param name="title">The text shown on hover, which tells "1 minute ago" exactly; null without one.</param>
    public Moment? Read(string? words, string? title = null)
    {
        if (string.IsNullOrWhiteSpace(words))
        {
            return null;
        }

        var exact = title is null ? null : Absolute(title);
        if (exact is { Precision: Precision.Minute or Precision.Second })
        {
            return exact;
        }

        return Absolute(words) ?? Named(words, exact) ?? Ago(words) ?? exact;
    }

    private Moment? Absolute(string text) => Iso(text) ?? Numeric(text) ?? Spelled(text);

    private Moment? Iso(string text)
    {
        var match = YearFirst().Match(text);
        return match.Success ? At(Number(match, "y"), Number(match, "m"), match.Groups["d"].Success ? Number(match, "d") : null, text[(match.Index + match.Length)..]) : null;
    }

    private Moment? Numeric(string text)
    {
        var match = Numbers().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var rest = text[(match.Index + match.Length)..];
        var (a, b, year) = (Number(match, "a"), Number(match, "b"), FullYear(Number(match, "y")));
        var separator = match.Groups["s"].Value[0];
        var learned = _monthFirst.GetValueOrDefault(separator);
        var monthFirst = a <= 12 && (b > 12 || (learned == 0 ? MonthComesFirst(separator, rest) : learned > 0));
        return monthFirst ? At(year, a, b, rest) : At(year, b, a, rest);
    }

    private static bool MonthComesFirst(char separator, string clock) => separator switch
    {
        '-' => true,
        '.' => false,
        _ => HalfDay().IsMatch(clock),
    };

    private Moment? Spelled(string text)
    {
        foreach (Match match in DayMonthYear().Matches(text))
        {
            if (MonthNames.TryRead(match.Groups["m"].Value, out var month))
            {
                return At(Number(match, "y"), month, match.Groups["d"].Success ? Number(match, "d") : null, text[(match.Index + match.Length)..]);
            }
        }

        return null;
    }

    /// <summary>"Today" and "Yesterday" with a clock; the date on hover wins over our own reckoning of the day.</summary>
    private Moment? Named(string words, Moment? day)
    {
        var back = DayNames.DaysBack(words);
        if (back is null)
        {
            return null;
        }

        var date = day is { } told ? LocalDate.FromDateTime(told.At.UtcDateTime) : _captured.InZone(_zone).Date.PlusDays(-back.Value);
        return At(date.Year, date.Month, date.Day, words);
    }

    private Moment? Ago(string words)
    {
        if (words.Contains("just now", StringComparison.OrdinalIgnoreCase) || words.Contains("moments ago", StringComparison.OrdinalIgnoreCase) || words.Contains("less than", StringComparison.OrdinalIgnoreCase))
        {
            return MinuteOf(_captured);
        }

        var match = AgoWords().Match(words);
        if (!match.Success)
        {
            return null;
        }

        var count = match.Groups["n"].Success ? Number(match, "n") : 1;
        // The unit bounds what is told: hours and more fix the day at best.
        return match.Groups["u"].Value.ToLowerInvariant() switch
        {
            // Counted along the hours that passed, which a change of clocks neither skips nor repeats.
            "second" => MinuteOf(_captured - Duration.FromSeconds(count)),
            "minute" => MinuteOf(_captured - Duration.FromMinutes(count)),
            "hour" => Before(count / 24, _ => (_captured - Duration.FromHours(count)).InZone(_zone).Date, Precision.Day),
            "day" => Before(count, d => d.PlusDays(-count), Precision.Day),
            "week" => Before(count * 7, d => d.PlusWeeks(-count), Precision.Day),
            "month" => Before(count * 28, d => d.PlusMonths(-count), Precision.Month),
            _ => Before(count * 365, d => d.PlusYears(-count), Precision.Year),
        };
    }

    private static Moment MinuteOf(Instant at)
    {
        var time = at.ToDateTimeOffset();
        return Moment.Minute(time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMinute)));
    }

    /// <param name="days">About how many it is; beyond what any board has seen nothing is reckoned.</param>
    /// <param name="back">From the day of the capture to the day meant.</param>
    /// <param name="precision">Year, month or day.</param>
    private Moment? Before(int days, Func<LocalDate, LocalDate> back, Precision precision)
    {
        if (days > (NewestYear - OldestYear) * 366)
        {
            return null;
        }

        var day = back(_captured.InZone(_zone).Date);
        return (day.Year < OldestYear, precision) switch
        {
            (true, _) => null,
            (_, Precision.Year) => Moment.Year(day.Year),
            (_, Precision.Month) => Moment.Month(day.Year, day.Month),
            _ => Moment.Day(new DateOnly(day.Year, day.Month, day.Day)),
        };
    }

    private Moment? At(int year, int month, int? day, string clock)
    {
        if (year is < OldestYear or > NewestYear || month is < 1 or > 12)
        {
            return null;
        }

        if (day is null)
        {
            return Moment.Month(year, month);
        }

        if (day < 1 || day > CalendarSystem.Iso.GetDaysInMonth(year, month))
        {
            return null;
        }

        var date = new LocalDate(year, month, day.Value);
        var match = Clock().Match(clock);
        if (!match.Success)
        {
            return Moment.Day(new DateOnly(year, month, day.Value));
        }

        var hour = Number(match, "h");
        var half = match.Groups["half"].Value;
        if (half.Length > 0)
        {
            hour = (hour % 12) + (half[0] is 'p' or 'P' ? 12 : 0);
        }

        var hasSeconds = match.Groups["s"].Success;
        var (minute, second) = (Number(match, "min"), hasSeconds ? Number(match, "s") : 0);
        if (hour > 23 || minute > 59 || second > 59)
        {
            return Moment.Day(new DateOnly(year, month, day.Value));
        }

        var local = date.At(new LocalTime(hour, minute, second));
        var at = local.InZoneLeniently(_zone).ToDateTimeOffset();
        return hasSeconds ? Moment.Second(at) : Moment.Minute(at);
    }

    private static int FullYear(int year) => year < 100 ? 2000 + year : year;

    /// <summary>A figure in the digits of any script, as Arabic and Persian boards print theirs.</summary>
    private static int Number(Match match, string group)
    {
        var number = 0;
        foreach (var digit in match.Groups[group].ValueSpan)
        {
            number = (number * 10) + CharUnicodeInfo.GetDecimalDigitValue(digit);
        }

        return number;
    }

    [GeneratedRegex(@"(?<!\d)(?<y>(?:19|20)\d\d)(?:[-/.](?<m>\d{1,2})[-/.](?<d>\d{1,2})(?!\d)|年(?<m>\d{1,2})月(?:(?<d>\d{1,2})日)?)", RegexOptions.CultureInvariant)]
    private static partial Regex YearFirst();

    [GeneratedRegex(@"(?<!\d)(?<a>\d{1,2})(?<s>[-/.])(?<b>\d{1,2})\k<s>(?<y>\d{4}|\d{2})(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();

    [GeneratedRegex(@"(?<=[>""] ?)(?<a>\d{1,2})(?<s>[-/.])(?<b>\d{1,2})\k<s>(?:\d{4}|\d{2})(?=[,<""]| ?(?:at )?\d{1,2}:)", RegexOptions.CultureInvariant)]
    private static partial Regex Printed();

    [GeneratedRegex(@"(?:(?<d>\d{1,2})(?:st|nd|rd|th)?\.?\s+(?:de\s+)?)?(?<m>\p{L}{3,12})\.?,?\s+(?:de\s+)?(?:(?<d>\d{1,2})(?:st|nd|rd|th)?,?\s+)?(?<y>(?:19|20)\d\d)", RegexOptions.CultureInvariant)]
    private static partial Regex DayMonthYear();

    [GeneratedRegex(@"(?<h>\d{1,2}):(?<min>\d\d)(?::(?<s>\d\d))?\s*(?<half>[AaPp]\.?[Mm])?", RegexOptions.CultureInvariant)]
    private static partial Regex Clock();

    [GeneratedRegex(@"\d\s*[AaPp]\.?[Mm]", RegexOptions.CultureInvariant)]
    private static partial Regex HalfDay();

    [GeneratedRegex(@"(?:(?<n>\d{1,6})|\ban?)\s+(?<u>second|minute|hour|day|week|month|year)s?\s+ago", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex AgoWords();
}
