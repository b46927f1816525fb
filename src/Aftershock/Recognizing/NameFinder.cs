namespace Aftershock.Recognizing;

/// <summary>A stretch of a post that may name an organization.</summary>
internal readonly record struct NameCandidate(int Start, int End, double Score, string Rule);

/// <summary>Looks for names: runs of capitalized words, names that end in 医院 or 公司, what stands in quotation marks or after a label.</summary>
internal static class NameFinder
{
    private const int Reach = 700;

    private static readonly System.Buffers.SearchValues<string> s_connecting = System.Buffers.SearchValues.Create(
        ["of", "de", "del", "da", "do", "dos", "das", "des", "du", "la", "le", "el", "los", "las", "and", "&", "the", "und", "et", "y", "e", "di", "al", "for", "och", "van", "von"], StringComparison.Ordinal);

    /// <summary>The people spoken of where no organization is named, with their place: "Guangxi car owners", 某省常住人口.</summary>
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

            var place = PlaceNear(reading, m);
            if (place is not { } p)
            {
                continue;
            }

            return new NameCandidate(Math.Min(p.Start, m.Start), Math.Max(p.End, m.End), 1, "victim.population");
        }

        return null;
    }

    private static Match? PlaceNear(Reading reading, in Match people)
    {
        foreach (var index in reading.Of(RuleTarget.Country))
        {
            var place = reading.Matches[index];
            var (from, to) = place.Start < people.Start ? (place.End, people.Start) : (people.End, place.Start);
            if (to >= from && to - from <= 18 && IsPlaceRule(place.Rule) && !ContainsBreak(reading.Text, from, to))
            {
                return place;
            }
        }

        return null;
    }

    private static bool ContainsBreak(FoldedText text, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (IsBreak(text[i]) || Folding.IsDigit(text[i]) || text[i] == '.')
            {
                return true;
            }
        }

        return false;
    }

    public static IEnumerable<NameCandidate> All(Reading reading)
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
            if (to - from >= 2 && (Folding.IsUnspaced(text[from]) || char.IsUpper(text.Raw[from])))
            {
                yield return Rate(reading, from, to, "victim.quoted", 1.2);
            }
        }

        foreach (var (start, end) in LabelledNames(reading, limit))
        {
            yield return Rate(reading, start, end, "victim.label", 0.6);
        }

        foreach (var (start, end) in PlainHanNames(reading, limit))
        {
            yield return Rate(reading, start, end, "victim.unknown-word", 0.2);
        }
    }

    private static NameCandidate Rate(Reading reading, int start, int end, string rule, double score)
    {
        var text = reading.Text;
        var length = end - start;
        var words = 1 + text.Chars[start..end].Count(' ');
        score += text.IsTitle(start) ? 1.5 : 0.2 - Math.Min(0.6, (start - text.BodyStart) / 800.0);
        score += words is >= 2 and <= 7 ? 0.8 : words > 7 ? -1 : 0;
        score += LabelEndsBefore(reading, start) ? 2 : 0;
        score += ContainsMark(reading, start, end, "org-suffix") && rule == "victim.capitals" ? 1.2 : 0;
        score += Repeats(text, start, end) ? 1 : 0;
        var camel = false;
        for (var i = start + 1; i < end; i++)
        {
            camel |= text.Has(i, Marks.Hump);
        }

        score += camel ? 1.1 : 0;
        var latin = text[start] is >= 'a' and <= 'z';
        score += latin && reading.Language is "zh" or "ru" or "ar" or "uk" or "ja" or "ko" ? 0.9 : 0;
        score += end < text.Length - 1 && (text[end] is '(' or '（' || (text[end] == ' ' && text[end + 1] is '(')) ? 0.4 : 0;
        if (!text.IsTitle(start) && words == 1 && !camel && IsSentenceStart(text, start) && latin && rule == "victim.capitals")
        {
            score -= 1.2;
        }

        score += !text.IsTitle(start) && words > 1 && IsSentenceStart(text, start) ? 0.4 : 0;
        score -= rule == "victim.capitals" && words == 1 && length <= 4 && !LabelEndsBefore(reading, start) ? 0.8 : 0;
        score -= IsGeneric(reading, start, end) ? 3 : 0;
        score -= start > 0 && text[start - 1] == '某' ? 3 : 0;
        score -= Folding.IsHan(text[start]) && IsVague(text.Chars[start..end]) ? 2 : 0;
        score -= start == 0 && words == 1 && !camel && rule == "victim.capitals" && end < text.TitleLength && !Repeats(text, start, end) ? 0.9 : 0;
        score -= length < 3 ? 2 : 0;
        score -= (start > 0 && text[start - 1] is '@' or '#') ? 5 : 0;
        score -= Scope.IsWanted(reading, start) ? 3 : 0;
        score -= text.Has(start, Marks.Quoted | Marks.Code | Marks.Hidden) ? 5 : 0;
        score -= Scanner.NearBefore(reading, start, "not-victim", 4) ? 3 : 0;
        return new NameCandidate(start, end, score, rule);
    }

    /// <summary>Chinese words for an organization that is not to be named: a chain, a big one, a local one.</summary>
    private static bool IsVague(ReadOnlySpan<char> name)
    {
        foreach (var word in (ReadOnlySpan<string>)["连锁", "大型", "知名", "某", "一家", "本地", "几家", "地级市", "私立", "民营", "头部"])
        {
            if (name.IndexOf(word) >= 0)
            {
                return true;
            }
        }

        return false;
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
        var written = text.Raw[start..end];
        return name.Length >= 3 && (text.Raw[..start].IndexOf(written) >= 0 || text.Raw[end..].IndexOf(written) >= 0);
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

                if (IsCapital(text, next))
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

    /// <summary>
    /// Cuts words known to rules as something else off both ends. Places go too, unless only a word such as Police would be left.
    /// </summary>
    private static (int Start, int End) Trim(Reading reading, int start, int end)
    {
        var withPlaces = Cut(reading, start, end, placesToo: false);
        var bare = Cut(reading, withPlaces.Start, withPlaces.End, placesToo: true);
        return IsGeneric(reading, bare.Start, bare.End) ? withPlaces : bare;
    }

    /// <summary>Whether nothing but words that many organizations share is left.</summary>
    private static bool IsGeneric(Reading reading, int start, int end)
    {
        var covered = start;
        foreach (var m in reading.Matches)
        {
            if (m.Start >= end)
            {
                break;
            }

            if (m.Start >= start && m.End <= end && (m.Rule.Target == RuleTarget.Mark && m.Rule.Value is "org-suffix" or "noise") && m.Start <= covered + 1)
            {
                covered = Math.Max(covered, m.End);
            }
        }

        return covered >= end && end > start;
    }

    private static (int Start, int End) Cut(Reading reading, int start, int end, bool placesToo)
    {
        var text = reading.Text;
        for (var round = 0; round < 14 && start < end; round++)
        {
            while (start < end && !char.IsLetterOrDigit(text[start]))
            {
                start++;
            }

            while (end > start && !char.IsLetterOrDigit(text[end - 1]))
            {
                end--;
            }

            var before = (start, end);
            foreach (var m in reading.Matches)
            {
                if (m.Start >= end)
                {
                    break;
                }

                if (m.End <= start || !IsNoise(reading, m, placesToo))
                {
                    continue;
                }

                if (m.Start <= start)
                {
                    start = Math.Min(end, m.End);
                    break;
                }

                if (m.End >= end)
                {
                    end = m.Start;
                    break;
                }
            }

            if (before == (start, end) && start < end && Folding.IsDigit(text[start]) && !text.IsTitle(start))
            {
                while (start < end && !char.IsLetter(text[start]))
                {
                    start++;
                }
            }

            if (before == (start, end))
            {
                break;
            }
        }

        return (start, end);
    }

    /// <summary>Whether a phrase is no part of a name. A word that organizations carry in their names, such as Insurance, may be.</summary>
    private static bool IsNoise(Reading reading, in Match m, bool placesToo) => m.Rule.Target switch
    {
        RuleTarget.Unit or RuleTarget.Class or RuleTarget.Kind => (m.Rule.Place != Place.Section || m.Rule.Target != RuleTarget.Kind) && !IsOrganizationWord(reading, m),
        RuleTarget.Month or RuleTarget.Currency or RuleTarget.Offer => !m.Rule.Weak,
        RuleTarget.Country => (placesToo || m.Length <= 2) && IsPlaceRule(m.Rule),
        RuleTarget.Mark => m.Rule.Value is "noise" or "want" or "have" or "sold" or "field-label" or "dump-date" or "lookup",
        _ => false,
    };

    private static bool IsPlaceRule(Rule rule) =>
        rule.Value != "-" && (rule.Name is "country.name" or "country.code" or "country.code-enclosed" or "country.code-three" || rule.Name.StartsWith("place.", StringComparison.Ordinal));

    private static bool IsOrganizationWord(Reading reading, in Match m)
    {
        foreach (var index in reading.Of(RuleTarget.Mark))
        {
            var other = reading.Matches[index];
            if (other.Start > m.Start)
            {
                return false;
            }

            if (other.Rule.Value == "org-suffix" && other.Start == m.Start && other.End >= m.End && !Folding.IsUnspaced(reading.Text[m.Start]))
            {
                return char.IsUpper(reading.Text.Raw[m.Start]);
            }
        }

        return false;
    }

    private static List<(int Start, int End, string Rule)> SuffixNames(Reading reading, int limit)
    {
        var text = reading.Text;
        var names = new List<(int, int, string)>();
        foreach (var index in reading.Of(RuleTarget.Mark))
        {
            var m = reading.Matches[index];
            if (m.Rule.Value != "org-suffix" || m.Start >= limit || !Folding.IsUnspaced(text[m.Start]) || reading.LongestAt(m.Start, RuleTarget.Mark) is { Rule.Value: "org-suffix" } longer && longer.End > m.End)
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
                if (IsPlaceOnly(reading, start, m.Start) && !IsOffice(text.Chars[m.Start..m.End]))
                {
                    continue;
                }

                names.Add((start, BranchEnd(text, m.End), "victim.suffix"));
            }
        }

        return names;
    }

    /// <summary>Whether only a place stands before the suffix: 广东网贷 names nobody, 四川社保 does.</summary>
    private static bool IsPlaceOnly(Reading reading, int start, int end)
    {
        foreach (var index in reading.Of(RuleTarget.Country))
        {
            var m = reading.Matches[index];
            if (m.Start <= start && m.End >= end)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOffice(ReadOnlySpan<char> suffix) =>
        suffix is "社保" or "医保" or "公积金" or "公安" or "公安局" or "交警" or "政府" or "大学" or "银行" or "健康码" or "电网" or "电信" or "移动" or "联通" or "航空" or "学院"
        || suffix[^1] is '局' or '院' or '委' or '会' or '厅';

    /// <summary>Takes in a branch that follows: 安沅人寿 福建分公司.</summary>
    private static int BranchEnd(FoldedText text, int end)
    {
        var i = end;
        while (i < text.Length && Folding.IsHan(text[i]) && i - end < 8)
        {
            i++;
        }

        foreach (var branch in (ReadOnlySpan<string>)["分公司", "支行", "分行", "分院", "校区", "院区", "分店"])
        {
            var at = text.Chars[end..i].IndexOf(branch);
            if (at >= 0)
            {
                return end + at + branch.Length;
            }
        }

        return end;
    }

    /// <summary>Chinese words of a title or of the first lines that no rule knows; names of brands look so.</summary>
    private static List<(int Start, int End)> PlainHanNames(Reading reading, int limit)
    {
        var text = reading.Text;
        var names = new List<(int, int)>();
        limit = Math.Min(limit, text.BodyStart + 160);
        for (var i = 0; i < limit;)
        {
            if (!Folding.IsHan(text[i]))
            {
                i++;
                continue;
            }

            var end = i;
            while (end < text.Length && Folding.IsHan(text[end]))
            {
                end++;
            }

            var start = AfterNoise(reading, i, end);
            var listed = i > 0 && text[i - 1] is '+' or '、' or '/' or '|' or '·' or '，' || (end < text.Length && text[end] is '+' or '、' or '/' or '|');
            if (!listed && (text.IsTitle(i) || IsSentenceStart(text, i)) && end - start is >= 2 and <= 10 && Known(reading, start, end) * 5 < (end - start) * 2)
            {
                names.Add((start, end));
            }

            i = end;
        }

        return names;
    }

    /// <summary>How many characters some rule knows.</summary>
    private static int Known(Reading reading, int start, int end)
    {
        var known = 0;
        var reach = start;
        foreach (var m in reading.Matches)
        {
            if (m.Start >= end)
            {
                break;
            }

            if (m.End > reach && m.End <= end + 2 && m.Start >= start && m.Rule.Target is not (RuleTarget.Sector or RuleTarget.Magnitude or RuleTarget.Reads) && m.Rule.Value is not ("org-suffix" or "victim-label" or "not-victim" or "dump-date" or "other-date" or "size-cue"))
            {
                known += Math.Min(end, m.End) - Math.Max(reach, m.Start);
                reach = m.End;
            }
        }

        return known;
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

            if (m.Start >= start && m.End <= end && m.Rule.Target is not (RuleTarget.Country or RuleTarget.Class) && (m.Rule.Target != RuleTarget.Unit || m.Length > 1) && IsNoise(reading, m, placesToo: false))
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
                '【' when !text.IsTitle(i) => '】',
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

            // One Chinese character, such as 叫, is a label only when a sign or the line's start sets it off.
            if (m.Length == 1 && m.End < limit && Folding.IsHan(text[m.Start]) && text[m.End] is not (' ' or ':' or '：' or '「' or '《'))
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
            end = BeforeNoise(reading, start, end);
            if (end - start is >= 3 and <= 40 && (Folding.IsHan(text[start]) ? end - start <= 16 : Folding.IsUnspaced(text[start]) || char.IsUpper(text.Raw[start])))
            {
                names.Add((start, end));
            }
        }

        return names;
    }

    /// <summary>Ends a name at the first number, or in unspaced scripts at the first word that is known as something else.</summary>
    private static int BeforeNoise(Reading reading, int start, int end)
    {
        var text = reading.Text;
        for (var i = start + 1; i < end; i++)
        {
            if (Folding.IsDigit(text[i]) && (text[i - 1] == ' ' || Folding.IsUnspaced(text[i - 1])))
            {
                end = i;
                break;
            }
        }

        if (start < end && Folding.IsHan(text[start]))
        {
            var blank = text.Chars[start..end].IndexOf(' ');
            end = blank > 0 ? start + blank : end;
        }

        while (end > start && text[end - 1] == ' ')
        {
            end--;
        }

        return end;
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

    private static bool IsBreak(char c) => c is '\n' or ',' or ';' or '|' or '(' or ')' or '[' or ']' or '（' or '）' or '【' or '】' or '，' or '。' or '；' or '、' or ':' or '：' or '/' or '!' or '！' or '?' or '？' or '"' or '「' or '」' or '<' or '>' or '=';
}
