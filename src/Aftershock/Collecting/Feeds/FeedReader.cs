using System.Runtime.CompilerServices;
using Aftershock.Collecting.Pages;
using Aftershock.Collecting.PostFiles;

namespace Aftershock.Collecting.Feeds;

/// <summary>Reads feeds, RSS, Atom and JSON Feed: one source for each site, one post for each item.</summary>
public sealed class FeedReader : IPageReader
{
    public string Program => "feed";

    public string? Recognizes(RawPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var head = page.Content.Span[..Math.Min(page.Content.Length, 2048)];
        return head.IndexOf("<rss"u8) >= 0 ? "an rss element"
            : head.IndexOf("http://www.w3.org/2005/Atom"u8) >= 0 ? "the namespace of Atom"
            : head.IndexOf("<rdf:RDF"u8) >= 0 ? "an RDF element, as RSS 1.0 has it"
            : head.IndexOf("jsonfeed.org/version"u8) >= 0 ? "the version of JSON Feed" : null;
    }

    public PageContent Read(RawPage page, CaptureId capture, Source source)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(source);
        var first = page.Content.Span.IndexOfAnyExcept(" \t\r\n\uFEFF"u8);
        var feed = first >= 0 && page.Content.Span[first] == '{' ? JsonFeed.Read(page.Content) : XmlFeed.Read(page.Content);
        if (feed.Items.Count == 0)
        {
            return feed.Broken is not null ? PageContent.Failed(feed.Broken)
                : feed.Title is null && feed.Link is null ? PageContent.Failed("no feed was found; expected RSS, Atom or JSON Feed")
                : new PageContent { Outcome = ReadOutcome.NothingToRead };
        }

        var site = SiteOf(feed, page, source);
        var posts = new List<Post>(feed.Items.Count);
        var rejections = new List<Rejection>();
        var handles = new Dictionary<string, Handle>(StringComparer.Ordinal);
        for (var i = 0; i < feed.Items.Count; i++)
        {
            var isCutShort = feed.Broken is not null && i == feed.Items.Count - 1;
            var post = isCutShort ? null : feed.Items[i].ToPost(page, capture, site.Id);
            if (post is null)
            {
                rejections.Add(new Rejection($"{page.Origin} item {i + 1}", isCutShort ? $"{feed.Broken}; what came before was read" : "has neither title nor words"));
                continue;
            }

            posts.Add(post);
            if (post.Author is { } author)
            {
                handles[author] = new Handle { Source = site.Id, Name = author, FirstSeen = page.CapturedAt, LastSeen = page.CapturedAt };
            }
        }

        return new PageContent
        {
            Outcome = posts.Count > 0 ? ReadOutcome.Read : ReadOutcome.NothingToRead,
            Sources = posts.Count > 0 ? [site] : [],
            Posts = posts,
            Handles = [.. handles.Values],
            Rejections = rejections,
        };
    }

    /// <summary>Named after the host of the site, since many feeds are called "News"; else after the title, or the file.</summary>
    private static Source SiteOf(FeedContent feed, RawPage page, Source source)
    {
        var title = feed.Title is { } told ? Html.HtmlPage.Parse(Unicode.WellFormed(told.Replace('\0', '\uFFFD'))).Root.Text : null;
        var isWeb = Uri.TryCreate(feed.Link?.Trim(), UriKind.Absolute, out var link) && link.Scheme is "http" or "https";
        var name = isWeb ? link!.Host : title ?? Path.GetFileNameWithoutExtension(page.Origin);
        return new Source
        {
            Id = new SourceId($"{source.Id}/{SourceId.FromName(name.Replace('/', '-'))}"),
            Kind = source.Kind,
            Name = title ?? name,
            Program = "feed",
            Start = isWeb ? link!.GetLeftPart(UriPartial.Authority) : null,
            Zone = source.Zone,
        };
    }
}

/// <summary>Files of feeds.</summary>
public static class FeedFiles
{
    private static readonly string[] s_endings = [".xml", ".rss", ".atom", ".rdf", ".json"];

    public static IReadOnlyList<string> Expand(IEnumerable<string> paths) => PostFile.Expand(paths, s_endings);

    /// <summary>Reads the files one after the other.</summary>
    /// <param name="longest">A longer file, uncompressed, is not read, and is told; 64 MB.</param>
    public static async IAsyncEnumerable<Intake> ReadAsync(IEnumerable<string> paths, SourceId source, TimeProvider clock, int longest = 64 << 20, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(clock);
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var path in paths)
        {
            cancel.ThrowIfCancellationRequested();
            var isJson = path.Contains(".json", StringComparison.OrdinalIgnoreCase);
            yield return SingleFile.TryRead(path, source, clock, longest, isJson ? "application/feed+json" : "application/xml", out var page, out var reason)
                ? Intake.Of(page, inputBytes: page.Content.Length)
                : Intake.UnreadableFile(Path.GetFileName(path), reason);
        }
    }
}
