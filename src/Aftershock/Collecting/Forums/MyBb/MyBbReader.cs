using Aftershock.Collecting.Html;
using Aftershock.Collecting.Pages;

namespace Aftershock.Collecting.Forums.MyBb;

/// <summary>Reads the pages of MyBB 1.8: index, thread lists, threads, profiles, the member list, archive, feeds, its error pages.</summary>
/// <remarks>
/// What a page is, is told by what it holds and not by its address. Pages of the stripped-down "archive" show the same
/// posts without their ids; they fill threads, and leave posts to the full pages, so that none is counted twice.
/// </remarks>
public sealed class MyBbReader : IForumReader
{
    private static readonly (byte[] Mark, string Reason)[] s_marks =
    [
        ("MyBB Group"u8.ToArray(), "generator mark: Powered By MyBB"),
        ("mybb.com"u8.ToArray(), "generator mark: a link to mybb.com"),
        (">MyBB</generator>"u8.ToArray(), "generator mark of a feed: MyBB"),
        ("MyBB."u8.ToArray(), "script mark: MyBB"),
        ("MyBBEditor"u8.ToArray(), "script mark: MyBBEditor"),
        ("my_post_key"u8.ToArray(), "script mark: my_post_key"),
        ("forumdisplay.php?fid="u8.ToArray(), "addresses: forumdisplay.php?fid="),
        ("showthread.php?tid="u8.ToArray(), "addresses: showthread.php?tid="),
    ];

    public string Program => "mybb";

    public string Title => "MyBB 1.8";

    public string? Recognizes(RawPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var content = page.Content.Span;
        foreach (var (mark, reason) in s_marks)
        {
            if (content.IndexOf(mark) >= 0)
            {
                return reason;
            }
        }

        return null;
    }

    public PageContent Read(RawPage page, CaptureId capture, Source source)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(source);
        if (page.Content.IsEmpty)
        {
            return PageContent.Failed("the page is empty; expected HTML of a MyBB board");
        }

        if (ForumFeed.Is(page))
        {
            return ForumFeed.Read(page, capture, source, MyBbPage.ThreadIn, isOfOpenings: true);
        }

        if (!PageText.IsHtml(page))
        {
            return new PageContent { Outcome = ReadOutcome.NothingToRead };
        }

        var text = PageText.Decode(page);
        var clock = new BoardClock(source.Zone, page.CapturedAt);
        clock.LearnOrder(text);
        var parsed = new MyBbPage { Raw = page, Capture = capture, Source = source, Document = HtmlPage.Parse(text), Clock = clock };
        var content = MyBbThread.Read(parsed)
            ?? MyBbArchive.Read(parsed)
            ?? MyBbThreadList.Read(parsed)
            ?? MyBbMembers.ReadProfile(parsed)
            ?? MyBbMembers.ReadList(parsed)
            ?? Without(parsed);
        return content with { Links = Links(parsed, isThreadPage: content.Posts.Count > 0) };
    }

    /// <summary>The next page, and outside of threads, where members put links, the forums and threads that the page leads to.</summary>
    private static List<PageLink> Links(MyBbPage page, bool isThreadPage)
    {
        var links = new List<PageLink>();
        if (page.Document.Root.First(static e => e.Tag == HtmlTag.A && e.HasClass("pagination_next"))["href"] is { } next)
        {
            links.Add(new PageLink(PageLinkKind.Next, next));
        }

        if (!isThreadPage)
        {
            BoardLinks.Collect(page.Document.Root, links, MyBbPage.ThreadIn, MyBbPage.ForumIn);
        }

        return links;
    }

    public string? BoardName(RawPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        if (page.Content.IsEmpty || !PageText.IsHtml(page))
        {
            return null;
        }

        return BoardName(HtmlPage.Parse(PageText.Decode(page)));
    }

    internal static string? BoardName(HtmlPage document)
    {
        var trail = document.Root.First(static e => e.HasClass("navigation") || e.HasClass("breadcrumb") || e.HasClass("breadcrumbs"));
        return trail.First(static e => e.Tag == HtmlTag.A && !e.Raw("href").Contains("fid=", StringComparison.Ordinal) && e.Text is not null).Text
            ?? document.Root.WithId("logo").First(HtmlTag.Img)["alt"]
            ?? trail.WithClass("active").Text;
    }

    /// <summary>A page without posts, threads or members: an error of the board, an index, or no page of MyBB at all.</summary>
    private static PageContent Without(MyBbPage page)
    {
        if (page.Raw.Status >= 400)
        {
            return new PageContent { Outcome = ReadOutcome.SourceError, Failure = $"the source answered with status {page.Raw.Status}" };
        }

        if (MyBbError.In(page) is { } error)
        {
            return new PageContent { Outcome = ReadOutcome.SourceError, Failure = $"the source says: {error}" };
        }

        if (MyBbIndex.Read(page) is { } index)
        {
            return index;
        }

        return IsOurs(page)
            ? new PageContent { Outcome = ReadOutcome.NothingToRead }
            : PageContent.Failed("no part of a MyBB board was found; expected posts (id post_N), a thread list, a profile or a member list");
    }

    private static bool IsOurs(MyBbPage page)
    {
        var content = page.Raw.Content.Span;
        foreach (var (mark, _) in s_marks)
        {
            if (content.IndexOf(mark) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
