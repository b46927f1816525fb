using System.Globalization;
using Aftershock.Web.Words;

namespace Aftershock.Web.Listings;

/// <summary>One thing that a post claims.</summary>
/// <param name="Label">What it is about.</param>
/// <param name="Sentence">The claim as a claim: "claims nearly 1 bn records".</param>
/// <param name="Field">The key under which its spans are kept.</param>
public readonly record struct Claim(string Label, string Sentence, string Field);

/// <summary>Words a recognition as claims, in the order in which an analyst asks.</summary>
public static class Claims
{
    public static IEnumerable<Claim> Of(Listing listing)
    {
        ArgumentNullException.ThrowIfNull(listing);
        var read = listing.Recognition;
        yield return new("Kind", WireNames.Of(read.Kind), "kind");
        if (read.Offer is { } offer)
        {
            yield return new("Offer", offer switch
            {
                Offer.Sale => "for sale",
                Offer.Free => "given away",
                Offer.Auction => "auctioned",
                _ => "for exchange",
            }, "offer");
        }

        for (var i = 0; i < read.Victims.Count; i++)
        {
            var victim = read.Victims[i];
            var each = read.RecordsEach is { } figures && i < figures.Count ? $", claims {Records(figures[i])}" : "";
            yield return new("Victim", victim.Name + (victim.Domain is { } d && d != victim.Name ? $" ({d})" : "") + each, "victims");
        }

        if (read.Countries.Count > 0)
        {
            yield return new("Country", string.Join(", ", read.Countries.Select(c => $"{Figures.Country(c)} ({c})")), "countries");
        }

        if (read.Sector is { } sector)
        {
            yield return new("Sector", sector, "sector");
        }

        if (read.Records is { } records)
        {
            yield return new("Records", Records(records), "records");
        }

        if (read.SizeInBytes is { } size)
        {
            yield return new("Size", $"claims {Figures.Size(size)}", "size_bytes");
        }

        if (read.Price is { } price)
        {
            yield return new("Price", Price(price), "price");
        }

        if (read.DataClasses.Count > 0)
        {
            yield return new("Data", "claims " + string.Join(", ", read.DataClasses), "data_classes");
        }

        if (read.SampleRecords is { } sample)
        {
            yield return new("Sample", $"offers a sample of {Records(sample)}", "sample_records");
        }

        if (read.BreachDate is { } breach)
        {
            yield return new("Breach", $"claims {breach}", "breach_date");
        }

        if (read.Sold)
        {
            yield return new("State", "says that it is sold", "sold");
        }
    }

    public static string Name(Bound bound) => bound switch
    {
        Bound.About => "about",
        Bound.MoreThan => "more-than",
        Bound.Nearly => "nearly",
        _ => "stated",
    };

    private static string Records(RecordsClaim claim)
    {
        var bound = claim.Bound switch { Bound.About => "about ", Bound.MoreThan => "more than ", Bound.Nearly => "nearly ", _ => "" };
        var said = claim is { Share: { } share, Population: { } population }
            ? $" ({bound}{Figures.Share(share)} of {Figures.Count(population)})"
            : "";
        return $"claims {bound}{Records(claim.Value)}{said}";
    }

    private static string Records(long value) =>
        $"{Figures.Count(value)} {(value == 1 ? "record" : "records")}" + (Figures.InShort(value) is { } shortly ? $" ({shortly})" : "");

    private static string Price(Asking price)
    {
        var asked = $"asks {Figures.Amount(price.Amount)} {price.Currency}";
        return price switch
        {
            { Currency: "USD" } => asked,
            { Usd: { } usd } => $"{asked}, {Figures.Amount(decimal.Round(usd, usd < 100 ? 2 : 0))} USD at the rate of " +
                (price.RateDate is { } day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "its day"),
            _ => $"{asked}; no rate of that day is known",
        };
    }
}
