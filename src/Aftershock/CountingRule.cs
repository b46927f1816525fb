namespace Aftershock;

/// <summary>What one count is a count of.</summary>
public enum CountUnit
{
    /// <summary>Every post that matches, reposts too.</summary>
    Post,

    /// <summary>Every opening post that offers data; a bump or a reply is none.</summary>
    Listing,

    /// <summary>Distinct bodies of data; a repost counts once, at its first day within the whole store.</summary>
    Leak,

    /// <summary>Distinct databases: a leak that offers four counts four.</summary>
    Database,
}

/// <summary>What counts, in what unit, where and by which clock. No figure leaves the program without one.</summary>
public sealed record CountingRule
{
    /// <summary>Short name, lower case with hyphens, as used on the command line and in addresses.</summary>
    public required string Name { get; init; }

    /// <summary>The whole rule in one sentence, made from its parts; printed beside every figure.</summary>
    public required string Definition { get; init; }

    public IReadOnlyList<ListingKind> Kinds { get; init; } = [ListingKind.Leak];

    /// <summary>Empty admits any offer, also one that the post does not tell.</summary>
    public IReadOnlyList<Offer> Offers { get; init; } = [];

    public CountUnit Unit { get; init; } = CountUnit.Leak;

    /// <summary>ISO 3166-1 alpha-2; empty admits all, also untold.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    public IReadOnlyList<string> Sectors { get; init; } = [];

    /// <summary>Source names; one that ends in <c>*</c> is a prefix; empty admits all.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>IANA zone in which days begin.</summary>
    public string Zone { get; init; } = "UTC";
}

/// <summary>A run of days, both included.</summary>
public readonly record struct DayRange(DateOnly From, DateOnly To)
{
    public int Days => To.DayNumber - From.DayNumber + 1;

    public bool Contains(DateOnly day) => day >= From && day <= To;

    /// <summary><c>2022-03-01..2022-06-30</c>.</summary>
    public override string ToString() => $"{From:yyyy-MM-dd}..{To:yyyy-MM-dd}";
}
