using Aftershock.Collecting.Html;

namespace Aftershock.Collecting.Forums.MyBb;

/// <summary>The board's own pages of refusal, which come with status 200: one sentence in a table of one cell.</summary>
internal static class MyBbError
{
    private const int Longest = 200;

    /// <summary>What the board says instead of the page that was asked for; null when it is none of these pages.</summary>
    public static string? In(MyBbPage page)
    {
        var content = page.Document.Root.WithId("content");
        content = content.Exists ? content : page.Document.Root;
        HtmlElement cell = default;
        foreach (var element in content.Descendants)
        {
            if (element.Tag == HtmlTag.Td && (element.HasClass("trow1") || element.HasClass("trow2")) && !IsInHiddenDialog(element))
            {
                if (cell.Exists && !cell.Contains(element))
                {
                    return null;
                }

                cell = cell.Exists ? cell : element;
            }
        }

        return (IsRefusal(page, cell) ? Sentence(cell) : null) ?? Banner(content);
    }

    /// <summary>The table has a heading and the sentence, and the heading is the board's name; an empty list or a help page differ.</summary>
    private static bool IsRefusal(MyBbPage page, HtmlElement cell)
    {
        var table = cell;
        for (var depth = 0; table.Exists && table.Tag != HtmlTag.Table && depth < HtmlTree.Reach; depth++)
        {
            table = table.Parent;
        }

        if (!table.Exists || table.First(static e => e.HasClass("tcat") || e.HasClass("tfoot")).Exists)
        {
            return false;
        }

        var heading = table.WithClass("thead").Text;
        var text = cell.Text ?? "";
        return heading is null
            || heading == page.Document.Root.First(HtmlTag.Title).Text
            || heading == MyBbReader.BoardName(page.Document)
            || s_phrases.Any(p => text.Contains(p, StringComparison.OrdinalIgnoreCase));
    }

    private static readonly string[] s_phrases = ["does not exist", "do not have permission", "not logged in", "invalid", "banned", "has been closed"];

    /// <summary>With a form in it, it is a search or an edit, unless it sends the visitor to log in.</summary>
    private static string? Sentence(HtmlElement cell)
    {
        var text = cell.Text;
        if (text is null)
        {
            return null;
        }

        var form = cell.First(static e => e.Tag is HtmlTag.Form or HtmlTag.Input or HtmlTag.Table);
        var isLogin = cell.First(static e => e.Raw("name").SequenceEqual("quick_username") || e.Raw("name").SequenceEqual("username") || e.Raw("type").SequenceEqual("password")).Exists;
        return !form.Exists || isLogin ? text[..Math.Min(text.Length, Longest)] : null;
    }

    /// <summary>Themes of later versions: <c>div.error</c> or <c>div.errorwrap</c>.</summary>
    private static string? Banner(HtmlElement content)
    {
        var text = content.First(static e => e.Tag == HtmlTag.Div && (e.HasClass("error") || e.HasClass("errorwrap") || e.HasClass("error_message"))).Text;
        return text?[..Math.Min(text.Length, Longest)];
    }

    /// <summary>The login dialog is on every page for guests.</summary>
    private static bool IsInHiddenDialog(HtmlElement element)
    {
        for (var depth = 0; element.Exists && depth < HtmlTree.Reach; depth++, element = element.Parent)
        {
            if (element.HasClass("modal") || element.Raw("id").SequenceEqual("quick_login"))
            {
                return true;
            }
        }

        return false;
    }
}
