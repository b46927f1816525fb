using System.Globalization;
using System.Text;
using System.Text.Json;
using Aftershock.Collecting.Forums;
using Aftershock.Collecting.Html;
using Aftershock.Collecting.PostFiles;

namespace Aftershock.Collecting.Breaches;

/// <summary>Reads the list of breaches that Have I Been Pwned publishes: one post for each.</summary>
/// <remarks>
/// The list states whose data it is, how many accounts, which data and when; these stand as stated and are not left to
/// what can be recognized in words. The words repeat them, so that each points to where it is told.
/// </remarks>
public sealed class BreachListReader : RowReader
{
    private const string Rule = "stated.breach-list";

    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 16 };

    private static readonly string[] s_known =
    [
        "Name", "Title", "Domain", "BreachDate", "AddedDate", "ModifiedDate", "PwnCount", "Description", "DataClasses", "LogoPath", "Attribution", "DisclosureUrl",
        "IsVerified", "IsFabricated", "IsSensitive", "IsRetired", "IsSpamList", "IsMalware", "IsStealerLog", "IsSubscriptionFree",
    ];

    /// <summary>What the list says about a breach beside its figures, where it is true.</summary>
    private static readonly (string Key, string Words)[] s_flags =
    [
        ("IsFabricated", "Fabricated: it is likely not what it says it is."), ("IsSensitive", "Sensitive."), ("IsRetired", "Retired: no longer searchable."),
        ("IsSpamList", "A spam list."), ("IsMalware", "Collected by malware."), ("IsStealerLog", "Stealer logs."),
    ];

    public override string Program => "hibp";

    /// <summary>Keys that show a row to be a breach.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["Name", "PwnCount", "BreachDate"];

    public override string? Recognizes(RawPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var head = page.Content.Span[..Math.Min(page.Content.Length, 4096)];
        return head.IndexOf("\"PwnCount\""u8) >= 0 && head.IndexOf("\"BreachDate\""u8) >= 0 ? "breaches with PwnCount and BreachDate, as Have I Been Pwned lists them" : null;
    }

    private protected override Rows Begin(RawPage page, CaptureId capture, Source source) => new BreachRows(page, capture, source);

    private sealed class BreachRows(RawPage page, CaptureId capture, Source source) : Rows
    {
        private readonly Dictionary<string, StatedFacts> _stated = new(StringComparer.Ordinal);

        public override IReadOnlyDictionary<string, StatedFacts> Stated => _stated;

        public override bool TryRead(ReadOnlySpan<byte> row, out Post post, out string reason)
        {
            post = null!;
            try
            {
                using var json = JsonDocument.Parse(row.ToArray(), s_options);
                if (json.RootElement.ValueKind == JsonValueKind.Object)
                {
                    return TryRead(json.RootElement, out post, out reason);
                }

                reason = "is no JSON object; expected a breach";
            }
            catch (JsonException e)
            {
                reason = $"is not JSON at byte {e.BytePositionInLine ?? 0}; expected a breach";
            }
            catch (InvalidOperationException)
            {
                reason = "holds half of a surrogate pair, or bytes that are no UTF-8; expected text";
            }

            return false;
        }

        private bool TryRead(JsonElement json, out Post post, out string reason)
        {
            post = null!;
            reason = "";
            var name = Text(json, "Name");
            if (name is null || !TryMoment(Text(json, "AddedDate"), "AddedDate", out var added, ref reason) || !TryMoment(Text(json, "BreachDate"), "BreachDate", out var breached, ref reason)
                || !TryMoment(Text(json, "ModifiedDate"), "ModifiedDate", out var modified, ref reason))
            {
                reason = reason.Length > 0 ? reason : "has no Name";
                return false;
            }

            if (!TryCount(json, out var count) || !TryClasses(json, out var classes))
            {
                reason = !TryCount(json, out _) ? "PwnCount not read; expected a whole number" : "DataClasses not read; expected a list of texts";
                return false;
            }

            foreach (var member in json.EnumerateObject())
            {
                if (!s_known.Contains(member.Name) && member.Value.ValueKind != JsonValueKind.Null)
                {
                    Unread.Add(member.Name);
                }
            }

            var victim = new Victim(Text(json, "Title") ?? name, Text(json, "Domain")?.ToLowerInvariant());
            var words = new Words();
            words.Line("victims", "Breach of ", victim.Domain is null ? victim.Name : $"{victim.Name} ({victim.Domain})");
            words.Line("records", "Records: ", count is { } n ? n.ToString("N0", CultureInfo.InvariantCulture) : null);
            words.Line("data_classes", "Data: ", classes.Count > 0 ? string.Join(", ", classes) : null);
            words.Line("breach_date", "Date of the breach: ", breached?.ToString());
            words.Line(null, "", IsTrue(json, "IsVerified") ? "Verified." : json.TryGetProperty("IsVerified", out _) ? "Not verified." : null);
            foreach (var (key, told) in s_flags)
            {
                words.Line(null, "", IsTrue(json, key) ? told : null);
            }

            if (Text(json, "Description") is { } description)
            {
                words.Line(null, "", BodyText.Of(HtmlPage.Parse(description).Root, static _ => null).Text);
            }

            words.Line(null, "Attribution: ", Text(json, "Attribution"));
            var kind = IsTrue(json, "IsStealerLog") || IsTrue(json, "IsMalware") ? ListingKind.StealerLogs : ListingKind.Leak;
            var hasVictim = kind == ListingKind.Leak && !IsTrue(json, "IsSpamList");
            _stated[name] = new StatedFacts
            {
                Kind = kind,
                Victims = hasVictim ? [victim] : [],
                Records = count,
                DataClasses = classes,
                BreachDate = breached,
                Spans = [.. words.Spans.Where(s => s.Field != "victims" || hasVictim)],
            };
            post = new Post
            {
                Source = source.Id,
                ThreadId = name,
                PostId = name,
                ThreadTitle = count is { } records ? string.Create(CultureInfo.InvariantCulture, $"{victim.Name} data breach, {records:N0} records") : $"{victim.Name} data breach",
                PublishedAt = added,
                PublishedRaw = Text(json, "AddedDate"),
                EditedAt = modified > added ? modified : null,
                Body = words.ToString(),
                StatedLanguage = "en",
                Capture = capture,
                FirstSeen = page.CapturedAt,
                LastSeen = page.CapturedAt,
            };
            return true;
        }

        private static bool TryCount(JsonElement json, out long? count)
        {
            count = null;
            if (!json.TryGetProperty("PwnCount", out var told) || told.ValueKind == JsonValueKind.Null)
            {
                return true;
            }

            var isRead = told.ValueKind == JsonValueKind.Number && told.TryGetInt64(out var read) && read >= 0;
            count = isRead ? told.GetInt64() : null;
            return isRead;
        }

        private static bool TryClasses(JsonElement json, out List<string> classes)
        {
            classes = [];
            if (!json.TryGetProperty("DataClasses", out var told) || told.ValueKind == JsonValueKind.Null)
            {
                return true;
            }

            if (told.ValueKind != JsonValueKind.Array || told.EnumerateArray().Any(c => c.ValueKind != JsonValueKind.String))
            {
                return false;
            }

            classes = [.. told.EnumerateArray().Select(c => c.GetString()!.Trim()).Where(c => c.Length > 0).Distinct(StringComparer.Ordinal)];
            return true;
        }

        private static bool IsTrue(JsonElement json, string key) => json.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.True;

        private static string? Text(JsonElement json, string key) =>
            json.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String && value.GetString()!.Trim().Replace('\0', '\uFFFD') is { Length: > 0 } text ? text : null;
    }

    /// <summary>A body made of lines, and where in it the facts stand.</summary>
    private sealed class Words
    {
        private readonly StringBuilder _text = new();

        public List<EvidenceSpan> Spans { get; } = [];

        public void Line(string? field, string label, string? value)
        {
            if (string.IsNullOrEmpty(value))
            {
                return;
            }

            _text.Append(_text.Length > 0 ? "\n" : "").Append(label);
            var start = CodePoints(_text);
            _text.Append(value);
            if (field is not null)
            {
                Spans.Add(new EvidenceSpan(field, SpanSource.Body, start, CodePoints(_text), Rule));
            }
        }

        public override string ToString() => _text.ToString();

        private static int CodePoints(StringBuilder text)
        {
            var count = 0;
            foreach (var chunk in text.GetChunks())
            {
                foreach (var c in chunk.Span)
                {
                    count += char.IsLowSurrogate(c) ? 0 : 1;
                }
            }

            return count;
        }
    }
}
