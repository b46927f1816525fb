namespace Aftershock.Collecting.PostFiles;

/// <summary>Reads blocks of rows: each row gives one post, or the reason why it gives none.</summary>
public abstract class RowReader : IPageReader
{
    /// <summary>Years outside of these are typing errors, or a clock that was never set.</summary>
    private const int OldestYear = 1990;
    private const int NewestYear = 2100;

    public abstract string Program { get; }

    public abstract string? Recognizes(RawPage page);

    public PageContent Read(RawPage page, CaptureId capture, Source source)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(source);
        var (file, unit, number) = BlockPlace.Of(page);
        var posts = new List<Post>(page.Rows ?? 16);
        var rejections = new List<Rejection>();
        var warnings = new List<Rejection>();
        var rows = Begin(page, capture, source);
        var content = page.Content;
        while (content.Length > 0)
        {
            if (!TryCut(ref content, unit, out var row))
            {
                number += unit == BlockPlace.Line ? 1 : 0;
                continue;
            }

            if (rows.TryRead(row.Span, out var post, out var reason))
            {
                posts.Add(post);
                if (rows.Warning is { } warning)
                {
                    warnings.Add(new Rejection($"{file} {unit} {number}", warning));
                }
            }
            else
            {
                rejections.Add(new Rejection($"{file} {unit} {number}", reason));
            }

            number++;
        }

        return new PageContent
        {
            Outcome = ReadOutcome.Read,
            Posts = posts,
            Handles = rows.Handles,
            Sources = rows.Sources,
            Rejections = rejections,
            Warnings = warnings,
        };
    }

    private protected abstract Rows Begin(RawPage page, CaptureId capture, Source source);

    /// <summary>Reads a time that a row tells.</summary>
    private protected static bool TryMoment(string? text, string field, out Moment? moment, ref string reason)
    {
        moment = null;
        if (text is null)
        {
            return true;
        }

        if (!Moment.TryParse(text, out var read))
        {
            reason = $"{field} \"{Shorten(text)}\" not read; expected a date or a time such as 2022-06-30T09:15:00Z";
            return false;
        }

        if (read.At.Year is < OldestYear or > NewestYear)
        {
            reason = $"{field} \"{Shorten(text)}\" is not between {OldestYear} and {NewestYear}";
            return false;
        }

        moment = read;
        return true;
    }

    private protected static string Shorten(string text) => text.Length <= 40 ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[39]) ? 39 : 40), "…");

    /// <summary>Cuts the next row off; false for a blank line, and for what stands between and behind items.</summary>
    private static bool TryCut(ref ReadOnlyMemory<byte> content, string unit, out ReadOnlyMemory<byte> row)
    {
        if (unit == BlockPlace.Line)
        {
            var newline = content.Span.IndexOf((byte)'\n');
            row = newline < 0 ? content : content[..newline];
            content = newline < 0 ? default : content[(newline + 1)..];
            var text = row.Span.StartsWith("\uFEFF"u8) ? row.Span[3..] : row.Span;
            return text.IndexOfAnyExcept(" \t\r\n"u8) >= 0;
        }

        var isItem = JsonItems.Next(content.Span, out var begin, out var length) == JsonStep.Item;

        // The cutter ends a block with an item; a number at its very end has nothing after it to say that it is whole.
        length = isItem ? length : content.Length - begin;
        row = content.Slice(begin, length);
        content = content[(begin + length)..];
        return row.Length > 0;
    }

    /// <summary>The rows of one block, as they are read.</summary>
    private protected abstract class Rows
    {
        private readonly Dictionary<(SourceId, string), Handle> _handles = [];

        public IReadOnlyList<Handle> Handles => [.. _handles.Values];

        public virtual IReadOnlyList<Source> Sources => [];

        /// <summary>What is odd about the row that was read last; null when nothing is.</summary>
        public abstract string? Warning { get; }

        public abstract bool TryRead(ReadOnlySpan<byte> row, out Post post, out string reason);

        protected void AddHandle(Post post)
        {
            if (post.Author is not { } name)
            {
                return;
            }

            _handles[(post.Source, name)] = _handles.TryGetValue((post.Source, name), out var known) ? known with
            {
                FirstSeen = known.FirstSeen <= post.FirstSeen ? known.FirstSeen : post.FirstSeen,
                LastSeen = known.LastSeen >= post.LastSeen ? known.LastSeen : post.LastSeen,
                Joined = post.AuthorJoined ?? known.Joined,
                Posts = post.AuthorPosts ?? known.Posts,
            } : new Handle
            {
                Source = post.Source,
                Name = name,
                Joined = post.AuthorJoined,
                Posts = post.AuthorPosts,
                FirstSeen = post.FirstSeen,
                LastSeen = post.LastSeen,
            };
        }
    }
}
