using System.Globalization;
using Aftershock.Web.Words;

namespace Aftershock.Web.Listings;

/// <summary>Says with which other listings one counts as the same leak.</summary>
internal static class LeakWords
{
    private const int MostVictims = 3;

    /// <summary>What a leak key means, in a sentence; the key itself is for programs.</summary>
    public static string Of(Listing listing)
    {
        var read = listing.Recognition;
        var kind = WireNames.Of(read.Kind);
        if (read.Victims.Count > 0)
        {
            var names = read.Victims.Take(MostVictims).Select(v => v.Domain ?? v.Name);
            var more = read.Victims.Count > MostVictims ? $" and {read.Victims.Count - MostVictims} more" : "";
            return $"every {kind} of {string.Join(", ", names)}{more} that claims {Records(read.Records?.Value ?? read.RecordsEach?.Sum())}";
        }

        return listing.LeakKey.EndsWith($"|{listing.Post.Key}", StringComparison.Ordinal)
            ? "none: the post names neither a victim nor enough figures to know another by"
            : $"every {kind} of {string.Join(", ", read.Countries.Select(Figures.Country))} that claims {Figures.Count(read.Records?.Value ?? 0)} records" +
                (read.SizeInBytes is { } size ? $" and {Figures.Size(size)}" : "");
    }

    // The key holds two digits: claims that differ in the third are one leak.
    private static string Records(long? records)
    {
        if (records is not { } value)
        {
            return "no figure of records";
        }

        var rounded = (long)decimal.Parse(((double)value).ToString("E1", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
        return $"about {Figures.Count(rounded)} {(rounded == 1 ? "record" : "records")}";
    }
}
