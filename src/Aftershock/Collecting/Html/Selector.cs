namespace Aftershock.Collecting.Html;

/// <summary>A CSS selector, compiled once and asked of many elements.</summary>
/// <remarks>
/// The part of Selectors Level 4 that finding things on a page needs: type and universal, <c>.class</c>, <c>#id</c>,
/// <c>[name]</c> with <c>= ~= ^= $= *=</c> (values in quotes or bare, compared case-sensitively, character references
/// decoded), <c>:not(…)</c>, <c>:has(…)</c>, <c>:first-child</c>, <c>:last-child</c>, <c>:nth-child(N)</c>, the
/// combinators blank, <c>&gt;</c> and <c>+</c>, and lists with commas. A form holds nothing in a flat page, so no
/// selector goes through one.
/// </remarks>
internal sealed class Selector
{
    private readonly Complex[] _any;

    internal Selector(Complex[] any) => _any = any;

    /// <exception cref="FormatException">The text is no selector of these; says where and what was expected.</exception>
    public static Selector Parse(string text) => new SelectorParser(text).Parse();

    public bool Matches(HtmlElement element) => Matches(element, element.Raw("class"), element.Raw("id"));

    /// <summary>The same, for one who asks many selectors about one element and looks its class and id up once.</summary>
    public bool Matches(HtmlElement element, ReadOnlySpan<char> classes, ReadOnlySpan<char> id)
    {
        foreach (var complex in _any)
        {
            if (complex.Parts[^1].Compound.Matches(element, classes, id) && complex.MatchesAbove(element, complex.Parts.Length - 1))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The first element within the scope that matches; none when none does.</summary>
    public HtmlElement First(HtmlElement scope)
    {
        foreach (var element in scope.Descendants)
        {
            if (Matches(element))
            {
                return element;
            }
        }

        return default;
    }

    internal sealed class Complex(Part[] parts)
    {
        /// <summary>From the outermost to the element itself.</summary>
        public Part[] Parts { get; } = parts;

        /// <summary>Whether what stands around the element is what the parts before the given one ask for.</summary>
        public bool MatchesAbove(HtmlElement element, int part)
        {
            if (part == 0)
            {
                return true;
            }

            var wanted = Parts[part - 1].Compound;
            switch (Parts[part].Combinator)
            {
                case '>':
                    var parent = element.Parent;
                    return parent.Index > 0 && wanted.Matches(parent) && MatchesAbove(parent, part - 1);
                case '+':
                    var before = Before(element);
                    return before.Exists && wanted.Matches(before) && MatchesAbove(before, part - 1);
                default:
                    var depth = 0;
                    for (var above = element.Parent; above.Index > 0 && depth < HtmlTree.Reach; above = above.Parent, depth++)
                    {
                        if (wanted.Matches(above) && MatchesAbove(above, part - 1))
                        {
                            return true;
                        }
                    }

                    return false;
            }
        }

        private static HtmlElement Before(HtmlElement element)
        {
            HtmlElement before = default;
            foreach (var child in element.Parent.Children)
            {
                if (child.Index >= element.Index)
                {
                    break;
                }

                before = child;
            }

            return before;
        }
    }

    /// <param name="Combinator">How it stands to the part before: ' ', '&gt;' or '+'.</param>
    internal readonly record struct Part(char Combinator, Compound Compound);

    /// <summary>What one element must be by itself.</summary>
    internal sealed class Compound
    {
        public HtmlTag Tag { get; init; }

        /// <summary>Null for any.</summary>
        public string? Name { get; init; }

        public string? Id { get; init; }

        public required string[] Classes { get; init; }

        public required Condition[] Attributes { get; init; }

        public required Selector[] Not { get; init; }

        public required Selector[] Has { get; init; }

        /// <summary>Counted from 1; 0 for any, -1 for the last.</summary>
        public int Child { get; init; }

        public bool Matches(HtmlElement element) => Matches(element, element.Raw("class"), element.Raw("id"));

        public bool Matches(HtmlElement element, ReadOnlySpan<char> classes, ReadOnlySpan<char> id)
        {
            if (Name is not null && (element.Tag != Tag || (Tag == HtmlTag.Other && !element.Name.Equals(Name, StringComparison.OrdinalIgnoreCase))))
            {
                return false;
            }

            if (Id is not null && !id.SequenceEqual(Id))
            {
                return false;
            }

            foreach (var name in Classes)
            {
                if (!HtmlElement.HasWord(classes, name))
                {
                    return false;
                }
            }

            foreach (var condition in Attributes)
            {
                if (!condition.Holds(element))
                {
                    return false;
                }
            }

            return (Child == 0 || IsChild(element)) && IsRight(element);
        }

        private bool IsRight(HtmlElement element)
        {
            foreach (var not in Not)
            {
                if (not.Matches(element))
                {
                    return false;
                }
            }

            foreach (var has in Has)
            {
                if (!has.First(element).Exists)
                {
                    return false;
                }
            }

            return true;
        }

        private bool IsChild(HtmlElement element)
        {
            if (Child < 0)
            {
                return !element.Next.Exists;
            }

            var place = 0;
            foreach (var child in element.Parent.Children)
            {
                place++;
                if (child.Index >= element.Index)
                {
                    break;
                }
            }

            return place == Child;
        }
    }

    /// <param name="Operator">'=' whole, '~' a word, '^' start, '$' end, '*' within, '\0' present.</param>
    internal readonly record struct Condition(string Name, char Operator, string Value)
    {
        public bool Holds(HtmlElement element)
        {
            if (Operator == '\0')
            {
                return element.HasAttribute(Name);
            }

            var raw = element.Raw(Name);
            return raw.Contains('&') ? Compare(HtmlText.Decode(raw, isAttribute: true)) : Compare(raw);
        }

        private bool Compare(ReadOnlySpan<char> value) => Operator switch
        {
            '=' => value.SequenceEqual(Value),
            '~' => HtmlElement.HasWord(value, Value),
            '^' => Value.Length > 0 && value.StartsWith(Value, StringComparison.Ordinal),
            '$' => Value.Length > 0 && value.EndsWith(Value, StringComparison.Ordinal),
            _ => Value.Length > 0 && value.Contains(Value, StringComparison.Ordinal),
        };
    }
}
