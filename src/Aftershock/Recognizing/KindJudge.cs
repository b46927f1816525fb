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
        Span<Witness> witnesses = stackalloc Witness[s_kinds];
        witnesses.Clear();
        foreach (var index in reading.Of(RuleTarget.Kind))
        {
            var match = reading.Matches[index];
            if (!WireNames.TryKind(match.Rule.Value, out var kind) || heard.Weigh(match) is not (var weight and not 0))
            {
                continue;
            }

            scores[(int)kind] += weight;
            witnesses[(int)kind].Hear(match, weight);
            if (match.Rule.Score > strongest[(int)kind])
            {
                strongest[(int)kind] = match.Rule.Score;
                by[(int)kind] = index;
            }
        }

        for (var i = 0; i < s_kinds; i++)
        {
            scores[i] -= IsNoData((ListingKind)i) ? witnesses[i].Repeated : 0;
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

    /// <summary>Trades that a listing of data could be hidden among by one word; a look-up service is too near to data for that.</summary>
    private static bool IsNoData(ListingKind kind) => kind is ListingKind.Tool or ListingKind.Course or ListingKind.Adult;

    /// <summary>
    /// What speaks for one kind. A single word is one witness, however many rules hear it: one "script" before a plain offer of
    /// a database must not make a tool of it. As soon as a word at another place speaks as well, all is counted.
    /// </summary>
    private struct Witness
    {
        private int _start;
        private int _end;
        private double _strongest;
        private double _sum;
        private bool _several;

        /// <summary>What the one word said beyond its strongest rule; 0 where several speak.</summary>
        public readonly double Repeated => _several ? 0 : _sum - _strongest;

        public void Hear(in Match match, double weight)
        {
            _several |= _sum > 0 && (match.Start >= _end || match.End <= _start);
            (_start, _end) = _sum > 0 ? (_start, _end) : (match.Start, match.End);
            _strongest = Math.Max(_strongest, weight);
            _sum += weight;
        }
    }
}
