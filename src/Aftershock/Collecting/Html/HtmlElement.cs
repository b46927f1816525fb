namespace Aftershock.Collecting.Html;

/// <summary>One element of a page; the default value is "none", of which every question is answered by nothing.</summary>
internal readonly record struct HtmlElement(HtmlPage? Page, int Index)
{
    public bool Exists => Page is not null;

    public HtmlTag Tag => Page is null ? HtmlTag.Other : Page.Nodes[Index].Tag;

    /// <summary>The element around it; none for the root.</summary>
    public HtmlElement Parent => Page is null || Page.Nodes[Index].Parent < 0 ? default : new HtmlElement(Page, Page.Nodes[Index].Parent);

    /// <summary>The next element beside it.</summary>
    public HtmlElement Next
    {
        get
        {
            if (Page is null || Page.Nodes[Index].Parent < 0)
            {
                return default;
            }

            var end = Page.Nodes[Page.Nodes[Index].Parent].After;
            for (var i = Page.Nodes[Index].After; i < end; i = Page.Nodes[i].After)
            {
                if (!Page.Nodes[i].IsText)
                {
                    return new HtmlElement(Page, i);
                }
            }

            return default;
        }
    }

    /// <summary>Index of the first node after all that it holds.</summary>
    public int After => Page?.Nodes[Index].After ?? 0;

    /// <summary>All elements within it, in the order of the source.</summary>
    public DescendantList Descendants => new(this);

    /// <summary>The elements right below it.</summary>
    public IEnumerable<HtmlElement> Children
    {
        get
        {
            for (var i = Index + 1; Page is not null && i < After; i = Page.Nodes[i].After)
            {
                if (!Page.Nodes[i].IsText)
                {
                    yield return new HtmlElement(Page, i);
                }
            }
        }
    }

    /// <summary>Whether the other element lies within this one, or is it.</summary>
    public bool Contains(HtmlElement other) => Page is not null && ReferenceEquals(Page, other.Page) && other.Index >= Index && other.Index < After;

    /// <summary>The value as it stands in the source, character references undecoded; empty when there is no such attribute.</summary>
    public ReadOnlySpan<char> Raw(ReadOnlySpan<char> name)
    {
        if (Page is null)
        {
            return default;
        }

        ref readonly var node = ref Page.Nodes[Index];
        for (var i = node.Attributes; i < node.Attributes + node.AttributeCount; i++)
        {
            var attribute = Page.Attributes[i];
            if (attribute.End - attribute.Start == name.Length
                && Page.Source.AsSpan(attribute.Start, name.Length).Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return Page.Source.AsSpan(attribute.ValueStart, attribute.ValueEnd - attribute.ValueStart);
            }
        }

        return default;
    }

    /// <summary>The value of an attribute; null when there is none or it is empty.</summary>
    public string? this[string name] => Raw(name) is { Length: > 0 } value ? HtmlText.Decode(value, isAttribute: true) : null;

    /// <summary>The element's name as the source has it; empty for the root.</summary>
    public ReadOnlySpan<char> Name => Page is null ? default : Page.Source.AsSpan(Page.Nodes[Index].Start, Page.Nodes[Index].End - Page.Nodes[Index].Start);

    /// <summary>Whether there is such an attribute, be it empty.</summary>
    public bool HasAttribute(ReadOnlySpan<char> name)
    {
        if (Page is null)
        {
            return false;
        }

        ref readonly var node = ref Page.Nodes[Index];
        for (var i = node.Attributes; i < node.Attributes + node.AttributeCount; i++)
        {
            var attribute = Page.Attributes[i];
            if (Page.Source.AsSpan(attribute.Start, attribute.End - attribute.Start).Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    public bool HasClass(ReadOnlySpan<char> name) => HasWord(Raw("class"), name);

    /// <summary>Whether one of the words between white space is the name.</summary>
    internal static bool HasWord(ReadOnlySpan<char> words, ReadOnlySpan<char> name)
    {
        while (words.Length >= name.Length)
        {
            var end = words.IndexOfAny(' ', '\n', '\t');
            if ((end < 0 ? words : words[..end]).Equals(name, StringComparison.Ordinal))
            {
                return true;
            }

            if (end < 0)
            {
                return false;
            }

            words = words[(end + 1)..];
        }

        return false;
    }

    public HtmlElement WithClass(string name) => First(name, static (e, n) => e.HasClass(n));

    public HtmlElement WithId(string id) => First(id, static (e, i) => e.Raw("id").SequenceEqual(i));

    public HtmlElement First(HtmlTag tag) => First(tag, static (e, t) => e.Tag == t);

    public HtmlElement First<T>(T state, Func<HtmlElement, T, bool> isWanted)
    {
        foreach (var element in Descendants)
        {
            if (isWanted(element, state))
            {
                return element;
            }
        }

        return default;
    }

    public HtmlElement First(Func<HtmlElement, bool> isWanted)
    {
        foreach (var element in Descendants)
        {
            if (isWanted(element))
            {
                return element;
            }
        }

        return default;
    }

    /// <summary>Its text with white space folded to single blanks; null when there is none.</summary>
    public string? Text => Page is null ? null : HtmlText.Folded(Page, Index + 1, After);

    /// <summary>Struct enumeration, since pages are walked often.</summary>
    internal readonly record struct DescendantList(HtmlElement Of)
    {
        public Walk GetEnumerator() => new(Of);

        public IEnumerable<HtmlElement> Where(Func<HtmlElement, bool> isWanted)
        {
            for (var i = Of.Index + 1; i < Of.After; i++)
            {
                var element = new HtmlElement(Of.Page, i);
                if (!Of.Page!.Nodes[i].IsText && isWanted(element))
                {
                    yield return element;
                }
            }
        }
    }

    internal struct Walk(HtmlElement of)
    {
        private int _at = of.Index;

        public readonly HtmlElement Current => new(of.Page, _at);

        public bool MoveNext()
        {
            var end = of.After;
            do
            {
                _at++;
            }
            while (_at < end && of.Page!.Nodes[_at].IsText);
            return _at < end;
        }
    }
}
