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

    /// <summary>Times outside of these years are typing errors, or a clock that was never set.</summary>
    private const int OldestYear = 1990;
    private const int NewestYear = 2100;

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

            if (!TryTime(json.RootElement, out var capturedAt, out var reason) || !TryStatus(json.RootElement, out var status, out reason))
            {
                return (null, reason);
            }

            return (new ManifestEntry(file, url, Text(json.RootElement, "kind"), status, Text(json.RootElement, "content_type"), capturedAt), null);
        }
        catch (JsonException e)
        {
            return (null, $"is no JSON: {e.Message}");
        }
        catch (InvalidOperationException)
        {
            return (null, "holds half of a surrogate pair; expected text");
        }
    }

    /// <summary>A time that is given but not understood is told: the file's time in its place would be a false one.</summary>
    private static bool TryTime(JsonElement line, out DateTimeOffset? time, out string? reason)
    {
        (time, reason) = (null, null);
        if (!IsGiven(line, "captured_at", out var given) && !IsGiven(line, "forum_time", out given))
        {
            return true;
        }

        if (given.ValueKind != JsonValueKind.String || !Moment.TryParse(given.GetString(), out var moment))
        {
            reason = $"time {given.GetRawText()} was not read; expected ISO 8601 such as 2022-07-16T09:30:00Z";
            return false;
        }

        if (moment.At.Year is < OldestYear or > NewestYear)
        {
            reason = $"time {given.GetRawText()} is not between {OldestYear} and {NewestYear}";
            return false;
        }

        time = moment.At;
        return true;
    }

    private static bool TryStatus(JsonElement line, out int status, out string? reason)
    {
        (status, reason) = (200, null);
        if (IsGiven(line, "status", out var given) && (given.ValueKind != JsonValueKind.Number || !given.TryGetInt32(out status)))
        {
            reason = $"status {given.GetRawText()} was not read; expected a number such as 200";
        }

        return reason is null;
    }

    private static bool IsGiven(JsonElement line, string key, out JsonElement value) =>
        line.TryGetProperty(key, out value) && value.ValueKind != JsonValueKind.Null;

    private static string? Text(JsonElement element, string key) =>
        element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
