namespace Aftershock.Recognizing;

/// <summary>Picks the date on which the data was taken or dumped, and resolves what the post leaves out against its own date.</summary>
internal static class BreachDateReader
{
    private const int CueGap = 28;

    public static Moment? Read(Reading reading)
    {
        var best = 0.95;
        Moment? chosen = null;
        (int Start, int End) span = default;
        for (var i = 0; i < reading.Dates.Count; i++)
        {
            var date = reading.Dates[i];
            var score = Score(reading, i);
            if (score > best + 1e-9 && Resolve(WithSpokenYear(reading, date), reading.Post.PostedAt) is { } moment)
            {
                best = score;
                chosen = moment;
                span = (date.Start, date.End);
            }
        }

        if (ReadRelative(reading, ref best, ref span) is { } relative)
        {
            chosen = relative;
        }

        if (chosen is not null)
        {
            reading.AddSpan("breach_date", span.Start, span.End, "breach-date");
        }

        return chosen;
    }

    private static double Score(Reading reading, int index)
    {
        var date = reading.Dates[index];
        var text = reading.Text;
        if (text.Has(date.Start, Marks.Quoted | Marks.Code) || Scope.IsWanted(reading, date.Start))
        {
            return -5;
        }

        var (plus, minus) = CueScores(reading, date.Start, date.End);
        var score = plus - minus;
        if (date.IsRange)
        {
            score -= 3;
        }

        if (SpokenYear(reading, date) != 0)
        {
            plus = Math.Max(plus, 1.4);
        }

        var isWeak = date.IsWeak && !(date.Form == "short-year-cjk" && text.IsTitle(date.Start));
        if (isWeak && plus < 1)
        {
            return -5;
        }

        if (!isWeak && plus == 0)
        {
            score += date switch
            {
                { Year: not null, Month: not null } => text.IsTitle(date.Start) ? 1.6 : 1.1,
                { Year: not null } => text.IsTitle(date.Start) ? 1.3 : 1,
                { Month: not null } => text.IsTitle(date.Start) ? 1 : 0.4,
                _ => 0,
            };
        }

        return score + (date.Day is not null ? 0.2 : date.Month is not null ? 0.1 : 0);
    }

    /// <summary>1 after 今年, 2 after 去年, as in 今年3月; 0 elsewhere.</summary>
    private static int SpokenYear(Reading reading, in DateMention date)
    {
        if (date.Year is not null || date.Month is null || date.Start < 2)
        {
            return 0;
        }

        return reading.Text.Chars[(date.Start - 2)..date.Start] switch
        {
            "今年" or "本年" => 1,
            "去年" => 2,
            _ => 0,
        };
    }

    private static DateMention WithSpokenYear(Reading reading, in DateMention date) =>
        SpokenYear(reading, date) is var year and > 0 && reading.Post.PostedAt is { } posted ? date with { Year = posted.Year - (year - 1) } : date;

    /// <summary>How strongly the words around ask for a date, and how strongly they say that it is another one.</summary>
    private static (double Plus, double Minus) CueScores(Reading reading, int start, int end)
    {
        double plus = 0, minus = 0;
        int plusGap = int.MaxValue, minusGap = int.MaxValue;
        foreach (var i in reading.Of(RuleTarget.Mark))
        {
            var m = reading.Matches[i];
            if (m.Rule.Value is not ("dump-date" or "other-date"))
            {
                continue;
            }

            var before = m.End <= start && start - m.End <= CueGap && IsOneClause(reading.Text, m.End, start);
            var after = m.Start >= end && m.Start - end <= CueGap && IsOneClause(reading.Text, end, m.Start);
            if ((before && m.Rule.Side != Side.After) || (after && m.Rule.Side != Side.Before))
            {
                if (AnotherDateBetween(reading, m, start, end))
                {
                    continue;
                }

                var gap = before ? start - m.End : m.Start - end;
                if (m.Rule.Value == "dump-date")
                {
                    plus = Math.Max(plus, m.Rule.Score);
                    plusGap = Math.Min(plusGap, gap);
                }
                else
                {
                    minus = Math.Max(minus, m.Rule.Score);
                    minusGap = Math.Min(minusGap, gap);
                }
            }
        }

        // The nearer word is the one that speaks of this date.
        return plusGap < minusGap ? (plus, 0) : minusGap < plusGap ? (0, minus) : (plus, minus);
    }

    private static bool AnotherDateBetween(Reading reading, in Match cue, int start, int end)
    {
        foreach (var d in reading.Dates)
        {
            if ((d.Start >= cue.End && d.End <= start) || (d.Start >= end && d.End <= cue.Start))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOneClause(FoldedText text, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (text[i] is '\n' or ';' or '。' or '|' or '!' or '?' or ',' || (text[i] is '.' && (i + 1 >= text.Length || text[i + 1] is ' ' or '\n')))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Fills in the year with the latest one that does not lie after the post.</summary>
    private static Moment? Resolve(in DateMention date, DateTimeOffset? posted)
    {
        if (date.Year is { } year)
        {
            if (posted is { } p0 && year > p0.Year)
            {
                return null;
            }

            return Of(year, date.Month, date.Day);
        }

        if (date.Month is not { } month || posted is not { } at)
        {
            return null;
        }

        var candidate = at.Year;

        // A day that lies ahead within two months is a deadline, not last year's date.
        if (date.Day is { } ahead && ahead <= DateTime.DaysInMonth(candidate, month)
            && new DateTimeOffset(candidate, month, ahead, 0, 0, 0, TimeSpan.Zero) is var then && then > at.AddDays(1) && then < at.AddDays(60))
        {
            return null;
        }

        if (month > at.Month || (month == at.Month && date.Day is { } day && day > at.Day + 1))
        {
            candidate--;
        }

        return Of(candidate, month, date.Day);
    }

    private static Moment? Of(int year, int? month, int? day)
    {
        if (month is not { } m)
        {
            return Moment.Year(year);
        }

        if (day is not { } d)
        {
            return Moment.Month(year, m);
        }

        return d <= DateTime.DaysInMonth(year, m) ? Moment.Day(new DateOnly(year, m, d)) : Moment.Month(year, m);
    }

    /// <summary>"taken yesterday", 上个月, "2 weeks ago": words with a span of time, beside a word that asks for a date.</summary>
    private static Moment? ReadRelative(Reading reading, ref double best, ref (int Start, int End) span)
    {
        if (reading.Post.PostedAt is not { } posted)
        {
            return null;
        }

        Moment? chosen = null;
        foreach (var index in reading.Of(RuleTarget.Relative))
        {
            var match = reading.Matches[index];
            if (reading.Text.Has(match.Start, Marks.Quoted))
            {
                continue;
            }

            var start = match.Start;
            var count = 1;
            if (match.Rule.Value[0] == 'N')
            {
                var number = reading.Quantities.FindIndex(q => q.End <= match.Start && match.Start - q.End <= 1 && q.Value is >= 1 and < 400 && !q.HasMagnitude && !q.IsDecimal);
                if (number < 0)
                {
                    continue;
                }

                count = (int)reading.Quantities[number].Value;
                start = reading.Quantities[number].Start;
            }

            var (plus, minus) = CueScores(reading, start, match.End);
            var score = plus - minus + match.Rule.Score - 1;
            if (plus > 0 && score > best + 1e-9 && Shift(posted, match.Rule.Value.TrimStart('N'), count) is { } moment)
            {
                best = score;
                chosen = moment;
                span = (start, match.End);
            }
        }

        return chosen;
    }

    /// <summary>Applies a shift such as <c>-1d</c>, <c>-1m</c>, <c>0y</c>.</summary>
    private static Moment? Shift(DateTimeOffset posted, string shift, int count)
    {
        var amount = int.Parse(shift.AsSpan(0, shift.Length - 1), System.Globalization.CultureInfo.InvariantCulture) * count;
        var day = DateOnly.FromDateTime(posted.UtcDateTime);
        return shift[^1] switch
        {
            'd' => Moment.Day(day.AddDays(amount)),
            'w' => Moment.Month(day.AddDays(amount * 7).Year, day.AddDays(amount * 7).Month),
            'm' => Moment.Month(day.AddMonths(amount).Year, day.AddMonths(amount).Month),
            'y' => Moment.Year(day.AddYears(amount).Year),
            _ => null,
        };
    }
}
