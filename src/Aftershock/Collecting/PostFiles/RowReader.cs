using System.Text;

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
        var foreign = new MemoryStream();
        var content = page.Content;
        var header = unit == BlockPlace.Row && page.Head is { Length: > 1 } head ? TableRow.Cells(head.AsSpan(1), head[0]) : null;
        while (content.Length > 0)
        {
            if (!TryCut(ref content, unit, page.Head, out var row) || (header is not null && number == 1))
            {
                number += unit is BlockPlace.Line or BlockPlace.Row ? 1 : 0;
                continue;
            }

            if (header is null ? rows.TryRead(row.Span, out var post, out var reason) : rows.TryReadCells(TableRow.Cells(Encoding.UTF8.GetString(row.Span), page.Head![0]), header, out post, out reason))
            {
                posts.Add(post);
                if (rows.Warning is { } warning)
                {
                    warnings.Add(new Rejection($"{file} {unit} {number}", warning));
                }
            }
            else if (reason.Length > 0)
            {
                rejections.Add(new Rejection($"{file} {unit} {number}", reason));
                if (reason == RowFields.NotUtf8 && foreign.Length < MostForeign)
                {
                    foreign.Write(row.Span);
                }
            }

            number++;
        }

        return new PageContent
        {
            Outcome = ReadOutcome.Read,
            Posts = posts,
            Handles = rows.Handles,
            Sources = rows.Sources,
            Threads = rows.Threads,
            Stated = rows.Stated,
            Skipped = rows.Skipped,
            Rejections = rejections,
            Warnings = warnings,
            KeysNotRead = rows.Unread.All,
            ToldOnce = TextEncoding.Guess(foreign.GetBuffer().AsSpan(0, (int)foreign.Length)) is var (name, why)
                ? [new Rejection(file, $"rows that are not UTF-8 look like {name} ({why}); to read them give --encoding {name}")]
                : [],
        };
    }

    /// <summary>So many bytes of rows in another encoding tell which it is.</summary>
    private const int MostForeign = 1 << 16;

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
    private static bool TryCut(ref ReadOnlyMemory<byte> content, string unit, string? head, out ReadOnlyMemory<byte> row)
    {
        if (unit is BlockPlace.Line or BlockPlace.Row)
        {
            var end = unit == BlockPlace.Line ? content.Span.IndexOf((byte)'\n') + 1 : TableRow.Length(content.Span, head is { Length: > 0 } ? (byte)head[0] : (byte)',', isEnd: true);
            end = end == 0 ? content.Length : end;
            row = content[..(content.Span[end - 1] == '\n' ? end - 1 : end)];
            content = content[end..];
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

        public virtual IReadOnlyList<ForumThread> Threads => [];

        public virtual IReadOnlyDictionary<string, StatedFacts> Stated => System.Collections.ObjectModel.ReadOnlyDictionary<string, StatedFacts>.Empty;

        /// <summary>What is odd about the row that was read last; null when nothing is.</summary>
        public virtual string? Warning => null;

        /// <summary>Rows so far that are no posts by their nature.</summary>
        public int Skipped { get; protected set; }

        public UnreadKeys Unread { get; } = new();

        /// <param name="reason">Why it is no post; empty for one that was skipped.</param>
        public abstract bool TryRead(ReadOnlySpan<byte> row, out Post post, out string reason);

        /// <summary>Reads a row of a table.</summary>
        public virtual bool TryReadCells(IReadOnlyList<string> cells, IReadOnlyList<string> header, out Post post, out string reason)
        {
            post = null!;
            reason = "is a row of a table; expected one JSON object";
            return false;
        }

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
