namespace Aftershock.Recognizing;

/// <summary>Reads which kinds of data a post says it holds, in HIBP's words; what it denies is left out.</summary>
internal static class DataClassReader
{
    /// <summary>How far apart two field words of one list may stand.</summary>
    private const int ListGap = 16;

    /// <summary>In a list whose items are parted by signs, words that no rule knows may lie between.</summary>
    private const int LongListGap = 48;

    private const int LabelGap = 40;

    private const string CityRule = "field.city";

    public static List<string> Read(Reading reading)
    {
        var hits = Hits(reading);
        var classes = new List<string>();
        var places = new List<Match>();
        for (var i = 0; i < hits.Count; i++)
        {
            var match = hits[i];
            var value = match.Rule.Value;
            if (value == "-" || !Counts(reading, hits, i))
            {
                continue;
            }

            if (match.Rule.Name == CityRule)
            {
                places.Add(match);
                continue;
            }

            foreach (var one in value.Split('+'))
            {
                if (!classes.Contains(one))
                {
                    classes.Add(one);
                }
            }

            reading.AddSpan("data_classes", match.Start, match.End, match.Rule.Name);
        }

        // A city beside a street address is a part of it.
        if (places.Count > 0 && !classes.Contains("Physical addresses"))
        {
            if (!classes.Contains(places[0].Rule.Value))
            {
                classes.Add(places[0].Rule.Value);
            }

            foreach (var place in places)
            {
                reading.AddSpan("data_classes", place.Start, place.End, CityRule);
            }
        }

        return classes;
    }

    /// <summary>How many different classes a list of fields names; a sign of a listing.</summary>
    public static int Variety(Reading reading)
    {
        var hits = Hits(reading);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < hits.Count; i++)
        {
            if (hits[i].Rule.Value != "-" && IsListed(reading, hits, i))
            {
                seen.Add(hits[i].Rule.Value);
            }
        }

        return seen.Count;
    }

    /// <summary>The longest field word at each place.</summary>
    private static List<Match> Hits(Reading reading)
    {
        var hits = new List<Match>();
        foreach (var index in reading.Of(RuleTarget.Class))
        {
            var match = reading.Matches[index];
            if (reading.Text.Has(match.Start, Marks.Quoted) || InDomain(reading, match))
            {
                continue;
            }

            if (hits.Count > 0 && match.Start < hits[^1].End)
            {
                if (match.End > hits[^1].End && match.Start == hits[^1].Start)
                {
                    hits[^1] = match;
                }
                else if (match.End == hits[^1].End && match.Start == hits[^1].Start && hits[^1].Rule.Weak && !match.Rule.Weak)
                {
                    hits[^1] = match;
                }

                continue;
            }

            hits.Add(match);
        }

        return hits;
    }

    private static bool InDomain(Reading reading, in Match match)
    {
        foreach (var domain in reading.Domains)
        {
            if (match.Start >= domain.Start && match.End <= domain.End)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Counts(Reading reading, List<Match> hits, int i)
    {
        if (hits[i].Rule.Needs is { } sector && !Speaks(reading, sector))
        {
            return false;
        }

        if (IsNegated(reading, hits, i) || (hits[i].Rule.Weak && (IsCounted(reading, hits[i]) || IsLabel(reading, hits[i]) || IsRowNumber(reading, hits[i]))))
        {
            return false;
        }

        return hits[i].Rule.Weak ? IsListed(reading, hits, i) || AfterLabel(reading, hits[i]) : !IsWanted(reading, hits[i]);
    }

    /// <summary>"48.5 million user" counts users; it names no field.</summary>
    private static bool IsCounted(Reading reading, in Match match)
    {
        foreach (var q in reading.Quantities)
        {
            if (q.Unit is { } unit && unit.Start == match.Start && unit.Start > q.Start)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Speaks(Reading reading, string sector)
    {
        foreach (var i in reading.Of(RuleTarget.Sector))
        {
            if (reading.Matches[i].Rule.Value == sector)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>"City: Foshan, Wuhan" tells a city; it lists no column of cities.</summary>
    private static bool IsLabel(Reading reading, in Match match) =>
        match.End + 1 < reading.Text.Length && reading.Text[match.End] is ':' or '：' && reading.Text[match.End + 1] is not ('/' or '\n') && !reading.Text.Has(match.Start, Marks.Code)
        && reading.LongestAt(reading.SkipBlanks(match.End + 1), RuleTarget.Class) is null;

    /// <summary>"id" at the head of a list, or after another word as in client_id, numbers the rows.</summary>
    private static bool IsRowNumber(Reading reading, in Match match)
    {
        var text = reading.Text;
        if (match.Length != 2 || !text.Chars[match.Start..match.End].SequenceEqual("id") || char.IsUpper(text.Raw[match.Start]))
        {
            return false;
        }

        var i = match.Start - 1;
        if (i >= 0 && text[i] is '_' or '-')
        {
            return true;
        }

        while (i >= 0 && text[i] == ' ')
        {
            i--;
        }

        return i < 0 || text[i] is '\n' or ':' or '：' or '=' or '[' or '(' or '（' or '{' or '"';
    }

    private static bool IsWanted(Reading reading, in Match match) => Scope.IsWanted(reading, match.Start);

    /// <summary>Whether other field words stand close on the same line, or alone on the lines above and below.</summary>
    private static bool IsListed(Reading reading, List<Match> hits, int i)
    {
        if (Scope.IsWanted(reading, hits[i].Start))
        {
            return false;
        }

        var neighbours = 0;
        neighbours += i > 0 && IsNear(reading, hits[i - 1], hits[i]) ? 1 : 0;
        neighbours += i + 1 < hits.Count && IsNear(reading, hits[i], hits[i + 1]) ? 1 : 0;
        if (neighbours == 0)
        {
            return false;
        }

        if (neighbours == 2)
        {
            return true;
        }

        // One neighbour: a pair such as "phone / email" is a list; "name of the phone" is not.
        var other = i > 0 && IsNear(reading, hits[i - 1], hits[i]) ? i - 1 : i + 1;
        var (a, b) = other < i ? (other, i) : (i, other);
        var between = reading.Text.Chars[hits[a].End..hits[b].Start];
        return HasListSign(between) || !hits[other].Rule.Weak || (other < i ? other > 0 && IsNear(reading, hits[other - 1], hits[other]) : other + 1 < hits.Count && IsNear(reading, hits[other], hits[other + 1]));
    }

    private static bool HasListSign(ReadOnlySpan<char> between)
    {
        foreach (var c in between)
        {
            if (c is ',' or ';' or '/' or '|' or '+' or '&' or '(' or '（' or '、' or '，' or '／' or '·' or ':' or '\n' or '-')
            {
                return true;
            }
        }

        return between.Trim().Length == 0 || between.Trim() is "and" or "и" or "y" or "e" or "et" or "dan" or "with" or "w" or "和" or "及" or "ve";
    }

    private static bool IsNear(Reading reading, in Match a, in Match b)
    {
        var gap = b.Start - a.End;
        if (gap is < 0 or > LongListGap)
        {
            return false;
        }

        var between = reading.Text.Chars[a.End..b.Start];
        if (gap > ListGap && (between.IndexOf('\n') >= 0 || between.IndexOfAny(',', '/', ';') < 0 && between.IndexOfAny('|', '、', '，') < 0))
        {
            return false;
        }

        foreach (var c in between)
        {
            if (c is '.' or '。' or '!' or '?')
            {
                return between.IndexOf(". ") < 0 && c == '.';
            }
        }

        return true;
    }

    private static bool AfterLabel(Reading reading, in Match match)
    {
        foreach (var i in reading.Of(RuleTarget.Mark))
        {
            var m = reading.Matches[i];
            if (m.Start > match.Start)
            {
                break;
            }

            if (m.Rule.Value == "field-label" && m.End <= match.Start && match.Start - m.End <= LabelGap)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Denied before ("no passwords", 没有身份证) or after ("cards? no"); a denial runs on over "or", "/" and the like.</summary>
    private static bool IsNegated(Reading reading, List<Match> hits, int i)
    {
        var match = hits[i];
        var text = reading.Text;
        foreach (var index in reading.Of(RuleTarget.Mark))
        {
            var m = reading.Matches[index];
            if (m.Rule.Value == "negation" && m.End <= match.Start && match.Start - m.End <= 14 && DeniesAcross(text, m.End, match.Start))
            {
                return true;
            }

            if (m.Rule.Value == "negation-after" && m.Start >= match.End && m.Start - match.End <= 14 && LeadsToDenial(text, match.End, m.Start)
                && !(i + 1 < hits.Count && hits[i + 1].Start < m.Start))
            {
                return true;
            }
        }

        if (i > 0 && IsNear(reading, hits[i - 1], match) && text.Chars[hits[i - 1].End..match.Start].Trim() is "or" or "/" or "nor" or "或" or "和" or "и" or "или" or "ни" or "、" or "o" or "ni" or "ou" or "atau" or ""
            && IsNegated(reading, hits, i - 1))
        {
            return true;
        }

        return false;
    }

    private static bool DeniesAcross(FoldedText text, int start, int end)
    {
        var words = 0;
        for (var i = start; i < end; i++)
        {
            var c = text[i];
            if (c is '\n' or ',' or '.' or ';' or ':' or '，' or '。' or '、' or '/' or '|' or ')' or '(' or '-')
            {
                return false;
            }

            words += c == ' ' ? 1 : 0;
        }

        return words <= 2;
    }

    private static bool LeadsToDenial(FoldedText text, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (text[i] is '\n' or ',' or ';' or '，' or '。' or '、' or '/' or '|' or '.')
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>Parts of a post that speak of what is wanted in exchange, not of what is offered.</summary>
internal static class Scope
{
    /// <summary>Whether a word such as "for" or 换 stands close before, which in a swap leads to what is wanted.</summary>
    public static bool IsSwappedFor(Reading reading, int position)
    {
        var lineStart = reading.Text.LineStart(position);
        foreach (var i in reading.Of(RuleTarget.Mark))
        {
            var m = reading.Matches[i];
            if (m.Rule.Value == "want-exchange" && m.Start >= lineStart && m.End <= position && position - m.End <= 24)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a word such as "want:" or 想换 stands before on the same line, and no word such as "have:" after it.</summary>
    public static bool IsWanted(Reading reading, int position)
    {
        var lineStart = reading.Text.LineStart(position);
        var wanted = false;
        foreach (var i in reading.Of(RuleTarget.Mark))
        {
            var m = reading.Matches[i];
            if (m.Start >= position)
            {
                break;
            }

            if (m.Start < lineStart)
            {
                continue;
            }

            if (m.Rule.Value == "want")
            {
                wanted = true;
            }
            else if (m.Rule.Value == "have")
            {
                wanted = false;
            }
        }

        return wanted;
    }
}
