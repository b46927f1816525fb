using System.Text.Json;

namespace Aftershock.Storage.Sql;

/// <summary>What few posts have, as the text of one column: quotes, names of attached files, withheld parts, reactions.</summary>
internal static class PostDetails
{
    /// <returns>JSON; null for a post with none of it.</returns>
    public static string? Of(Post post)
    {
        if (post.Quotes.Count == 0 && post.Attachments.Count == 0 && post.HiddenParts is null && post.Reactions is null)
        {
            return null;
        }

        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            if (post.Quotes.Count > 0)
            {
                json.WriteStartArray("quotes");
                foreach (var quote in post.Quotes)
                {
                    json.WriteNumberValue(quote.Start);
                    json.WriteNumberValue(quote.End);
                }

                json.WriteEndArray();
            }

            if (post.Attachments.Count > 0)
            {
                json.WriteStartArray("attachments");
                foreach (var name in post.Attachments)
                {
                    json.WriteStringValue(StorableText.Of(name));
                }

                json.WriteEndArray();
            }

            if (post.HiddenParts is { } hidden)
            {
                json.WriteNumber("hidden", hidden);
            }

            if (post.Reactions is { } reactions)
            {
                json.WriteNumber("reactions", reactions);
            }

            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    public static Post Into(Post post, string? text)
    {
        if (text is null)
        {
            return post;
        }

        using var json = JsonDocument.Parse(text);
        var root = json.RootElement;
        return post with
        {
            Quotes = root.TryGetProperty("quotes", out var quotes) ? [.. quotes.EnumerateArray().Chunk(2).Select(q => new QuoteRange(q[0].GetInt32(), q[1].GetInt32()))] : [],
            Attachments = root.TryGetProperty("attachments", out var names) ? [.. names.EnumerateArray().Select(n => n.GetString()!)] : [],
            HiddenParts = root.TryGetProperty("hidden", out var hidden) ? hidden.GetInt32() : null,
            Reactions = root.TryGetProperty("reactions", out var reactions) ? reactions.GetInt64() : null,
        };
    }

    /// <summary>Whether two posts say the same; records compare their lists by reference.</summary>
    public static bool Same(Post one, Post other) =>
        one with { Quotes = other.Quotes, Attachments = other.Attachments } == other
        && one.Quotes.SequenceEqual(other.Quotes) && one.Attachments.SequenceEqual(other.Attachments, StringComparer.Ordinal);
}
