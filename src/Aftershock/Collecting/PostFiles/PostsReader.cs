using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Aftershock.Collecting.PostFiles;

/// <summary>Reads files of posts: the keys that <c>recognize</c> reads, those that <c>posts --jsonl</c> writes, or columns that are named; other keys are told.</summary>
/// <param name="columns">By key, the column or key of the file that stands for it; such as <c>title</c> from <c>subject</c>.</param>
public sealed class PostsReader(IReadOnlyDictionary<string, string>? columns = null) : RowReader
{
    private const int Id = 0, Title = 1, Body = 2, PostedAt = 3, Author = 4, Section = 5, Lang = 6, AuthorJoined = 7, AuthorPosts = 8, PostId = 9, ThreadId = 10,
        PublishedRaw = 11, Prefix = 12, EditedAt = 13, Number = 14, Attachments = 15, HiddenParts = 16, Reactions = 17, FirstSeen = 18, LastSeen = 19, From = 20;

    private static readonly RowFields s_fields = new(
        ("id", Id), ("title", Title), ("body", Body), ("posted_at", PostedAt), ("author", Author), ("section", Section),
        ("lang", Lang), ("author_joined", AuthorJoined), ("author_posts", AuthorPosts),
        ("post_id", PostId), ("thread_id", ThreadId), ("thread_title", Title), ("published_at", PostedAt), ("published_raw", PublishedRaw), ("forum", Section),
        ("prefix", Prefix), ("edited_at", EditedAt), ("number", Number), ("attachments", Attachments), ("hidden_parts", HiddenParts), ("reactions", Reactions),
        ("first_seen", FirstSeen), ("last_seen", LastSeen), ("source", From), ("capture", RowFields.Passed))
    {
        TextOnly = [Title, Body],
        Lists = [Attachments],
    };

    private readonly RowFields _fields = columns is null ? s_fields : s_fields.Renamed(columns);

    /// <summary>The keys that can be read, by their names in this program.</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. s_fields.Names.Except(["capture"])];

    /// <summary>The keys, or columns, that this reader reads.</summary>
    public IReadOnlyList<string> Columns => [.. _fields.Names.Except(["capture"])];

    public override string Program => "posts";

    public override string? Recognizes(RawPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var head = page.Content.Span[..Math.Min(page.Content.Length, 4096)];
        return head.IndexOf("\"body\""u8) >= 0 && head.IndexOf("\"title\""u8) >= 0 ? "rows with the keys title and body" : null;
    }

    private protected override Rows Begin(RawPage page, CaptureId capture, Source source) => new PostRows(_fields, page, capture, source);

    private sealed class PostRows(RowFields fields, RawPage page, CaptureId capture, Source source) : Rows
    {
        private readonly string?[] _values = new string?[fields.Count];
        private readonly Dictionary<string, Source> _sources = [];
        private int[]? _columns;
        private string? _warning;

        public override string? Warning => _warning;

        public override IReadOnlyList<Source> Sources => [.. _sources.Values];

        public override bool TryRead(ReadOnlySpan<byte> row, out Post post, out string reason)
        {
            post = null!;
            return fields.TryRead(row, _values, Unread, out reason, out _warning) && TryMake(out post, out reason);
        }

        public override bool TryReadCells(IReadOnlyList<string> cells, IReadOnlyList<string> header, out Post post, out string reason)
        {
            post = null!;
            _columns ??= fields.Columns(header);
            return RowFields.TryRead(cells, header, _columns, _values, Unread, out reason) && TryMake(out post, out reason);
        }

        private bool TryMake(out Post post, out string reason)
        {
            post = null!;
            reason = "";
            if (!TryMoment(_values[PostedAt], "posted_at", out var published, ref reason)
                || !TryMoment(_values[AuthorJoined], "author_joined", out var joined, ref reason)
                || !TryMoment(_values[EditedAt], "edited_at", out var edited, ref reason)
                || !TryMoment(_values[FirstSeen], "first_seen", out var firstSeen, ref reason)
                || !TryMoment(_values[LastSeen], "last_seen", out var lastSeen, ref reason)
                || !TryCount(AuthorPosts, "author_posts", out var posts, ref reason)
                || !TryCount(Number, "number", out var number, ref reason)
                || !TryCount(HiddenParts, "hidden_parts", out var hidden, ref reason)
                || !TryCount(Reactions, "reactions", out var reactions, ref reason))
            {
                return false;
            }

            if (_values[Title] is null && _values[Body] is null)
            {
                reason = "has neither title nor body";
                return false;
            }

            var title = _values[Title]?.Trim() ?? "";
            var id = (_values[Id] ?? _values[PostId])?.Trim() ?? HashId(title, _values[Body], _values[Author], _values[PostedAt]);
            post = new Post
            {
                Source = SourceOf(_values[From]),
                ThreadId = _values[ThreadId]?.Trim() ?? id,
                PostId = id,
                ThreadTitle = title,
                Forum = _values[Section]?.Trim(),
                Prefix = _values[Prefix]?.Trim(),
                Number = (int?)number,
                Author = _values[Author]?.Trim(),
                AuthorJoined = joined,
                AuthorPosts = posts,
                PublishedAt = published,
                PublishedRaw = _values[PublishedRaw] ?? _values[PostedAt],
                Body = _values[Body] ?? "",
                EditedAt = edited,
                Attachments = _values[Attachments]?.Split(RowFields.ListMark) ?? [],
                HiddenParts = (int?)hidden,
                Reactions = reactions,
                StatedLanguage = _values[Lang]?.Trim().ToLowerInvariant(),
                Capture = capture,
                FirstSeen = Seen(firstSeen),
                LastSeen = Seen(lastSeen),
            };
            AddHandle(post);
            return true;
        }

        /// <summary>When another store saw it, unless that lies after the file was written.</summary>
        private DateTimeOffset Seen(Moment? told) => told is { } seen && seen.At <= page.CapturedAt ? seen.At : page.CapturedAt;

        /// <summary>
        /// A post that another store wrote out keeps the name of its source below this one's: two sources number their
        /// posts alike, and a file must not speak for a source that was read here.
        /// </summary>
        private SourceId SourceOf(string? told)
        {
            if (told is null)
            {
                return source.Id;
            }

            if (_values[PostId] is null)
            {
                Unread.Add("source");
                return source.Id;
            }

            if (!_sources.TryGetValue(told, out var below))
            {
                below = new Source { Id = new SourceId($"{source.Id}/{SourceId.FromName(told.Replace('/', '-'))}"), Kind = source.Kind, Name = told, Zone = source.Zone };
                _sources.Add(told, below);
            }

            return below.Id;
        }

        private bool TryCount(int field, string name, out long? count, ref string reason)
        {
            count = null;
            if (_values[field] is not { } told)
            {
                return true;
            }

            if (!long.TryParse(told.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var read) || (field is Number or HiddenParts && read > int.MaxValue))
            {
                reason = $"{name} \"{Shorten(told)}\" not read; expected a whole number";
                return false;
            }

            count = read;
            return true;
        }

        /// <summary>A post without an id is known by its words, so that a second import knows it again.</summary>
        private static string HashId(params string?[] words) =>
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', words))).AsSpan(0, 12));
    }
}
