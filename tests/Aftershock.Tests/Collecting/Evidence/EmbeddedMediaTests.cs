using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Aftershock.Collecting.Evidence;

namespace Aftershock.Tests.Collecting.Evidence;

/// <summary>Media that a page carries within itself are never kept; everything else of the page is, to the byte.</summary>
public sealed class EmbeddedMediaTests : IDisposable
{
    private static readonly byte[] s_picture = [0x89, .. "PNG\r\n\x1a\n invented picture ?>"u8.ToArray(), 0xff, 0xfe, 0xfb];
    private static readonly string s_base64 = Convert.ToBase64String(s_picture);
    private static readonly string s_marker = Marker("image/png", s_picture);

    private readonly VaultFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("<img src=\"{0}\" alt=x>")]
    [InlineData("<img src='{0}'>")]
    [InlineData("<img src={0} alt=x>")]
    [InlineData("<img src={0}>")]
    [InlineData("<img src = \" {0} \">")]
    [InlineData("<a href=\"{0}\">x</a>")]
    [InlineData("<video poster='{0}'></video><object data=\"{0}\"></object>")]
    [InlineData("<img srcset=\"{0} 1x, {0} 2x,{0} 640w\">")]
    [InlineData("<div style=\"background:url({0}) no-repeat\">")]
    [InlineData("<div style=\"background:url( '{0}' )\">")]
    [InlineData("<div style='background:url(\"{0}\")'>")]
    [InlineData("<div style=\"background:url(&quot;{0}&quot;)\">")]
    [InlineData("<style>a { background: url({0}); } b { background: url('{0}') }</style>")]
    [InlineData("<script>var a = \"{0}\"; b = '{0}';</script>")]
    [InlineData("<!-- <img src=\"{0}\"> -->")]
    [InlineData("<pre>{0}</pre> and {0}")]
    [InlineData("{0}")]
    [InlineData("\"{0}")]
    [InlineData("<img src=\"{0}<p>never closed")]
    [InlineData("<img src=\"{0}\n><p>words \"quoted\" behind")]
    public void A_picture_becomes_its_digest_wherever_it_stands(string page)
    {
        foreach (var address in new[] { $"data:image/png;base64,{s_base64}", $"DATA:IMAGE/PNG;BASE64,{s_base64}", $"data:image/png;charset=utf-8;base64,{s_base64}", $"data: image/png ; base64,{s_base64}" })
        {
            var given = page.Replace("{0}", address, StringComparison.Ordinal);
            var (kept, replaced) = EmbeddedMedia.Strip(Encoding.UTF8.GetBytes(given));
            Assert.Equal(page.Replace("{0}", s_marker, StringComparison.Ordinal), Encoding.UTF8.GetString(kept.Span));
            Assert.Equal(page.Split("{0}").Length - 1, replaced);
        }
    }

    [Fact]
    public void Base_64_broken_into_lines_escaped_or_in_the_letters_of_addresses_has_the_digest_of_what_it_means()
    {
        var lines = string.Join("\r\n  ", s_base64.Chunk(8).Select(c => new string(c)));
        var escaped = s_base64.Replace("+", "%2B", StringComparison.Ordinal).Replace("/", "%2f", StringComparison.Ordinal).Replace("=", "%3D", StringComparison.Ordinal);
        var letters = s_base64.Replace('+', '-').Replace('/', '_').TrimEnd('=');
        Assert.Contains('/', s_base64);
        foreach (var form in new[] { lines, escaped, letters })
        {
            Assert.Equal($"<img src=\"{s_marker}\">", Stripped($"<img src=\"data:image/png;base64,{form}\">"));
        }
    }

    [Fact]
    public void Media_that_are_not_base_64_go_to_the_end_of_their_quotes()
    {
        const string Svg = "<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>";
        var marker = Marker("image/svg+xml", Encoding.UTF8.GetBytes(Svg));
        Assert.Equal($"<img src=\"{marker}\"> behind", Stripped($"<img src=\"data:image/svg+xml;utf8,{Svg}\"> behind"));
        Assert.Equal($"<img src='{marker}'>", Stripped($"<img src='data:image/svg+xml,{Uri.EscapeDataString(Svg)}'>"));
        Assert.Equal($"<i style=\"a:url({marker})\">", Stripped($"<i style=\"a:url(data:image/svg+xml,{Uri.EscapeDataString(Svg)})\">"));
        Assert.Equal($"<img src={Marker("font/woff2", "abc"u8.ToArray())} alt=x>", Stripped("<img src=data:font/woff2,a%62c alt=x>"));
    }

    [Fact]
    public void A_picture_that_calls_itself_text_is_a_picture_all_the_same()
    {
        Assert.Equal($"<img src=\"{Marker("text/plain", s_picture)}\">", Stripped($"<img src=\"data:;base64,{s_base64}\">"));
        Assert.Equal($"<img src=\"{Marker("text/html", s_picture)}\">", Stripped($"<img src=\"data:text/html;base64,{s_base64}\">"));
    }

    [Theory]
    [InlineData("<a href=\"data:text/html,<b>words</b>\">")]
    [InlineData("<a href=\"data:text/plain;charset=utf-8;base64,d29yZHM=\">")]
    [InlineData("<a href=\"data:,words\">")]
    [InlineData("personal data: names, addresses and phone numbers")]
    [InlineData("Sample data:name,phone,address")]
    [InlineData("{\"data\":{\"a\":1,\"b\":2}} {data:[1,2]}")]
    [InlineData("metadata:image/png;base64,AAAA my-data:image/png;base64,AAAA")]
    [InlineData("data:image/png;base64, ")]
    [InlineData("data:image/png;base64")]
    [InlineData("data:image;base64,AAAA data:/png,A data:image/,A data:a/b/c,A")]
    [InlineData("<img src=\"data:image/png;base64,\"> http://a:80/b,c :::,, data:")]
    [InlineData("urn:aftershock:media:image/png:sha256:00:bytes:1")]
    public void Nothing_else_is_changed(string page)
    {
        var content = Encoding.UTF8.GetBytes(page);
        var (kept, replaced) = EmbeddedMedia.Strip(content);
        Assert.Equal((page, 0), (Encoding.UTF8.GetString(kept.Span), replaced));
        Assert.True(kept.Span.Overlaps(content), "a page without media is not copied");
    }

    [Fact]
    public void Bytes_around_a_picture_stay_whatever_they_are()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var (before, behind) = (new byte[random.Next(200)], new byte[random.Next(200)]);
            random.NextBytes(before);
            random.NextBytes(behind);
            var (kept, replaced) = EmbeddedMedia.Strip(new byte[][] { before, Encoding.ASCII.GetBytes($"\"data:image/png;base64,{s_base64}\""), behind }.SelectMany(b => b).ToArray());
            Assert.Equal(1, replaced);
            Assert.Equal([.. before, .. Encoding.ASCII.GetBytes($"\"{s_marker}\""), .. behind], kept.ToArray());
            Assert.Equal(0, EmbeddedMedia.Strip(kept).Replaced);
        }
    }

    [Theory]
    [InlineData("data:image/png,\"")]
    [InlineData("'data:image/png,x ")]
    [InlineData("\"data:image/png;base64,A B")]
    [InlineData("\"data:image/png;base64,                                ")]
    [InlineData("data:")]
    [InlineData("data:image/png;;;;;;;;;;;;;;")]
    [InlineData("::::::::")]
    [InlineData("(data:a/b,")]
    [InlineData("&quot;data:a/b,")]
    public void A_hostile_page_of_megabytes_takes_no_longer_than_its_length(string part)
    {
        var page = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(part, (8 << 20) / part.Length)));
        var clock = Stopwatch.StartNew();
        EmbeddedMedia.Strip(page);
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), $"8 MB took {clock.Elapsed}");
    }

    [Fact]
    public async Task What_is_sealed_and_read_and_named_by_its_digest_is_the_page_without_its_media()
    {
        var page = VaultFolder.Page(1) with { Content = Encoding.UTF8.GetBytes($"<p>words</p><img src=\"data:image/png;base64,{s_base64}\">") };
        var kept = Encoding.UTF8.GetBytes($"<p>words</p><img src=\"{s_marker}\">");
        var sealedPage = Assert.Single(await _folder.SealAsync(page));
        Assert.Equal((1, kept.Length, Convert.ToHexStringLower(SHA256.HashData(kept))), (sealedPage.Entry.EmbeddedMedia, sealedPage.Entry.Bytes, sealedPage.Entry.Sha256));
        Assert.Equal(kept, sealedPage.Page.Content.ToArray());
        using var reader = new EvidenceReader(_folder.Settings, _folder);
        Assert.Equal(kept, (await reader.OpenAsync(sealedPage.Entry.Capture, default)).Payload.ToArray());
        Assert.Equal(1, reader.Find(sealedPage.Entry.Capture)?.EmbeddedMedia);
        Assert.Contains("\"embedded_media\":1", await File.ReadAllTextAsync(_folder.Ledger), StringComparison.Ordinal);
        Assert.Null((await _folder.VerifyAsync()).Break);
        Assert.Equal(SealStanding.Known, Assert.Single(await _folder.SealAsync(page)).Standing);
    }

    [Fact]
    public async Task Lines_of_posts_are_kept_as_they_are()
    {
        var block = VaultFolder.Page(1) with { ContentType = "application/x-ndjson", Content = Encoding.UTF8.GetBytes($"{{\"body\":\"data:image/png;base64,{s_base64}\"}}") };
        Assert.Equal(block.Content.Length, Assert.Single(await _folder.SealAsync(block)).Entry.Bytes);
    }

    private static string Stripped(string page) => Encoding.UTF8.GetString(EmbeddedMedia.Strip(Encoding.UTF8.GetBytes(page)).Content.Span);

    private static string Marker(string type, byte[] medium) => $"urn:aftershock:media:{type}:sha256:{Convert.ToHexStringLower(SHA256.HashData(medium))}:bytes:{medium.Length}";
}
