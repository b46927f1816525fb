using Aftershock.Collecting.Html;

namespace Aftershock.Collecting.Forums.Ruled;

/// <summary>The rows of a page: threads, members, and the one member of a profile.</summary>
internal sealed class RuledRows(ForumRules rules, RuledPage page, bool isThreadPage)
{
    private readonly Dictionary<string, ForumThread> _threads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Handle> _handles = new(StringComparer.Ordinal);
    private readonly List<Rejection> _rejections = [];

    public IReadOnlyList<ForumThread> Threads => [.. _threads.Values];

    public IReadOnlyList<Handle> Handles => [.. _handles.Values];

    public IReadOnlyList<Rejection> Rejections => _rejections;

    public bool IsEmpty => _threads.Count == 0 && _handles.Count == 0 && _rejections.Count == 0;

    public void Read(IReadOnlyList<HtmlElement> rows, RowRules? row)
    {
        if (row is null)
        {
            return;
        }

        // Beside a thread stand threads of any forum; a front page is of none.
        var forum = isThreadPage || row == rules.Latest ? null : page.Whole.Text(rules.Forum);
        foreach (var element in rows)
        {
            var values = page.In(element, row.Finder);
            if (values.Text(row.Id) is not { } id || values.Text(row.Title) is not { } title)
            {
                Reject("a row of the list of threads", "the thread's id and title", element);
                continue;
            }

            if (title.EndsWith('…') || title.EndsWith("...", StringComparison.Ordinal))
            {
                // A title cut short is no title; on hover stands the whole one.
                title = values.Find(row.Title).Element["title"] is { } whole && whole.StartsWith(title.TrimEnd('…', '.').TrimEnd(), StringComparison.Ordinal) ? whole : title;
            }

            _threads.TryAdd(id, Thread(values, row, id, title, forum));
            if (values.Text(row.Author) is { } author && values.Has(row.Member) != false)
            {
                _handles.TryAdd(author, page.Member(author));
            }
        }
    }

    private ForumThread Thread(Values values, RowRules row, string id, string title, string? forum)
    {
        var prefix = RuledPosts.Prefix(values.Text(row.Prefix));
        var (_, element, way) = values.Find(row.Title);
        var thread = page.Thread(id, Title((title, element, way), values.Text(row.Prefix)) ?? title) with
        {
            Forum = values.Text(row.Forum) ?? forum,
            Prefix = prefix,
            Author = values.Text(row.Author),
            PublishedAt = page.Time(values, row.Date).At,
        };
        // The row that a moved thread leaves behind stands in the forum that it is no longer in.
        return values.Has(row.Moved) == true ? thread with { Forum = null } : thread with
        {
            Replies = ShownCount.Read(values.Text(row.Replies)),
            Views = ShownCount.Read(values.Text(row.Views)),
            Sticky = values.Has(row.Sticky),
            Closed = values.Has(row.Closed),
        };
    }

    /// <summary>A title without the prefix that stands before it; the text outside of elements has none before it, whatever it begins with.</summary>
    public static string? Title((string? Text, HtmlElement Element, Way? Way) found, string? prefix) =>
        prefix is not null && found is { Text: { } title, Way.Own: false } && title.Length > prefix.Length && title.StartsWith(prefix, StringComparison.Ordinal)
            ? title[prefix.Length..].TrimStart()
            : found.Text;

    public void ReadMembers(IReadOnlyList<HtmlElement> rows, MemberRules? member)
    {
        foreach (var element in rows)
        {
            var values = page.In(element, member!.Finder);
            if (values.Text(member.Name) is not { } name)
            {
                Reject("a row of the list of members", "a name", element);
                continue;
            }

            _handles[name] = Member(values, member, name);
        }
    }

    public void ReadProfile(MemberRules? profile)
    {
        if (profile is not null && page.IsProfile && page.Whole.Text(profile.Name) is { } name)
        {
            _handles[name] = Member(page.Whole, profile, name);
        }
    }

    private Handle Member(Values values, MemberRules member, string name) => page.Member(name) with
    {
        Joined = page.Time(values, member.Joined).At,
        Posts = ShownCount.Read(values.Text(member.Posts)),
        Reputation = ShownCount.Read(values.Text(member.Reputation)),
        Group = values.Text(member.Group),
    };

    private void Reject(string what, string expected, HtmlElement row)
    {
        var text = row.Text ?? "";
        _rejections.Add(new Rejection(page.Raw.Origin, $"{what} was not read; expected {expected} in \"{text[..Math.Min(60, text.Length)]}\""));
    }
}
