namespace Aftershock.Collecting.Html;

/// <summary>A page's elements and texts in the order of the source, each with the place where its content ends.</summary>
/// <remarks>
/// A flat list rather than a tree of objects: reading a page allocates a few arrays. It follows the HTML standard as far
/// as pages of forums need it, and never refuses: wrong nesting is mended much as a browser mends it, and what costs more
/// than a look at the nearest <see cref="HtmlTree.Reach"/> open elements is left as it stands. A test compares it with a full parser.
/// </remarks>
internal sealed class HtmlPage
{
    internal HtmlPage(string source, HtmlNode[] nodes, int count, HtmlAttribute[] attributes)
    {
        Source = source;
        Nodes = nodes;
        Count = count;
        Attributes = attributes;
    }

    public string Source { get; }

    internal HtmlNode[] Nodes { get; }

    /// <summary>How many of <see cref="Nodes"/> are in use.</summary>
    internal int Count { get; }

    internal HtmlAttribute[] Attributes { get; }

    /// <summary>Holds the whole page; it has no name.</summary>
    public HtmlElement Root => new(this, 0);

    public static HtmlPage Parse(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var tree = new HtmlTree(source);
        new HtmlTokens(source, tree).Read();
        return tree.Finish();
    }
}

/// <summary>An element, or a text (<see cref="Attributes"/> below zero).</summary>
/// <param name="Start">Of the name, or of the text.</param>
/// <param name="End">Of the name, or of the text.</param>
/// <param name="Parent">Index of the element around it.</param>
/// <param name="Attributes">Index of its first attribute; -1 for a text, -2 for a text without character references.</param>
internal record struct HtmlNode(HtmlTag Tag, int Start, int End, int Parent, int Attributes, int AttributeCount)
{
    /// <summary>Index of the first node after all that it holds.</summary>
    public int After { get; set; }

    public readonly bool IsText => Attributes < 0;

    /// <summary>A text that is shown as it stands, of an element whose content is no markup.</summary>
    public readonly bool IsPlain => Attributes == -2;
}

/// <summary>Where an attribute's name and value stand in the source.</summary>
internal readonly record struct HtmlAttribute(int Start, int End, int ValueStart, int ValueEnd);
