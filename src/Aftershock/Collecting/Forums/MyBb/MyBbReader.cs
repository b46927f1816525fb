using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Aftershock.Collecting.Forums.MyBb;

/// <summary>Reads the pages of MyBB 1.8: thread lists, threads, profiles, the member list, its error pages.</summary>
/// <remarks>
/// What a page is, is told by what it holds and not by its address. Pages of the stripped-down "archive" show the same
/// posts without their ids; they fill threads, and leave posts to the full pages, so that none is counted twice.
/// </remarks>
public sealed class MyBbReader : IPageReader
{
    /// <summary>Scripts and comments are skipped; the content is as AngleSharp's full parser gives it.</summary>
    private static readonly HtmlParserOptions s_options = new()
    {
        IsScripting = false,
        SkipComments = true,
        SkipScriptText = true,
        SkipProcessingInstructions = true,
        DisableElementPositionTracking = true,
    };

    private static readonly string[] s_marks =
    [
        "MyBB", "mybb.com", "my_post_key", "forumdisplay.php?fid=", "showthread.php?tid=",
    ];

    public string Program => "mybb";

    public string? Recognizes(RawPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var text = PageTextOf(page);
        var found = s_marks.Where(mark => text.Contains(mark, StringComparison.Ordinal)).ToList();
        var isOwnMark = found.Any(mark => mark is "MyBB" or "mybb.com" or "my_post_key");
        return isOwnMark ? $"generator mark: {string.Join(", ", found)}" : found.Count == 2 ? $"addresses of MyBB: {string.Join(", ", found)}" : null;
    }

    public PageContent Read(RawPage page, CaptureId capture, Source source)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(source);
        if (page.Content.IsEmpty)
        {
            return PageContent.Failed("the page is empty; expected HTML of a MyBB board");
        }

        if (!IsHtml(page))
        {
            return new PageContent { Outcome = ReadOutcome.NothingToRead };
        }

        var text = PageTextOf(page);
        var clock = new BoardClock(source.Zone, page.CapturedAt);
        clock.LearnOrder(text);
        using var document = new HtmlParser(s_options).ParseDocument(text);
        var parsed = new MyBbPage { Raw = page, Capture = capture, Source = source, Document = document, Clock = clock };
        return MyBbThread.Read(parsed)
            ?? MyBbThreadList.Read(parsed)
            ?? MyBbMembers.ReadProfile(parsed)
            ?? MyBbMembers.ReadList(parsed)
            ?? MyBbArchive.Read(parsed)
            ?? Without(parsed);
    }

    /// <summary>The name of the board that the page shows, such as "Harbour Exchange"; null when it shows none.</summary>
    public static string? BoardName(RawPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        if (page.Content.IsEmpty || !IsHtml(page))
        {
            return null;
        }

        using var document = new HtmlParser(s_options).ParseDocument(PageTextOf(page));
        return MyBbPage.Text(document.QuerySelector(".navigation a[href*='index.php']"))
            ?? document.QuerySelector("#logo img[alt]")?.GetAttribute("alt")
            ?? MyBbPage.Text(document.QuerySelector(".navigation .active, .breadcrumb a"));
    }

    private static string PageTextOf(RawPage page) => Pages.PageText.Decode(page);

    private static bool IsHtml(RawPage page)
    {
        if (page.ContentType.Contains("html", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var start = page.Content.Span[..Math.Min(512, page.Content.Length)];
        return page.ContentType.Length == 0 && start.IndexOf("<html"u8) >= 0;
    }

    /// <summary>A page without posts, threads or members: an error of the board, an index, or no page of MyBB at all.</summary>
    private static PageContent Without(MyBbPage page)
    {
        if (page.Raw.Status >= 400)
        {
            return new PageContent { Outcome = ReadOutcome.SourceError, Failure = $"the source answered with status {page.Raw.Status}" };
        }

        if (ErrorText(page) is { } error)
        {
            return new PageContent { Outcome = ReadOutcome.SourceError, Failure = $"the source says: {error}" };
        }

        var isOurs = s_marks.Any(mark => page.Document.Source.Text.Contains(mark, StringComparison.Ordinal));
        return isOurs
            ? new PageContent { Outcome = ReadOutcome.NothingToRead }
            : PageContent.Failed("no part of a MyBB board was found; expected posts (id post_N), a thread list, a profile or a member list");
    }

    /// <summary>MyBB's error page is a table of one cell, without a form, under the board's name.</summary>
    private static string? ErrorText(MyBbPage page)
    {
        var content = page.Document.GetElementById("content") ?? page.Document.Body;
        var cells = content?.QuerySelectorAll("table.tborder td.trow1, table td.trow1");
        if (cells is not { Length: 1 } || content!.QuerySelector("a[href*='forumdisplay'] ~ .pagination") is not null)
        {
            return null;
        }

        var cell = cells[0];
        return cell.QuerySelector("form, table, input[type=text]") is null ? MyBbPage.Text(cell) : LoginWall(cell);
    }

    /// <summary>"You are either not logged in or do not have permission" carries the login form with it.</summary>
    private static string? LoginWall(IElement cell)
    {
        var text = MyBbPage.Text(cell);
        return text is not null && text.Contains("permission", StringComparison.OrdinalIgnoreCase) ? text[..Math.Min(text.Length, 120)] : null;
    }
}
