using System.Globalization;
using System.Text;
using AngleSharp.Html;

namespace Aftershock.Collecting.Html;

/// <summary>Text as a reader sees it: character references decoded.</summary>
internal static class HtmlText
{
    private const int LongestName = 32;

    /// <summary>What numbers of 128 to 159 mean on the web: the characters of windows-1252.</summary>
    private const string Windows1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";

    [ThreadStatic]
    private static StringBuilder? s_builder;

    public static string Decode(ReadOnlySpan<char> raw, bool isAttribute)
    {
        if (!raw.Contains('&') && !raw.Contains('\0'))
        {
            return raw.ToString();
        }

        var text = new StringBuilder(raw.Length);
        Append(text, raw, isAttribute);
        return text.ToString();
    }

    /// <summary>Appends the text with its character references decoded; NUL becomes U+FFFD.</summary>
    public static void Append(StringBuilder text, ReadOnlySpan<char> raw, bool isAttribute)
    {
        while (!raw.IsEmpty)
        {
            var at = raw.IndexOfAny('&', '\0');
            if (at < 0)
            {
                text.Append(raw);
                return;
            }

            text.Append(raw[..at]);
            raw = raw[at..];
            var length = raw[0] == '\0' ? 0 : Reference(text, raw, isAttribute);
            if (length == 0)
            {
                text.Append(raw[0] == '\0' ? '\uFFFD' : '&');
                length = 1;
            }

            raw = raw[length..];
        }
    }

    /// <summary>All text from one node up to another, white space folded to single blanks; null when there is none.</summary>
    public static string? Folded(HtmlPage page, int from, int until)
    {
        var text = s_builder ??= new StringBuilder();
        text.Clear();
        for (var i = from; i < until; i++)
        {
            var node = page.Nodes[i];
            if (node.IsText)
            {
                Append(text, page, node);
            }
            else if (HtmlTags.IsUnseen(node.Tag))
            {
                i = node.After - 1;
            }
            else if (node.Tag == HtmlTag.Br)
            {
                text.Append(' ');
            }
        }

        return Fold(text);
    }

    public static void Append(StringBuilder text, HtmlPage page, HtmlNode node)
    {
        var raw = page.Source.AsSpan(node.Start, node.End - node.Start);
        if (node.IsPlain)
        {
            text.Append(raw);
        }
        else
        {
            Append(text, raw, isAttribute: false);
        }
    }

    /// <summary>White space folded to single blanks, in place; null when nothing is left.</summary>
    internal static string? Fold(StringBuilder text)
    {
        var length = 0;
        var pending = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsWhiteSpace(c))
            {
                pending = length > 0;
                continue;
            }

            if (pending)
            {
                text[length++] = ' ';
                pending = false;
            }

            text[length++] = c;
        }

        return length == 0 ? null : text.ToString(0, length);
    }

    /// <returns>How many characters the reference is long; zero when there is none.</returns>
    private static int Reference(StringBuilder text, ReadOnlySpan<char> raw, bool isAttribute)
    {
        if (raw.Length < 3)
        {
            return raw.Length > 1 && raw[1] == '#' ? 0 : Named(text, raw, isAttribute);
        }

        return raw[1] == '#' ? Numbered(text, raw) : Named(text, raw, isAttribute);
    }

    private static int Numbered(StringBuilder text, ReadOnlySpan<char> raw)
    {
        var isHex = raw[2] is 'x' or 'X';
        var start = isHex ? 3 : 2;
        var end = start;
        long value = 0;
        while (end < raw.Length && (isHex ? char.IsAsciiHexDigit(raw[end]) : char.IsAsciiDigit(raw[end])))
        {
            value = Math.Min((value * (isHex ? 16 : 10)) + int.Parse(raw.Slice(end, 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), 0x110000);
            end++;
        }

        if (end == start)
        {
            return 0;
        }

        if (value is >= 128 and < 160)
        {
            text.Append(Windows1252[(int)value - 128]);
        }
        else
        {
            text.Append(Rune.IsValid((int)value) && value != 0 ? new Rune((int)value).ToString() : "\uFFFD");
        }

        return end < raw.Length && raw[end] == ';' ? end + 1 : end;
    }

    private static int Named(StringBuilder text, ReadOnlySpan<char> raw, bool isAttribute)
    {
        var end = 1;
        while (end < raw.Length && end <= LongestName && char.IsAsciiLetterOrDigit(raw[end]))
        {
            end++;
        }

        if (end == 1)
        {
            return 0;
        }

        var name = raw[1..end];
        if (end < raw.Length && raw[end] == ';' && Symbol(name, closed: true) is { } symbol)
        {
            text.Append(symbol);
            return end + 1;
        }

        // Old pages leave the semicolon out; in an attribute "&copy=1" is a parameter.
        for (var length = Math.Min(name.Length, 6); length >= 2; length--)
        {
            if (Symbol(name[..length], closed: false) is { } old)
            {
                var next = 1 + length < raw.Length ? raw[1 + length] : ' ';
                if (isAttribute && (next == '=' || char.IsAsciiLetterOrDigit(next)))
                {
                    return 0;
                }

                text.Append(old);
                return 1 + length;
            }
        }

        return 0;
    }

    private static string? Symbol(ReadOnlySpan<char> name, bool closed) => name switch
    {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "nbsp" => "\u00A0",
        _ => HtmlEntityProvider.Resolver.GetSymbol(closed ? $"{name};" : name.ToString()),
    };
}
