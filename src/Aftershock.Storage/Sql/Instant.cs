namespace Aftershock.Storage.Sql;

/// <summary>Times as the tables hold them: counts of 100 nanoseconds since 1970, so that what comes back is what went in.</summary>
internal static class Instant
{
    /// <summary>Stands for a published time that is not told, in a column that is ordered by; long before the year 1.</summary>
    public const long Untold = long.MinValue / 2;

    public static long Of(DateTimeOffset at) => at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;

    public static long? Of(DateTimeOffset? at) => at is { } told ? Of(told) : null;

    public static DateTimeOffset At(long ticks) => new(ticks + DateTimeOffset.UnixEpoch.Ticks, TimeSpan.Zero);

    public static Moment? Moment(long? at, long? precision) =>
        at is { } ticks && precision is { } told ? new Moment(At(ticks), (Precision)told) : null;
}
