namespace Aftershock.Recognizing;

/// <summary>Hits, false hits and misses, with the three rates made of them.</summary>
public readonly record struct Hits(long TruePositives, long FalsePositives, long FalseNegatives)
{
    /// <summary>1 when nothing was predicted.</summary>
    public double Precision => TruePositives + FalsePositives == 0 ? 1 : (double)TruePositives / (TruePositives + FalsePositives);

    /// <summary>1 when nothing was to be found.</summary>
    public double Recall => TruePositives + FalseNegatives == 0 ? 1 : (double)TruePositives / (TruePositives + FalseNegatives);

    public double F1 => TruePositives == 0 ? (FalsePositives + FalseNegatives == 0 ? 1 : 0) : 2.0 * TruePositives / ((2.0 * TruePositives) + FalsePositives + FalseNegatives);

    public static Hits operator +(Hits a, Hits b) =>
        new(a.TruePositives + b.TruePositives, a.FalsePositives + b.FalsePositives, a.FalseNegatives + b.FalseNegatives);

    public static Hits Add(Hits left, Hits right) => left + right;
}

/// <summary>One difference between what was read and what the label says.</summary>
public sealed record Disagreement(string Id, string Language, string Field, string Expected, string Found);

/// <summary>Scores recognitions against labels as GOLD.md says, per field and language; also the quality that counts need.</summary>
public sealed class Evaluation
{
    public const string AllLanguages = "all";

    private static readonly string[] s_fields =
    [
        "kind", "leak", "offer", "victims", "countries", "sector", "records", "size_bytes", "price", "data_classes", "sample_records", "breach_date", "sold",
    ];

    private readonly Dictionary<(string Field, string Language), Hits> _hits = [];
    private readonly Dictionary<(string Country, string Language), Hits> _leaksOf = [];
    private readonly List<Disagreement> _disagreements = [];
    private readonly Dictionary<(ListingKind Expected, ListingKind Found), int> _confusion = [];
    private readonly SortedSet<string> _languages = new(StringComparer.Ordinal);

    /// <summary>In the order in which they are printed.</summary>
    public static IReadOnlyList<string> Fields => s_fields;

    public int Posts { get; private set; }

    public IReadOnlyCollection<string> Languages => _languages;

    public IReadOnlyList<Disagreement> Disagreements => _disagreements;

    /// <summary>Posts by labelled and by found kind.</summary>
    public IReadOnlyDictionary<(ListingKind Expected, ListingKind Found), int> Confusion => _confusion;

    public Hits Of(string field, string language = AllLanguages) => _hits.GetValueOrDefault((field, language));

    /// <summary>How well "a leak of this country's data" is recognized: what a rule that counts such leaks needs to widen its interval.</summary>
    public Hits LeaksOf(string country, string language = AllLanguages) => _leaksOf.GetValueOrDefault((country, language));

    /// <summary>F1 of each kind that occurs in the labels, averaged.</summary>
    public double KindMacroF1(string language = AllLanguages) =>
        Macro(_hits.Where(h => h.Key.Language == language && h.Key.Field.StartsWith("kind:", StringComparison.Ordinal)).Select(h => h.Value));

    /// <summary>F1 of each offer that occurs in the labels, averaged.</summary>
    public double OfferMacroF1(string language = AllLanguages) =>
        Macro(_hits.Where(h => h.Key.Language == language && h.Key.Field.StartsWith("offer:", StringComparison.Ordinal)).Select(h => h.Value));

    public void Add(LabelledPost labelled, Recognition found)
    {
        ArgumentNullException.ThrowIfNull(labelled);
        ArgumentNullException.ThrowIfNull(found);
        Posts++;
        _languages.Add(labelled.Language);
        var gold = labelled.Labels;
        _confusion[(gold.Kind, found.Kind)] = _confusion.GetValueOrDefault((gold.Kind, found.Kind)) + 1;
        Exact(labelled, "kind", gold.Kind == found.Kind, WireNames.Of(gold.Kind), WireNames.Of(found.Kind));
        PerValue(labelled.Language, "kind:", WireNames.Of(gold.Kind), WireNames.Of(found.Kind));
        var isLeak = gold.Kind == ListingKind.Leak;
        var foundLeak = found.Kind == ListingKind.Leak;
        Count("leak", labelled.Language, new Hits(isLeak && foundLeak ? 1 : 0, !isLeak && foundLeak ? 1 : 0, isLeak && !foundLeak ? 1 : 0));
        foreach (var country in gold.Countries.Concat(found.Countries).Distinct(StringComparer.Ordinal))
        {
            var expected = isLeak && gold.Countries.Contains(country);
            var told = foundLeak && found.Countries.Contains(country);
            CountLeak(country, labelled.Language, new Hits(expected && told ? 1 : 0, told && !expected ? 1 : 0, expected && !told ? 1 : 0));
        }

        if (!isLeak)
        {
            if (gold.Kind == ListingKind.Access)
            {
                Victims(labelled, found);
                Sets(labelled, "countries", gold.Countries, found.Countries);
            }

            return;
        }

        var goldOffer = gold.Offer is { } o ? WireNames.Of(o) : "null";
        var foundOffer = found.Offer is { } p ? WireNames.Of(p) : "null";
        Exact(labelled, "offer", goldOffer == foundOffer, goldOffer, foundOffer);
        PerValue(labelled.Language, "offer:", goldOffer, foundOffer);
        Victims(labelled, found);
        Sets(labelled, "countries", gold.Countries, found.Countries);
        Sets(labelled, "data_classes", gold.DataClasses, found.DataClasses);
        Exact(labelled, "sector", FieldScores.SameSector(gold.Sector, found.Sector), gold.Sector ?? "null", found.Sector ?? "null");
        Exact(labelled, "records", FieldScores.SameRecords(gold, found), Value(gold, "records"), Value(found, "records"));
        Exact(labelled, "size_bytes", FieldScores.Close(gold.SizeInBytes, found.SizeInBytes), Value(gold, "size_bytes"), Value(found, "size_bytes"));
        Exact(labelled, "price", FieldScores.SamePrice(gold.Price, found.Price), Value(gold, "price"), Value(found, "price"));
        Exact(labelled, "sample_records", FieldScores.Close(gold.SampleRecords, found.SampleRecords), Value(gold, "sample_records"), Value(found, "sample_records"));
        Exact(labelled, "breach_date", FieldScores.SameDate(gold.BreachDate, found.BreachDate), Value(gold, "breach_date"), Value(found, "breach_date"));
        Exact(labelled, "sold", gold.Sold == found.Sold, Value(gold, "sold"), Value(found, "sold"));
    }

    private static string Value(Recognition r, string key) => key == "records" && r.RecordsEach is not null ? RecognitionKeys.ValueOf(r, "records_each") : RecognitionKeys.ValueOf(r, key);

    private static double Macro(IEnumerable<Hits> hits)
    {
        var occurring = hits.Where(h => h.TruePositives + h.FalseNegatives > 0).Select(h => h.F1).ToList();
        return occurring.Count == 0 ? 1 : occurring.Average();
    }

    /// <summary>A field with one value a post: right is a hit, wrong is both a false hit and a miss, so that F1 is the share that is right.</summary>
    private void Exact(LabelledPost post, string field, bool same, string expected, string found)
    {
        Count(field, post.Language, same ? new Hits(1, 0, 0) : new Hits(0, 1, 1));
        if (!same)
        {
            _disagreements.Add(new Disagreement(post.Id, post.Language, field, expected, found));
        }
    }

    private void PerValue(string language, string prefix, string expected, string found)
    {
        if (expected == found)
        {
            Count(prefix + expected, language, new Hits(1, 0, 0));
            return;
        }

        Count(prefix + expected, language, new Hits(0, 0, 1));
        Count(prefix + found, language, new Hits(0, 1, 0));
    }

    private void Sets(LabelledPost post, string field, IReadOnlyList<string> gold, IReadOnlyList<string> found)
    {
        var both = gold.Intersect(found, StringComparer.Ordinal).Count();
        Count(field, post.Language, new Hits(both, found.Count - both, gold.Count - both));
        if (both != gold.Count || both != found.Count)
        {
            var missed = gold.Except(found, StringComparer.Ordinal);
            var extra = found.Except(gold, StringComparer.Ordinal);
            _disagreements.Add(new Disagreement(post.Id, post.Language, field, string.Join(", ", missed), string.Join(", ", extra)));
        }
    }

    private void Victims(LabelledPost post, Recognition found)
    {
        var left = found.Victims.ToList();
        var matched = 0;
        foreach (var gold in post.Labels.Victims)
        {
            var at = left.FindIndex(v => FieldScores.SameVictim(gold, v));
            if (at >= 0)
            {
                left.RemoveAt(at);
                matched++;
            }
        }

        Count("victims", post.Language, new Hits(matched, left.Count, post.Labels.Victims.Count - matched));
        if (left.Count > 0 || matched < post.Labels.Victims.Count)
        {
            _disagreements.Add(new Disagreement(post.Id, post.Language, "victims", RecognitionKeys.ValueOf(post.Labels, "victims"), RecognitionKeys.ValueOf(found, "victims")));
        }
    }

    private void Count(string field, string language, Hits hits)
    {
        _hits[(field, language)] = _hits.GetValueOrDefault((field, language)) + hits;
        _hits[(field, AllLanguages)] = _hits.GetValueOrDefault((field, AllLanguages)) + hits;
    }

    private void CountLeak(string country, string language, Hits hits)
    {
        _leaksOf[(country, language)] = _leaksOf.GetValueOrDefault((country, language)) + hits;
        _leaksOf[(country, AllLanguages)] = _leaksOf.GetValueOrDefault((country, AllLanguages)) + hits;
    }
}
