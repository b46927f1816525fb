using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Aftershock.Collecting.Html;

namespace Aftershock.Collecting.Forums;

/// <summary>A board's RSS and Atom feeds: its newest threads, with their times to the second.</summary>
internal static class ForumFeed
{
    private static readonly XmlReaderSettings s_settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    public static bool Is(RawPage page)
    {
        var start = page.Content.Span[..Math.Min(512, page.Content.Length)];
        return !page.ContentType.Contains("html", StringComparison.OrdinalIgnoreCase) && (start.IndexOf("<rss"u8) >= 0 || start.IndexOf("<feed"u8) >= 0);
    }

    /// <param name="threadIn">The thread that an address names; null when it names none.</param>
    /// <param name="isOfOpenings">Whether author and date are those of the post that opened the thread; in many programs' feeds they are the latest reply's.</param>
    public static PageContent Read(RawPage page, CaptureId capture, Source source, Func<string?, string?> threadIn, bool isOfOpenings)
    {
        XDocument feed;
        try
        {
            using var reader = XmlReader.Create(new StringReader(Pages.PageText.Decode(page).Replace('\0', '\uFFFD')), s_settings);
            feed = XDocument.Load(reader);
        }
        catch (XmlException e)
        {
            return PageContent.Failed($"the feed is no XML: {e.Message}");
        }

        var threads = feed.Descendants().Where(e => e.Name.LocalName is "item" or "entry").Select(e => Thread(e, page, capture, source, threadIn, isOfOpenings)).OfType<ForumThread>().ToList();
        return threads.Count == 0
            ? new PageContent { Outcome = ReadOutcome.NothingToRead }
            : new PageContent { Outcome = ReadOutcome.Read, Threads = threads };
    }

    private static ForumThread? Thread(XElement item, RawPage page, CaptureId capture, Source source, Func<string?, string?> threadIn, bool isOfOpenings)
    {
        var link = Named(item, "link");
        var id = threadIn(link?.Attribute("href")?.Value ?? link?.Value);
        var title = Named(item, "title")?.Value.Trim();
        // The words of a feed are HTML within XML.
        title = string.IsNullOrEmpty(title) ? title : HtmlPage.Parse(title).Root.Text ?? title;
        // phpBB sets the forum before the title: "Lounge • Hello".
        var category = Named(item, "category")?.Attribute("term")?.Value;
        var forum = category is { Length: > 0 } && title?.StartsWith($"{category} • ", StringComparison.Ordinal) == true ? category : null;
        title = forum is null ? title : title![(forum.Length + 3)..];
        if (id is null || string.IsNullOrEmpty(title) || (!isOfOpenings && title.StartsWith("Re:", StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        return new ForumThread
        {
            Source = source.Id,
            ThreadId = id,
            Title = title,
            Forum = forum,
            Author = isOfOpenings && (Named(item, "creator") ?? Named(item, "author")) is { } author ? HtmlPage.Parse((Named(author, "name") ?? author).Value).Root.Text : null,
            PublishedAt = !isOfOpenings ? null : Time((Named(item, "pubDate") ?? Named(item, "published"))?.Value),
            Capture = capture,
            FirstSeen = page.CapturedAt,
            LastSeen = page.CapturedAt,
        };
    }

    private static XElement? Named(XElement item, string name) => item.Elements().FirstOrDefault(e => e.Name.LocalName == name);

    private static Moment? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var at) ? Moment.Second(at) : null;
}
