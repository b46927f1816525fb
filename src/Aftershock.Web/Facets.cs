using Aftershock.Keeping;

namespace Aftershock.Web;

/// <summary>Counts listings by several facets in one reading of them.</summary>
internal static class Facets
{
    /// <returns>For each facet its values, most frequent first; the empty string is "not told".</returns>
    public static async Task<IReadOnlyList<IReadOnlyList<FacetCount>>> CountAsync(
        IListingStore listings, ListingFilter filter, IReadOnlyList<Facet> facets, int limit, CancellationToken cancel)
    {
        var counts = facets.Select(_ => new Dictionary<string, long>(StringComparer.Ordinal)).ToArray();
        await foreach (var listing in listings.CountablesAsync(filter, cancel))
        {
            for (var i = 0; i < facets.Count; i++)
            {
                switch (facets[i])
                {
                    case Facet.Country:
                        Add(counts[i], listing.Countries);
                        break;
                    case Facet.DataClass:
                        Add(counts[i], listing.DataClasses);
                        break;
                    default:
                        Add(counts[i], Single(listing, facets[i]));
                        break;
                }
            }
        }

        return [.. counts.Select(c => c.Select(p => new FacetCount(p.Key, p.Value))
            .OrderByDescending(f => f.Count).ThenBy(f => f.Value, StringComparer.Ordinal).Take(limit).ToList())];
    }

    private static string Single(Countable listing, Facet facet) => facet switch
    {
        Facet.Sector => listing.Sector ?? "",
        Facet.Source => listing.Source.Value,
        Facet.Actor => listing.Actor ?? "",
        Facet.Language => listing.Language,
        Facet.Kind => WireNames.Of(listing.Kind),
        Facet.Offer => listing.Offer is { } offer ? WireNames.Of(offer) : "",
        _ => throw new ArgumentOutOfRangeException(nameof(facet), facet, "A listing carries several values of this facet."),
    };

    private static void Add(Dictionary<string, long> counts, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            Add(counts, "");
        }

        foreach (var value in values)
        {
            Add(counts, value);
        }
    }

    private static void Add(Dictionary<string, long> counts, string value) => counts[value] = counts.GetValueOrDefault(value) + 1;
}
