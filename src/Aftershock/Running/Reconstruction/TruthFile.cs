using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Aftershock.Running.Reconstruction;

/// <summary>What every post of a world is, in the form of the gold set; for tests, never for the pipeline.</summary>
internal static class TruthFile
{
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A line a post, in the order of threads; a reply is a discussion.</summary>
    public static void Write(World world, string file)
    {
        using var truth = new StreamWriter(file, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        foreach (var thread in world.Threads)
        {
            foreach (var post in thread.Posts)
            {
                var opening = ReferenceEquals(post, thread.Opening);
                var labels = opening ? thread.Labels : new PostLabels { Kind = ListingKind.Discussion, Language = thread.Labels.Language };
                truth.WriteLine(JsonSerializer.Serialize(
                    new
                    {
                        id = $"{world.Settings.Board.ToLowerInvariant()}-{post.Id}",
                        post_id = post.Id.ToString(CultureInfo.InvariantCulture),
                        thread_id = thread.Id.ToString(CultureInfo.InvariantCulture),
                        opening,
                        lang = labels.Language,
                        section = thread.Section.Name,
                        posted_at = post.At.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                        author = post.Author.Name,
                        author_joined = post.Author.Joined.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                        author_posts = post.Author.Posts,
                        title = thread.Title,
                        body = post.Text,
                        labels = Labels(labels),
                        leak_id = labels.LeakId,
                        repost = labels.Repost,
                        family = opening ? thread.Family : null,
                    }, s_json));
            }
        }
    }

    private static object Labels(PostLabels labels) => new
    {
        kind = WireNames.Of(labels.Kind),
        offer = labels.Offer is { } offer ? WireNames.Of(offer) : null,
        victims = labels.Victims.Select(v => new { name = v.Name, domain = v.Domain }),
        countries = labels.Countries,
        sector = labels.Sector,
        records = labels.Records,
        records_each = labels.RecordsEach,
        size_bytes = labels.SizeInBytes,
        price = labels.Price is { } price ? new { amount = price.Amount, currency = price.Currency } : null,
        data_classes = labels.DataClasses,
        sample_records = labels.SampleRecords,
        breach_date = labels.BreachDate,
        sold = labels.Sold,
    };
}
