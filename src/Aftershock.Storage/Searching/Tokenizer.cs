using System.Globalization;
using System.Text;

namespace Aftershock.Storage.Searching;

/// <summary>What a token stands for; decides how a query is cut out of the tokens of its words.</summary>
internal enum TokenKind
{
    /// <summary>A word or number of a script that puts spaces between words.</summary>
    Word,

    /// <summary>Two neighboring characters of a script that does not.</summary>
    Pair,

    /// <summary>The last character of a run of such characters, which begins no pair.</summary>
    RunEnd,

    /// <summary>Such a character that stands alone.</summary>
    Single,
}

/// <summary>Takes the tokens of a text in their order.</summary>
internal interface ITokenSink
{
    /// <param name="token">Folded; valid during the call only.</param>
    /// <param name="start">First character of the original text that it stands for.</param>
    /// <param name="end">One past the last.</param>
    /// <param name="next">Where its first character ends; differs from <paramref name="end"/> for a pair.</param>
    void Add(ReadOnlySpan<char> token, TokenKind kind, int start, int end, int next);
}

/// <summary>Cuts text into the tokens that are indexed and searched for; the same for every database.</summary>
/// <remarks>
/// Words are folded (see <see cref="Folding"/>). Han, kana, hangul and the scripts of South-East Asia have no spaces, so each
/// of their characters gives one token, made of it and the one after it; a word of two characters is then one token, a
/// longer one a phrase of overlapping pairs, and a single character the beginning of a token. Reusable; not thread safe.
/// </remarks>
internal sealed class Tokenizer
{
    /// <summary>Longer words are cut, in the index as in queries.</summary>
    public const int LongestWord = 128;

    private readonly char[] _word = new char[LongestWord + 2];
    private readonly char[] _pair = new char[4];
    private int _wordLength;
    private int _wordStart;
    private int _wordEnd;
    private int _heldLength;
    private int _heldStart;
    private int _heldEnd;
    private bool _heldFollows;

    public void Run<TSink>(string text, ref TSink sink)
        where TSink : struct, ITokenSink
    {
        _wordLength = 0;
        _heldLength = 0;
        var at = 0;
        while (at < text.Length)
        {
            var c = text[at];
            if (c < 0x80 && !MarkFollows(text, at + 1))
            {
                if (char.IsAsciiLetterOrDigit(c))
                {
                    AddToWord((char)(char.IsAsciiLetterUpper(c) ? c | 0x20 : c), at, at + 1, ref sink);
                }
                else
                {
                    End(ref sink);
                }

                at++;
                continue;
            }

            var start = at;
            at = ClusterEnd(text, at);
            Fold(text, start, at, ref sink);
        }

        End(ref sink);
    }

    /// <summary>One character, or one with the marks that follow it, which only together are a letter.</summary>
    private static int ClusterEnd(string text, int at)
    {
        at += char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;
        while (MarkFollows(text, at))
        {
            at++;
        }

        return at;
    }

    private static bool MarkFollows(string text, int at) =>
        at < text.Length && text[at] >= 0x300 && (text[at] is '\uFF9E' or '\uFF9F' or (>= '\u1160' and <= '\u11FF')
            || CharUnicodeInfo.GetUnicodeCategory(text[at]) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);

    private void Fold<TSink>(string text, int start, int end, ref TSink sink)
        where TSink : struct, ITokenSink
    {
        var folded = Folding.Of(text, start, end);
        foreach (var rune in folded.EnumerateRunes())
        {
            switch (Folding.ClassOf(rune))
            {
                case CharacterClass.Word:
                    AddToWord(rune, start, end, ref sink);
                    break;
                case CharacterClass.Unspaced:
                    AddUnspaced(rune, start, end, ref sink);
                    break;
                default:
                    End(ref sink);
                    break;
            }
        }
    }

    private void AddToWord<TSink>(char c, int start, int end, ref TSink sink)
        where TSink : struct, ITokenSink
    {
        EndHeld(ref sink);
        if (_wordLength == 0)
        {
            _wordStart = start;
        }

        _wordEnd = end;
        if (_wordLength < LongestWord)
        {
            _word[_wordLength++] = c;
        }
    }

    private void AddToWord<TSink>(Rune rune, int start, int end, ref TSink sink)
        where TSink : struct, ITokenSink
    {
        if (rune.IsBmp)
        {
            AddToWord((char)rune.Value, start, end, ref sink);
            return;
        }

        EndHeld(ref sink);
        if (_wordLength == 0)
        {
            _wordStart = start;
        }

        _wordEnd = end;
        if (_wordLength < LongestWord)
        {
            _wordLength += rune.EncodeToUtf16(_word.AsSpan(_wordLength));
        }
    }

    private void AddUnspaced<TSink>(Rune rune, int start, int end, ref TSink sink)
        where TSink : struct, ITokenSink
    {
        EndWord(ref sink);
        if (_heldLength > 0)
        {
            var length = _heldLength + rune.EncodeToUtf16(_pair.AsSpan(_heldLength));
            sink.Add(_pair.AsSpan(0, length), TokenKind.Pair, _heldStart, end, _heldEnd);
            _heldFollows = true;
        }
        else
        {
            _heldFollows = false;
        }

        _heldLength = rune.EncodeToUtf16(_pair);
        _heldStart = start;
        _heldEnd = end;
    }

    private void End<TSink>(ref TSink sink)
        where TSink : struct, ITokenSink
    {
        EndWord(ref sink);
        EndHeld(ref sink);
    }

    private void EndWord<TSink>(ref TSink sink)
        where TSink : struct, ITokenSink
    {
        if (_wordLength > 0)
        {
            sink.Add(_word.AsSpan(0, _wordLength), TokenKind.Word, _wordStart, _wordEnd, _wordEnd);
            _wordLength = 0;
        }
    }

    private void EndHeld<TSink>(ref TSink sink)
        where TSink : struct, ITokenSink
    {
        if (_heldLength > 0)
        {
            sink.Add(_pair.AsSpan(0, _heldLength), _heldFollows ? TokenKind.RunEnd : TokenKind.Single, _heldStart, _heldEnd, _heldEnd);
            _heldLength = 0;
        }
    }
}
