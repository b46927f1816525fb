using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Aftershock.Collecting.Evidence;

/// <summary>Takes pictures and other media that a page carries within itself out of it, before anything of it is kept.</summary>
/// <remarks>
/// A <c>data:</c> address of any type but text becomes <c>urn:aftershock:media:TYPE:sha256:DIGEST:bytes:LENGTH</c>, wherever it
/// stands: in attributes, styles, scripts, comments or text. Digest and length are those of the medium itself, decoded, so
/// that it can be looked up in a list of known ones without ever being had. Nothing else of the page changes. Works on
/// the bytes of any encoding that extends ASCII, and looks at each byte a bounded number of times.
/// </remarks>
internal static class EmbeddedMedia
{
    /// <summary>Between <c>data:</c> and the comma; longer is no media type.</summary>
    private const int LongestType = 256;

    /// <summary>The blanks before an address that are looked back through for the quote that it stands in.</summary>
    private const int LongestIndent = 64;

    private static readonly SearchValues<byte> s_bare = SearchValues.Create(" \t\r\n\f\"'<>()`"u8);
    private static readonly SearchValues<byte> s_blank = SearchValues.Create(" \t\r\n\f"u8);

    /// <summary>How the bytes of well-known media begin in base 64: browsers show them under whatever type.</summary>
    private static readonly byte[][] s_beginnings = [.. new[] { "iVBORw0KGgo", "/9j/", "R0lGOD", "UklGR", "Qk0", "AAAAHGZ0eX", "AAAAIGZ0eX", "AAAAGGZ0eX", "JVBERi0", "T2dnUw", "GkXfo", "SUQz" }.Select(Encoding.ASCII.GetBytes)];

    /// <returns>The page as it may be kept, and how many media were replaced; the same bytes when there was none.</returns>
    public static (ReadOnlyMemory<byte> Content, int Replaced) Strip(RawPage page)
    {
        // Feeds carry pages as well; lines of posts do not, and have been text from the beginning.
        var isMarkup = page.ContentType.Contains("html", StringComparison.OrdinalIgnoreCase) || page.ContentType.Contains("xml", StringComparison.OrdinalIgnoreCase);
        return isMarkup ? Strip(page.Content) : (page.Content, 0);
    }

    internal static (ReadOnlyMemory<byte> Content, int Replaced) Strip(ReadOnlyMemory<byte> content)
    {
        var page = content.Span;
        ArrayBufferWriter<byte>? kept = null;
        Span<int> noneBehind = [int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue];
        int copied = 0, replaced = 0;
        for (var at = 0; at < page.Length;)
        {
            var colon = page[at..].IndexOf((byte)':');
            if (colon < 0)
            {
                break;
            }

            at += colon + 1;
            if (!IsScheme(page, at) || !TryType(page, at, out var type, out var isBase64, out var payload))
            {
                continue;
            }

            var opener = OpenerOf(page, at - 5);
            var end = isBase64 ? EndOfBase64(page, payload, opener) : EndOfText(page, payload, opener, noneBehind);
            if (end == payload || (IsText(type) && !(isBase64 && BeginsLikeMedium(page[payload..end]))))
            {
                at = payload;
                continue;
            }

            kept ??= new ArrayBufferWriter<byte>(page.Length);
            kept.Write(page[copied..(at - 5)]);
            kept.Write(Encoding.ASCII.GetBytes(Marker(type, page[payload..end], isBase64)));
            copied = at = end;
            replaced++;
        }

        if (kept is null)
        {
            return (content, 0);
        }

        kept.Write(page[copied..]);
        return (kept.WrittenMemory, replaced);
    }

    /// <summary>Whether <c>data:</c> ends here, and is not the end of a longer word.</summary>
    private static bool IsScheme(ReadOnlySpan<byte> page, int end) =>
        end >= 5 && Ascii.EqualsIgnoreCase(page.Slice(end - 5, 4), "data"u8) && (end == 5 || !(char.IsAsciiLetterOrDigit((char)page[end - 6]) || page[end - 6] is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'+'));

    /// <summary>Reads <c>image/png;charset=x;base64,</c>; blanks may stand around each part.</summary>
    private static bool TryType(ReadOnlySpan<byte> page, int at, out string type, out bool isBase64, out int payload)
    {
        (type, isBase64, payload) = ("", false, 0);
        var head = page.Slice(at, Math.Min(LongestType, page.Length - at));
        var comma = head.IndexOf((byte)',');
        if (comma < 0 || head[..comma].ContainsAny("<>{}"u8))
        {
            return false;
        }

        var text = Encoding.Latin1.GetString(head[..comma]);
        var parts = text.Split(';');
        type = parts[0].Trim().ToLowerInvariant();
        isBase64 = parts.Length > 1 && parts[^1].Trim().Equals("base64", StringComparison.OrdinalIgnoreCase);
        payload = at + comma + 1;

        // No type at all is text; what is neither that nor a type is no address.
        return (type.Length == 0 && (parts.Length > 1 || comma == 0)) || (type.Count(c => c == '/') == 1 && type.All(IsTypeLetter) && type[0] != '/' && type[^1] != '/');
    }

    private static bool IsTypeLetter(char c) => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '+' or '-' or '_' or '!' or '#' or '$' or '&' or '^' or '*';

    private static bool IsText(string type) => type.Length == 0 || type.StartsWith("text/", StringComparison.Ordinal);

    private static bool BeginsLikeMedium(ReadOnlySpan<byte> payload)
    {
        payload = payload.TrimStart(" \t\r\n"u8);
        foreach (var beginning in s_beginnings)
        {
            if (payload.StartsWith(beginning))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The quote or bracket that the address stands in; 0 when it stands bare.</summary>
    private static byte OpenerOf(ReadOnlySpan<byte> page, int start)
    {
        var at = start - 1;
        for (var steps = 0; at >= 0 && steps < LongestIndent && s_blank.Contains(page[at]); steps++)
        {
            at--;
        }

        if (at < 0)
        {
            return 0;
        }

        return page[at] switch
        {
            (byte)'"' or (byte)'\'' or (byte)'(' => page[at],
            (byte)';' when page[..(at + 1)].EndsWith("&quot;"u8) || page[..(at + 1)].EndsWith("&#34;"u8) || page[..(at + 1)].EndsWith("&#39;"u8) || page[..(at + 1)].EndsWith("&apos;"u8) => (byte)'&',
            _ => 0,
        };
    }

    /// <summary>
    /// Base 64 goes on over blanks within quotes and brackets, unless what follows them is a width or density: then it was
    /// one of several addresses, as in <c>srcset</c>.
    /// </summary>
    private static int EndOfBase64(ReadOnlySpan<byte> page, int payload, byte opener)
    {
        var at = payload;
        while (true)
        {
            while (at < page.Length && IsBase64(page[at]))
            {
                at++;
            }

            var next = at;
            while (next < page.Length && s_blank.Contains(page[next]))
            {
                next++;
            }

            if (opener == 0 || next == at || next == page.Length || !IsBase64(page[next]) || IsDescriptor(page, next))
            {
                return at;
            }

            at = next;
        }
    }

    private static bool IsDescriptor(ReadOnlySpan<byte> page, int at)
    {
        var digits = 0;
        while (digits < 8 && at + digits < page.Length && (char.IsAsciiDigit((char)page[at + digits]) || page[at + digits] == '.'))
        {
            digits++;
        }

        return digits > 0 && at + digits < page.Length && page[at + digits] is (byte)'x' or (byte)'w' or (byte)'h'
            && (at + digits + 1 == page.Length || !IsBase64(page[at + digits + 1]));
    }

    private static bool IsBase64(byte b) => char.IsAsciiLetterOrDigit((char)b) || b is (byte)'+' or (byte)'/' or (byte)'=' or (byte)'-' or (byte)'_' or (byte)'%';

    /// <summary>What is not base 64 goes to the end of its quotes; without them, or where they are never closed, to the next blank or bracket.</summary>
    private static int EndOfText(ReadOnlySpan<byte> page, int payload, byte opener, Span<int> noneBehind)
    {
        var rest = page[payload..];
        var kind = opener switch
        {
            (byte)'"' => 0,
            (byte)'\'' => 1,
            (byte)'(' => 2,
            _ => 3,
        };
        var closers = kind switch
        {
            0 => "\""u8,
            1 => "'"u8,
            2 => ")\">"u8,
            _ => "\"&<"u8,
        };

        // What closes it and is nowhere behind one place is nowhere behind a later one: not looked for again.
        if (opener != 0 && payload < noneBehind[kind])
        {
            var closed = rest.IndexOfAny(closers);
            if (closed >= 0)
            {
                return payload + closed;
            }

            noneBehind[kind] = payload;
        }

        return payload + Bare(rest);
    }

    private static int Bare(ReadOnlySpan<byte> rest) => rest.IndexOfAny(s_bare) is >= 0 and var end ? end : rest.Length;

    private static string Marker(string type, ReadOnlySpan<byte> payload, bool isBase64)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = isBase64 ? HashBase64(payload, hash) : HashText(payload, hash);
        var told = type.Length == 0 ? "text/plain" : string.Concat(type.Where(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '+' or '-'));
        return string.Create(CultureInfo.InvariantCulture, $"urn:aftershock:media:{told}:sha256:{Convert.ToHexStringLower(hash.GetHashAndReset())}:bytes:{length}");
    }

    /// <summary>Decodes as browsers do, blanks and percent signs undone, and goes on over what is wrong.</summary>
    private static long HashBase64(ReadOnlySpan<byte> payload, IncrementalHash hash)
    {
        Span<byte> buffer = stackalloc byte[3072];
        int held = 0, bits = 0, filled = 0;
        long length = 0;
        for (var at = 0; at < payload.Length; at++)
        {
            var value = ValueOf(Unescaped(payload, ref at));
            if (value < 0)
            {
                continue;
            }

            held = (held << 6) | value;
            bits += 6;
            if (bits < 8)
            {
                continue;
            }

            bits -= 8;
            buffer[filled++] = (byte)(held >> bits);
            held &= (1 << bits) - 1;
            if (filled == buffer.Length)
            {
                hash.AppendData(buffer);
                length += filled;
                filled = 0;
            }
        }

        hash.AppendData(buffer[..filled]);
        return length + filled;
    }

    private static long HashText(ReadOnlySpan<byte> payload, IncrementalHash hash)
    {
        Span<byte> buffer = stackalloc byte[3072];
        var filled = 0;
        long length = 0;
        for (var at = 0; at < payload.Length; at++)
        {
            buffer[filled++] = Unescaped(payload, ref at);
            if (filled == buffer.Length)
            {
                hash.AppendData(buffer);
                length += filled;
                filled = 0;
            }
        }

        hash.AppendData(buffer[..filled]);
        return length + filled;
    }

    private static byte Unescaped(ReadOnlySpan<byte> payload, ref int at)
    {
        var b = payload[at];
        if (b == '%' && at + 2 < payload.Length && char.IsAsciiHexDigit((char)payload[at + 1]) && char.IsAsciiHexDigit((char)payload[at + 2]))
        {
            b = (byte)((HexOf(payload[at + 1]) << 4) | HexOf(payload[at + 2]));
            at += 2;
        }

        return b;
    }

    private static int HexOf(byte digit) => char.IsAsciiDigit((char)digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static int ValueOf(byte b) => b switch
    {
        >= (byte)'A' and <= (byte)'Z' => b - 'A',
        >= (byte)'a' and <= (byte)'z' => b - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => b - '0' + 52,
        (byte)'+' or (byte)'-' => 62,
        (byte)'/' or (byte)'_' => 63,
        _ => -1,
    };
}
