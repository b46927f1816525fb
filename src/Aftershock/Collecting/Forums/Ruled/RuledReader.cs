using System.Text;
using Aftershock.Collecting.Html;
using Aftershock.Collecting.Pages;

namespace Aftershock.Collecting.Forums.Ruled;

/// <summary>Reads the pages of a forum program of which <c>rules/forums</c> tells where things stand.</summary>
/// <remarks>What a page is, is told by what it holds: posts, a list of threads, members, a profile, a front page, or a refusal.</remarks>
public sealed class RuledReader : IForumReader
{
    private readonly ForumRules _rules;

    internal RuledReader(ForumRules rules) => _rules = rules;

    public string Program => _rules.Program;

    public string Title => _rules.Title;

    /// <summary>The reader that a file of rules describes.</summary>
    /// <exception cref="FileMistakesException">With every mistake of the file.</exception>
    public static RuledReader Load(string path) => new(ForumRulesFile.Read(path));

    /// <summary>A post's body that came by itself, as HTML: its text, its quotes and the files that it names.</summary>
    internal (string Text, IReadOnlyList<QuoteRange> Quotes, IReadOnlyList<string> Attachments) ReadBody(string html)
    {
        var root = HtmlPage.Parse(html).Root;
        if (_rules.Posts is not { } posts)
        {
            return (root.Text ?? "", [], []);
        }

        var found = new Found(root, posts.BodyFinder.Count);
        foreach (var element in root.Descendants)
        {
            posts.BodyFinder.Look(element, found);
        }

        var (text, quotes) = RuledPosts.Body(posts, root);
        return (text, quotes, new Values(found, found).TextsOfAll(posts.AttachmentsInBody));
    }

    public string? Recognizes(RawPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        if (page.Content.IsEmpty)
        {
            return null;
        }

        // Bytes, not decoded: marks are ASCII, and the encodings of pages keep ASCII.
        var text = Encoding.Latin1.GetString(page.Content.Span);
        foreach (var mark in _rules.Marks)
        {
            if (text.Contains(Encoding.Latin1.GetString(mark.Bytes), StringComparison.OrdinalIgnoreCase))
            {
                return mark.Reason;
            }
        }

        return null;
    }

    public string? BoardName(RawPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        return page.Content.IsEmpty || !PageText.IsHtml(page) ? null : Parse(page, new CaptureId(""), Unknown).Whole.Text(_rules.Board);
    }

    public PageContent Read(RawPage page, CaptureId capture, Source source)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(source);
        if (page.Content.IsEmpty)
        {
            return PageContent.Failed($"the page is empty; expected HTML of {_rules.Title}");
        }

        if (ForumFeed.Is(page))
        {
            return ForumFeed.Read(page, capture, source, address => Addresses.IdIn(_rules.Addresses.Thread, address), _rules.FeedTellsOpenings);
        }

        if (!PageText.IsHtml(page))
        {
            return new PageContent { Outcome = ReadOutcome.NothingToRead };
        }

        var parsed = Parse(page, capture, source);
        var content = Content(parsed);
        return content is null ? Without(parsed) : content with { Links = Links(parsed, content) };
    }

    private static Source Unknown { get; } = new() { Id = new SourceId("unknown"), Kind = SourceKind.Forum, Name = "" };

    private RuledPage Parse(RawPage page, CaptureId capture, Source source)
    {
        var text = PageText.Decode(page);
        var clock = new BoardClock(source.Zone, page.CapturedAt);
        clock.LearnOrder(text);
        return new RuledPage(_rules, page, capture, source, HtmlPage.Parse(text), clock);
    }

    /// <summary>Null when the page holds nothing that is looked for.</summary>
    private PageContent? Content(RuledPage page)
    {
        var posts = page.Posts.Count > 0 ? new RuledPosts(_rules, _rules.Posts!, page).Read() : null;
        if (posts is { Outcome: ReadOutcome.Failed })
        {
            return posts;
        }

        var rows = new RuledRows(_rules, page, isThreadPage: posts is not null);
        rows.Read(page.Threads, _rules.Threads);
        rows.Read(page.Latest, _rules.Latest);
        rows.ReadMembers(page.Members, _rules.Members);
        rows.ReadProfile(_rules.Profile);
        if (posts is null)
        {
            return rows.IsEmpty ? null : new PageContent { Outcome = ReadOutcome.Read, Threads = rows.Threads, Handles = rows.Handles, Rejections = rows.Rejections };
        }

        return posts with
        {
            Threads = [.. posts.Threads, .. rows.Threads.Where(t => t.ThreadId != posts.Threads[0].ThreadId)],
            Handles = [.. posts.Handles, .. rows.Handles.Where(h => posts.Handles.All(p => p.Name != h.Name))],
            Rejections = [.. posts.Rejections, .. rows.Rejections],
        };
    }

    private PageContent Without(RuledPage page)
    {
        if (page.Raw.Status >= 400)
        {
            return new PageContent { Outcome = ReadOutcome.SourceError, Failure = $"the source answered with status {page.Raw.Status}" };
        }

        var links = Links(page, new PageContent { Outcome = ReadOutcome.NothingToRead });
        if (page.Whole.Text(_rules.Refusal) is { } refusal)
        {
            return new PageContent { Outcome = ReadOutcome.SourceError, Failure = $"the source says: {refusal[..Math.Min(refusal.Length, 200)]}", Links = links };
        }

        return Recognizes(page.Raw) is not null || links.Count > 0
            ? new PageContent { Outcome = ReadOutcome.NothingToRead, Links = links }
            : PageContent.Failed($"no part of a board of {_rules.Title} was found; expected posts, a list of threads, members or a profile");
    }

    /// <summary>The next page, and the forums and threads that the page leads to outside of what members typed.</summary>
    private List<PageLink> Links(RuledPage page, PageContent content)
    {
        var links = new List<PageLink>();
        if (page.Whole.Find(_rules.Next) is { Element.Exists: true } next && (next.Way!.Attribute is null ? next.Element["href"] : next.Text) is { } address)
        {
            links.Add(new PageLink(PageLinkKind.Next, address));
        }

        page.CollectLinks(links, _rules.Addresses, content.Posts.Count > 0);
        return links;
    }
}
