using Aftershock.Keeping;

namespace Aftershock.Analyzing;

/// <summary>One series of days for each value of a facet.</summary>
/// <remarks>What names two countries stands in both series; a leak has the values of its first listing.</remarks>
internal sealed class Splitting(Facet facet, DayRange days)
{
    private readonly Dictionary<string, DailyCounts> _parts = new(StringComparer.Ordinal);

    public Facet Facet => facet;

    public void Add(in Counted counted)
    {
        if (!days.Contains(counted.Day))
        {
            return;
        }

        foreach (var value in Values(counted.Listing))
        {
            if (!_parts.TryGetValue(value, out var part))
            {
                _parts[value] = part = new DailyCounts(days);
            }

            part.Add(counted);
        }
    }

    /// <summary>Those with most, most first; the others together at the end.</summary>
    public IEnumerable<(string Name, DailyCounts Counts)> Largest(int most)
    {
        var ordered = _parts.OrderByDescending(p => p.Value.Total).ThenBy(p => p.Key, StringComparer.Ordinal).Select(p => (p.Key, p.Value)).ToList();
        if (ordered.Count <= most)
        {
            return ordered;
        }

        var others = new DailyCounts(days);
        foreach (var (_, counts) in ordered.Skip(most))
        {
            others.Add(counts);
        }

        return ordered.Take(most).Append((TrendSeries.Others, others));
    }

    /// <summary>The empty string where nothing is told.</summary>
    private IReadOnlyList<string> Values(Countable listing) => facet switch
    {
        Facet.Country => Several(listing.Countries),
        Facet.DataClass => Several(listing.DataClasses),
        Facet.Sector => [listing.Sector ?? ""],
        Facet.Source => [listing.Source.Value],
        Facet.Actor => [listing.Actor ?? ""],
        Facet.Language => [listing.Language],
        Facet.Kind => [WireNames.Of(listing.Kind)],
        Facet.Offer => [listing.Offer is { } offer ? WireNames.Of(offer) : ""],
        _ => throw new ArgumentOutOfRangeException(nameof(listing), facet, "No such facet."),
    };

    private static IReadOnlyList<string> Several(IReadOnlyList<string> values) => values.Count == 0 ? [""] : values.Count == 1 ? values : [.. values.Distinct(StringComparer.Ordinal)];
}
