using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Aftershock.Collecting.Pages;
using Aftershock.Collecting.PostFiles;

namespace Aftershock.Collecting.Misp;

/// <summary>Reads events of MISP, as its feeds and its interface write them: one post for each event.</summary>
/// <remarks>The title is the event's info; the words are its tags, attributes and objects, a line each.</remarks>
public sealed class MispReader : IPageReader
{
    /// <summary>Of an event with more attributes the first are read, and how many there are is told.</summary>
    private const int MostLines = 5_000;

    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 64 };

    public string Program => "misp";

    public string? Recognizes(RawPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var head = page.Content.Span[..Math.Min(page.Content.Length, 4096)];
        return head.IndexOf("\"Event\""u8) >= 0 && head.IndexOf("\"info\""u8) >= 0 ? "an Event with info, as MISP writes it" : null;
    }

    public PageContent Read(RawPage page, CaptureId capture, Source source)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(source);
        try
        {
            using var json = JsonDocument.Parse(page.Content, s_options);
            var events = Events(json.RootElement);
            if (events.Count == 0)
            {
                return page.KindHint == MispFeed.ManifestHint ? new PageContent { Outcome = ReadOutcome.NothingToRead } : PageContent.Failed("no Event was found; expected what a MISP feed holds under an event's name");
            }

            var posts = new List<Post>();
            var rejections = new List<Rejection>();
            var handles = new Dictionary<string, Handle>(StringComparer.Ordinal);
            foreach (var told in events)
            {
                if (Post(told, page, capture, source, out var reason) is not { } post)
                {
                    rejections.Add(new Rejection(events.Count == 1 ? page.Origin : $"{page.Origin} event {posts.Count + rejections.Count + 1}", reason));
                    continue;
                }

                posts.Add(post);
                if (post.Author is { } author)
                {
                    handles[author] = new Handle { Source = source.Id, Name = author, FirstSeen = page.CapturedAt, LastSeen = page.CapturedAt };
                }
            }

            return new PageContent { Outcome = posts.Count > 0 ? ReadOutcome.Read : ReadOutcome.NothingToRead, Posts = posts, Rejections = rejections, Handles = [.. handles.Values] };
        }
        catch (JsonException e)
        {
            return PageContent.Failed($"the event is no JSON: {e.Message}");
        }
        catch (InvalidOperationException)
        {
            return PageContent.Failed("the event holds half of a surrogate pair, or bytes that are no UTF-8");
        }
    }

    /// <summary>The event of a feed's file; or, as the interface answers, those of a list.</summary>
    private static List<JsonElement> Events(JsonElement root)
    {
        root = Member(root, "response") ?? root;
        IEnumerable<JsonElement> all = root.ValueKind == JsonValueKind.Array ? root.EnumerateArray() : [root];
        return [.. all.Select(e => Member(e, "Event")).OfType<JsonElement>().Where(e => e.ValueKind == JsonValueKind.Object)];
    }

    private static Post? Post(JsonElement told, RawPage page, CaptureId capture, Source source, out string reason)
    {
        reason = Text(told, "uuid") is null ? "has no uuid" : "has no info";
        if (Text(told, "uuid") is not { } id || Text(told, "info") is not { } info)
        {
            return null;
        }

        var changed = long.TryParse(Text(told, "timestamp"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 4_200_000_000 ? Moment.Second(DateTimeOffset.FromUnixTimeSeconds(seconds)) : (Moment?)null;
        if (!Moment.TryParse(Text(told, "date"), out var date) || date.At.Year is < 1990 or > 2100)
        {
            reason = $"date \"{Text(told, "date")}\" not read; expected a day such as 2022-06-30";
            return null;
        }

        return new Post
        {
            Source = source.Id,
            ThreadId = id,
            PostId = id,
            ThreadTitle = info,
            Author = Member(told, "Orgc") is { } organization ? Text(organization, "name") : null,
            PublishedAt = date,
            PublishedRaw = Text(told, "date"),
            EditedAt = changed > date ? changed : null,
            Body = Words(told),
            Capture = capture,
            FirstSeen = page.CapturedAt,
            LastSeen = page.CapturedAt,
        };
    }

    private static string Words(JsonElement told)
    {
        var words = new StringBuilder();
        var lines = 0;
        var tags = List(told, "Tag").Select(t => Text(t, "name")).OfType<string>().ToList();
        if (tags.Count > 0)
        {
            words.Append("tags: ").AppendJoin(", ", tags);
        }

        Attributes(told, words, ref lines);
        foreach (var thing in List(told, "Object").Where(o => !IsDeleted(o)))
        {
            Line(words, Text(thing, "name"), Text(thing, "comment") ?? "", ref lines);
            Attributes(thing, words, ref lines);
        }

        if (lines > MostLines)
        {
            words.Append(CultureInfo.InvariantCulture, $"\n({lines - MostLines} more)");
        }

        return words.ToString();
    }

    private static void Attributes(JsonElement holder, StringBuilder words, ref int lines)
    {
        foreach (var attribute in List(holder, "Attribute").Where(a => !IsDeleted(a)))
        {
            var comment = Text(attribute, "comment");
            // What an attribute attaches is left in the evidence: its value is the file's name.
            Line(words, Text(attribute, "object_relation") ?? Text(attribute, "type"), $"{Text(attribute, "value")}{(comment is null ? "" : $" ({comment})")}", ref lines);
        }
    }

    private static void Line(StringBuilder words, string? name, string value, ref int lines)
    {
        if (name is null && value.Length == 0)
        {
            return;
        }

        if (++lines <= MostLines)
        {
            words.Append(words.Length > 0 ? "\n" : "").Append(name).Append(": ").Append(value);
        }
    }

    private static bool IsDeleted(JsonElement thing) => Member(thing, "deleted") is { ValueKind: JsonValueKind.True };

    private static IEnumerable<JsonElement> List(JsonElement holder, string key) =>
        Member(holder, key) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object) : [];

    private static JsonElement? Member(JsonElement holder, string key) => holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(key, out var value) ? value : null;

    private static string? Text(JsonElement holder, string key) => Member(holder, key) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString()!.Trim().Replace('\0', '\uFFFD') is { Length: > 0 } words ? words : null,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };
}

/// <summary>A folder as MISP feeds have it: <c>manifest.json</c> and a file for each event, plain or gzip.</summary>
public static class MispFeed
{
    internal const string ManifestHint = "manifest";

    private static readonly string[] s_endings = [".json"];

    public static IReadOnlyList<string> Expand(IEnumerable<string> paths) => PostFile.Expand(paths, s_endings);

    /// <summary>Reads the files one after the other; events that a manifest names and that are not beside it are told.</summary>
    /// <param name="longest">A longer file, uncompressed, is not read, and is told; 64 MB.</param>
    public static async IAsyncEnumerable<Intake> ReadAsync(IEnumerable<string> paths, SourceId source, TimeProvider clock, int longest = 64 << 20, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(clock);
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var path in paths)
        {
            cancel.ThrowIfCancellationRequested();
            var name = Path.GetFileName(path);
            if (!SingleFile.TryRead(path, source, clock, longest, "application/json", out var page, out var reason))
            {
                yield return Intake.UnreadableFile(name, reason);
                continue;
            }

            var isManifest = name.StartsWith("manifest.json", StringComparison.OrdinalIgnoreCase);
            yield return Intake.Of(isManifest ? page with { KindHint = ManifestHint } : page, inputBytes: page.Content.Length);
            if (isManifest && Missing(page, Path.GetDirectoryName(Path.GetFullPath(path))!) is { Count: > 0 } missing)
            {
                yield return Intake.Warned(name, $"names {missing.Count} events that are not beside it: {string.Join(", ", missing.Take(5))}{(missing.Count > 5 ? ", …" : "")}");
            }
        }
    }

    private static List<string> Missing(RawPage manifest, string folder)
    {
        try
        {
            using var json = JsonDocument.Parse(manifest.Content);
            return json.RootElement.ValueKind != JsonValueKind.Object ? [] : [.. json.RootElement.EnumerateObject().Select(e => e.Name)
                .Where(id => Guid.TryParse(id, out _) && !File.Exists(Path.Combine(folder, id + ".json")) && !File.Exists(Path.Combine(folder, id + ".json.gz")))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return [];
        }
    }
}
