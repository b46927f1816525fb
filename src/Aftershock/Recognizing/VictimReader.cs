namespace Aftershock.Recognizing;

/// <summary>Names whose data it is: the domain printed, the organization named, else the people spoken of.</summary>
internal static class VictimReader
{
    private const double Enough = 0.9;

    /// <summary>Sellers of access mostly name nobody, so that a name must be plain.</summary>
    private const double EnoughOfAccess = 1.8;

    /// <param name="Victims">Whose data it is; empty when untold.</param>
    /// <param name="Span">Where the first name stands.</param>
    /// <param name="Each">A count for each victim where there are several and all have one; null otherwise.</param>
    public readonly record struct Found(IReadOnlyList<Victim> Victims, (int Start, int End) Span, long[]? Each = null);

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

    public static Found Read(Reading reading, Cues cues, ListingKind kind, int main)
    {
        var domains = DomainsWithCounts(reading);
        if (domains.Count >= 2)
        {
            foreach (var d in domains)
            {
                reading.AddSpan("victims", d.Start, d.End, "victim.domain");
            }

            return new Found(domains.Select(d => new Victim(d.Name, d.Name)).ToList(), (domains[0].Start, domains[0].End), EachOf(reading, cues, domains));
        }

        var candidates = NameFinder.All(reading).ToList();
        if (kind == ListingKind.Leak && Enumerated(reading, cues, candidates) is { } listed)
        {
            return listed;
        }

        var domain = MainDomain(reading);
        if (candidates.Count > 0 && candidates.MaxBy(c => c.Score) is var name && name.Score >= (kind == ListingKind.Access ? EnoughOfAccess : Enough))
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

    /// <summary>A numbered list of sets, each line with a name and a count of its own; null when the post has no such list.</summary>
    private static Found? Enumerated(Reading reading, Cues cues, List<NameCandidate> candidates)
    {
        var text = reading.Text;
        var victims = new List<Victim>();
        var each = new List<long>();
        var spans = new List<(NameCandidate Name, Quantity Count)>();
        for (var start = text.BodyStart; start < text.Length; start = text.LineEnd(start) + 1)
        {
            if (!BeginsItem(text, start))
            {
                continue;
            }

            var end = text.LineEnd(start);
            var names = candidates.Where(c => c.Start >= start && c.End <= end && c.Score > -0.5).ToList();
            var count = BestBetween(reading, cues, start, end);
            if (names.Count == 0 || count < 0)
            {
                continue;
            }

            var name = names.MaxBy(c => c.Score - ((c.Start - start) / 100.0));
            victims.Add(new Victim(text.Slice(name.Start, name.End).Trim(), null));
            each.Add((long)reading.Quantities[count].Value);
            spans.Add((name, reading.Quantities[count]));
        }

        if (victims.Count < 2 || victims.Select(v => LeakKey.Fold(v.Name)).Distinct(StringComparer.Ordinal).Count() < victims.Count)
        {
            return null;
        }

        foreach (var (name, count) in spans)
        {
            reading.AddSpan("victims", name.Start, name.End, name.Rule);
            reading.AddSpan("records_each", count.Start, count.End, "records.each-line");
        }

        return new Found(victims, (spans[0].Name.Start, spans[0].Name.End), each.ToArray());
    }

    /// <summary>"1) ", "2. ", "3、": the head of an item in a numbered list.</summary>
    private static bool BeginsItem(FoldedText text, int start)
    {
        var i = start;
        while (i < text.Length && text[i] == ' ')
        {
            i++;
        }

        // ①, ② and on are digits after folding.
        if (i < text.Length && text.Raw[i] is >= '\u2460' and <= '\u2473')
        {
            return true;
        }

        var digits = i;
        while (i < text.Length && Folding.IsDigit(text[i]))
        {
            i++;
        }

        return i - digits is 1 or 2 && i + 1 < text.Length && (text[i] is ')' or '、' || (text[i] is '.' or ':' && !Folding.IsDigit(text[i + 1])));
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

    /// <summary>One count per domain, read on its line; null when a line has none.</summary>
    private static long[]? EachOf(Reading reading, Cues cues, List<Domain> domains)
    {
        var each = new long[domains.Count];
        for (var i = 0; i < domains.Count; i++)
        {
            var q = BestBetween(reading, cues, reading.Text.LineStart(domains[i].Start), reading.Text.LineEnd(domains[i].Start));
            if (q < 0)
            {
                return null;
            }

            each[i] = (long)reading.Quantities[q].Value;
            reading.AddSpan("records_each", reading.Quantities[q].Start, reading.Quantities[q].End, "records.each-line");
        }

        return each;
    }

    private static int BestBetween(Reading reading, Cues cues, int start, int end)
    {
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
