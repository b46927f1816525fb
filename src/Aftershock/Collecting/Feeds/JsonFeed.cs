using System.Text.Json;

namespace Aftershock.Collecting.Feeds;

/// <summary>Reads JSON Feed 1.0 and 1.1.</summary>
internal static class JsonFeed
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 64, AllowTrailingCommas = true };

    public static FeedContent Read(ReadOnlyMemory<byte> bytes)
    {
        var feed = new FeedContent();
        try
        {
            bytes = bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
            using var json = JsonDocument.Parse(bytes, s_options);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array)
            {
                feed.Broken = "is no JSON Feed; expected an object with a list of items";
                return feed;
            }

            (feed.Title, feed.Link) = (Text(root, "title"), Text(root, "home_page_url"));
            foreach (var item in items.EnumerateArray())
            {
                feed.Items.Add(item.ValueKind == JsonValueKind.Object ? Item(item) : new FeedItem());
            }
        }
        catch (JsonException e)
        {
            feed.Broken = $"the feed is no JSON: {e.Message}";
        }
        catch (InvalidOperationException)
        {
            feed.Broken = "the feed holds half of a surrogate pair, or bytes that are no UTF-8";
        }

        return feed;
    }

    private static FeedItem Item(JsonElement json)
    {
        var item = new FeedItem
        {
            Id = Text(json, "id"),
            Link = Text(json, "url") ?? Text(json, "external_url"),
            Title = System.Net.WebUtility.HtmlEncode(Text(json, "title")),
            Content = Text(json, "content_html") ?? Text(json, "content_text") ?? Text(json, "summary"),
            IsText = Text(json, "content_html") is null,
            Published = Text(json, "date_published"),
            Updated = Text(json, "date_modified"),
        };
        if (json.TryGetProperty("authors", out var authors) && authors.ValueKind == JsonValueKind.Array && authors.GetArrayLength() > 0 && authors[0].ValueKind == JsonValueKind.Object)
        {
            item.Author = System.Net.WebUtility.HtmlEncode(Text(authors[0], "name"));
        }
        else if (json.TryGetProperty("author", out var author) && author.ValueKind == JsonValueKind.Object)
        {
            item.Author = System.Net.WebUtility.HtmlEncode(Text(author, "name"));
        }

        if (json.TryGetProperty("attachments", out var attachments) && attachments.ValueKind == JsonValueKind.Array)
        {
            foreach (var attachment in attachments.EnumerateArray().Where(a => a.ValueKind == JsonValueKind.Object))
            {
                item.Attach(Text(attachment, "url"));
            }
        }

        return item;
    }

    /// <summary>A text, or a number where a text should be.</summary>
    private static string? Text(JsonElement json, string key) => !json.TryGetProperty(key, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() is { } text && !string.IsNullOrWhiteSpace(text) ? text : null,
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };
}
