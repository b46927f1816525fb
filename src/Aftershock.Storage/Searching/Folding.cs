using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Aftershock.Storage.Searching;

internal enum CharacterClass
{
    Separator,
    Word,

    /// <summary>Of a script that puts no spaces between words.</summary>
    Unspaced,
}

/// <summary>Makes one of the ways in which the same letter may be written.</summary>
/// <remarks>
/// NFKC, lower case. Latin, Greek, Hebrew and Arabic lose their marks ("São" is "sao"); Cyrillic keeps them, since й is
/// another letter than и, but for ё, which is mostly printed as е. Invisible format characters are dropped, not taken for
/// spaces: they are put inside words to hide them.
/// </remarks>
internal static class Folding
{
    private static readonly string?[] s_single = new string?[0x10000];
    private static readonly ConcurrentDictionary<int, CharacterClass> s_astral = new();
    private static readonly byte[] s_classes = new byte[0x10000];

    /// <summary>The characters from <paramref name="start"/> to <paramref name="end"/>, one letter with its marks, folded.</summary>
    public static string Of(string text, int start, int end)
    {
        if (end - start == 1)
        {
            // Two threads may both fold a character for the first time; they find the same.
            return s_single[text[start]] ??= Fold(text.AsSpan(start, 1));
        }

        return Fold(text.AsSpan(start, end - start));
    }

    public static CharacterClass ClassOf(Rune rune)
    {
        if (!rune.IsBmp)
        {
            return s_astral.GetOrAdd(rune.Value, static value => Classify(new Rune(value)));
        }

        var known = s_classes[rune.Value];
        if (known == 0)
        {
            s_classes[rune.Value] = known = (byte)(1 + (int)Classify(rune));
        }

        return (CharacterClass)(known - 1);
    }

    private static CharacterClass Classify(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber
            => IsUnspaced(rune.Value) ? CharacterClass.Unspaced : CharacterClass.Word,
        _ => CharacterClass.Separator,
    };

    /// <summary>Han, kana, bopomofo, hangul; Thai, Lao, Khmer, Burmese.</summary>
    private static bool IsUnspaced(int value) =>
        value is (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1100 and <= 0x11FF) or (>= 0x1780 and <= 0x17FF)
            or (>= 0x2E80 and <= 0x2FDF) or (>= 0x3005 and <= 0x3007) or (>= 0x3021 and <= 0x3029) or (>= 0x3031 and <= 0x312F)
            or (>= 0x3130 and <= 0x318F) or (>= 0x31A0 and <= 0x31FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF)
            or (>= 0xA960 and <= 0xA97F) or (>= 0xAC00 and <= 0xD7FF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x1B000 and <= 0x1B16F)
            or (>= 0x20000 and <= 0x323AF);

    private static string Fold(ReadOnlySpan<char> cluster)
    {
        if (Rune.DecodeFromUtf16(cluster, out var first, out _) != System.Buffers.OperationStatus.Done || IsHidden(Rune.GetUnicodeCategory(first)))
        {
            return IsFormat(cluster) ? "" : " ";
        }

        var folded = new StringBuilder();
        foreach (var rune in Lower(cluster.ToString().Normalize(NormalizationForm.FormKC)).EnumerateRunes())
        {
            if (LosesMarks(rune.Value))
            {
                FoldLetter(rune, folded);
            }
            else if (!IsLostMark(rune.Value))
            {
                folded.Append(rune.Value == 0x451 ? "е" : rune.ToString());
            }
        }

        return folded.ToString();
    }

    /// <summary>Categories that hold no letter, and that Unicode's normalization need not know.</summary>
    private static bool IsHidden(UnicodeCategory category) =>
        category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate;

    private static bool IsFormat(ReadOnlySpan<char> cluster) =>
        Rune.DecodeFromUtf16(cluster, out var first, out _) == System.Buffers.OperationStatus.Done
            && Rune.GetUnicodeCategory(first) == UnicodeCategory.Format;

    private static string Lower(string text) => text.ToLowerInvariant();

    private static bool LosesMarks(int value) =>
        value is (>= 0xC0 and <= 0x24F) or (>= 0x370 and <= 0x3FF) or (>= 0x1E00 and <= 0x1FFF) or (>= 0x622 and <= 0x626);

    private static bool IsLostMark(int value) =>
        value is (>= 0x300 and <= 0x36F) or (>= 0x591 and <= 0x5C7) or (>= 0x610 and <= 0x61A) or 0x640
            or (>= 0x64B and <= 0x65F) or 0x670 or (>= 0xFE00 and <= 0xFE0F);

    private static void FoldLetter(Rune letter, StringBuilder folded)
    {
        foreach (var part in letter.ToString().Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(part) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            folded.Append(part.Value switch
            {
                'ß' => "ss",
                'æ' => "ae",
                'œ' => "oe",
                'ø' => "o",
                'đ' or 'ð' => "d",
                'ħ' => "h",
                'ı' => "i",
                'ł' => "l",
                'þ' => "th",
                'ς' => "σ",
                _ => part.ToString().ToLowerInvariant(),
            });
        }
    }
}
