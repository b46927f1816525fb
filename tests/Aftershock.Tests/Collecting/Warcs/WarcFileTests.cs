using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Aftershock.Collecting.Warcs;
using static Aftershock.Tests.Collecting.Warcs.Archive;

namespace Aftershock.Tests.Collecting.Warcs;

/// <summary>Pages out of archives that other programs made; whatever is wrong with them is told and ends nothing.</summary>
public sealed class WarcFileTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("members")]
    [InlineData("whole")]
    [InlineData("wacz")]
    [InlineData("wacz, compressed twice")]
    public void Pages_come_with_address_time_and_status_and_what_is_no_page_is_counted(string form)
    {
        byte[][] records =
        [
            Record("warcinfo", Bytes("software: invented\r\n"), uri: ""),
            Page("http://saltpan.example/a"),
            Record("request", Bytes("GET /a HTTP/1.1\r\n\r\n")),
            Record("response", Response(Bytes("gone"), status: "HTTP/1.0 404 Not Found"), uri: "http://saltpan.example/b"),
            Record("response", Response([1, 2, 3], "Content-Type: image/png\r\n"), uri: "http://saltpan.example/c.png"),
            Record("revisit", Bytes("HTTP/1.1 200 OK\r\n\r\n")),
            Record("metadata", Bytes("via: x\r\n")),
            Record("conversion", Bytes(Markup), "Content-Type: text/html\r\n"),
            Record("resource", Bytes(Markup), "Content-Type: text/html; charset=utf-8\r\n", uri: "http://saltpan.example/d"),
            Record("response", Bytes("1.2.3.4"), "Content-Type: text/dns\r\n", uri: "dns:saltpan.example"),
        ];
        var members = Join(records.Select(Gzip));
        var read = form switch
        {
            "plain" => Read(Join(records)),
            "members" => Read(members, "crawl.warc.gz"),
            "whole" => Read(Gzip(Join(records)), "named.warc"),
            "wacz" => Read(Zip(("archive/data.warc.gz", members, CompressionLevel.NoCompression), ("datapackage.json", Bytes($$"""{"resources":[{"path":"archive/data.warc.gz","hash":"sha256:{{Convert.ToHexStringLower(SHA256.HashData(members))}}"}]}"""), CompressionLevel.Optimal)), "crawl.wacz"),
            _ => Read(Zip(("archive/data.warc.gz", members, CompressionLevel.Optimal), ("datapackage.json", Bytes("""{"resources":[]}"""), CompressionLevel.Optimal), ("pages/pages.jsonl", Bytes("{}"), CompressionLevel.Optimal)), "crawl.wacz"),
        };
        Assert.Empty(read.Unreadable);
        Assert.Empty(read.Notes);
        Assert.Equal(
            [("http://saltpan.example/a", 200, "text/html"), ("http://saltpan.example/b", 404, "text/html"), ("http://saltpan.example/d", 200, "text/html; charset=utf-8")],
            read.Pages.Select(p => (p.Url, p.Status, p.ContentType)));
        Assert.All(read.Pages, p => Assert.Equal((new DateTimeOffset(2022, 7, 16, 9, 30, 0, TimeSpan.Zero), false), (p.CapturedAt, p.TimeIsFileTime)));
        Assert.Equal(Markup, read.Text());
        Assert.Equal("1 conversion, 1 metadata, 1 request, 1 response image/png, 1 response text/dns, 1 revisit, 1 warcinfo", read.Left);
    }

    [Theory]
    [InlineData("WARC/0.17")]
    [InlineData("WARC/0.18")]
    [InlineData("WARC/1.0")]
    [InlineData("WARC/1.1")]
    public void Every_version_is_read(string version) =>
        Assert.Single(Read(Record("response", Response(Bytes(Markup)), version: version)).Pages);

    [Theory]
    [InlineData("<http://saltpan.example/a>", "http://saltpan.example/a")]
    [InlineData("http://saltpan.example/a b\tc", "http://saltpan.example/a%20b%09c")]
    [InlineData("file:///a page.html", "file:///a%20page.html")]
    [InlineData("  http://saltpan.example/ä  ", "http://saltpan.example/Ã¤")]
    public void Addresses_are_read_as_programs_write_them(string written, string address) =>
        Assert.Equal(address, Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(Assert.Single(Read(Record("response", Response(Bytes(Markup)), uri: Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(written)))).Pages).Url)));

    [Theory]
    [InlineData("2022-07-16T09:30:00.123456789Z", 16)]
    [InlineData("2022-07-16T09:30:00+00:00", 16)]
    [InlineData("2022-07-16", 16)]
    public void Dates_are_read_to_any_precision(string date, int day) =>
        Assert.Equal(day, Assert.Single(Read(Record("response", Response(Bytes(Markup)), date: date)).Pages).CapturedAt.Day);

    [Theory]
    [InlineData("soon")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("")]
    public void A_page_of_no_readable_date_is_told_and_not_dated_by_us(string date)
    {
        var read = Read(Join(Record("response", Response(Bytes(Markup)), date: date), Page()));
        Assert.StartsWith($"WARC-Date \"{date}\" was not read; expected", Assert.Single(read.Unreadable).Reason, StringComparison.Ordinal);
        Assert.Equal("crawl.warc record 1", read.Unreadable[0].Place);
        Assert.Single(read.Pages);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("deflate")]
    [InlineData("raw deflate")]
    [InlineData("br")]
    [InlineData("gzip, br")]
    [InlineData("identity")]
    public void Compressed_bodies_are_decoded_with_chunks_and_without(string encoding)
    {
        var body = Bytes(Markup);
        foreach (var name in encoding.Replace("raw ", "", StringComparison.Ordinal).Split(", "))
        {
            body = Encode(body, encoding.StartsWith("raw", StringComparison.Ordinal) ? encoding : name);
        }

        var headers = $"Content-Type: text/html\r\nContent-Encoding: {encoding.Replace("raw ", "", StringComparison.Ordinal)}\r\n";
        var plain = Read(Record("response", Response(body, headers)));
        Assert.Equal((Markup, 0), (plain.Text(), plain.Notes.Count));
        var chunked = Join(Bytes("5;x=y\r\n"), body[..5], Bytes($"\r\n{body.Length - 5:X}\r\n"), body[5..], Bytes("\r\n0\r\nTrailer: x\r\n\r\n"));
        var read = Read(Record("response", Response(chunked, headers + "Transfer-Encoding: chunked\r\n")));
        Assert.Equal((Markup, 0), (read.Text(), read.Notes.Count));
        foreach (var cut in new[] { 1, body.Length / 2, body.Length - 1 }.Where(_ => encoding != "identity"))
        {
            var half = Read(Record("response", Response(body[..cut], headers)));
            Assert.Empty(half.Pages);
            Assert.Contains("cut off", Assert.Single(half.Unreadable).Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_head_that_tells_of_chunks_or_compression_where_there_is_none_is_told_and_the_page_read()
    {
        foreach (var (header, told) in new[] { ("Transfer-Encoding: chunked", "tells of chunks, and there are none"), ("Content-Encoding: gzip", "tells of gzip, and it is plain"), ("Content-Encoding: br", "tells of br, and it is plain") })
        {
            var read = Read(Record("response", Response(Bytes(Markup), $"Content-Type: text/html\r\n{header}\r\n")));
            Assert.Equal(Markup, read.Text());
            Assert.Contains(told, Assert.Single(read.Notes).Reason, StringComparison.Ordinal);
        }

        var broken = Read(Record("response", Response(Bytes("5\r\n<html\r\nzz\r\n>rest"), "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n")));
        Assert.Equal("<htmlzz\r\n>rest", broken.Text());
        Assert.Contains("its chunks are broken at byte 10", Assert.Single(broken.Notes).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_shorter_than_its_head_tells_that_closes_itself_is_whole_and_told()
    {
        var read = Read(Record("response", Response(Bytes(Markup + "\n"), $"Content-Type: text/html\r\nContent-Length: {Markup.Length + 2}\r\n")));
        Assert.Equal(Markup + "\n", read.Text());
        Assert.Contains("ends with </html> and was read", Assert.Single(read.Notes).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Length: 500\r\n", "", "its head tells 500 bytes")]
    [InlineData("", "WARC-Truncated: length\r\n", "the program that archived it stopped (length)")]
    [InlineData("Content-Encoding: zstd\r\n", "", "Content-Encoding \"zstd\" is not read; expected gzip, deflate or br")]
    public void A_page_that_is_not_whole_is_told_and_not_read(string header, string field, string told)
    {
        var read = Read(Record("response", Response(Bytes(Markup[..^3]), "Content-Type: text/html\r\n" + header), field));
        Assert.Empty(read.Pages);
        Assert.Contains(told, Assert.Single(read.Unreadable).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bomb_and_a_page_longer_than_the_limit_are_told_and_not_unpacked()
    {
        var settings = new WarcSettings { LongestPage = 100_000 };
        var bomb = Record("response", Response(Gzip(new byte[30_000_000]), "Content-Type: text/html\r\nContent-Encoding: gzip\r\n"));
        var read = Read(Join(bomb, Page("http://saltpan.example/z", new string('x', 200_000)), Page()), settings: settings);
        Assert.Single(read.Pages);
        Assert.Contains("MB decoded", Assert.Single(read.Unreadable).Reason, StringComparison.Ordinal);
        Assert.Contains("it was not read", Assert.Single(read.Notes).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Digests_that_do_not_hold_are_told_and_those_that_do_are_not()
    {
        var body = Bytes(Markup);
        var block = Response(body);
        var gzip = Gzip(body);
        foreach (var (record, notes) in new (byte[], int)[]
        {
            (Record("response", block, $"WARC-Block-Digest: {Sha1(block)}\r\nWARC-Payload-Digest: {Sha1(body)}\r\n"), 0),
            (Record("response", block, $"WARC-Block-Digest: sha256:{Convert.ToHexString(SHA256.HashData(block))}\r\nWARC-Payload-Digest: sha1:{Convert.ToBase64String(CryptographicOperations.HashData(HashAlgorithmName.SHA1, body))}\r\n"), 0),
            (Record("response", block, $"WARC-Payload-Digest: md5:{Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.MD5, body))}\r\nWARC-Block-Digest: other:zz\r\n"), 0),
            (Record("response", Response(gzip, "Content-Type: text/html\r\nContent-Encoding: gzip\r\n"), $"WARC-Payload-Digest: {Sha1(gzip)}\r\n"), 0),
            (Record("response", Response(gzip, "Content-Type: text/html\r\nContent-Encoding: gzip\r\n"), $"WARC-Payload-Digest: {Sha1(body)}\r\n"), 0),
            (Record("response", block, $"WARC-Block-Digest: {Sha1(body)}\r\n"), 1),
            (Record("response", block, $"WARC-Block-Digest: {Sha1(body)}\r\nWARC-Payload-Digest: {Sha1(block)}\r\n"), 2),
        })
        {
            var read = Read(record);
            Assert.Single(read.Pages);
            Assert.Equal(notes, read.Notes.Count);
            Assert.All(read.Notes, n => Assert.Contains("does not have the digest that it tells (WARC-", n.Reason, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("10")]
    [InlineData("100000")]
    [InlineData("99999999999999999999")]
    [InlineData("-1")]
    [InlineData("many")]
    public void A_record_of_a_wrong_length_ends_where_the_next_begins_and_is_told(string length)
    {
        var read = Read(Join(Page("http://saltpan.example/a"), Record("response", Response(Bytes(Markup)), length: length, uri: "http://saltpan.example/b"), Page("http://saltpan.example/c")));
        Assert.Equal(["a", "b", "c"], read.Pages.Select(p => p.Url[^1..]));
        Assert.All(read.Pages, p => Assert.Equal(Markup, Encoding.Latin1.GetString(p.Content.Span)));
        var note = Assert.Single(read.Notes);
        Assert.Equal("crawl.warc record 2", note.Place);
        Assert.Contains("where the next record begins", note.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_record_are_stepped_over_and_told()
    {
        var read = Read(Join(Page(), Bytes("stray bytes\n"), Page("http://saltpan.example/b"), Bytes("WARC/1.0\r\nno end of fields")));
        Assert.Equal(2, read.Pages.Count);
        Assert.Equal(2, read.Notes.Count);
    }

    [Fact]
    public void A_page_within_a_page_is_no_record()
    {
        var inner = Encoding.Latin1.GetString(Page("http://forged.example/"));
        var read = Read(Join(Page(body: Markup + "\r\n\r\n" + inner), Page("http://saltpan.example/b")));
        Assert.Equal(["http://saltpan.example/a", "http://saltpan.example/b"], read.Pages.Select(p => p.Url));
        var large = Read(Join(Page(body: new string('x', 200_000) + "\r\n\r\n" + inner), Page("http://saltpan.example/b")), settings: new WarcSettings { LongestPage = 100_000 });
        Assert.Equal(["http://saltpan.example/b"], large.Pages.Select(p => p.Url));
    }

    [Fact]
    public void A_file_that_was_cut_off_gives_what_is_whole_and_tells_the_rest()
    {
        var whole = Join(Page(), Page("http://saltpan.example/b"));
        foreach (var (bytes, name) in new[] { (whole, "a.warc"), (Join(Gzip(Page()), Gzip(Page("http://saltpan.example/b"))), "a.warc.gz"), (Gzip(whole), "b.warc.gz") })
        {
            var read = Read(bytes[..^30], name);
            Assert.True(read.Pages.Count >= (name == "b.warc.gz" ? 0 : 1));
            Assert.True(read.Pages.Count < 2, "half a page is no page");
            Assert.Contains(read.Unreadable.Concat(read.Notes), r => r.Reason.Contains("cut off", StringComparison.Ordinal) || r.Reason.Contains("broken", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Reading_goes_on_behind_a_damaged_gzip_member(bool zipped)
    {
        var members = Enumerable.Range(0, 5).Select(n => Gzip(Page($"http://saltpan.example/{n}", Markup + new string((char)('a' + n), 500)))).ToArray();
        members[2][members[2].Length / 2] ^= 0x55;
        members[2][members[2].Length / 3] ^= 0x55;
        var read = zipped
            ? Read(Zip(("archive/a.warc.gz", Join(members), CompressionLevel.Optimal)), "a.wacz")
            : Read(Join(members), "a.warc.gz");
        Assert.Equal(["0", "1", "3", "4"], read.Pages.Select(p => p.Url[^1..]).Where(n => n != "2"));
        Assert.Contains(read.Notes, n => n.Reason.Contains("it was read on from the next member", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("is an ARC file", "filedesc://a.arc 0.0.0.0 20220701000000 text/plain 70\n1 0 x\n")]
    [InlineData("holds no record", "<html>saved</html>")]
    [InlineData("is empty", "")]
    [InlineData("Zstandard", "\x28\xb5\x2f\xfd....")]
    [InlineData("Zstandard", "\x5d\x2a\x4d\x18....")]
    [InlineData("is a damaged ZIP file", "PK\x03\x04....")]
    public void What_is_no_archive_is_refused_by_what_it_is(string told, string content)
    {
        foreach (var bytes in new[] { Bytes(content), Gzip(Bytes(content)) }.Take(told is "is an ARC file" or "holds no record" ? 2 : 1))
        {
            var read = Read(bytes);
            Assert.Empty(read.Pages);
            Assert.Contains(told, Assert.Single(read.Unreadable).Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_wacz_whose_digests_do_not_hold_or_that_has_none_is_told_and_read()
    {
        foreach (var (resources, told) in new[] { ("""{"resources":[{"path":"archive/a.warc","hash":"sha256:00"}]}""", "does not have the digest"), ("[1", "cannot be read"), (null, "has no datapackage.json") })
        {
            var files = new List<(string, byte[], CompressionLevel)> { ("archive/a.warc", Page(), CompressionLevel.Optimal) };
            if (resources is not null)
            {
                files.Add(("datapackage.json", Bytes(resources), CompressionLevel.Optimal));
            }

            var read = Read(Zip([.. files]), "a.wacz");
            Assert.Single(read.Pages);
            Assert.Contains(told, Assert.Single(read.Notes).Reason, StringComparison.Ordinal);
        }

        Assert.Contains("holds no archive/", Assert.Single(Read(Zip(("a.txt", [1], CompressionLevel.Optimal)), "a.wacz").Unreadable).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_million_kinds_and_a_million_damaged_places_are_bounded()
    {
        var kinds = Read(Join(Enumerable.Range(0, 1_000).Select(n => Record("response", Response([1], $"Content-Type: x/{n}\r\n")))));
        Assert.Equal(101, kinds.Others.Count);
        Assert.Equal(1_000, kinds.Others.Values.Sum());
        var damaged = Read(Join(Enumerable.Range(0, 2_000).Select(_ => Bytes("stray\nWARC/1.0\r\nContent-Length: x\r\n\r\n"))), settings: new WarcSettings { ToldPerFile = 50 });
        Assert.Equal(51, damaged.Notes.Count);
        Assert.Contains("more places are damaged", damaged.Notes[^1].Reason, StringComparison.Ordinal);
    }

    private static byte[] Encode(byte[] body, string encoding)
    {
        if (encoding == "identity")
        {
            return body;
        }

        using var target = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "br" => new BrotliStream(target, CompressionLevel.Optimal, leaveOpen: true),
            "deflate" => new ZLibStream(target, CompressionLevel.Optimal, leaveOpen: true),
            "raw deflate" => new DeflateStream(target, CompressionLevel.Optimal, leaveOpen: true),
            _ => new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true),
        })
        {
            stream.Write(body);
        }

        return target.ToArray();
    }
}
