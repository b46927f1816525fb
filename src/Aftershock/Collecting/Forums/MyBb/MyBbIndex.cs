using Aftershock.Collecting.Html;

namespace Aftershock.Collecting.Forums.MyBb;

/// <summary>Front pages: what they tell of threads is the name of the latest one in each forum.</summary>
internal static class MyBbIndex
{
    /// <summary>Null when the page names no thread.</summary>
    public static PageContent? Read(MyBbPage page)
    {
        var threads = new Dictionary<string, ForumThread>(StringComparer.Ordinal);
        foreach (var element in page.Document.Root.Descendants)
        {
            if (element.Tag == HtmlTag.A && IsLatest(element) && MyBbPage.ThreadIn(element["href"]) is { } id && Title(element) is { } title)
            {
                threads.TryAdd(id, page.Thread(id, title));
            }
        }

        return threads.Count == 0 ? null : new PageContent { Outcome = ReadOutcome.Read, Threads = [.. threads.Values] };
    }

    /// <summary>The program links a forum's latest post; themes have lists of the latest threads besides.</summary>
    private static bool IsLatest(HtmlElement link)
    {
        if (link.Raw("href").Contains("action=lastpost", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        for (var (element, depth) = (link, 0); element.Exists && depth < 4; depth++, element = element.Parent)
        {
            var classes = element.Raw("class");
            if (classes.Contains("latest-posts__thread", StringComparison.Ordinal) || classes.Contains("forums__post", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The whole title stands on hover; the text may be cut short, and then it is not the title.</summary>
    private static string? Title(HtmlElement link)
    {
        var title = link["title"] ?? link.Text;
        return title is null || title.EndsWith("...", StringComparison.Ordinal) || title.EndsWith('…') ? null : title;
    }
}
