namespace Aftershock;

/// <summary>What a post is about. The wire name is the lower-case name with a hyphen (<c>stealer-logs</c>).</summary>
/// <remarks>docs/reference/recognize.md says what each means; the kinds were set by the labelling rules of the gold set.</remarks>
public enum ListingKind
{
    Other,
    Leak,
    Combolist,
    StealerLogs,
    Access,
    Request,
    Service,
    Accounts,
    Tool,
    Course,
    Adult,
    Discussion,
}

/// <summary>On what terms a post offers what it offers.</summary>
public enum Offer
{
    Sale,
    Free,
    Auction,
    Exchange,
}

/// <summary>How a stated figure bounds the true one, as the words around it say.</summary>
public enum Bound
{
    /// <summary>Stated without qualification.</summary>
    Stated,

    /// <summary>"about", "~", "左右".</summary>
    About,

    /// <summary>"more than", "over", "+", "余".</summary>
    MoreThan,

    /// <summary>"nearly", "almost", "近", or "up to".</summary>
    Nearly,
}

/// <summary>A number of records that a post claims.</summary>
/// <param name="Value">The number, rows or people, of the whole set; when the post gives a share of a population, the share times its denominator.</param>
/// <param name="Bound">How the post qualifies it.</param>
/// <param name="Share">The share of a population that was claimed (0 to 1); null when the number was stated itself.</param>
/// <param name="Population">The denominator of <paramref name="Share"/>; null without a share.</param>
public readonly record struct RecordsClaim(long Value, Bound Bound = Bound.Stated, double? Share = null, long? Population = null);

/// <summary>Whose data it is: an organization or a population ("residents of Henan").</summary>
/// <param name="Name">As a reader would name it.</param>
/// <param name="Domain">Its domain where the post prints one, lower case; null otherwise.</param>
public sealed record Victim(string Name, string? Domain = null);

/// <summary>What a seller asks.</summary>
/// <param name="Amount">The price that stands at the end; of an auction the start.</param>
/// <param name="Currency">ISO 4217, or BTC, XMR, USDT, ETH, LTC.</param>
public readonly record struct Asking(decimal Amount, string Currency)
{
    /// <summary>Its worth in US dollars at <see cref="RateDate"/>; null when no rate is known.</summary>
    public decimal? Usd { get; init; }

    /// <summary>The day whose rate was used: the day of the post, or the last one before it that has a rate.</summary>
    public DateOnly? RateDate { get; init; }
}

/// <summary>Where in a post a field was read.</summary>
public enum SpanSource
{
    Title,
    Body,
}

/// <summary>The exact characters that a field was read from.</summary>
/// <param name="Field">The key of the machine contract, such as <c>records</c> or <c>victims</c>.</param>
/// <param name="Source">Which of the post's two texts.</param>
/// <param name="Start">First character, in Unicode code points from 0.</param>
/// <param name="End">One past the last.</param>
/// <param name="Rule">Name of the rule that read it.</param>
public readonly record struct EvidenceSpan(string Field, SpanSource Source, int Start, int End, string Rule);

/// <summary>What the recognizer read out of one post. Every figure is a claim.</summary>
/// <remarks>An empty list is "none told"; null is "not told". Countries are ISO 3166-1 alpha-2, sectors STIX 2.1
/// <c>industry-sector-ov</c>, data classes HIBP's vocabulary.</remarks>
public sealed record Recognition
{
    public required ListingKind Kind { get; init; }

    public Offer? Offer { get; init; }

    public IReadOnlyList<Victim> Victims { get; init; } = [];

    public IReadOnlyList<string> Countries { get; init; } = [];

    public string? Sector { get; init; }

    /// <summary>The main figure of the whole set; null when none is told or when there are several victims.</summary>
    public RecordsClaim? Records { get; init; }

    /// <summary>One figure per victim, in their order, where there are several; null otherwise.</summary>
    public IReadOnlyList<long>? RecordsEach { get; init; }

    /// <summary>Decimal units (1 TB is 10^12), uncompressed where both are told.</summary>
    public long? SizeInBytes { get; init; }

    public Asking? Price { get; init; }

    public IReadOnlyList<string> DataClasses { get; init; } = [];

    public long? SampleRecords { get; init; }

    public Moment? BreachDate { get; init; }

    public bool Sold { get; init; }

    /// <summary>ISO 639-1 of the words, <c>mixed</c>, or <c>und</c> when the words are too few to tell.</summary>
    public required string Language { get; init; }

    /// <summary>Calibrated probability, 0 to 1, that <see cref="Kind"/> is right.</summary>
    public required double Confidence { get; init; }

    public IReadOnlyList<EvidenceSpan> Spans { get; init; } = [];

    /// <summary>Whether the post offers data, and so is a listing.</summary>
    public bool OffersData => Kind is ListingKind.Leak or ListingKind.Combolist or ListingKind.StealerLogs
        or ListingKind.Access or ListingKind.Accounts;
}
