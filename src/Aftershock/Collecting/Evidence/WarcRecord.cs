using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;

namespace Aftershock.Collecting.Evidence;

/// <summary>One WARC 1.1 record around one page (ISO 28500:2017), and the way back.</summary>
/// <remarks>
/// A page whose status and time came with it is a <c>response</c> record: a status line, the content type and the length
/// stand before the payload; other headers were never known and are not made up. A page that is only a file is a
/// <c>resource</c> record.
/// </remarks>
internal static class WarcRecord
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static ReadOnlyMemory<byte> Format(RawPage page, CaptureId id, ReadOnlySpan<byte> sha256)
    {
        var isResponse = !page.TimeIsFileTime && page.Url.StartsWith("http", StringComparison.OrdinalIgnoreCase);
        var http = isResponse ? HttpHead(page) : "";
        var contentType = OneLine(page.ContentType);
        var length = Encoding.UTF8.GetByteCount(http) + page.Content.Length;
        var head = new StringBuilder(512)
            .Append("WARC/1.1\r\n")
            .Append("WARC-Type: ").Append(isResponse ? "response" : "resource").Append("\r\n")
            .Append("WARC-Record-ID: <urn:uuid:").Append(Uuid(id)).Append(">\r\n")
            .Append("WARC-Date: ").Append(page.CapturedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)).Append("\r\n")
            .Append("WARC-Target-URI: ").Append(Address(page.Url)).Append("\r\n")
            .Append("WARC-Payload-Digest: sha256:").Append(ToBase32(sha256)).Append("\r\n")
            .Append("Content-Type: ").Append(isResponse ? "application/http;msgtype=response" : contentType.Length == 0 ? "application/octet-stream" : contentType).Append("\r\n")
            .Append(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n\r\n")
            .Append(http);
        var headText = head.ToString();
        var buffer = new ArrayBufferWriter<byte>(Encoding.UTF8.GetByteCount(headText) + page.Content.Length + 4);
        Encoding.UTF8.GetBytes(headText, buffer);
        buffer.Write(page.Content.Span);
        buffer.Write("\r\n\r\n"u8);
        return buffer.WrittenMemory;
    }

    /// <summary>The payload of a record that <see cref="Format"/> wrote.</summary>
    /// <returns>False when the bytes are no such record.</returns>
    public static bool TryReadPayload(ReadOnlyMemory<byte> record, out ReadOnlyMemory<byte> payload)
    {
        payload = default;
        if (!TrySplit(record, out var head, out var block))
        {
            return false;
        }

        if (Field(head, "WARC-Type") != "response")
        {
            payload = block;
            return true;
        }

        var httpEnd = block.Span.IndexOf("\r\n\r\n"u8);
        payload = httpEnd < 0 ? default : block[(httpEnd + 4)..];
        return httpEnd >= 0;
    }

    /// <summary>The head of a record that <see cref="Format"/> wrote, line by line with the version first, and its block.</summary>
    /// <returns>False when the bytes are no such record.</returns>
    internal static bool TrySplit(ReadOnlyMemory<byte> record, out string[] head, out ReadOnlyMemory<byte> block)
    {
        (head, block) = ([], default);
        var span = record.Span;
        var headEnd = span.IndexOf("\r\n\r\n"u8);
        if (headEnd < 0 || !span.StartsWith("WARC/1.1\r\n"u8) || !span.EndsWith("\r\n\r\n"u8))
        {
            return false;
        }

        head = Encoding.UTF8.GetString(span[..headEnd]).Split("\r\n");
        block = record[(headEnd + 4)..];
        if (Field(head, "Content-Length") is not { } text
            || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || length != block.Length - 4)
        {
            return false;
        }

        block = block[..length];
        return true;
    }

    /// <summary>RFC 4648 base 32 with padding, in which WARC tools write and compare digests.</summary>
    internal static string ToBase32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder((bytes.Length + 4) / 5 * 8);
        int held = 0, bits = 0;
        foreach (var b in bytes)
        {
            held = (held << 8) | b;
            bits += 8;
            while (bits >= 5)
            {
                bits -= 5;
                text.Append(Base32[(held >> bits) & 31]);
            }
        }

        if (bits > 0)
        {
            text.Append(Base32[(held << (5 - bits)) & 31]);
        }

        return text.Append('=', (8 - (text.Length % 8)) % 8).ToString();
    }

    private static string HttpHead(RawPage page) => string.Create(
        CultureInfo.InvariantCulture,
        $"HTTP/1.1 {page.Status} {(HttpStatusCode)page.Status}\r\nContent-Type: {OneLine(page.ContentType)}\r\nContent-Length: {page.Content.Length}\r\n\r\n");

    internal static string? Field(string[] head, string name)
    {
        foreach (var line in head)
        {
            if (line.Length > name.Length && line[name.Length] == ':' && line.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return line[(name.Length + 1)..].Trim();
            }
        }

        return null;
    }

    /// <summary>The capture's name written as a UUID of version 8, whose content is ours to define (RFC 9562).</summary>
    private static string Uuid(CaptureId id) => Uuid(id.Value);

    /// <param name="hex">32 hexadecimal digits or more.</param>
    internal static string Uuid(string hex) => $"{hex[..8]}-{hex[8..12]}-8{hex[13..16]}-a{hex[17..20]}-{hex[20..32]}";

    /// <summary>A URI holds no space and no control character; what a page's address has of them is escaped.</summary>
    private static string Address(string url)
    {
        var address = new StringBuilder(url.Length);
        foreach (var c in url)
        {
            if (c <= ' ' || c is '<' or '>' or '"' or '\u007f')
            {
                address.Append('%').Append(((int)c).ToString("X2", CultureInfo.InvariantCulture));
            }
            else
            {
                address.Append(c);
            }
        }

        return address.ToString();
    }

    internal static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();
}
