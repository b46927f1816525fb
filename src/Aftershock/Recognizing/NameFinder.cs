namespace Aftershock.Recognizing;

/// <summary>A stretch of a post that may name an organization.</summary>
internal readonly record struct NameCandidate(int Start, int End, double Score, string Rule);

/// <summary>Looks for names: runs of capitalized words, names that end in 医院 or 公司, what stands in quotation marks or after a label.</summary>
internal static class NameFinder
{
    private const int Reach = 700;

    private static readonly System.Buffers.SearchValues<string> s_connecting = System.Buffers.SearchValues.Create(
        ["of", "de", "del", "da", "do", "dos", "das", "des", "du", "la", "le", "el", "los", "las", "and", "&", "the", "und", "et", "y", "e", "di", "al", "for", "och", "van", "von"], StringComparison.Ordinal);

    public static NameCandidate? Best(Reading reading)
    {
        NameCandidate? best = null;
        foreach (var candidate in All(reading))
        {
            if (best is null || candidate.Score > best.Value.Score + 1e-9)
            {
                best = candidate;
            }
        }

        return best;
    }

    /// <summary>The people spoken of where no organization is named: the part of the title around their word.</summary>
    public static NameCandidate? Population(Reading reading)
    {
        var text = reading.Text;
        foreach (var index in reading.Of(RuleTarget.Mark))
        {
            var m = reading.Matches[index];
            if (m.Rule.Value != "population" || text.Has(m.Start, Marks.Quoted) || Scope.IsWanted(reading, m.Start) || m.Start > text.BodyStart + 300)
            {
                continue;
            }

            var start = m.Start;
            while (start > 0 && !IsBreak(text[start - 1]) && !EndsAt(reading, start, "noise") && m.Start - start < 40 && !Folding.IsDigit(text[start - 1]))
            {
                start--;
            }

            var end = m.End;
            while (end < text.Length && !IsBreak(text[end]) && !Folding.IsDigit(text[end]) && end - m.End < 24 && !StartsNoise(reading, end))
            {
                end++;
            }

            (start, end) = Trim(reading, start, end);
            if (end - start >= 3)
            {
                return new NameCandidate(start, end, 1, "victim.population");
            }
        }

        return null;
    }

    private static IEnumerable<NameCandidate> All(Reading reading)
    {
        var text = reading.Text;
        var limit = Math.Min(text.Length, text.BodyStart + Reach);
        foreach (var (start, end) in CapitalRuns(reading, limit))
        {
            yield return Rate(reading, start, end, "victim.capitals", 0);
        }

        foreach (var (start, end, rule) in SuffixNames(reading, limit))
        {
            yield return Rate(reading, start, end, rule, 1.5);
        }

        foreach (var (start, end) in QuotedNames(text, limit))
        {
            var (from, to) = Trim(reading, start, end);
            if (to - from >= 2)
            {
                yield return Rate(reading, from, to, "victim.quoted", 1.2);
            }
        }

        foreach (var (start, end) in LabelledNames(reading, limit))
        {
            yield return Rate(reading, start, end, "victim.label", 0.6);
        }
    }

    private static NameCandidate Rate(Reading reading, int start, int end, string rule, double score)
    {
        var text = reading.Text;
        var length = end - start;
        var words = 1 + text.Chars[start..end].Count(' ');
        score += text.IsTitle(start) ? 1.5 : 0.2 - Math.Min(0.6, (start - text.BodyStart) / 800.0);
        score += words is >= 2 and <= 7 ? 0.6 : words > 7 ? -1 : 0;
        score += LabelEndsBefore(reading, start) ? 2 : 0;
        score += ContainsMark(reading, start, end, "org-suffix") && rule == "victim.capitals" ? 1.2 : 0;
        score += Repeats(text, start, end) ? 1 : 0;
        var camel = false;
        for (var i = start + 1; i < end; i++)
        {
            camel |= text.Has(i, Marks.Hump);
        }

        score += camel ? 0.9 : 0;
        var latin = text[start] is >= 'a' and <= 'z';
        score += latin && reading.Language is "zh" or "ru" or "ar" or "uk" or "ja" or "ko" ? 0.9 : 0;
        score += end < text.Length - 1 && (text[end] is '(' or '（' || (text[end] == ' ' && text[end + 1] is '(')) ? 0.4 : 0;
        if (!text.IsTitle(start) && words == 1 && !camel && IsSentenceStart(text, start) && latin && rule == "victim.capitals")
        {
            score -= 1.2;
        }

        score -= length < 3 ? 2 : 0;
        score -= (start > 0 && text[start - 1] is '@' or '#') ? 5 : 0;
        score -= Scope.IsWanted(reading, start) ? 3 : 0;
        score -= text.Has(start, Marks.Quoted | Marks.Code | Marks.Hidden) ? 5 : 0;
        score -= Scanner.NearBefore(reading, start, "not-victim", 4) ? 3 : 0;
        return new NameCandidate(start, end, score, rule);
    }

    private static bool IsSentenceStart(FoldedText text, int start)
    {
        var i = start - 1;
        while (i >= 0 && text[i] is ' ' or '"' or '*' or '-')
        {
            i--;
        }

        return i < 0 || text[i] is '\n' or '.' or '!' or '?' or ':' or '。';
    }

    private static bool Repeats(FoldedText text, int start, int end)
    {
        var name = text.Chars[start..end];
        return name.Length >= 3 && (text.Chars[..start].IndexOf(name) >= 0 || text.Chars[end..].IndexOf(name) >= 0);
    }

    /// <summary>Runs of words that begin with a capital, small connecting words between them; words that rules know are cut off at the ends.</summary>
    private static List<(int Start, int End)> CapitalRuns(Reading reading, int limit)
    {
        var text = reading.Text;
        var runs = new List<(int, int)>();
        var i = 0;
        while (i < limit)
        {
            if (!IsCapital(text, i))
            {
                i++;
                continue;
            }

            var start = i;
            var end = WordEnd(text, i, limit);
            while (end < limit && text[end] is ' ' or '&' or '-' or '.' or '\'')
            {
                var next = end;
                while (next < limit && text[next] is ' ' or '&' or '-' or '.' or '\'' && next - end < 3)
                {
                    next++;
                }

                if (text.Chars[end..next].IndexOf(" -") >= 0 || text.Chars[end..next].IndexOf(". ") >= 0 || next >= limit)
                {
                    break;
                }

                if (IsCapital(text, next) || (Folding.IsDigit(text[next]) && IsShortNumberOfName(text, next)))
                {
                    end = WordEnd(text, next, limit);
                    continue;
                }

                var wordEnd = WordEnd(text, next, limit);
                if (wordEnd > next && wordEnd < limit - 1 && s_connecting.Contains(text.Chars[next..wordEnd].ToString()) && text[wordEnd] == ' ' && IsCapital(text, wordEnd + 1))
                {
                    end = WordEnd(text, wordEnd + 1, limit);
                    continue;
                }

                break;
            }

            var (from, to) = Trim(reading, start, end);
            if (to - from >= 2 && !IsAllCode(text, from, to))
            {
                runs.Add((from, to));
            }

            i = Math.Max(end, start + 1);
        }

        return runs;
    }

    private static bool IsShortNumberOfName(FoldedText text, int at)
    {
        _ = text;
        _ = at;
        return false;
    }

    /// <summary>Codes such as "T1" or "CN" are no names.</summary>
    private static bool IsAllCode(FoldedText text, int start, int end) => end - start <= 2 && char.IsUpper(text.Raw[end - 1]);

    private static bool IsCapital(FoldedText text, int i) =>
        i < text.Length && char.IsUpper(text.Raw[i]) && (i == 0 || !char.IsLetterOrDigit(text.Raw[i - 1]) || Folding.IsUnspaced(text[i - 1]));

    private static int WordEnd(FoldedText text, int i, int limit)
    {
        while (i < limit && (char.IsLetterOrDigit(text[i]) || (text[i] == '\'' && i + 1 < limit && char.IsLetter(text[i + 1]))) && !(Folding.IsHan(text[i])))
        {
            i++;
        }

        return i;
    }

    /// <summary>Cuts words known to rules as something else off both ends.</summary>
    private static (int Start, int End) Trim(Reading reading, int start, int end)
    {
        var text = reading.Text;
        for (var round = 0; round < 12 && start < end; round++)
        {
            while (start < end && !char.IsLetterOrDigit(text[start]))
            {
                start++;
            }

            while (end > start && !char.IsLetterOrDigit(text[end - 1]) && text[end - 1] != ')')
            {
                end--;
            }

            var cut = false;
            foreach (var m in reading.Matches)
            {
                if (m.Start >= end)
                {
                    break;
                }

                if (!IsNoise(m.Rule) || m.End <= start)
                {
                    continue;
                }

                if (m.Start <= start && m.End > start && (m.End >= end || m.End < end))
                {
                    start = Math.Min(end, m.End);
                    cut = true;
                    break;
                }

                if (m.End >= end && m.Start < end && m.Start > start)
                {
                    end = m.Start;
                    cut = true;
                    break;
                }
            }

            if (!cut && start < end && Folding.IsDigit(text[start]))
            {
                while (start < end && !char.IsLetter(text[start]))
                {
                    start++;
                }

                cut = true;
            }

            if (!cut)
            {
                break;
            }
        }

        return (start, end);
    }

    private static bool IsNoise(Rule rule) => rule.Target switch
    {
        RuleTarget.Unit or RuleTarget.Month or RuleTarget.Currency or RuleTarget.Offer => !rule.Weak,
        RuleTarget.Class => true,
        RuleTarget.Kind => rule.Place != Place.Section,
        RuleTarget.Country => true,
        RuleTarget.Mark => rule.Value is "noise" or "want" or "have" or "sold" or "field-label" or "dump-date" or "lookup",
        _ => false,
    };

    private static List<(int Start, int End, string Rule)> SuffixNames(Reading reading, int limit)
    {
        var text = reading.Text;
        var names = new List<(int, int, string)>();
        foreach (var index in reading.Of(RuleTarget.Mark))
        {
            var m = reading.Matches[index];
            if (m.Rule.Value != "org-suffix" || m.Start >= limit || !Folding.IsUnspaced(text[m.Start]))
            {
                continue;
            }

            var start = m.Start;
            while (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '·' or '+') && m.Start - start < 16)
            {
                start--;
            }

            start = AfterNoise(reading, start, m.Start);
            if (m.Start - start >= 2 || (m.Start - start == 1 && m.Length >= 3))
            {
                names.Add((start, m.End, "victim.suffix"));
            }
        }

        return names;
    }

    /// <summary>Moves the start behind the last word that cannot belong to a name; places may.</summary>
    private static int AfterNoise(Reading reading, int start, int end)
    {
        foreach (var m in reading.Matches)
        {
            if (m.Start >= end)
            {
                break;
            }

            if (m.Start >= start && m.End <= end && m.Rule.Target != RuleTarget.Country && IsNoise(m.Rule) && m.Rule.Target is not RuleTarget.Class)
            {
                start = m.End;
            }
        }

        return start;
    }

    private static List<(int Start, int End)> QuotedNames(FoldedText text, int limit)
    {
        var names = new List<(int, int)>();
        for (var i = 0; i < limit; i++)
        {
            var close = text[i] switch
            {
                '「' => '」',
                '『' => '』',
                '《' => '》',
                '"' => '"',
                '„' => '"',
                _ => '\0',
            };
            if (close == '\0')
            {
                continue;
            }

            var end = i + 1;
            while (end < limit && text[end] != close && text[end] != '\n' && end - i < 44)
            {
                end++;
            }

            if (end < limit && text[end] == close && end - i > 2)
            {
                names.Add((i + 1, end));
                i = end;
            }
        }

        return names;
    }

    private static List<(int Start, int End)> LabelledNames(Reading reading, int limit)
    {
        var text = reading.Text;
        var names = new List<(int, int)>();
        foreach (var index in reading.Of(RuleTarget.Mark))
        {
            var m = reading.Matches[index];
            if (m.Rule.Value != "victim-label" || m.End >= limit)
            {
                continue;
            }

            var start = m.End;
            while (start < limit && text[start] is ' ' or ':' or '：' or '-' or '=' or '"' or '「')
            {
                start++;
            }

            var end = start;
            while (end < limit && !IsBreak(text[end]) && end - start < 48 && text[end] is not ('」' or '"'))
            {
                end++;
            }

            (start, end) = Trim(reading, start, end);
            if (end - start is >= 3 and <= 40 && (Folding.IsUnspaced(text[start]) ? end - start <= 16 : char.IsUpper(text.Raw[start])))
            {
                names.Add((start, end));
            }
        }

        return names;
    }

    private static bool LabelEndsBefore(Reading reading, int start)
    {
        foreach (var index in reading.Of(RuleTarget.Mark))
        {
            var m = reading.Matches[index];
            if (m.Rule.Value == "victim-label" && m.End <= start && start - m.End <= 3 && reading.Text.Chars[m.End..start].IndexOf('\n') < 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool ContainsMark(Reading reading, int start, int end, string mark)
    {
        foreach (var index in reading.Of(RuleTarget.Mark))
        {
            var m = reading.Matches[index];
            if (m.Rule.Value == mark && m.Start >= start && m.End <= end)
            {
                return true;
            }
        }

        return false;
    }

    private static bool EndsAt(Reading reading, int position, string mark)
    {
        foreach (var index in reading.Of(RuleTarget.Mark))
        {
            var m = reading.Matches[index];
            if (m.Rule.Value == mark && m.End == position)
            {
                return true;
            }
        }

        return false;
    }

    private static bool StartsNoise(Reading reading, int position) => reading.MarkAt(position, "noise", out _);

    private static bool IsBreak(char c) => c is '\n' or ',' or ';' or '|' or '(' or ')' or '[' or ']' or '（' or '）' or '【' or '】' or '，' or '。' or '；' or '、' or ':' or '：' or '/' or '!' or '！' or '?' or '？' or '"' or '「' or '」' or '<' or '>' or '=';
}
