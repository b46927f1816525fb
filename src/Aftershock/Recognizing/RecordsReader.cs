namespace Aftershock.Recognizing;

/// <summary>Picks, among the numbers of a post, the count of the whole set, the rows of the sample and the size.</summary>
internal static class RecordsReader
{
    private const double Threshold = 1.1;

    /// <summary>Twenty-five rows for everybody alive; what is larger is a number of something else.</summary>
    private const double MostRecords = 2e11;

    /// <summary>The main count of the set; -1 when the post gives none.</summary>
    public static int Main(Reading reading, Cues cues, out double best)
    {
        var chosen = -1;
        best = Threshold;
        for (var i = 0; i < reading.Quantities.Count; i++)
        {
            var score = Score(reading, cues, i);
            if (score > best + 1e-9)
            {
                best = score;
                chosen = i;
            }
        }

        return chosen < 0 ? -1 : MoreExact(reading, cues, chosen);
    }

    public static double Score(Reading reading, Cues cues, int i)
    {
        var text = reading.Text;
        var q = reading.Quantities[i];
        if (q.IsIdle || q.Money is not null || q.Bytes is not null || q.Value is < 1 or > MostRecords || IsLongNumber(q) || text.Has(q.Start, Marks.Quoted) || (q.IsDecimal && !q.HasMagnitude))
        {
            return -10;
        }

        var score = q.HasMagnitude ? 1.2 : q.IsGrouped ? 1.2 : q.Value >= 10_000 ? 0.8 : q.Value >= 1000 ? 0.3 : q.Value >= 100 ? -0.6 : -2;
        score += q.Value > 1000 ? Math.Min(2.2, 0.4 * (Math.Log10(q.Value) - 3)) : 0;
        if (q.Unit is { } unit)
        {
            score += unit.Rule.Score * (unit.Start < q.Start ? 0.7 : 1);
        }

        score += cues[i, Cue.Records] + cues[i, Cue.Total] - cues[i, Cue.Subset] - (cues[i, Cue.Sample] * 2.5) - (cues[i, Cue.Idle] * 1.5) - cues[i, Cue.Price] - cues[i, Cue.NewPrice];
        if (text.IsTitle(q.Start))
        {
            score += 2;
        }
        else
        {
            score -= Math.Min(1, (q.Start - text.BodyStart) / 700.0);
        }

        if (IsBracketed(text, q.Start))
        {
            score -= 0.7;
        }

        if (IsBareYear(q) || Scope.IsWanted(reading, q.Start))
        {
            score -= 2;
        }

        if (q.BeginsRange)
        {
            score -= 0.5;
        }

        return score;
    }

    /// <summary>Nine digits and more in one run, with no unit: a telephone, an identity or a tax number.</summary>
    private static bool IsLongNumber(in Quantity q) => q.Value >= 1e8 && !q.HasMagnitude && !q.IsGrouped && q.Unit is null && Math.Round(q.Value / 1e6) * 1e6 != q.Value;

    /// <summary>Four digits that name a year of our time, without a unit or a mark of thousands.</summary>
    private static bool IsBareYear(in Quantity q) => q.Value is >= 1990 and <= 2035 && !q.HasMagnitude && !q.IsGrouped && q.Unit is null;

    /// <summary>
    /// The same figure written out elsewhere is the better one: 3.8 million in the title, 3,812,440 in the text. A bigger one that
    /// stands beside a word for the whole is no such thing and was scored on its own.
    /// </summary>
    private static int MoreExact(Reading reading, Cues cues, int chosen)
    {
        var q = reading.Quantities[chosen];
        for (var i = 0; i < reading.Quantities.Count; i++)
        {
            var other = reading.Quantities[i];
            if (i == chosen || other.IsIdle || other.Money is not null || other.Bytes is not null || reading.Text.Has(other.Start, Marks.Quoted))
            {
                continue;
            }

            var near = Math.Abs(other.Value - q.Value) <= q.Value * 0.025;
            if (near && Digits(other) > Digits(q) && cues[i, Cue.Sample] == 0)
            {
                return i;
            }
        }

        return chosen;
    }

    private static int Digits(in Quantity q)
    {
        var value = Math.Round(q.Value);
        var digits = value < 1 ? 0 : (int)Math.Log10(value) + 1;
        while (digits > 0 && value >= 10 && value % 10 == 0)
        {
            value /= 10;
            digits--;
        }

        return digits;
    }

    public static bool IsBracketed(FoldedText text, int position)
    {
        var depth = 0;
        for (var i = position - 1; i >= 0 && text[i] != '\n' && position - i < 60; i--)
        {
            if (text[i] is ')' or '）')
            {
                depth++;
            }
            else if (text[i] is '(' or '（')
            {
                if (depth-- == 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The rows of the sample; -1 when none are told.</summary>
    public static int Sample(Reading reading, Cues cues, int main)
    {
        var chosen = -1;
        var best = 0.9;
        for (var i = 0; i < reading.Quantities.Count; i++)
        {
            var q = reading.Quantities[i];
            if (i == main || q.Money is not null || q.Bytes is not null || (q.IsIdle && cues[i, Cue.Sample] < 1) || q.IsDecimal && !q.HasMagnitude || q.Value < 1 || reading.Text.Has(q.Start, Marks.Quoted))
            {
                continue;
            }

            var score = cues[i, Cue.Sample] - (cues[i, Cue.Idle] * 0.4) + (q.Unit is { Rule.Score: > 0 } ? 0.5 : 0) + (cues[i, Cue.Total] > 0 ? 0.3 : 0);
            if (cues[i, Cue.Sample] > 0 && score > best + 1e-9)
            {
                best = score;
                chosen = i;
            }
        }

        return chosen;
    }

    /// <summary>The size of the set, unpacked where both are told; -1 when none is.</summary>
    public static int Size(Reading reading, Cues cues)
    {
        var chosen = -1;
        var best = double.MinValue;
        for (var i = 0; i < reading.Quantities.Count; i++)
        {
            var q = reading.Quantities[i];
            if (q.Bytes is null || reading.Text.Has(q.Start, Marks.Quoted) || cues[i, Cue.Idle] >= 2)
            {
                continue;
            }

            var score = (2 * cues[i, Cue.Unpacked]) - cues[i, Cue.Packed] - cues[i, Cue.Subset] + (cues[i, Cue.Total] * 0.7) - (cues[i, Cue.Sample] * 2) - (RecordsReader.IsBracketed(reading.Text, q.Start) ? 0.4 : 0);
            if (score > best + 1e-9)
            {
                best = score;
                chosen = i;
            }
        }

        return chosen;
    }
}
