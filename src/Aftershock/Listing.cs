namespace Aftershock;

/// <summary>A post that offers somebody's data: who sells it, whose it is, what the seller says it holds.</summary>
/// <remarks>Every figure is a claim. The post's words stay in the store, so each can be traced back through its span.</remarks>
public sealed record Listing
{
    public required ListingId Id { get; init; }

    public required Post Post { get; init; }

    public required Recognition Recognition { get; init; }

    /// <summary>What this listing has in common with others of the same body of data; equal keys are counted as one leak.</summary>
    public required string LeakKey { get; init; }

    /// <summary>How many separate databases it offers: one per victim, at least one.</summary>
    public int Databases => Math.Max(1, Recognition.Victims.Count);

    /// <summary>Records claimed over all its databases; null when no figure is told.</summary>
    public long? RecordsClaimed => Recognition.RecordsEach is { Count: > 0 } each ? each.Sum() : Recognition.Records?.Value;
}
