using System.Globalization;
using System.IO.Compression;

namespace Aftershock.Collecting.Warcs;

/// <summary>An archived HTTP response: its head, and its body as a browser would have had it.</summary>
/// <param name="Raw">The body as it was received.</param>
/// <param name="Transferred">Without its chunks.</param>
/// <param name="Body">Decompressed as well; empty when <paramref name="Failure"/> is told.</param>
/// <param name="Failure">Why there is no whole body; null when there is.</param>
/// <param name="Notes">What was not as the head says, and was read nevertheless.</param>
internal sealed record HttpMessage(
    int Status, IReadOnlyDictionary<string, string> Fields, ReadOnlyMemory<byte> Raw, ReadOnlyMemory<byte> Transferred, ReadOnlyMemory<byte> Body, string? Failure, IReadOnlyList<string> Notes)
{
    public string ContentType => Fields.GetValueOrDefault("Content-Type", "");

    /// <returns>Null when the block is no HTTP response.</returns>
    public static HttpMessage? Read(ReadOnlyMemory<byte> block, int longest)
    {
        var span = block.Span;
        var line = span.IndexOf((byte)'\n');
        if (!span.StartsWith("HTTP/"u8) || line < 0 || StatusOf(span[..line]) is not { } status)
        {
            return null;
        }

        var end = EndOfHead(span);
        var fields = ArchivedRecord.ReadFields(span[(line + 1)..end.Head]);
        var raw = block[end.Body..];
        var notes = new List<string>();
        var (transferred, failure) = Transfer(raw, fields, notes);
        var body = transferred;
        if (failure is null)
        {
            (body, failure) = Decode(transferred, fields.GetValueOrDefault("Content-Encoding", ""), longest, notes);
        }

        return new HttpMessage(status, fields, raw, transferred, failure is null ? body : default, failure, notes);
    }

    private static int? StatusOf(ReadOnlySpan<byte> line)
    {
        var blank = line.IndexOf((byte)' ');
        var code = blank < 0 ? default : line[(blank + 1)..].Trim(" \r"u8);
        return code.Length >= 3 && int.TryParse(code[..3], NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 100 and <= 999 ? status : null;
    }

    private static (int Head, int Body) EndOfHead(ReadOnlySpan<byte> block)
    {
        var strict = block.IndexOf("\r\n\r\n"u8);
        var loose = (strict < 0 ? block : block[..strict]).IndexOf("\n\n"u8);
        return loose >= 0 ? (loose + 1, loose + 2) : strict >= 0 ? (strict + 2, strict + 4) : (block.Length, block.Length);
    }

    private static (ReadOnlyMemory<byte> Body, string? Failure) Transfer(ReadOnlyMemory<byte> raw, Dictionary<string, string> fields, List<string> notes)
    {
        if (fields.GetValueOrDefault("Transfer-Encoding", "").Contains("chunked", StringComparison.OrdinalIgnoreCase))
        {
            return Unchunk(raw, notes);
        }

        if (ArchivedRecord.LengthOf(fields) is not { } told || told <= raw.Length)
        {
            return (raw, null);
        }

        // Servers miscount, and programs change line ends; a page that closes itself is whole.
        var end = raw.Span.TrimEnd(" \t\r\n"u8);
        if (end.Length > 7 && System.Text.Ascii.EqualsIgnoreCase(end[^7..], "</html>"u8))
        {
            notes.Add($"its head tells {told} bytes, the archive holds {raw.Length}; it ends with </html> and was read");
            return (raw, null);
        }

        return (raw, $"the page is cut off: its head tells {told} bytes, the archive holds {raw.Length}");
    }

    private static (ReadOnlyMemory<byte> Body, string? Failure) Unchunk(ReadOnlyMemory<byte> raw, List<string> notes)
    {
        var span = raw.Span;
        var body = new MemoryStream(raw.Length);
        for (var at = 0; ;)
        {
            var line = span[at..].IndexOf((byte)'\n');
            var size = line < 0 ? default : span.Slice(at, line).Trim(" \t\r"u8);
            size = size.IndexOf((byte)';') is >= 0 and var extension ? size[..extension].Trim(" \t"u8) : size;
            if (line < 0 || size.Length is 0 or > 8 || !int.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length) || length < 0)
            {
                if (at == span.Length)
                {
                    return (raw, "the page is cut off: its last chunk is missing");
                }

                // Some programs undo the chunks and leave the head as it was.
                notes.Add(at == 0 ? "its head tells of chunks, and there are none; it was read as it is" : $"its chunks are broken at byte {at}; the rest was read as it is");
                body.Write(span[at..]);
                return (body.GetBuffer().AsMemory(0, (int)body.Length), null);
            }

            at += line + 1;
            if (length == 0)
            {
                return (body.GetBuffer().AsMemory(0, (int)body.Length), null);
            }

            if (length > span.Length - at)
            {
                return (raw, "the page is cut off within a chunk");
            }

            body.Write(span.Slice(at, length));
            at += length;
            at += span[at..].StartsWith("\r\n"u8) ? 2 : span[at..].StartsWith("\n"u8) ? 1 : 0;
        }
    }

    private static (ReadOnlyMemory<byte> Body, string? Failure) Decode(ReadOnlyMemory<byte> body, string encodings, int longest, List<string> notes)
    {
        var names = encodings.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (names.Length > 4)
        {
            return (body, $"is encoded {names.Length} times over; expected at most 4");
        }

        foreach (var name in names.Reverse())
        {
            var encoding = name.ToLowerInvariant();
            if (encoding is "identity" or "none" or "utf-8" || body.Length == 0)
            {
                continue;
            }

            if (encoding is not ("gzip" or "x-gzip" or "deflate" or "br"))
            {
                return (body, $"Content-Encoding \"{encoding}\" is not read; expected gzip, deflate or br");
            }

            var (decoded, failure, any) = Unpack(body, encoding, longest);
            if (failure is null)
            {
                body = decoded;
            }
            else if (!any && LooksLikeMarkup(body.Span))
            {
                // Some programs keep the decoded page and leave the head as it was.
                notes.Add($"its head tells of {encoding}, and it is plain; it was read as it is");
            }
            else
            {
                return (body, failure);
            }
        }

        return (body, body.Length > longest ? TooLong(longest) : null);
    }

    private static bool LooksLikeMarkup(ReadOnlySpan<byte> body)
    {
        var text = body.StartsWith((ReadOnlySpan<byte>)[0xef, 0xbb, 0xbf]) ? body[3..] : body;
        return text.TrimStart(" \t\r\n"u8).StartsWith("<"u8);
    }

    private static (ReadOnlyMemory<byte> Decoded, string? Failure, bool Any) Unpack(ReadOnlyMemory<byte> body, string encoding, int longest)
    {
        var feed = new Fed(body);
        var target = new MemoryStream();
        try
        {
            using Stream stream = encoding switch
            {
                "br" => new BrotliStream(feed, CompressionMode.Decompress),
                "deflate" => IsZlib(body.Span) ? new ZLibStream(feed, CompressionMode.Decompress) : new DeflateStream(feed, CompressionMode.Decompress),
                _ => new CheckedGzipStream(feed),
            };
            var buffer = new byte[1 << 16];
            int read;
            while ((read = stream.Read(buffer)) > 0)
            {
                if (target.Length + read > longest)
                {
                    return (default, TooLong(longest), true);
                }

                target.Write(buffer, 0, read);
            }
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or IOException)
        {
            return (default, $"its {encoding} data is broken or cut off", target.Length > 0);
        }

        // A gzip stream checks its end itself; the others do not.
        return encoding is "br" or "deflate" && feed.EndedEarly
            ? (default, $"its {encoding} data is cut off", target.Length > 0)
            : (target.GetBuffer().AsMemory(0, (int)target.Length), null, true);
    }

    private static string TooLong(int longest) => $"is longer than {longest >> 20} MB decoded; it was not read";

    private static bool IsZlib(ReadOnlySpan<byte> body) => body.Length >= 2 && (body[0] & 0x0f) == 8 && ((body[0] << 8) | body[1]) % 31 == 0;

    /// <summary>Bytes in memory, and whether more of them were asked for than there are.</summary>
    private sealed class Fed(ReadOnlyMemory<byte> bytes) : Stream
    {
        private int _at;

        public bool EndedEarly { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => bytes.Length;

        public override long Position
        {
            get => _at;
            set => _at = (int)Math.Clamp(value, 0, bytes.Length);
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var now = Math.Min(buffer.Length, bytes.Length - _at);
            bytes.Span.Slice(_at, now).CopyTo(buffer);
            _at += now;
            EndedEarly |= now == 0 && buffer.Length > 0;
            return now;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
