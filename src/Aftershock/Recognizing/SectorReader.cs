namespace Aftershock.Recognizing;

/// <summary>Tells the victim's sector from the words of its name, of the title and of the text around.</summary>
internal static class SectorReader
{
    public static string? Read(Reading reading, (int Start, int End) victim)
    {
        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        var first = new Dictionary<string, Match>(StringComparer.Ordinal);
        var seen = new HashSet<(string, string)>();
        var text = reading.Text;
        var lastEnd = -1;
        foreach (var index in reading.Of(RuleTarget.Sector))
        {
            var match = reading.Matches[index];
            if (reading.LongestAt(match.Start, RuleTarget.Sector)!.Value.End != match.End || match.End <= lastEnd || text.Has(match.Start, Marks.Quoted) || Scope.IsWanted(reading, match.Start))
            {
                continue;
            }

            lastEnd = match.End;
            var inVictim = match.Start >= victim.Start && match.Start < victim.End;
            var weight = match.Rule.Score * (inVictim ? 3 : text.IsTitle(match.Start) ? 2 : 1) * (1 - (Math.Min(match.Start, 1000) / 4000.0));
            if (!seen.Add((match.Rule.Value, text.Chars[match.Start..match.End].ToString())))
            {
                weight *= 0.3;
            }

            scores[match.Rule.Value] = scores.GetValueOrDefault(match.Rule.Value) + weight;
            first.TryAdd(match.Rule.Value, match);
        }

        if (scores.Count == 0)
        {
            return null;
        }

        var best = scores.MaxBy(s => s.Value);
        if (best.Key == "-")
        {
            return null;
        }

        var evidence = first[best.Key];
        reading.AddSpan("sector", evidence.Start, evidence.End, evidence.Rule.Name);
        return best.Key;
    }
}
