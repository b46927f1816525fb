using Aftershock.Keeping;

namespace Aftershock.Web.Words;

/// <summary>Which listings a rule counts in which days.</summary>
/// <remarks>Listings, not the rule's unit: a rule that counts leaks counts a repost once, and lists show both.</remarks>
public static class RuleFilter
{
    /// <param name="rule">What counts.</param>
    /// <param name="days">Both included, beginning at midnight in the rule's zone; null for all time.</param>
    public static ListingFilter Of(CountingRule rule, DayRange? days)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return Within(
            new ListingFilter { Kinds = rule.Kinds, Offers = rule.Offers, Countries = rule.Countries, Sectors = rule.Sectors, Sources = rule.Sources },
            rule, days);
    }

    /// <summary>The filter with the period added.</summary>
    public static ListingFilter Within(ListingFilter filter, CountingRule rule, DayRange? days)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(rule);
        return days is { } d
            ? filter with { PublishedFrom = Midnight(d.From, rule.Zone), PublishedBefore = Midnight(d.To.AddDays(1), rule.Zone) }
            : filter;
    }

    private static DateTimeOffset Midnight(DateOnly day, string zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found))
        {
            throw new ArgumentException($"The rule's zone \"{zone}\" is not known; expected an IANA name such as Asia/Shanghai.", nameof(zone));
        }

        // Where a clock change skips midnight, the day begins at the first time that exists.
        while (found.IsInvalidTime(local))
        {
            local = local.AddMinutes(15);
        }

        // Where it comes twice, the earlier one begins the day.
        var offset = found.IsAmbiguousTime(local) ? found.GetAmbiguousTimeOffsets(local).Max() : found.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
