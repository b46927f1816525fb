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
            // "nomor polisi" is a field, and says little of whose data it is.
            weight *= IsField(reading, match) && match.Rule.Value is not ("healthcare" or "insurance") ? 0.4 : 1;
            if (!seen.Add((match.Rule.Value, text.Chars[match.Start..match.End].ToString())))
            {
                weight *= 0.3;
            }

            scores[match.Rule.Value] = scores.GetValueOrDefault(match.Rule.Value) + weight;
            first.TryAdd(match.Rule.Value, match);
        }

        scores.Remove("-");
        if (scores.Count == 0)
        {
            return null;
        }

        var best = scores.MaxBy(s => s.Value);
        var evidence = first[best.Key];
        reading.AddSpan("sector", evidence.Start, evidence.End, evidence.Rule.Name);
        return best.Key;
    }

    private static bool IsField(Reading reading, in Match match)
    {
        foreach (var i in reading.Of(RuleTarget.Class))
        {
            var field = reading.Matches[i];
            if (field.Start > match.Start)
            {
                return false;
            }

            if (field.End >= match.End)
            {
                return true;
            }
        }

        return false;
    }
}
