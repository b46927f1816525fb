using Aftershock.Keeping;

namespace Aftershock.Storage.Searching;

/// <summary>Marks in a text what a query found there, by the tokenizer that found it.</summary>
internal sealed class Highlighter(SearchQuery query)
{
    /// <summary>About how many characters an excerpt shows.</summary>
    public const int ExcerptLength = 240;

    private const int Before = 60;
    private const int Slack = 24;
    private readonly IReadOnlyList<SearchTerm> _terms = [.. query.Wanted];
    private readonly Tokenizer _tokenizer = new();

    /// <summary>The whole text.</summary>
    public IReadOnlyList<TextPiece> Whole(string text) => Pieces(text, 0, text.Length, Matches(text));

    /// <summary>The part with most matches, else the beginning; an ellipsis stands where it was cut.</summary>
    public IReadOnlyList<TextPiece> Excerpt(string text)
    {
        var matches = Matches(text);
        if (text.Length <= ExcerptLength)
        {
            return Pieces(text, 0, text.Length, matches);
        }

        var start = Math.Max(0, Densest(matches) - Before);
        var end = Math.Min(text.Length, start + ExcerptLength);
        start = Math.Max(0, Math.Min(start, end - ExcerptLength));
        start = start == 0 ? 0 : Cut(text, start, Math.Min(start + Slack, end));
        end = end == text.Length ? end : Cut(text, end, Math.Min(end + Slack, text.Length));
        var pieces = Pieces(text, start, end, matches);
        if (start > 0)
        {
            pieces.Insert(0, new TextPiece("… ", false));
        }

        if (end < text.Length)
        {
            pieces.Add(new TextPiece(" …", false));
        }

        return pieces;
    }

    private static int Densest(List<Range> matches)
    {
        var best = 0;
        var most = 0;
        for (var i = 0; i < matches.Count; i++)
        {
            var from = matches[i].Start.Value;
            var within = 0;
            while (i + within < matches.Count && matches[i + within].End.Value <= from + ExcerptLength - Before)
            {
                within++;
            }

            if (within > most)
            {
                most = within;
                best = from;
            }
        }

        return best;
    }

    /// <summary>A white space from <paramref name="at"/> on, else there, but never inside a surrogate pair.</summary>
    private static int Cut(string text, int at, int last)
    {
        for (var i = at; i < last; i++)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                return i;
            }
        }

        return at < text.Length && char.IsLowSurrogate(text[at]) ? at - 1 : at;
    }

    private static List<TextPiece> Pieces(string text, int start, int end, List<Range> matches)
    {
        var pieces = new List<TextPiece>();
        var at = start;
        foreach (var match in matches)
        {
            var from = Math.Max(match.Start.Value, at);
            var to = Math.Min(match.End.Value, end);
            if (from >= to)
            {
                continue;
            }

            if (from > at)
            {
                pieces.Add(new TextPiece(text[at..from], false));
            }

            pieces.Add(new TextPiece(text[from..to], true));
            at = to;
        }

        if (at < end)
        {
            pieces.Add(new TextPiece(text[at..end], false));
        }

        return pieces;
    }

    /// <summary>In their order, none overlapping another.</summary>
    private List<Range> Matches(string text)
    {
        var list = new TokenList { Tokens = [] };
        _tokenizer.Run(text, ref list);
        var tokens = list.Tokens;
        var found = new List<(int Start, int End)>();
        foreach (var term in _terms)
        {
            for (var i = 0; i + term.Tokens.Count <= tokens.Count; i++)
            {
                if (MatchesAt(term, tokens, i))
                {
                    var last = tokens[i + term.Tokens.Count - 1];
                    var isBeginning = term.IsPrefix && last.Kind == TokenKind.Pair;
                    found.Add((tokens[i].Start, isBeginning ? last.Next : last.End));
                }
            }
        }

        found.Sort();
        var merged = new List<Range>();
        foreach (var (start, end) in found)
        {
            if (merged.Count > 0 && merged[^1].End.Value >= start)
            {
                merged[^1] = new Range(merged[^1].Start, Math.Max(merged[^1].End.Value, end));
            }
            else
            {
                merged.Add(new Range(start, end));
            }
        }

        return merged;
    }

    private static bool MatchesAt(SearchTerm term, List<Token> tokens, int at)
    {
        var last = term.Tokens.Count - 1;
        for (var i = 0; i < last; i++)
        {
            if (tokens[at + i].Text != term.Tokens[i])
            {
                return false;
            }
        }

        var text = tokens[at + last].Text;
        return term.IsPrefix ? text.StartsWith(term.Tokens[last], StringComparison.Ordinal) : text == term.Tokens[last];
    }
}
