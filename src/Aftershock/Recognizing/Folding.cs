using System.Globalization;
using System.Text;

namespace Aftershock.Recognizing;

/// <summary>
/// Makes characters that mean the same equal, one for one: case, width, Latin and Arabic marks, digits of other scripts,
/// and traditional Chinese to simplified. One for one, so that every position still points into the post.
/// </summary>
internal static class Folding
{
    /// <summary>What a character that is dropped folds to: zero-width marks, direction overrides, combining accents.</summary>
    public const char Dropped = '\0';

    /// <summary>Regional indicators A to Z (two of them draw a flag) fold to this and the 25 code units after it.</summary>
    public const char FlagA = '\uE000';

    /// <summary>Letters whose plain form no decomposition gives.</summary>
    private static readonly (char, char)[] s_special =
    [
        ('ё', 'е'), ('Ё', 'е'), ('đ', 'd'), ('Đ', 'd'), ('ı', 'i'), ('İ', 'i'), ('ø', 'o'), ('Ø', 'o'), ('ł', 'l'), ('Ł', 'l'), ('ß', 's'), ('æ', 'a'), ('Æ', 'a'),
        ('أ', 'ا'), ('إ', 'ا'), ('آ', 'ا'), ('ٱ', 'ا'), ('ى', 'ي'), ('ة', 'ه'), ('ی', 'ي'), ('ک', 'ك'),
        ('–', '-'), ('—', '-'), ('‑', '-'), ('−', '-'), ('‒', '-'), ('―', '-'), ('’', '\''), ('‘', '\''), ('ʼ', '\''), ('“', '"'), ('”', '"'), ('«', '"'), ('»', '"'),
        ('。', '。'), ('、', '、'), ('〇', '〇'), ('○', '〇'), ('〜', '~'), ('～', '~'), ('٬', ','), ('٫', '.'), ('،', ','), ('؛', ';'), ('؟', '?'), ('·', '·'),
        ('¤', '¤'), ('º', 'o'), ('ª', 'a'), ('№', '#'), ('…', '…'), ('\u00B4', '\''), ('\u00A8', '¨'), ('\u00AF', '¯'), ('\u00B8', '¸'), ('™', ' '),
    ];

    // After the table above: static fields begin in the order in which they are written.
    private static readonly char[] s_table = BuildTable();

    public static char Of(char c) => s_table[c];

    /// <summary>Folds one code point outside the basic plane.</summary>
    public static char OfAstral(int codePoint)
    {
        if (codePoint is >= 0x1F1E6 and <= 0x1F1FF)
        {
            return (char)(FlagA + (codePoint - 0x1F1E6));
        }

        // Mathematical letters and digits, with which sellers write bold and italic.
        if (codePoint is >= 0x1D400 and <= 0x1D7FF)
        {
            var plain = char.ConvertFromUtf32(codePoint).Normalize(NormalizationForm.FormKC);
            return plain.Length == 1 ? s_table[plain[0]] : ' ';
        }

        return codePoint is >= 0x20000 and <= 0x323AF ? '\u3007' : ' ';
    }

    /// <summary>Folds a phrase of a rule the way a post is folded; runs of blanks become one.</summary>
    public static string Phrase(string phrase)
    {
        var folded = new StringBuilder(phrase.Length);
        for (var i = 0; i < phrase.Length; i++)
        {
            var c = phrase[i];
            if (char.IsHighSurrogate(c) && i + 1 < phrase.Length && char.IsLowSurrogate(phrase[i + 1]))
            {
                c = OfAstral(char.ConvertToUtf32(c, phrase[++i]));
            }
            else
            {
                c = s_table[c];
            }

            if (c == Dropped || (IsBlank(c) && (folded.Length == 0 || folded[^1] == ' ')))
            {
                continue;
            }

            folded.Append(IsBlank(c) ? ' ' : c);
        }

        return folded.ToString().TrimEnd();
    }

    /// <summary>Characters that part the words of a phrase: a space, and what column names use for it.</summary>
    public static bool IsBlank(char c) => c is ' ' or '_' or '-' or '\t';

    public static bool IsHan(char c) => c is (>= '\u4E00' and <= '\u9FFF') or (>= '\u3400' and <= '\u4DBF') or '\u3007';

    /// <summary>Scripts that write words without blanks, or glue particles to them: their words may begin and end anywhere.</summary>
    public static bool IsUnspaced(char c) => c >= '\u0590' && (IsHan(c)
        || c is (>= '\u3040' and <= '\u30FF') or (>= '\uAC00' and <= '\uD7AF') or (>= '\u0600' and <= '\u06FF') or (>= '\u0E00' and <= '\u0E7F')
        || c is >= FlagA and <= (char)(FlagA + 25));

    /// <summary>A letter of a script that parts its words.</summary>
    public static bool IsSpacedLetter(char c) => c < 128 ? c is >= 'a' and <= 'z' : char.IsLetter(c) && !IsUnspaced(c);

    public static bool IsDigit(char c) => c is >= '0' and <= '9';

    private static char[] BuildTable()
    {
        var table = new char[65536];
        for (var i = 0; i < table.Length; i++)
        {
            table[i] = Basic((char)i);
        }

        foreach (var (traditional, simplified) in ChineseForms.Pairs())
        {
            table[traditional] = simplified;
        }

        foreach (var (c, plain) in s_special)
        {
            table[c] = plain;
        }

        return table;
    }

    private static char Basic(char c)
    {
        if (c < 128)
        {
            return char.ToLowerInvariant(c);
        }

        if (c is (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u2064') or '\uFEFF' or '\u00AD' or '\u0640'
            || (c is (>= '\u0300' and <= '\u036F') or (>= '\u064B' and <= '\u065F') or (>= '\uFE00' and <= '\uFE0F')))
        {
            return Dropped;
        }

        if (char.IsWhiteSpace(c))
        {
            return c is '\u2028' or '\u2029' or '\u0085' ? '\n' : ' ';
        }

        // Arabic-Indic and Extended Arabic-Indic digits.
        if (c is >= '\u0660' and <= '\u0669')
        {
            return (char)('0' + (c - '\u0660'));
        }

        if (c is >= '\u06F0' and <= '\u06F9')
        {
            return (char)('0' + (c - '\u06F0'));
        }

        // Only these blocks change under compatibility folding in ways that matter; normalizing all 65,536 would take longer than the rest of loading.
        if (c is (>= '\u00A0' and <= '\u024F') or (>= '\u0370' and <= '\u03FF') or (>= '\u1E00' and <= '\u1EFF') or (>= '\uFF00' and <= '\uFFEF')
            or (>= '\u2460' and <= '\u24FF') or (>= '\u2100' and <= '\u214F'))
        {
            var decomposed = c.ToString().Normalize(NormalizationForm.FormKD);
            var first = decomposed[0];
            return first == c ? char.ToLowerInvariant(c) : first < 128 ? char.ToLowerInvariant(first) : Basic(first);
        }

        return char.ToLowerInvariant(c);
    }
}
