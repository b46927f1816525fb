using System.Globalization;

namespace Aftershock.Recognizing;

/// <summary>The keys of the machine contract, and a recognition's values under them as text.</summary>
internal static class RecognitionKeys
{
    public static readonly IReadOnlyList<string> All =
    [
        "kind", "offer", "victims", "countries", "sector", "records", "records_each", "size_bytes", "price", "data_classes", "sample_records",
        "breach_date", "sold", "lang",
    ];

    /// <summary>A value as rules write it: lists parted by ", ", a price as "10 BTC", nothing as "null".</summary>
    public static string ValueOf(Recognition recognition, string key) => key switch
    {
        "kind" => WireNames.Of(recognition.Kind),
        "offer" => recognition.Offer is { } offer ? WireNames.Of(offer) : "null",
        "victims" => string.Join(", ", recognition.Victims.Select(v => v.Name)),
        "countries" => string.Join(", ", recognition.Countries),
        "sector" => recognition.Sector ?? "null",
        "records" => Text(recognition.Records?.Value),
        "records_each" => recognition.RecordsEach is { } each ? string.Join(", ", each) : "null",
        "size_bytes" => Text(recognition.SizeInBytes),
        "price" => recognition.Price is { } price ? $"{price.Amount.ToString("0.##########", CultureInfo.InvariantCulture)} {price.Currency}" : "null",
        "data_classes" => string.Join(", ", recognition.DataClasses),
        "sample_records" => Text(recognition.SampleRecords),
        "breach_date" => recognition.BreachDate?.ToString() ?? "null",
        "sold" => recognition.Sold ? "true" : "false",
        "lang" => recognition.Language,
        _ => throw new ArgumentOutOfRangeException(nameof(key), key, "not a key of the contract"),
    };

    private static string Text(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "null";
}
