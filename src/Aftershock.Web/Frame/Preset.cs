namespace Aftershock.Web.Frame;

/// <summary>A period that one click chooses.</summary>
/// <param name="Label">Such as "7 days".</param>
public sealed record Preset(string Label, DayRange Days)
{
    /// <summary>A store whose newest post is older than this is looked at from its end and not from today.</summary>
    private const int DaysUntilOld = 30;

    public static IReadOnlyList<Preset> Of(ViewDefaults defaults, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(defaults);
        if (defaults is not { Oldest: { } oldest, Newest: { } newest })
        {
            return [];
        }

        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var isOld = newest < today.AddDays(-DaysUntilOld);
        var last = isOld ? newest : today;
        return
        [
            isOld ? new("last day", new DayRange(last, last)) : new("yesterday", new DayRange(last.AddDays(-1), last.AddDays(-1))),
            Days(7), Days(30), Days(90),
            new("all", new DayRange(oldest < last ? oldest : last, last)),
        ];

        Preset Days(int days) => new(isOld ? $"last {days} days" : $"{days} days", new DayRange(last.AddDays(1 - days), last));
    }
}
