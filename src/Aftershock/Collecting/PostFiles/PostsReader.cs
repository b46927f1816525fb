using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Aftershock.Collecting.PostFiles;

/// <summary>Reads files of posts with the keys that <c>recognize</c> reads; other keys are ignored.</summary>
public sealed class PostsReader : RowReader
{
    private const int Id = 0, Title = 1, Body = 2, PostedAt = 3, Author = 4, Section = 5, Lang = 6, AuthorJoined = 7, AuthorPosts = 8;

    private static readonly RowFields s_fields = new(
        ("id", Id), ("title", Title), ("body", Body), ("posted_at", PostedAt), ("author", Author), ("section", Section),
        ("lang", Lang), ("author_joined", AuthorJoined), ("author_posts", AuthorPosts));

    public override string Program => "posts";

    public override string? Recognizes(RawPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var head = page.Content.Span[..Math.Min(page.Content.Length, 4096)];
        return head.IndexOf("\"body\""u8) >= 0 && head.IndexOf("\"title\""u8) >= 0 ? "rows with the keys title and body" : null;
    }

    private protected override Rows Begin(RawPage page, CaptureId capture, Source source) => new PostRows(page, capture, source);

    private sealed class PostRows(RawPage page, CaptureId capture, Source source) : Rows
    {
        private readonly string?[] _values = new string?[s_fields.Count];
        private string? _warning;

        public override string? Warning => _warning;

        public override bool TryRead(ReadOnlySpan<byte> row, out Post post, out string reason)
        {
            post = null!;
            if (!s_fields.TryRead(row, _values, out reason, out _warning)
                || !TryMoment(_values[PostedAt], "posted_at", out var published, ref reason)
                || !TryMoment(_values[AuthorJoined], "author_joined", out var joined, ref reason))
            {
                return false;
            }

            if (_values[Title] is null && _values[Body] is null)
            {
                reason = "has neither title nor body";
                return false;
            }

            long? posts = null;
            if (_values[AuthorPosts] is { } count)
            {
                if (!long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var read))
                {
                    reason = $"author_posts \"{Shorten(count)}\" not read; expected a whole number";
                    return false;
                }

                posts = read;
            }

            var title = _values[Title]?.Trim() ?? "";
            var id = _values[Id]?.Trim() ?? HashId(title, _values[Body], _values[Author], _values[PostedAt]);
            post = new Post
            {
                Source = source.Id,
                ThreadId = id,
                PostId = id,
                ThreadTitle = title,
                Forum = _values[Section]?.Trim(),
                Author = _values[Author]?.Trim(),
                AuthorJoined = joined,
                AuthorPosts = posts,
                PublishedAt = published,
                PublishedRaw = _values[PostedAt],
                Body = _values[Body] ?? "",
                StatedLanguage = _values[Lang]?.Trim().ToLowerInvariant(),
                Capture = capture,
                FirstSeen = page.CapturedAt,
                LastSeen = page.CapturedAt,
            };
            AddHandle(post);
            return true;
        }

        /// <summary>A post without an id is known by its words, so that a second import knows it again.</summary>
        private static string HashId(params string?[] words) =>
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', words))).AsSpan(0, 12));
    }
}
