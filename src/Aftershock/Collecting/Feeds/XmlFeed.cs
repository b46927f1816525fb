using System.Text;
using System.Xml;

namespace Aftershock.Collecting.Feeds;

/// <summary>Reads RSS 0.9x, 1.0 and 2.0 and Atom 0.3 and 1.0, item by item, up to where the XML is broken.</summary>
/// <remarks>Names are told by their local part: feeds declare the same namespaces in a dozen ways, and some not at all.</remarks>
internal static class XmlFeed
{
    /// <summary>Elements within elements; a feed has ten, XHTML in it some dozens.</summary>
    private const int Deepest = 200;

    private const string Content = "http://purl.org/rss/1.0/modules/content/";

    static XmlFeed() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static FeedContent Read(ReadOnlyMemory<byte> bytes)
    {
        var feed = new FeedContent();
        var start = bytes.Span.IndexOfAnyExcept(" \t\r\n"u8);
        bytes = start > 0 ? bytes[start..] : bytes;
        var settings = new XmlReaderSettings
        {
            XmlResolver = null,
            CheckCharacters = false,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            DtdProcessing = DtdProcessing.Prohibit,
        };
        switch (Doctype(bytes.Span))
        {
            case true:
                feed.Broken = "declares entities of its own (a DOCTYPE with a list of declarations), which is refused";
                return feed;
            case false:
                // RSS 0.91 names its DTD; it is stepped over, and nothing of it is fetched or used.
                settings.DtdProcessing = DtdProcessing.Ignore;
                break;
        }

        try
        {
            using var reader = XmlReader.Create(new MemoryStream(bytes.ToArray(), writable: false), settings);
            while (reader.Read())
            {
                if (reader.Depth > Deepest)
                {
                    feed.Broken = $"is nested more than {Deepest} deep";
                    return feed;
                }

                if (reader.NodeType == XmlNodeType.Element)
                {
                    Element(reader, feed);
                }
            }
        }
        catch (Exception e) when (e is XmlException or DecoderFallbackException or ArgumentException)
        {
            feed.Broken ??= $"the feed is no XML: {e.Message}";
        }

        return feed;
    }

    /// <summary>Whether there is a DOCTYPE with declarations of its own; null when there is none at all.</summary>
    private static bool? Doctype(ReadOnlySpan<byte> bytes)
    {
        // Bytes of UTF-16 are looked at as if each second one were not there.
        var head = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, 1 << 16)]).Replace("\0", "", StringComparison.Ordinal);
        var at = head.IndexOf("<!DOCTYPE", StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return null;
        }

        var end = head.AsSpan(at).IndexOfAny('>', '[');
        return end < 0 || head[at + end] == '[';
    }

    private static void Element(XmlReader reader, FeedContent feed)
    {
        switch (reader.LocalName)
        {
            case "item" or "entry":
                var item = new FeedItem { Id = reader.GetAttribute("about", "http://www.w3.org/1999/02/22-rdf-syntax-ns#") };
                feed.Items.Add(item);
                Members(reader, item);
                break;
            case "title" when feed.Title is null && reader.Depth <= 3:
                feed.Title = Text(reader);
                break;
            case "link" when feed.Link is null && reader.Depth <= 3:
                feed.Link = Link(reader, out var isPage) is { Length: > 0 } link && isPage ? link : null;
                break;
            case "image" or "textinput" or "textInput":
                // They have titles and links of their own.
                Text(reader);
                break;
        }
    }

    private static void Members(XmlReader reader, FeedItem item)
    {
        if (reader.IsEmptyElement)
        {
            return;
        }

        var depth = reader.Depth;
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                Member(reader, item);
            }
        }
    }

    private static void Member(XmlReader reader, FeedItem item)
    {
        var isPlain = reader.GetAttribute("type") is "text" or "text/plain";
        switch (reader.LocalName)
        {
            case "guid" or "id":
                item.Id = Text(reader) is { Length: > 0 } id ? id : item.Id;
                break;
            case "title" when item.Title is null && !reader.NamespaceURI.Contains("mrss", StringComparison.Ordinal):
                item.Title = isPlain ? System.Net.WebUtility.HtmlEncode(Text(reader)) : Text(reader);
                break;
            case "link":
                var isEnclosure = reader.GetAttribute("rel") == "enclosure";
                var address = Link(reader, out var isPage);
                item.Link = isPage && item.Link is null ? address : item.Link;
                item.Attach(isEnclosure ? address : null);
                break;
            case "encoded" or "content" when reader.NamespaceURI == Content || reader.GetAttribute("url") is null:
                item.Content = Text(reader) is { Length: > 0 } content ? content : item.Content;
                item.IsText = isPlain;
                break;
            case "content" or "enclosure":
                item.Attach(reader.GetAttribute("url"));
                break;
            case "description" or "summary" when item.Content is null:
                item.Content = Text(reader) is { Length: > 0 } words ? words : null;
                item.IsText = isPlain;
                break;
            case "creator":
                item.Author = Text(reader) is { Length: > 0 } creator ? creator : item.Author;
                break;
            case "author" when item.Author is null:
                item.Author = Name(Author(reader));
                break;
            case "pubDate" or "published" or "issued":
                item.Published = Text(reader);
                break;
            case "date" or "created" when item.Published is null:
                item.Published = Text(reader);
                break;
            case "updated" or "modified":
                item.Updated = Text(reader);
                break;
        }
    }

    private static string Link(XmlReader reader, out bool isPage)
    {
        isPage = reader.GetAttribute("rel") is null or "alternate";
        return reader.GetAttribute("href") ?? Text(reader).Trim();
    }

    /// <summary>The name within an author's element, or else its text.</summary>
    private static string Author(XmlReader reader)
    {
        if (reader.IsEmptyElement)
        {
            return "";
        }

        var depth = reader.Depth;
        string? name = null;
        var text = new StringBuilder();
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                var isName = reader.LocalName == "name";
                var inner = Text(reader);
                name = isName ? inner : name;
            }
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                text.Append(reader.Value);
            }
        }

        return name ?? text.ToString();
    }

    /// <summary>RSS has "mail@example.org (Name)".</summary>
    private static string? Name(string author)
    {
        var open = author.IndexOf('(');
        var close = author.LastIndexOf(')');
        var name = (open > 0 && close > open ? author[(open + 1)..close] : author).Trim();
        return name.Length > 0 ? name : null;
    }

    /// <summary>All text of an element; elements within it (XHTML) as markup.</summary>
    private static string Text(XmlReader reader)
    {
        if (reader.IsEmptyElement)
        {
            return "";
        }

        var depth = reader.Depth;
        var text = new StringBuilder();
        var isMarkup = reader.GetAttribute("type") == "xhtml";
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.Depth > Deepest)
            {
                throw new XmlException($"it is nested more than {Deepest} deep");
            }

            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    text.Append('<').Append(reader.LocalName).Append('>');
                    break;
                case XmlNodeType.EndElement:
                    text.Append("</").Append(reader.LocalName).Append('>');
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                    text.Append(isMarkup ? System.Net.WebUtility.HtmlEncode(reader.Value) : reader.Value);
                    break;
            }
        }

        return text.ToString();
    }
}
