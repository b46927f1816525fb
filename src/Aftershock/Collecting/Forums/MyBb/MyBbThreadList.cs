using Aftershock.Collecting.Html;

namespace Aftershock.Collecting.Forums.MyBb;

/// <summary>A forum's list of threads.</summary>
internal static class MyBbThreadList
{
    private const int ShownOfRow = 60;
    private const int NodesOfHeading = 32;

    /// <summary>Null when the page lists no thread.</summary>
    public static PageContent? Read(MyBbPage page)
    {
        var rows = Rows(page);
        if (rows.Count == 0)
        {
            return null;
        }

        var forum = Forum(page);
        var threads = new List<ForumThread>();
        var handles = new Dictionary<string, Handle>(StringComparer.Ordinal);
        var rejections = new List<Rejection>();
        foreach (var (row, isPinned) in rows)
        {
            var parts = PartsOf(row);
            if (parts.Id is null || parts.Link.Text is not { } title)
            {
                var text = row.Text ?? "";
                rejections.Add(new Rejection(page.Raw.Origin, $"a row of the thread list was not read; expected a link to a thread in \"{text[..Math.Min(ShownOfRow, text.Length)]}\""));
                continue;
            }

            threads.Add(Thread(page, row, parts, title, forum, isPinned));
            if (parts.Author is { Tag: HtmlTag.A, Text: { } author })
            {
                handles[author] = page.Member(author);
            }
        }

        return new PageContent { Outcome = ReadOutcome.Read, Threads = threads, Handles = [.. handles.Values], Rejections = rejections };
    }

    /// <summary>The rows with a thread each, and whether they stand below "Important Threads".</summary>
    private static List<(HtmlElement Row, bool IsPinned)> Rows(MyBbPage page)
    {
        var rows = new List<(HtmlElement, bool)>();
        var isBelowImportant = false;
        var last = -1;
        foreach (var element in page.Document.Root.Descendants)
        {
            // A heading holds little: the text of whole lists is not looked at.
            if (element.HasClass("trow_sep") && element.After - element.Index < NodesOfHeading)
            {
                isBelowImportant = element.Text?.Contains("Important", StringComparison.OrdinalIgnoreCase) == true;
            }

            var row = element.Tag == HtmlTag.Tr && (element.HasClass("inline_row") || element.HasClass("forum-display__thread")) ? element
                : ThreadId(element.Raw("id")).Length > 0 ? RowAround(element)
                : default;
            if (row.Exists && row.Index > last)
            {
                rows.Add((row, isBelowImportant));
                last = row.Index;
            }
        }

        return rows;
    }

    private static HtmlElement RowAround(HtmlElement element)
    {
        for (var depth = 0; element.Exists && depth < HtmlTree.Reach; depth++, element = element.Parent)
        {
            if (element.Tag is HtmlTag.Tr or HtmlTag.Li || element.HasClass("thread-row"))
            {
                return element;
            }
        }

        return default;
    }

    /// <summary>The digits of <c>tid_N</c>; empty for any other id.</summary>
    private static ReadOnlySpan<char> ThreadId(ReadOnlySpan<char> id) =>
        id.StartsWith("tid_", StringComparison.Ordinal) && id.Length is > 4 and < 24 && !id[4..].ContainsAnyExceptInRange('0', '9') ? id[4..] : default;

    private static RowParts PartsOf(HtmlElement row)
    {
        var parts = new RowParts();
        foreach (var element in row.Descendants)
        {
            var classes = element.Raw("class");
            if (ThreadId(element.Raw("id")) is { Length: > 0 } id)
            {
                (parts.Id, parts.Subject) = (id.ToString(), element);
                parts.Link = element.First(HtmlTag.A);
            }
            else if (!parts.Prefix.Exists && !parts.Subject.Exists && MyBbThreadName.IsPrefix(element) && !element.First(static e => ThreadId(e.Raw("id")).Length > 0).Exists)
            {
                parts.Prefix = element;
            }
            else if (!parts.Author.Exists && parts.Subject.Exists && MyBbPage.IsProfileLink(element))
            {
                parts.Author = element;
            }
            else if (classes.StartsWith("author", StringComparison.Ordinal) || classes.Contains("thread-info__author", StringComparison.Ordinal))
            {
                parts.AuthorBlock = parts.AuthorBlock.Exists ? parts.AuthorBlock : element;
            }
            else if (classes.StartsWith("thread_start_datetime", StringComparison.Ordinal) || classes.Contains("thread-info__datetime", StringComparison.Ordinal) || classes.Contains("__thread-date", StringComparison.Ordinal))
            {
                parts.Started = parts.Started.Exists ? parts.Started : element;
            }
            else if (element.Tag == HtmlTag.A && element.Raw("href").Contains("whoposted", StringComparison.OrdinalIgnoreCase))
            {
                parts.Replies = parts.Replies.Exists ? parts.Replies : element;
            }
            else if (!parts.Forum.Exists && MyBbPage.IsForumLink(element))
            {
                parts.Forum = element;
            }
            else if (classes.Contains("folder", StringComparison.Ordinal) || IsLock(classes))
            {
                var isClosed = classes.Contains("close", StringComparison.Ordinal) || IsLock(classes);
                parts.IsClosed = parts.IsClosed == true || isClosed;
                parts.IsMoved |= classes.Contains("movefolder", StringComparison.Ordinal);
            }
        }

        return WithoutIds(row, parts);
    }

    /// <summary>A class such as <c>fa-lock</c> or <c>icon_locked</c>; not the lock in "clock", "block" or "unlock".</summary>
    private static bool IsLock(ReadOnlySpan<char> classes)
    {
        foreach (var part in classes.SplitAny(' ', '\n', '\t', '-', '_'))
        {
            if (classes[part] is "lock" or "locked")
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Themes without <c>tid_N</c>: the first link to a thread names it.</summary>
    private static RowParts WithoutIds(HtmlElement row, RowParts parts)
    {
        if (parts.AuthorBlock.Exists)
        {
            var link = parts.AuthorBlock.First(MyBbPage.IsProfileLink);
            parts.Author = link.Exists ? link : parts.AuthorBlock;
        }

        if (parts.Link.Text is null)
        {
            var link = row.First(static e => e.Tag == HtmlTag.A && e.Text is not null && MyBbPage.ThreadIn(e["href"]) is not null);
            parts.Link = link;
            parts.Id ??= MyBbPage.ThreadIn(link["href"]);
        }

        return parts;
    }

    private static ForumThread Thread(MyBbPage page, HtmlElement row, RowParts parts, string title, string? forum, bool isPinned)
    {
        var (replies, views) = Figures(row, parts);
        var thread = page.Thread(parts.Id!, title) with
        {
            Forum = parts.Forum.Text ?? forum,
            Prefix = MyBbPage.Prefix(parts.Prefix.Text) ?? Bracketed(parts),
            Author = parts.Author.Text?.TrimEnd(',', ' '),
            PublishedAt = page.Time(parts.Started),
        };
        // The row that a moved thread leaves behind stands in the forum that it is no longer in.
        return parts.IsMoved ? thread with { Forum = null } : thread with
        {
            Views = views,
            Replies = replies,
            Sticky = isPinned || row.First(static e => e.HasClass("forumdisplay_sticky")).Exists,
            Closed = parts.IsClosed,
        };
    }

    /// <summary>The cells after the title's: replies first, then views.</summary>
    private static (long? Replies, long? Views) Figures(HtmlElement row, RowParts parts)
    {
        long? replies = parts.Replies.Exists ? MyBbPage.Count(parts.Replies.Text) : null;
        var figures = new List<long>();
        var isAfterTitle = false;
        var isAfterReplies = !parts.Replies.Exists;
        foreach (var cell in row.Children)
        {
            if (cell.Contains(parts.Link))
            {
                isAfterTitle = true;
            }
            else if (cell.Contains(parts.Replies))
            {
                isAfterReplies = true;
            }
            else if (isAfterTitle && isAfterReplies && cell.Text is { Length: < 16 } text && char.IsAsciiDigit(text[0])
                && !cell.First(static e => e.HasClass("lastpost") || e.HasClass("star_rating")).Exists && MyBbPage.Count(text) is { } count)
            {
                figures.Add(count);
            }
        }

        return parts.Replies.Exists
            ? (replies, figures.Count > 0 ? figures[0] : null)
            : (figures.Count > 0 ? figures[0] : null, figures.Count > 1 ? figures[1] : null);
    }

    /// <summary>A prefix in the board's own markup: what stands in brackets right before the subject.</summary>
    private static string? Bracketed(RowParts parts)
    {
        var text = parts.Subject.Exists ? HtmlText.Folded(parts.Subject.Page!, parts.Subject.Parent.Index + 1, parts.Subject.Index) : null;
        return text is ['[', .., ']'] or ['(', .., ')'] ? MyBbPage.Prefix(text) : null;
    }

    /// <summary>The forum whose list this is; null on pages that gather threads of many, such as search results.</summary>
    private static string? Forum(MyBbPage page)
    {
        var isOfForum = page.Raw.Url.Contains("forumdisplay", StringComparison.OrdinalIgnoreCase)
            || page.Raw.Url.Contains("forum-", StringComparison.OrdinalIgnoreCase)
            || page.Document.Root.First(static e => e.Raw("href").Contains("forumdisplay.php", StringComparison.OrdinalIgnoreCase) && e.Raw("href").Contains("sortby=", StringComparison.OrdinalIgnoreCase)).Exists
            || page.Document.Root.First(static e => e.Tag == HtmlTag.Input && e.Raw("name").SequenceEqual("fid")).Exists;
        return isOfForum ? page.Here ?? page.Section() : null;
    }

    private record struct RowParts
    {
        public string? Id;
        public HtmlElement Subject;
        public HtmlElement Link;
        public HtmlElement Prefix;
        public HtmlElement Author;
        public HtmlElement AuthorBlock;
        public HtmlElement Started;
        public HtmlElement Replies;
        public HtmlElement Forum;
        public bool? IsClosed;
        public bool IsMoved;
    }
}
