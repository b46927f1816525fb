namespace Aftershock.Running.Reconstruction;

/// <summary>What an opening post is about: everything that its author could tell.</summary>
internal sealed record Goods
{
    public required ListingKind Kind { get; init; }

    public required string Language { get; init; }

    public Offer? Offer { get; init; }

    /// <summary>When it is posted.</summary>
    public required DateTimeOffset PostedAt { get; init; }

    /// <summary>Whose data; several where one post offers several sets; none for goods that have no victim.</summary>
    public IReadOnlyList<Party> Parties { get; init; } = [];

    public Land? Land { get; init; }

    public Trade? Trade { get; init; }

    public required long Records { get; init; }

    public required long SizeInBytes { get; init; }

    public required long ArchiveBytes { get; init; }

    public required Money Price { get; init; }

    /// <summary>What was asked before; more than <see cref="Price"/>, in the same currency.</summary>
    public required Money PriceBefore { get; init; }

    public IReadOnlyList<Column> Columns { get; init; } = [];

    public required int Sample { get; init; }

    public required TakenDate Taken { get; init; }

    /// <summary>The same for each post that offers the same body of data; null when there is no victim.</summary>
    public string? LeakId { get; init; }
}

/// <summary>A victim as one post names it.</summary>
internal sealed record Party
{
    /// <summary>Its name as printed.</summary>
    public required string Name { get; init; }

    public string? Domain { get; init; }

    /// <summary>English/Chinese/Russian.</summary>
    public required string City { get; init; }

    public required long Records { get; init; }
}

internal readonly record struct Money(decimal Amount, string Currency);

/// <summary>A column of a set, in the seller's words.</summary>
/// <param name="Class">The data class that it is labelled with.</param>
/// <param name="Word">How it is called in prose.</param>
/// <param name="Header">How it is called at the head of a file.</param>
internal readonly record struct Column(string Class, string Word, string Header);

/// <summary>When the data was taken, and how finely that is told.</summary>
internal readonly record struct TakenDate(DateOnly Day, Precision Precision);
