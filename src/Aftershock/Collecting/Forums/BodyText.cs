using System.Text;
using AngleSharp.Dom;

namespace Aftershock.Collecting.Forums;

/// <summary>The text of a post's element as a reader sees it: lines kept, markup gone, nothing rendered.</summary>
internal sealed class BodyText
{
    /// <summary>Deeper nesting than any post of a person; the rest of such a branch is left out.</summary>
    private const int Deepest = 200;

    private readonly StringBuilder _text = new();
    private readonly List<QuoteRange> _quotes = [];
    private readonly Func<IElement, string?> _replace;
    private bool _pendingSpace;

    private BodyText(Func<IElement, string?> replace) => _replace = replace;

    /// <param name="element">The element that holds the post.</param>
    /// <param name="replace">Text that stands for an element and all in it, "" to leave it out; null to read it.</param>
    public static (string Text, IReadOnlyList<QuoteRange> Quotes) Of(INode element, Func<IElement, string?> replace)
    {
        var body = new BodyText(replace);
        body.Children(element, 0, preformatted: false);
        return body.Trimmed();
    }

    private void Children(INode parent, int depth, bool preformatted)
    {
        if (depth > Deepest)
        {
            return;
        }

        foreach (var node in parent.ChildNodes)
        {
            switch (node)
            {
                case IText text:
                    Words(text.Data, preformatted);
                    break;
                case IElement element:
                    Element(element, depth, preformatted);
                    break;
            }
        }
    }

    private void Element(IElement element, int depth, bool preformatted)
    {
        if (_replace(element) is { } replacement)
        {
            Words(replacement, preformatted);
            return;
        }

        switch (element.LocalName)
        {
            case "br":
                NewLine(always: true);
                break;
            case "script" or "style" or "template" or "noscript":
                break;
            case "img":
                Words(element.GetAttribute("alt") ?? "", preformatted);
                break;
            case "blockquote":
                Quote(element, depth);
                break;
            case "pre":
                Block(element, depth, preformatted: true);
                break;
            case "p" or "div" or "li" or "ul" or "ol" or "dl" or "dt" or "dd" or "table" or "tr" or "fieldset" or "hr"
                or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "section" or "article" or "details" or "summary":
                Block(element, depth, preformatted);
                break;
            case "td" or "th":
                Words(" ", preformatted);
                Children(element, depth + 1, preformatted);
                break;
            default:
                Children(element, depth + 1, preformatted);
                break;
        }
    }

    private void Block(IElement element, int depth, bool preformatted)
    {
        NewLine(always: false);
        Children(element, depth + 1, preformatted);
        NewLine(always: false);
    }

    private void Quote(IElement element, int depth)
    {
        NewLine(always: false);
        var start = _text.Length;
        Children(element, depth + 1, preformatted: false);
        // A quote within a quote is part of the outer one.
        _quotes.RemoveAll(q => q.Start >= start);
        if (_text.Length > start)
        {
            _quotes.Add(new QuoteRange(start, _text.Length));
        }

        NewLine(always: false);
    }

    private void NewLine(bool always)
    {
        _pendingSpace = false;
        if (always || (_text.Length > 0 && _text[^1] != '\n'))
        {
            _text.Append('\n');
        }
    }

    private void Words(string words, bool preformatted)
    {
        foreach (var c in words)
        {
            if (preformatted && c is '\n' or '\t')
            {
                _text.Append(c);
            }
            else if (c is ' ' or '\t' or '\n' or '\r' or '\f' or '\u00A0')
            {
                _pendingSpace = true;
            }
            else
            {
                if (_pendingSpace && _text.Length > 0 && _text[^1] != '\n')
                {
                    _text.Append(' ');
                }

                _pendingSpace = false;
                _text.Append(c == '\0' ? '\uFFFD' : c);
            }
        }
    }

    private (string Text, IReadOnlyList<QuoteRange> Quotes) Trimmed()
    {
        var text = _text.ToString();
        var from = text.AsSpan().IndexOfAnyExcept('\n');
        if (from < 0)
        {
            return ("", []);
        }

        var trimmed = text.TrimEnd('\n')[from..];
        var quotes = _quotes
            .Select(q => new QuoteRange(Math.Clamp(q.Start - from, 0, trimmed.Length), Math.Clamp(q.End - from, 0, trimmed.Length)))
            .Where(q => q.End > q.Start);
        return (trimmed, [.. quotes]);
    }
}
