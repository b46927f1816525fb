using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Aftershock.Collecting.PostFiles;

/// <summary>Tells the encoding of a text from its bytes, with the reason.</summary>
public static class TextEncoding
{
    /// <summary>Fewer bytes beyond ASCII than these tell nothing.</summary>
    private const int FewestBytes = 8;

    static TextEncoding() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The encoding of a name such as <c>gb18030</c> or <c>windows-1251</c>; null when none has it.</summary>
    public static Encoding? Named(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        try
        {
            // A file said to be GB2312 or GBK is read as their superset.
            return Encoding.GetEncoding(name.Trim().ToLowerInvariant() is "gb2312" or "gbk" or "cp936" ? "gb18030" : name.Trim());
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>What the bytes themselves say: a byte order mark, or the NUL bytes of UTF-16. Null when they say nothing.</summary>
    /// <returns>The encoding, the length of its mark, and the reason.</returns>
    internal static (Encoding Encoding, int Mark, string Reason)? Marked(ReadOnlySpan<byte> head)
    {
        return head switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, 3, "its byte order mark"),
            [0xFF, 0xFE, ..] => (Encoding.Unicode, 2, "its byte order mark"),
            [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2, "its byte order mark"),
            // A text that begins with a bracket, a quote or a letter shows itself by where its NUL bytes stand.
            [> 0, 0, > 0, 0, ..] when Alternates(head, 1) => (Encoding.Unicode, 0, "every second byte of its beginning is NUL"),
            [0, > 0, 0, > 0, ..] when Alternates(head, 0) => (Encoding.BigEndianUnicode, 0, "every second byte of its beginning is NUL"),
            _ => null,
        };

        static bool Alternates(ReadOnlySpan<byte> head, int offset)
        {
            for (var i = 0; i < Math.Min(head.Length, 16); i++)
            {
                if ((head[i] == 0) != (i % 2 == offset))
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Which of the old encodings bytes that are no UTF-8 are most likely in; null when none of those known fits.</summary>
    /// <remarks>
    /// Russian in windows-1251 has its small letters, nine in ten, in the last 32 bytes of the table; Chinese in GB18030
    /// comes in pairs whose first byte is mostly below them, since the common characters stand first.
    /// </remarks>
    public static (string Name, string Reason)? Guess(ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text))
        {
            return null;
        }

        int high = 0, last = 0, letters = 0, pairs = 0, common = 0, broken = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] >= 0x80)
            {
                high++;
                last += text[i] >= 0xE0 ? 1 : 0;
                letters += text[i] is >= 0xC0 or 0xA8 or 0xB8 ? 1 : 0;
            }
        }

        for (var i = 0; i < text.Length - 1; i++)
        {
            if (text[i] < 0x80)
            {
                continue;
            }

            var isPair = text[i] is >= 0x81 and <= 0xFE && text[i + 1] is >= 0x40 and <= 0xFE and not 0x7F;
            var isFour = text[i] is >= 0x81 and <= 0xFE && text[i + 1] is >= 0x30 and <= 0x39 && i + 3 < text.Length && text[i + 2] is >= 0x81 and <= 0xFE && text[i + 3] is >= 0x30 and <= 0x39;
            broken += isPair || isFour ? 0 : 1;
            pairs += isPair ? 1 : 0;
            common += isPair && text[i] is >= 0xA1 and <= 0xD7 && text[i + 1] >= 0xA1 ? 1 : 0;
            i += isFour ? 3 : isPair ? 1 : 0;
        }

        if (high < FewestBytes)
        {
            return null;
        }

        if (letters >= high * 0.9 && last >= high * 0.6)
        {
            return ("windows-1251", Text($"{(double)last / high:P0} of its bytes beyond ASCII are where windows-1251 has small Cyrillic letters"));
        }

        return broken * 50 <= pairs && common >= pairs * 0.6
            ? ("gb18030", Text($"its bytes beyond ASCII come in pairs, {(double)common / pairs:P0} of them common Chinese characters"))
            : null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
