using System.Text.RegularExpressions;
using Aftershock.Collecting.Html;

namespace Aftershock.Collecting.Forums.MyBb;

/// <summary>One page of a MyBB board, parsed, with what its parts are found by.</summary>
/// <remarks>
/// Two families of markup are known: the program's own theme, and the "RaidForums" theme of several later boards, which
/// keeps the ids (<c>post_N</c>, <c>pid_N</c>) and names other classes. Ids come first, classes second.
/// </remarks>
internal sealed partial class MyBbPage
{
    public required RawPage Raw { get; init; }

    public required CaptureId Capture { get; init; }

    public required Source Source { get; init; }

    public required HtmlPage Document { get; init; }

    public required BoardClock Clock { get; init; }

    /// <summary>The number in an address such as <c>showthread.php?tid=49</c> or <c>Thread-49.html</c>; null without one.</summary>
    public static string? IdIn(string? address, string key)
    {
        if (address is null)
        {
            return null;
        }

        for (var at = address.IndexOf(key + "=", StringComparison.OrdinalIgnoreCase); at >= 0; at = address.IndexOf(key + "=", at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var start = at + key.Length + 1;
            var end = start;
            while (end < address.Length && char.IsAsciiDigit(address[end]))
            {
                end++;
            }

            if (end > start && (at == 0 || address[at - 1] is '?' or '&' or ';'))
            {
                return address[start..end];
            }
        }

        return null;
    }

    /// <summary>The thread that an address names: its number, or the slug of a search-engine friendly one.</summary>
    public static string? ThreadIn(string? address)
    {
        if (IdIn(address, "tid") is { } id)
        {
            return id;
        }

        var match = address is null ? null : FriendlyThread().Match(address);
        return match is { Success: true } ? match.Groups["n"].Success ? match.Groups["n"].Value : match.Groups["slug"].Value : null;
    }

    /// <summary>See <see cref="ShownCount"/>.</summary>
    public static long? Count(string? text) => ShownCount.Read(text);

    /// <summary>A prefix without the brackets it is shown in; null when nothing is left.</summary>
    public static string? Prefix(string? shown)
    {
        var bare = shown?.Trim(' ', '[', ']', '(', ')', '{', '}', '|', '\u00A0', ':');
        return string.IsNullOrEmpty(bare) ? null : bare;
    }

    /// <summary>The time within an element whose relative part may carry the exact one on hover.</summary>
    public Moment? Time(HtmlElement element) => Clock.Read(element.Text, element["title"] ?? element.First(HasTitle)["title"]);

    public static bool HasTitle(HtmlElement element) => element.Tag is HtmlTag.Span or HtmlTag.Time or HtmlTag.Abbr && !element.Raw("title").IsEmpty;

    /// <summary>Whether it leads to a member's profile.</summary>
    public static bool IsProfileLink(HtmlElement element) => element.Tag == HtmlTag.A
        && (element.Raw("href").Contains("action=profile", StringComparison.OrdinalIgnoreCase) || IsFriendly(element.Raw("href"), "user-"));

    /// <summary>Whether it leads to the list of a forum's threads.</summary>
    public static bool IsForumLink(HtmlElement element) => element.Tag == HtmlTag.A
        && (element.Raw("href").Contains("forumdisplay.php?fid=", StringComparison.OrdinalIgnoreCase) || IsFriendly(element.Raw("href"), "forum-"));

    /// <summary>Addresses made for search engines: <c>User-name</c>, <c>forum-3.html</c>.</summary>
    private static bool IsFriendly(ReadOnlySpan<char> address, ReadOnlySpan<char> word)
    {
        var at = address.IndexOf(word, StringComparison.OrdinalIgnoreCase);
        return at == 0 || (at > 0 && address[at - 1] is '/' or '?');
    }

    /// <summary>The trail of links from the board's front page to this one; none when the theme has another.</summary>
    public HtmlElement Breadcrumbs => Document.Root.First(static e => e.HasClass("navigation") || e.HasClass("breadcrumb") || e.HasClass("breadcrumbs"));

    /// <summary>Where the page stands in the board: the end of the breadcrumbs, which is no link.</summary>
    public string? Here => Breadcrumbs.WithClass("active").Text;

    /// <summary>The forum that the page stands in: the last link of the breadcrumbs that leads to one.</summary>
    public string? Section()
    {
        string? last = null;
        var trail = Breadcrumbs;
        foreach (var element in trail.Descendants)
        {
            // Behind a forum with many pages stands a list of them.
            if (IsForumLink(element) && !IsPaging(element))
            {
                last = element.Text ?? last;
            }
        }

        return last;
    }

    private static bool IsPaging(HtmlElement element) => element.Raw("class").Contains("pagination", StringComparison.OrdinalIgnoreCase);

    public Handle Member(string name, Moment? joined = null, long? posts = null) => new()
    {
        Source = Source.Id,
        Name = name,
        Joined = joined,
        Posts = posts,
        FirstSeen = Raw.CapturedAt,
        LastSeen = Raw.CapturedAt,
    };

    /// <summary>A thread of which only the name is known yet.</summary>
    public ForumThread Thread(string id, string title) => new()
    {
        Source = Source.Id,
        ThreadId = id,
        Title = title,
        Capture = Capture,
        FirstSeen = Raw.CapturedAt,
        LastSeen = Raw.CapturedAt,
    };

    /// <summary>The forum whose list an address names: its number, or the slug of a search-engine friendly one.</summary>
    public static string? ForumIn(string? address)
    {
        if (address is null || address.Contains("action=", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (address.Contains("forumdisplay", StringComparison.OrdinalIgnoreCase) && IdIn(address, "fid") is { } id)
        {
            return id;
        }

        var match = FriendlyForum().Match(address);
        return match.Success ? match.Groups[1].Value : null;
    }

    [GeneratedRegex(@"(?:^|/)forum-([^/?#.]+?)(?:-page-\d+)?(?:\.|$|\?)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FriendlyForum();

    [GeneratedRegex(@"(?:^|[/?])thread-(?:(?<n>\d+)(?:-|\.|$)|(?<slug>[^/?#.]+))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FriendlyThread();
}
