using System.IO.Compression;
using System.Security.Cryptography;
using Aftershock.Collecting;
using Aftershock.Collecting.Evidence;

namespace Aftershock.Benchmarks;

/// <summary><c>warc</c>: megabytes of pages a second that one thread makes into sealed WARC records, in memory.</summary>
internal static class WarcProgram
{
    public static int Run()
    {
        var pages = Board.Reconstruction();
        var megabytes = pages.Sum(p => (double)p.Content.Length) / 1e6;
        var key = RandomNumberGenerator.GetBytes(SealedRecord.KeyBytes);
        var level = new VaultSettings { Folder = "" }.Compression;
        var compressed = pages.Select(p => Pack(p, level)).ToList();
        Console.WriteLine($"{pages.Count} pages of the reconstruction, {Table.Number(megabytes, "0.0")} MB; packed {Table.Number(compressed.Sum(c => (double)c.Length) / 1e6, "0.0")} MB.\n");
        Table.Head("Step", "MB of page a second");
        Step("SHA-256 of the page", () => pages.ForEach(p => SHA256.HashData(p.Content.Span)));
        Step("hash and WARC record, not compressed", () => pages.ForEach(p => Format(p)));
        Step("export, not compressed: block digest, WARC record, file digest", () => Export(pages, CompressionLevel.NoCompression));
        Step($"hash, WARC record, gzip ({level})", () => pages.ForEach(p => Pack(p, level)));
        Step($"hash, WARC record, gzip ({CompressionLevel.Optimal}, for comparison)", () => pages.ForEach(p => Pack(p, CompressionLevel.Optimal)));
        Step("seal (AES-256-GCM) and hash what is sealed", () => compressed.ForEach(c => Seal(c, key)));
        Step("all of it", () => pages.ForEach(p => Seal(Pack(p, level), key)));
        return 0;

        void Step(string name, Action pass) => Table.Row(name, Rounds.Of(pass).Rate(megabytes));
    }

    internal static byte[] Pack(RawPage page, CompressionLevel level)
    {
        Span<byte> sha256 = stackalloc byte[32];
        SHA256.HashData(page.Content.Span, sha256);
        return SealedRecord.Compress(WarcRecord.Format(page, Board.Capture, sha256).Span, level);
    }

    private static ReadOnlyMemory<byte> Format(RawPage page)
    {
        Span<byte> sha256 = stackalloc byte[32];
        SHA256.HashData(page.Content.Span, sha256);
        return WarcRecord.Format(page, Board.Capture, sha256);
    }

    /// <summary>What an export does with each capture once it is opened.</summary>
    private static void Export(List<RawPage> pages, CompressionLevel level)
    {
        using var writer = new WarcWriter(Stream.Null, level);
        foreach (var page in pages)
        {
            var record = Format(page);
            if (!WarcRecord.TrySplit(record, out var head, out var block))
            {
                throw new InvalidOperationException("The record that was written is none.");
            }

            writer.Write(EvidenceExport.Head(head, block.Span, "<urn:uuid:00000000-0000-8000-a000-000000000000>"), block.Span);
        }
    }

    private static byte[] Seal(byte[] compressed, byte[] key)
    {
        var record = new byte[SealedRecord.LengthOf(compressed.Length)];
        SealedRecord.Seal(Board.Capture, key, compressed, record);
        return SHA256.HashData(record);
    }
}
