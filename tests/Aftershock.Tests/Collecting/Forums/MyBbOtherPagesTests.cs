using System.Text;
using Aftershock.Collecting.Forums.MyBb;
using static Aftershock.Tests.Collecting.Forums.MyBbPages;

namespace Aftershock.Tests.Collecting.Forums;

/// <summary>Index, members, refusals, archive and feeds.</summary>
public sealed class MyBbOtherPagesTests
{
    [Fact]
    public void The_index_names_the_latest_thread_of_each_forum()
    {
        var content = Read(Framed("Saltpan", """
            <table><tr><td class="trow1"><strong><a href="forumdisplay.php?fid=3">Cargo</a></strong></td>
            <td class="trow1"><a href="showthread.php?tid=40&amp;action=lastpost" title="Tide tables of Port Vell"><strong>Tide tables of P...</strong></a></td></tr>
            <tr><td class="trow2"><strong><a href="forumdisplay.php?fid=4">Galley</a></strong></td>
            <td class="trow2"><a href="showthread.php?tid=41&amp;action=lastpost" title=""><strong>Sluice keys, cut sho...</strong></a></td></tr></table>
            """, forum: null));
        Assert.Equal(ReadOutcome.Read, content.Outcome);
        Assert.Equal([("40", "Tide tables of Port Vell")], content.Threads.Select(t => (t.ThreadId, t.Title)));
    }

    [Fact]
    public void A_forum_that_holds_only_forums_has_nothing_to_read()
    {
        var content = Read(Framed("Harbour", "<table><tr><td class=\"tcat\">Forum</td></tr><tr><td class=\"trow1\"><a href=\"forumdisplay.php?fid=3\">Cargo</a></td><td class=\"trow1\">Never</td></tr></table>"), "forumdisplay.php?fid=1");
        Assert.Equal((ReadOutcome.NothingToRead, null), (content.Outcome, content.Failure));
    }

    [Fact]
    public void The_member_list_tells_names_the_date_of_joining_and_posts()
    {
        var content = Read(Framed("Member List", """
            <table><tr><td class="tcat">Avatar</td><td class="tcat"><a href="memberlist.php?sort=username&amp;order=ascending">Username</a></td>
            <td class="tcat"><a href="memberlist.php?sort=regdate&amp;order=ascending">Joined</a></td><td class="tcat"><a href="memberlist.php?sort=lastvisit">Last Visit</a></td>
            <td class="tcat"><a href="memberlist.php?sort=postnum">Post Count</a></td></tr>
            <tr><td class="trow1"></td><td class="trow1"><a href="member.php?action=profile&amp;uid=9"><em>gullwing</em></a><br>VIP</td><td class="trow1">03-14-2021, 10:38 PM</td><td class="trow1">07-01-2022, 01:00 AM</td><td class="trow1">1,204</td></tr>
            <tr><td class="trow2"></td><td class="trow2"><a href="member.php?action=profile&amp;uid=12">brine</a></td><td class="trow2"><span title="07-15-2022">Yesterday</span>, 04:10 PM</td><td class="trow2">(Hidden)</td><td class="trow2">0</td></tr>
            <tr><td class="tfoot" colspan="5">2 members</td></tr></table>
            """, forum: null), "memberlist.php");
        Assert.Equal(
            [("gullwing", "2021-03-14T22:38:00Z", 1204L), ("brine", "2022-07-15T16:10:00Z", 0L)],
            content.Handles.Select(h => (h.Name, h.Joined?.ToString() ?? "", h.Posts ?? -1)));
    }

    [Fact]
    public void A_profile_tells_the_whole_date_of_joining()
    {
        var content = Read(Profile("03-14-2021", "1,204 (2.4 posts per day | 3 percent of total posts)"), "member.php?action=profile&uid=9");
        var handle = content.Handles.Single();
        Assert.Equal(("gullwing", "2021-03-14", 1204), (handle.Name, handle.Joined?.ToString(), handle.Posts));
    }

    [Fact]
    public void A_profile_without_a_readable_date_still_names_its_member()
    {
        var handle = Read(Profile("(Hidden)", "7"), "member.php?action=profile&uid=9").Handles.Single();
        Assert.Equal(("gullwing", null, 7), (handle.Name, handle.Joined, handle.Posts));
    }

    [Theory]
    [InlineData("The specified thread does not exist.")]
    [InlineData("You do not have permission to access this page.")]
    [InlineData("Invalid forum")]
    public void A_refusal_that_comes_with_status_200_is_an_error_of_the_source_in_its_own_words(string sentence)
    {
        var content = Read(Framed("Saltpan", $"<table class=\"tborder\"><tr><td class=\"thead\"><strong>Saltpan</strong></td></tr><tr><td class=\"trow1\">{sentence}</td></tr></table>", forum: null), "showthread.php?tid=40");
        Assert.Equal((ReadOutcome.SourceError, $"the source says: {sentence}"), (content.Outcome, content.Failure));
    }

    [Fact]
    public void A_wall_that_asks_to_log_in_is_an_error_of_the_source()
    {
        var content = Read(Framed("Saltpan", """
            <table class="tborder"><tr><td class="thead"><strong>Saltpan</strong></td></tr><tr><td class="trow1">You are either not logged in or do not have permission to view this page.
            <form action="member.php"><table><tr><td class="trow1">Username:</td><td class="trow1"><input name="username"></td></tr><tr><td class="trow2"><input type="password"></td></tr></table></form></td></tr></table>
            """, forum: null), "showthread.php?tid=40");
        Assert.Equal(ReadOutcome.SourceError, content.Outcome);
        Assert.Contains("not logged in", content.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_status_above_399_is_an_error_of_the_source_whatever_the_page_holds()
    {
        var content = Read(Framed("Saltpan", "<p>Back soon.</p>"), status: 503);
        Assert.Equal((ReadOutcome.SourceError, "the source answered with status 503"), (content.Outcome, content.Failure));
    }

    [Theory]
    [InlineData("<html><body><h1>Welcome to nginx</h1></body></html>")]
    [InlineData("<html></html>")]
    public void A_page_of_no_board_is_a_failure_that_says_what_was_expected(string html)
    {
        var content = Read(html);
        Assert.Equal(ReadOutcome.Failed, content.Outcome);
        Assert.Contains("expected posts (id post_N), a thread list, a profile or a member list", content.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_page_is_a_failure() => Assert.Equal("the page is empty; expected HTML of a MyBB board", Read([]).Failure);

    [Fact]
    public void A_picture_has_nothing_to_read() =>
        Assert.Equal(ReadOutcome.NothingToRead, Read([0x89, 0x50, 0x4E, 0x47], "logo.png", type: "image/png").Outcome);

    [Fact]
    public void An_archived_thread_tells_the_thread_and_leaves_posts_to_the_full_page()
    {
        var content = Read(Archive("""
            <a href="https://saltpan.example/archive/index.php?forum-3.html">Cargo</a> &gt; Tide tables
            """, "showthread.php?tid=40", "Tide tables", """
            <div class="post"><div class="author"><h2><a href="member.php?action=profile&amp;uid=9">gullwing</a></h2></div><div class="dateline">07-03-2022, 11:20 AM</div><div class="message">First.</div></div>
            <div class="post"><div class="author"><h2><a href="#">brine</a></h2></div><div class="dateline">07-04-2022, 01:00 PM</div><div class="message">Second.</div></div>
            """), "archive/index.php?thread-40.html");
        var thread = content.Threads.Single();
        Assert.Equal(("40", "Tide tables", "Cargo", "gullwing", "2022-07-03T11:20:00Z"), (thread.ThreadId, thread.Title, thread.Forum, thread.Author, thread.PublishedAt?.ToString()));
        Assert.Empty(content.Posts);
    }

    [Fact]
    public void A_later_page_of_an_archived_thread_does_not_tell_who_opened_it()
    {
        var content = Read(Archive("", "showthread.php?tid=40&amp;page=2", "Tide tables", """
            <div class="multipage"><strong>Pages:</strong> <a href="#">1</a> <strong>2</strong></div>
            <div class="post"><div class="author">brine</div><div class="dateline">07-04-2022, 01:00 PM</div></div>
            """), "archive/index.php?thread-40-2.html");
        Assert.Equal((null, null), (content.Threads.Single().Author, content.Threads.Single().PublishedAt));
    }

    [Fact]
    public void An_archived_forum_tells_its_threads_their_replies_and_which_are_pinned()
    {
        var content = Read(Archive("", "forumdisplay.php?fid=3", "Cargo", """
            <div class="threadlist"><h3>Important Threads</h3><ol><li><a href="index.php?thread-1.html">House rules</a><span class="replycount"> (1 Reply)</span></li></ol>
            <h3>Threads</h3><ol><li><a href="index.php?thread-40.html">Tide tables</a><span class="replycount"> (1,204 Replies)</span></li></ol></div>
            """), "archive/index.php?forum-3.html");
        Assert.Equal(
            [("1", "House rules", "Cargo", 1L, true), ("40", "Tide tables", "Cargo", 1204L, null)],
            content.Threads.Select(t => (t.ThreadId, t.Title, t.Forum ?? "", t.Replies ?? -1, t.Sticky)));
    }

    [Theory]
    [InlineData("<rss><channel><generator>MyBB</generator><item><title>Tide &amp;amp; tables</title><link>https://saltpan.example/showthread.php?tid=40</link><pubDate>Sun, 03 Jul 2022 11:20:41 +0200</pubDate></item></channel></rss>")]
    [InlineData("<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><title type=\"html\">Tide &amp;amp; tables</title><link href=\"https://saltpan.example/showthread.php?tid=40\"/><published>2022-07-03T09:20:41Z</published></entry></feed>")]
    public void A_feed_tells_threads_to_the_second(string xml)
    {
        var thread = Read(xml, "syndication.php", type: "application/xml").Threads.Single();
        Assert.Equal(("40", "Tide & tables", "2022-07-03T09:20:41Z"), (thread.ThreadId, thread.Title, thread.PublishedAt?.ToString()));
    }

    [Theory]
    [InlineData("<rss><channel><item><title>cut o")]
    [InlineData("<!DOCTYPE rss [<!ENTITY a \"aaaaaaaaaa\">]><rss><channel><item><title>&a;</title></item></channel></rss>")]
    [InlineData("<rss><channel><item><title>\u0001</title></item></channel></rss>")]
    public void A_feed_that_is_no_XML_is_a_failure(string xml)
    {
        var content = Read(xml, "syndication.php", type: "application/rss+xml");
        Assert.Equal(ReadOutcome.Failed, content.Outcome);
        Assert.StartsWith("the feed is no XML: ", content.Failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<a href=\"showthread.php?tid=4\">x</a>", "addresses: showthread.php?tid=")]
    [InlineData("Powered By <a href=\"https://mybb.com\">MyBB</a>", "generator mark: a link to mybb.com")]
    [InlineData("<p>Powered by another program</p>", null)]
    public void A_board_is_recognized_by_what_its_pages_hold(string html, string? reason) =>
        Assert.Equal(reason, new MyBbReader().Recognizes(Page(Encoding.UTF8.GetBytes(html), "index.php")));

    [Fact]
    public void The_boards_name_begins_the_breadcrumbs() =>
        Assert.Equal("Saltpan", new MyBbReader().BoardName(Page(Encoding.UTF8.GetBytes(ListPage(Row(40, "Tide tables"))), "forumdisplay.php?fid=3")));

    private static string Profile(string joined, string posts) => Framed("Profile of gullwing", $"""
        <fieldset><span class="largetext"><strong>gullwing</strong></span><span class="smalltext">(VIP)<br><strong>Registration Date:</strong> {joined}<br><strong>Local Time:</strong> 07-16-2022 at 09:30 AM</span></fieldset>
        <table><tr><td class="thead" colspan="2"><strong>gullwing's Forum Info</strong></td></tr>
        <tr><td class="trow1"><strong>Joined:</strong></td><td class="trow1">{joined}</td></tr>
        <tr><td class="trow2"><strong>Last Visit:</strong></td><td class="trow2">07-09-2022, 06:51 PM</td></tr>
        <tr><td class="trow1"><strong>Total Posts:</strong></td><td class="trow1">{posts}<br><a href="search.php?action=finduser&amp;uid=9">Find All Posts</a></td></tr></table>
        """, forum: null);

    private static string Archive(string trail, string full, string title, string content) => $"""
        <!DOCTYPE html><html><head><title>{title}</title></head><body><div id="container"><h1><a href="{Address}index.php">Saltpan</a></h1>
        <div class="navigation"><a href="{Address}archive/index.php">Saltpan</a> &gt; {trail}</div>
        <div id="fullversion"><strong>Full Version:</strong> <a href="{Address}{full}">{title}</a></div>
        <div id="content">{content}</div></div><div id="footer">Powered By <a href="https://mybb.com">MyBB</a></div></body></html>
        """;
}
