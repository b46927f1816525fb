using System.Security.Cryptography;
using System.Text;
using Aftershock.Collecting.Forums;
using Aftershock.Collecting.Html;

namespace Aftershock.Collecting.Feeds;

/// <summary>A feed as it was read: what it is called, where its site is, and its items.</summary>
internal sealed class FeedContent
{
    public string? Title { get; set; }

    /// <summary>Address of the site.</summary>
    public string? Link { get; set; }

    public List<FeedItem> Items { get; } = [];

    /// <summary>Why it was not read to its end; null when it was.</summary>
    public string? Broken { get; set; }
}

/// <summary>One item of a feed, in the words of any of the formats.</summary>
internal sealed class FeedItem
{
    public string? Id { get; set; }

    public string? Link { get; set; }

    /// <summary>May hold HTML, as in RSS and Atom it mostly does.</summary>
    public string? Title { get; set; }

    public string? Content { get; set; }

    /// <summary>Whether <see cref="Content"/> is text, and not HTML.</summary>
    public bool IsText { get; set; }

    public string? Author { get; set; }

    public string? Published { get; set; }

    public string? Updated { get; set; }

    public List<string> Attachments { get; } = [];

    public void Attach(string? address)
    {
        if (string.IsNullOrWhiteSpace(address))
        {
            return;
        }

        var path = address.Split('?', '#')[0].TrimEnd('/');
        var name = Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]).Trim().Replace('\0', '\uFFFD');
        if (name.Length > 0 && Attachments.Count < 100)
        {
            Attachments.Add(name);
        }
    }

    /// <returns>Null when it has neither title nor words.</returns>
    public Post? ToPost(RawPage page, CaptureId capture, SourceId source)
    {
        var title = HtmlPage.Parse(Clean(Title)).Root.Text ?? "";
        var content = Clean(Content);
        var (body, quotes) = IsText || content.AsSpan().IndexOfAny('<', '&') < 0
            ? (content.Trim().ReplaceLineEndings("\n"), [])
            : BodyText.Of(HtmlPage.Parse(content).Root, static _ => null);
        if (title.Length == 0 && body.Length == 0)
        {
            return null;
        }

        var id = Clean(Id).Trim() is { Length: > 0 } told ? told
            : Clean(Link).Trim() is { Length: > 0 } link ? link
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{title}\n{Published}\n{body}")).AsSpan(0, 12));
        // Atom asks for the time of the last change alone; where nothing else is told, that is what the feed says.
        var published = FeedTime.Read(Published);
        var updated = FeedTime.Read(Updated);
        return new Post
        {
            Source = source,
            ThreadId = id,
            PostId = id,
            ThreadTitle = title,
            Author = HtmlPage.Parse(Clean(Author)).Root.Text,
            PublishedAt = published ?? (Published is null ? updated : null),
            PublishedRaw = Clean(Published ?? (Updated is null ? null : $"updated {Updated}")) is { Length: > 0 } raw ? raw : null,
            Body = body,
            Quotes = quotes,
            EditedAt = published is not null && updated > published ? updated : null,
            Attachments = Attachments,
            Capture = capture,
            FirstSeen = page.CapturedAt,
            LastSeen = page.CapturedAt,
        };
    }

    private static string Clean(string? text) => Unicode.WellFormed(text?.Replace('\0', '\uFFFD') ?? "");
}
