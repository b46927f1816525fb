using System.Globalization;

namespace Aftershock.Running.Reconstruction;

/// <summary>A listing that the press reported, in our words, with the figures that were published.</summary>
internal sealed record ReportedListing
{
    public string Id { get; init; } = "";

    public string Author { get; init; } = "";

    /// <summary>The day on which the account was made.</summary>
    public string Joined { get; init; } = "";

    public string At { get; init; } = "";

    public string? EditedAt { get; init; }

    public string Lang { get; init; } = "en";

    public string Section { get; init; } = "";

    public string? Prefix { get; init; }

    public string Title { get; init; } = "";

    public string Body { get; init; } = "";

    public string Offer { get; init; } = "sale";

    public string Victim { get; init; } = "";

    public string Country { get; init; } = "CN";

    public string? Sector { get; init; }

    public long Records { get; init; }

    public long? SizeBytes { get; init; }

    public decimal? Price { get; init; }

    public string? Currency { get; init; }

    public List<string> DataClasses { get; init; } = [];

    public int? SampleRecords { get; init; }

    public string? BreachDate { get; init; }

    /// <summary>Where each figure was reported.</summary>
    public List<string> Sources { get; init; } = [];

    public DateTimeOffset PostedAt => Time(At);

    public DateTimeOffset? Edited => EditedAt is null ? null : Time(EditedAt);

    public PostLabels Labels() => new()
    {
        Kind = ListingKind.Leak,
        Language = Lang,
        Offer = WireNames.TryOffer(Offer, out var offer) ? offer : throw new InvalidDataException($"Reported listing \"{Id}\": offer \"{Offer}\"."),
        Victims = [new Victim(Victim)],
        Countries = [Country],
        Sector = Sector,
        Records = Records,
        SizeInBytes = SizeBytes,
        Price = Price is { } amount ? new Money(amount, Currency!) : null,
        DataClasses = DataClasses,
        SampleRecords = SampleRecords,
        BreachDate = BreachDate,
        LeakId = Id,
    };

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.ParseExact(text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
