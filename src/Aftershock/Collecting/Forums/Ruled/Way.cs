using System.Text.RegularExpressions;
using Aftershock.Collecting.Html;

namespace Aftershock.Collecting.Forums.Ruled;

/// <summary>One way to find one value on a page.</summary>
internal sealed record Way
{
    /// <summary>Which element holds it; null for the post, row or page itself.</summary>
    public Selector? Select { get; init; }

    /// <summary>Searched in the whole page, outside of posts, and not in the post or row.</summary>
    public bool OnPage { get; init; }

    /// <summary>The last element that matches, and not the first.</summary>
    public bool Last { get; init; }

    /// <summary>The value of an attribute, and not the text.</summary>
    public string? Attribute { get; init; }

    /// <summary>The text outside of the elements that it holds.</summary>
    public bool Own { get; init; }

    /// <summary>The value is a count: of what matches in the element, and the figure in the rest of its text, as in "A, B and 3 others".</summary>
    public Selector? Count { get; init; }

    /// <summary>The value is what stands beside or after one of these labels.</summary>
    public string[]? Label { get; init; }

    /// <summary>Cuts away all up to and with this text; without it in the value there is none.</summary>
    public string? After { get; init; }

    /// <summary>Cuts away all from this text on.</summary>
    public string? Before { get; init; }

    /// <summary>The value is the first group that took part; what does not match is no value.</summary>
    public Regex? Match { get; init; }

    /// <summary>Slot of <see cref="Select"/> in the finder of its scope; below zero without one.</summary>
    public int Slot { get; init; } = -1;

    /// <summary>What the element says under this way, a picture by its alternative text; null when it says nothing.</summary>
    public string? Text(HtmlElement element)
    {
        if (!element.Exists)
        {
            return null;
        }

        var value = Count is not null ? Counted(element, Count)
            : Label is not null ? Labelled(element, Label)
            : Attribute is not null ? element[Attribute]
            : Own ? OwnText(element)
            : element.Tag == HtmlTag.Img ? element["alt"]
            : element.Text;
        return Cut(value);
    }

    private string? Cut(string? value)
    {
        if (value is null)
        {
            return null;
        }

        if (After is not null)
        {
            var at = value.IndexOf(After, StringComparison.Ordinal);
            if (at < 0)
            {
                return null;
            }

            value = value[(at + After.Length)..];
        }

        if (Before is not null && value.IndexOf(Before, StringComparison.Ordinal) is >= 0 and var end)
        {
            value = value[..end];
        }

        if (Match is not null)
        {
            var match = Match.Match(value);
            if (!match.Success)
            {
                return null;
            }

            value = match.Groups.Values.Skip(1).FirstOrDefault(g => g.Success)?.Value ?? match.Value;
        }

        value = value.Trim();
        return value.Length == 0 ? null : value;
    }

    /// <summary>"Joined" with its value in the next element, or "Joined: June 2022" in one.</summary>
    private static string? Labelled(HtmlElement element, string[] labels)
    {
        var text = element.Text;
        if (text is null)
        {
            return null;
        }

        if (!Labels.Is(text, labels))
        {
            return Labels.After(text, labels);
        }

        if (element.Next.Exists)
        {
            return element.Next.Text;
        }

        // A label alone in its element: the value is the rest of the element around, or what comes beside that.
        var around = element.Parent;
        return around.Text is { } whole && whole.Length > text.Length ? Labels.After(whole, labels) ?? HtmlText.Folded(element.Page!, element.After, around.After) : around.Next.Text;
    }

    private static string? Counted(HtmlElement element, Selector each)
    {
        var page = element.Page!;
        var text = new System.Text.StringBuilder();
        var count = 0L;
        for (var i = element.Index + 1; i < element.After; i++)
        {
            if (page.Nodes[i].IsText)
            {
                HtmlText.Append(text, page, page.Nodes[i]);
            }
            else if (each.Matches(new HtmlElement(page, i)))
            {
                count++;
                text.Append(' ');
                i = page.Nodes[i].After - 1;
            }
        }

        count += ShownCount.Read(HtmlText.Fold(text)) ?? 0;
        return count == 0 ? null : count.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string? OwnText(HtmlElement element)
    {
        var page = element.Page!;
        var text = new System.Text.StringBuilder();
        for (var i = element.Index + 1; i < element.After; i = page.Nodes[i].After)
        {
            if (page.Nodes[i].IsText)
            {
                HtmlText.Append(text, page, page.Nodes[i]);
            }
            else
            {
                text.Append(' ');
            }
        }

        return HtmlText.Fold(text);
    }
}

/// <summary>The ways to one value, in the order in which they are tried; the first that finds one is it.</summary>
internal sealed record Field(IReadOnlyList<Way> Ways)
{
    public static readonly Field None = new([]);

    public bool IsEmpty => Ways.Count == 0;
}
