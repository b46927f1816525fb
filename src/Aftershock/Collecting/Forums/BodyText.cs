using System.Text;
using Aftershock.Collecting.Html;

namespace Aftershock.Collecting.Forums;

/// <summary>The text of a post's element as a reader sees it: lines kept, markup gone, nothing rendered.</summary>
internal sealed class BodyText
{
    private readonly HtmlPage _page;
    private readonly Func<HtmlElement, string?> _replace;
    private readonly Func<HtmlElement, bool>? _isQuote;
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _decoded = new();
    private readonly List<QuoteRange> _quotes = [];
    private readonly Stack<Open> _open = new();
    private int _preformatted;
    private bool _pendingSpace;

    private BodyText(HtmlPage page, Func<HtmlElement, string?> replace, Func<HtmlElement, bool>? isQuote) => (_page, _replace, _isQuote) = (page, replace, isQuote);

    /// <param name="element">The element that holds the post.</param>
    /// <param name="replace">Text that stands for an element and all in it, "" to leave it out; null to read it.</param>
    /// <param name="isQuote">Which elements hold others' words, besides every <c>blockquote</c>.</param>
    public static (string Text, IReadOnlyList<QuoteRange> Quotes) Of(HtmlElement element, Func<HtmlElement, string?> replace, Func<HtmlElement, bool>? isQuote = null)
    {
        if (element.Page is not { } page)
        {
            return ("", []);
        }

        var body = new BodyText(page, replace, isQuote);
        body.Walk(element);
        return body.Trimmed();
    }

    private void Walk(HtmlElement root)
    {
        for (var i = root.Index + 1; i < root.After; i++)
        {
            CloseBefore(i);
            var node = _page.Nodes[i];
            if (node.IsText)
            {
                Words(node);
            }
            else if (!Enter(new HtmlElement(_page, i)))
            {
                i = node.After - 1;
            }
        }

        CloseBefore(root.After);
    }

    /// <returns>Whether to read what the element holds.</returns>
    private bool Enter(HtmlElement element)
    {
        if (_replace(element) is { } replacement)
        {
            var isLine = replacement.Length > 0 && HtmlTags.IsBlock(element.Tag);
            if (isLine)
            {
                NewLine(always: false);
            }

            Words(replacement);
            if (isLine)
            {
                NewLine(always: false);
            }

            return false;
        }

        if (_isQuote?.Invoke(element) == true)
        {
            NewLine(always: false);
            _open.Push(new Open(element.After, IsPreformatted: false, _text.Length));
            return true;
        }

        switch (element.Tag)
        {
            case HtmlTag.Br:
                NewLine(always: true);
                break;
            case HtmlTag.Img:
                Words(element["alt"] ?? "");
                break;
            case HtmlTag.BlockQuote:
                NewLine(always: false);
                _open.Push(new Open(element.After, IsPreformatted: false, _text.Length));
                break;
            case HtmlTag.Pre:
                OpenBlock(element, isPreformatted: true);
                break;
            case HtmlTag.Td or HtmlTag.Th:
                _pendingSpace = true;
                break;
            case HtmlTag.Hr:
                NewLine(always: false);
                break;
            default:
                if (HtmlTags.IsUnseen(element.Tag) || element.Tag == HtmlTag.NoScript)
                {
                    return false;
                }

                if (HtmlTags.IsBlock(element.Tag))
                {
                    OpenBlock(element, isPreformatted: false);
                }

                break;
        }

        return true;
    }

    private void OpenBlock(HtmlElement element, bool isPreformatted)
    {
        NewLine(always: false);
        _open.Push(new Open(element.After, isPreformatted, QuoteStart: -1));
        _preformatted += isPreformatted ? 1 : 0;
    }

    /// <summary>Ends the blocks that hold nothing from this node on.</summary>
    private void CloseBefore(int node)
    {
        while (_open.TryPeek(out var open) && open.After <= node)
        {
            _open.Pop();
            _preformatted -= open.IsPreformatted ? 1 : 0;
            if (open.QuoteStart >= 0)
            {
                // A quote within a quote is part of the outer one.
                _quotes.RemoveAll(q => q.Start >= open.QuoteStart);
                if (_text.Length > open.QuoteStart)
                {
                    _quotes.Add(new QuoteRange(open.QuoteStart, _text.Length));
                }
            }

            NewLine(always: false);
        }
    }

    private void NewLine(bool always)
    {
        _pendingSpace = false;
        if (always || (_text.Length > 0 && _text[^1] != '\n'))
        {
            _text.Append('\n');
        }
    }

    private void Words(HtmlNode node)
    {
        var raw = _page.Source.AsSpan(node.Start, node.End - node.Start);
        if (node.IsPlain || !raw.ContainsAny('&', '\0'))
        {
            Words(raw);
            return;
        }

        _decoded.Clear();
        HtmlText.Append(_decoded, raw, isAttribute: false);
        foreach (var chunk in _decoded.GetChunks())
        {
            Words(chunk.Span);
        }
    }

    private void Words(ReadOnlySpan<char> words)
    {
        while (!words.IsEmpty)
        {
            var length = words.IndexOfAny(s_spaces);
            if (length != 0)
            {
                if (_pendingSpace && _text.Length > 0 && _text[^1] != '\n')
                {
                    _text.Append(' ');
                }

                _pendingSpace = false;
                _text.Append(length < 0 ? words : words[..length]);
                words = length < 0 ? default : words[length..];
                continue;
            }

            if (_preformatted > 0 && words[0] is '\n' or '\t')
            {
                _text.Append(words[0]);
            }
            else
            {
                _pendingSpace = true;
            }

            words = words[1..];
        }
    }

    private static readonly System.Buffers.SearchValues<char> s_spaces = System.Buffers.SearchValues.Create(" \t\n\r\f\u00A0");

    private (string Text, IReadOnlyList<QuoteRange> Quotes) Trimmed()
    {
        var text = _text.ToString();
        var from = text.AsSpan().IndexOfAnyExcept('\n');
        if (from < 0)
        {
            return ("", []);
        }

        var trimmed = text.TrimEnd('\n')[from..];
        if (_quotes.Count == 0)
        {
            return (trimmed, []);
        }

        var quotes = _quotes
            .Select(q => new QuoteRange(Math.Clamp(q.Start - from, 0, trimmed.Length), Math.Clamp(q.End - from, 0, trimmed.Length)))
            .Where(q => q.End > q.Start);
        return (trimmed, [.. quotes]);
    }

    /// <param name="QuoteStart">Where the quote's text begins; -1 for what is no quote.</param>
    private readonly record struct Open(int After, bool IsPreformatted, int QuoteStart);
}
