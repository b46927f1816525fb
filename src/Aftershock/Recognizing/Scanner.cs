namespace Aftershock.Recognizing;

/// <summary>Finds what is made of digits and dots: host names, dates, numbers with their currency, size unit or counted word.</summary>
internal static class Scanner
{
    /// <summary>How far a counted word may stand behind its number: "3.1 million loan app users".</summary>
    private const int UnitGap = 26;

    public static void Scan(Reading reading, IReadOnlyDictionary<string, string> tlds)
    {
        FindDomains(reading, tlds);
        var text = reading.Text;
        var domain = 0;
        var months = reading.Of(RuleTarget.Month);
        var month = 0;
        for (var i = 0; i < text.Length;)
        {
            while (domain < reading.Domains.Count && reading.Domains[domain].End <= i)
            {
                domain++;
            }

            if (domain < reading.Domains.Count && i >= reading.Domains[domain].Start)
            {
                i = reading.Domains[domain].End;
                continue;
            }

            while (month < months.Count && reading.Matches[months[month]].Start < i)
            {
                month++;
            }

            if (month < months.Count && reading.Matches[months[month]].Start == i
                && DateGrammar.TryReadMonthName(reading, reading.LongestAt(i, RuleTarget.Month)!.Value, out var named))
            {
                reading.Dates.Add(named);
                i = Math.Max(i + 1, named.End);
                continue;
            }

            i = Folding.IsDigit(text[i]) ? ReadAtDigit(reading, i)
                : Folding.IsHan(text[i]) ? ReadAtHan(reading, i)
                : ReadNumberWord(reading, i);
        }

        Currencies(reading);
        for (var i = 0; i < reading.Quantities.Count; i++)
        {
            Describe(reading, i);
        }

        MarkDateRanges(reading);
    }

    private static int ReadAtDigit(Reading reading, int i)
    {
        var text = reading.Text;

        // Digits inside a word, such as a1b2 or v3, are a name; a magnitude may glue a new word to digits (3kk).
        if (i > 0 && Folding.IsSpacedLetter(text[i - 1]) && !(i >= 2 && text[i - 1] == 'x' && Folding.IsBlank(text[i - 2])))
        {
            var end = i;
            while (end < text.Length && char.IsLetterOrDigit(text[end]) && !Folding.IsUnspaced(text[end]))
            {
                end++;
            }

            // "app3.6w": glued to a word, yet a number with a magnitude of its own.
            if (!(end + 1 < text.Length && text[end] == '.' && Folding.IsDigit(text[end + 1]) && end - i == 1))
            {
                return end;
            }
        }

        if (DateGrammar.TryRead(reading, i, out var date) && !(date.IsWeak && IsRatherNumber(reading, i, date)))
        {
            reading.Dates.Add(date);
            return date.End;
        }

        if (!NumberGrammar.TryRead(reading, i, out var quantity))
        {
            while (i < text.Length && Folding.IsDigit(text[i]))
            {
                i++;
            }

            return i;
        }

        quantity.IsIdle = IsIdle(text, quantity);
        Add(reading, quantity);
        return quantity.End;
    }

    /// <summary>A form such as 0.18 or 24/7 that some word beside it may still make a date is kept as both.</summary>
    private static bool IsRatherNumber(Reading reading, int i, DateMention date)
    {
        var text = reading.Text;
        if (date.Form != "day-month" || text.Chars[i..date.End].IndexOf('/') >= 0)
        {
            return false;
        }

        reading.Dates.Add(date);
        return true;
    }

    private static int ReadAtHan(Reading reading, int i)
    {
        var text = reading.Text;
        if (text[i] == '上' && i + 2 < text.Length && text[i + 1] is '百' or '千' or '万' or '亿')
        {
            var factor = text[i + 1] switch { '百' => 1e2, '千' => 1e3, '万' => 1e4, _ => 1e8 };
            var end = i + 2;
            if (text[end] is '万' or '亿')
            {
                factor *= text[end] == '万' ? 1e4 : 1e8;
                end++;
            }

            if (factor >= 1e4)
            {
                Add(reading, new Quantity { Start = i, End = end, Value = factor, HasMagnitude = true, IsWords = true, Bound = Bound.MoreThan });
                return end;
            }
        }

        if ((NumberGrammar.ChineseDigit(text[i]) > 0 || text[i] is '十' or '百' or '千') && NumberGrammar.TryReadChinese(reading, i, out var quantity))
        {
            Add(reading, quantity);
            return quantity.End;
        }

        return i + 1;
    }

    /// <summary>Numbers in words: half a million, два миллиона, dua juta.</summary>
    private static int ReadNumberWord(Reading reading, int i)
    {
        if (!reading.MarkAt(i, "number-word", out _))
        {
            return i + 1;
        }

        var text = reading.Text;
        var at = i;
        double sum = 0, part = 0;
        var magnitude = false;
        while (true)
        {
            Match? word = null;
            foreach (var index in reading.Of(RuleTarget.Mark))
            {
                var m = reading.Matches[index];
                if (m.Start == at && m.Rule.Value.StartsWith("number-word", StringComparison.Ordinal) && (word is null || m.End > word.Value.End))
                {
                    word = m;
                }
            }

            if (word is { } w)
            {
                part = w.Rule.Score == 100 ? Math.Max(1, part) * 100 : part + w.Rule.Score;
                at = w.End;
            }
            else if (reading.LongestAt(at, RuleTarget.Magnitude) is { Rule.Weak: false } m && m.Rule.Value != "mil")
            {
                sum += Math.Max(part, part == 0 ? 1 : part) * double.Parse(m.Rule.Value, System.Globalization.CultureInfo.InvariantCulture);
                part = 0;
                magnitude = true;
                at = m.End;
            }
            else
            {
                break;
            }

            if (at >= text.Length || !Folding.IsBlank(text[at]))
            {
                break;
            }

            at++;
        }

        if (!magnitude)
        {
            return i + 1;
        }

        while (at > i && Folding.IsBlank(text[at - 1]))
        {
            at--;
        }

        Add(reading, new Quantity { Start = i, End = at, Value = sum + part, HasMagnitude = true, IsWords = true });
        return at;
    }

    private static void Add(Reading reading, Quantity quantity)
    {
        var list = reading.Quantities;
        if (list.Count > 0)
        {
            var last = list[^1];
            var between = reading.Text.Chars[last.End..quantity.Start];
            if (between.Length is >= 1 and <= 3 && between.IndexOfAny('-', '~', '…') is var dash and >= 0 && between.Trim(" -~…").Length == 0 && between.Count('-') <= 1
                && !last.IsIdle && dash >= 0)
            {
                quantity.EndsRange = true;
                last.BeginsRange = true;

                // 30-50k: the magnitude belongs to both ends.
                if (quantity.HasMagnitude && !last.HasMagnitude && last.Value > 0 && last.Value < 1000)
                {
                    last.Value *= quantity.Value / Math.Max(1, Lead(quantity));
                }

                list[^1] = last;
            }
        }

        list.Add(quantity);

        static double Lead(Quantity q)
        {
            var v = q.Value;
            while (v >= 1000)
            {
                v /= 1000;
            }

            return v;
        }
    }

    private static bool IsIdle(FoldedText text, in Quantity q)
    {
        var end = q.End;
        var next = end < text.Length ? text[end] : '\n';
        var spaced = next == ' ' && end + 1 < text.Length ? text[end + 1] : next;
        if (spaced is '%' or '‰' or '°' || (next == ':' && end + 1 < text.Length && Folding.IsDigit(text[end + 1])) || (next == '/' && end + 1 < text.Length && Folding.IsDigit(text[end + 1]) && !q.HasMagnitude))
        {
            return true;
        }

        var before = q.Start > 0 ? text[q.Start - 1] : '\n';
        if ((before == ':' && q.Start > 1 && Folding.IsDigit(text[q.Start - 2]) && !q.HasMagnitude) || (before == '/' && q.Start > 1 && Folding.IsDigit(text[q.Start - 2])) || before is '#' or '@')
        {
            return true;
        }

        // +86…, long unbroken digit runs (phones, ids), masked personal data.
        var digits = 0;
        for (var i = q.Start; i < q.End; i++)
        {
            digits += Folding.IsDigit(text[i]) ? 1 : 0;
        }

        if (before == '+' && !q.HasMagnitude && !q.IsGrouped && digits <= 4 && !(q.Start > 1 && Folding.IsDigit(text[q.Start - 2])))
        {
            return true;
        }

        return (!q.IsGrouped && !q.HasMagnitude && digits >= 11) || before == '*' || next == '*' || text.Has(q.Start, Marks.Code);
    }

    private static void Currencies(Reading reading)
    {
        var text = reading.Text;
        foreach (var index in reading.Of(RuleTarget.Currency))
        {
            var match = reading.Matches[index];
            if (reading.LongestAt(match.Start, RuleTarget.Currency)!.Value.End != match.End)
            {
                continue;
            }

            var left = QuantityEndingAt(reading, match.Start, out var leftGap);
            var right = match.Rule.Weak ? -1 : QuantityStartingAt(reading, match.End, out _);
            var isSymbol = match.Length <= 3 && !char.IsLetterOrDigit(text[match.End - 1]);
            int chosen;
            if (match.Rule.Weak)
            {
                // One letter, as in 800u: glued, or one blank away and not the beginning of words.
                chosen = left >= 0 && (leftGap == 0 || match.Length > 1 || IsLoneLetter(text, match)) ? left : -1;
            }
            else if (isSymbol && right >= 0)
            {
                chosen = left >= 0 && leftGap == 0 && reading.Quantities[left].Money is null && !reading.Quantities[left].IsIdle && reading.Quantities[right].Start > match.End ? left : right;
            }
            else
            {
                chosen = left >= 0 && !(reading.Quantities[left].Money is not null && right >= 0) ? left : right;
            }

            if (chosen < 0)
            {
                continue;
            }

            var q = reading.Quantities[chosen];
            // 97.500 créditos are loans; forum credits are few.
            if (q.Money is null && !(match.Rule.Value == "-" && (q.IsGrouped || q.Value > 1000)))
            {
                q.Money = new Currency(match.Rule.Value, Math.Min(q.Start, match.Start), Math.Max(q.End, match.End));
                q.IsIdle = false;
                reading.Quantities[chosen] = q;
            }
        }
    }

    private static bool IsLoneLetter(FoldedText text, Match match) =>
        match.End >= text.Length || !char.IsLetterOrDigit(text[match.End]) || Folding.IsUnspaced(text[match.End]);

    private static int QuantityEndingAt(Reading reading, int position, out int gap)
    {
        for (var i = 0; i < reading.Quantities.Count; i++)
        {
            gap = position - reading.Quantities[i].End;
            if (gap is 0 or 1 && (gap == 0 || reading.Text[position - 1] is ' ' or '个' or '枚' or '-' or '+' or '颗'))
            {
                return i;
            }

            if (gap == 2 && ((reading.Text[position - 1] == ' ' && reading.Text[position - 2] == '+') || (reading.Text[position - 2] == ' ' && reading.Text[position - 1] is '个' or '枚' or '颗')))
            {
                return i;
            }
        }

        gap = 99;
        return -1;
    }

    private static int QuantityStartingAt(Reading reading, int position, out int gap)
    {
        for (var i = 0; i < reading.Quantities.Count; i++)
        {
            gap = reading.Quantities[i].Start - position;
            if (gap is 0 or 1 && (gap == 0 || reading.Text[position] is ' ' or ':' or '.' or '~' or '≈'))
            {
                return i;
            }

            if (gap == 2 && reading.Text[position] is ':' && reading.Text[position + 1] == ' ')
            {
                return i;
            }
        }

        gap = 99;
        return -1;
    }

    private static void Describe(Reading reading, int index)
    {
        var text = reading.Text;
        var q = reading.Quantities[index];
        if (q.Bound == Bound.Stated)
        {
            q.Bound = BoundOf(reading, q);
        }

        if (q.Money is null)
        {
            ReadBytes(reading, ref q);
        }

        if (q.Money is null && q.Bytes is null)
        {
            q.Unit = UnitAfter(reading, index) ?? UnitBefore(reading, q);
        }

        // "3,200 - 3,400 users": the unit stands after the upper end only.
        if (q.EndsRange && index > 0 && q.Money is { } money)
        {
            var low = reading.Quantities[index - 1];
            if (low.Money is null && low.BeginsRange)
            {
                reading.Quantities[index - 1] = low with { Money = money, Bytes = null };
            }
        }

        _ = text;
        reading.Quantities[index] = q;
    }

    private static Bound BoundOf(Reading reading, in Quantity q)
    {
        var text = reading.Text;
        if (q.End < text.Length && text[q.End] == '+')
        {
            return Bound.MoreThan;
        }

        if (q.End < text.Length && text[q.End] is '余' or '多' or '几')
        {
            return Bound.MoreThan;
        }

        if (q.Start > 0 && text[q.Start - 1] is '近')
        {
            return Bound.Nearly;
        }

        if (q.Start > 0 && text[q.Start - 1] is '~' or '≈' or '约')
        {
            return Bound.About;
        }

        foreach (var i in reading.Of(RuleTarget.Mark))
        {
            var m = reading.Matches[i];
            var before = m.End <= q.Start && q.Start - m.End <= 2;
            var after = m.Start >= q.End && m.Start - q.End <= 12 && text.Chars[q.End..m.Start].IndexOfAny('\n', ',', '，') < 0;
            switch (m.Rule.Value)
            {
                case "bound-more" when before:
                case "bound-more-after" when after:
                    return Bound.MoreThan;
                case "bound-nearly" when before:
                    return Bound.Nearly;
                case "bound-about" when before:
                case "bound-about-after" when after:
                    return Bound.About;
            }
        }

        return Bound.Stated;
    }

    private static void ReadBytes(Reading reading, ref Quantity q)
    {
        var text = reading.Text;
        var at = q.End < text.Length && text[q.End] is '+' or '多' or '来' or '余' ? q.End + 1 : q.End;
        var spaced = at < text.Length && text[at] == ' ' ? at + 1 : at;
        if (reading.LongestAt(spaced, RuleTarget.Bytes) is { } unit && (!unit.Rule.Weak || (spaced == at && IsLoneLetter(text, unit))) && !q.HasMagnitude)
        {
            // 4G and 5G are networks unless a size is spoken of.
            if (unit.Length == 1 && q.Value is 3 or 4 or 5 && !q.IsDecimal && !NearMark(reading, q.Start, unit.End, "size-cue", 14))
            {
                return;
            }

            // One letter may as well be a magnitude; it is bytes when a size is spoken of and no counted word follows.
            if (unit.Rule.Weak && unit.Rule.Score < 1 && !NearMark(reading, q.Start, unit.End, "size-cue", 10))
            {
                return;
            }

            q.Bytes = ToBytes(q.Value, unit.Rule.Value);
            q.End = unit.End;
            return;
        }

        // 88M beside "zip": the magnitude was a size.
        if (q.HasMagnitude && q.End > 0 && text[q.End - 1] is 'm' or 'k' && Folding.IsDigit(text[q.End - 2]) && NearMark(reading, q.Start, q.End, "size-cue", 8)
            && reading.LongestAt(q.End < text.Length && text[q.End] == ' ' ? q.End + 1 : q.End, RuleTarget.Unit) is null)
        {
            q.Bytes = (long)q.Value;
        }
    }

    private static long ToBytes(double value, string factor) =>
        (long)Math.Min(9e18, Math.Round(value * double.Parse(factor, System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>Whether a mark stands within some characters on the same line, before or after.</summary>
    public static bool NearMark(Reading reading, int start, int end, string mark, int gap)
    {
        foreach (var i in reading.Of(RuleTarget.Mark))
        {
            var m = reading.Matches[i];
            if (m.Rule.Value != mark)
            {
                continue;
            }

            if (m.End <= start && start - m.End <= gap && reading.Text.Chars[m.End..start].IndexOf('\n') < 0)
            {
                return true;
            }

            if (m.Start >= end && m.Start - end <= gap && reading.Text.Chars[end..m.Start].IndexOf('\n') < 0)
            {
                return true;
            }
        }

        return false;
    }

    private static Match? UnitAfter(Reading reading, int index)
    {
        var q = reading.Quantities[index];
        var text = reading.Text;
        var at = q.End;
        while (at < text.Length && text[at] is '+' or '多' or '余' or '几' or '来' or '个' or '名' or ')' or '份' && !(text[at] is '个' or '名' or '份' && reading.LongestAt(at, RuleTarget.Unit) is { Length: > 1 }))
        {
            if (text[at] is '个' or '名' or '份' && !FollowedByUnit(reading, at + 1))
            {
                break;
            }

            at++;
        }

        var limit = Math.Min(text.Length, q.End + UnitGap);
        if (index + 1 < reading.Quantities.Count)
        {
            limit = Math.Min(limit, reading.Quantities[index + 1].Start);
        }

        var words = 0;
        for (var i = at; i < limit; i++)
        {
            var c = text[i];
            if (c is '\n' or ',' or '，' or ';' or '；' or '。' or '、' or '|' or '/' or '=' or '>' or ':' or '(' or '（' or '：' || (c == '.' && i + 1 < text.Length && text[i + 1] == ' ') || (c == '-' && i + 1 < text.Length && text[i + 1] == ' '))
            {
                // "26 million mail:pass" and "12 rows/day" begin before the sign.
                return null;
            }

            // What follows another number is that one's.
            if (Folding.IsDigit(c))
            {
                return null;
            }

            if (!text.IsWordStart(i))
            {
                continue;
            }

            if (reading.LongestAt(i, RuleTarget.Unit) is { } unit && (!unit.Rule.Weak || i - at <= 1))
            {
                return unit;
            }

            if (Folding.IsHan(c) ? i - at > 5 : c != ' ' && ++words > 3)
            {
                return null;
            }
        }

        return null;
    }

    private static bool FollowedByUnit(Reading reading, int at) => reading.LongestAt(at, RuleTarget.Unit) is not null;

    /// <summary>"用户 1200万", "rows: 5000": the counted word directly before the number.</summary>
    private static Match? UnitBefore(Reading reading, in Quantity q)
    {
        var text = reading.Text;
        foreach (var i in reading.Of(RuleTarget.Unit))
        {
            var m = reading.Matches[i];
            if (m.End > q.Start || q.Start - m.End > 4 || m.Rule.Weak)
            {
                continue;
            }

            var between = text.Chars[m.End..q.Start];
            if (between.IndexOfAny('\n', ',', '，') < 0 && between.IndexOfAny('。', '、', '|') < 0 && between.IndexOfAny('.', ';', ')') < 0 && m.Rule.Value != "idle" && IsFirstAfter(reading, m, q))
            {
                return m;
            }
        }

        return null;
    }

    /// <summary>Whether the word is not already the one that an earlier number counts: "3 users 500".</summary>
    private static bool IsFirstAfter(Reading reading, in Match unit, in Quantity q)
    {
        foreach (var other in reading.Quantities)
        {
            if (other.Start != q.Start && other.Unit is { } taken && taken.Start == unit.Start)
            {
                return false;
            }
        }

        return true;
    }

    private static void MarkDateRanges(Reading reading)
    {
        var text = reading.Text;
        for (var i = 0; i < reading.Dates.Count; i++)
        {
            var d = reading.Dates[i];
            if (i + 1 < reading.Dates.Count && reading.Dates[i + 1].Start >= d.End && reading.Dates[i + 1].Start - d.End <= 10)
            {
                var between = text.Chars[d.End..reading.Dates[i + 1].Start].Trim(' ');
                if (between.Length > 0 && IsRangeSign(reading, d.End, reading.Dates[i + 1].Start, between))
                {
                    d.IsRange = true;
                    reading.Dates[i + 1] = reading.Dates[i + 1] with { IsRange = true };
                }
            }

            if (NearBefore(reading, d.Start, "since", 6) || NearAfter(reading, d.End, "until-now", 10))
            {
                d.IsRange = true;
            }

            reading.Dates[i] = d;
        }
    }

    private static bool IsRangeSign(Reading reading, int start, int end, ReadOnlySpan<char> between)
    {
        if (between is "-" or "~" or "->" or "→" or ".." or "..." or "…" or "至" or "到" or "/" or "--" or "年-" or "-->")
        {
            return true;
        }

        for (var i = start; i < end; i++)
        {
            if (reading.MarkAt(i, "range-to", out _))
            {
                return true;
            }
        }

        return false;
    }

    public static bool NearBefore(Reading reading, int position, string mark, int gap)
    {
        foreach (var i in reading.Of(RuleTarget.Mark))
        {
            var m = reading.Matches[i];
            if (m.Rule.Value == mark && m.End <= position && position - m.End <= gap && reading.Text.Chars[m.End..position].IndexOfAny('\n', ',', ';') < 0)
            {
                return true;
            }
        }

        return false;
    }

    public static bool NearAfter(Reading reading, int position, string mark, int gap)
    {
        foreach (var i in reading.Of(RuleTarget.Mark))
        {
            var m = reading.Matches[i];
            if (m.Rule.Value == mark && m.Start >= position && m.Start - position <= gap && reading.Text.Chars[position..m.Start].IndexOfAny('\n', ',', ';') < 0)
            {
                return true;
            }
        }

        return false;
    }

    private static void FindDomains(Reading reading, IReadOnlyDictionary<string, string> tlds)
    {
        var text = reading.Text;
        var chars = text.Chars;
        for (var dot = chars.IndexOf('.'); dot >= 0 && dot < chars.Length;)
        {
            var end = TryDomain(text, dot, tlds, out var domain);
            if (domain is { } found)
            {
                reading.Domains.Add(found);
            }

            var next = chars[end..].IndexOf('.');
            dot = next < 0 ? -1 : end + next;
        }
    }

    /// <summary>Reads the host name around a dot; returns where to look on.</summary>
    private static int TryDomain(FoldedText text, int dot, IReadOnlyDictionary<string, string> tlds, out Domain? domain)
    {
        domain = null;
        var start = dot;
        while (start > 0 && IsHostChar(text[start - 1]))
        {
            start--;
        }

        var end = dot;
        while (end < text.Length && (IsHostChar(text[end]) || (text[end] == '.' && end + 1 < text.Length && IsHostChar(text[end + 1]))))
        {
            end++;
        }

        while (end > dot && text[end - 1] == '-')
        {
            end--;
        }

        while (start < dot && text[start] == '-')
        {
            start++;
        }

        var resume = Math.Max(dot + 1, end);
        var host = text.Chars[start..end];
        var lastDot = host.LastIndexOf('.');
        if (start == dot || lastDot < 1 || lastDot >= host.Length - 1)
        {
            return dot + 1;
        }

        var tld = host[(lastDot + 1)..].ToString();
        if (!tlds.ContainsKey(tld) || (start > 0 && text[start - 1] is '.' or '*') || IsSuffixAlone(host) || (start > 0 && text[start - 1] is '@' or '/' && !IsSchemeBefore(text, start)) || !(HasLetter(host[..lastDot]) || tld.Length >= 3))
        {
            return resume;
        }

        // "end.It" is a sentence without its blank: the last label begins with a capital and no other does.
        if (char.IsUpper(text.Raw[start + lastDot + 1]) && !char.IsUpper(text.Raw[start]) && lastDot + 3 >= host.Length)
        {
            return resume;
        }

        domain = new Domain(start, end, host.ToString(), tld);
        return resume;
    }

    /// <summary>"gov.cn" and "co.uk" are kinds of names, not names.</summary>
    private static bool IsSuffixAlone(ReadOnlySpan<char> host) =>
        host.Count('.') == 1 && host.Length - host.LastIndexOf('.') == 3 && host[..host.IndexOf('.')] is "co" or "com" or "edu" or "gov" or "org" or "net" or "ac" or "go" or "or" or "ne" or "mil" or "gob" or "gouv" or "gc";

    private static bool IsSchemeBefore(FoldedText text, int start) => start >= 3 && text[start - 1] == '/' && text[start - 2] == '/' && text[start - 3] == ':';

    private static bool HasLetter(ReadOnlySpan<char> host)
    {
        foreach (var c in host)
        {
            if (char.IsLetter(c))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsHostChar(char c) => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' || (c is >= '\u0400' and <= '\u04FF');
}
