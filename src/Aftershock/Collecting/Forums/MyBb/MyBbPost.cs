using System.Collections.Frozen;
using System.Globalization;
using Aftershock.Collecting.Html;

namespace Aftershock.Collecting.Forums.MyBb;

/// <summary>Where the parts of one post stand in its element.</summary>
/// <param name="IsMember">Whether the author's name leads to a profile; guests and removed accounts have a bare name.</param>
internal readonly record struct PostParts(
    HtmlElement Body, HtmlElement Author, bool IsMember, HtmlElement Statistics, HtmlElement Date, HtmlElement Edited, int? Number, IReadOnlyList<string> Attachments);

/// <summary>One post of a thread's page.</summary>
internal static class MyBbPost
{
    /// <summary>The default smilies of MyBB 1.8 by their titles: an image stands where the author typed these.</summary>
    private static readonly FrozenDictionary<string, string> s_smilies = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Smile"] = ":)",
        ["Wink"] = ";)",
        ["Cool"] = ":cool:",
        ["Big Grin"] = ":D",
        ["Tongue"] = ":P",
        ["Rolleyes"] = ":rolleyes:",
        ["Shy"] = ":shy:",
        ["Sad"] = ":(",
        ["At"] = ":at:",
        ["Angel"] = ":angel:",
        ["Angry"] = ":@",
        ["Blush"] = ":blush:",
        ["Confused"] = ":s",
        ["Dodgy"] = ":dodgy:",
        ["Exclamation"] = ":exclamation:",
        ["Heart"] = ":heart:",
        ["Huh"] = ":huh:",
        ["Idea"] = ":idea:",
        ["Sleepy"] = ":sleepy:",
        ["Undecided"] = ":-/",
        ["Cry"] = ":cry:",
        ["Sick"] = ":sick:",
        ["Arrow"] = ":arrow:",
        ["My"] = ":my:",
    }.ToFrozenDictionary();

    /// <summary>Finds the parts in one walk that leaves out the body: what a member typed is never taken for the board's words.</summary>
    public static PostParts PartsOf(HtmlElement container, string id)
    {
        var page = container.Page!;
        var bodyId = $"pid_{id}";
        HtmlElement body = default, author = default, link = default, statistics = default, block = default, date = default, edited = default;
        int? number = null;
        for (var i = container.Index + 1; i < container.After; i++)
        {
            var node = page.Nodes[i];
            if (node.IsText)
            {
                continue;
            }

            var element = new HtmlElement(page, i);
            if (IsBody(element, bodyId) || element.HasClass("signature"))
            {
                body = IsBody(element, bodyId) && !body.Exists ? element : body;
                i = node.After - 1;
                continue;
            }

            if (element.Tag == HtmlTag.A)
            {
                link = !link.Exists && MyBbPage.IsProfileLink(element) && element.Text is not null ? element : link;
                number ??= NumberOf(element);
                continue;
            }

            var classes = element.Raw("class");
            author = !author.Exists && IsOneOf(classes, "largetext", "post__username", "post__author") ? element : author;
            statistics = !statistics.Exists && IsOneOf(classes, "author_statistics", "post__user-stats", "post__stats") ? element : statistics;
            block = !block.Exists && IsOneOf(classes, "post_author", "post_user-profile", "post__user-profile", "post__user") ? element : block;
            date = !date.Exists && IsOneOf(classes, "post_date", "post__date", "posted-date", "post__time") ? element : date;
            edited = !edited.Exists && IsOneOf(classes, "edited_post", "post_edit") && element.Text is not null ? element : edited;
        }

        var name = link.Exists ? link : author;
        return new PostParts(body, name, link.Exists, statistics.Exists ? statistics : block, date, edited, number, AttachmentsIn(container));
    }

    public static Post Read(MyBbPage page, ForumThread thread, string id, PostParts parts)
    {
        var statistics = parts.Statistics.Text;
        var (text, quotes) = BodyText.Of(parts.Body, Replace);
        var shown = Shown(parts.Date);
        return new Post
        {
            Source = page.Source.Id,
            ThreadId = thread.ThreadId,
            PostId = id,
            ThreadTitle = thread.Title,
            Forum = thread.Forum,
            Prefix = thread.Prefix,
            Number = parts.Number,
            Author = parts.Author.Text,
            AuthorJoined = page.Clock.Read(Labels.After(statistics, Labels.Joined)),
            AuthorPosts = MyBbPage.Count(Labels.After(statistics, Labels.Posts)),
            PublishedAt = page.Clock.Read(shown, OnHover(parts.Date)),
            PublishedRaw = shown,
            Body = text,
            Quotes = quotes,
            EditedAt = parts.Edited.Exists ? page.Time(parts.Edited) : null,
            Attachments = parts.Attachments,
            Capture = page.Capture,
            FirstSeen = page.Raw.CapturedAt,
            LastSeen = page.Raw.CapturedAt,
        };
    }

    /// <summary>The names of the files in the box below, or within, the body.</summary>
    private static List<string> AttachmentsIn(HtmlElement container)
    {
        var names = new List<string>();
        foreach (var element in container.Descendants)
        {
            if (element.Tag == HtmlTag.A && element.Raw("href").Contains("attachment.php?aid=", StringComparison.OrdinalIgnoreCase) && element.Text is { } name)
            {
                names.Add(name);
            }
        }

        return names;
    }

    private static bool IsBody(HtmlElement element, string bodyId) => element.Raw("id").SequenceEqual(bodyId);

    private static bool IsOneOf(ReadOnlySpan<char> classes, params ReadOnlySpan<string> names)
    {
        if (classes.IsEmpty)
        {
            return false;
        }

        foreach (var name in names)
        {
            var start = classes.IndexOf(name, StringComparison.Ordinal);
            var end = start + name.Length;
            if (start >= 0 && (start == 0 || char.IsWhiteSpace(classes[start - 1])) && (end == classes.Length || char.IsWhiteSpace(classes[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static int? NumberOf(HtmlElement link) =>
        link.Raw("href").Contains("pid", StringComparison.OrdinalIgnoreCase) && link.Text is ['#', .. var digits]
        && int.TryParse(digits, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>What stands for an element of a post: smilies become what was typed, pictures their address; labels of quotes and code go.</summary>
    private static string? Replace(HtmlElement element) => element.Tag switch
    {
        HtmlTag.Img => Picture(element),
        HtmlTag.Cite when element.Parent.Tag == HtmlTag.BlockQuote => "",
        HtmlTag.Div when element.HasClass("title") && element.Parent.Raw("class").Contains("codeblock", StringComparison.Ordinal) => "",
        HtmlTag.FieldSet => "",
        HtmlTag.Span when element.HasClass("post_edit") => "",
        _ => null,
    };

    private static string Picture(HtmlElement image)
    {
        var said = image["alt"] ?? "";
        if (image.Raw("class").Contains("smilie", StringComparison.Ordinal))
        {
            return s_smilies.GetValueOrDefault(said, said);
        }

        return image.HasClass("mycode_img") && image["src"] is { } address && address.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? address : said;
    }

    /// <summary>The words of the date alone: the note on editing stands inside of the same element.</summary>
    private static string? Shown(HtmlElement date) =>
        BodyText.Of(date, static e => IsEditNote(e) ? "" : null).Text.ReplaceLineEndings(" ").Trim() is { Length: > 0 } words ? words : null;

    private static string? OnHover(HtmlElement date)
    {
        if (date["title"] is { } own)
        {
            return own;
        }

        foreach (var element in date.Descendants)
        {
            if (IsEditNote(element))
            {
                return null;
            }

            if (MyBbPage.HasTitle(element))
            {
                return element["title"];
            }
        }

        return null;
    }

    private static bool IsEditNote(HtmlElement element) => element.HasClass("post_edit") || element.HasClass("edited_post");
}
