using Aftershock.Collecting.Html;

namespace Aftershock.Collecting.Forums.MyBb;

/// <summary>A page of a thread: its posts, and what it tells of the thread and of the authors.</summary>
internal static class MyBbThread
{
    /// <summary>Null when the page shows no post.</summary>
    public static PageContent? Read(MyBbPage page)
    {
        var containers = page.Document.Root.Descendants.Where(static e => PostId(e.Raw("id")).Length > 0).ToList();
        if (containers.Count == 0)
        {
            return null;
        }

        if (MyBbThreadName.Id(page, containers[0]) is not { } threadId)
        {
            return PageContent.Failed("posts were found, but nothing tells their thread; expected tid=N in the page's address, its canonical link or a post's own link");
        }

        var (title, prefix) = MyBbThreadName.Title(page);
        var opened = page.Thread(threadId, title ?? "") with { Forum = page.Section(), Prefix = prefix, Closed = Closed(page) };
        var posts = new Dictionary<string, Post>(StringComparer.Ordinal);
        var handles = new Dictionary<string, Handle>(StringComparer.Ordinal);
        var rejections = new List<Rejection>();
        foreach (var container in containers)
        {
            var id = PostId(container.Raw("id")).ToString();
            var parts = MyBbPost.PartsOf(container, id);
            if (!parts.Body.Exists)
            {
                rejections.Add(new Rejection($"{page.Raw.Origin} post {id}", $"has no body; expected an element with id pid_{id}"));
                continue;
            }

            var post = MyBbPost.Read(page, opened, id, parts);
            posts.TryAdd(id, post);
            if (post.Author is { } author && parts.IsMember)
            {
                handles[author] = page.Member(author, post.AuthorJoined, post.AuthorPosts);
            }
        }

        var opening = posts.Values.FirstOrDefault(p => p.Number == 1);
        return new PageContent
        {
            Outcome = ReadOutcome.Read,
            Threads = [opened with { Author = opening?.Author, PublishedAt = opening?.PublishedAt }],
            Posts = [.. posts.Values],
            Handles = [.. handles.Values],
            Rejections = rejections,
        };
    }

    /// <summary>The digits of <c>post_N</c>; empty for any other id.</summary>
    private static ReadOnlySpan<char> PostId(ReadOnlySpan<char> id) =>
        id.StartsWith("post_", StringComparison.Ordinal) && id.Length is > 5 and < 25 && !id[5..].ContainsAnyExceptInRange('0', '9') ? id[5..] : default;

    /// <summary>A closed thread has "closed" where others have the button to reply; null when the visitor is shown neither.</summary>
    private static bool? Closed(MyBbPage page)
    {
        foreach (var element in page.Document.Root.Descendants)
        {
            if (element.Tag == HtmlTag.A && element.HasClass("button"))
            {
                if (element.HasClass("closed_button"))
                {
                    return true;
                }

                if (element.HasClass("new_reply_button"))
                {
                    return false;
                }
            }
        }

        return null;
    }
}
