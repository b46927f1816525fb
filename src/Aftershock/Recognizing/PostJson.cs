using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Aftershock.Recognizing;

/// <summary>Posts in and recognitions out, as the machine contract of <c>recognize</c> gives them.</summary>
public static class PostJson
{
    private static readonly JsonWriterOptions s_writing = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads {"id","title","body","posted_at","author","section","lang"}; other keys are ignored.</summary>
    /// <param name="problem">What was found and what was expected, when the answer is false.</param>
    public static bool TryRead(JsonElement root, out string? id, out PostText? post, out string? problem)
    {
        (id, post, problem) = (null, null, null);
        if (root.ValueKind != JsonValueKind.Object)
        {
            problem = "expected an object with id, title and body.";
            return false;
        }

        id = root.TryGetProperty("id", out var given)
            ? given.ValueKind switch { JsonValueKind.String => given.GetString(), JsonValueKind.Number => given.GetRawText(), _ => null }
            : null;
        if (string.IsNullOrEmpty(id))
        {
            problem = "no \"id\"; expected a text or a number.";
            return false;
        }

        if (!TryText(root, "title", out var title, ref problem) || !TryText(root, "body", out var body, ref problem)
            || !TryText(root, "posted_at", out var postedAt, ref problem) || !TryText(root, "author", out var author, ref problem)
            || !TryText(root, "section", out var section, ref problem) || !TryText(root, "lang", out var language, ref problem))
        {
            return false;
        }

        if (title is null && body is null)
        {
            problem = "neither \"title\" nor \"body\".";
            return false;
        }

        DateTimeOffset? posted = null;
        if (!string.IsNullOrWhiteSpace(postedAt))
        {
            if (!DateTimeOffset.TryParse(postedAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
            {
                problem = $"posted_at \"{postedAt}\"; expected a date such as 2022-07-03T11:20:00Z.";
                return false;
            }

            posted = at;
        }

        post = new PostText
        {
            Title = title ?? "",
            Body = body ?? "",
            PostedAt = posted,
            Author = author,
            Section = section,
            Language = string.IsNullOrWhiteSpace(language) ? null : language,
        };
        return true;
    }

    /// <summary>Writes one line of the machine contract, without its line end.</summary>
    public static void Write(IBufferWriter<byte> output, string id, Recognition recognition)
    {
        ArgumentNullException.ThrowIfNull(recognition);
        using var json = new Utf8JsonWriter(output, s_writing);
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("kind", WireNames.Of(recognition.Kind));
        WriteText(json, "offer", recognition.Offer is { } offer ? WireNames.Of(offer) : null);
        json.WriteStartArray("victims");
        foreach (var victim in recognition.Victims)
        {
            json.WriteStartObject();
            json.WriteString("name", victim.Name);
            WriteText(json, "domain", victim.Domain);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteTexts(json, "countries", recognition.Countries);
        WriteText(json, "sector", recognition.Sector);
        WriteRecords(json, recognition);
        WriteNumber(json, "size_bytes", recognition.SizeInBytes);
        WritePrice(json, recognition.Price);
        WriteTexts(json, "data_classes", recognition.DataClasses);
        WriteNumber(json, "sample_records", recognition.SampleRecords);
        WriteText(json, "breach_date", recognition.BreachDate?.ToString());
        json.WriteBoolean("sold", recognition.Sold);
        json.WriteString("lang", recognition.Language);
        json.WriteNumber("confidence", recognition.Confidence);
        json.WriteStartArray("spans");
        foreach (var span in recognition.Spans)
        {
            json.WriteStartObject();
            json.WriteString("field", span.Field);
            json.WriteString("source", span.Source == SpanSource.Title ? "title" : "body");
            json.WriteNumber("start", span.Start);
            json.WriteNumber("end", span.End);
            json.WriteString("rule", span.Rule);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRecords(Utf8JsonWriter json, Recognition recognition)
    {
        WriteNumber(json, "records", recognition.Records?.Value);
        if (recognition.RecordsEach is { } each)
        {
            json.WriteStartArray("records_each");
            foreach (var one in each)
            {
                json.WriteNumberValue(one);
            }

            json.WriteEndArray();
        }
        else
        {
            json.WriteNull("records_each");
        }

        if (recognition.Records is { } records)
        {
            json.WriteString("records_bound", records.Bound switch
            {
                Bound.About => "about",
                Bound.MoreThan => "more-than",
                Bound.Nearly => "nearly",
                _ => "stated",
            });
            if (records.Share is { } share)
            {
                json.WriteNumber("records_share", share);
                WriteNumber(json, "population", records.Population);
            }
        }
    }

    private static void WritePrice(Utf8JsonWriter json, Asking? price)
    {
        if (price is not { } asking)
        {
            json.WriteNull("price");
            return;
        }

        json.WriteStartObject("price");
        json.WriteNumber("amount", asking.Amount / 1.000000000000000000000000000000m);
        json.WriteString("currency", asking.Currency);
        if (asking.Usd is { } usd)
        {
            json.WriteNumber("usd", usd);
        }
        else
        {
            json.WriteNull("usd");
        }

        WriteText(json, "rate_date", asking.RateDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string key, string? value)
    {
        if (value is null)
        {
            json.WriteNull(key);
        }
        else
        {
            json.WriteString(key, value);
        }
    }

    private static void WriteTexts(Utf8JsonWriter json, string key, IReadOnlyList<string> values)
    {
        json.WriteStartArray(key);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, string key, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(key, number);
        }
        else
        {
            json.WriteNull(key);
        }
    }

    private static bool TryText(JsonElement root, string key, out string? value, ref string? problem)
    {
        value = null;
        if (!root.TryGetProperty(key, out var given) || given.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        if (given.ValueKind != JsonValueKind.String)
        {
            problem = $"\"{key}\" is no text.";
            return false;
        }

        value = given.GetString();
        return true;
    }
}
