namespace Aftershock.StorageTests;

/// <summary>A clock that stands still.</summary>
internal sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    public static FixedClock InJuly { get; } = new(new DateTimeOffset(2022, 7, 15, 8, 30, 0, TimeSpan.Zero));

    public override DateTimeOffset GetUtcNow() => now;
}
