namespace Aftershock.Storage.Searching;

internal readonly record struct Token(string Text, TokenKind Kind, int Start, int End, int Next);

/// <summary>Keeps a text's tokens, for queries and highlights.</summary>
internal struct TokenList : ITokenSink
{
    public required List<Token> Tokens { get; init; }

    public readonly void Add(ReadOnlySpan<char> token, TokenKind kind, int start, int end, int next) =>
        Tokens.Add(new Token(token.ToString(), kind, start, end, next));
}
