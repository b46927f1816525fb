namespace Aftershock.Storage.Searching;

/// <summary>One word or phrase of a query.</summary>
/// <param name="Tokens">What must stand in this order, one right after the other.</param>
/// <param name="IsPrefix">Whether the last token may be the beginning of a longer one.</param>
internal sealed record SearchTerm(IReadOnlyList<string> Tokens, bool IsPrefix);

/// <summary>Terms that must all be there, and terms of which none may be.</summary>
internal sealed record SearchGroup(IReadOnlyList<SearchTerm> Wanted, IReadOnlyList<SearchTerm> Excluded);

/// <summary>A query as a user types it, understood. Any text is a query; what holds no word finds nothing.</summary>
/// <remarks>See docs/reference/search.md for the language.</remarks>
internal sealed class SearchQuery
{
    /// <summary>Further terms are ignored; a query is typed by a person.</summary>
    public const int MostTerms = 32;

    /// <summary>Further tokens of one term are ignored.</summary>
    public const int MostTokens = 64;

    private SearchQuery(IReadOnlyList<SearchGroup> groups) => Groups = groups;

    /// <summary>Alternatives, of which one suffices; none has neither wanted nor excluded terms.</summary>
    public IReadOnlyList<SearchGroup> Groups { get; }

    /// <summary>All terms that a hit may show.</summary>
    public IEnumerable<SearchTerm> Wanted => Groups.SelectMany(group => group.Wanted);

    public static SearchQuery Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var groups = new List<SearchGroup>();
        List<SearchTerm> wanted = [];
        List<SearchTerm> excluded = [];
        var terms = 0;
        foreach (var word in Words(text))
        {
            if (word is { Text: "OR", Quoted: false, Excluded: false })
            {
                Close();
                continue;
            }

            if (terms < MostTerms && Term(word) is { } term)
            {
                (word.Excluded ? excluded : wanted).Add(term);
                terms++;
            }
        }

        Close();
        return new SearchQuery(groups);

        void Close()
        {
            if (wanted.Count + excluded.Count > 0)
            {
                groups.Add(new SearchGroup(wanted, excluded));
                wanted = [];
                excluded = [];
            }
        }
    }

    private static IEnumerable<TypedWord> Words(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var excluded = false;
            while (at < text.Length && text[at] == '-')
            {
                excluded = true;
                at++;
            }

            var quoted = at < text.Length && IsQuote(text[at]);
            var start = quoted ? at + 1 : at;
            var end = start;
            while (end < text.Length && !IsQuote(text[end]) && (quoted || !char.IsWhiteSpace(text[end])))
            {
                end++;
            }

            yield return new TypedWord(text[start..end], quoted, excluded);
            at = quoted ? end + 1 : end;
        }
    }

    private static SearchTerm? Term(TypedWord word)
    {
        var tokens = new TokenList { Tokens = [] };
        new Tokenizer().Run(word.Text, ref tokens);
        var found = tokens.Tokens;
        if (found.Count == 0)
        {
            return null;
        }

        // The text may go on where the query ends: the last character of a run is then part of a pair. What was typed
        // of it is in the pair before, and a character that stands alone is the beginning of one.
        var isPrefix = found[^1].Kind == TokenKind.Single || (found[^1].Kind == TokenKind.Word && word.Text.EndsWith('*'));
        if (found[^1].Kind == TokenKind.RunEnd)
        {
            found.RemoveAt(found.Count - 1);
        }

        return found.Count > MostTokens
            ? new SearchTerm([.. found.Take(MostTokens).Select(token => token.Text)], false)
            : new SearchTerm([.. found.Select(token => token.Text)], isPrefix);
    }

    private static bool IsQuote(char c) => c is '"' or '“' or '”' or '„' or '«' or '»' or '「' or '」' or '＂';

    private readonly record struct TypedWord(string Text, bool Quoted, bool Excluded);
}
