namespace Aftershock.Recognizing;

/// <summary>Names whose data it is: the domain printed, the organization named, else the people spoken of.</summary>
internal static class VictimReader
{
    private const double Enough = 1.0;

    public readonly record struct Found(IReadOnlyList<Victim> Victims, (int Start, int End) Span);

    /// <summary>On a leak site the title is the victim.</summary>
    public static Found OfClaim(Reading reading)
    {
        var title = reading.Post.Title.Trim();
        if (title.Length == 0)
        {
            return new Found([], default);
        }

        var domain = MainDomain(reading);
        reading.AddSpan("victims", 0, reading.Text.TitleLength, "victim.claim-title");
        return new Found([new Victim(title, domain is { } d && reading.Text.IsTitle(d.Start) ? d.Name : domain?.Name)], (0, reading.Text.TitleLength));
    }

    public static Found Read(Reading reading, int main)
    {
        var domains = DomainsWithCounts(reading);
        var best = NameFinder.Best(reading);
        if (domains.Count >= 2)
        {
            foreach (var d in domains)
            {
                reading.AddSpan("victims", d.Start, d.End, "victim.domain");
            }

            return new Found(domains.Select(d => new Victim(d.Name, d.Name)).ToList(), (domains[0].Start, domains[0].End));
        }

        var domain = MainDomain(reading);
        if (best is { } name && name.Score >= Enough)
        {
            reading.AddSpan("victims", name.Start, name.End, name.Rule);
            if (domain is { } printed)
            {
                reading.AddSpan("victims", printed.Start, printed.End, "victim.domain");
            }

            return new Found([new Victim(reading.Text.Slice(name.Start, name.End).Trim(), domain?.Name)], (name.Start, name.End));
        }

        if (domain is { } only)
        {
            reading.AddSpan("victims", only.Start, only.End, "victim.domain");
            return new Found([new Victim(only.Name, only.Name)], (only.Start, only.End));
        }

        if (main >= 0 && NameFinder.Population(reading) is { } people)
        {
            reading.AddSpan("victims", people.Start, people.End, people.Rule);
            return new Found([new Victim(reading.Text.Slice(people.Start, people.End).Trim(), null)], (people.Start, people.End));
        }

        return new Found([], default);
    }

    /// <summary>The domain that the post is about: not a download link, not an address for mail, none reserved for examples.</summary>
    public static Domain? MainDomain(Reading reading)
    {
        foreach (var domain in reading.Domains)
        {
            if (IsVictims(reading, domain))
            {
                return domain;
            }
        }

        return null;
    }

    /// <summary>One count per victim, read on the line of each domain; null when a line has none.</summary>
    public static long[]? RecordsEach(Reading reading, Cues cues, int victims)
    {
        var domains = DomainsWithCounts(reading);
        if (domains.Count != victims)
        {
            return null;
        }

        var each = new long[victims];
        for (var i = 0; i < victims; i++)
        {
            var q = BestOnLine(reading, cues, domains[i]);
            if (q < 0)
            {
                return null;
            }

            each[i] = (long)reading.Quantities[q].Value;
            reading.AddSpan("records_each", reading.Quantities[q].Start, reading.Quantities[q].End, "records.each-line");
        }

        return each;
    }

    private static int BestOnLine(Reading reading, Cues cues, in Domain domain)
    {
        var start = reading.Text.LineStart(domain.Start);
        var end = reading.Text.LineEnd(domain.Start);
        var best = -1;
        var bestScore = 0.5;
        for (var i = 0; i < reading.Quantities.Count; i++)
        {
            var q = reading.Quantities[i];
            if (q.Start < start || q.End > end)
            {
                continue;
            }

            var score = RecordsReader.Score(reading, cues, i);
            if (score > bestScore)
            {
                bestScore = score;
                best = i;
            }
        }

        return best;
    }

    /// <summary>Domains that stand on lines of their own with a count each; empty unless there are two or more.</summary>
    private static List<Domain> DomainsWithCounts(Reading reading)
    {
        var found = new List<Domain>();
        if (reading.Domains.Count < 2)
        {
            return found;
        }

        foreach (var domain in reading.Domains)
        {
            if (reading.Text.IsTitle(domain.Start) || !IsVictims(reading, domain) || found.Exists(f => f.Name == domain.Name || reading.Text.LineStart(f.Start) == reading.Text.LineStart(domain.Start)))
            {
                continue;
            }

            var start = reading.Text.LineStart(domain.Start);
            var end = reading.Text.LineEnd(domain.Start);
            if (reading.Quantities.Exists(q => q.Start >= start && q.End <= end && !q.IsIdle && q.Money is null && q.Bytes is null && q.Value >= 100))
            {
                found.Add(domain);
            }
        }

        return found.Count >= 2 ? found : [];
    }

    private static bool IsVictims(Reading reading, in Domain domain)
    {
        var text = reading.Text;
        if (text.Has(domain.Start, Marks.Quoted | Marks.Hidden) || Scope.IsWanted(reading, domain.Start) || IsReserved(domain.Name))
        {
            return false;
        }

        var path = domain.End + 1 < text.Length && text[domain.End] == '/' && char.IsLetterOrDigit(text[domain.End + 1]);
        var mail = domain.End < text.Length && text[domain.End] == '@';
        return !path && !mail && (text.IsTitle(domain.Start) || !reading.MarkAt(domain.Start, "not-victim-domain", out _));
    }

    private static bool IsReserved(string name) =>
        name is "example.com" or "example.org" or "example.net" or "t.me" || name.EndsWith(".example", StringComparison.Ordinal)
        || name.EndsWith(".example.com", StringComparison.Ordinal) || name.EndsWith(".example.org", StringComparison.Ordinal)
        || name.EndsWith(".example.net", StringComparison.Ordinal) || name.EndsWith(".onion", StringComparison.Ordinal);
}
