namespace Aftershock.Recognizing;

/// <summary>Reads dates as posts write them: 2022-07-05, 05.07.2022, 07/2022, 7月初, 21年6月, July 2022, июнь'22, bare years.</summary>
internal static class DateGrammar
{
    private const int FirstYear = 1995;
    private const int LastYear = 2035;

    /// <summary>Reads the date that begins with the digits at <paramref name="start"/>.</summary>
    public static bool TryRead(Reading reading, int start, out DateMention date)
    {
        date = new DateMention { Start = start, Form = "" };
        var text = reading.Text;
        var length = DigitRun(text, start, out var value);
        return length switch
        {
            8 => Compact(text, start, out date),
            4 when value is >= FirstYear and <= LastYear => FromYear(reading, start, value, out date),
            1 or 2 => FromSmall(reading, start, length, value, out date),
            _ => false,
        };
    }

    /// <summary>Reads a date that begins with the name of a month: July 2022, Aug 5, июнь'22.</summary>
    public static bool TryReadMonthName(Reading reading, Match month, out DateMention date)
    {
        var text = reading.Text;
        date = new DateMention { Start = month.Start, End = month.End, Month = MonthOf(month), Form = "month-name" };
        var at = month.End;
        while (at < text.Length && text[at] is ' ' or '\'' or '.' or ',' or '/' or '-')
        {
            at++;
        }

        at = SkipSmallWord(text, at);
        var length = DigitRun(text, at, out var value);
        if (length == 4 && value is >= FirstYear and <= LastYear)
        {
            date.Year = value;
            date.End = at + 4;
            return true;
        }

        if (length == 2 && at > 0 && text[at - 1] == '\'')
        {
            date.Year = 2000 + value;
            date.End = at + 2;
            return true;
        }

        if (length is 1 or 2 && value is >= 1 and <= 31 && at == month.End + 1 && text[month.End] == ' ' && !FollowedByAmount(reading, at + length))
        {
            date.Day = value;
            date.End = SkipOrdinal(text, at + length);
            ReadYearAfter(text, ref date);
            return true;
        }

        // A month alone: only its full name, and only beside a word that asks for a date.
        date.IsWeak = true;
        return !month.Rule.Weak;
    }

    private static bool Compact(FoldedText text, int start, out DateMention date)
    {
        date = new DateMention { Start = start, End = start + 8, Form = "compact" };
        var year = Number(text, start, 4);
        var month = Number(text, start + 4, 2);
        var day = Number(text, start + 6, 2);
        if (year is < FirstYear or > LastYear || month is < 1 or > 12 || day is < 1 or > 31)
        {
            return false;
        }

        (date.Year, date.Month, date.Day) = (year, month, day);
        return true;
    }

    private static bool FromYear(Reading reading, int start, int year, out DateMention date)
    {
        var text = reading.Text;
        date = new DateMention { Start = start, End = start + 4, Year = year, Form = "year" };
        var at = start + 4;
        if (at < text.Length && text[at] == '年')
        {
            date.End = at + 1;
            date.Form = "year-cjk";
            ReadChineseMonth(text, SkipSpace(text, at + 1), ref date);
            return true;
        }

        if (at < text.Length && text[at] is '-' or '.' or '/')
        {
            var length = DigitRun(text, at + 1, out var month);
            if (length is 1 or 2 && month is >= 1 and <= 12)
            {
                var separator = text[at];
                date.Month = month;
                date.End = at + 1 + length;
                date.Form = "year-month";
                if (date.End < text.Length && text[date.End] == separator && DigitRun(text, date.End + 1, out var day) is (1 or 2) and var dayLength && day is >= 1 and <= 31)
                {
                    date.Day = day;
                    date.End += 1 + dayLength;
                    date.Form = "year-month-day";
                }

                return true;
            }
        }

        var next = at;
        while (next < text.Length && text[next] is ' ' or '/' or '-' or '.')
        {
            next++;
        }

        if (next > at && next - at <= 2 && reading.LongestAt(next, RuleTarget.Month) is { } named)
        {
            date.Month = MonthOf(named);
            date.End = named.End;
            date.Form = "year-month";
            return true;
        }

        if (FollowedByAmount(reading, at))
        {
            return false;
        }

        while (at < text.Length && text[at] is ' ')
        {
            at++;
        }

        return true;
    }

    private static bool FromSmall(Reading reading, int start, int length, int value, out DateMention date)
    {
        var text = reading.Text;
        date = new DateMention { Start = start, End = start + length, Form = "small" };
        var at = start + length;
        if (at >= text.Length)
        {
            return false;
        }

        switch (text[at])
        {
            case '月' when value is >= 1 and <= 12:
                ReadChineseMonth(text, start, ref date);
                date.Form = "month-cjk";
                return true;
            case '年' when length == 2 && value is >= 5 and <= 35 && !(at + 1 < text.Length && text[at + 1] is '级' or '来' or '以' or '内'):
                date.Year = 2000 + value;
                date.End = at + 1;
                date.Form = "short-year-cjk";
                date.IsWeak = true;
                ReadChineseMonth(text, SkipSpace(text, at + 1), ref date);
                date.IsWeak = date.Month is null;
                return true;
            case '.' or '/' or '-':
                return FromSeparated(reading, start, length, value, text[at], ref date);
        }

        // 5 August 2022, 2 de Fevereiro, 15 июля.
        var next = SkipOrdinal(text, at);
        while (next < text.Length && text[next] is ' ' or '.')
        {
            next++;
        }

        next = SkipSmallWord(text, next);
        if (value is >= 1 and <= 31 && next - at <= 6 && reading.LongestAt(next, RuleTarget.Month) is { } month && (next > at || !month.Rule.Weak))
        {
            date.Day = value;
            date.Month = MonthOf(month);
            date.End = month.End;
            date.Form = "day-month-name";
            ReadYearAfter(text, ref date);
            return true;
        }

        return false;
    }

    private static bool FromSeparated(Reading reading, int start, int length, int first, char separator, ref DateMention date)
    {
        var text = reading.Text;
        var at = start + length + 1;
        var secondLength = DigitRun(text, at, out var second);
        var after = at + secondLength;
        if (secondLength == 4 && second is >= FirstYear and <= LastYear && first is >= 1 and <= 12)
        {
            (date.Month, date.Year, date.End, date.Form) = (first, second, after, "month-year");
            return true;
        }

        if (secondLength is not (1 or 2) || (after < text.Length && Folding.IsSpacedLetter(text[after]) && !(text[after] is 'г' or 't')))
        {
            return false;
        }

        if (after < text.Length && text[after] == separator && DigitRun(text, after + 1, out var third) is (2 or 4) and var yearLength
            && (after + 1 + yearLength >= text.Length || text[after + 1 + yearLength] != separator))
        {
            var year = yearLength == 2 ? 2000 + third : third;
            var (day, month) = first > 12 || separator != '/' || second <= 12 ? (first, second) : (second, first);
            if (month > 12)
            {
                (day, month) = (month, day);
            }

            if (year is >= FirstYear and <= LastYear && month is >= 1 and <= 12 && day is >= 1 and <= 31)
            {
                (date.Day, date.Month, date.Year, date.End, date.Form) = (day, month, year, after + 1 + yearLength, "day-month-year");
                return true;
            }

            return false;
        }

        // 29.07 or 3/19, without a year: a date only beside a word that asks for one. Chinese writes the month first.
        var chinese = reading.Language == "zh";
        var (d, m) = chinese ? (second, first) : (first, second);
        if (m > 12 && d <= 12)
        {
            (d, m) = (m, d);
        }

        if (m is >= 1 and <= 12 && d is >= 1 and <= 31 && (separator == '/' || secondLength == 2 || chinese) && separator != '-'
            && (after >= text.Length || text[after] != separator) && !FollowedByAmount(reading, after) && !PrecededByMoney(text, start))
        {
            (date.Day, date.Month, date.End, date.Form, date.IsWeak) = (d, m, after, "day-month", true);
            return true;
        }

        return false;
    }

    /// <summary>6月, 6月30日, 7月初; leaves the date as it is when no month stands here.</summary>
    private static void ReadChineseMonth(FoldedText text, int at, ref DateMention date)
    {
        var length = DigitRun(text, at, out var month);
        var end = at + length;
        if (length == 0 && NumberGrammar.ChineseDigit(at < text.Length ? text[at] : ' ') is var single and > 0 && at + 1 < text.Length && text[at + 1] == '月')
        {
            (month, end, length) = (single, at + 1, 1);
        }

        if (length is not (1 or 2) || month is < 1 or > 12 || end >= text.Length || text[end] != '月')
        {
            return;
        }

        date.Month = month;
        date.End = end + 1;
        if (DigitRun(text, end + 1, out var day) is (1 or 2) and var dayLength && day is >= 1 and <= 31
            && end + 1 + dayLength < text.Length && text[end + 1 + dayLength] is '日' or '号')
        {
            date.Day = day;
            date.End = end + 2 + dayLength;
        }
        else if (date.End < text.Length && text[date.End] is '份' or '初' or '底' or '末')
        {
            date.End++;
        }
    }

    private static void ReadYearAfter(FoldedText text, ref DateMention date)
    {
        var at = date.End;
        while (at < text.Length && text[at] is ' ' or ',' or '.' or '/')
        {
            at++;
        }

        at = SkipSmallWord(text, at);
        if (DigitRun(text, at, out var year) == 4 && year is >= FirstYear and <= LastYear)
        {
            date.Year = year;
            date.End = at + 4;
        }
    }

    /// <summary>Whether a unit, a magnitude or a currency follows, so that the digits are a count or a price.</summary>
    private static bool FollowedByAmount(Reading reading, int at)
    {
        var text = reading.Text;
        if (at < text.Length && (text[at] is '%' or '$' or '€' or '£' or '¥' or '₽' or '+'))
        {
            return text[at] != '+' || (at + 1 < text.Length && text[at + 1] != ' ');
        }

        var next = at < text.Length && text[at] == ' ' ? at + 1 : at;
        return reading.LongestAt(next, RuleTarget.Magnitude) is not null
            || (reading.LongestAt(next, RuleTarget.Unit) is { Rule.Weak: false } unit && unit.Rule.Value != "idle")
            || reading.LongestAt(next, RuleTarget.Currency) is { Rule.Weak: false }
            || (reading.LongestAt(next, RuleTarget.Bytes) is { } bytes && (!bytes.Rule.Weak || next == at));
    }

    private static bool PrecededByMoney(FoldedText text, int start)
    {
        var i = start - 1;
        while (i >= 0 && text[i] == ' ')
        {
            i--;
        }

        return i >= 0 && text[i] is '$' or '€' or '£' or '¥' or '₽' or '#';
    }

    private static int MonthOf(Match month) => int.Parse(month.Rule.Value, System.Globalization.CultureInfo.InvariantCulture);

    private static int SkipSpace(FoldedText text, int at) => at < text.Length && text[at] == ' ' ? at + 1 : at;

    private static int SkipSmallWord(FoldedText text, int at)
    {
        foreach (var word in (ReadOnlySpan<string>)["de ", "of ", "del ", "do "])
        {
            if (text.Chars[at..].StartsWith(word))
            {
                return at + word.Length;
            }
        }

        return at;
    }

    private static int SkipOrdinal(FoldedText text, int at) =>
        at + 1 < text.Length && (text.Chars[at..].StartsWith("st") || text.Chars[at..].StartsWith("nd") || text.Chars[at..].StartsWith("rd") || text.Chars[at..].StartsWith("th"))
        && (at + 2 >= text.Length || !Folding.IsSpacedLetter(text[at + 2]))
            ? at + 2
            : at;

    private static int DigitRun(FoldedText text, int at, out int value)
    {
        value = 0;
        var i = at;
        while (i < text.Length && Folding.IsDigit(text[i]))
        {
            if (i - at > 8)
            {
                return 99;
            }

            value = (value * 10) + (text[i] - '0');
            i++;
        }

        return i - at;
    }

    private static int Number(FoldedText text, int at, int length)
    {
        var value = 0;
        for (var i = at; i < at + length; i++)
        {
            value = (value * 10) + (text[i] - '0');
        }

        return value;
    }
}
