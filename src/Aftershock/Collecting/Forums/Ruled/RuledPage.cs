using System.Globalization;
using Aftershock.Collecting.Html;

namespace Aftershock.Collecting.Forums.Ruled;

/// <summary>One page under the rules of its program, with everything that one walk over it found.</summary>
internal sealed class RuledPage
{
    /// <summary>Always the first selector of a page.</summary>
    public static readonly Selector CanonicalLink = Selector.Parse("link[rel=canonical]");

    private readonly ForumRules _rules;
    private readonly HtmlPage _document;

    public RuledPage(ForumRules rules, RawPage raw, CaptureId capture, Source source, HtmlPage document, BoardClock clock)
    {
        (_rules, _document, Raw, Capture, Source, Clock) = (rules, document, raw, capture, source, clock);
        Page = new Found(document.Root, rules.PageFinder.Count);
        Walk();
    }

    public RawPage Raw { get; }

    public CaptureId Capture { get; }

    public Source Source { get; }

    public BoardClock Clock { get; }

    /// <summary>What the page's own selectors found, outside of posts and rows.</summary>
    public Found Page { get; }

    /// <summary>The address that the page gives itself; null without one.</summary>
    public string? Canonical => Page.First(0)["href"];

    public List<HtmlElement> Posts { get; } = [];

    public List<HtmlElement> Threads { get; } = [];

    public List<HtmlElement> Latest { get; } = [];

    public List<HtmlElement> Members { get; } = [];

    public bool IsProfile { get; private set; }

    /// <summary>The page's own selectors alone, for fields that are no part of a post or row.</summary>
    public Values Whole => new(Page, Page);

    /// <summary>One walk: the inside of a post or row is left to the selectors of posts and rows.</summary>
    private void Walk()
    {
        for (var i = 1; i < _document.Count; i++)
        {
            if (_document.Nodes[i].IsText)
            {
                continue;
            }

            var element = new HtmlElement(_document, i);
            if (Group(element) is { } group)
            {
                group.Add(element);
                i = element.After - 1;
                continue;
            }

            IsProfile |= _rules.Profile?.Each.Matches(element) == true;
            _rules.PageFinder.Look(element, Page);
        }
    }

    private List<HtmlElement>? Group(HtmlElement element)
    {
        var classes = element.Raw("class");
        var id = element.Raw("id");
        return _rules.Posts?.Each.Matches(element, classes, id) == true ? Posts
            : _rules.Threads?.Each.Matches(element, classes, id) == true ? Threads
            : _rules.Members?.Each.Matches(element, classes, id) == true ? Members
            : _rules.Latest?.Each.Matches(element, classes, id) == true ? Latest
            : null;
    }

    /// <summary>Looks through a row.</summary>
    public Values In(HtmlElement row, Finder finder)
    {
        var found = new Found(row, finder.Count);
        foreach (var element in row.Descendants)
        {
            finder.Look(element, found);
        }

        return new Values(found, Page);
    }

    /// <summary>The time that a field finds, with the words it was read from.</summary>
    public (Moment? At, string? Words) Time(Values values, Field field)
    {
        foreach (var way in field.Ways)
        {
            var found = (way.OnPage ? values.Page : values.Here).All(way.Slot);
            for (var i = 0; i < found.Count; i++)
            {
                var element = found[way.Last ? found.Count - 1 - i : i];
                var words = way.Text(element);
                // The value of a label stands beside it.
                var holder = way.Label is null ? element : words is null ? default : element.Next;
                if ((way.Attribute is null ? Told(holder) : null) is { } told)
                {
                    return (told, words ?? element.Text ?? told.ToString());
                }

                if (way.Attribute is not null && WithOffset(words) is { } exact)
                {
                    return (exact, words);
                }

                if (words is not null && Clock.Read(words, way.Attribute is null ? OnHover(element) : null) is { } read)
                {
                    return (read, words);
                }
            }
        }

        return values.Find(field).Text is { } unread ? (null, unread) : default;
    }

    /// <summary>What a program tells machines: seconds since 1970, or ISO 8601 with an offset.</summary>
    private static Moment? Told(HtmlElement element)
    {
        if (Machine(element) is { } own)
        {
            return own;
        }

        foreach (var inner in element.Descendants)
        {
            if (inner.Tag is HtmlTag.Time or HtmlTag.Abbr or HtmlTag.Span or HtmlTag.Small && Machine(inner) is { } told)
            {
                return told;
            }
        }

        return null;
    }

    private static Moment? Machine(HtmlElement element)
    {
        // Where both stand, only the second is a number: data-time="5:30 PM" data-timestamp="1749508210".
        var unix = element.Raw("data-timestamp");
        unix = unix.IsEmpty ? element.Raw("data-time") : unix;
        if (unix.Length is >= 9 and <= 13 && long.TryParse(unix, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return unix.Length < 12 ? Moment.Second(DateTimeOffset.FromUnixTimeSeconds(seconds)) : Moment.Second(DateTimeOffset.FromUnixTimeMilliseconds(seconds / 1000 * 1000));
        }

        return WithOffset(element["datetime"] ?? (element.Tag == HtmlTag.Abbr ? element["title"] : null));
    }

    /// <summary>ISO 8601 with an offset; without one it is the board's own time, which the clock reads.</summary>
    private static Moment? WithOffset(string? iso) =>
        iso is { Length: > 16 } && (iso[^1] is 'Z' or 'z' || iso.AsSpan(16).IndexOfAny('+', '-') >= 0) && Moment.TryParse(iso, out var moment) ? moment : null;

    private static string? OnHover(HtmlElement element)
    {
        if (Shown(element) is { } own)
        {
            return own;
        }

        foreach (var inner in element.Descendants)
        {
            if (inner.Tag is HtmlTag.Span or HtmlTag.Time or HtmlTag.Abbr && Shown(inner) is { } shown)
            {
                return shown;
            }
        }

        return null;
    }

    private static string? Shown(HtmlElement element) => element["datetime"] ?? (element.Tag == HtmlTag.A ? null : element["title"]);

    /// <summary>The forums and threads that the page leads to, each once; a page of a thread tells of none, for members put links there.</summary>
    public void CollectLinks(List<PageLink> links, Addresses addresses, bool isThreadPage)
    {
        if (isThreadPage)
        {
            return;
        }

        BoardLinks.Collect(_document.Root, links, a => Addresses.IdIn(addresses.Thread, a), a => Addresses.IdIn(addresses.Forum, a));
    }

    /// <summary>A thread of which only the name is known yet.</summary>
    public ForumThread Thread(string id, string title) => new()
    {
        Source = Source.Id,
        ThreadId = id,
        Title = title,
        Capture = Capture,
        FirstSeen = Raw.CapturedAt,
        LastSeen = Raw.CapturedAt,
    };

    public Handle Member(string name) => new() { Source = Source.Id, Name = name, FirstSeen = Raw.CapturedAt, LastSeen = Raw.CapturedAt };
}
