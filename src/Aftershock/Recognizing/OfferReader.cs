namespace Aftershock.Recognizing;

/// <summary>Weighs the words for sale, free, auction and exchange.</summary>
internal static class OfferReader
{
    public static Offer? Read(Reading reading, IReadOnlyList<Rule> sectionRules, IReadOnlyList<Rule> signals, Func<string, bool> holds, out Match? decisive)
    {
        Span<double> scores = stackalloc double[4];
        Span<double> strongest = stackalloc double[4];
        Span<int> by = [-1, -1, -1, -1];
        var heard = new Heard(reading);
        foreach (var index in reading.Of(RuleTarget.Offer))
        {
            var match = reading.Matches[index];
            if (!WireNames.TryOffer(match.Rule.Value, out var offer) || heard.Weigh(match) is not (var weight and not 0))
            {
                continue;
            }

            scores[(int)offer] += weight;
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
