using System.Runtime.CompilerServices;
using Aftershock.Keeping;

namespace Aftershock.Analyzing;

/// <summary>One thing that a rule counts, and what it counts for.</summary>
/// <param name="Day">In the rule's zone.</param>
/// <param name="Units">One, but for databases.</param>
/// <param name="Records">Claimed; zero where no figure is told.</param>
internal readonly record struct Counted(DateOnly Day, long Units, long Records, Countable Listing);

/// <summary>Applies a rule's unit to listings, oldest first.</summary>
internal sealed class Tally(CountingRule rule, Calendar calendar)
{
    private readonly Dictionary<string, (DateOnly Day, ListingId Listing)> _leaks = new(StringComparer.Ordinal);

    /// <summary>Listings so far whose time is told to the month or year only.</summary>
    public long WithoutDay { get; private set; }

    /// <summary>The listings that the store must bring for these days: a leak is dated by the whole history before.</summary>
    public static ListingFilter Filter(CountingRule rule, Calendar calendar, DayRange days) => new()
    {
        Kinds = rule.Kinds,
        Offers = rule.Offers,
        Countries = rule.Countries,
        Sectors = rule.Sectors,
        Sources = rule.Sources,
        // A day further on both sides, for days that were told as days and so are the same in every zone.
        PublishedFrom = rule.Unit is CountUnit.Post or CountUnit.Listing ? calendar.Start(days.From.AddDays(-1)) : null,
        PublishedBefore = calendar.Start(days.To.AddDays(2)),
    };

    public async IAsyncEnumerable<Counted> CountAsync(
        IListingStore listings, DayRange days, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var listing in listings.CountablesAsync(Filter(rule, calendar, days), cancel).ConfigureAwait(false))
        {
            if (TryCount(listing, out var counted) && days.Contains(counted.Day))
            {
                yield return counted;
            }
        }
    }

    /// <summary>Whether this listing counts after those before it.</summary>
    public bool TryCount(Countable listing, out Counted counted)
    {
        counted = default;
        if (rule.Unit != CountUnit.Post && !listing.IsOpening)
        {
            return false;
        }

        if (listing.Precision < Precision.Day)
        {
            WithoutDay++;
            return false;
        }

        var day = calendar.DayOf(listing.Published, listing.Precision);
        if (rule.Unit is CountUnit.Leak or CountUnit.Database && !_leaks.TryAdd(listing.LeakKey, (day, listing.Id)))
        {
            return false;
        }

        counted = new Counted(day, rule.Unit == CountUnit.Database ? listing.Databases : 1, listing.RecordsClaimed ?? 0, listing);
        return true;
    }

    /// <summary>A leak's first listing so far, and its day.</summary>
    public bool TryFirst(string leakKey, out (DateOnly Day, ListingId Listing) first) => _leaks.TryGetValue(leakKey, out first);
}
