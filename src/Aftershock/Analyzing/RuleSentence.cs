namespace Aftershock.Analyzing;

/// <summary>Says a rule in one sentence, from its parts, so that the sentence can say nothing that the rule does not do.</summary>
public static class RuleSentence
{
    /// <param name="insteadOf">The countries of the rule's file where others were asked for; null where nothing was overridden.</param>
    public static string Of(CountingRule rule, IReadOnlyList<string>? insteadOf = null)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var asked = insteadOf is null || insteadOf.SequenceEqual(rule.Countries)
            ? ""
            : insteadOf.Count == 0 ? ", as asked, where the rule itself says any country" : $", as asked, where the rule itself says {List(insteadOf, "or")}";
        return $"{Unit(rule.Unit)} of {Kinds(rule.Kinds)} {Offers(rule.Offers)}, about {Countries(rule.Countries)}{asked}, " +
            $"of {Any(rule.Sectors, "any sector", "the sector ")}, in {Any(rule.Sources, "every source", "the source ")}; " +
            $"counted by the time of publication, days beginning at midnight in {rule.Zone}.";
    }

    /// <summary><c>post</c>, <c>listing</c>, <c>leak</c> or <c>database</c>.</summary>
    public static string Name(CountUnit unit) => unit.ToString().ToLowerInvariant();

    private static string Unit(CountUnit unit) => unit switch
    {
        CountUnit.Post => "Posts (reposts, bumps and replies that offer data too)",
        CountUnit.Listing => "Listings (posts that open a thread; reposts too)",
        CountUnit.Database => "Databases (one for each victim of a distinct leak, once, on the day of its first listing)",
        _ => "Leaks (distinct bodies of data, each once, on the day of its first listing)",
    };

    private static string Kinds(IReadOnlyList<ListingKind> kinds) =>
        kinds.Count == 0 ? "any kind" : $"kind {List([.. kinds.Select(WireNames.Of)], "or")}";

    private static string Offers(IReadOnlyList<Offer> offers)
    {
        if (offers.Count == 0)
        {
            return "offered on any terms, or on none that are told";
        }

        return $"offered {List([.. offers.Select(o => o switch
        {
            Offer.Sale => "for sale",
            Offer.Free => "for free",
            Offer.Auction => "by auction",
            _ => "in exchange",
        })], "or")}";
    }

    private static string Countries(IReadOnlyList<string> countries) =>
        countries.Count == 0 ? "any country, told or not" : $"data of {List(countries, "or")}";

    private static string Any(IReadOnlyList<string> values, string any, string one) => values.Count == 0 ? any : one + List(values, "or");

    private static string List(IReadOnlyList<string> values, string last) =>
        values.Count < 2 ? values[0] : $"{string.Join(", ", values.Take(values.Count - 1))} {last} {values[^1]}";
}
