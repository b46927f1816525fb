using Aftershock.Web.Words;

namespace Aftershock.Web.Listings;

/// <summary>Listings as rows of CSV; every figure is what the seller claims.</summary>
internal static class ListingCsv
{
    public static string Head => Csv.Row(
        "id", "source", "thread_id", "post_id", "published_at", "first_seen", "title", "kind", "offer", "victims", "countries", "sector",
        "records_claimed", "records_bound", "size_bytes", "price_amount", "price_currency", "price_usd", "price_rate_date", "data_classes", "sold",
        "handle", "language", "confidence", "capture", "sha256", "url");

    /// <param name="listing">What the row is of.</param>
    /// <param name="capture">The capture that shows it; null when the store does not hold it.</param>
    public static string Row(Listing listing, Capture? capture)
    {
        var (post, read) = (listing.Post, listing.Recognition);
        return Csv.Row(
            listing.Id.Value, post.Source.Value, post.ThreadId, post.PostId, post.PublishedAt?.ToString(), Moment.Second(post.FirstSeen).ToString(),
            post.ThreadTitle, WireNames.Of(read.Kind), read.Offer is { } offer ? WireNames.Of(offer) : null,
            string.Join("; ", read.Victims.Select(v => v.Name)), string.Join("; ", read.Countries), read.Sector,
            listing.RecordsClaimed, read.Records is { } records ? Claims.Name(records.Bound) : null, read.SizeInBytes,
            read.Price?.Amount, read.Price?.Currency, read.Price?.Usd, read.Price?.RateDate is { } day ? Frame.View.Iso(day) : null,
            string.Join("; ", read.DataClasses), read.Sold ? "true" : "false", post.Author, read.Language, read.Confidence, post.Capture.Value,
            capture?.Sha256, capture?.Url);
    }
}
