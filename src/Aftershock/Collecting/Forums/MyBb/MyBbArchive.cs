using Aftershock.Collecting.Html;

namespace Aftershock.Collecting.Forums.MyBb;

/// <summary>Pages of the stripped-down archive.</summary>
/// <remarks>
/// A thread's page tells the thread, and its first page who opened it and when; its posts carry no ids and are left to
/// the full pages. A forum's page tells the names of its threads, their replies, and which are pinned.
/// </remarks>
internal static class MyBbArchive
{
    /// <summary>Null when the page is none of the archive.</summary>
    public static PageContent? Read(MyBbPage page)
    {
        var full = page.Document.Root.WithId("fullversion");
        if (!full.Exists)
        {
            return null;
        }

        var link = full.First(HtmlTag.A);
        if (MyBbPage.ThreadIn(link["href"]) is { } id && link.Text is { } title)
        {
            return new PageContent { Outcome = ReadOutcome.Read, Threads = [Thread(page, id, title)] };
        }

        var threads = Threads(page, link.Text);
        return threads.Count > 0
            ? new PageContent { Outcome = ReadOutcome.Read, Threads = threads }
            : new PageContent { Outcome = ReadOutcome.NothingToRead };
    }

    private static ForumThread Thread(MyBbPage page, string id, string title)
    {
        string? forum = null;
        foreach (var element in page.Breadcrumbs.Descendants)
        {
            forum = element.Raw("href").Contains("forum-", StringComparison.OrdinalIgnoreCase) ? element.Text ?? forum : forum;
        }

        var thread = page.Thread(id, title) with { Forum = forum };
        // "Pages: 1 2 3": the one that is no link is this one.
        var here = page.Document.Root.WithClass("multipage").First(static e => e.Tag == HtmlTag.Strong && long.TryParse(e.Text, out _)).Text;
        var opening = page.Document.Root.WithClass("post");
        return here is not null and not "1" || !opening.Exists ? thread : thread with
        {
            Author = opening.WithClass("author").Text,
            PublishedAt = page.Time(opening.WithClass("dateline")),
        };
    }

    private static List<ForumThread> Threads(MyBbPage page, string? forum)
    {
        var threads = new List<ForumThread>();
        var isPinned = false;
        foreach (var element in page.Document.Root.WithClass("threadlist").Descendants)
        {
            if (element.Tag == HtmlTag.H3)
            {
                isPinned = element.Text?.StartsWith("Important", StringComparison.OrdinalIgnoreCase) == true;
            }
            else if (element.Tag == HtmlTag.A && MyBbPage.ThreadIn(element["href"]) is { } id && element.Text is { } title)
            {
                threads.Add(page.Thread(id, title) with
                {
                    Forum = forum,
                    Replies = MyBbPage.Count(element.Next.Text),
                    Sticky = isPinned ? true : null,
                });
            }
        }

        return threads;
    }
}
