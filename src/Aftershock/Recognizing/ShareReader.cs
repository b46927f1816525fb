namespace Aftershock.Recognizing;

/// <summary>Reads a claim such as "over 70 % of the population (of 5,500,000)" as the records that it comes to.</summary>
internal static class ShareReader
{
    private const int Near = 60;

    public static RecordsClaim? Read(Reading reading)
    {
        foreach (var index in reading.Of(RuleTarget.Mark))
        {
            var mark = reading.Matches[index];
            if (mark.Rule.Value != "of-population")
            {
                continue;
            }

            var percent = reading.Quantities.FindIndex(q => IsPercent(reading, q) && Math.Abs(q.Start - mark.Start) <= Near);
            if (percent < 0)
            {
                continue;
            }

            var share = reading.Quantities[percent];
            var whole = reading.Quantities.FindIndex(q => !q.IsIdle && q.Money is null && q.Bytes is null && q.Value >= 1000 && Math.Abs(q.Start - mark.End) <= Near);
            if (whole < 0 || share.Value is <= 0 or > 100)
            {
                continue;
            }

            var population = reading.Quantities[whole];
            reading.AddSpan("records", share.Start, share.End, mark.Rule.Name);
            reading.AddSpan("records", population.Start, population.End, mark.Rule.Name);
            return new RecordsClaim((long)Math.Round(population.Value * share.Value / 100), share.Bound, share.Value / 100, (long)population.Value);
        }

        return null;
    }

    private static bool IsPercent(Reading reading, in Quantity q)
    {
        var at = reading.SkipBlanks(q.End);
        return at < reading.Text.Length && reading.Text[at] == '%';
    }
}
