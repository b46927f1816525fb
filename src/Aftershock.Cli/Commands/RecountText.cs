using Aftershock.Analyzing;

namespace Aftershock.Cli.Commands;

/// <summary>The difference between two rules in words.</summary>
/// <param name="Titles">Of the listings that make the difference.</param>
internal sealed record RecountText(Recounted Recounted, IReadOnlyDictionary<ListingId, string> Titles)
{
    public static string Name(RecountReason reason) => reason.ToString().ToLowerInvariant();

    /// <summary>What the reason means between these two rules.</summary>
    public string Sentence(RecountReason reason) => reason switch
    {
        RecountReason.Kind => "only one of the rules counts posts of this kind",
        RecountReason.Offer => "only one of the rules counts what is offered on these terms, or on none that are told",
        RecountReason.Country => "only one of the rules counts data of this country",
        RecountReason.Sector => "only one of the rules counts this sector",
        RecountReason.Source => "only one of the rules counts this source",
        RecountReason.Reply => "it does not open its thread, and only one of the rules counts replies",
        RecountReason.Repost => "the other rule has this leak on the day of an earlier listing",
        RecountReason.Day => "the other rule's clock puts it on a day outside the period",
        _ => $"{Recounted.Here.Rule.Name} counts {RuleSentence.Name(Recounted.Here.Rule.Unit)}s, {Recounted.There.Rule.Name} {RuleSentence.Name(Recounted.There.Rule.Unit)}s",
    };

    /// <summary>Why this listing differs, with its own facts.</summary>
    public string Sentence(RecountItem item)
    {
        var rule = item.Here == 0 ? Recounted.Here.Rule.Name : Recounted.There.Rule.Name;
        var listing = item.Listing;
        return item.Reason switch
        {
            RecountReason.Kind => $"kind {WireNames.Of(listing.Kind)} does not count under {rule}",
            RecountReason.Offer => listing.Offer is { } offer
                ? $"offered as {WireNames.Of(offer)}, which does not count under {rule}"
                : $"tells no terms, and {rule} wants some",
            RecountReason.Country => $"{(listing.Countries.Count == 0 ? "tells no country" : string.Join(", ", listing.Countries))}; {rule} counts others",
            RecountReason.Sector => $"{(listing.Sector is null ? "tells no sector" : $"sector {listing.Sector}")}; {rule} counts others",
            RecountReason.Source => $"source {listing.Source} does not count under {rule}",
            RecountReason.Reply => $"a reply, which {rule} does not count",
            RecountReason.Repost => $"{rule} has this leak on {(item.CountedOn is { } day ? TrendsCommand.Iso(day) : "an earlier day")}, its first listing there",
            RecountReason.Day => $"by the clock of {rule} it falls outside the period",
            _ => $"counts {item.Here} here and {item.There} there",
        };
    }
}
