namespace Aftershock.Recognizing;

/// <summary>What the words beside a number say that it is.</summary>
internal enum Cue
{
    Records,
    Total,
    Subset,
    Sample,
    Idle,
    Price,
    OldPrice,
    NewPrice,
    NotPrice,
    Start,
    Packed,
    Unpacked,
}

/// <summary>Sums the cue rules (<c>reads:</c>) that stand beside each number.</summary>
internal sealed class Cues
{
    private static readonly int s_kinds = Enum.GetValues<Cue>().Length;

    private double[] _scores = new double[64];
    private string?[] _rules = new string?[64];

    public static bool IsKnown(string name) => TryParse(name, out _);

    public double this[int quantity, Cue cue] => _scores[(quantity * s_kinds) + (int)cue];

    /// <summary>The strongest rule behind a cue; null without one.</summary>
    public string? RuleOf(int quantity, Cue cue) => _rules[(quantity * s_kinds) + (int)cue];

    public void Read(Reading reading)
    {
        var length = Math.Max(1, reading.Quantities.Count) * s_kinds;
        if (_scores.Length < length)
        {
            _scores = new double[length * 2];
            _rules = new string?[length * 2];
        }

        Array.Clear(_scores, 0, length);
        Array.Clear(_rules, 0, length);
        if (reading.Quantities.Count == 0)
        {
            return;
        }

        foreach (var index in reading.Of(RuleTarget.Reads))
        {
            var match = reading.Matches[index];
            if (reading.LongestAt(match.Start, RuleTarget.Reads)!.Value.End != match.End)
            {
                continue;
            }

            // "Sample: one flight, 46 rows": a cue that opens its line speaks for the whole line.
            if (match.Rule.Value == "sample" && match.Rule.Side != Side.After && OpensLine(reading.Text, match.Start))
            {
                AddToLine(reading, match);
                continue;
            }

            if (match.Rule.Side != Side.After && Following(reading, match) is { } next)
            {
                Add(next, match.Rule);
            }

            if (match.Rule.Side != Side.Before && Preceding(reading, match) is { } previous)
            {
                Add(previous, match.Rule);
            }
        }
    }

    public static bool TryParse(string name, out Cue cue)
    {
        (cue, var known) = name switch
        {
            "records" => (Cue.Records, true),
            "total" => (Cue.Total, true),
            "subset" => (Cue.Subset, true),
            "sample" => (Cue.Sample, true),
            "idle" => (Cue.Idle, true),
            "price" => (Cue.Price, true),
            "old-price" => (Cue.OldPrice, true),
            "new-price" => (Cue.NewPrice, true),
            "not-price" => (Cue.NotPrice, true),
            "start" => (Cue.Start, true),
            "packed" => (Cue.Packed, true),
            "unpacked" => (Cue.Unpacked, true),
            _ => (default, false),
        };
        return known;
    }

    private static bool OpensLine(FoldedText text, int start)
    {
        var i = start - 1;
        while (i >= 0 && !char.IsLetterOrDigit(text[i]) && text[i] != '\n')
        {
            i--;
        }

        return i < 0 || text[i] == '\n';
    }

    private void AddToLine(Reading reading, in Match match)
    {
        var end = Math.Min(reading.Text.LineEnd(match.End), match.End + 90);
        for (var i = 0; i < reading.Quantities.Count; i++)
        {
            if (reading.Quantities[i].Start >= match.End && reading.Quantities[i].End <= end && (i == 0 || reading.Quantities[i].Unit is not null || reading.Quantities[i].Start - match.End <= match.Rule.Gap))
            {
                Add(i, match.Rule);
            }
        }
    }

    private void Add(int quantity, Rule rule)
    {
        if (!TryParse(rule.Value, out var cue))
        {
            return;
        }

        var at = (quantity * s_kinds) + (int)cue;
        if (rule.Score > _scores[at])
        {
            _scores[at] = rule.Score;
            _rules[at] = rule.Name;
        }
    }

    private static int? Following(Reading reading, Match match)
    {
        var list = reading.Quantities;
        for (var i = 0; i < list.Count; i++)
        {
            var start = Math.Min(list[i].Start, list[i].Money?.Start ?? int.MaxValue);
            if (start >= match.End)
            {
                return start - match.End <= match.Rule.Gap && IsOneClause(reading.Text, match.End, start) ? i : null;
            }
        }

        return null;
    }

    private static int? Preceding(Reading reading, Match match)
    {
        var list = reading.Quantities;
        for (var i = list.Count - 1; i >= 0; i--)
        {
            var end = Math.Max(list[i].End, list[i].Money?.End ?? 0);
            if (end <= match.Start)
            {
                return match.Start - end <= match.Rule.Gap && IsOneClause(reading.Text, end, match.Start) ? i : null;
            }
        }

        return null;
    }

    private static bool IsOneClause(FoldedText text, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            switch (text[i])
            {
                case '\n' or ';' or '。' or '|' or '、' or '!' or '?':
                case ',' when !Folding.IsDigit(text[i - 1]) || i + 1 >= text.Length || !Folding.IsDigit(text[i + 1]):
                case '.' when i + 1 >= text.Length || text[i + 1] is ' ' or '\n':
                    return false;
            }
        }

        return true;
    }
}
