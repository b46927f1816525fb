using Aftershock.Collecting.Html;

namespace Aftershock.Collecting.Forums.MyBb;

/// <summary>What a thread's own page calls it.</summary>
internal static class MyBbThreadName
{
    /// <summary>The number of the thread; where only an address made for search engines tells it, that one's words.</summary>
    public static string? Id(MyBbPage page, HtmlElement post)
    {
        var canonical = page.Document.Root.First(static e => e.Tag == HtmlTag.Link && e.Raw("rel").SequenceEqual("canonical"))["href"];
        return MyBbPage.IdIn(page.Raw.Url, "tid")
            ?? MyBbPage.IdIn(canonical, "tid")
            ?? MyBbPage.IdIn(Linked(post, "tid="), "tid")
            ?? MyBbPage.IdIn(Linked(page.Document.Root, "printthread.php"), "tid")
            ?? MyBbPage.IdIn(Linked(page.Document.Root, "newreply.php"), "tid")
            ?? Rated(page.Document.Root)
            ?? MyBbPage.ThreadIn(page.Raw.Url)
            ?? MyBbPage.ThreadIn(canonical)
            ?? MyBbPage.ThreadIn(Linked(post, "hread-"));
    }

    public static (string? Title, string? Prefix) Title(MyBbPage page)
    {
        var shown = Heading(page);
        var prefix = shown.First(IsPrefix).Text;
        var whole = shown.Text;
        var bare = page.Document.Root.First(HtmlTag.Title).Text;
        if (whole is null)
        {
            return (bare, null);
        }

        // The page's own title has no prefix: what stands before it in the heading is one, whatever its markup.
        if (prefix is null && bare is not null && whole.Length > bare.Length && whole.EndsWith(bare, StringComparison.Ordinal))
        {
            prefix = whole[..^bare.Length];
        }

        var title = prefix is not null && whole.StartsWith(prefix, StringComparison.Ordinal) ? whole[prefix.Length..].Trim() : whole;
        return (title.Length == 0 ? bare : title, MyBbPage.Prefix(prefix));
    }

    public static bool IsPrefix(HtmlElement element) =>
        element.Tag == HtmlTag.Span && element.Raw("class") is { Length: > 0 } classes
        && (classes.StartsWith("prefix", StringComparison.Ordinal) || classes.Contains(" prefix", StringComparison.Ordinal)
            || classes.Contains("thread-prefix", StringComparison.Ordinal) || classes.Contains("threadprefix", StringComparison.Ordinal) || classes.Contains("label-prefix", StringComparison.Ordinal));

    /// <summary>The end of the breadcrumbs, else the heading of the table of posts.</summary>
    private static HtmlElement Heading(MyBbPage page)
    {
        var here = page.Breadcrumbs.WithClass("active");
        if (here.Text is not null)
        {
            return here;
        }

        var themed = page.Document.Root.First(static e => e.HasClass("thread-info__name") || e.HasClass("thread__title"));
        return themed.Exists ? themed : page.Document.Root.First(static e =>
            e.Tag == HtmlTag.Strong && e.Text is not null && !e.First(HtmlTag.A).Exists && IsHeading(e.Parent) && !e.Next.Exists);
    }

    private static bool IsHeading(HtmlElement element) => element.HasClass("thead") || element.Parent.HasClass("thead");

    private static string? Linked(HtmlElement within, string part) =>
        within.First(part, static (e, p) => e.Tag == HtmlTag.A && e.Raw("href").Contains(p, StringComparison.OrdinalIgnoreCase))["href"];

    private static string? Rated(HtmlElement root)
    {
        const string mark = "rating_thread_";
        return root.First(static e => e.Raw("id").StartsWith(mark, StringComparison.Ordinal))["id"]?[mark.Length..];
    }
}
