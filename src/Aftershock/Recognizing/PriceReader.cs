namespace Aftershock.Recognizing;

/// <summary>Picks the price that stands at the end: after drops, edits and corrections; of an auction the start.</summary>
internal static class PriceReader
{
    /// <summary>The quantity that is the price; -1 when none stands.</summary>
    public static int Price(Reading reading, Cues cues, bool auction)
    {
        var text = reading.Text;
        var chosen = -1;
        var best = 0.0;
        var allStruck = AllStruck(reading);
        for (var i = 0; i < reading.Quantities.Count; i++)
        {
            var q = reading.Quantities[i];
            if (q.Money is null || q.Value <= 0 || text.Has(q.Start, Marks.Quoted) || q.Money.Code == "-")
            {
                continue;
            }

            var score = 1 + (cues[i, Cue.Price] * 0.8) + (cues[i, Cue.NewPrice] * 1.5) - (cues[i, Cue.OldPrice] * 2) - (cues[i, Cue.NotPrice] * 2);
            score += auction ? cues[i, Cue.Start] * 2 : 0;
            score += text.IsTitle(q.Start) ? 0.4 : 0;
            score -= text.Has(q.Start, Marks.Struck) && !allStruck ? 3 : 0;
            score -= RecordsReader.IsBracketed(text, q.Start) ? 0.6 : 0;
            score -= q.EndsRange ? 0.5 : 0;
            score += ArrowScore(reading, i);
            if (score > best + 1e-9)
            {
                best = score;
                chosen = i;
            }
        }

        // Who leaves the price open names none: what is spoken of besides is somebody else's.
        if (chosen >= 0 && !text.IsTitle(reading.Quantities[chosen].Start) && cues[chosen, Cue.Price] + cues[chosen, Cue.NewPrice] + cues[chosen, Cue.Start] <= 0 && reading.HasMark("price-open"))
        {
            return -1;
        }

        return chosen;
    }

    /// <summary>How many different prices the post lists, those that are out of date left aside.</summary>
    public static int Standing(Reading reading, Cues cues)
    {
        var count = 0;
        for (var i = 0; i < reading.Quantities.Count; i++)
        {
            var q = reading.Quantities[i];
            if (q.Money is not null && q.Money.Code != "-" && cues[i, Cue.OldPrice] == 0 && cues[i, Cue.NotPrice] == 0 && !reading.Text.Has(q.Start, Marks.Quoted | Marks.Struck))
            {
                count++;
            }
        }

        return count;
    }

    private static bool AllStruck(Reading reading)
    {
        var any = false;
        foreach (var q in reading.Quantities)
        {
            if (q.Money is null)
            {
                continue;
            }

            if (!reading.Text.Has(q.Start, Marks.Struck))
            {
                return false;
            }

            any = true;
        }

        return any;
    }

    /// <summary>$7k -> $5.5k -> $4,900: only the last stands. So too "$900 $700", whose first price was struck out on the page.</summary>
    private static double ArrowScore(Reading reading, int i) =>
        IsReplaced(reading, i, i + 1) ? -3 : IsReplaced(reading, i - 1, i) ? 1.5 : 0;

    private static bool IsReplaced(Reading reading, int a, int b)
    {
        if (a < 0 || b >= reading.Quantities.Count)
        {
            return false;
        }

        var left = reading.Quantities[a];
        var right = reading.Quantities[b];
        var from = Math.Max(left.End, left.Money?.End ?? 0);
        var to = Math.Min(right.Start, right.Money?.Start ?? int.MaxValue);
        if (from >= to || to - from > 14 || right.Money is null)
        {
            return false;
        }

        var between = reading.Text.Chars[from..to];
        var isLowered = left.Money?.Code == right.Money.Code && right.Value < left.Value;
        return (isLowered && between.IndexOfAnyExcept(' ') < 0)
            || between.IndexOf('>') >= 0 || between.IndexOf('→') >= 0 || between.IndexOf('⇒') >= 0 || between.IndexOf('➜') >= 0 || between.IndexOf('»') >= 0;
    }
}
