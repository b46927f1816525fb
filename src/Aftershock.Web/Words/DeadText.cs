using System.Globalization;
using System.Text;

namespace Aftershock.Web.Words;

/// <summary>A piece of text that is safe to show: no live link, nothing invisible.</summary>
/// <param name="Text">What to print.</param>
/// <param name="Code">For a character that cannot be seen, what it is, such as "U+202E RIGHT-TO-LEFT OVERRIDE"; null for plain words.</param>
public readonly record struct DeadPiece(string Text, string? Code);

/// <summary>Shows the words of strangers without letting them do anything.</summary>
/// <remarks>
/// Addresses lose their scheme (http becomes hxxp), so that neither a reader nor a program that copies them follows one
/// by accident. Direction marks and other invisible characters are printed as their code, since they can make a name look
/// like another. Markup needs no care here: pages print text only.
/// </remarks>
public static class DeadText
{
    /// <summary>A run of combining marks longer than this is cut; no orthography stacks more.</summary>
    private const int MarksKept = 4;

    /// <summary>For each code point of the text, what to show in its place.</summary>
    internal static List<DeadPiece> PerCodePoint(string text)
    {
        var shown = new List<DeadPiece>(text.Length);
        var marks = 0;
        for (var i = 0; i < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune))
            {
                shown.Add(new DeadPiece($"[U+{(int)text[i]:X4}]", $"U+{(int)text[i]:X4} half a character"));
                i++;
                continue;
            }

            marks = IsMark(rune) ? marks + 1 : 0;
            shown.Add(Shown(rune, marks));
            i += rune.Utf16SequenceLength;
        }

        Disarm(text, shown);
        return shown;
    }

    /// <summary>The whole text in pieces; neighbouring plain characters are one piece.</summary>
    public static IReadOnlyList<DeadPiece> Pieces(string? text) =>
        string.IsNullOrEmpty(text) ? [] : Join(PerCodePoint(text), 0, int.MaxValue);

    /// <summary>The whole text in one string, for titles and attributes.</summary>
    public static string Plain(string? text) => string.Concat(Pieces(text).Select(p => p.Text));

    /// <summary>The text in one string, cut after so many characters with an ellipsis.</summary>
    public static string Brief(string? text, int most)
    {
        var pieces = Cut(text, most);
        return string.Concat(pieces.Select(p => p.Text));
    }

    /// <summary>The pieces of a text, cut after so many characters with an ellipsis.</summary>
    public static IReadOnlyList<DeadPiece> Cut(string? text, int most)
    {
        if (string.IsNullOrEmpty(text) || text.Length <= most)
        {
            return Pieces(text);
        }

        var shown = PerCodePoint(text.Length > 4 * most ? text[..(4 * most)] : text);
        return shown.Count <= most ? Join(shown, 0, most) : [.. Join(shown, 0, most), new DeadPiece("…", null)];
    }

    internal static List<DeadPiece> Join(List<DeadPiece> shown, int start, int end)
    {
        var pieces = new List<DeadPiece>();
        var plain = new StringBuilder();
        for (var i = start; i < Math.Min(end, shown.Count); i++)
        {
            if (shown[i].Code is null)
            {
                plain.Append(shown[i].Text);
                continue;
            }

            if (plain.Length > 0)
            {
                pieces.Add(new DeadPiece(plain.ToString(), null));
                plain.Clear();
            }

            pieces.Add(shown[i]);
        }

        if (plain.Length > 0)
        {
            pieces.Add(new DeadPiece(plain.ToString(), null));
        }

        return pieces;
    }

    private static DeadPiece Shown(Rune rune, int marks)
    {
        if (marks > MarksKept || IsInvisible(rune))
        {
            return new DeadPiece($"[U+{rune.Value:X4}]", $"U+{rune.Value:X4} {NameOf(rune, marks)}");
        }

        return new DeadPiece(rune.ToString(), null);
    }

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark && !IsEmojiSelector(rune);

    // VS15 and VS16 choose the look of an emoji and hide nothing.
    private static bool IsEmojiSelector(Rune rune) => rune.Value is 0xFE0E or 0xFE0F;

    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control => rune.Value is not ('\n' or '\t' or '\r'),
        UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate => true,
        _ => rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x3164 or 0xFFA0 or 0x2800
            or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0D) or (>= 0xE0100 and <= 0xE01EF),
    };

    private static string NameOf(Rune rune, int marks) => rune.Value switch
    {
        0x200B => "zero width space",
        0x200C => "zero width non-joiner",
        0x200D => "zero width joiner",
        0x200E => "left-to-right mark",
        0x200F => "right-to-left mark",
        0x202A => "left-to-right embedding",
        0x202B => "right-to-left embedding",
        0x202C => "end of direction change",
        0x202D => "left-to-right override",
        0x202E => "right-to-left override",
        0x2066 => "left-to-right isolate",
        0x2067 => "right-to-left isolate",
        0x2068 => "first strong isolate",
        0x2069 => "end of isolate",
        0x00AD => "soft hyphen",
        0xFEFF => "byte order mark",
        _ when marks > MarksKept => "one of a stack of combining marks",
        _ when Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control => "control character",
        _ when Rune.GetUnicodeCategory(rune) == UnicodeCategory.PrivateUse => "private use character",
        _ when Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherNotAssigned => "unassigned character",
        _ => "invisible character",
    };

    // "http://" and "https://" become "hxxp://" and "hxxps://", "ftp://" becomes "fxp://"; the count of code points stays,
    // so that spans into the text keep their place.
    private static void Disarm(string text, List<DeadPiece> shown)
    {
        var codePoint = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (i > 0 && char.IsLowSurrogate(text[i]) && char.IsHighSurrogate(text[i - 1]))
            {
                continue;
            }

            if (StartsScheme(text, i, "http://") || StartsScheme(text, i, "https://"))
            {
                shown[codePoint + 1] = new DeadPiece("x", null);
                shown[codePoint + 2] = new DeadPiece("x", null);
            }
            else if (StartsScheme(text, i, "ftp://") || StartsScheme(text, i, "ftps://"))
            {
                shown[codePoint + 1] = new DeadPiece("x", null);
            }

            codePoint++;
        }
    }

    private static bool StartsScheme(string text, int at, string scheme) =>
        string.Compare(text, at, scheme, 0, scheme.Length, StringComparison.OrdinalIgnoreCase) == 0;
}
