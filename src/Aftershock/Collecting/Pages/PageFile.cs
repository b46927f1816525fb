using System.IO.Compression;
using System.Text;

namespace Aftershock.Collecting.Pages;

/// <summary>One saved page on disk, plain or gzip by its first bytes and not by its name.</summary>
internal static class PageFile
{
    /// <returns>The content, or why there is none: empty, truncated, damaged, or longer than the limit (a bomb).</returns>
    public static (ReadOnlyMemory<byte> Content, string? Reason) Read(string path, int longest)
    {
        if (new FileInfo(path).Length > longest)
        {
            return (default, TooLong(longest));
        }

        var bytes = File.ReadAllBytes(path);
        if (bytes is not [0x1F, 0x8B, ..])
        {
            return bytes.Length == 0 ? (default, "is empty") : (bytes, null);
        }

        if (bytes.Length < 18)
        {
            return (default, "gzip ends early; the page is not whole");
        }

        // The last four bytes give the length; a lie costs a copy and nothing else.
        var told = BitConverter.ToUInt32(bytes, bytes.Length - 4);
        using var unpacked = new MemoryStream((int)Math.Min(told, (uint)longest));
        try
        {
            using var gzip = new CheckedGzipStream(new MemoryStream(bytes, writable: false));
            var buffer = new byte[81920];
            int read;
            while ((read = gzip.Read(buffer, 0, buffer.Length)) > 0)
            {
                if (unpacked.Length + read > longest)
                {
                    return (default, TooLong(longest));
                }

                unpacked.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException e)
        {
            return (default, $"gzip is damaged or ends early: {e.Message}");
        }

        return unpacked.Length == 0 ? (default, "is empty") : (unpacked.GetBuffer().AsMemory(0, (int)unpacked.Length), null);
    }

    private static string TooLong(int longest) => $"is longer than {longest >> 20} MB uncompressed; it was not read";
}

/// <summary>The address that a page gives itself.</summary>
internal static class Canonical
{
    private const int Prologue = 64 * 1024;

    /// <summary>The <c>href</c> of <c>link rel="canonical"</c>, else the <c>content</c> of <c>og:url</c>; null without either.</summary>
    public static string? AddressIn(ReadOnlySpan<byte> page)
    {
        var head = Encoding.UTF8.GetString(page[..Math.Min(page.Length, Prologue)]);
        return Attribute(Tag(head, "rel", "canonical"), "href") ?? Attribute(Tag(head, "property", "og:url"), "content");
    }

    private static string? Tag(string head, string name, string value)
    {
        var at = head.IndexOf($"{name}=\"{value}\"", StringComparison.OrdinalIgnoreCase);
        at = at < 0 ? head.IndexOf($"{name}='{value}'", StringComparison.OrdinalIgnoreCase) : at;
        if (at < 0)
        {
            return null;
        }

        var start = head.LastIndexOf('<', at);
        var end = head.IndexOf('>', at);
        return start < 0 || end < 0 ? null : head[start..end];
    }

    private static string? Attribute(string? tag, string name)
    {
        var at = tag?.IndexOf(name + "=", StringComparison.OrdinalIgnoreCase) ?? -1;
        var start = at + name.Length + 2;
        if (at < 0 || start >= tag!.Length || tag[start - 1] is not ('"' or '\''))
        {
            return null;
        }

        var end = tag.IndexOf(tag[start - 1], start);
        return end <= start ? null : System.Net.WebUtility.HtmlDecode(tag[start..end]);
    }
}
