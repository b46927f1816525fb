using System.Security.Cryptography;
using System.Text;

namespace Aftershock.Collecting.PostFiles;

/// <summary>Reads leak-site claims as the public trackers publish them: one source for each group, one post for each claim.</summary>
/// <remarks>
/// Published is what the leak site is said to have shown; first seen is when the tracker discovered the claim. A tracker
/// that began late shows by the two being apart, and what it filled in looks like no surge.
/// </remarks>
/// <param name="discoveredIsPublished">Whether a row without a published time takes the tracker's discovery for it. Off by default: a tracker that meets a site late discovers years of claims in one day.</param>
public sealed class RansomwareReader(bool discoveredIsPublished = false) : RowReader
{
    private const int Group = 0, Title = 1, Discovered = 2, Published = 3, Description = 4, Website = 5, Country = 6, Activity = 7;

    private static readonly RowFields s_fields = new(
        ("group", Group), ("group_name", Group), ("title", Title), ("post_title", Title), ("victim", Title),
        ("discovered", Discovered), ("published", Published), ("attackdate", Published), ("description", Description),
        ("website", Website), ("domain", Website), ("country", Country), ("activity", Activity));

    /// <summary>What trackers write where they know nothing.</summary>
    private static readonly string[] s_unknown = ["Not Found", "N/A", "Unknown", "-"];

    public static IReadOnlyList<string> Keys { get; } = [.. s_fields.Names];

    public override string Program => "ransomware-posts";

    public override string? Recognizes(RawPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var head = page.Content.Span[..Math.Min(page.Content.Length, 4096)];
        return head.IndexOf("\"group_name\""u8) >= 0 || (head.IndexOf("\"group\""u8) >= 0 && head.IndexOf("\"discovered\""u8) >= 0)
            ? "rows with a group and a discovery, as ransomware trackers write them"
            : null;
    }

    private protected override Rows Begin(RawPage page, CaptureId capture, Source source) => new ClaimRows(page, capture, source, discoveredIsPublished);

    private sealed class ClaimRows(RawPage page, CaptureId capture, Source tracker, bool discoveredIsPublished) : Rows
    {
        private readonly string?[] _values = new string?[s_fields.Count];
        private readonly Dictionary<string, Source> _groups = [];
        private string? _warning;

        public override string? Warning => _warning;

        public override IReadOnlyList<Source> Sources => [.. _groups.Values];

        public override bool TryRead(ReadOnlySpan<byte> row, out Post post, out string reason)
        {
            post = null!;
            if (!s_fields.TryRead(row, _values, Unread, out reason, out _warning)
                || !TryMoment(_values[Published], "published", out var published, ref reason)
                || !TryMoment(_values[Discovered], "discovered", out var discovered, ref reason))
            {
                return false;
            }

            // A file of lists under the groups' names tells the group once for all of a list.
            if ((_values[Group] ?? page.Head)?.Trim() is not { } group)
            {
                reason = "has no group";
                return false;
            }

            if (_values[Title]?.Trim() is not { } title)
            {
                reason = "has no title; expected the victim's name";
                return false;
            }

            if (published is null && discovered is null)
            {
                reason = "has neither published nor discovered";
                return false;
            }

            var isStandIn = published is null && discoveredIsPublished;
            published = isStandIn ? discovered : published;
            var seen = FirstSeen(published, discovered);

            // As told, to the letter: whether two spellings are one claim is for linking to say, where it can be undone.
            var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{_values[Group] ?? page.Head}\n{_values[Title]}\n{published ?? discovered}")).AsSpan(0, 12));
            post = new Post
            {
                Source = SourceOf(group).Id,
                ThreadId = id,
                PostId = id,
                ThreadTitle = title,
                Author = group,
                PublishedAt = published,
                PublishedRaw = isStandIn ? $"discovered {_values[Discovered]}" : _values[Published],
                Body = Words(),
                Capture = capture,
                FirstSeen = seen,
                LastSeen = seen,
            };
            AddHandle(post);
            return true;
        }

        /// <summary>
        /// The tracker's discovery, unless that lies before the claim was published (nothing is seen before it is there)
        /// or after the file was written; a tracker that does not tell saw it, for all we know, when the file was written.
        /// </summary>
        private DateTimeOffset FirstSeen(Moment? published, Moment? discovered)
        {
            if (discovered is not { } found || found.At > page.CapturedAt)
            {
                return page.CapturedAt;
            }

            return published is { } told && told.At > found.At && told.At <= page.CapturedAt ? told.At : found.At;
        }

        private Source SourceOf(string group)
        {
            if (!_groups.TryGetValue(group, out var source))
            {
                source = new Source
                {
                    Id = new SourceId($"{tracker.Id}/{SourceId.FromName(group.Replace('/', '-'))}"),
                    Kind = SourceKind.LeakSite,
                    Name = group,
                    Zone = tracker.Zone,
                };
                _groups.Add(group, source);
            }

            return source;
        }

        /// <summary>The claim's own words, then what the tracker adds to them under its own names for it.</summary>
        private string Words()
        {
            var words = new StringBuilder(_values[Description]?.Trim());
            Add("website", Website);
            Add("country", Country);
            Add("activity", Activity);
            return words.ToString();

            void Add(string name, int field)
            {
                if (_values[field]?.Trim() is { } value && !s_unknown.Contains(value, StringComparer.OrdinalIgnoreCase))
                {
                    words.Append(words.Length > 0 ? "\n" : "").Append(name).Append(": ").Append(value);
                }
            }
        }
    }
}
