namespace Aftershock.Running.Reconstruction;

/// <summary>A board as it stands when its pages are saved.</summary>
internal sealed record World
{
    public required ReconstructionSettings Settings { get; init; }

    public required IReadOnlyList<Section> Sections { get; init; }

    public required IReadOnlyList<Member> Members { get; init; }

    /// <summary>In the order of their numbers, which is the order of their opening.</summary>
    public required IReadOnlyList<WorldThread> Threads { get; init; }
}

/// <summary>A category of a board, or a forum within one.</summary>
internal sealed record Section(int Id, string Name, string Description, int? Parent);

internal sealed class Member
{
    public int Id { get; set; }

    public required string Name { get; init; }

    public required string Language { get; init; }

    public required DateTimeOffset Joined { get; init; }

    public int Posts { get; set; }

    public int Threads { get; set; }

    public DateTimeOffset LastSeen { get; set; }

    public required int Reputation { get; init; }
}

internal sealed class WorldThread
{
    public int Id { get; set; }

    public required Section Section { get; init; }

    public required string Title { get; init; }

    public string? Prefix { get; init; }

    public required List<WorldPost> Posts { get; init; }

    public int Views { get; set; }

    public bool Closed { get; init; }

    public required PostLabels Labels { get; init; }

    /// <summary>The family that worded it; null for posts that were written by hand.</summary>
    public string? Family { get; init; }

    /// <summary>What a repost needs of it; null for posts that were written by hand.</summary>
    public Goods? Goods { get; init; }

    public WorldPost Opening => Posts[0];
}

internal sealed class WorldPost
{
    public int Id { get; set; }

    public required Member Author { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>As typed, in BBCode.</summary>
    public required string Text { get; init; }
}

/// <summary>What a reader would label a post with, by the rules of the gold set.</summary>
internal sealed record PostLabels
{
    public required ListingKind Kind { get; init; }

    public required string Language { get; init; }

    public Offer? Offer { get; init; }

    public IReadOnlyList<Victim> Victims { get; init; } = [];

    public IReadOnlyList<string> Countries { get; init; } = [];

    public string? Sector { get; init; }

    public long? Records { get; init; }

    public IReadOnlyList<long>? RecordsEach { get; init; }

    public long? SizeInBytes { get; init; }

    public Money? Price { get; init; }

    public IReadOnlyList<string> DataClasses { get; init; } = [];

    public int? SampleRecords { get; init; }

    public string? BreachDate { get; init; }

    public bool Sold { get; init; }

    public string? LeakId { get; init; }

    /// <summary>Whether it repeats a leak that somebody else posted before.</summary>
    public bool Repost { get; init; }
}
