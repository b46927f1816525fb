using System.Globalization;

namespace Aftershock.Collecting.Html;

/// <summary>Reads the text of a <see cref="Selector"/>.</summary>
internal ref struct SelectorParser(string text)
{
    private readonly string _text = text;
    private int _at;

    public Selector Parse()
    {
        var any = ParseList();
        return _at == _text.Length ? any : throw Wrong("the end or a comma");
    }

    private Selector ParseList()
    {
        var any = new List<Selector.Complex>();
        do
        {
            any.Add(ParseComplex());
        }
        while (Take(','));
        return new Selector([.. any]);
    }

    private Selector.Complex ParseComplex()
    {
        SkipSpace();
        var parts = new List<Selector.Part> { new(' ', ParseCompound()) };
        while (true)
        {
            var hasSpace = SkipSpace();
            if (_at == _text.Length || _text[_at] is ',' or ')')
            {
                return new Selector.Complex([.. parts]);
            }

            var combinator = _text[_at] is '>' or '+' ? _text[_at++] : ' ';
            if (combinator == ' ' && !hasSpace)
            {
                throw Wrong("a blank, > or +");
            }

            SkipSpace();
            parts.Add(new Selector.Part(combinator, ParseCompound()));
        }
    }

    private Selector.Compound ParseCompound()
    {
        var start = _at;
        string? name = null, id = null;
        var (classes, attributes, not, has, child) = (new List<string>(), new List<Selector.Condition>(), new List<Selector>(), new List<Selector>(), 0);
        if (!Take('*') && _at < _text.Length && char.IsAsciiLetter(_text[_at]))
        {
            name = ParseName();
        }

        while (_at < _text.Length)
        {
            switch (_text[_at])
            {
                case '.':
                    _at++;
                    classes.Add(ParseName());
                    continue;
                case '#':
                    _at++;
                    id = ParseName();
                    continue;
                case '[':
                    attributes.Add(ParseCondition());
                    continue;
                case ':':
                    ParsePseudo(not, has, ref child);
                    continue;
            }

            break;
        }

        if (_at == start)
        {
            throw Wrong("an element's name, *, .class, #id, [attribute] or :not(…)");
        }

        return new Selector.Compound
        {
            Tag = name is null ? HtmlTag.Other : HtmlTags.Of(name),
            Name = name,
            Id = id,
            Classes = [.. classes],
            Attributes = [.. attributes],
            Not = [.. not],
            Has = [.. has],
            Child = child,
        };
    }

    private void ParsePseudo(List<Selector> not, List<Selector> has, ref int child)
    {
        var start = _at++;
        switch (ParseName())
        {
            case "not":
                not.Add(ParseInner());
                break;
            case "has":
                has.Add(ParseInner());
                break;
            case "first-child":
                child = 1;
                break;
            case "last-child":
                child = -1;
                break;
            case "nth-child":
                Need('(');
                var digits = _at;
                while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
                {
                    _at++;
                }

                if (!int.TryParse(_text.AsSpan(digits, _at - digits), NumberStyles.None, CultureInfo.InvariantCulture, out child) || child == 0)
                {
                    throw Wrong("a number from 1");
                }

                Need(')');
                break;
            default:
                _at = start;
                throw Wrong(":not(…), :has(…), :first-child, :last-child or :nth-child(N)");
        }
    }

    private Selector ParseInner()
    {
        Need('(');
        var inner = ParseList();
        Need(')');
        return inner;
    }

    private Selector.Condition ParseCondition()
    {
        Need('[');
        SkipSpace();
        var name = ParseName();
        SkipSpace();
        if (Take(']'))
        {
            return new Selector.Condition(name, '\0', "");
        }

        var kind = _at < _text.Length && _text[_at] is '~' or '^' or '$' or '*' ? _text[_at++] : '=';
        Need('=');
        SkipSpace();
        var value = ParseValue();
        SkipSpace();
        Need(']');
        return new Selector.Condition(name, kind, value);
    }

    private string ParseValue()
    {
        if (_at < _text.Length && _text[_at] is '"' or '\'')
        {
            var close = _text.IndexOf(_text[_at], _at + 1);
            if (close < 0)
            {
                throw Wrong("a closing quote");
            }

            var quoted = _text[(_at + 1)..close];
            _at = close + 1;
            return quoted;
        }

        var end = _text.IndexOf(']', _at);
        end = end < 0 ? _text.Length : end;
        var bare = _text[_at..end].TrimEnd();
        _at = end;
        return bare;
    }

    private string ParseName()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] is '-' or '_'))
        {
            _at++;
        }

        return _at > start ? _text[start.._at] : throw Wrong("a name");
    }

    private bool SkipSpace()
    {
        var start = _at;
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }

        return _at > start;
    }

    private bool Take(char c)
    {
        if (_at < _text.Length && _text[_at] == c)
        {
            _at++;
            return true;
        }

        return false;
    }

    private void Need(char c)
    {
        if (!Take(c))
        {
            throw Wrong($"\"{c}\"");
        }
    }

    private readonly FormatException Wrong(string expected) =>
        new($"selector \"{_text}\", character {_at + 1}: expected {expected}{(_at < _text.Length ? $", found \"{_text[_at]}\"" : "")}.");
}
