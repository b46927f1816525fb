using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Aftershock.Collecting;
using Aftershock.Collecting.Warcs;

namespace Aftershock.Tests.Collecting.Warcs;

/// <summary>Archives as other programs write them, right and wrong, and what is read of them.</summary>
internal static class Archive
{
    public const string Markup = "<!DOCTYPE html><html><p>Tide tables of Port Vell</p></html>";

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    public static byte[] Join(params IEnumerable<byte[]> parts) => [.. parts.SelectMany(p => p)];

    public static byte[] Record(string type, byte[] block, string fields = "", string version = "WARC/1.0", string? length = null, string uri = "http://saltpan.example/a", string date = "2022-07-16T09:30:00Z") => Join(
        Bytes($"{version}\r\nWARC-Type: {type}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>\r\nWARC-Date: {date}\r\n{(uri.Length == 0 ? "" : $"WARC-Target-URI: {uri}\r\n")}"
            + $"Content-Length: {length ?? block.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)}\r\n{fields}\r\n"),
        block,
        "\r\n\r\n"u8.ToArray());

    public static byte[] Response(byte[] body, string headers = "Content-Type: text/html\r\n", string status = "HTTP/1.1 200 OK") => Join(Bytes($"{status}\r\n{headers}\r\n"), body);

    public static byte[] Page(string uri = "http://saltpan.example/a", string body = Markup) => Record("response", Response(Bytes(body)), uri: uri);

    public static byte[] Gzip(byte[] plain)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(plain);
        }

        return target.ToArray();
    }

    public static byte[] Zip(params (string Name, byte[] Content, CompressionLevel Level)[] files)
    {
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content, level) in files)
            {
                using var entry = zip.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }

        return target.ToArray();
    }

    public static string Sha1(byte[] bytes) => "sha1:" + Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.SHA1, bytes));

    /// <summary>Reads one file of these bytes.</summary>
    public static ReadArchive Read(byte[] bytes, string name = "crawl.warc", WarcSettings? settings = null)
    {
        var folder = Directory.CreateTempSubdirectory("archive-");
        try
        {
            var path = Path.Combine(folder.FullName, name);
            File.WriteAllBytes(path, bytes);
            return ReadFile(path, settings);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static ReadArchive ReadFile(string path, WarcSettings? settings = null)
    {
        var tally = new WarcTally();
        var intakes = WarcFile.ReadAsync([path], new SourceId("saltpan"), tally, settings).ToBlockingEnumerable().ToList();
        Assert.Equal(1, intakes.Count(i => i.StartsFile));
        Assert.True(intakes[0].StartsFile);
        return new ReadArchive(
            [.. intakes.Where(i => i.Page is not null).Select(i => i.Page!)],
            [.. intakes.Where(i => i.Unreadable is not null).Select(i => i.Unreadable!.Value)],
            [.. intakes.SelectMany(i => i.Notes)],
            tally.Counts);
    }
}

internal sealed record ReadArchive(IReadOnlyList<RawPage> Pages, IReadOnlyList<Rejection> Unreadable, IReadOnlyList<Rejection> Notes, IReadOnlyDictionary<string, long> Others)
{
    public string Text(int page = 0) => Encoding.Latin1.GetString(Pages[page].Content.Span);

    public string Left => string.Join(", ", Others.Select(o => $"{o.Value} {o.Key}"));
}
