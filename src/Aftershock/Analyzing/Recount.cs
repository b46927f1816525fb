using Aftershock.Keeping;

namespace Aftershock.Analyzing;

/// <summary>Why a listing counts under one rule and not, or differently, under another.</summary>
public enum RecountReason
{
    /// <summary>The other rule counts other kinds.</summary>
    Kind,

    /// <summary>It is offered on terms that the other rule does not count, or tells none.</summary>
    Offer,

    Country,

    Sector,

    Source,

    /// <summary>It does not open its thread, and the other rule counts listings.</summary>
    Reply,

    /// <summary>The other rule counts its leak on the day of an earlier listing.</summary>
    Repost,

    /// <summary>The other rule's clock puts it on a day outside the period.</summary>
    Day,

    /// <summary>Both count it, for different numbers of units.</summary>
    Unit,
}

/// <summary>A listing that two rules count differently.</summary>
/// <param name="Here">Units under the first rule; zero when it does not count.</param>
/// <param name="There">Units under the other.</param>
/// <param name="CountedOn">For a repost, the day on which the rule that leaves it out has its leak; null otherwise.</param>
public sealed record RecountItem(Countable Listing, DateOnly Day, long Here, long There, RecountReason Reason, DateOnly? CountedOn);

/// <summary>The days of one question under two rules.</summary>
/// <param name="Here">The answer as it was asked.</param>
/// <param name="There">The same question under the other rule.</param>
/// <param name="Items">All listings that make the difference, oldest first: their units here less those there add up to it.</param>
public sealed record Recounted(TrendReport Here, TrendReport There, IReadOnlyList<RecountItem> Items)
{
    /// <summary>What each reason takes away or adds, the weightiest first.</summary>
    public IEnumerable<(RecountReason Reason, long Here, long There, int Listings)> Reasons => Items
        .GroupBy(i => i.Reason)
        .Select(g => (Reason: g.Key, Here: g.Sum(i => i.Here), There: g.Sum(i => i.There), Listings: g.Count()))
        .OrderByDescending(g => Math.Abs(g.Here - g.There)).ThenBy(g => g.Reason);
}

/// <summary>Counts again under another definition and explains the difference listing by listing.</summary>
public sealed class Recount(IStore store)
{
    public async Task<Recounted> AnswerAsync(TrendQuestion question, CountingRule other, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(other);
        var counting = new Counting(store);
        var here = await counting.AnswerAsync(question, cancel).ConfigureAwait(false);
        var there = await counting.AnswerAsync(question with { Rule = other }, cancel).ConfigureAwait(false);
        var first = await OneCount.AllAsync(store, question.Rule, question.Period, cancel).ConfigureAwait(false);
        var second = await OneCount.AllAsync(store, other, question.Period, cancel).ConfigureAwait(false);
        var items = new List<RecountItem>();
        foreach (var (id, counted) in first.Found)
        {
            var units = second.Found.TryGetValue(id, out var twin) ? twin.Units : 0;
            if (units != counted.Units)
            {
                var (reason, day) = units > 0 ? (RecountReason.Unit, null) : second.WhyNot(counted.Listing);
                items.Add(new RecountItem(counted.Listing, counted.Day, counted.Units, units, reason, day));
            }
        }

        foreach (var (_, counted) in second.Found.Where(f => !first.Found.ContainsKey(f.Key)))
        {
            var (reason, day) = first.WhyNot(counted.Listing);
            items.Add(new RecountItem(counted.Listing, counted.Day, 0, counted.Units, reason, day));
        }

        return new Recounted(here, there, [.. items.OrderBy(i => i.Listing.Published).ThenBy(i => i.Listing.Id.Value, StringComparer.Ordinal)]);
    }

    /// <summary>What one rule counts, by listing.</summary>
    private sealed record OneCount(CountingRule Rule, Tally Tally, IReadOnlyDictionary<ListingId, Counted> Found)
    {
        /// <summary>STIX 2.1 sorts these under <c>government</c>.</summary>
        private static readonly string[] s_government =
            ["emergency-services", "government-local", "government-national", "government-public-services", "government-regional"];

        public static async Task<OneCount> AllAsync(IStore store, CountingRule rule, DayRange days, CancellationToken cancel)
        {
            var tally = new Tally(rule, new Calendar(rule.Zone));
            var found = new Dictionary<ListingId, Counted>();
            await foreach (var counted in tally.CountAsync(store.Listings, days, cancel).ConfigureAwait(false))
            {
                found[counted.Listing.Id] = counted;
            }

            return new OneCount(rule, tally, found);
        }

        /// <summary>The first part of this rule that leaves out a listing which another rule counts.</summary>
        public (RecountReason Reason, DateOnly? CountedOn) WhyNot(Countable listing) => listing switch
        {
            _ when Rule.Kinds.Count > 0 && !Rule.Kinds.Contains(listing.Kind) => (RecountReason.Kind, null),
            _ when Rule.Offers.Count > 0 && (listing.Offer is not { } offer || !Rule.Offers.Contains(offer)) => (RecountReason.Offer, null),
            _ when Rule.Countries.Count > 0 && !Rule.Countries.Intersect(listing.Countries).Any() => (RecountReason.Country, null),
            _ when Rule.Sectors.Count > 0 && !AdmitsSector(listing.Sector) => (RecountReason.Sector, null),
            _ when !Coverage.Admits(Rule.Sources, listing.Source) => (RecountReason.Source, null),
            _ when Rule.Unit != CountUnit.Post && !listing.IsOpening => (RecountReason.Reply, null),
            _ when Rule.Unit is CountUnit.Leak or CountUnit.Database && Tally.TryFirst(listing.LeakKey, out var leak) && leak.Listing != listing.Id => (RecountReason.Repost, leak.Day),
            _ => (RecountReason.Day, null),
        };

        private bool AdmitsSector(string? sector) =>
            sector is not null && (Rule.Sectors.Contains(sector) || (Rule.Sectors.Contains("government") && s_government.Contains(sector)));
    }
}
