using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using Aftershock.Collecting.Warcs;
using static Aftershock.Tests.Collecting.Warcs.Archive;

namespace Aftershock.Tests.Collecting.Warcs;

/// <summary>Changed at random, an archive never makes its reader throw, hang or grow.</summary>
public sealed class WarcFuzzTests
{
    private static readonly byte[][] s_tokens = [.. new[] { "\r\n\r\n", "WARC/1.0\r\n", "\nWARC/1.", "Content-Length: 9999999999\r\n", "Content-Length: -5\r\n", "Content-Length: 67108000\r\n", "Transfer-Encoding: chunked\r\n", "Content-Encoding: gzip, br, deflate\r\n", "\x1f\x8b\x08\x00", "ffffffff\r\n", "\0\0\0\0", "PK\x03\x04", "<", ">" }.Select(Bytes)];

    [Fact]
    public void Mutated_archives_of_every_form_are_read_to_their_end()
    {
        var plain = Join(
            Record("warcinfo", Bytes("software: invented\r\n"), uri: ""),
            Page(),
            Record("response", Response(Gzip(Bytes(Markup)), "Content-Type: text/html\r\nContent-Encoding: gzip\r\n")),
            Record("response", Response(Bytes("5\r\n<html\r\n1\r\n>\r\n0\r\n\r\n"), "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n")),
            Page("http://saltpan.example/b"));
        var members = Join(Gzip(Page()), Gzip(Page()), Gzip(Page()));
        Fuzz([plain, members, Gzip(plain), Zip(("archive/a.warc.gz", members, CompressionLevel.Optimal), ("datapackage.json", Bytes("""{"resources":[]}"""), CompressionLevel.Optimal))], rounds: 1_500);
    }

    [RealDataFact("conformance/warc")]
    public void Mutated_files_of_independent_projects_are_read_to_their_end() =>
        Fuzz([.. SharedArchives().Select(f => f.Content)], rounds: 1_000);

    [RealDataFact("conformance/warc")]
    public void Files_of_independent_projects_are_read_as_those_projects_say()
    {
        var read = SharedArchives().ToDictionary(f => f.Name, f => Read(f.Content, f.Name));
        Assert.All(read.Where(r => r.Key.Contains(".arc", StringComparison.Ordinal) && r.Key != "bad.arc"), r => Assert.Contains("is an ARC file", Assert.Single(r.Value.Unreadable).Reason, StringComparison.Ordinal));
        foreach (var name in new[] { "example.warc", "example.warc.gz" })
        {
            Assert.Equal(("http://example.com/", 200), (Assert.Single(read[name].Pages).Url, read[name].Pages[0].Status));
            Assert.Contains("<h1>Example Domain</h1>", read[name].Text(), StringComparison.Ordinal);
            Assert.Equal("2 request, 1 revisit, 2 warcinfo", read[name].Left);
            Assert.Empty(read[name].Notes);
        }

        Assert.Contains("Internet Assigned Numbers Authority", read["example-iana.org-chunked.warc"].Text(), StringComparison.Ordinal);
        Assert.EndsWith("</html>", read["example-iana.org-chunked.warc"].Text().TrimEnd(), StringComparison.Ordinal);
        Assert.Empty(read["example-iana.org-chunked.warc"].Notes);
        Assert.Equal(("http://example.com/", "text/html; charset=utf-8"), (Assert.Single(read["example-resource.warc.gz"].Pages).Url, read["example-resource.warc.gz"].Pages[0].ContentType));
        Assert.Equal("1 resource image/png, 1 warcinfo", read["example-space-in-target-uri.warc.gz"].Left);
        Assert.Equal("http://example.com/", Assert.Single(read["example-wget-bad-target-uri.warc.gz"].Pages).Url);
        Assert.Equal("3 request, 3 response application/json", read["post-test.warc.gz"].Left);

        Assert.Contains("its head tells 606 bytes, the archive holds 604", Assert.Single(read["example-trunc.warc"].Unreadable).Reason, StringComparison.Ordinal);
        Assert.Contains("<h1>Example Domain</h1>", read["example-wrong-chunks.warc.gz"].Text(), StringComparison.Ordinal);
        Assert.Contains("<h1>Example Domain</h1>", read["example-bad-non-chunked.warc.gz"].Text(), StringComparison.Ordinal);
        Assert.NotEmpty(read["example-bad.warc.gz.bad"].Pages);
        Assert.Single(read["cc.warc.gz"].Pages);
        Assert.Single(read["gzip_extra_sl.warc.gz"].Others);
    }

    private static IEnumerable<(string Name, byte[] Content)> SharedArchives()
    {
        foreach (var path in Directory.EnumerateFiles(RealDataFactAttribute.Find("conformance/warc")!, "*.tar.gz").Order(StringComparer.Ordinal))
        {
            using var tar = new TarReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
            while (tar.GetNextEntry() is { } entry)
            {
                if (entry.DataStream is { } data && !entry.Name.EndsWith("LICENSE", StringComparison.Ordinal))
                {
                    using var content = new MemoryStream();
                    data.CopyTo(content);
                    yield return (Path.GetFileName(entry.Name), content.ToArray());
                }
            }
        }
    }

    private static void Fuzz(IReadOnlyList<byte[]> seeds, int rounds)
    {
        var random = new Random(20220716);
        var settings = new WarcSettings { LongestPage = 1 << 20 };
        var clock = Stopwatch.StartNew();
        for (var round = 0; round < rounds; round++)
        {
            var bytes = seeds[round % seeds.Count].ToList();
            for (var changes = random.Next(1, 6); changes > 0 && bytes.Count > 0; changes--)
            {
                Change(bytes, random);
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            var began = clock.Elapsed;
            Read([.. bytes], "fuzz.warc", settings);
            Assert.True(clock.Elapsed - began < TimeSpan.FromMinutes(1), $"round {round} took {clock.Elapsed - began}");
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 200 << 20, $"round {round} took {(GC.GetAllocatedBytesForCurrentThread() - before) >> 20} MB");
        }
    }

    private static void Change(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count);
        switch (random.Next(6))
        {
            case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 1: bytes[at] = (byte)random.Next(256); break;
            case 2: bytes.RemoveRange(at, Math.Min(random.Next(1, 200), bytes.Count - at)); break;
            case 3: bytes.InsertRange(at, s_tokens[random.Next(s_tokens.Length)]); break;
            case 4: bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count), 0).Concat(bytes.Skip(random.Next(bytes.Count)).Take(random.Next(300))).ToArray()); break;
            default: bytes.RemoveRange(at, bytes.Count - at); break;
        }
    }
}
