namespace Aftershock.Recognizing;

/// <summary>Weighs the words for sale, free, auction and exchange.</summary>
internal static class OfferReader
{
    public static Offer? Read(Reading reading, IReadOnlyList<Rule> sectionRules, IReadOnlyList<Rule> signals, Func<string, bool> holds, out Match? decisive)
    {
        Span<double> scores = stackalloc double[4];
        Span<double> strongest = stackalloc double[4];
        Span<int> by = [-1, -1, -1, -1];
        HashSet<string>? seen = null;
        foreach (var index in reading.Of(RuleTarget.Offer))
        {
            var match = reading.Matches[index];
            if (!Weighs(reading, match, ref seen) || !WireNames.TryOffer(match.Rule.Value.TrimStart('-'), out var offer))
            {
                continue;
            }

            scores[(int)offer] += match.Rule.Score;
            if (match.Rule.Score > strongest[(int)offer])
            {
                strongest[(int)offer] = match.Rule.Score;
                by[(int)offer] = index;
            }
        }

        foreach (var rule in sectionRules)
        {
            if (rule.Target == RuleTarget.Offer && WireNames.TryOffer(rule.Value, out var offer))
            {
                scores[(int)offer] += rule.Score;
            }
        }

        foreach (var rule in signals)
        {
            if (rule.Target == RuleTarget.Offer && holds(rule.Signal!) && WireNames.TryOffer(rule.Value, out var offer))
            {
                scores[(int)offer] += rule.Score;
            }
        }

        var best = 0;
        for (var i = 1; i < 4; i++)
        {
            if (scores[i] > scores[best])
            {
                best = i;
            }
        }

        decisive = scores[best] > 0 && by[best] >= 0 ? reading.Matches[by[best]] : null;
        return scores[best] > 0.5 ? (Offer)best : null;
    }

    /// <summary>Whether a match may speak: in its place, not quoted, not negated, and for the first time by its rule.</summary>
    public static bool Weighs(Reading reading, in Match match, ref HashSet<string>? seen)
    {
        var text = reading.Text;
        var inTitle = text.IsTitle(match.Start);
        if (IsPartOfName(text, match))
        {
            return false;
        }

        if (text.Has(match.Start, Marks.Quoted) || (match.Rule.Place == Place.Title && !inTitle) || (match.Rule.Place == Place.Body && inTitle) || match.Rule.Place == Place.Section)
        {
            return false;
        }

        seen ??= new HashSet<string>(StringComparer.Ordinal);
        return !IsInside(reading, match, "not-a-cue") && !Negation.Before(reading, match.Start) && seen.Add(match.Rule.Name);
    }

    /// <summary>Whether the match is the tail of a longer Latin word, as the swap in "RiverSwap" and the sale in "WholeSale".</summary>
    private static bool IsPartOfName(FoldedText text, in Match match) =>
        match.Start > 0 && char.IsAsciiLetter(text[match.Start]) && char.IsAsciiLetter(text[match.Start - 1]);

    /// <summary>Whether a longer phrase that means something else holds the match, as 求职 holds 求.</summary>
    private static bool IsInside(Reading reading, in Match match, string mark)
    {
        foreach (var i in reading.Of(RuleTarget.Mark))
        {
            var m = reading.Matches[i];
            if (m.Start > match.Start)
            {
                return false;
            }

            if (m.End >= match.End && m.Length > match.Length && m.Rule.Value == mark)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>Tells whether the word before denies what follows.</summary>
internal static class Negation
{
    public static bool Before(Reading reading, int position)
    {
        foreach (var i in reading.Of(RuleTarget.Mark))
        {
            var m = reading.Matches[i];
            if (m.Start > position)
            {
                break;
            }

            if (m.Rule.Value == "negation" && m.End <= position && position - m.End <= 2 && IsBlank(reading.Text, m.End, position))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsBlank(FoldedText text, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (text[i] != ' ')
            {
                return false;
            }
        }

        return true;
    }
}
