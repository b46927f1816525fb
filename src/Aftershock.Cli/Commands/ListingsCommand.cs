using System.CommandLine;
using Aftershock.Keeping;

namespace Aftershock.Cli.Commands;

/// <summary><c>listings</c>: the posts that offer data, filtered as the dashboard filters them.</summary>
internal static class ListingsCommand
{
    public static Command Create(Terminal terminal)
    {
        var query = new Option<string?>("--query") { Description = "Words that title or body must hold; see docs/reference/search.md.", HelpName = "WORDS" };
        var kinds = Several("--kind", "KIND", "Only these kinds, such as leak or combolist.");
        var offers = Several("--offer", "OFFER", "Only these terms: sale, free, auction, exchange.");
        var countries = Several("--country", "CODE", "Only victims in these countries, ISO 3166-1 alpha-2.");
        var sectors = Several("--sector", "SECTOR", "Only victims of these STIX sectors.");
        var actors = Several("--actor", "HANDLE", "Only posts under these handles.");
        var languages = Several("--language", "CODE", "Only posts in these languages, ISO 639-1.");
        var from = new Option<DateOnly?>("--from") { Description = "Published on this day (UTC) or later.", HelpName = "DATE" };
        var to = new Option<DateOnly?>("--to") { Description = "Published on this day (UTC) or earlier.", HelpName = "DATE" };
        var records = new Option<long?>("--records-at-least") { Description = "Claims at least this many records.", HelpName = "N" };
        return new StoredCommand<Listing>(
            "listings", "List the posts that offer data, oldest first; every figure is what the seller claims.",
            [
                new("published_at", l => l.Post.PublishedAt?.ToString(), 20),
                new("title", l => l.Post.ThreadTitle, 48),
                new("kind", l => WireNames.Of(l.Recognition.Kind), 10),
                new("offer", l => l.Recognition.Offer is { } offer ? WireNames.Of(offer) : null, 8),
                new("victims", l => Names(l.Recognition), 24),
                new("domains", l => Domains(l.Recognition)),
                new("countries", l => l.Recognition.Countries, 9),
                new("sector", l => l.Recognition.Sector),
                new("records_claimed", l => l.RecordsClaimed, 13),
                new("size_bytes", l => l.Recognition.SizeInBytes),
                new("price_amount", l => l.Recognition.Price?.Amount),
                new("price_currency", l => l.Recognition.Price?.Currency),
                new("price_usd", l => l.Recognition.Price?.Usd),
                new("data_classes", l => l.Recognition.DataClasses),
                new("sold", l => l.Recognition.Sold),
                new("handle", l => l.Post.Author, 16),
                new("language", l => l.Recognition.Language),
                new("confidence", l => l.Recognition.Confidence),
                new("source", l => l.Post.Source.Value, 20),
                new("thread_id", l => l.Post.ThreadId),
                new("post_id", l => l.Post.PostId),
                new("first_seen", l => Moment.Second(l.Post.FirstSeen).ToString()),
                new("capture", l => l.Post.Capture.Value),
                new("id", l => l.Id.Value, 16),
            ],
            static (store, source, cancel) => store.Listings.AllAsync(new ListingFilter { Sources = source is { } only ? [only.Value] : [] }, cancel))
        {
            Filters = [query, kinds, offers, countries, sectors, actors, languages, from, to, records],
            Examples = ["aftershock listings --country CN --from 2022-07-01 --to 2022-07-31", "aftershock listings --kind leak --records-at-least 1000000 --csv > large.csv"],
            Filtered = (store, source, parsed, cancel) => store.Listings.AllAsync(
                new ListingFilter
                {
                    Text = parsed.GetValue(query),
                    Kinds = Read<ListingKind>(parsed, kinds, WireNames.TryKind, "leak, combolist, stealer-logs, access or accounts"),
                    Offers = Read<Offer>(parsed, offers, WireNames.TryOffer, "sale, free, auction or exchange"),
                    Countries = [.. Given(parsed, countries).Select(c => c.ToUpperInvariant())],
                    Sectors = Given(parsed, sectors),
                    Actors = Given(parsed, actors),
                    Languages = Given(parsed, languages),
                    Sources = source is { } only ? [only.Value] : [],
                    PublishedFrom = parsed.GetValue(from) is { } first ? new DateTimeOffset(first, TimeOnly.MinValue, TimeSpan.Zero) : null,
                    PublishedBefore = parsed.GetValue(to) is { } last ? new DateTimeOffset(last.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero) : null,
                    RecordsAtLeast = parsed.GetValue(records),
                },
                cancel),
        }.Create(terminal);
    }

    private delegate bool TryRead<T>(string text, out T value);

    private static Option<string[]> Several(string name, string help, string description) =>
        new(name) { Description = description, HelpName = help, AllowMultipleArgumentsPerToken = true };

    private static string[] Given(ParseResult parsed, Option<string[]> option) => parsed.GetValue(option) ?? [];

    private static List<T> Read<T>(ParseResult parsed, Option<string[]> option, TryRead<T> tryRead, string expected)
    {
        var values = new List<T>();
        foreach (var text in Given(parsed, option))
        {
            values.Add(tryRead(text, out var value) ? value : throw CommandException.Usage($"{option.Name} \"{text}\" is not known; expected {expected}."));
        }

        return values;
    }

    private static List<string> Names(Recognition read) => [.. read.Victims.Select(v => v.Name)];

    private static List<string> Domains(Recognition read) => [.. read.Victims.Select(v => v.Domain).OfType<string>()];
}
