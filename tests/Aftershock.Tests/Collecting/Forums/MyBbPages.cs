using System.Text;
using Aftershock.Collecting;
using Aftershock.Collecting.Forums.MyBb;

namespace Aftershock.Tests.Collecting.Forums;

/// <summary>Small pages of an invented board, built as MyBB builds its own, and what the reader makes of them.</summary>
internal static class MyBbPages
{
    public const string Address = "https://saltpan.example/";

    public static readonly DateTimeOffset Captured = new(2022, 7, 16, 9, 30, 0, TimeSpan.Zero);

    public static PageContent Read(string html, string path = "index.php", int status = 200, string type = "text/html; charset=UTF-8", string zone = "UTC") =>
        Read(Encoding.UTF8.GetBytes(html), path, status, type, zone);

    public static PageContent Read(byte[] content, string path = "index.php", int status = 200, string type = "text/html; charset=UTF-8", string zone = "UTC") =>
        new MyBbReader().Read(Page(content, path, status, type), new CaptureId("c"), new Source { Id = new SourceId("saltpan"), Kind = SourceKind.Forum, Name = "Saltpan", Zone = zone });

    public static RawPage Page(byte[] content, string path, int status = 200, string type = "text/html; charset=UTF-8") => new()
    {
        Source = new SourceId("saltpan"),
        Url = Address + path,
        CapturedAt = Captured,
        Status = status,
        ContentType = type,
        Content = content,
        Origin = "page.html",
    };

    /// <summary>A page of the program's own theme.</summary>
    /// <param name="here">The end of the breadcrumbs.</param>
    /// <param name="content">What stands below them.</param>
    /// <param name="forum">The forum that the breadcrumbs lead through; null for none.</param>
    public static string Framed(string here, string content, string? forum = "Cargo") => $"""
        <!DOCTYPE html><html><head><title>{here}</title><script>var my_post_key = "0";</script></head><body>
        <div id="quick_login" class="modal"><table><tr><td class="trow1">Username: <input name="quick_username"></td></tr></table></div>
        <div id="content"><div class="wrapper">
        <div class="navigation"><a href="{Address}index.php">Saltpan</a> › {(forum is null ? "" : $"<a href=\"forumdisplay.php?fid=3\">{forum}</a>")} <span class="active">{here}</span></div>
        {content}
        </div></div>
        <span id="copyright">Powered By <a href="https://mybb.com">MyBB</a></span>
        </body></html>
        """;

    public static string ThreadPage(string title, params IEnumerable<string> posts) =>
        Framed(title, $"<table><tr><td class=\"thead\"><div><strong>{title}</strong></div></td></tr><tr><td><div id=\"posts\">{string.Concat(posts)}</div></td></tr></table>");

    /// <param name="date">What stands in the element with the date, markup and all.</param>
    public static string Post(int id, string body, string author = "gullwing", string date = "07-03-2022, 11:20 AM", int? number = 1, string statistics = "Posts: 1,204<br>Threads: 31<br>Joined: Mar 2021<br>Reputation: <strong>7</strong>") => $"""
        <a id="pid{id}"></a><div class="post classic" id="post_{id}">
        <div class="post_author"><div class="author_information"><strong><span class="largetext"><a href="{Address}member.php?action=profile&amp;uid=9"><em>{author}</em></a></span></strong></div>
        <div class="author_statistics">{statistics}</div></div>
        <div class="post_content"><div class="post_head"><div class="float_right"><strong><a href="showthread.php?tid=40&amp;pid={id}#pid{id}">#{number}</a></strong></div>
        <span class="post_date">{date}</span></div>
        <div class="post_body scaleimages" id="pid_{id}">{body}</div></div></div>
        """;

    /// <summary>The list of a forum; its rows as <see cref="Row"/> makes them.</summary>
    public static string ListPage(params IEnumerable<string> rows) =>
        Framed("Cargo", $"<table class=\"tborder\"><tr><td class=\"tcat\"><a href=\"forumdisplay.php?fid=3&amp;sortby=subject\">Thread</a></td></tr>{string.Concat(rows)}</table>", forum: null);

    public static string Row(int id, string title, string before = "", string replies = "4", string views = "120", string folder = "newfolder", string started = "07-03-2022, 11:20 AM", string author = "gullwing") => $"""
        <tr class="inline_row"><td class="trow1"><span class="thread_status {folder}" title="">&nbsp;</span></td><td class="trow1">&nbsp;</td>
        <td class="trow1"><div><span>{before} <span class="subject_new" id="tid_{id}"><a href="showthread.php?tid={id}">{title}</a></span></span>
        <div><span class="author smalltext"><a href="{Address}member.php?action=profile&amp;uid=9">{author}</a>, </span><span class="thread_start_datetime smalltext">{started}</span></div></div></td>
        <td class="trow1"><a href="{Address}misc.php?action=whoposted&tid={id}">{replies}</a></td><td class="trow1">{views}</td>
        <td class="trow1"><ul class="star_rating"><li>0 Vote(s)</li></ul></td>
        <td class="trow1"><span class="lastpost smalltext">07-15-2022, 01:00 PM<br><a href="showthread.php?tid={id}&amp;action=lastpost">Last Post</a>: <a href="{Address}member.php?action=profile&amp;uid=12">brine</a></span></td></tr>
        """;
}
