using System.Globalization;

namespace Aftershock.Collecting.Feeds;

/// <summary>Reads the times of feeds as they are found: RFC 822 with all its slips, ISO 8601 in its variants, seconds since 1970.</summary>
internal static class FeedTime
{
    private const int OldestYear = 1990;
    private const int NewestYear = 2100;
    private const int Longest = 100;

    private static readonly string[] s_months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    /// <summary>Hours from UTC; of names that several zones share the American one is meant, as RFC 822 has it.</summary>
    private static readonly Dictionary<string, double> s_zones = ("ut:0 utc:0 gmt:0 z:0 wet:0 west:1 bst:1 cet:1 met:1 cest:2 mest:2 eet:2 eest:3 msk:3 "
        + "est:-5 edt:-4 cst:-6 cdt:-5 mst:-7 mdt:-6 pst:-8 pdt:-7 jst:9 kst:9 aest:10 aedt:11").Split(' ')
        .Select(z => z.Split(':')).ToDictionary(z => z[0], z => double.Parse(z[1], CultureInfo.InvariantCulture), StringComparer.OrdinalIgnoreCase);

    /// <summary>A time without an offset is UTC.</summary>
    public static Moment? Read(string? text)
    {
        text = text?.Trim();
        if (string.IsNullOrEmpty(text) || text.Length > Longest)
        {
            return null;
        }

        if (text.Length is 10 or 13 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return Checked(DateTimeOffset.FromUnixTimeMilliseconds(text.Length == 10 ? number * 1000 : number), Precision.Second);
        }

        if (text.Length >= 7 && text[..4].All(char.IsAsciiDigit) && (text[4] is '-' or '/' || text[..Math.Min(8, text.Length)].All(char.IsAsciiDigit)))
        {
            return Iso(text);
        }

        return Spelled(text);
    }

    /// <summary>2022-07-03, 2022/07/03, 20220703; then, after a T or a blank, a clock and an offset.</summary>
    private static Moment? Iso(string text)
    {
        var rest = text.AsSpan();
        var isParted = text[4] is '-' or '/';
        if (!Number(ref rest, 4, out var year) || (isParted && !Skip(ref rest, '-', '/')) || !Number(ref rest, 2, out var month))
        {
            return null;
        }

        if (rest.IsEmpty)
        {
            return Make(year, month, 1, null, 0, Precision.Month);
        }

        if ((isParted && !Skip(ref rest, '-', '/')) || !Number(ref rest, 2, out var day))
        {
            return null;
        }

        if (rest.IsEmpty)
        {
            return Make(year, month, day, null, 0, Precision.Day);
        }

        return Skip(ref rest, 'T', 't', ' ') && Clock(ref rest, out var clock, out var precision) && Zone(rest, out var offset) ? Make(year, month, day, clock, offset, precision) : null;
    }

    /// <summary>"Tue, 05 Jul 2022 10:00:00 GMT", "5 July 22", "Jul 5, 2022, 10:00 PM": month by name, the rest in any order that makes sense.</summary>
    private static Moment? Spelled(string text)
    {
        int? year = null, month = null, day = null;
        TimeSpan? clock = null;
        var precision = Precision.Day;
        double offset = 0;
        var words = text.Split([' ', ',', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            // "05-Jul-2022"
            if (word.Count(c => c == '-') == 2 && word.IndexOf(':') < 0 && char.IsAsciiDigit(word[0]))
            {
                var parts = word.Split('-');
                words = [.. words[..i], .. parts, .. words[(i + 1)..]];
                word = words[i];
            }

            var span = word.AsSpan();
            if (word.Contains(':', StringComparison.Ordinal))
            {
                if (clock is not null || !Clock(ref span, out var told, out precision) || (!span.IsEmpty && !Zone(span, out offset)))
                {
                    return null;
                }

                clock = told;
            }
            else if (word.Equals("PM", StringComparison.OrdinalIgnoreCase) || word.Equals("AM", StringComparison.OrdinalIgnoreCase))
            {
                clock = clock is { } c ? TimeSpan.FromHours((c.Hours % 12) + (word[0] is 'p' or 'P' ? 12 : 0)) + new TimeSpan(0, c.Minutes, c.Seconds) : clock;
            }
            else if (word[0] is '+' or '-')
            {
                if (!Zone(span, out offset))
                {
                    return null;
                }
            }
            else if (char.IsAsciiDigit(word[0]))
            {
                var digits = word.TakeWhile(char.IsAsciiDigit).Count();
                var rest = word[digits..].ToLowerInvariant();
                if (digits > 4 || rest is not ("" or "st" or "nd" or "rd" or "th" or ".") || !int.TryParse(word[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                {
                    return null;
                }

                if (digits <= 2 && day is null)
                {
                    day = number;
                }
                else if (year is null)
                {
                    // Two digits of a year: RFC 2822 puts 50 to 99 into the last century; three count from 1900.
                    year = digits == 4 ? number : digits == 3 ? 1900 + number : number < 50 ? 2000 + number : 1900 + number;
                }
                else
                {
                    return null;
                }
            }
            else if (month is null && word.Length >= 3 && Array.FindIndex(s_months, m => word.StartsWith(m, StringComparison.OrdinalIgnoreCase)) is >= 0 and var at)
            {
                month = at + 1;
            }
            else if (s_zones.TryGetValue(word.Trim('(', ')', '.'), out var hours))
            {
                offset = word[0] == '(' ? offset : hours;
            }
            else if (word.IndexOfAny(['+', '-']) == 3 && clock is not null)
            {
                if (!Zone(span, out offset))
                {
                    return null;
                }
            }
            else if (!IsNoise(word))
            {
                return null;
            }
        }

        return year is null || month is null || day is null ? null : Make(year.Value, month.Value, day.Value, clock, offset, clock is null ? Precision.Day : precision);
    }

    private static bool IsNoise(string word) =>
        word[0] == '(' || word.Equals("at", StringComparison.OrdinalIgnoreCase)
        || (word.Length >= 3 && (string[])["mon", "tue", "wed", "thu", "fri", "sat", "sun"] is var days && days.Any(d => word.StartsWith(d, StringComparison.OrdinalIgnoreCase)));

    /// <summary>10:00, 10:00:05, 10:00:05.123, 1000, 100005; 24:00 is the day's end.</summary>
    private static bool Clock(ref ReadOnlySpan<char> rest, out TimeSpan clock, out Precision precision)
    {
        (clock, precision) = (default, Precision.Minute);
        var digits = rest.IndexOfAnyExceptInRange('0', '9');
        digits = digits < 0 ? rest.Length : digits;
        if (!Number(ref rest, digits is 1 or 3 ? 1 : 2, out var hour))
        {
            return false;
        }

        var minute = 0;
        var second = 0;
        if (Skip(ref rest, ':') || (rest.Length > 0 && char.IsAsciiDigit(rest[0])))
        {
            if (!Number(ref rest, 2, out minute))
            {
                return false;
            }

            if (Skip(ref rest, ':') || (rest.Length > 0 && char.IsAsciiDigit(rest[0])))
            {
                if (!Number(ref rest, 2, out second))
                {
                    return false;
                }

                precision = Precision.Second;
                if (Skip(ref rest, '.', ','))
                {
                    rest = rest.TrimStart("0123456789");
                }
            }
        }

        // A leap second is the end of its minute.
        second = second == 60 ? 59 : second;
        clock = new TimeSpan(hour, minute, second);
        return hour is >= 0 and <= 24 && minute < 60 && second < 60 && clock <= TimeSpan.FromHours(24);
    }

    /// <summary>Z, a name, +02:00, +0200, +02.</summary>
    private static bool Zone(ReadOnlySpan<char> rest, out double hours)
    {
        rest = rest.Trim();
        hours = 0;
        if (rest.IsEmpty || s_zones.TryGetValue(rest.ToString(), out hours))
        {
            return true;
        }

        if (rest.Length > 3 && s_zones.ContainsKey(rest[..3].ToString()) && rest[3] is '+' or '-')
        {
            rest = rest[3..];
        }

        if (rest[0] is not ('+' or '-'))
        {
            return false;
        }

        var isBack = rest[0] == '-';
        var digits = rest[1..].ToString().Replace(":", "", StringComparison.Ordinal);
        if (digits.Length is not (1 or 2 or 3 or 4) || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        hours = digits.Length <= 2 ? number : (number / 100) + (number % 100 / 60.0);
        hours = isBack ? -hours : hours;
        return Math.Abs(hours) <= 14;
    }

    private static bool Number(ref ReadOnlySpan<char> rest, int digits, out int number)
    {
        number = 0;
        if (rest.Length < digits || !int.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            return false;
        }

        rest = rest[digits..];
        return true;
    }

    private static bool Skip(ref ReadOnlySpan<char> rest, params ReadOnlySpan<char> any)
    {
        if (rest.IsEmpty || !any.Contains(rest[0]))
        {
            return false;
        }

        rest = rest[1..];
        return true;
    }

    private static Moment? Make(int year, int month, int day, TimeSpan? clock, double offset, Precision precision)
    {
        if (year is < OldestYear or > NewestYear || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return null;
        }

        var at = new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero) + (clock ?? TimeSpan.Zero) - TimeSpan.FromHours(clock is null ? 0 : offset);
        return Checked(at, precision);
    }

    private static Moment? Checked(DateTimeOffset at, Precision precision) => at.Year is >= OldestYear and <= NewestYear ? new Moment(at, precision) : null;
}
