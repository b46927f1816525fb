using Aftershock.Collecting.Masking;

namespace Aftershock.Collecting;

/// <summary>Masks rows of personal data that somebody pasted into a post, so that nothing but the sealed evidence holds them.</summary>
/// <remarks>
/// Letters and digits of the values become <c>•</c>; separators, quotes, keys of JSON and labels stay. The length is the
/// same in UTF-16 and in code points, so spans hold. What a row is: delimited values (CSV, tab, <c>|</c>, <c>----</c>,
/// blanks), SQL tuples, JSON objects, or a block of "label: value" lines in which personal values (e-mail, phone, number
/// of an identity document, card, account, date of birth, password or its hash) stand next to each other. Lists of
/// field names, prices, counts, domains and the contacts of a seller are no rows. Masking twice changes nothing.
/// </remarks>
public static class RowMask
{
    /// <summary>Returns the same string when there is nothing to mask.</summary>
    public static string Mask(string body)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (!MayHoldRows(body))
        {
            return body;
        }

        var lines = PastedLine.Split(body);
        var finder = new RowFinder(body, lines);
        finder.Find();
        if (finder.Values.Count == 0)
        {
            return body;
        }

        return string.Create(body.Length, (body, finder.Values), static (target, state) =>
        {
            state.body.CopyTo(target);
            foreach (var (start, end) in state.Values)
            {
                Cover(target[start..end]);
            }
        });
    }

    /// <summary>No row does without an @ between other characters, or seven digits close together.</summary>
    private static bool MayHoldRows(ReadOnlySpan<char> body)
    {
        var at = body.IndexOf('@');
        while (at >= 0)
        {
            if (at > 0 && at + 1 < body.Length && !char.IsWhiteSpace(body[at - 1]) && !char.IsWhiteSpace(body[at + 1]))
            {
                return true;
            }

            var next = body[(at + 1)..].IndexOf('@');
            at = next < 0 ? -1 : at + 1 + next;
        }

        var digits = 0;
        var gap = 0;
        foreach (var c in body)
        {
            if (char.IsAsciiDigit(c))
            {
                gap = 0;
                if (++digits >= 7)
                {
                    return true;
                }
            }
            else if (++gap > 1 || c is '\n' or ',')
            {
                digits = 0;
            }
        }

        return false;
    }

    /// <summary>A pair of surrogates becomes a pair (a circle of the same look), so that code points stay counted alike.</summary>
    private static void Cover(Span<char> value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                if (System.Text.Rune.IsLetterOrDigit(new System.Text.Rune(value[i], value[i + 1])))
                {
                    (value[i], value[i + 1]) = ('\uD83D', '\uDF84');
                }

                i++;
            }
            else if (char.IsLetterOrDigit(value[i]) || char.GetUnicodeCategory(value[i])
                is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark)
            {
                value[i] = '•';
            }
        }
    }
}
