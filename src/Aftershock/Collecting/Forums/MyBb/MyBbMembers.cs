using Aftershock.Collecting.Html;

namespace Aftershock.Collecting.Forums.MyBb;

/// <summary>Profiles and the member list: the handles, with the whole date on which they joined.</summary>
internal static class MyBbMembers
{
    /// <summary>Null when the page is no profile.</summary>
    public static PageContent? ReadProfile(MyBbPage page)
    {
        // The page of a member links all that this member wrote, and says so with the number of posts.
        var total = page.Document.Root.First(static e => e.Tag == HtmlTag.A && IsQuery(e, "action=finduser&", "action=finduserthreads"));
        HtmlElement joined = default;
        HtmlElement posts = default;
        foreach (var element in page.Document.Root.Descendants)
        {
            // A label holds little: the text of whole tables is not looked at.
            if (element.After - element.Index > 4 || element.Tag is not (HtmlTag.Strong or HtmlTag.Td or HtmlTag.Dt or HtmlTag.Span) || element.Text is not { Length: < 40 } label)
            {
                continue;
            }

            joined = !joined.Exists && Labels.Is(label, Labels.Joined) ? element : joined;
            posts = !posts.Exists && Labels.Is(label, Labels.Posts) ? element : posts;
        }

        if (!joined.Exists || (!total.Exists && !posts.Exists) || Name(page) is not { } name)
        {
            return null;
        }

        var count = posts.Exists ? MyBbPage.Count(ValueOf(posts)) : MyBbPage.Count(CellAround(total).Text);
        return new PageContent { Outcome = ReadOutcome.Read, Handles = [page.Member(name, page.Clock.Read(ValueOf(joined)), count)] };
    }

    /// <summary>Null when the page is no member list.</summary>
    public static PageContent? ReadList(MyBbPage page)
    {
        var heading = page.Document.Root.First(static e => e.Tag == HtmlTag.Tr && e.First(IsByName).Exists);
        if (!heading.Exists)
        {
            return null;
        }

        var columns = heading.Children.ToList();
        var joinedAt = columns.FindIndex(static c => c.First(static e => IsQuery(e, "sort=regdate")).Exists);
        var postsAt = columns.FindIndex(static c => c.First(static e => IsQuery(e, "sort=postnum")).Exists);
        var handles = new Dictionary<string, Handle>(StringComparer.Ordinal);
        for (var row = heading.Next; row.Exists; row = row.Next)
        {
            var cells = row.Children.ToList();
            if (cells.Count == columns.Count && row.First(static e => MyBbPage.IsProfileLink(e) && e.Text is not null).Text is { } name)
            {
                handles[name] = page.Member(
                    name,
                    joinedAt < 0 ? null : page.Time(cells[joinedAt]),
                    postsAt < 0 ? null : MyBbPage.Count(cells[postsAt].Text));
            }
        }

        return new PageContent { Outcome = ReadOutcome.Read, Handles = [.. handles.Values] };
    }

    private static bool IsByName(HtmlElement element) => IsQuery(element, "sort=username") && element.Raw("href").Contains("memberlist", StringComparison.OrdinalIgnoreCase);

    private static bool IsQuery(HtmlElement link, string part, string? not = null)
    {
        var address = link.Raw("href");
        return address.Contains(part, StringComparison.OrdinalIgnoreCase) && (not is null || !address.Contains(not, StringComparison.OrdinalIgnoreCase));
    }

    private static string? Name(MyBbPage page)
    {
        var shown = page.Document.Root.First(static e => e.HasClass("largetext") || e.HasClass("profile__username") || e.HasClass("profile_username"));
        if (shown.Text is { } name)
        {
            return name;
        }

        // "Profile of NAME" ends the breadcrumbs.
        const string mark = "Profile of ";
        return page.Here is { } here && here.StartsWith(mark, StringComparison.OrdinalIgnoreCase) ? here[mark.Length..] : null;
    }

    private static HtmlElement CellAround(HtmlElement element)
    {
        for (var depth = 0; element.Exists && element.Tag != HtmlTag.Td && depth < HtmlTree.Reach; depth++)
        {
            element = element.Parent;
        }

        return element;
    }

    /// <summary>The words after a label: the next cell's, when the label has a cell for itself, else the rest of its line.</summary>
    private static string? ValueOf(HtmlElement label)
    {
        var cell = label.Tag == HtmlTag.Td ? label : label.Parent;
        if (cell.Tag is HtmlTag.Td or HtmlTag.Dt && cell.Next.Exists && cell.Text == label.Text)
        {
            return cell.Next.Text;
        }

        var page = label.Page!;
        var end = label.Parent.After;
        var after = label.After;
        while (after < end && (page.Nodes[after].IsText || page.Nodes[after].Tag is not (HtmlTag.Br or HtmlTag.Strong)))
        {
            after = page.Nodes[after].After;
        }

        return HtmlText.Folded(page, label.After, after);
    }
}
