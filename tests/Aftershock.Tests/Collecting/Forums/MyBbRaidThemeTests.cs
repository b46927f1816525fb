using Aftershock.Collecting;
using static Aftershock.Tests.Collecting.Forums.MyBbPages;

namespace Aftershock.Tests.Collecting.Forums;

/// <summary>The theme of RaidForums and the boards that took it over: other classes and friendly addresses, the same ids.</summary>
public sealed class MyBbRaidThemeTests
{
    [Fact]
    public void A_post_is_read_under_the_themes_own_classes()
    {
        var content = Read(Thread(), "Thread-SELLING-Tide-tables");
        var post = content.Posts.Single();
        Assert.Equal(("77", "gullwing", 1, "Fresh set."), (post.PostId, post.Author, post.Number, post.Body));
        Assert.Equal(("2021-02-25T22:06:00Z", "February 25, 2021 at 10:06 PM"), (post.PublishedAt?.ToString(), post.PublishedRaw));
        Assert.Equal(("2020-11", 1204), (post.AuthorJoined?.ToString(), post.AuthorPosts));
    }

    [Fact]
    public void A_thread_without_a_number_is_named_by_the_words_of_its_address() =>
        Assert.Equal("SELLING-Tide-tables", Read(Thread(), "Thread-SELLING-Tide-tables").Threads.Single().ThreadId);

    [Fact]
    public void The_section_and_the_title_are_told_by_the_themes_own_classes()
    {
        var thread = Read(Thread(), "Thread-SELLING-Tide-tables").Threads.Single();
        Assert.Equal(("Tide tables", "Cargo"), (thread.Title, thread.Forum));
    }

    [Fact]
    public void A_row_of_the_list_is_read_under_the_themes_own_classes()
    {
        var content = Read(Themed("""
            <table><tr class="forum-display__thread"><td><span class="thread-info__name"><a href="Thread-Tide-tables">Tide tables</a></span>
            <div class="thread-info__author">by <a href="User-gullwing">gullwing</a></div><span class="thread-info__datetime">1 hour ago</span></td><td>1,204</td><td>93,408</td></tr></table>
            """), "Forum-Cargo");
        var thread = content.Threads.Single();
        Assert.Equal(("Tide-tables", "Tide tables", "gullwing", "2022-07-16"), (thread.ThreadId, thread.Title, thread.Author, thread.PublishedAt?.ToString()));
        Assert.Equal((1204, 93408), (thread.Replies, thread.Views));
        Assert.Equal("gullwing", content.Handles.Single().Name);
    }

    [Fact]
    public void The_index_names_latest_threads_by_their_whole_titles()
    {
        var content = Read(Themed("""
            <div class="forums"><a class="forums__forum-name" href="Forum-Cargo">Cargo</a><div class="forums__last-post"><span class="forums__post"><a href="Thread-Tide-tables" title="Tide tables of Port Vell">Tide tab...</a></span></div></div>
            <div class="latest-posts__thread"><a href="Thread-Sluice-keys">Sluice keys</a></div>
            """));
        Assert.Equal([("Tide-tables", "Tide tables of Port Vell"), ("Sluice-keys", "Sluice keys")], content.Threads.Select(t => (t.ThreadId, t.Title)));
    }

    [Fact]
    public void A_numbered_friendly_address_gives_the_number()
    {
        var content = Read(Themed("<div class=\"latest-posts__thread\"><a href=\"thread-40-page-2.html\">Tide tables</a></div>"));
        Assert.Equal("40", content.Threads.Single().ThreadId);
    }

    private static string Thread() => Themed("""
        <div class="thread-info"><span class="thread-info__name">Tide tables</span></div>
        <div class="post" id="post_77"><div class="post__user"><a class="post__user-profile" href="User-gullwing">gullwing</a>
        <div class="post__user-stats">Posts: 1,204 Threads: 31 Joined: Nov 2020</div></div>
        <div class="post__head"><span class="post__date">February 25, 2021 at 10:06 PM</span><a href="#pid77">#1</a></div>
        <div class="post__body" id="pid_77">Fresh set.</div></div>
        """);

    private static string Themed(string content) => $"""
        <!DOCTYPE html><html><head><title>Tide tables</title></head><body><script src="jscripts/MyBB.js"></script>
        <div class="breadcrumbs"><a href="index.php">Saltpan</a> <a href="Forum-Cargo">Cargo</a></div>{content}</body></html>
        """;
}
