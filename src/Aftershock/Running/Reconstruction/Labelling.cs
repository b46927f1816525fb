using System.Globalization;

namespace Aftershock.Running.Reconstruction;

/// <summary>Labels a post by what was printed of its facts, after the rules by which the gold set was labelled.</summary>
internal static class Labelling
{
    public static PostLabels Of(PhraseFamily family, Goods goods, GoodsSlots slots)
    {
        // Small talk is labelled as discussion in the gold set; the board's plans keep it apart only to place it.
        var kind = family.Kind == ListingKind.Other ? ListingKind.Discussion : family.Kind;
        var printed = slots.Printed;
        var bare = new PostLabels { Kind = kind, Language = goods.Language };
        var price = printed.Contains("price") ? goods.Price : (Money?)null;
        if (kind is ListingKind.Request or ListingKind.Discussion)
        {
            return bare;
        }

        if (kind is ListingKind.Service or ListingKind.Tool or ListingKind.Course or ListingKind.Adult)
        {
            return bare with { Price = price, Countries = family.Labels.Countries, DataClasses = family.Labels.DataClasses };
        }

        var isPriced = goods.Offer is Offer.Sale or Offer.Auction;
        var countries = family.Labels.Countries.Count > 0 ? family.Labels.Countries
            : goods.Land is { } land && TellsCountry(printed, land) ? [land.Code] : [];
        bare = bare with
        {
            Offer = goods.Offer,
            Countries = countries,
            Price = isPriced ? price : null,
            SizeInBytes = printed.Contains("size") ? goods.SizeInBytes : printed.Contains("zip") ? goods.ArchiveBytes : null,
            DataClasses = family.Labels.DataClasses.Count > 0 ? family.Labels.DataClasses : [.. slots.PrintedColumns.Select(c => c.Class).Distinct()],
            SampleRecords = printed.Contains("sample") ? goods.Sample : null,
            BreachDate = printed.Contains("dumped") ? DateText(goods.Taken) : printed.Contains("year") ? goods.Taken.Day.Year.ToString(CultureInfo.InvariantCulture) : null,
            Sold = family.Sold,
        };
        if (kind != ListingKind.Leak)
        {
            return bare with
            {
                Records = printed.Contains("records") ? goods.Records : null,
                Victims = kind == ListingKind.Access ? Victims(goods, printed) : [],
                Sector = kind == ListingKind.Access && (printed.Contains("what") || printed.Contains("victim")) ? goods.Trade?.Sector : null,
            };
        }

        var many = goods.Parties.Count > 1;
        return bare with
        {
            Victims = Victims(goods, printed),
            Sector = goods.Trade?.Sector,
            Records = !many && printed.Contains("records") ? goods.Records : null,
            RecordsEach = many ? [.. goods.Parties.Select(p => p.Records)] : null,
            LeakId = goods.LeakId,
        };
    }

    private static List<Victim> Victims(Goods goods, IReadOnlySet<string> printed)
    {
        if (goods.Parties.Count > 1)
        {
            return [.. goods.Parties.Select(p => new Victim(p.Name))];
        }

        var (party, name, domain) = (goods.Parties[0], printed.Contains("victim"), printed.Contains("domain"));
        return name ? [new Victim(party.Name, domain ? party.Domain : null)]
            : domain ? [new Victim(party.Domain!, party.Domain)]
            : [];
    }

    /// <summary>Whether a reader could tell the country from what was printed.</summary>
    private static bool TellsCountry(IReadOnlySet<string> printed, Land land) =>
        printed.Overlaps(["where", "city", "country", "cc", "flag", "phone"])
        || (printed.Contains("domain") && land.Domains.All(d => d.EndsWith(land.Code, StringComparison.OrdinalIgnoreCase)));

    private static string DateText(TakenDate taken) => taken.Day.ToString(
        taken.Precision switch { Precision.Year => "yyyy", Precision.Month => "yyyy-MM", _ => "yyyy-MM-dd" }, CultureInfo.InvariantCulture);
}
