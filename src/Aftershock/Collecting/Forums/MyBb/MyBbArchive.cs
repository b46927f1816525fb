namespace Aftershock.Collecting.Forums.MyBb;

/// <summary>Pages of the stripped-down archive.</summary>
internal static class MyBbArchive
{
    /// <summary>Null when the page is none of the archive. A thread's page tells the thread; its posts carry no ids and are left.</summary>
    public static PageContent? Read(MyBbPage page)
    {
        if (page.Document.GetElementById("fullversion") is not { } full)
        {
            return null;
        }

        var link = full.QuerySelector("a[href]");
        if (MyBbPage.ThreadIn(link?.GetAttribute("href")) is not { } id || page.Document.QuerySelector(".post .message") is null)
        {
            return new PageContent { Outcome = ReadOutcome.NothingToRead };
        }

        var thread = new ForumThread
        {
            Source = page.Source.Id,
            ThreadId = id,
            Title = MyBbPage.Text(link) ?? "",
            Forum = MyBbPage.Text(MyBbPage.Last(page.Document.QuerySelectorAll(".navigation a[href*='forum-']"))),
            Capture = page.Capture,
            FirstSeen = page.Raw.CapturedAt,
            LastSeen = page.Raw.CapturedAt,
        };
        return new PageContent { Outcome = ReadOutcome.Read, Threads = [thread] };
    }
}
