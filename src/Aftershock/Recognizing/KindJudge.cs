namespace Aftershock.Recognizing;

/// <summary>Sums, for each kind, the scores of the rules that speak for it and against it; the highest sum wins.</summary>
internal static class KindJudge
{
    /// <summary>Turns score differences into probabilities; set so that the stated confidence is right as often as it says on labelled posts.</summary>
    private const double Sharpness = 0.55;

    private static readonly int s_kinds = Enum.GetValues<ListingKind>().Length;

    public static (ListingKind Kind, double Confidence, Match? Decisive) Judge(
        Reading reading, IReadOnlyList<Rule> sectionRules, IReadOnlyList<Rule> signals, Func<string, bool> holds, Span<double> scores)
    {
        scores = scores[..s_kinds];
        scores.Clear();
        scores[(int)ListingKind.Other] = 0.5;
        var heard = new Heard(reading);
        Span<double> strongest = stackalloc double[s_kinds];
        Span<int> by = stackalloc int[s_kinds];
        by.Fill(-1);
        foreach (var index in reading.Of(RuleTarget.Kind))
        {
            var match = reading.Matches[index];
            if (!WireNames.TryKind(match.Rule.Value, out var kind) || heard.Weigh(match) is not (var weight and not 0))
            {
                continue;
            }

            scores[(int)kind] += weight;
            if (match.Rule.Score > strongest[(int)kind])
            {
                strongest[(int)kind] = match.Rule.Score;
                by[(int)kind] = index;
            }
        }

        foreach (var rule in sectionRules)
        {
            if (rule.Target == RuleTarget.Kind && WireNames.TryKind(rule.Value, out var kind))
            {
                scores[(int)kind] += rule.Score;
            }
        }

        foreach (var rule in signals)
        {
            if (rule.Target == RuleTarget.Kind && WireNames.TryKind(rule.Value, out var kind) && holds(rule.Signal!))
            {
                scores[(int)kind] += rule.Score;
            }
        }

        var best = 0;
        for (var i = 1; i < s_kinds; i++)
        {
            if (scores[i] > scores[best])
            {
                best = i;
            }
        }

        double sum = 0;
        foreach (var score in scores)
        {
            sum += Math.Exp(Sharpness * (score - scores[best]));
        }

        return ((ListingKind)best, 1 / sum, by[best] >= 0 ? reading.Matches[by[best]] : null);
    }
}
