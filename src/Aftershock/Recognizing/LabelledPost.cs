using System.Globalization;
using System.Text.Json;

namespace Aftershock.Recognizing;

/// <summary>A post with what a human says it claims; one line of a gold file.</summary>
/// <remarks>GOLD.md of the labelling rules gives the keys; other keys are ignored.</remarks>
public sealed record LabelledPost
{
    public required string Id { get; init; }

    /// <summary>The language that the file states; <c>und</c> when it states none.</summary>
    public required string Language { get; init; }

    public required PostText Post { get; init; }

    public required Recognition Labels { get; init; }

    /// <summary>Reads one line; false with the reason when it is no labelled post.</summary>
    public static bool TryRead(string line, out LabelledPost? post, out string? problem)
    {
        post = null;
        problem = null;
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !PostJson.TryRead(root, out var id, out var text, out problem))
            {
                problem ??= "expected an object.";
                return false;
            }

            if (!root.TryGetProperty("labels", out var labels) || labels.ValueKind != JsonValueKind.Object)
            {
                problem = "no \"labels\"; expected an object with the keys of recognize.";
                return false;
            }

            if (!TryReadLabels(labels, text!.Language ?? "und", out var recognition, out problem))
            {
                return false;
            }

            post = new LabelledPost { Id = id!, Language = text.Language ?? "und", Post = text, Labels = recognition! };
            return true;
        }
        catch (JsonException failure)
        {
            problem = $"not JSON: {failure.Message}";
            return false;
        }
        catch (InvalidOperationException)
        {
            problem = "holds half of a surrogate pair; expected text.";
            return false;
        }
    }

    private static bool TryReadLabels(JsonElement labels, string language, out Recognition? recognition, out string? problem)
    {
        recognition = null;
        problem = null;
        if (!WireNames.TryKind(Text(labels, "kind"), out var kind))
        {
            problem = $"kind \"{Text(labels, "kind")}\"; expected one of {string.Join(", ", WireNames.All<ListingKind>(WireNames.Of))}.";
            return false;
        }

        Offer? offer = null;
        if (Text(labels, "offer") is { } offerName)
        {
            if (!WireNames.TryOffer(offerName, out var read))
            {
                problem = $"offer \"{offerName}\"; expected one of {string.Join(", ", WireNames.All<Offer>(WireNames.Of))} or null.";
                return false;
            }

            offer = read;
        }

        if (Mistake(labels) is { } mistake)
        {
            problem = mistake;
            return false;
        }

        recognition = new Recognition
        {
            Kind = kind,
            Offer = offer,
            Victims = Items(labels, "victims").Select(v => new Victim(Text(v, "name") ?? "", Text(v, "domain"))).ToList(),
            Countries = Items(labels, "countries").Select(c => c.GetString() ?? "").ToList(),
            Sector = Text(labels, "sector"),
            Records = Number(labels, "records") is { } records ? new RecordsClaim(records) : null,
            RecordsEach = Items(labels, "records_each").Select(e => e.GetInt64()).ToList() is { Count: > 0 } each ? each : null,
            SizeInBytes = Number(labels, "size_bytes"),
            Price = labels.TryGetProperty("price", out var price) && price.ValueKind == JsonValueKind.Object
                ? new Asking(price.GetProperty("amount").GetDecimal(), Text(price, "currency") ?? "")
                : null,
            DataClasses = Items(labels, "data_classes").Select(c => c.GetString() ?? "").ToList(),
            SampleRecords = Number(labels, "sample_records"),
            BreachDate = Moment.TryParse(Text(labels, "breach_date"), out var date) ? date : null,
            Sold = labels.TryGetProperty("sold", out var sold) && sold.ValueKind == JsonValueKind.True,
            Language = language,
            Confidence = 1,
        };
        return true;
    }

    /// <summary>The first label that is of another shape than recognize writes; null when all are as they should be.</summary>
    private static string? Mistake(JsonElement labels)
    {
        if (Items(labels, "victims").Any(static v => v.ValueKind != JsonValueKind.Object))
        {
            return "victims; expected a list of {\"name\", \"domain\"}.";
        }

        foreach (var key in (ReadOnlySpan<string>)["countries", "data_classes"])
        {
            if (Items(labels, key).Any(static v => v.ValueKind != JsonValueKind.String))
            {
                return $"{key}; expected a list of texts.";
            }
        }

        if (Items(labels, "records_each").Any(static v => v.ValueKind != JsonValueKind.Number || !v.TryGetInt64(out _)))
        {
            return "records_each; expected a list of whole numbers.";
        }

        var hasPrice = labels.TryGetProperty("price", out var price) && price.ValueKind == JsonValueKind.Object;
        return hasPrice && !(price.TryGetProperty("amount", out var amount) && amount.ValueKind == JsonValueKind.Number && amount.TryGetDecimal(out _))
            ? "price; expected {\"amount\", \"currency\"} with a number for the amount."
            : null;
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement parent, string key) =>
        parent.TryGetProperty(key, out var array) && array.ValueKind == JsonValueKind.Array ? array.EnumerateArray() : default;

    private static string? Text(JsonElement parent, string key) =>
        parent.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Number(JsonElement parent, string key) =>
        parent.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Number
            ? (long)Math.Round(double.Parse(value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture))
            : null;
}
