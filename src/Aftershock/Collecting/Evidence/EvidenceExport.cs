using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Aftershock.Collecting.Evidence;

/// <summary>What an export wrote.</summary>
public sealed record ExportReport
{
    public required int Captures { get; init; }

    /// <summary>Bytes of content in clear.</summary>
    public required long ContentBytes { get; init; }

    public required long FileBytes { get; init; }

    /// <summary>SHA-256 of the whole WARC file, lower-case hexadecimal.</summary>
    public required string FileSha256 { get; init; }

    /// <summary>Captures that could not be opened, and why; they are not in the file.</summary>
    public required IReadOnlyList<(CaptureId Capture, OpenFailure Failure)> Failed { get; init; }

    /// <summary>Lines of a CDXJ index over the captures, in its order.</summary>
    public required IReadOnlyList<string> Index { get; init; }
}

/// <summary>Opens sealed captures into one WARC 1.1 file that any archive can read (ISO 28500:2017).</summary>
/// <remarks>
/// First a <c>warcinfo</c> record, then for each capture the record that was sealed, with its digests, and a <c>metadata</c>
/// record that tells where it stands in the ledger. What was asked for to get a page was never kept, so no <c>request</c>
/// record is made up. The file depends on nothing but the captures and the ledger's line of the export.
/// </remarks>
public sealed class EvidenceExport(EvidenceReader reader)
{
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="captures">Their lines in the ledger.</param>
    /// <param name="line">The ledger's line that tells of this export; see <see cref="EvidenceVault.EnterExport"/>.</param>
    /// <param name="target">Where the WARC goes; not disposed of.</param>
    /// <param name="fileName">What the index calls the file.</param>
    public async Task<ExportReport> WriteAsync(
        IReadOnlyList<LedgerEntry> captures, LedgerEntry line, Stream target, string fileName, bool compressed, IProgress<long>? progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(captures);
        ArgumentNullException.ThrowIfNull(line);
        using var writer = new WarcWriter(target, compressed ? CompressionLevel.Fastest : CompressionLevel.NoCompression);
        var info = $"<urn:uuid:{WarcRecord.Uuid(line.Hash)}>";
        WriteInfo(writer, line, info, fileName);
        var failed = new List<(CaptureId, OpenFailure)>();
        var index = new List<string>();
        long bytes = 0, written = 0;
        foreach (var entry in captures)
        {
            cancel.ThrowIfCancellationRequested();
            var opened = await reader.OpenAsync(entry.Capture, entry.Place, entry.Sha256, cancel).ConfigureAwait(false);
            if (opened.Failure != OpenFailure.None || !WarcRecord.TrySplit(opened.Warc, out var head, out var block))
            {
                failed.Add((entry.Capture, opened.Failure == OpenFailure.None ? OpenFailure.Damaged : opened.Failure));
                continue;
            }

            var offset = writer.Position;
            var length = writer.Write(Head(head, block.Span, info), block.Span);
            WriteMetadata(writer, entry, head, info);
            index.Add(IndexLine(entry, head, offset, length, fileName));
            bytes += opened.Payload.Length;
            progress?.Report(++written);
        }

        index.Sort(StringComparer.Ordinal);
        return new ExportReport
        {
            Captures = index.Count,
            ContentBytes = bytes,
            FileBytes = writer.Position,
            FileSha256 = writer.Sha256(),
            Failed = failed,
            Index = index,
        };
    }

    private static void WriteInfo(WarcWriter writer, LedgerEntry line, string id, string fileName)
    {
        var version = typeof(EvidenceExport).Assembly.GetName().Version?.ToString(3);
        var block = Fields(
            ("software", $"Aftershock/{version}"),
            ("format", "WARC File Format 1.1"),
            ("conformsTo", "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"),
            ("operator", line.By),
            ("description", line.Reason),
            ("aftershock-run", line.Run),
            ("aftershock-ledger-sequence", line.Sequence.ToString(CultureInfo.InvariantCulture)),
            ("aftershock-ledger-hash", line.Hash));
        writer.Write(
            Record("warcinfo", id, line.WrittenAt, ("WARC-Filename", fileName), ("Content-Type", "application/warc-fields"), ("WARC-Block-Digest", Digest(block)), ("Content-Length", Length(block))),
            block);
    }

    /// <summary>The head as it was sealed, with what an archive needs besides.</summary>
    internal static string Head(string[] head, ReadOnlySpan<byte> block, string info)
    {
        // A resource's payload is its block, and is hashed already.
        var digest = WarcRecord.Field(head, "WARC-Type") == "resource" ? WarcRecord.Field(head, "WARC-Payload-Digest") : Digest(block);
        return string.Join("\r\n", head) + $"\r\nWARC-Block-Digest: {digest}\r\nWARC-Warcinfo-ID: {info}\r\n";
    }

    private static void WriteMetadata(WarcWriter writer, LedgerEntry entry, string[] head, string info)
    {
        var block = Fields(
            ("aftershock-capture", entry.Capture.Value),
            ("aftershock-source", entry.Source.Value),
            ("aftershock-run", entry.Run),
            ("aftershock-sealed-at", entry.WrittenAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
            ("aftershock-content-sha256", entry.Sha256),
            ("aftershock-sealed-sha256", entry.SealedSha256),
            ("aftershock-ledger-sequence", entry.Sequence.ToString(CultureInfo.InvariantCulture)),
            ("aftershock-ledger-hash", entry.Hash),
            ("aftershock-masking", "raw"),
            ("aftershock-embedded-media-replaced", entry.EmbeddedMedia.ToString(CultureInfo.InvariantCulture)));
        writer.Write(
            Record(
                "metadata",
                $"<urn:uuid:{WarcRecord.Uuid(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"metadata\n{entry.Capture}\n{info}"))))}>",
                entry.CapturedAt,
                ("WARC-Target-URI", WarcRecord.Field(head, "WARC-Target-URI")!),
                ("WARC-Concurrent-To", WarcRecord.Field(head, "WARC-Record-ID")!),
                ("WARC-Warcinfo-ID", info),
                ("Content-Type", "application/warc-fields"),
                ("WARC-Block-Digest", Digest(block)),
                ("Content-Length", Length(block))),
            block);
    }

    private static string IndexLine(LedgerEntry entry, string[] head, long offset, long length, string fileName)
    {
        var address = WarcRecord.Field(head, "WARC-Target-URI")!;
        var isResponse = WarcRecord.Field(head, "WARC-Type") == "response";
        var mime = WarcRecord.OneLine(entry.ContentType).Split(';')[0].Trim().ToLowerInvariant();
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, s_json))
        {
            json.WriteStartObject();
            json.WriteString("url", address);
            json.WriteString("mime", mime.Length == 0 ? "unk" : mime);
            if (isResponse)
            {
                json.WriteString("status", entry.Status.ToString(CultureInfo.InvariantCulture));
            }

            json.WriteString("digest", WarcRecord.Field(head, "WARC-Payload-Digest"));
            json.WriteString("length", length.ToString(CultureInfo.InvariantCulture));
            json.WriteString("offset", offset.ToString(CultureInfo.InvariantCulture));
            json.WriteString("filename", fileName);
            json.WriteEndObject();
        }

        return $"{Surt.Of(address)} {entry.CapturedAt.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)} {Encoding.UTF8.GetString(text.ToArray())}";
    }

    private static string Record(string type, string id, DateTimeOffset at, params (string Name, string Value)[] fields)
    {
        var head = new StringBuilder("WARC/1.1\r\n")
            .Append("WARC-Type: ").Append(type).Append("\r\n")
            .Append("WARC-Record-ID: ").Append(id).Append("\r\n")
            .Append("WARC-Date: ").Append(at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)).Append("\r\n");
        foreach (var (name, value) in fields)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        return head.ToString();
    }

    private static byte[] Fields(params (string Name, string? Value)[] fields) =>
        Encoding.UTF8.GetBytes(string.Concat(fields.Where(f => f.Value is not null).Select(f => $"{f.Name}: {Terse(f.Value!)}\r\n")));

    /// <summary>A field is one line, whatever a person wrote into it.</summary>
    private static string Terse(string value) => string.Concat(WarcRecord.OneLine(value).Select(c => char.IsControl(c) ? ' ' : c));

    private static string Digest(ReadOnlySpan<byte> block)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(block, hash);
        return $"sha256:{WarcRecord.ToBase32(hash)}";
    }

    private static string Length(byte[] block) => block.Length.ToString(CultureInfo.InvariantCulture);
}
