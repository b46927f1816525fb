using System.Text.Json;

namespace Aftershock.Collecting.Pages;

/// <summary>What a manifest says of one page.</summary>
/// <param name="File">Name of the file within the folder.</param>
/// <param name="Kind">What it is said to be; null when the line does not tell.</param>
/// <param name="CapturedAt">From <c>captured_at</c>, else <c>forum_time</c>; null when neither is given, then the file's time serves.</param>
internal sealed record ManifestEntry(string File, string Url, string? Kind, int Status, string? ContentType, DateTimeOffset? CapturedAt);

/// <summary>Reads <c>manifest.jsonl</c>: one JSON object a line; keys beside those named are left unread.</summary>
internal static class Manifest
{
    public const string FileName = "manifest.jsonl";

    /// <summary>Each line that is not empty: its number with its entry, or with why it has none.</summary>
    public static IEnumerable<(int Line, ManifestEntry? Entry, string? Reason)> Read(string path)
    {
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            var (entry, reason) = ReadLine(line);
            yield return (number, entry, reason);
        }
    }

    private static (ManifestEntry? Entry, string? Reason) ReadLine(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                return (null, "is no JSON object; expected {\"file\",\"url\",\"status\",\"content_type\",\"captured_at\"}");
            }

            if (Text(json.RootElement, "file") is not { Length: > 0 } file || Text(json.RootElement, "url") is not { Length: > 0 } url)
            {
                return (null, "names no file or no url; both are needed");
            }

            var time = Text(json.RootElement, "captured_at") ?? Text(json.RootElement, "forum_time");
            if (!TryTime(time, out var capturedAt))
            {
                return (null, $"time \"{time}\" was not read; expected ISO 8601 such as 2022-07-16T09:30:00Z");
            }

            return (new ManifestEntry(file, url, Text(json.RootElement, "kind"), Status(json.RootElement), Text(json.RootElement, "content_type"), capturedAt), null);
        }
        catch (JsonException e)
        {
            return (null, $"is no JSON: {e.Message}");
        }
    }

    private static bool TryTime(string? text, out DateTimeOffset? time)
    {
        time = Moment.TryParse(text, out var moment) ? moment.At : null;
        return text is null || time is not null;
    }

    private static int Status(JsonElement element) =>
        element.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.Number && status.TryGetInt32(out var number) ? number : 200;

    private static string? Text(JsonElement element, string key) =>
        element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
