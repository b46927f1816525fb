using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Aftershock.Storage.Sql;

/// <summary>A recognition as the compact JSON in which a listing keeps it; what is not told is left out.</summary>
/// <remarks>
/// The same recognition always gives the same bytes, so equal bytes mean that nothing changed. A span is
/// <c>[field, "t" or "b", start, end, rule]</c>, records <c>[value, bound, share, population]</c>, a price
/// <c>[amount, currency, usd, rate date]</c>.
/// </remarks>
internal static class RecognitionJson
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static Utf8JsonWriter Writer(IBufferWriter<byte> buffer) => new(buffer, s_options);

    public static void Write(Utf8JsonWriter json, Recognition recognition)
    {
        json.WriteStartObject();
        json.WriteString("kind"u8, WireNames.Of(recognition.Kind));
        if (recognition.Offer is { } offer)
        {
            json.WriteString("offer"u8, WireNames.Of(offer));
        }

        WriteVictims(json, recognition.Victims);
        WriteTexts(json, "countries"u8, recognition.Countries);
        if (recognition.Sector is { } sector)
        {
            json.WriteString("sector"u8, StorableText.Of(sector));
        }

        WriteFigures(json, recognition);
        WriteTexts(json, "data_classes"u8, recognition.DataClasses);
        if (recognition.BreachDate is { } breach)
        {
            json.WriteStartArray("breach_date"u8);
            json.WriteNumberValue(Instant.Of(breach.At));
            json.WriteNumberValue((int)breach.Precision);
            json.WriteEndArray();
        }

        if (recognition.Sold)
        {
            json.WriteBoolean("sold"u8, true);
        }

        json.WriteString("language"u8, StorableText.Of(recognition.Language));
        json.WriteNumber("confidence"u8, recognition.Confidence);
        WriteSpans(json, recognition.Spans);
        json.WriteEndObject();
        json.Flush();
    }

    public static Recognition Read(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8);
        var root = document.RootElement;
        return new Recognition
        {
            Kind = StoredNames.Kind(root.GetProperty("kind").GetString()!),
            Offer = Text(root, "offer") is { } offer ? StoredNames.Offer(offer) : null,
            Victims = List(root, "victims", victim => new Victim(victim[0].GetString()!, victim[1].GetString())),
            Countries = List(root, "countries", country => country.GetString()!),
            Sector = Text(root, "sector"),
            Records = root.TryGetProperty("records", out var records) ? Records(records) : null,
            RecordsEach = root.TryGetProperty("records_each", out _) ? List(root, "records_each", each => each.GetInt64()) : null,
            SizeInBytes = Number(root, "size_bytes"),
            Price = root.TryGetProperty("price", out var price) ? Price(price) : null,
            DataClasses = List(root, "data_classes", dataClass => dataClass.GetString()!),
            SampleRecords = Number(root, "sample_records"),
            BreachDate = root.TryGetProperty("breach_date", out var breach) ? Instant.Moment(breach[0].GetInt64(), breach[1].GetInt64()) : null,
            Sold = root.TryGetProperty("sold", out _),
            Language = root.GetProperty("language").GetString()!,
            Confidence = root.GetProperty("confidence").GetDouble(),
            Spans = List(root, "spans", Span),
        };
    }

    private static void WriteVictims(Utf8JsonWriter json, IReadOnlyList<Victim> victims)
    {
        if (victims.Count == 0)
        {
            return;
        }

        json.WriteStartArray("victims"u8);
        foreach (var victim in victims)
        {
            json.WriteStartArray();
            json.WriteStringValue(StorableText.Of(victim.Name));
            WriteText(json, victim.Domain);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteFigures(Utf8JsonWriter json, Recognition recognition)
    {
        if (recognition.Records is { } records)
        {
            json.WriteStartArray("records"u8);
            json.WriteNumberValue(records.Value);
            json.WriteStringValue(records.Bound.ToString());
            WriteNumber(json, records.Share);
            WriteNumber(json, records.Population);
            json.WriteEndArray();
        }

        if (recognition.RecordsEach is { } each)
        {
            json.WriteStartArray("records_each"u8);
            foreach (var figure in each)
            {
                json.WriteNumberValue(figure);
            }

            json.WriteEndArray();
        }

        if (recognition.SizeInBytes is { } size)
        {
            json.WriteNumber("size_bytes"u8, size);
        }

        if (recognition.Price is { } price)
        {
            json.WriteStartArray("price"u8);
            json.WriteNumberValue(price.Amount);
            json.WriteStringValue(StorableText.Of(price.Currency));
            WriteNumber(json, price.Usd);
            WriteText(json, price.RateDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            json.WriteEndArray();
        }

        if (recognition.SampleRecords is { } sample)
        {
            json.WriteNumber("sample_records"u8, sample);
        }
    }

    private static void WriteSpans(Utf8JsonWriter json, IReadOnlyList<EvidenceSpan> spans)
    {
        if (spans.Count == 0)
        {
            return;
        }

        json.WriteStartArray("spans"u8);
        foreach (var span in spans)
        {
            json.WriteStartArray();
            json.WriteStringValue(span.Field);
            json.WriteStringValue(span.Source == SpanSource.Title ? "t"u8 : "b"u8);
            json.WriteNumberValue(span.Start);
            json.WriteNumberValue(span.End);
            json.WriteStringValue(span.Rule);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(StorableText.Of(text));
        }

        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string? text)
    {
        if (text is null)
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteStringValue(StorableText.Of(text));
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, double? number)
    {
        if (number is { } told)
        {
            json.WriteNumberValue(told);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, long? number)
    {
        if (number is { } told)
        {
            json.WriteNumberValue(told);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, decimal? number)
    {
        if (number is { } told)
        {
            json.WriteNumberValue(told);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private static RecordsClaim Records(JsonElement records) => new(
        records[0].GetInt64(),
        Enum.Parse<Bound>(records[1].GetString()!),
        records[2].ValueKind == JsonValueKind.Null ? null : records[2].GetDouble(),
        records[3].ValueKind == JsonValueKind.Null ? null : records[3].GetInt64());

    private static Asking Price(JsonElement price) => new(price[0].GetDecimal(), price[1].GetString()!)
    {
        Usd = price[2].ValueKind == JsonValueKind.Null ? null : price[2].GetDecimal(),
        RateDate = price[3].GetString() is { } date ? DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
    };

    private static EvidenceSpan Span(JsonElement span) => new(
        span[0].GetString()!,
        span[1].ValueEquals("t"u8) ? SpanSource.Title : SpanSource.Body,
        span[2].GetInt32(),
        span[3].GetInt32(),
        span[4].GetString()!);

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var text) ? text.GetString() : null;

    private static long? Number(JsonElement root, string name) => root.TryGetProperty(name, out var number) ? number.GetInt64() : null;

    private static List<T> List<T>(JsonElement root, string name, Func<JsonElement, T> read)
    {
        if (!root.TryGetProperty(name, out var array))
        {
            return [];
        }

        var list = new List<T>(array.GetArrayLength());
        foreach (var item in array.EnumerateArray())
        {
            list.Add(read(item));
        }

        return list;
    }
}
