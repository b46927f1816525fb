using Aftershock.Collecting;
using static Aftershock.Tests.Collecting.Forums.MyBbPages;

namespace Aftershock.Tests.Collecting.Forums;

/// <summary>Lists of a forum's threads, in the program's own theme.</summary>
public sealed class MyBbThreadListTests
{
    [Fact]
    public void A_row_is_read_with_all_that_it_tells()
    {
        var content = ReadList(Row(40, "Tide tables"));
        var thread = content.Threads.Single();
        Assert.Equal(("40", "Tide tables", "Cargo", "gullwing", "2022-07-03T11:20:00Z"), (thread.ThreadId, thread.Title, thread.Forum, thread.Author, thread.PublishedAt?.ToString()));
        Assert.Equal((4, 120, false, false), (thread.Replies, thread.Views, thread.Sticky, thread.Closed));
        Assert.Equal("gullwing", content.Handles.Single().Name);
        Assert.Empty(content.Posts);
    }

    [Theory]
    [InlineData("1,266", "93,408", 1266, 93408)]
    [InlineData("1.266", "93.408", 1266, 93408)]
    [InlineData("1 266", "1 093 408", 1266, 1093408)]
    [InlineData("1.2K", "1.5M", 1200, 1500000)]
    [InlineData("0", "0", 0, 0)]
    public void Figures_are_read_with_their_separators(string replies, string views, long expectedReplies, long expectedViews)
    {
        var thread = ReadList(Row(40, "Tide tables", replies: replies, views: views)).Threads.Single();
        Assert.Equal((expectedReplies, expectedViews), (thread.Replies, thread.Views));
    }

    [Fact]
    public void A_figure_beyond_every_count_is_none() =>
        Assert.Null(ReadList(Row(40, "Tide tables", replies: "99999999999999999999")).Threads.Single().Replies);

    [Fact]
    public void Threads_below_Important_are_pinned_and_those_below_Normal_are_not()
    {
        var threads = ReadList("<tr><td class=\"trow_sep\">Important Threads</td></tr>", Row(1, "House rules"), "<tr><td class=\"trow_sep\">Normal Threads</td></tr>", Row(40, "Tide tables")).Threads;
        Assert.Equal([true, false], threads.Select(t => t.Sticky));
    }

    [Fact]
    public void A_row_of_a_pinned_threads_class_is_pinned_without_a_heading() =>
        Assert.True(ReadList(Row(40, "Tide tables").Replace("class=\"trow1\"", "class=\"trow1 forumdisplay_sticky\"", StringComparison.Ordinal)).Threads.Single().Sticky);

    [Theory]
    [InlineData("closefolder", true)]
    [InlineData("newhotclosefolder", true)]
    [InlineData("hotfolder", false)]
    public void A_closed_thread_is_told_by_its_folder(string folder, bool closed) =>
        Assert.Equal(closed, ReadList(Row(40, "Tide tables", folder: folder)).Threads.Single().Closed);

    [Theory]
    [InlineData("<i class=\"fas fa-lock\"></i>", true)]
    [InlineData("<i class=\"icon_locked\"></i>", true)]
    [InlineData("<i class=\"fas fa-clock\"></i>", false)]
    [InlineData("<i class=\"fas fa-unlock\"></i>", false)]
    [InlineData("<span class=\"d-inline-block\"></span>", false)]
    public void A_lock_says_closed_and_a_clock_or_a_block_does_not(string before, bool closed) =>
        Assert.Equal(closed, ReadList(Row(40, "Tide tables", before)).Threads.Single().Closed);

    [Fact]
    public void The_row_that_a_moved_thread_leaves_behind_tells_neither_forum_nor_figures()
    {
        var thread = ReadList(Row(40, "Tide tables", folder: "movefolder", replies: "-", views: "-")).Threads.Single();
        Assert.Equal((null, null, null), (thread.Forum, thread.Replies, thread.Views));
        Assert.Equal(("Tide tables", "gullwing"), (thread.Title, thread.Author));
    }

    [Theory]
    [InlineData("<span class=\"prefix_3\" style=\"color:red\">[SELLING]</span>", "SELLING")]
    [InlineData("<span class=\"thread-prefix\">Auction</span>&nbsp;", "Auction")]
    [InlineData("[FREE]", "FREE")]
    [InlineData("", null)]
    public void A_prefix_is_told_apart_from_the_title(string before, string? prefix)
    {
        var thread = ReadList(Row(40, "Tide tables", before)).Threads.Single();
        Assert.Equal((prefix, "Tide tables"), (thread.Prefix, thread.Title));
    }

    [Fact]
    public void A_jump_to_the_first_unread_post_is_not_the_title() =>
        Assert.Equal("Tide tables", ReadList(Row(40, "Tide tables", "<a href=\"showthread.php?tid=40&amp;action=newpost\">go to first unread</a>")).Threads.Single().Title);

    [Fact]
    public void A_row_without_a_thread_is_told_and_the_others_are_read()
    {
        var content = ReadList(Row(40, "Tide tables"), "<tr class=\"inline_row\"><td>An advertisement without a thread</td></tr>");
        Assert.Equal("40", content.Threads.Single().ThreadId);
        var rejection = content.Rejections.Single();
        Assert.Equal("page.html", rejection.Place);
        Assert.Contains("\"An advertisement without a thread\"", rejection.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Search_results_take_the_forum_of_each_row()
    {
        var row = Row(40, "Tide tables").Replace("<td class=\"trow1\"><a href=\"https://saltpan.example/misc", "<td class=\"trow1\"><a href=\"forumdisplay.php?fid=8\">Lagoon</a></td><td class=\"trow1\"><a href=\"https://saltpan.example/misc", StringComparison.Ordinal);
        var content = Read(Framed("Results", $"<table>{row}{Row(41, "Sluice keys")}</table>", forum: null), "search.php?action=results");
        Assert.Equal(["Lagoon", null], content.Threads.Select(t => t.Forum));
    }

    private static PageContent ReadList(params string[] rows)
    {
        var content = Read(ListPage(rows), "forumdisplay.php?fid=3");
        Assert.Equal((ReadOutcome.Read, null), (content.Outcome, content.Failure));
        return content;
    }
}
