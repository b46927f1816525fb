namespace Aftershock.Collecting.Html;

/// <summary>Puts tags into a tree: closes what HTML lets authors leave open, and mends wrong nesting.</summary>
internal sealed class HtmlTree(string source)
{
    /// <summary>How many open elements are looked through for one tag; far more than any page of people nests.</summary>
    public const int Reach = 512;

    private readonly List<int> _open = new(64);
    private readonly int[] _openOf = new int[byte.MaxValue + 1];
    private HtmlNode[] _nodes = new HtmlNode[Math.Max(16, source.Length / 16)];
    private HtmlAttribute[] _attributes = new HtmlAttribute[Math.Max(16, source.Length / 24)];
    private int _count;
    private int _attributeCount;

    public void Begin()
    {
        Add(new HtmlNode(HtmlTag.Other, 0, 0, -1, 0, 0));
        Push(0);
    }

    public void Attribute(int start, int end, int valueStart, int valueEnd)
    {
        if (_attributeCount == _attributes.Length)
        {
            Array.Resize(ref _attributes, _attributes.Length * 2);
        }

        _attributes[_attributeCount++] = new HtmlAttribute(start, end, valueStart, valueEnd);
    }

    /// <summary>The attributes that follow belong to the tag that begins here.</summary>
    public int MarkAttributes() => _attributeCount;

    /// <summary>A tag that turned out to be none takes its attributes with it.</summary>
    public void ForgetAttributes(int mark) => _attributeCount = mark;

    public void Text(int start, int end, bool plain)
    {
        if (end > start)
        {
            Add(new HtmlNode(HtmlTag.Other, start, end, _open[^1], plain ? -2 : -1, 0));
            _nodes[_count - 1].After = _count;
        }
    }

    public void Start(HtmlTag tag, int nameStart, int nameEnd, int attributes)
    {
        CloseImplied(tag);
        Add(new HtmlNode(tag, nameStart, nameEnd, _open[^1], attributes, _attributeCount - attributes));
        if (HtmlTags.IsEmpty(tag))
        {
            _nodes[_count - 1].After = _count;
        }
        else
        {
            Push(_count - 1);
        }
    }

    public void End(HtmlTag tag, int nameStart, int nameEnd)
    {
        if (HtmlTags.IsEmpty(tag) || _openOf[(int)tag] == 0)
        {
            return;
        }

        var lowest = Math.Max(1, _open.Count - Reach);
        for (var i = _open.Count - 1; i >= lowest; i--)
        {
            var open = _nodes[_open[i]];
            if (open.Tag == tag && (tag != HtmlTag.Other || IsSameName(open, nameStart, nameEnd)))
            {
                PopTo(i);
                return;
            }

            if (Holds(open.Tag, against: tag))
            {
                return;
            }
        }
    }

    public HtmlPage Finish()
    {
        PopTo(0);
        return new HtmlPage(source, _nodes, _count, _attributes);
    }

    /// <summary>Whether an open element keeps the end tag from reaching further out.</summary>
    private static bool Holds(HtmlTag open, HtmlTag against)
    {
        if (open == HtmlTag.Table)
        {
            return true;
        }

        if (HtmlTags.IsTablePart(against) || against == HtmlTag.Table)
        {
            return false;
        }

        return HtmlTags.IsBlock(against) || against == HtmlTag.Body ? HtmlTags.IsCell(open) || open == HtmlTag.Caption : HtmlTags.IsBlock(open);
    }

    private void CloseImplied(HtmlTag tag)
    {
        switch (tag)
        {
            case HtmlTag.Li:
                CloseNearest(HtmlTag.Li, HtmlTag.Li);
                break;
            case HtmlTag.Dd or HtmlTag.Dt:
                CloseNearest(HtmlTag.Dd, HtmlTag.Dt);
                break;
            case HtmlTag.Option or HtmlTag.OptGroup:
                if (_nodes[_open[^1]].Tag == HtmlTag.Option)
                {
                    PopTo(_open.Count - 1);
                }

                break;
            case HtmlTag.A:
                CloseAnchor();
                break;
            default:
                if (HtmlTags.IsTablePart(tag))
                {
                    CloseTableParts(tag);
                }

                break;
        }

        if (_openOf[(int)HtmlTag.P] > 0 && HtmlTags.EndsParagraph(tag))
        {
            CloseParagraph();
        }
    }

    private void CloseNearest(HtmlTag one, HtmlTag other)
    {
        if (_openOf[(int)one] + _openOf[(int)other] == 0)
        {
            return;
        }

        for (var i = _open.Count - 1; i >= Math.Max(1, _open.Count - Reach); i--)
        {
            var tag = _nodes[_open[i]].Tag;
            if (tag == one || tag == other)
            {
                PopTo(i);
                return;
            }

            if (HtmlTags.IsBlock(tag) && tag is not (HtmlTag.Div or HtmlTag.P or HtmlTag.Address))
            {
                return;
            }
        }
    }

    private void CloseAnchor()
    {
        for (var i = _open.Count - 1; _openOf[(int)HtmlTag.A] > 0 && i >= Math.Max(1, _open.Count - Reach); i--)
        {
            var tag = _nodes[_open[i]].Tag;
            if (tag == HtmlTag.A)
            {
                PopTo(i);
                return;
            }

            if (HtmlTags.IsBlock(tag))
            {
                return;
            }
        }
    }

    private void CloseParagraph()
    {
        for (var i = _open.Count - 1; i >= Math.Max(1, _open.Count - Reach); i--)
        {
            var tag = _nodes[_open[i]].Tag;
            if (tag == HtmlTag.P)
            {
                PopTo(i);
                return;
            }

            if (HtmlTags.IsCell(tag) || tag is HtmlTag.Table or HtmlTag.Button or HtmlTag.Caption or HtmlTag.Object)
            {
                return;
            }
        }
    }

    /// <summary>A new cell ends the open cell, a new row the open row, a new group of rows the open group.</summary>
    private void CloseTableParts(HtmlTag tag)
    {
        var close = -1;
        for (var i = _open.Count - 1; i >= Math.Max(1, _open.Count - Reach); i--)
        {
            var open = _nodes[_open[i]].Tag;
            if (open == HtmlTag.Table)
            {
                break;
            }

            if (HtmlTags.IsCell(open) || open == HtmlTag.Caption
                || (open == HtmlTag.Tr && !HtmlTags.IsCell(tag)) || (HtmlTags.IsRowGroup(open) && (HtmlTags.IsRowGroup(tag) || tag == HtmlTag.Caption)))
            {
                close = i;
            }
        }

        if (close > 0)
        {
            PopTo(close);
        }
    }

    private bool IsSameName(HtmlNode node, int start, int end) =>
        source.AsSpan(node.Start, node.End - node.Start).Equals(source.AsSpan(start, end - start), StringComparison.OrdinalIgnoreCase);

    private void Push(int node)
    {
        _open.Add(node);
        _openOf[(int)_nodes[node].Tag]++;
    }

    private void PopTo(int depth)
    {
        for (var i = _open.Count - 1; i >= depth; i--)
        {
            ref var node = ref _nodes[_open[i]];
            node.After = _count;
            _openOf[(int)node.Tag]--;
        }

        _open.RemoveRange(depth, _open.Count - depth);
    }

    private void Add(HtmlNode node)
    {
        if (_count == _nodes.Length)
        {
            Array.Resize(ref _nodes, _nodes.Length * 2);
        }

        _nodes[_count++] = node;
    }
}
