using AngleSharp.Dom;

namespace Aftershock.Collecting.Forums.MyBb;

/// <summary>A forum's list of threads.</summary>
internal static class MyBbThreadList
{
    /// <summary>Null when the page lists no thread and is no page of a forum.</summary>
    public static PageContent? Read(MyBbPage page)
    {
        var rows = page.Document.QuerySelectorAll("tr.inline_row, tr.forum-display__thread, tr:has(span[id^=tid_])").Where(r => r.LocalName == "tr").ToList();
        if (rows.Count == 0)
        {
            return null;
        }

        var section = MyBbPage.Text(page.Document.QuerySelector(".navigation .active, .breadcrumb .active")) ?? page.Section();
        var threads = new List<ForumThread>();
        var handles = new Dictionary<string, Handle>(StringComparer.Ordinal);
        var rejections = new List<Rejection>();
        foreach (var row in rows)
        {
            if (ReadRow(page, row, section) is { } thread)
            {
                threads.Add(thread);
                if (thread.Author is { } author)
                {
                    handles[author] = new Handle { Source = page.Source.Id, Name = author, FirstSeen = page.Raw.CapturedAt, LastSeen = page.Raw.CapturedAt };
                }
            }
            else
            {
                rejections.Add(new Rejection(page.Raw.Origin, $"a row of the thread list was not read; expected a link to a thread in \"{MyBbPage.Text(row)?[..Math.Min(60, MyBbPage.Text(row)!.Length)]}\""));
            }
        }

        return new PageContent { Outcome = ReadOutcome.Read, Threads = threads, Handles = [.. handles.Values], Rejections = rejections };
    }

    private static ForumThread? ReadRow(MyBbPage page, IElement row, string? section)
    {
        var subject = row.QuerySelector("span[id^=tid_], .thread-info__name, .forum-display__thread-name");
        var link = subject?.QuerySelector("a[href]") ?? (subject as IElement)?.Closest("a[href]")
            ?? row.QuerySelectorAll("a[href*='tid='], a[href*='hread-']").FirstOrDefault(a => MyBbPage.ThreadIn(a.GetAttribute("href")) is not null);
        var id = subject?.Id is { } own && own.StartsWith("tid_", StringComparison.Ordinal) ? own[4..] : MyBbPage.ThreadIn(link?.GetAttribute("href"));
        if (link is null || id is null)
        {
            return null;
        }

        var author = row.QuerySelector(".author a, .author, .thread-info__author a, .forum-display__thread-author a");
        var start = row.QuerySelector(".thread_start_datetime, .thread-info__datetime, .forum-display__thread-date");
        var (replies, views) = Figures(row, link);
        return new ForumThread
        {
            Source = page.Source.Id,
            ThreadId = id,
            Title = MyBbPage.Text(link) ?? "",
            Forum = section,
            Prefix = Prefix(row, subject),
            Author = MyBbPage.Text(author)?.TrimEnd(',', ' '),
            PublishedAt = page.Time(start),
            Views = views,
            Replies = replies,
            Sticky = IsSticky(row),
            Closed = row.QuerySelector(".closefolder, .dot_closefolder, .newclosefolder, .closelock, .thread_status[class*=close]") is not null,
            Capture = page.Capture,
            FirstSeen = page.Raw.CapturedAt,
            LastSeen = page.Raw.CapturedAt,
        };
    }

    /// <summary>The cells after the title's: replies first, then views.</summary>
    private static (long? Replies, long? Views) Figures(IElement row, IElement link)
    {
        var cells = row.Children.Where(c => c.LocalName == "td").ToList();
        var title = cells.FindIndex(c => c.Contains(link));
        var after = cells.Skip(title + 1).Select(c => (Cell: c, Text: MyBbPage.Text(c)))
            .Where(c => c.Text is not null && c.Text.Length < 16 && char.IsAsciiDigit(c.Text[0]) && c.Cell.QuerySelector(".lastpost, .star_rating") is null)
            .Take(2).Select(c => MyBbPage.Count(c.Text)).ToList();
        return (after.ElementAtOrDefault(0), after.ElementAtOrDefault(1));
    }

    /// <summary>The prefix stands beside the subject, in an element of its own.</summary>
    private static string? Prefix(IElement row, IElement? subject)
    {
        var own = row.QuerySelector("span.prefix, span[class^=prefix], .thread-prefix, span.threadprefix, .label-prefix");
        if (own is not null && (subject is null || !own.Contains(subject)))
        {
            return MyBbPage.Prefix(MyBbPage.Text(own));
        }

        // A prefix of the board's own markup: text between the start of the cell and the subject, in brackets.
        var before = subject?.PreviousElementSibling;
        var text = MyBbPage.Text(before);
        return text is ['[', .., ']'] ? MyBbPage.Prefix(text) : null;
    }

    /// <summary>By the class of its cells, or by standing under "Important Threads".</summary>
    private static bool IsSticky(IElement row)
    {
        if (row.QuerySelector("td.forumdisplay_sticky") is not null)
        {
            return true;
        }

        for (var before = row.PreviousElementSibling; before is not null; before = before.PreviousElementSibling)
        {
            if (before.QuerySelector("td.trow_sep") is { } heading)
            {
                return heading.TextContent.Contains("Important", StringComparison.OrdinalIgnoreCase);
            }
        }

        return false;
    }
}
