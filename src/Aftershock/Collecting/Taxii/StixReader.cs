using System.Text;
using System.Text.Json;

namespace Aftershock.Collecting.Taxii;

/// <summary>Reads STIX 2.1 bundles and TAXII envelopes: reports, notes, incidents and observed data become posts.</summary>
public sealed class StixReader : IPageReader
{
    private const int LongestTitle = 120;

    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 64 };

    public string Program => "stix";

    public string? Recognizes(RawPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var head = page.Content.Span[..Math.Min(page.Content.Length, 4096)];
        return head.IndexOf("\"objects\""u8) >= 0 && head.IndexOf("\"spec_version\""u8) >= 0 ? "objects with a spec_version, as STIX has them" : null;
    }

    public PageContent Read(RawPage page, CaptureId capture, Source source)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(source);
        try
        {
            using var json = JsonDocument.Parse(page.Content, s_options);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return PageContent.Failed("no envelope was found; expected an object with a list of objects");
            }

            // An envelope of nothing has no list.
            return root.TryGetProperty("objects", out var objects) && objects.ValueKind == JsonValueKind.Array
                ? Read(objects, page, capture, source)
                : new PageContent { Outcome = ReadOutcome.NothingToRead };
        }
        catch (JsonException e)
        {
            return PageContent.Failed($"the envelope is no JSON: {e.Message}");
        }
        catch (InvalidOperationException)
        {
            return PageContent.Failed("the envelope holds half of a surrogate pair, or bytes that are no UTF-8");
        }
    }

    private static PageContent Read(JsonElement objects, RawPage page, CaptureId capture, Source source)
    {
        var all = objects.EnumerateArray().Where(o => o.ValueKind == JsonValueKind.Object).ToList();
        var byId = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var one in all)
        {
            byId[Text(one, "id") ?? ""] = one;
        }

        // Of several versions of one object the last modified stands.
        var posts = new Dictionary<string, Post>(StringComparer.Ordinal);
        var handles = new Dictionary<string, Handle>(StringComparer.Ordinal);
        var rejections = new List<Rejection>();
        var (repeated, skipped, number) = (0, 0, 0);
        foreach (var one in all)
        {
            number++;
            if (Text(one, "type") is not ("report" or "note" or "incident" or "observed-data" or "x-incident"))
            {
                continue;
            }

            if (one.TryGetProperty("revoked", out var revoked) && revoked.ValueKind == JsonValueKind.True)
            {
                skipped++;
            }
            else if (Make(one, byId, page, capture, source, out var reason) is not { } post)
            {
                rejections.Add(new Rejection($"{page.Origin} object {number}", reason));
            }
            else if (posts.TryGetValue(post.PostId, out var known))
            {
                repeated++;
                posts[post.PostId] = (post.EditedAt ?? post.PublishedAt) >= (known.EditedAt ?? known.PublishedAt) ? post : known;
            }
            else
            {
                posts.Add(post.PostId, post);
            }
        }

        foreach (var author in posts.Values.Select(p => p.Author).OfType<string>())
        {
            handles[author] = new Handle { Source = source.Id, Name = author, FirstSeen = page.CapturedAt, LastSeen = page.CapturedAt };
        }

        return new PageContent
        {
            Outcome = posts.Count > 0 ? ReadOutcome.Read : ReadOutcome.NothingToRead,
            Posts = [.. posts.Values],
            Handles = [.. handles.Values],
            Duplicates = repeated,
            Skipped = skipped,
            Rejections = rejections,
        };
    }

    private static Post? Make(JsonElement one, Dictionary<string, JsonElement> byId, RawPage page, CaptureId capture, Source source, out string reason)
    {
        reason = "has no id";
        if (Text(one, "id") is not { } id)
        {
            return null;
        }

        var raw = Text(one, "published") ?? Text(one, "created") ?? Text(one, "first_observed");
        if (!Moment.TryParse(raw, out var published) || published.At.Year is < 1990 or > 2100)
        {
            reason = $"published \"{raw}\" not read; expected a time such as 2022-06-30T09:15:00Z";
            return null;
        }

        var body = Text(one, "type") == "observed-data" ? Observed(one, byId) : Text(one, "description") ?? Text(one, "content") ?? "";
        var title = Text(one, "name") ?? Text(one, "abstract") ?? FirstLine(RowMask.Mask(body));
        if (title.Length == 0)
        {
            reason = "has neither a name nor words";
            return null;
        }

        return new Post
        {
            Source = source.Id,
            ThreadId = id,
            PostId = id,
            ThreadTitle = title,
            Author = Text(one, "created_by_ref") is { } by && byId.TryGetValue(by, out var identity) ? Text(identity, "name") : null,
            PublishedAt = published,
            PublishedRaw = raw,
            EditedAt = Moment.TryParse(Text(one, "modified"), out var modified) && modified > published ? modified : null,
            Body = body,
            StatedLanguage = Text(one, "lang")?.ToLowerInvariant(),
            Capture = capture,
            FirstSeen = page.CapturedAt,
            LastSeen = page.CapturedAt,
        };
    }

    /// <summary>What was observed, a line each, as far as the same envelope tells it.</summary>
    private static string Observed(JsonElement one, Dictionary<string, JsonElement> byId)
    {
        var words = new StringBuilder();
        if (one.TryGetProperty("object_refs", out var refs) && refs.ValueKind == JsonValueKind.Array)
        {
            foreach (var reference in refs.EnumerateArray().Where(r => r.ValueKind == JsonValueKind.String))
            {
                if (byId.TryGetValue(reference.GetString()!, out var seen) && (Text(seen, "value") ?? Text(seen, "name") ?? Text(seen, "url")) is { } value)
                {
                    words.Append(words.Length > 0 ? "\n" : "").Append(Text(seen, "type")).Append(": ").Append(value);
                }
            }
        }

        return words.Length > 0 ? words.ToString() : "observed data";
    }

    private static string FirstLine(string text)
    {
        var line = text.Trim().Split('\n')[0].TrimEnd();
        return line.Length <= LongestTitle ? line : string.Concat(line.AsSpan(0, char.IsHighSurrogate(line[LongestTitle - 2]) ? LongestTitle - 2 : LongestTitle - 1), "…");
    }

    private static string? Text(JsonElement holder, string key) =>
        holder.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String && value.GetString()!.Trim().Replace('\0', '\uFFFD') is { Length: > 0 } text ? text : null;
}
