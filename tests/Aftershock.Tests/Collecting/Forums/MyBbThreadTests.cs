using Aftershock.Collecting;
using static Aftershock.Tests.Collecting.Forums.MyBbPages;

namespace Aftershock.Tests.Collecting.Forums;

/// <summary>Pages of one thread, in the program's own theme.</summary>
public sealed class MyBbThreadTests
{
    [Fact]
    public void A_post_is_read_with_all_that_its_page_tells()
    {
        var post = Only(ThreadPage("Tide tables of Port Vell", Post(77, "Fresh set.<br>Two files.")));
        Assert.Equal(("40", "77", 1, "Tide tables of Port Vell", "Cargo"), (post.ThreadId, post.PostId, post.Number, post.ThreadTitle, post.Forum));
        Assert.Equal(("gullwing", "2021-03", 1204), (post.Author, post.AuthorJoined?.ToString(), post.AuthorPosts));
        Assert.Equal(("2022-07-03T11:20:00Z", "07-03-2022, 11:20 AM"), (post.PublishedAt?.ToString(), post.PublishedRaw));
        Assert.Equal("Fresh set.\nTwo files.", post.Body);
        Assert.Equal((Captured, Captured), (post.FirstSeen, post.LastSeen));
    }

    [Fact]
    public void The_opening_post_tells_who_opened_the_thread_and_when()
    {
        var thread = ReadThread(ThreadPage("Tide tables", Post(77, "First."), Post(78, "Second.", "brine", "07-04-2022, 01:00 PM", 2))).Threads.Single();
        Assert.Equal(("40", "Tide tables", "gullwing", "2022-07-03T11:20:00Z"), (thread.ThreadId, thread.Title, thread.Author, thread.PublishedAt?.ToString()));
    }

    [Fact]
    public void A_later_page_does_not_tell_who_opened_the_thread()
    {
        var thread = ReadThread(ThreadPage("Tide tables", Post(97, "Late.", "brine", number: 21)), "showthread.php?tid=40&page=2").Threads.Single();
        Assert.Equal((null, null), (thread.Author, thread.PublishedAt));
    }

    [Fact]
    public void Authors_are_handles_with_their_count_of_posts()
    {
        var handles = ReadThread(ThreadPage("Tide tables", Post(77, "First."), Post(78, "Second.", "brine", number: 2, statistics: "Posts: 12<br>Joined: Jul 2022"))).Handles;
        Assert.Equal([("brine", 12L, "2022-07"), ("gullwing", 1204L, "2021-03")], handles.OrderBy(h => h.Name, StringComparer.Ordinal).Select(h => (h.Name, h.Posts ?? 0, h.Joined?.ToString() ?? "")));
    }

    [Fact]
    public void A_guest_has_a_name_and_no_account()
    {
        var html = ThreadPage("Tide tables", Post(77, "First.")).Replace($"<a href=\"{Address}member.php?action=profile&amp;uid=9\"><em>gullwing</em></a>", "passer-by", StringComparison.Ordinal);
        var content = ReadThread(html);
        Assert.Equal("passer-by", content.Posts.Single().Author);
        Assert.Empty(content.Handles);
    }

    [Theory]
    [InlineData("<span title=\"07-16-2022, 09:16 AM\">14 minutes ago</span>", "2022-07-16T09:16:00Z", "14 minutes ago")]
    [InlineData("<span title=\"07-15-2022\">Yesterday</span>, 04:10 PM", "2022-07-15T16:10:00Z", "Yesterday, 04:10 PM")]
    [InlineData("07-03-2022, 11:20 AM <span class=\"post_edit\">(This post was last modified: 07-05-2022, 08:00 PM by <a href=\"member.php?action=profile&amp;uid=9\">gullwing</a>.)</span>", "2022-07-03T11:20:00Z", "07-03-2022, 11:20 AM")]
    [InlineData("sometime last winter", null, "sometime last winter")]
    public void The_date_is_the_posts_own_and_its_words_are_kept(string date, string? published, string raw)
    {
        var post = Only(ThreadPage("Tide tables", Post(77, "First.", date: date)));
        Assert.Equal((published, raw), (post.PublishedAt?.ToString(), post.PublishedRaw));
    }

    [Fact]
    public void The_note_on_editing_tells_when()
    {
        const string note = "07-03-2022, 11:20 AM <span class=\"post_edit\">(This post was last modified: 07-05-2022, 08:00 PM by <a href=\"#\">gullwing</a>.)</span>";
        Assert.Equal("2022-07-05T20:00:00Z", Only(ThreadPage("Tide tables", Post(77, "First.", date: note))).EditedAt?.ToString());
    }

    [Theory]
    [InlineData("post_date smalltext")]
    [InlineData("smalltext post_date")]
    [InlineData("float_left post_date smalltext")]
    public void A_part_is_found_wherever_its_class_stands_among_others(string classes)
    {
        var html = ThreadPage("Tide tables", Post(77, "First.")).Replace("class=\"post_date\"", $"class=\"{classes}\"", StringComparison.Ordinal);
        Assert.Equal("2022-07-03T11:20:00Z", Only(html).PublishedAt?.ToString());
    }

    [Fact]
    public void Times_are_read_in_the_sources_zone() =>
        Assert.Equal("2022-07-03T03:20:00Z", Read(ThreadPage("Tide tables", Post(77, "First.")), "showthread.php?tid=40", zone: "Asia/Shanghai").Posts.Single().PublishedAt?.ToString());

    [Fact]
    public void A_prefix_is_cut_off_the_title()
    {
        var html = ThreadPage("Tide tables", Post(77, "First.")).Replace("<span class=\"active\">Tide tables</span>", "<span class=\"active\"><span style=\"color:red\">[SELLING]</span> Tide tables</span>", StringComparison.Ordinal);
        var thread = ReadThread(html).Threads.Single();
        Assert.Equal(("SELLING", "Tide tables"), (thread.Prefix, thread.Title));
    }

    [Theory]
    [InlineData("<a class=\"button new_reply_button\" href=\"newreply.php?tid=40\"><span>New Reply</span></a>", false)]
    [InlineData("<a class=\"button closed_button\" href=\"newreply.php?tid=40\"><span>Thread Closed</span></a>", true)]
    [InlineData("", null)]
    public void Whether_the_thread_is_closed_stands_on_the_button_to_reply(string button, bool? closed) =>
        Assert.Equal(closed, ReadThread(ThreadPage("Tide tables", Post(77, "First."), button)).Threads.Single().Closed);

    [Fact]
    public void Quotes_are_kept_and_marked_as_others_words()
    {
        var post = Only(ThreadPage("Tide tables", Post(77, "<blockquote class=\"mycode_quote\"><cite><span>(today)</span>brine Wrote:</cite>How many rows?</blockquote>About nine.")));
        Assert.Equal("How many rows?\nAbout nine.", post.Body);
        Assert.Equal("How many rows?", post.Body[post.Quotes.Single().Start..post.Quotes.Single().End].Trim());
        Assert.Equal("About nine.", post.OwnWords().Trim());
    }

    [Theory]
    [InlineData("good <img class=\"smilie\" alt=\"Smile\">", "good :)")]
    [InlineData("<div class=\"codeblock\"><div class=\"title\">Code:</div><div class=\"body\"><code>a,b<br>1,2</code></div></div>", "a,b\n1,2")]
    [InlineData("rows &amp; columns &lt;9&gt;", "rows & columns <9>")]
    [InlineData("one<script>alert(1)</script> two<style>p{}</style>", "one two")]
    [InlineData("one<!-- hidden --> two", "one two")]
    [InlineData("see <fieldset><legend>Attached Files</legend>tables.zip</fieldset>", "see")]
    public void The_body_is_what_a_reader_sees(string markup, string body) =>
        Assert.Equal(body, Only(ThreadPage("Tide tables", Post(77, markup))).Body);

    [Fact]
    public void What_a_member_typed_is_not_taken_for_the_boards_own_words()
    {
        var post = Only(ThreadPage("Tide tables", Post(77, "<span class=\"post_date\">01-01-2020, 01:00 AM</span><span class=\"largetext\">brine</span> Joined: Jan 2001")));
        Assert.Equal(("gullwing", "2022-07-03T11:20:00Z", "2021-03"), (post.Author, post.PublishedAt?.ToString(), post.AuthorJoined?.ToString()));
    }

    [Fact]
    public void A_post_without_a_body_is_told_and_the_others_are_read()
    {
        var content = ReadThread(ThreadPage("Tide tables", Post(77, "First."), "<div class=\"post\" id=\"post_78\"><div class=\"post_head\">deleted</div></div>"));
        Assert.Equal("77", content.Posts.Single().PostId);
        Assert.Equal(new Rejection("page.html post 78", "has no body; expected an element with id pid_78"), content.Rejections.Single());
    }

    [Fact]
    public void The_same_post_twice_on_a_page_is_one_post() =>
        Assert.Equal("First.", Only(ThreadPage("Tide tables", Post(77, "First."), Post(77, "Other words."))).Body);

    [Theory]
    [InlineData("showthread.php?tid=41&page=2", "41")]
    [InlineData("thread-42-page-2.html", "40")]
    [InlineData("saved.html", "40")]
    public void The_thread_is_named_by_the_address_or_else_by_a_posts_own_link(string path, string id) =>
        Assert.Equal(id, Read(ThreadPage("Tide tables", Post(77, "First.")), path).Threads.Single().ThreadId);

    [Fact]
    public void Posts_of_which_nothing_tells_the_thread_are_a_failure_that_says_so()
    {
        var content = Read("<html><div id=\"post_5\"><div id=\"pid_5\">Words.</div></div></html>", "saved.html");
        Assert.Equal(ReadOutcome.Failed, content.Outcome);
        Assert.Contains("nothing tells their thread", content.Failure, StringComparison.Ordinal);
    }

    private static PageContent ReadThread(string html, string path = "showthread.php?tid=40")
    {
        var content = Read(html, path);
        Assert.Equal((ReadOutcome.Read, null), (content.Outcome, content.Failure));
        return content;
    }

    private static Post Only(string html) => ReadThread(html).Posts.Single();
}
