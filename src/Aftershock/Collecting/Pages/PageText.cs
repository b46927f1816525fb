using System.Text;

namespace Aftershock.Collecting.Pages;

/// <summary>Turns the bytes of a page into text, in the encoding that the page says, or else shows.</summary>
public static class PageText
{
    /// <summary>How far into a page its own word on its encoding is looked for; browsers look at the first 1,024 bytes.</summary>
    private const int Prologue = 2048;

    private static readonly System.Buffers.SearchValues<char> s_ends = System.Buffers.SearchValues.Create("\"' ;/>\r\n\t");

    static PageText() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Decodes; bytes that mean nothing become U+FFFD, NUL becomes U+FFFD as HTML has it.</summary>
    public static string Decode(RawPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var bytes = page.Content.Span;
        return bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8.GetString(bytes[3..]),
            [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(bytes[2..]),
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(bytes[2..]),
            _ => (Named(page.ContentType) ?? NamedInside(bytes) ?? Shown(bytes)).GetString(bytes),
        };
    }

    /// <summary>Whether the page says, or shows, that it is HTML.</summary>
    public static bool IsHtml(RawPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        if (page.ContentType.Contains("html", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var start = Encoding.Latin1.GetString(page.Content.Span[..Math.Min(512, page.Content.Length)]);
        return !page.ContentType.StartsWith("image/", StringComparison.OrdinalIgnoreCase)
            && (start.Contains("<html", StringComparison.OrdinalIgnoreCase) || start.Contains("<!doctype html", StringComparison.OrdinalIgnoreCase));
    }

    private static Encoding? NamedInside(ReadOnlySpan<byte> bytes) =>
        Named(Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, Prologue)]));

    /// <summary>The encoding after <c>charset=</c>, in a header or a meta element; null when there is none or it is unknown.</summary>
    private static Encoding? Named(string text)
    {
        const string mark = "charset=";
        var at = text.IndexOf(mark, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return null;
        }

        var rest = text.AsSpan(at + mark.Length).TrimStart("\"' ");
        var end = rest.IndexOfAny(s_ends);
        var name = (end < 0 ? rest : rest[..end]).ToString();
        try
        {
            // Pages that say gb2312 are read as its superset, as browsers do.
            return Encoding.GetEncoding(name.ToLowerInvariant() is "gb2312" or "gbk" ? "gb18030" : name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static Encoding Shown(ReadOnlySpan<byte> bytes) =>
        System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8 : Encoding.GetEncoding(1252);
}
