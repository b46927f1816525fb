using Aftershock.Collecting.Html;

namespace Aftershock.Collecting.Forums;

/// <summary>The links by which a collector walks a board.</summary>
internal static class BoardLinks
{
    /// <summary>Adds each thread and forum that the page leads to once, under its shortest address: that is its first page, and no single post.</summary>
    /// <param name="threadIn">The id of the thread that an address names; null when it names none.</param>
    /// <param name="forumIn">The same of forums.</param>
    public static void Collect(HtmlElement root, List<PageLink> links, Func<string, string?> threadIn, Func<string, string?> forumIn)
    {
        var known = new Dictionary<(PageLinkKind, string), int>();
        foreach (var element in root.Descendants)
        {
            if (element.Tag != HtmlTag.A || element["href"] is not { } address)
            {
                continue;
            }

            var (kind, id) = threadIn(address) is { } thread ? (PageLinkKind.Thread, thread) : (PageLinkKind.Forum, forumIn(address));
            if (id is null)
            {
                continue;
            }

            if (!known.TryGetValue((kind, id), out var at))
            {
                known.Add((kind, id), links.Count);
                links.Add(new PageLink(kind, address, id));
            }
            else if (address.Length < links[at].Address.Length)
            {
                links[at] = new PageLink(kind, address, id);
            }
        }
    }
}
