using System.Text;
using Aftershock.Collecting.Feeds;

namespace Aftershock.Tests.Collecting.Feeds;

public sealed class FeedTests : IDisposable
{
    private static readonly Source s_source = new() { Id = new SourceId("feed"), Kind = SourceKind.PostFile, Name = "Feeds" };

    private readonly Files _files = new();

    static FeedTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Rss_2_is_read_with_its_namespaces()
    {
        var read = await ReadAsync("""

            <?xml version="1.0" encoding="UTF-8"?>
            <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
            <channel><title>Harbour &amp; News</title><link>https://www.harbour.example/news/</link>
              <image><title>Logo</title><link>https://logo.example/</link></image>
              <item><title>Clinic &lt;b&gt;breached&lt;/b&gt;</title><link>https://harbour.example/1</link><guid isPermaLink="false">tag:1</guid>
                <pubDate>Tue, 05 Jul 2022 10:00:00 +0200</pubDate><dc:creator><![CDATA[Ada Finch]]></dc:creator><category>Leaks</category>
                <description>Short.</description><content:encoded><![CDATA[<p>Meadowlark Clinic lost<br>120k rows.</p><blockquote>He said so</blockquote><script>x()</script>]]></content:encoded>
                <enclosure url="https://harbour.example/files/report%201.pdf?x=1" length="1" type="application/pdf"/><media:content url="https://harbour.example/a.jpg"/></item>
              <item><description>Only words &amp;amp; more</description><author>ada@harbour.example (Bo Plover)</author><link>https://harbour.example/2</link></item>
              <item><pubDate>soon</pubDate></item>
            </channel></rss>
            """);
        Assert.Equal(["feed.xml item 3: has neither title nor words"], read.Faults);
        var post = read.Post("tag:1");
        Assert.Equal(("feed/www.harbour.example", "Clinic breached", "Ada Finch", "2022-07-05T08:00:00Z"), (post.Source.Value, post.ThreadTitle, post.Author, post.PublishedAt.ToString()));
        Assert.Equal("Meadowlark Clinic lost\n120k rows.\nHe said so", post.Body);
        Assert.Single(post.Quotes);
        Assert.Equal(["report 1.pdf", "a.jpg"], post.Attachments);
        var second = read.Post("https://harbour.example/2");
        Assert.Equal(("", "Only words & more", "Bo Plover", null), (second.ThreadTitle, second.Body, second.Author, second.PublishedAt?.ToString()));
        Assert.Equal("Harbour & News", read.Contents.Single().Sources.Single().Name);
    }

    [Fact]
    public async Task Rss_1_and_0_91_and_Atom_are_read()
    {
        var rdf = await ReadAsync("""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Old</title><link>http://old.example</link></channel><item rdf:about="http://old.example/1"><title>A</title><link>http://old.example/one</link><dc:date>2004-05-06T07:08+01:00</dc:date></item></rdf:RDF>""");
        Assert.Equal(("http://old.example/1", "2004-05-06T06:08:00Z", Precision.Minute), (rdf.Posts.Single().PostId, rdf.Posts.Single().PublishedAt.ToString(), rdf.Posts.Single().PublishedAt!.Value.Precision));
        var old = await ReadAsync("""<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://dtd.invalid/rss.dtd"><rss version="0.91"><channel><title>Older</title><link>x</link><item><title>A</title><link>http://old.example/1</link></item></channel></rss>""");
        Assert.Equal("feed/older", old.Posts.Single().Source.Value);
        var atom = await ReadAsync("""
            <feed xmlns="http://www.w3.org/2005/Atom"><title type="text">Reef</title><link rel="self" href="https://cdn.example/feed"/><link href="https://reef.example/"/><updated>2022-07-05T00:00:00Z</updated>
            <entry><id>urn:1</id><title type="text">a &lt; b</title><link rel="enclosure" href="https://reef.example/a.zip"/><link href="https://reef.example/1"/><author><name>Ada</name><email>a@reef.example</email></author><published>2022-07-04T00:00:00Z</published><updated>2022-07-05T00:00:00Z</updated><summary>s</summary>
              <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One</p><p>Two &lt; three</p></div></content></entry>
            <entry><id>urn:2</id><title>b</title><updated>2022-07-06T00:00:00Z</updated><content type="text">plain &lt;b&gt;</content></entry></feed>
            """);
        Assert.Equal(("feed/reef.example", "a < b", "Ada", "One\nTwo < three"), (atom.Post("urn:1").Source.Value, atom.Post("urn:1").ThreadTitle, atom.Post("urn:1").Author, atom.Post("urn:1").Body));
        Assert.Equal(("2022-07-04T00:00:00Z", "2022-07-05T00:00:00Z"), (atom.Post("urn:1").PublishedAt.ToString(), atom.Post("urn:1").EditedAt.ToString()));
        Assert.Equal(["a.zip"], atom.Post("urn:1").Attachments);
        Assert.Equal(("2022-07-06T00:00:00Z", "updated 2022-07-06T00:00:00Z", "plain <b>"), (atom.Post("urn:2").PublishedAt.ToString(), atom.Post("urn:2").PublishedRaw, atom.Post("urn:2").Body));
    }

    [Theory]
    [InlineData("\"author\":{\"name\":\"Ada\"}", "1")]
    [InlineData("\"authors\":[{\"name\":\"Ada\"},{\"name\":\"Bo\"}]", "1.1")]
    public async Task Json_feed_is_read(string author, string version)
    {
        var read = await ReadAsync($$"""{"version":"https://jsonfeed.org/version/{{version}}","title":"Reef","home_page_url":"https://reef.example/","items":[{"id":7,"title":"a < b","content_html":"<p>One</p>","content_text":"x","date_published":"2022-07-05T10:00:00-04:00",{{author}},"attachments":[{"url":"https://reef.example/a.zip","mime_type":"x"}]},{"id":"8","content_text":"l1\nl2"},7]}""", "feed.json");
        Assert.Equal(("feed/reef.example", "a < b", "One", "Ada", "2022-07-05T14:00:00Z"), (read.Post("7").Source.Value, read.Post("7").ThreadTitle, read.Post("7").Body, read.Post("7").Author, read.Post("7").PublishedAt.ToString()));
        Assert.Equal("l1\nl2", read.Post("8").Body);
        Assert.Equal(["feed.json item 3: has neither title nor words"], read.Faults);
    }

    [Theory]
    [InlineData("Tue, 05 Jul 2022 10:00:00 GMT", "2022-07-05T10:00:00Z", Precision.Second)]
    [InlineData("Tue, 5 Jul 2022 10:00 EST", "2022-07-05T15:00:00Z", Precision.Minute)]
    [InlineData("05 Jul 22 10:00:00 +0530", "2022-07-05T04:30:00Z", Precision.Second)]
    [InlineData("Tue,05 July 2022 10:00:00 PDT", "2022-07-05T17:00:00Z", Precision.Second)]
    [InlineData("Tuesday, 05-Jul-22 10:00:00 UTC", "2022-07-05T10:00:00Z", Precision.Second)]
    [InlineData("Tue Jul  5 10:00:00 2022", "2022-07-05T10:00:00Z", Precision.Second)]
    [InlineData("July 5, 2022, 10:00 PM", "2022-07-05T22:00:00Z", Precision.Minute)]
    [InlineData("Tue, 05 Jul 2022 10:00:00 +0200 (CEST)", "2022-07-05T08:00:00Z", Precision.Second)]
    [InlineData("Tue, 05 Jul 2022 10:00:00 GMT+2", "2022-07-05T08:00:00Z", Precision.Second)]
    [InlineData("Tue, 05 Jul 2022 24:00:00 GMT", "2022-07-06T00:00:00Z", Precision.Second)]
    [InlineData("Sat, 31 Dec 2016 23:59:60 GMT", "2016-12-31T23:59:59Z", Precision.Second)]
    [InlineData("5 Jul 2022", "2022-07-05", Precision.Day)]
    [InlineData("05 Jul 99", "1999-07-05", Precision.Day)]
    [InlineData("2022-07-05T10:00:00.123456Z", "2022-07-05T10:00:00Z", Precision.Second)]
    [InlineData("2022-07-05T10:00:00+0200", "2022-07-05T08:00:00Z", Precision.Second)]
    [InlineData("2022-07-05 10:00:00 +02:00", "2022-07-05T08:00:00Z", Precision.Second)]
    [InlineData("2022-07-05T10:00-03", "2022-07-05T13:00:00Z", Precision.Minute)]
    [InlineData("2022/07/05 10:00", "2022-07-05T10:00:00Z", Precision.Minute)]
    [InlineData("20220705T100000Z", "2022-07-05T10:00:00Z", Precision.Second)]
    [InlineData("2022-07-05", "2022-07-05", Precision.Day)]
    [InlineData("2022-07", "2022-07", Precision.Month)]
    [InlineData("1657015200", "2022-07-05T10:00:00Z", Precision.Second)]
    [InlineData("1657015200000", "2022-07-05T10:00:00Z", Precision.Second)]
    public void Times_are_read_as_they_are_found(string text, string expected, Precision precision)
    {
        var read = FeedTime.Read(text);
        Assert.Equal((expected, (Precision?)precision), (read?.ToString(), read?.Precision));
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("Tue, 32 Jul 2022 10:00:00 GMT")]
    [InlineData("Tue, 05 Jul 2022 25:00:00 GMT")]
    [InlineData("Tue, 05 Foo 2022 10:00:00 GMT")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59-14:00")]
    [InlineData("2022-13-01")]
    [InlineData("05/07/2022")]
    [InlineData("-")]
    [InlineData("+")]
    [InlineData("5 6 7 8")]
    [InlineData("10:00:00 10:00:00 5 Jul 2022")]
    [InlineData("99999999999999999999999999999999")]
    public void What_is_no_time_is_none(string text) => Assert.Null(FeedTime.Read(text));

    [Theory]
    [InlineData("<!DOCTYPE rss [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]><rss><channel><item><title>&b;</title></item></channel></rss>", "declares entities of its own")]
    [InlineData("<!DOCTYPE rss [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><rss><channel><item><title>&x;</title></item></channel></rss>", "declares entities of its own")]
    [InlineData("<!doctype html><html><body>x</body></html>", "the feed is no XML")]
    [InlineData("<html><body>x</body></html>", "no feed was found")]
    [InlineData("", "is empty")]
    [InlineData("<rss><channel><title>x", "the feed is no XML")]
    [InlineData("{\"items\":[", "the feed is no JSON")]
    [InlineData("{\"posts\":[]}", "is no JSON Feed")]
    public async Task A_hostile_or_broken_feed_is_refused_in_words(string content, string told)
    {
        var read = await ReadAsync(content);
        Assert.Empty(read.Posts);
        Assert.Contains(told, Assert.Single(read.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_came_before_the_break_is_read()
    {
        var read = await ReadAsync("<rss><channel><title>x</title><item><title>a</title></item><item><title>b &nbsp; c</title></item></channel></rss>");
        Assert.Equal(["a"], read.Posts.Select(p => p.ThreadTitle));
        Assert.Contains("feed.xml item 2: the feed is no XML", Assert.Single(read.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deep_nest_ends_in_words()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 200_000));
        Assert.Contains("deep", Assert.Single((await ReadAsync("<rss><channel><title>x</title>" + deep)).Faults), StringComparison.Ordinal);
        Assert.Contains("deep", Assert.Single((await ReadAsync("<rss><channel><title>x</title><item><description>" + deep)).Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fifty_thousand_items_are_read_in_a_line_of_time()
    {
        var read = await ReadAsync("<rss><channel><title>x</title>" + string.Concat(Enumerable.Range(0, 50_000).Select(n => $"<item><guid>{n}</guid><title>t{n}</title><description>&lt;p&gt;w{n}&lt;/p&gt;</description></item>")) + "</channel></rss>");
        Assert.Equal(50_000, read.Posts.Count);
        Assert.Equal("w49999", read.Posts[^1].Body);
    }

    [Fact]
    public async Task The_encoding_that_the_declaration_names_is_used()
    {
        var path = _files.Write("feed.xml", Encoding.GetEncoding(1251).GetBytes("<?xml version=\"1.0\" encoding=\"windows-1251\"?><rss><channel><title>Порт</title><item><title>Утечка</title></item></channel></rss>"));
        Assert.Equal("Утечка", (await Taken.ByAsync(new FeedReader(), s_source, FeedFiles.ReadAsync([path], s_source.Id, TimeProvider.System))).Posts.Single().ThreadTitle);
    }

    [Fact]
    public async Task A_file_that_unpacks_to_more_than_the_limit_is_not_read()
    {
        var path = _files.WriteGzip("feed.xml.gz", "<rss>" + new string(' ', 3 << 20));
        var read = await Taken.ByAsync(new FeedReader(), s_source, FeedFiles.ReadAsync(FeedFiles.Expand([_files.Folder]), s_source.Id, TimeProvider.System, longest: 2 << 20));
        Assert.Equal([$"{Path.GetFileName(path)}: is longer than 2 MB uncompressed; it was not read"], read.Faults);
    }

    private async Task<Taken> ReadAsync(string content, string name = "feed.xml") =>
        await Taken.ByAsync(new FeedReader(), s_source, FeedFiles.ReadAsync([_files.Write(name, content)], s_source.Id, TimeProvider.System));
}

