using System.Globalization;
using System.Text;

namespace Aftershock.Running.Reconstruction;

/// <summary>Writes a world as the pages that a MyBB 1.8 board serves to a guest.</summary>
internal sealed class BoardPages
{
    private const int PostsPerPage = 10;
    private const int ThreadsPerPage = 20;
    private const int MembersPerPage = 50;

    private readonly World _world;
    private readonly string _root;
    private readonly DateTimeOffset _now;
    private readonly ILookup<int, WorldThread> _bySection;

    public BoardPages(World world)
    {
        _world = world;
        _root = world.Settings.Address;
        _now = world.Settings.CapturedAt;
        _bySection = world.Threads.OrderByDescending(t => t.Posts[^1].At).ThenByDescending(t => t.Id).ToLookup(t => t.Section.Id);
    }

    /// <summary>Every page, in the order in which a visitor would come by.</summary>
    public IEnumerable<BoardPage> All()
    {
        yield return new BoardPage("index.html", $"{_root}/index.php", "index", Index());
        foreach (var page in Paged(_world.Members.Count, MembersPerPage))
        {
            yield return new BoardPage($"memberlist-{page}.html", MemberListUrl(page), "memberlist", MemberList(page));
        }

        foreach (var section in _world.Sections.Where(s => s.Parent is not null))
        {
            foreach (var page in Paged(_bySection[section.Id].Count(), ThreadsPerPage))
            {
                yield return new BoardPage($"forum-{section.Id}-{page}.html", ForumUrl(section.Id, page), "forum", Forum(section, page));
            }
        }

        foreach (var thread in _world.Threads)
        {
            foreach (var page in Paged(thread.Posts.Count, PostsPerPage))
            {
                yield return new BoardPage($"thread-{thread.Id}-{page}.html", ThreadUrl(thread.Id, page), "thread", Thread(thread, page));
            }
        }
    }

    private static IEnumerable<int> Paged(int items, int perPage) => Enumerable.Range(1, Math.Max(1, (items + perPage - 1) / perPage));

    private string Index()
    {
        var page = new StringBuilder();
        foreach (var category in _world.Sections.Where(s => s.Parent is null))
        {
            page.Append(CultureInfo.InvariantCulture, $"""
                <table border="0" cellspacing="0" cellpadding="5" class="tborder">
                <thead>
                <tr>
                <td class="thead" colspan="5"><div><strong><a href="forumdisplay.php?fid={category.Id}">{BbCode.Escape(category.Name)}</a></strong></div></td>
                </tr>
                </thead>
                <tbody>

                """);
            foreach (var forum in _world.Sections.Where(s => s.Parent == category.Id))
            {
                var threads = _bySection[forum.Id].ToList();
                var last = threads.FirstOrDefault();
                page.Append(CultureInfo.InvariantCulture, $"""
                    <tr>
                    <td class="trow1" align="center" width="1"><span class="forum_status forum_on" id="mark_read_{forum.Id}"></span></td>
                    <td class="trow1">
                    <strong><a href="forumdisplay.php?fid={forum.Id}">{BbCode.Escape(forum.Name)}</a></strong><div class="smalltext">{BbCode.Escape(forum.Description)}</div>
                    </td>
                    <td class="trow1" align="center">{Grouped(threads.Count)}</td>
                    <td class="trow1" align="center">{Grouped(threads.Sum(t => t.Posts.Count))}</td>
                    <td class="trow1" align="right"><span class="smalltext">{(last is null ? "Never" : $"<a href=\"showthread.php?tid={last.Id}&amp;action=lastpost\">{BbCode.Escape(last.Title)}</a><br />{Time(last.Posts[^1].At)}")}</span></td>
                    </tr>

                    """);
            }

            page.Append("</tbody>\n</table>\n<br />\n");
        }

        return Frame(_world.Settings.Board, $"<span class=\"active\">{_world.Settings.Board}</span>", page.ToString());
    }

    private string MemberList(int number)
    {
        var page = new StringBuilder();
        var count = Paged(_world.Members.Count, MembersPerPage).Count();
        page.Append(Pagination(number, count, n => Escaped(MemberListUrl(n))));
        page.Append("""
            <table border="0" cellspacing="0" cellpadding="5" class="tborder">
            <tr>
            <td class="thead" colspan="7"><div><strong>Member List</strong></div></td>
            </tr>
            <tr>
            <td class="tcat" width="1%"><span class="smalltext"><strong>Avatar</strong></span></td>
            <td class="tcat"><span class="smalltext"><a href="memberlist.php?perpage=50&amp;sort=username&amp;order=ascending"><strong>Username</strong></a></span></td>
            <td class="tcat" align="center"><span class="smalltext"><a href="memberlist.php?perpage=50&amp;sort=regdate&amp;order=ascending"><strong>Joined</strong></a></span></td>
            <td class="tcat" align="center"><span class="smalltext"><a href="memberlist.php?perpage=50&amp;sort=lastvisit&amp;order=descending"><strong>Last Visit</strong></a></span></td>
            <td class="tcat" align="center"><span class="smalltext"><a href="memberlist.php?perpage=50&amp;sort=postnum&amp;order=descending"><strong>Post Count</strong></a></span></td>
            <td class="tcat" align="center"><span class="smalltext"><a href="memberlist.php?perpage=50&amp;sort=threadnum&amp;order=descending"><strong>Thread Count</strong></a></span></td>
            <td class="tcat" align="center"><span class="smalltext"><a href="memberlist.php?perpage=50&amp;sort=referrals&amp;order=descending"><strong>Referrals</strong></a></span></td>
            </tr>

            """);
        foreach (var (member, i) in _world.Members.Skip((number - 1) * MembersPerPage).Take(MembersPerPage).Select((m, i) => (m, i)))
        {
            var row = i % 2 == 0 ? "trow1" : "trow2";
            page.Append(CultureInfo.InvariantCulture, $"""
                <tr>
                	<td class="{row}" align="center"><img src="{_root}/images/default_avatar.png" alt="" width="70" height="70" /></td>
                	<td class="{row}"><a href="{Profile(member)}">{BbCode.Escape(member.Name)}</a><br />
                <span class="smalltext">
                	{Rank(member)}<br />
                </span></td>
                	<td class="{row}" align="center">{Time(member.Joined)}</td>
                	<td class="{row}" align="center">{Time(member.LastSeen == default ? member.Joined : member.LastSeen)}</td>
                	<td class="{row}" align="center">{Grouped(member.Posts)}</td>
                	<td class="{row}" align="center">{Grouped(member.Threads)}</td>
                	<td class="{row}" align="center">0</td>
                </tr>

                """);
        }

        page.Append("</table>\n");
        return Frame($"{_world.Settings.Board} - Member List", $"{Home()}\n<span class=\"active\">Member List</span>", page.ToString());
    }

    private string Forum(Section section, int number)
    {
        var threads = _bySection[section.Id].ToList();
        var pagination = Pagination(number, Paged(threads.Count, ThreadsPerPage).Count(), n => Escaped(ForumUrl(section.Id, n)));
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            <div class="float_left">
            {pagination}
            </div>
            <table border="0" cellspacing="0" cellpadding="5" class="tborder clear">
            	<tr>
            		<td class="thead" colspan="6"><div><strong>{BbCode.Escape(section.Name)}</strong></div></td>
            	</tr>
            	<tr>
            		<td class="tcat" colspan="3" width="66%"><span class="smalltext"><strong>Thread / Author</strong></span></td>
            		<td class="tcat" align="center" width="7%"><span class="smalltext"><strong>Replies</strong></span></td>
            		<td class="tcat" align="center" width="7%"><span class="smalltext"><strong>Views</strong></span></td>
            		<td class="tcat" align="right" width="20%"><span class="smalltext"><strong>Last Post</strong></span></td>
            	</tr>

            """);
        foreach (var (thread, i) in threads.Skip((number - 1) * ThreadsPerPage).Take(ThreadsPerPage).Select((t, i) => (t, i)))
        {
            page.Append(ThreadRow(thread, $"{(i % 2 == 0 ? "trow1" : "trow2")} forumdisplay_regular"));
        }

        page.Append("</table>\n");
        return Frame($"{_world.Settings.Board} - {BbCode.Escape(section.Name)}", $"{Crumbs(section)}<span class=\"active\">{BbCode.Escape(section.Name)}</span>", page.ToString());
    }

    private string ThreadRow(WorldThread thread, string row)
    {
        var (opening, last) = (thread.Opening, thread.Posts[^1]);
        var status = thread.Closed ? "closefolder\" title=\"Closed Thread" : thread.Posts.Count > 20 ? "newhotfolder\" title=\"New posts. Hot thread." : "newfolder\" title=\"New posts.";
        return $"""
            <tr class="inline_row">
            	<td align="center" class="{row}" width="2%"><span class="thread_status {status}">&nbsp;</span></td>
            	<td align="center" class="{row}" width="2%">&nbsp;</td>
            	<td class="{row}">
            		<div>
            			<span>{Prefix(thread)}<span class=" subject_new" id="tid_{thread.Id}"><a href="showthread.php?tid={thread.Id}">{BbCode.Escape(thread.Title)}</a></span></span>
            			<div><span class="author smalltext"><a href="{Profile(opening.Author)}">{BbCode.Escape(opening.Author.Name)}</a>, </span><span class="thread_start_datetime smalltext">{Time(opening.At)}</span></div>
            		</div>
            	</td>
            	<td align="center" class="{row}"><a href="{_root}/misc.php?action=whoposted&amp;tid={thread.Id}">{Grouped(thread.Posts.Count - 1)}</a></td>
            	<td align="center" class="{row}">{Grouped(thread.Views)}</td>
            	<td class="{row}" style="white-space: nowrap; text-align: right;">
            		<span class="lastpost smalltext">{Time(last.At)}<br />
            		<a href="showthread.php?tid={thread.Id}&amp;action=lastpost">Last Post</a>: <a href="{Profile(last.Author)}">{BbCode.Escape(last.Author.Name)}</a></span>
            	</td>
            </tr>

            """;
    }

    private string Thread(WorldThread thread, int number)
    {
        var title = BbCode.Escape(thread.Title);
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            <div class="float_left">
            {Pagination(number, Paged(thread.Posts.Count, PostsPerPage).Count(), n => Escaped(ThreadUrl(thread.Id, n)))}
            </div>
            <table border="0" cellspacing="0" cellpadding="5" class="tborder tfixed clear">
            <tr>
            <td class="thead">
            <div>
            <strong>{Prefix(thread)}{title}</strong>
            </div>
            </td>
            </tr>
            <tr><td id="posts_container">
            <div id="posts">

            """);
        foreach (var (post, i) in thread.Posts.Select((p, i) => (p, i)).Skip((number - 1) * PostsPerPage).Take(PostsPerPage))
        {
            page.Append(Post(thread, post, i + 1));
        }

        page.Append("</div>\n</td></tr>\n</table>\n");
        return Frame(title, $"{Crumbs(thread.Section)}<a href=\"forumdisplay.php?fid={thread.Section.Id}\">{BbCode.Escape(thread.Section.Name)}</a>\n"
            + $"<span class=\"active\">{Prefix(thread)}{title}</span>", page.ToString());
    }

    private string Post(WorldThread thread, WorldPost post, int number)
    {
        var author = post.Author;
        var reputation = author.Reputation switch { > 0 => "reputation_positive", < 0 => "reputation_negative", _ => "reputation_neutral" };
        var edited = post.EditedAt is { } at
            ? $"""

            <span class="edited_post">(This post was last modified: {Time(at)} by <a href="{Profile(author)}">{BbCode.Escape(author.Name)}</a>.)</span>

            """
            : "";
        return $"""
            <a name="pid{post.Id}" id="pid{post.Id}"></a>
            <div class="post " style="" id="post_{post.Id}">
            <div class="post_author">
            	<div class="author_avatar"><a href="member.php?action=profile&amp;uid={author.Id}"><img src="{_root}/images/default_avatar.png" alt="" width="55" height="55" /></a></div>
            	<div class="author_information">
            			<strong><span class="largetext"><a href="{Profile(author)}">{BbCode.Escape(author.Name)}</a></span></strong>
            <br />
            			<span class="smalltext">
            				{Rank(author)}<br />
            			</span>
            	</div>
            	<div class="author_statistics">
            	Posts: {Grouped(author.Posts)}<br />
            	Threads: {Grouped(author.Threads)}<br />
            	Joined: {author.Joined.ToString("MMM yyyy", CultureInfo.InvariantCulture)}
            <br />Reputation: <a href="reputation.php?uid={author.Id}"><strong class="{reputation}">{Grouped(author.Reputation)}</strong></a>
            	</div>
            </div>
            <div class="post_content">
            	<div class="post_head">
            <div class="float_right" style="vertical-align: top">
            <strong><a href="showthread.php?tid={thread.Id}&amp;pid={post.Id}#pid{post.Id}" title="{(number == 1 ? "" : "RE: ")}{BbCode.Escape(thread.Title)}">#{number}</a></strong>
            </div>
            		<span class="post_date">{Time(post.At)} <span class="post_edit" id="edited_by_{post.Id}">{edited}</span></span>
            	</div>
            	<div class="post_body scaleimages" id="pid_{post.Id}">
            		{BbCode.ToHtml(post.Text)}
            	</div>
            	<div class="post_meta" id="post_meta_{post.Id}">
            	</div>
            </div>
            </div>

            """;
    }

    private string Frame(string title, string navigation, string content) => $"""
        <!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
        <html xml:lang="en" lang="en" xmlns="http://www.w3.org/1999/xhtml">
        <head>
        <title>{title}</title>
        <meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
        <link type="text/css" rel="stylesheet" href="{_root}/cache/themes/theme1/global.css" />
        </head>
        <body>
        <div id="container">
        <a name="top" id="top"></a>
        <div id="header">
        <div id="logo"><div class="wrapper"><a href="{_root}/index.php">{_world.Settings.Board}</a></div></div>
        <div id="panel"><div class="upper"><div class="wrapper"><span class="welcome">Hello There, Guest! <a href="{_root}/member.php?action=login" class="login">Login</a> <a href="{_root}/member.php?action=register" class="register">Register</a></span></div></div></div>
        </div>
        <div id="content">
        <div class="wrapper">
        <div class="navigation">
        {navigation}
        </div>
        <br />
        {content}
        </div>
        </div>
        <div id="footer">
        <div class="lower">
        <div class="wrapper">
        <span id="current_time"><strong>Current time:</strong> {_now.ToString("MM-dd-yyyy, hh:mm tt", CultureInfo.InvariantCulture)}</span>
        <span id="copyright">Powered By <a href="https://mybb.com" target="_blank" rel="noopener">MyBB</a>, &copy; 2002-2022 <a href="https://mybb.com" target="_blank" rel="noopener">MyBB Group</a>.</span>
        </div>
        </div>
        </div>
        </div>
        </body>
        </html>

        """;

    private string Crumbs(Section section)
    {
        var category = _world.Sections.First(s => s.Id == section.Parent);
        return $"{Home()}\n&rsaquo;\n<a href=\"forumdisplay.php?fid={category.Id}\">{BbCode.Escape(category.Name)}</a>\n&rsaquo;\n";
    }

    private string Home() => $"<a href=\"{_root}/index.php\">{_world.Settings.Board}</a>";

    private static string Pagination(int current, int last, Func<int, string> url)
    {
        if (last == 1)
        {
            return "";
        }

        var links = new StringBuilder($"<div class=\"pagination\">\n<span class=\"pages\">Pages ({last}):</span>\n");
        if (current > 1)
        {
            links.Append(CultureInfo.InvariantCulture, $"<a href=\"{url(current - 1)}\" class=\"pagination_previous\">&laquo; Previous</a>\n");
        }

        foreach (var number in Enumerable.Range(1, last).Where(n => n == 1 || n == last || Math.Abs(n - current) <= 2))
        {
            links.Append(number == current
                ? $"<span class=\"pagination_current\">{number}</span>\n"
                : $"<a href=\"{url(number)}\" class=\"pagination_page\">{number}</a>\n");
        }

        if (current < last)
        {
            links.Append(CultureInfo.InvariantCulture, $"<a href=\"{url(current + 1)}\" class=\"pagination_next\">Next &raquo;</a>\n");
        }

        return links.Append("</div>").ToString();
    }

    private string MemberListUrl(int page) =>
        $"{_root}/memberlist.php{(page == 1 ? "" : $"?sort=regdate&order=ascending&perpage={MembersPerPage}&page={page}")}";

    private string ForumUrl(int id, int page) => $"{_root}/forumdisplay.php?fid={id}{(page == 1 ? "" : $"&page={page}")}";

    private string ThreadUrl(int id, int page) => $"{_root}/showthread.php?tid={id}{(page == 1 ? "" : $"&page={page}")}";

    private string Profile(Member member) => $"{_root}/member.php?action=profile&amp;uid={member.Id}";

    private static string Escaped(string url) => url.Replace("&", "&amp;", StringComparison.Ordinal);

    private static string Prefix(WorldThread thread) => thread.Prefix is { } prefix
        ? $"<span class=\"prefix prefix_{prefix.ToLowerInvariant()}\">[{prefix}]</span>&nbsp;"
        : "";

    private static string Rank(Member member) => member.Posts switch { > 60 => "GOD user", > 25 => "VIP", > 8 => "Advanced User", > 2 => "Junior Member", _ => "Newbie" };

    private static string Grouped(int value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>As MyBB prints times: within a day in words, the whole date in the title.</summary>
    private string Time(DateTimeOffset at)
    {
        var full = at.ToString("MM-dd-yyyy, hh:mm tt", CultureInfo.InvariantCulture);
        var age = _now - at;
        if (age < TimeSpan.FromHours(1))
        {
            var minutes = Math.Max(1, (int)age.TotalMinutes);
            return $"<span title=\"{full}\">{minutes} minute{(minutes == 1 ? "" : "s")} ago</span>";
        }

        if (age < TimeSpan.FromHours(12))
        {
            var hours = (int)age.TotalHours;
            return $"<span title=\"{full}\">{hours} hour{(hours == 1 ? "" : "s")} ago</span>";
        }

        return at.UtcDateTime.Date == _now.UtcDateTime.Date.AddDays(-1)
            ? $"<span title=\"{at.ToString("MM-dd-yyyy", CultureInfo.InvariantCulture)}\">Yesterday</span>, {at.ToString("hh:mm tt", CultureInfo.InvariantCulture)}"
            : full;
    }
}

/// <param name="File">File name within the folder.</param>
/// <param name="Url">The address that it was saved from.</param>
/// <param name="Kind">What the manifest says it is.</param>
internal readonly record struct BoardPage(string File, string Url, string Kind, string Html);
