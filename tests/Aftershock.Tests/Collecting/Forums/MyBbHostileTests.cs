using System.Diagnostics;
using System.Text;
using Aftershock.Collecting;
using static Aftershock.Tests.Collecting.Forums.MyBbPages;

namespace Aftershock.Tests.Collecting.Forums;

/// <summary>Pages that are broken, or made to break a reader: each ends soon, without an exception, with what can be read.</summary>
public sealed class MyBbHostileTests
{
    private const int Many = 100_000;

    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(10);

    [Fact]
    public void Elements_that_are_never_closed_leave_their_posts_readable()
    {
        var html = ThreadPage("Tide tables", Post(77, "First."), Post(78, "Second.", number: 2)).Replace("</div>", "", StringComparison.Ordinal).Replace("</span>", "", StringComparison.Ordinal);
        var content = Soon(html);
        Assert.Contains("77", content.Posts.Select(p => p.PostId));
        Assert.StartsWith("First.", content.Posts[0].Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<div>")]
    [InlineData("<blockquote>")]
    [InlineData("<span class=\"prefix\">")]
    [InlineData("<a href=\"showthread.php?tid=4\">")]
    [InlineData("<table><tr><td>")]
    [InlineData("<ul><li>")]
    [InlineData("<b>")]
    public void A_hundred_thousand_nested_elements_in_a_post_are_stepped_through(string element)
    {
        var content = Soon(ThreadPage("Tide tables", Post(77, string.Concat(Enumerable.Repeat(element, Many)) + "deep down")));
        Assert.Contains("deep down", content.Posts[0].Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<div>")]
    [InlineData("<tr class=\"inline_row\"><td>")]
    [InlineData("<td class=\"trow1\">")]
    [InlineData("<span id=\"tid_7\">")]
    [InlineData("<span class=\"prefix\">")]
    [InlineData("<div class=\"trow_sep\">x")]
    [InlineData("<strong>Joined:")]
    [InlineData("<a href=\"memberlist.php?sort=username\">")]
    [InlineData("<td class=\"thead\"><strong>x")]
    public void A_hundred_thousand_nested_elements_around_no_post_are_stepped_through(string element) =>
        Soon(Framed("Cargo", string.Concat(Enumerable.Repeat(element, Many))));

    [Fact]
    public void A_post_within_a_post_is_a_post_of_its_own()
    {
        var content = Soon(ThreadPage("Tide tables", Post(77, "Outer. " + Post(78, "Inner.", number: 2))));
        Assert.Equal(["77", "78"], content.Posts.Select(p => p.PostId));
    }

    [Fact]
    public void NULs_become_the_replacement_character()
    {
        var post = Soon(ThreadPage("Tide\0tables", Post(77, "row\0s"))).Posts.Single();
        Assert.Equal(("row\uFFFDs", "Tide\uFFFDtables"), (post.Body, post.ThreadTitle));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_replaced()
    {
        byte[] html = [.. Encoding.UTF8.GetBytes(ThreadPage("Tide tables", Post(77, "row@s"))).Select(b => b == (byte)'@' ? (byte)0xFF : b)];
        Assert.Equal("row\uFFFDs", Read(html, "showthread.php?tid=40").Posts.Single().Body);
    }

    [Theory]
    [InlineData("post_99999999999999999999999999999999")]
    [InlineData("post_-5")]
    [InlineData("post_")]
    [InlineData("post_5x")]
    [InlineData("post_٥")]
    public void An_id_that_no_board_gives_is_no_post(string id) =>
        Assert.Empty(Soon(Framed("Tide tables", $"<div id=\"{id}\"><div id=\"pid_5\">Words.</div></div>")).Posts);

    [Fact]
    public void An_id_as_long_as_a_64_bit_number_is_kept_as_text() =>
        Assert.Equal("9223372036854775808", Soon(ThreadPage("Tide tables", Post(77, "First.").Replace("_77", "_9223372036854775808", StringComparison.Ordinal))).Posts.Single().PostId);

    [Fact]
    public void Figures_that_overflow_are_none_and_the_post_is_read()
    {
        var post = Soon(ThreadPage("Tide tables", Post(77, "First.", statistics: "Posts: 99999999999999999999999<br>Joined: Jan 99999").Replace(">#1<", ">#99999999999<", StringComparison.Ordinal))).Posts.Single();
        Assert.Equal((null, null, null), (post.Number, post.AuthorPosts, post.AuthorJoined));
    }

    [Theory]
    [InlineData("999999 years ago")]
    [InlineData("999999 days ago")]
    [InlineData("٠٣-٠٧-٢٠٢٢, ١١:٢٠")]
    [InlineData("99-99-9999, 99:99")]
    public void A_date_that_cannot_be_spoils_no_page(string date) =>
        Assert.Equal("First.", Soon(ThreadPage("Tide tables", Post(77, "First.", date: date))).Posts.Single().Body);

    [Fact]
    public void A_page_cut_anywhere_never_throws()
    {
        var html = ThreadPage("Tide tables", Post(77, "<blockquote><cite>brine</cite>Quoted.</blockquote>First."), Post(78, "Second.", number: 2));
        for (var length = 0; length < html.Length; length += 7)
        {
            Read(html[..length], "showthread.php?tid=40");
        }
    }

    [Fact]
    public void Ten_thousand_posts_on_a_page_are_read()
    {
        var content = Soon(ThreadPage("Tide tables", Enumerable.Range(1, 10_000).Select(n => Post(n, "Words.", number: n))));
        Assert.Equal(10_000, content.Posts.Count);
    }

    private static PageContent Soon(string html)
    {
        var watch = Stopwatch.StartNew();
        var content = Read(html, "showthread.php?tid=40");
        Assert.True(watch.Elapsed < s_soon, $"took {watch.Elapsed}");
        return content;
    }
}
