using AngleSharp.Dom;

namespace Aftershock.Collecting.Forums.MyBb;

/// <summary>Profiles and the member list: the handles, with the whole date on which they joined.</summary>
internal static class MyBbMembers
{
    /// <summary>Null when the page is no profile.</summary>
    public static PageContent? ReadProfile(MyBbPage page)
    {
        var labels = page.Document.QuerySelectorAll("strong").Where(s => MyBbPage.Text(s) is "Registration Date:" or "Joined:" or "Total Posts:").ToList();
        var joined = labels.Find(l => MyBbPage.Text(l) is "Registration Date:" or "Joined:");
        var name = MyBbPage.Text(page.Document.QuerySelector("fieldset .largetext strong, .largetext strong, .profile__username"));
        if (joined is null || name is null)
        {
            return null;
        }

        var posts = labels.Find(l => MyBbPage.Text(l) == "Total Posts:");
        var handle = Member(page, name, page.Clock.Read(ValueOf(joined)), MyBbPage.Count(ValueOf(posts)));
        return new PageContent { Outcome = ReadOutcome.Read, Handles = [handle] };
    }

    /// <summary>Null when the page is no member list.</summary>
    public static PageContent? ReadList(MyBbPage page)
    {
        var heading = page.Document.QuerySelectorAll("tr").FirstOrDefault(r => r.QuerySelector("a[href*='sort=regdate'], a[href*='sort=username']") is not null && r.Children.Length > 2);
        if (heading is null)
        {
            return null;
        }

        var columns = heading.Children.Select(c => MyBbPage.Text(c) ?? "").ToList();
        var joinedAt = columns.FindIndex(c => c.StartsWith("Joined", StringComparison.OrdinalIgnoreCase));
        var postsAt = columns.FindIndex(c => c.StartsWith("Posts", StringComparison.OrdinalIgnoreCase));
        var handles = new Dictionary<string, Handle>(StringComparer.Ordinal);
        for (var row = heading.NextElementSibling; row is not null; row = row.NextElementSibling)
        {
            var cells = row.Children;
            var name = cells.Skip(1).Select(c => c.QuerySelector("a[href*='action=profile'], a[href*='User-']")).Select(MyBbPage.Text).FirstOrDefault(t => t is not null);
            if (name is not null && cells.Length == columns.Count)
            {
                handles[name] = Member(
                    page, name,
                    joinedAt < 0 ? null : page.Time(cells[joinedAt]),
                    postsAt < 0 ? null : MyBbPage.Count(MyBbPage.Text(cells[postsAt])));
            }
        }

        return new PageContent { Outcome = ReadOutcome.Read, Handles = [.. handles.Values] };
    }

    private static Handle Member(MyBbPage page, string name, Moment? joined, long? posts) => new()
    {
        Source = page.Source.Id,
        Name = name,
        Joined = joined,
        Posts = posts,
        FirstSeen = page.Raw.CapturedAt,
        LastSeen = page.Raw.CapturedAt,
    };

    /// <summary>The words after a label: the rest of its line, or the next cell.</summary>
    private static string? ValueOf(IElement? label)
    {
        if (label?.ParentElement is { LocalName: "td" } cell && cell.NextElementSibling is { LocalName: "td" } next && MyBbPage.Text(cell) == MyBbPage.Text(label))
        {
            return MyBbPage.Text(next);
        }

        var words = "";
        for (var node = label?.NextSibling; node is not null and not IElement { LocalName: "br" or "strong" }; node = node.NextSibling)
        {
            words += node.TextContent;
        }

        return words.Trim();
    }
}
