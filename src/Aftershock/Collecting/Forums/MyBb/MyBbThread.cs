using System.Globalization;
using AngleSharp.Dom;

namespace Aftershock.Collecting.Forums.MyBb;

/// <summary>A page of a thread: its posts, and what it tells of the thread and of the authors.</summary>
internal static class MyBbThread
{
    /// <summary>The default smilies of MyBB 1.8 by their titles: an image stands where the author typed these.</summary>
    private static readonly Dictionary<string, string> s_smilies = new(StringComparer.Ordinal)
    {
        ["Smile"] = ":)", ["Wink"] = ";)", ["Cool"] = ":cool:", ["Big Grin"] = ":D", ["Tongue"] = ":P", ["Rolleyes"] = ":rolleyes:",
        ["Shy"] = ":shy:", ["Sad"] = ":(", ["At"] = ":at:", ["Angel"] = ":angel:", ["Angry"] = ":@", ["Blush"] = ":blush:",
        ["Confused"] = ":s", ["Dodgy"] = ":dodgy:", ["Exclamation"] = ":exclamation:", ["Heart"] = ":heart:", ["Huh"] = ":huh:",
        ["Idea"] = ":idea:", ["Sleepy"] = ":sleepy:", ["Undecided"] = ":-/", ["Cry"] = ":cry:", ["Sick"] = ":sick:", ["Arrow"] = ":arrow:", ["My"] = ":my:",
    };

    /// <summary>Null when the page shows no post.</summary>
    public static PageContent? Read(MyBbPage page)
    {
        var containers = page.Document.QuerySelectorAll("[id^=post_]").Where(e => PostIdOf(e.Id!) is not null).ToList();
        if (containers.Count == 0)
        {
            return null;
        }

        var threadId = ThreadId(page, containers[0]);
        if (threadId is null)
        {
            return PageContent.Failed("posts were found, but nothing tells their thread; expected tid=N in the page's address, its canonical link or a post's own link");
        }

        var (title, prefix) = Title(page);
        var section = page.Section();
        var posts = new List<Post>();
        var handles = new Dictionary<string, Handle>(StringComparer.Ordinal);
        var rejections = new List<Rejection>();
        foreach (var container in containers)
        {
            var postId = PostIdOf(container.Id!)!;
            if (page.Document.GetElementById($"pid_{postId}") is not { } body)
            {
                rejections.Add(new Rejection($"{page.Raw.Origin} post {postId}", $"has no body; expected an element with id pid_{postId}"));
                continue;
            }

            var post = ReadPost(page, container, body, postId, threadId) with { ThreadTitle = title ?? "", Forum = section, Prefix = prefix };
            posts.Add(post);
            if (post.Author is { } author)
            {
                handles[author] = new Handle
                {
                    Source = page.Source.Id,
                    Name = author,
                    Joined = post.AuthorJoined,
                    Posts = post.AuthorPosts,
                    FirstSeen = page.Raw.CapturedAt,
                    LastSeen = page.Raw.CapturedAt,
                };
            }
        }

        var thread = Thread(page, threadId, title ?? "", prefix, section, posts);
        return new PageContent { Outcome = ReadOutcome.Read, Threads = [thread], Posts = posts, Handles = [.. handles.Values], Rejections = rejections };
    }

    private static ForumThread Thread(MyBbPage page, string threadId, string title, string? prefix, string? section, List<Post> posts)
    {
        var opening = posts.Find(p => p.Number == 1);
        return new ForumThread
        {
            Source = page.Source.Id,
            ThreadId = threadId,
            Title = title,
            Forum = section,
            Prefix = prefix,
            Author = opening?.Author,
            PublishedAt = opening?.PublishedAt,
            Capture = page.Capture,
            FirstSeen = page.Raw.CapturedAt,
            LastSeen = page.Raw.CapturedAt,
        };
    }

    private static Post ReadPost(MyBbPage page, IElement container, IElement body, string postId, string threadId)
    {
        var author = AuthorElement(container);
        var statistics = MyBbPage.Text(container.QuerySelector(".author_statistics, .post__user-stats, .post_author, .post_user-profile")) ?? "";
        var date = container.QuerySelector(".post_date, .post__date, .post_head time, .posted-date");
        var (text, quotes) = BodyText.Of(body, Replace);
        return new Post
        {
            Source = page.Source.Id,
            ThreadId = threadId,
            PostId = postId,
            ThreadTitle = "",
            Number = Number(container),
            Author = MyBbPage.Text(author),
            AuthorJoined = page.Clock.Read(After(statistics, "Joined:")),
            AuthorPosts = MyBbPage.Count(After(statistics, "Posts:")),
            PublishedAt = Published(page, date),
            PublishedRaw = RawDate(date),
            Body = text,
            Quotes = quotes,
            EditedAt = Edited(page, container),
            Capture = page.Capture,
            FirstSeen = page.Raw.CapturedAt,
            LastSeen = page.Raw.CapturedAt,
        };
    }

    /// <summary>What stands for an element of a post: smilies become what was typed; labels of quotes, code and attachments go.</summary>
    private static string? Replace(IElement element) => element.LocalName switch
    {
        "img" when MyBbPage.HasClass(element, "smilie") => s_smilies.GetValueOrDefault(element.GetAttribute("alt") ?? "", element.GetAttribute("alt") ?? ""),
        "cite" when element.ParentElement?.LocalName == "blockquote" => "",
        "div" when MyBbPage.HasClass(element, "title") && element.ParentElement is { } parent && (MyBbPage.HasClass(parent, "codeblock") || MyBbPage.HasClass(parent, "phpcodeblock")) => "",
        "fieldset" => "",
        "span" when MyBbPage.HasClass(element, "post_edit") => "",
        _ => null,
    };

    private static string? PostIdOf(string id) =>
        id.StartsWith("post_", StringComparison.Ordinal) && id.Length > 5 && id.AsSpan(5).IndexOfAnyExceptInRange('0', '9') < 0 ? id[5..] : null;

    private static string? ThreadId(MyBbPage page, IElement post)
    {
        var canonical = page.Document.QuerySelector("link[rel=canonical]")?.GetAttribute("href");
        return MyBbPage.ThreadIn(page.Raw.Url)
            ?? MyBbPage.ThreadIn(canonical)
            ?? post.QuerySelectorAll("a[href*='tid='], a[href*='hread-']").Select(a => MyBbPage.ThreadIn(a.GetAttribute("href"))).FirstOrDefault(id => id is not null);
    }

    private static (string? Title, string? Prefix) Title(MyBbPage page)
    {
        var shown = page.Document.QuerySelectorAll(".thead strong").FirstOrDefault(e => e.QuerySelector("a") is null && MyBbPage.Text(e) is not ("Login" or null))
            ?? page.Document.QuerySelector(".thread-info__name, .navigation .active");
        var prefixElement = shown?.QuerySelector("span[class*=prefix], .thread-prefix");
        var prefix = MyBbPage.Text(prefixElement);
        var whole = MyBbPage.Text(shown);
        var bare = MyBbPage.Text(page.Document.QuerySelector("title"));
        if (whole is null)
        {
            return (bare, MyBbPage.Prefix(prefix));
        }

        // The page's own title has no prefix: what stands before it in the heading is one, whatever its markup.
        if (prefix is null && bare is not null && whole.Length > bare.Length && whole.EndsWith(bare, StringComparison.Ordinal))
        {
            prefix = whole[..^bare.Length];
        }

        var title = prefix is not null && whole.StartsWith(prefix, StringComparison.Ordinal) ? whole[prefix.Length..].Trim() : whole;
        return (title, MyBbPage.Prefix(prefix));
    }

    private static IElement? AuthorElement(IElement container) =>
        container.QuerySelector(".author_information .largetext a, .author_information a[href*='action=profile'], .author_information a[href*='User-'], .post__user-profile a[href*='User-'], .post_author strong a, .post__author a")
        ?? container.QuerySelector("a[href*='action=profile'], a[href*='User-']")
        ?? container.QuerySelector(".author_information .largetext");

    private static int? Number(IElement container)
    {
        var shown = container.QuerySelectorAll("a[href*='#pid']").Select(MyBbPage.Text).FirstOrDefault(t => t is ['#', ..]);
        return shown is not null && int.TryParse(shown.AsSpan(1), NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static Moment? Published(MyBbPage page, IElement? date) => date is null ? null : page.Clock.Read(RawDate(date), Title(date));

    /// <summary>The words of the date alone: the note on editing stands inside of the same element.</summary>
    private static string? RawDate(IElement? date) =>
        date is null ? null : BodyText.Of(date, e => MyBbPage.HasClass(e, "post_edit") || MyBbPage.HasClass(e, "edited_post") ? "" : null).Text.Trim() is { Length: > 0 } words ? words.ReplaceLineEndings(" ") : null;

    private static string? Title(IElement date) =>
        date.GetAttribute("title") ?? date.QuerySelectorAll("span[title], time[title]").FirstOrDefault(e => e.Closest(".post_edit") is null)?.GetAttribute("title");

    private static Moment? Edited(MyBbPage page, IElement container)
    {
        var note = container.QuerySelector(".post_edit, .edited_post");
        return MyBbPage.Text(note) is null ? null : page.Time(note);
    }

    /// <summary>What follows a label, up to the next label; null when the label is not there.</summary>
    private static string? After(string statistics, string label)
    {
        var at = statistics.IndexOf(label, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return null;
        }

        var rest = statistics[(at + label.Length)..];
        var next = rest.IndexOf(':', StringComparison.Ordinal);
        return next < 0 ? rest : rest[..next];
    }
}
