namespace Aftershock.Collecting.Html;

/// <summary>Cuts the source into tags, texts and comments, as the HTML standard's tokenizer does, and hands them to the tree.</summary>
internal ref struct HtmlTokens(string source, HtmlTree tree)
{
    private static readonly System.Buffers.SearchValues<char> s_endOfName = System.Buffers.SearchValues.Create(" \t\n\r\f/>");
    private static readonly System.Buffers.SearchValues<char> s_endOfAttribute = System.Buffers.SearchValues.Create(" \t\n\r\f/>=");
    private static readonly System.Buffers.SearchValues<char> s_endOfBareValue = System.Buffers.SearchValues.Create(" \t\n\r\f>");

    private readonly ReadOnlySpan<char> _text = source;
    private int _at;

    public void Read()
    {
        tree.Begin();
        var textStart = 0;
        while (_at < _text.Length)
        {
            var open = _text[_at..].IndexOf('<');
            if (open < 0 || _at + open + 1 >= _text.Length)
            {
                break;
            }

            open += _at;
            if (!IsMarkup(open))
            {
                _at = open + 1;
                continue;
            }

            tree.Text(textStart, open, plain: false);
            _at = open;
            Markup();
            textStart = _at;
        }

        tree.Text(textStart, _text.Length, plain: false);
    }

    /// <summary>A less-than sign before anything but a letter, a slash, an exclamation or a question mark is text.</summary>
    private readonly bool IsMarkup(int open) => char.IsAsciiLetter(_text[open + 1]) || _text[open + 1] is '!' or '?'
        || (_text[open + 1] == '/' && open + 2 < _text.Length);

    private void Markup()
    {
        switch (_text[_at + 1])
        {
            case '!':
                Declaration();
                break;
            case '?':
                SkipPast(">");
                break;
            case '/' when char.IsAsciiLetter(_text[_at + 2]):
                Tag(_at + 2, isEnd: true);
                break;
            case '/':
                SkipPast(">");
                break;
            default:
                Tag(_at + 1, isEnd: false);
                break;
        }
    }

    private void Declaration()
    {
        var rest = _text[_at..];
        if (!rest.StartsWith("<!--"))
        {
            SkipPast(">");
            return;
        }

        if (rest.StartsWith("<!-->") || rest.StartsWith("<!--->"))
        {
            SkipPast(">");
            return;
        }

        for (var from = 4; ;)
        {
            var hyphens = rest[from..].IndexOf("--");
            if (hyphens < 0)
            {
                _at = _text.Length;
                return;
            }

            from += hyphens + 2;
            if (from < rest.Length && rest[from] == '>')
            {
                _at += from + 1;
                return;
            }

            if (from + 1 < rest.Length && rest[from] == '!' && rest[from + 1] == '>')
            {
                _at += from + 2;
                return;
            }

            // "--->" ends a comment as well: the next look begins at the second hyphen.
            from--;
        }
    }

    private void SkipPast(ReadOnlySpan<char> end)
    {
        var at = _text[_at..].IndexOf(end);
        _at = at < 0 ? _text.Length : _at + at + end.Length;
    }

    private void Tag(int nameStart, bool isEnd)
    {
        var nameEnd = IndexOf(s_endOfName, nameStart);
        var tag = HtmlTags.Of(_text[nameStart..nameEnd]);
        var attributes = tree.MarkAttributes();
        _at = nameEnd;
        if (!Attributes())
        {
            // The page ends within the tag: there is no tag.
            tree.ForgetAttributes(attributes);
            _at = _text.Length;
        }
        else if (isEnd)
        {
            tree.ForgetAttributes(attributes);
            tree.End(tag, nameStart, nameEnd);
        }
        else
        {
            tree.Start(tag, nameStart, nameEnd, attributes);
            if (HtmlTags.IsRaw(tag))
            {
                Raw(tag, _text[nameStart..nameEnd]);
            }
        }
    }

    /// <returns>Whether the tag is closed.</returns>
    private bool Attributes()
    {
        while (true)
        {
            while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\n' or '\r' or '\f' or '/')
            {
                _at++;
            }

            if (_at >= _text.Length)
            {
                return false;
            }

            if (_text[_at] == '>')
            {
                _at++;
                return true;
            }

            Attribute();
        }
    }

    private void Attribute()
    {
        var start = _at;
        // A name may begin with an equals sign.
        var end = IndexOf(s_endOfAttribute, start + 1);
        _at = end;
        SkipSpace();
        if (_at >= _text.Length || _text[_at] != '=')
        {
            tree.Attribute(start, end, end, end);
            return;
        }

        _at++;
        SkipSpace();
        if (_at >= _text.Length)
        {
            return;
        }

        var quote = _text[_at];
        if (quote is '"' or '\'')
        {
            var close = _text[(_at + 1)..].IndexOf(quote);
            close = close < 0 ? _text.Length : _at + 1 + close;
            tree.Attribute(start, end, _at + 1, close);
            _at = Math.Min(close + 1, _text.Length);
            return;
        }

        var bare = IndexOf(s_endOfBareValue, _at);
        tree.Attribute(start, end, _at, bare);
        _at = bare;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\n' or '\r' or '\f')
        {
            _at++;
        }
    }

    private readonly int IndexOf(System.Buffers.SearchValues<char> any, int from)
    {
        if (from >= _text.Length)
        {
            return _text.Length;
        }

        var at = _text[from..].IndexOfAny(any);
        return at < 0 ? _text.Length : from + at;
    }

    /// <summary>Content up to the end tag of the same name; it is markup of another kind, or none.</summary>
    private void Raw(HtmlTag tag, ReadOnlySpan<char> name)
    {
        var start = _at;
        for (var from = _at; ;)
        {
            var end = EndTag(name, from);
            if (end >= 0 && tag == HtmlTag.Script && IsInsideNestedScript(start, end))
            {
                from = end + 2;
                continue;
            }

            tree.Text(start, end < 0 ? _text.Length : end, plain: tag is not (HtmlTag.Title or HtmlTag.TextArea));
            _at = end < 0 ? _text.Length : end;
            return;
        }
    }

    private readonly int EndTag(ReadOnlySpan<char> name, int from)
    {
        while (true)
        {
            var slash = _text[from..].IndexOf("</");
            if (slash < 0)
            {
                return -1;
            }

            var at = from + slash;
            var rest = _text[(at + 2)..];
            if (rest.StartsWith(name, StringComparison.OrdinalIgnoreCase) && rest.Length > name.Length && s_endOfName.Contains(rest[name.Length]))
            {
                return at;
            }

            from = at + 2;
        }
    }

    /// <summary>Within <c>&lt;!--</c> a script that opens hides its own end tag from the outer one.</summary>
    private readonly bool IsInsideNestedScript(int start, int end)
    {
        var content = _text[start..end];
        var comment = content.LastIndexOf("<!--");
        if (comment < 0 || content[comment..].IndexOf("-->") >= 0)
        {
            return false;
        }

        var inside = content[comment..];
        var opens = inside.LastIndexOf("<script", StringComparison.OrdinalIgnoreCase);
        return opens >= 0 && opens > inside.LastIndexOf("</script", StringComparison.OrdinalIgnoreCase);
    }
}
