using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Aftershock.Collecting.Telegram;

/// <summary>One message of a chat, as either kind of export tells it.</summary>
internal sealed record TelegramMessage
{
    public required string Id { get; init; }

    /// <summary>"joined the group" and the like.</summary>
    public bool IsService { get; init; }

    /// <summary>The name of the topic that a service message opens.</summary>
    public string? Topic { get; init; }

    /// <summary>Null where the export's words for it cannot be read.</summary>
    public Moment? Date { get; init; }

    public string? DateRaw { get; init; }

    public Moment? Edited { get; init; }

    public string? From { get; init; }

    /// <summary>Whether it goes on under the name above it.</summary>
    public bool IsJoined { get; init; }

    /// <summary>Its words, pasted rows of personal data masked, since a title is made of them.</summary>
    public string Text { get; init; } = "";

    public IReadOnlyList<QuoteRange> Quotes { get; init; } = [];

    public string? ForwardedFrom { get; init; }

    public string? ReplyTo { get; init; }

    public IReadOnlyList<string> Attachments { get; init; } = [];

    /// <summary>What it holds besides words, such as "sticker".</summary>
    public string? Media { get; init; }

    public long? Reactions { get; init; }

    public long? Views { get; init; }

    private const int LongestTitle = 120;

    /// <summary>Its first line, or what stands for one.</summary>
    public string Title
    {
        get
        {
            var text = Text.AsSpan().Trim();
            var end = text.IndexOf('\n');
            text = (end < 0 ? text : text[..end]).TrimEnd();
            if (text.Length > LongestTitle)
            {
                var space = text[..LongestTitle].LastIndexOf(' ');
                var cut = space > LongestTitle / 2 ? space : LongestTitle - 1;
                return string.Concat(text[..(char.IsHighSurrogate(text[cut - 1]) ? cut - 1 : cut)], "…");
            }

            return text.Length > 0 ? text.ToString() : Attachments.Count > 0 ? Attachments[0] : $"({Media ?? "no text"})";
        }
    }

    /// <summary>Reads one message of a JSON export.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> row, TelegramClock clock, out TelegramMessage message, out string reason)
    {
        message = null!;
        reason = "is no JSON object; expected a message";
        try
        {
            using var document = JsonDocument.Parse(row);
            return document.RootElement.ValueKind == JsonValueKind.Object && TryRead(document.RootElement, clock, out message, out reason);
        }
        catch (JsonException e)
        {
            reason = $"is not JSON at byte {e.BytePositionInLine ?? 0}; expected a message";
        }
        catch (InvalidOperationException)
        {
            reason = "holds half of a surrogate pair, or bytes that are no UTF-8; expected text";
        }

        return false;
    }

    private static bool TryRead(JsonElement json, TelegramClock clock, out TelegramMessage message, out string reason)
    {
        message = null!;
        reason = "";
        if (Scalar(json, "id") is not { } id)
        {
            reason = "has no id";
            return false;
        }

        if (Scalar(json, "type") is "service" or "unsupported")
        {
            message = new TelegramMessage { Id = id, IsService = true, Topic = Scalar(json, "action") == "topic_created" ? Scalar(json, "title") : null };
            return true;
        }

        var words = new StringBuilder();
        var quotes = new List<QuoteRange>();
        var told = json.TryGetProperty("text", out var text) ? text : json.TryGetProperty("text_entities", out var entities) ? entities : default;
        if (!TryAppend(told, words, quotes))
        {
            reason = "text is neither text nor a list of texts";
            return false;
        }

        AppendPoll(json, words);
        var date = TelegramClock.Unix(Scalar(json, "date_unixtime")) ?? clock.Local(Scalar(json, "date"));
        if (date is null && (Scalar(json, "date_unixtime") ?? Scalar(json, "date")) is { } bad)
        {
            reason = $"date \"{(bad.Length > 40 ? bad[..40] : bad)}\" not read; expected a time such as 2022-06-30T09:15:00";
            return false;
        }

        message = new TelegramMessage
        {
            Id = id,
            Date = date,
            DateRaw = Scalar(json, "date") ?? Scalar(json, "date_unixtime"),
            Edited = TelegramClock.Unix(Scalar(json, "edited_unixtime")) ?? clock.Local(Scalar(json, "edited")),
            From = Scalar(json, "from"),
            Text = RowMask.Mask(words.ToString().Replace('\0', '\uFFFD')),
            Quotes = quotes,
            ForwardedFrom = Scalar(json, "forwarded_from"),
            // A reply to a message of another chat belongs to no thread here.
            ReplyTo = json.TryGetProperty("reply_to_peer_id", out _) ? null : Scalar(json, "reply_to_message_id"),
            Attachments = Files(json),
            Media = Scalar(json, "media_type") ?? (json.TryGetProperty("photo", out _) ? "photo" : json.TryGetProperty("location_information", out _) ? "location" : json.TryGetProperty("contact_information", out _) ? "contact" : null),
            Reactions = ReactionsOf(json),
            Views = long.TryParse(Scalar(json, "views"), NumberStyles.None, CultureInfo.InvariantCulture, out var views) ? views : null,
        };
        return true;
    }

    private static bool TryAppend(JsonElement told, StringBuilder words, List<QuoteRange> quotes)
    {
        switch (told.ValueKind)
        {
            case JsonValueKind.Undefined or JsonValueKind.Null:
                return true;
            case JsonValueKind.String:
                words.Append(told.GetString());
                return true;
            case JsonValueKind.Array:
                foreach (var part in told.EnumerateArray())
                {
                    var piece = part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var inner) ? inner : part;
                    if (piece.ValueKind != JsonValueKind.String)
                    {
                        return false;
                    }

                    var start = words.Length;
                    words.Append(piece.GetString());
                    if (part.ValueKind == JsonValueKind.Object && Scalar(part, "type") == "blockquote" && words.Length > start)
                    {
                        quotes.Add(new QuoteRange(start, words.Length));
                    }
                }

                return true;
            default:
                return false;
        }
    }

    private static void AppendPoll(JsonElement json, StringBuilder words)
    {
        if (!json.TryGetProperty("poll", out var poll) || poll.ValueKind != JsonValueKind.Object || Scalar(poll, "question") is not { } question)
        {
            return;
        }

        words.Append(words.Length > 0 ? "\n" : "").Append(question);
        if (poll.TryGetProperty("answers", out var answers) && answers.ValueKind == JsonValueKind.Array)
        {
            foreach (var answer in answers.EnumerateArray())
            {
                words.Append('\n').Append(answer.ValueKind == JsonValueKind.Object ? Scalar(answer, "text") : null);
            }
        }
    }

    private static List<string> Files(JsonElement json)
    {
        var names = new List<string>();
        foreach (var path in (string?[])[Scalar(json, "photo"), Scalar(json, "file_name") ?? Scalar(json, "file"), Scalar(json, "contact_vcard")])
        {
            // "(File not included. Change data exporting settings to download.)" stands where a path would.
            if (path is not null && !path.StartsWith('(') && NameOf(path) is { Length: > 0 } name)
            {
                names.Add(name);
            }
        }

        return names;
    }

    public static string NameOf(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..].Trim();

    private static long? ReactionsOf(JsonElement json)
    {
        if (!json.TryGetProperty("reactions", out var reactions) || reactions.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        long sum = 0;
        foreach (var reaction in reactions.EnumerateArray())
        {
            sum += reaction.ValueKind == JsonValueKind.Object && long.TryParse(Scalar(reaction, "count"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Math.Min(count, int.MaxValue) : 0;
        }

        return sum;
    }

    /// <summary>A text or a number as text; null where there is none, or it is blank.</summary>
    public static string? Scalar(JsonElement json, string key) => !json.TryGetProperty(key, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Trim().Replace('\0', '\uFFFD') is { Length: > 0 } text ? text : null,
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };
}
