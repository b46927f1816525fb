namespace Aftershock.Recognizing;

/// <summary>Tells whose country's data it is: names, cities, domains, dial prefixes, kinds of identity card; the language last.</summary>
internal static class CountryReader
{
    private const double Enough = 1.5;

    /// <param name="reading">The post.</param>
    /// <param name="tlds">Last labels of host names with their country.</param>
    /// <param name="victimDomain">The victim's domain; null without one.</param>
    /// <param name="languageCounts">Whether the language decides where nothing else tells.</param>
    /// <param name="isExchange">Whether the post swaps, so that "for Korea" is what it wants.</param>
    public static List<string> Read(Reading reading, IReadOnlyDictionary<string, string> tlds, Domain? victimDomain, bool languageCounts, bool isExchange = false)
    {
        var scores = new Dictionary<string, (double Score, int Order)>(StringComparer.Ordinal);
        var weak = new Dictionary<string, double>(StringComparer.Ordinal);
        var spans = new List<(string Country, Match Match)>();
        var lastEnd = -1;
        var text = reading.Text;
        foreach (var match in Longest(reading))
        {
            if (match.Rule.Name == "country.dial" && !IsDialPrefix(reading, match))
            {
                continue;
            }

            if (match.Start < lastEnd || text.Has(match.Start, Marks.Quoted) || Scope.IsWanted(reading, match.Start) || (isExchange && Scope.IsSwappedFor(reading, match.Start)) || IsElsewhere(reading, match) || !IsCode(reading, match))
            {
                continue;
            }

            lastEnd = match.End;
            if (match.Rule.Value == "-")
            {
                continue;
            }

            foreach (var country in match.Rule.Value.Split('+'))
            {
                var score = match.Rule.Score * (text.IsTitle(match.Start) ? 1.5 : 1);
                if (NamesNoCountry(match.Rule))
                {
                    weak[country] = weak.GetValueOrDefault(country) + score;
                }
                else
                {
                    Add(scores, country, score);
                }

                spans.Add((country, match));
            }
        }

        Flags(reading, scores);
        if (victimDomain is { } domain && tlds.TryGetValue(domain.Tld, out var tld) && tld != "-")
        {
            Add(scores, tld, 2.5);
            reading.AddSpan("countries", domain.End - domain.Tld.Length - 1, domain.End, "country.tld");
        }

        // A word that one country's sellers use says nothing against a country that the post names.
        var isNamed = scores.Values.Any(s => s.Score >= Enough);
        foreach (var (country, score) in weak.Where(w => !isNamed || scores.ContainsKey(w.Key)))
        {
            Add(scores, country, score);
        }

        if (!scores.Values.Any(s => s.Score >= 0.5) && PinyinName.Find(reading) is { } pinyin)
        {
            Add(scores, "CN", 0.6);
            reading.AddSpan("countries", pinyin.Start, pinyin.End, "country.pinyin-name");
        }

        if (!scores.Values.Any(s => s.Score >= 0.5) && languageCounts && LanguageCountry(reading.Language) is { } spoken)
        {
            Add(scores, spoken, Enough);
        }

        var chosen = scores.Where(s => s.Value.Score >= Enough).OrderBy(s => s.Value.Order).Select(s => s.Key).ToList();
        if (chosen.Count == 0 && scores.Count > 0)
        {
            // Only weak cues, such as an identity card that several countries know: the strongest of them.
            var best = scores.MaxBy(s => s.Value.Score);
            if (best.Value.Score >= 0.5)
            {
                chosen.Add(best.Key);
            }
        }

        foreach (var (country, match) in spans)
        {
            if (chosen.Contains(country))
            {
                reading.AddSpan("countries", match.Start, match.End, match.Rule.Name);
            }
        }

        return chosen;
    }

    /// <summary>Kinds of identity card, apps and ways to pay: cues of the post's language as much as of whose data it is.</summary>
    private static bool NamesNoCountry(Rule rule) => rule.Name is "country.id" or "country.weak";

    private static IEnumerable<Match> Longest(Reading reading)
    {
        var list = reading.Of(RuleTarget.Country);
        for (var i = 0; i < list.Count; i++)
        {
            var match = reading.Matches[list[i]];
            var longest = true;
            for (var j = i + 1; j < list.Count && reading.Matches[list[j]].Start == match.Start; j++)
            {
                longest &= reading.Matches[list[j]].End <= match.End;
            }

            if (longest)
            {
                yield return match;
            }
        }
    }

    private static void Add(Dictionary<string, (double Score, int Order)> scores, string country, double score)
    {
        var (had, order) = scores.TryGetValue(country, out var found) ? found : (0, scores.Count);
        scores[country] = (had + score, order);
    }

    /// <summary>Codes of two letters count only in capitals, and common words among them only in brackets or beside other codes.</summary>
    private static bool IsCode(Reading reading, in Match match)
    {
        if (match.Length != 2 || !char.IsAsciiLetter(reading.Text[match.Start]))
        {
            return true;
        }

        var text = reading.Text;
        if (!char.IsUpper(text.Raw[match.Start]) || !char.IsUpper(text.Raw[match.Start + 1]) || (match.End < text.Length && text[match.End] is '$' or '€' or '£'))
        {
            return false;
        }

        return !match.Rule.Weak || IsEnclosed(reading, match) || HasCodeBeside(reading, match);
    }

    /// <summary>+30 is a prefix beside a word for phones, in brackets or before masked digits; "+30 min" is none. Three digits suffice alone.</summary>
    private static bool IsDialPrefix(Reading reading, in Match match)
    {
        var text = reading.Text;
        var next = match.End < text.Length ? text[match.End] : '\n';
        if (char.IsLetterOrDigit(next) || next is '%' or '$' or '€')
        {
            return false;
        }

        if (match.Length >= 4 || next is '*' or ')' or '-' || (match.Start > 0 && text[match.Start - 1] == '('))
        {
            return true;
        }

        foreach (var i in reading.Of(RuleTarget.Class))
        {
            var other = reading.Matches[i];
            if ((other.Rule.Value == "Phone numbers" || other.Rule.Value == "Names" || other.Rule.Value == "Physical addresses") && !other.Rule.Name.EndsWith("phones-weak", StringComparison.Ordinal)
                && Math.Abs(other.Start - match.Start) <= 24)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsEnclosed(Reading reading, in Match match)
    {
        var text = reading.Text;
        var before = match.Start > 0 ? text[match.Start - 1] : '\n';
        var after = match.End < text.Length ? text[match.End] : '\n';
        return (before is '[' or '(' or '【' or '/' or '|' or '.' || Scanner.NearBefore(reading, match.Start, "country-label", 3))
            && (after is ']' or ')' or '】' or '/' or '|' or '\n' or ',' or ' ');
    }

    private static bool HasCodeBeside(Reading reading, in Match match)
    {
        foreach (var i in reading.Of(RuleTarget.Country))
        {
            var other = reading.Matches[i];
            if (other.Length == 2 && other.Start != match.Start && char.IsAsciiLetter(reading.Text[other.Start]) && char.IsUpper(reading.Text.Raw[other.Start])
                && char.IsUpper(reading.Text.Raw[other.Start + 1])
                && (other.End <= match.Start ? match.Start - other.End : other.Start - match.End) <= 2)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the words before say that the country is somebody else's: the seller's, the buyer's, a place where a thing works.</summary>
    private static bool IsElsewhere(Reading reading, in Match match) =>
        Scanner.NearBefore(reading, match.Start, "not-country", 8) || Scanner.NearAfter(reading, match.End, "not-country-after", 4) || Negation.Before(reading, match.Start);

    private static void Flags(Reading reading, Dictionary<string, (double Score, int Order)> scores)
    {
        var text = reading.Text;
        for (var i = 0; i + 1 < text.Length; i++)
        {
            if (text[i] is >= Folding.FlagA and <= (char)(Folding.FlagA + 25) && text[i + 1] is >= Folding.FlagA and <= (char)(Folding.FlagA + 25))
            {
                var code = string.Create(2, (text[i], text[i + 1]), (span, pair) =>
                {
                    span[0] = (char)('A' + (pair.Item1 - Folding.FlagA));
                    span[1] = (char)('A' + (pair.Item2 - Folding.FlagA));
                });
                Add(scores, code, 3);
                reading.AddSpan("countries", i, i + 2, "country.flag");
                i++;
            }
        }
    }

    /// <summary>Sellers who name no place mostly speak of their own.</summary>
    private static string? LanguageCountry(string language) => language switch
    {
        "zh" => "CN",
        "ru" => "RU",
        "tr" => "TR",
        "id" => "ID",
        "vi" => "VN",
        "ko" => "KR",
        "ja" => "JP",
        "th" => "TH",
        "uk" => "UA",
        "fr" => "FR",
        "de" => "DE",
        "it" => "IT",
        "pl" => "PL",
        _ => null,
    };
}
