using System.Buffers;
using System.Collections.Frozen;

namespace Aftershock.Recognizing;

/// <summary>What the markup around a character says of it.</summary>
[Flags]
internal enum Marks : byte
{
    None = 0,
    Struck = 1,
    Quoted = 2,
    Code = 4,
    Hidden = 8,

    /// <summary>First character of a word that only its capital parts from the one before, as in <c>fullName</c>.</summary>
    Hump = 16,
}

/// <summary>A post as the rules see it: title, a line end, body; folded, without markup, each character pointing back to where it came from.</summary>
internal sealed class FoldedText
{
    /// <summary>Characters of a body that are read; what a listing says stands before.</summary>
    public const int LongestBody = 32_768;

    private const int LongestTitle = 2_000;

    private char[] _chars = new char[1024];
    private char[] _raw = new char[1024];
    private int[] _origin = new int[1024];
    private Marks[] _marks = new Marks[1024];

    public int Length { get; private set; }

    /// <summary>Characters of the title; the body begins one after.</summary>
    public int TitleLength { get; private set; }

    public int BodyStart => TitleLength + 1;

    public string Title { get; private set; } = "";

    public string Body { get; private set; } = "";

    public bool HasQuote { get; private set; }

    public bool HasHidden { get; private set; }

    public bool HasLink { get; private set; }

    public ReadOnlySpan<char> Chars => _chars.AsSpan(0, Length);

    /// <summary>The same characters in the case in which they were written.</summary>
    public ReadOnlySpan<char> Raw => _raw.AsSpan(0, Length);

    public ReadOnlySpan<Marks> MarksOf => _marks.AsSpan(0, Length);

    public char this[int i] => _chars[i];

    public bool Has(int i, Marks mark) => (_marks[i] & mark) != 0;

    public bool IsTitle(int i) => i < TitleLength;

    public void Read(string title, string body)
    {
        Title = title;
        Body = body;
        Length = 0;
        HasQuote = HasHidden = HasLink = false;
        Append(title, LongestTitle);
        TitleLength = Length;
        Add('\n', '\n', title.Length, Marks.None);
        Append(body, LongestBody);
    }

    /// <summary>Where a run of characters came from, in code points of its text.</summary>
    public (SpanSource Source, int Start, int End) Origin(int start, int end)
    {
        if (start < TitleLength)
        {
            end = Math.Min(end, TitleLength);
            return (SpanSource.Title, CodePoints(Title, _origin[start]), CodePoints(Title, EndOf(Title, _origin[end - 1])));
        }

        return (SpanSource.Body, CodePoints(Body, _origin[start]), CodePoints(Body, EndOf(Body, _origin[end - 1])));
    }

    /// <summary>The words as they were written, without markup.</summary>
    public string Slice(int start, int end)
    {
        var source = start < TitleLength ? Title : Body;
        var text = new System.Text.StringBuilder(end - start);
        for (var i = start; i < end; i++)
        {
            var at = _origin[i];
            text.Append(source[at]);
            if (char.IsHighSurrogate(source[at]) && at + 1 < source.Length)
            {
                text.Append(source[at + 1]);
            }
        }

        return text.ToString();
    }

    public int LineStart(int i)
    {
        while (i > 0 && _chars[i - 1] != '\n')
        {
            i--;
        }

        return i;
    }

    public int LineEnd(int i)
    {
        while (i < Length && _chars[i] != '\n')
        {
            i++;
        }

        return i;
    }

    /// <summary>Whether a word can begin here.</summary>
    public bool IsWordStart(int i)
    {
        if (i == 0 || (_marks[i] & Marks.Hump) != 0)
        {
            return true;
        }

        var c = _chars[i];
        var before = _chars[i - 1];
        return Folding.IsUnspaced(c) || !Folding.IsSpacedLetter(before) || (Folding.IsSpacedLetter(c) ? !SameScript(before, c) : !Folding.IsDigit(c));
    }

    /// <summary>Whether a word that ends before <paramref name="i"/> is whole.</summary>
    public bool IsWordEnd(int i)
    {
        if (i >= Length || (_marks[i] & Marks.Hump) != 0)
        {
            return true;
        }

        var last = _chars[i - 1];
        var c = _chars[i];
        return !Folding.IsSpacedLetter(last) || !Folding.IsSpacedLetter(c) || !SameScript(last, c);
    }

    private static bool SameScript(char a, char b) => IsCyrillic(a) == IsCyrillic(b);

    private static bool IsCyrillic(char c) => c is >= '\u0400' and <= '\u052F';

    private static int EndOf(string text, int at) =>
        at + (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1);

    private static int CodePoints(string text, int utf16)
    {
        var points = utf16;
        var span = text.AsSpan(0, utf16);
        if (span.IndexOfAnyInRange('\uD800', '\uDBFF') < 0)
        {
            return points;
        }

        for (var i = 0; i + 1 < span.Length; i++)
        {
            if (char.IsHighSurrogate(span[i]) && char.IsLowSurrogate(span[i + 1]))
            {
                points--;
                i++;
            }
        }

        return points;
    }

    private void Append(string text, int longest)
    {
        longest = Math.Min(longest, text.Length);
        Ensure(Length + longest + 1);
        var open = Marks.None;
        var quoteDepth = 0;
        for (var i = 0; i < longest; i++)
        {
            var c = text[i];
            if ((c == '[' && Tag.TryRead(text, i, out var tag)) || (c == '<' && Tag.TryReadHtml(text, i, out tag)))
            {
                open = Apply(tag, open, ref quoteDepth);
                if (tag.IsBlock)
                {
                    Add(' ', ' ', i, open);
                }

                i = tag.End - 1;
                continue;
            }

            if (c == '~' && i + 1 < text.Length && text[i + 1] == '~')
            {
                open ^= Marks.Struck;
                i++;
                continue;
            }

            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                var folded = Folding.OfAstral(char.ConvertToUtf32(c, text[i + 1]));
                Add(folded, folded, i, open);
                i++;
                continue;
            }

            var plain = Folding.Of(c);
            if (plain != Folding.Dropped)
            {
                if (plain == ':' && i + 2 < text.Length && text[i + 1] == '/' && text[i + 2] == '/')
                {
                    HasLink = true;
                }

                Add(plain, c, i, open | (IsHump(text, i) ? Marks.Hump : Marks.None));
            }
        }
    }

    private static bool IsHump(string text, int i) =>
        i > 0 && char.IsUpper(text[i]) && char.IsLower(text[i - 1]) && i + 1 < text.Length && char.IsLower(text[i + 1]);

    private Marks Apply(Tag tag, Marks open, ref int quoteDepth)
    {
        switch (tag.Kind)
        {
            case TagKind.Strike:
                return tag.Closes ? open & ~Marks.Struck : open | Marks.Struck;
            case TagKind.Code:
                return tag.Closes ? open & ~Marks.Code : open | Marks.Code;
            case TagKind.Hide:
                HasHidden = true;
                return tag.Closes ? open & ~Marks.Hidden : open | Marks.Hidden;
            case TagKind.Link:
                HasLink = true;
                return open;
            case TagKind.Quote:
                HasQuote = true;
                quoteDepth = Math.Max(0, quoteDepth + (tag.Closes ? -1 : 1));
                return quoteDepth > 0 ? open | Marks.Quoted : open & ~Marks.Quoted;
            default:
                return open;
        }
    }

    private void Add(char folded, char raw, int origin, Marks marks)
    {
        Ensure(Length + 1);
        _chars[Length] = folded;
        _raw[Length] = raw;
        _origin[Length] = origin;
        _marks[Length] = marks;
        Length++;
    }

    private void Ensure(int length)
    {
        if (length > _chars.Length)
        {
            var grown = Math.Max(length, _chars.Length * 2);
            Array.Resize(ref _chars, grown);
            Array.Resize(ref _raw, grown);
            Array.Resize(ref _origin, grown);
            Array.Resize(ref _marks, grown);
        }
    }
}

internal enum TagKind
{
    Other,
    Strike,
    Code,
    Hide,
    Link,
    Quote,
}

/// <summary>One tag, of BBCode or of HTML.</summary>
internal readonly record struct Tag(TagKind Kind, bool Closes, bool IsBlock, int End)
{
    private const int Longest = 400;

    private static readonly SearchValues<char> s_inTag = SearchValues.Create("]\n[");
    private static readonly SearchValues<char> s_inHtmlTag = SearchValues.Create(">\n<");

    /// <summary>Elements of HTML. Those that could as well be a field in angle brackets, such as title or address, are not among them.</summary>
    private static readonly FrozenSet<string> s_elements = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "a", "abbr", "applet", "article", "audio", "b", "base", "big", "blockquote", "body", "br", "button", "canvas", "center", "code", "col", "dd", "del", "div", "dl", "dt", "em",
        "embed", "fieldset", "font", "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "i", "iframe", "img", "input", "ins",
        "kbd", "li", "link", "main", "marquee", "math", "meta", "nav", "noscript", "object", "ol", "option", "p", "param", "pre", "q", "s", "samp", "script", "select", "small", "span",
        "strike", "strong", "style", "sub", "sup", "svg", "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "video", "wbr");
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_elementNames = s_elements.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Reads a tag of HTML that a board left in the words, or a seller put there: it parts words and is none.</summary>
    public static bool TryReadHtml(string text, int start, out Tag tag)
    {
        tag = default;
        var rest = text.AsSpan(start + 1, Math.Min(Longest, text.Length - start - 1));
        var end = rest.IndexOfAny(s_inHtmlTag);
        if (end < 1 || rest[end] != '>')
        {
            return false;
        }

        var inner = rest[..end];
        var closes = inner[0] == '/';
        inner = closes ? inner[1..] : inner;
        var nameEnd = inner.IndexOfAny(" \t/");
        if (!s_elementNames.Contains(nameEnd < 0 ? inner : inner[..nameEnd]))
        {
            return false;
        }

        tag = new Tag(TagKind.Other, closes, IsBlock: true, start + 1 + end + 1);
        return true;
    }

    public static bool TryRead(string text, int start, out Tag tag)
    {
        tag = default;
        var rest = text.AsSpan(start + 1, Math.Min(Longest, text.Length - start - 1));
        var end = rest.IndexOfAny(s_inTag);
        if (end < 1 || rest[end] != ']')
        {
            return false;
        }

        var inner = rest[..end];
        var closes = inner[0] == '/';
        inner = closes ? inner[1..] : inner;
        var nameEnd = inner.IndexOfAny('=', ' ', ':');
        var name = nameEnd < 0 ? inner : inner[..nameEnd];
        Span<char> lower = stackalloc char[12];
        if (name.Length is 0 or > 11)
        {
            return false;
        }

        name.ToLowerInvariant(lower);
        var kind = KindOf(lower[..name.Length]);
        if (kind is null)
        {
            return false;
        }

        // A known word with a blank after it, such as "[code red]", is prose; only "=" carries a value.
        if (nameEnd >= 0 && inner[nameEnd] != '=' && kind is not (TagKind.Quote or TagKind.Link))
        {
            return false;
        }

        tag = new Tag(kind.Value, closes, kind is TagKind.Code or TagKind.Quote or TagKind.Hide, start + 1 + end + 1);
        return true;
    }

    private static TagKind? KindOf(ReadOnlySpan<char> name) => name switch
    {
        "s" or "strike" or "del" => TagKind.Strike,
        "code" or "php" or "pre" => TagKind.Code,
        "hide" or "hidden" or "spoiler" or "reply" or "credits" or "points" or "like" => TagKind.Hide,
        "url" or "link" or "email" or "attachment" => TagKind.Link,
        "quote" => TagKind.Quote,
        "b" or "i" or "u" or "size" or "color" or "colour" or "font" or "center" or "left" or "right" or "align" or "list" or "img" or "table" or "tr" or "td" or "th"
            or "hr" or "indent" or "sup" or "sub" or "mention" or "user" or "media" or "video" or "youtube" or "*" or "h1" or "h2" or "h3" => TagKind.Other,
        _ => null,
    };
}
