using System.Globalization;
using Aftershock.Collecting.Html;

namespace Aftershock.Collecting.Forums.Ruled;

/// <summary>The posts of one page of a thread, and what the page tells of the thread and of its authors.</summary>
internal sealed class RuledPosts(ForumRules rules, PostRules posts, RuledPage page)
{
    private readonly List<Post> _read = [];
    private readonly Dictionary<string, Handle> _handles = new(StringComparer.Ordinal);
    private readonly List<Rejection> _rejections = [];

    public PageContent Read()
    {
        var parts = page.Posts.Select(PartsOf).ToList();
        if (ThreadId(parts[0].Values) is not { } threadId)
        {
            return PageContent.Failed("posts were found, but nothing tells their thread; expected it in the page's address, its canonical link or where the rules look for it");
        }

        var first = parts[0].Values;
        var prefix = first.Text(posts.Prefix);
        var thread = page.Thread(threadId, RuledRows.Title(first.Find(posts.Title), prefix) ?? "") with
        {
            Forum = page.Whole.Text(rules.Forum),
            Prefix = Prefix(prefix),
            Closed = Closed(first),
            Views = ShownCount.Read(first.Text(posts.Views)),
            Replies = ShownCount.Read(first.Text(posts.Replies)),
        };
        var before = Before();
        var known = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < parts.Count; i++)
        {
            Add(parts[i], thread, before is null ? (i == 0 ? null : 0) : before < 0 ? 0 : before + i + 1, known);
        }

        var opening = _read.FirstOrDefault(p => p.Number == 1);
        return new PageContent
        {
            Outcome = ReadOutcome.Read,
            Threads = [thread with { Author = opening?.Author, PublishedAt = opening?.PublishedAt }],
            Posts = _read,
            Handles = [.. _handles.Values],
            Rejections = _rejections,
        };
    }

    private Parts PartsOf(HtmlElement container)
    {
        var found = new Found(container, posts.Finder.Count);
        HtmlElement body = default;
        var document = container.Page!;
        for (var i = container.Index + 1; i < container.After; i++)
        {
            if (document.Nodes[i].IsText)
            {
                continue;
            }

            var element = new HtmlElement(document, i);
            var isBody = !body.Exists && posts.Body.Matches(element);
            body = isBody ? element : body;
            // What a member typed is never taken for the board's own words.
            if (isBody || posts.Beside?.Matches(element) == true)
            {
                i = element.After - 1;
                continue;
            }

            posts.Finder.Look(element, found);
        }

        return new Parts(container, body, new Values(found, page.Page));
    }

    private void Add(Parts parts, ForumThread thread, int? place, HashSet<string> known)
    {
        if ((parts.Values.Text(posts.Id) is { } own ? posts.IdInThread ? $"{thread.ThreadId}-{own}" : own : null) is not { } id)
        {
            _rejections.Add(new Rejection(page.Raw.Origin, $"a post was not read; expected its id in \"{Start(parts.Container)}\""));
            return;
        }

        if (!parts.Body.Exists)
        {
            _rejections.Add(new Rejection($"{page.Raw.Origin} post {id}", "has no body where the rules look for it"));
            return;
        }

        if (!known.Add(id))
        {
            return;
        }

        var values = parts.Values;
        var inBody = new Found(parts.Container, posts.BodyFinder.Count);
        if (posts.BodyFinder.Count > 0)
        {
            foreach (var element in parts.Container.Descendants)
            {
                posts.BodyFinder.Look(element, inBody);
            }
        }

        var within = new Values(inBody, page.Page);
        var (text, quotes) = Body(posts, parts.Body);
        var (published, words) = page.Time(values, posts.Date);
        var edited = page.Time(within, posts.Edited).At;
        var post = new Post
        {
            Source = page.Source.Id,
            ThreadId = thread.ThreadId,
            PostId = id,
            ThreadTitle = thread.Title,
            Forum = thread.Forum,
            Prefix = thread.Prefix,
            Number = Number(values.Text(posts.Number)) ?? place,
            Author = values.Text(posts.Author),
            AuthorJoined = page.Time(values, posts.Joined).At,
            AuthorPosts = ShownCount.Read(values.Text(posts.AuthorPosts)),
            PublishedAt = published,
            PublishedRaw = words,
            Body = text,
            Quotes = quotes,
            // Some programs tell the time of the latest version, which of a post that nobody edited is its first.
            EditedAt = edited is { Precision: Precision.Second } && edited == published ? null : edited,
            Attachments = [.. values.Texts(posts.Attachments), .. within.TextsOfAll(posts.AttachmentsInBody)],
            HiddenParts = posts.Hidden.IsEmpty ? null : within.Texts(posts.Hidden).Count,
            Reactions = ShownCount.Read(values.Text(posts.Reactions)),
            Capture = page.Capture,
            FirstSeen = page.Raw.CapturedAt,
            LastSeen = page.Raw.CapturedAt,
        };
        _read.Add(post);
        if (post.Author is { } author && values.Has(posts.Member) != false)
        {
            _handles[author] = page.Member(author) with
            {
                Joined = post.AuthorJoined,
                Posts = post.AuthorPosts,
                Reputation = ShownCount.Read(values.Text(posts.Reputation)),
                Group = values.Text(posts.Group),
            };
        }
    }

    private string? ThreadId(Values values) =>
        Addresses.IdIn(rules.Addresses.Thread, page.Raw.Url) ?? values.Text(posts.Thread) ?? Addresses.IdIn(rules.Addresses.Thread, page.Canonical);

    /// <summary>How many posts stand before this page's; below zero when some do and nothing tells how many, null when not even that is told.</summary>
    private int? Before()
    {
        // The address of a single post leads to any page of its thread; the canonical one says which.
        var addresses = new[] { page.Raw.Url, page.Canonical }.Where(a => Addresses.IdIn(rules.Addresses.Thread, a) is not null).ToList();
        if (addresses.Count == 0)
        {
            return null;
        }

        foreach (var address in addresses)
        {
            if (Addresses.IdIn(rules.Addresses.Offset, address) is { } offset && int.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var before))
            {
                return before;
            }
        }

        return addresses.Any(a => Addresses.IdIn(rules.Addresses.Page, a) is { } number && number.TrimStart('0') is not ("1" or "")) ? -1 : 0;
    }

    /// <summary>A thread says that it is closed, or has the button to reply; null when the visitor is shown neither.</summary>
    private bool? Closed(Values values) =>
        values.Has(posts.Closed) == true ? true : values.Has(posts.Open) == true ? false : null;

    private static int? Number(string? text)
    {
        var shown = text.AsSpan().Trim().TrimStart('#');
        long number = 0;
        var end = 0;
        for (; end < shown.Length && number < int.MaxValue; end++)
        {
            if (char.IsAsciiDigit(shown[end]))
            {
                number = (number * 10) + (shown[end] - '0');
            }
            else if (!IsThousandsMark(shown, end))
            {
                break;
            }
        }

        return end > 0 && number <= int.MaxValue ? (int)number : null;
    }

    /// <summary>"1,234", "1.234" and "1 234" are the same number; after the mark stand three digits.</summary>
    private static bool IsThousandsMark(ReadOnlySpan<char> shown, int at) =>
        at > 0 && shown[at] is ',' or '.' or ' ' or '\u00A0' or '\u202F' or '\'' or '’'
        && shown.Length > at + 3 && char.IsAsciiDigit(shown[at + 1]) && char.IsAsciiDigit(shown[at + 2]) && char.IsAsciiDigit(shown[at + 3])
        && (shown.Length == at + 4 || !char.IsAsciiDigit(shown[at + 4]));

    /// <summary>A prefix without the brackets it is shown in; null when nothing is left.</summary>
    internal static string? Prefix(string? shown)
    {
        var bare = shown?.Trim(' ', '[', ']', '(', ')', '{', '}', '|', '\u00A0', ':', '-');
        return string.IsNullOrEmpty(bare) ? null : bare;
    }

    internal static (string Text, IReadOnlyList<QuoteRange> Quotes) Body(PostRules posts, HtmlElement body) =>
        BodyText.Of(body, e => Replace(posts, e), posts.Quote is null ? null : posts.Quote.Matches);

    private static string? Replace(PostRules posts, HtmlElement element)
    {
        if (posts.Skip?.Matches(element) == true)
        {
            return "";
        }

        if (element.Tag == HtmlTag.Img && posts.Smiley?.Matches(element) == true)
        {
            foreach (var attribute in posts.SmileyAttributes)
            {
                if (element[attribute] is { } said)
                {
                    return posts.SmileyWords.GetValueOrDefault(said, said);
                }
            }
        }

        if (posts.Picture?.Matches(element) == true)
        {
            return element["data-url"] ?? element["data-src"] ?? element["file"] ?? element["src"];
        }

        return element.Tag == HtmlTag.A ? WholeAddress(element) : null;
    }

    /// <summary>The address that a link leads to where the board shows it cut in its middle; null for every other link.</summary>
    private static string? WholeAddress(HtmlElement link)
    {
        if (link["href"] is not { } address || link.Text is not { } shown || shown.Length >= address.Length)
        {
            return null;
        }

        foreach (var gap in s_gaps)
        {
            var at = shown.IndexOf(gap, StringComparison.Ordinal);
            if (at >= 10 && address.StartsWith(shown.AsSpan(0, at), StringComparison.Ordinal) && address.EndsWith(shown[(at + gap.Length)..], StringComparison.Ordinal))
            {
                return address;
            }
        }

        return null;
    }

    private static readonly string[] s_gaps = [" ... ", " … ", "...", "…"];

    private static string Start(HtmlElement element)
    {
        var text = element.Text ?? "";
        return text[..Math.Min(60, text.Length)];
    }

    private readonly record struct Parts(HtmlElement Container, HtmlElement Body, Values Values);
}
