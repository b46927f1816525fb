using System.Diagnostics;
using System.Text;
using Aftershock.Collecting;
using Aftershock.Collecting.Html;
using Aftershock.Collecting.Pages;
using Aftershock.Tests.Collecting.Forums;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Aftershock.Tests.Collecting.Html;

public sealed class HtmlPageTests
{
    [Theory]
    [InlineData("a<b>c</b>d")]
    [InlineData("<ul><li>one<li>two<ul><li>in</ul><li>three</ul>after")]
    [InlineData("<table><tr><td>a<td>b<tr><td>c</table>after")]
    [InlineData("<table><tbody><tr><td><table><tr><td>in</td></tr></table></td><td>out</td></tr></tbody></table>")]
    [InlineData("<p>one<p>two<div>three</div>four")]
    [InlineData("<div id=x class='a b'>q</span>r</div>s")]
    [InlineData("<div><span>unclosed</div>after")]
    [InlineData("<p id=1><a href=x>one<a href=y>two</a></p>")]
    [InlineData("a &lt; b &amp c &copy; &notit; &#36;&#x4e2d;&#150; &unknown; &#0; &#xD800;")]
    [InlineData("<a title=\"a&amp;b&copy=1&lt\" id='&#39;'>x</a>")]
    [InlineData("x<!-- <b>no</b> -->y<!-->z<!--->u<!-- a --!>v")]
    [InlineData("<script>var a = '</div><b>';</script><b>yes</b>")]
    [InlineData("<script><!-- <script> </script> --></script>after")]
    [InlineData("<style>b{}</style><textarea><b>&amp;</textarea><title>t&amp;</title>end")]
    [InlineData("1 < 2 and 3 <4 </ 5> </> <3 <?php x ?>end")]
    [InlineData("<img src=a.png alt='x'><br/>text<hr>more<input value=1>")]
    [InlineData("<dl><dt>a<dd>b<dt>c</dl>d")]
    [InlineData("<select><option>a<option selected>b</select>c")]
    [InlineData("<b id=dup id=second CLASS=Up>v</B>")]
    [InlineData("<div =x a=1 / b>y</div>")]
    [InlineData("text <div")]
    [InlineData("text <div a='unclosed")]
    [InlineData("text <")]
    [InlineData("<blockquote><cite>q</cite>in<blockquote>deep</blockquote></blockquote>own")]
    public void Pages_are_read_as_a_full_parser_reads_them(string html) => Assert.Equal(ByFullParser(html), ByOurs(html));

    [RealDataFact("forums/pages/mybb")]
    public Task Every_shared_page_of_MyBB_is_read_as_a_full_parser_reads_it() => CompareAll("mybb");

    [RealDataFact("forums/pages/fluxbb")]
    public Task Every_shared_page_of_FluxBB_is_read_as_a_full_parser_reads_it() => CompareAll("fluxbb");

    [Fact]
    public void Hostile_markup_ends_soon_and_without_an_exception()
    {
        const int many = 100_000;
        string[] units =
        [
            "<div>", "<b>", "<b></i>", "</div>", "<td>", "<table>", "<table><tr><td>", "<li>", "<ul><li>", "<a href=x>", "<p>", "<!--", "<!---", "<a b=\"", "<a b='c'", "&", "&#", "&#x", "&amp", "<",
            "</", "<i><div><b></i>", "<p><table>", "<option>", "\0", "<script>", "<script><!--", "<a a a a a a", "<blockquote>", "<form><td>",
        ];
        foreach (var unit in units)
        {
            var html = string.Concat(Enumerable.Repeat(unit, many)) + "<p>end";
            var watch = Stopwatch.StartNew();
            var page = HtmlPage.Parse(html);
            _ = page.Root.Text;
            _ = Aftershock.Collecting.Forums.BodyText.Of(page.Root, static _ => null);
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{unit} took {watch.Elapsed}");
        }
    }

    [Fact]
    public void Any_change_to_a_page_leaves_a_sound_tree()
    {
        var random = new Random(20220716);
        const string seed = "<html><body><div id=content><table class=tborder><tr><td class=\"trow1\"><a href=\"x?tid=1&amp;y\">one &amp; two</a><ul><li>a<li>b</ul></td></tr></table><script>x</script><!-- c --></div></body></html>";
        const string alphabet = "<>/='\"&;!-abdiltrx \0中";
        for (var round = 0; round < 20_000; round++)
        {
            var html = new StringBuilder(seed);
            for (var change = random.Next(1, 8); change > 0; change--)
            {
                var at = random.Next(html.Length);
                _ = random.Next(3) switch
                {
                    0 => html.Remove(at, Math.Min(random.Next(1, 6), html.Length - at)),
                    1 => html.Insert(at, alphabet[random.Next(alphabet.Length)]),
                    _ => html.Insert(at, seed.AsSpan(random.Next(seed.Length - 9), random.Next(1, 9))),
                };
            }

            AssertSound(HtmlPage.Parse(html.ToString()));
        }
    }

    private static void AssertSound(HtmlPage page)
    {
        for (var i = 1; i < page.Count; i++)
        {
            var node = page.Nodes[i];
            Assert.InRange(node.Parent, 0, i - 1);
            Assert.InRange(node.After, i + 1, page.Nodes[node.Parent].After);
            Assert.InRange(node.Start, 0, node.End);
            Assert.InRange(node.End, node.Start, page.Source.Length);
        }

        _ = page.Root.Text;
    }

    private static async Task CompareAll(string program)
    {
        var compared = 0;
        await foreach (var intake in PageFolder.ReadAsync(RealDataFactAttribute.Find($"forums/pages/{program}")!, new SourceId("x"), TimeProvider.System))
        {
            if (intake.Page is not { } page || !page.ContentType.Contains("html", StringComparison.Ordinal))
            {
                continue;
            }

            var text = PageText.Decode(page);
            Assert.Equal(ByFullParser(text), ByOurs(text));
            compared++;
        }

        Assert.True(compared > 0);
    }

    /// <summary>Elements in their order with their depth among those that both keep, their attributes, and all text.</summary>
    private static string ByOurs(string html)
    {
        var page = HtmlPage.Parse(html);
        var shape = new StringBuilder();
        foreach (var element in page.Root.Descendants)
        {
            if (element.Tag is HtmlTag.Html or HtmlTag.Head or HtmlTag.Body or HtmlTag.TBody or HtmlTag.Form)
            {
                continue;
            }

            var node = page.Nodes[element.Index];
            shape.Append(html.AsSpan(node.Start, node.End - node.Start).ToString().ToLowerInvariant());
            foreach (var name in new[] { "id", "class", "href", "title" })
            {
                shape.Append('|').Append(element[name]);
            }

            shape.Append(' ').AppendLine(element.Text);
        }

        return shape.Append(page.Root.Text).ToString();
    }

    private static string ByFullParser(string html)
    {
        using var document = new HtmlParser(new HtmlParserOptions { IsScripting = false }).ParseDocument(html);
        var shape = new StringBuilder();
        foreach (var element in document.All.Where(e => e.LocalName is not ("html" or "head" or "body" or "tbody" or "form")))
        {
            shape.Append(element.LocalName);
            foreach (var name in new[] { "id", "class", "href", "title" })
            {
                shape.Append('|').Append(element.GetAttribute(name));
            }

            shape.Append(' ').AppendLine(Seen(element));
        }

        return shape.Append(Seen(document.DocumentElement)).ToString();
    }

    private static string? Seen(INode node)
    {
        var text = new StringBuilder();
        Append(node);
        var folded = string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return folded.Length == 0 ? null : folded;

        void Append(INode parent)
        {
            foreach (var child in parent.ChildNodes)
            {
                if (child is IText words)
                {
                    text.Append(words.Data);
                }
                else if (child is IElement { LocalName: "br" })
                {
                    text.Append(' ');
                }
                else if (child is IElement { LocalName: not ("script" or "style" or "template" or "iframe" or "noembed" or "noframes") })
                {
                    Append(child);
                }
            }
        }
    }
}
