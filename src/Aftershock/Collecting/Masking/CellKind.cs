namespace Aftershock.Collecting.Masking;

/// <summary>What one value of a delimited line looks like.</summary>
[Flags]
internal enum CellKind
{
    None = 0,
    Email = 1,
    Phone = 2,

    /// <summary>A number in the shape of an identity document, a card or an account.</summary>
    Number = 4,

    /// <summary>Nine digits or more that are no round figure; personal only in company.</summary>
    Digits = 8,

    /// <summary>A full date on which a living person may have been born.</summary>
    Birth = 16,

    /// <summary>The hash of a password; personal only in company, since files have hashes too.</summary>
    Hash = 32,
    Address = 64,

    Strong = Email | Phone | Number,
    Company = Digits | Birth | Hash | Address,
}

/// <summary>Tells the kind of a value by its characters. It never looks at what is personal by meaning, such as a name.</summary>
internal static class CellKinds
{
    public static CellKind Of(ReadOnlySpan<char> cell)
    {
        cell = cell.Trim().Trim("\"'`").Trim();
        if (cell.Length is < 6 or > 130)
        {
            return CellKind.None;
        }

        if (cell.Contains('@'))
        {
            return IsEmail(cell) ? CellKind.Email : CellKind.None;
        }

        if (cell[0] == '$' && IsCrypt(cell))
        {
            return CellKind.Hash;
        }

        int digits = 0, letters = 0, stars = 0, other = 0;
        foreach (var c in cell)
        {
            if (char.IsAsciiDigit(c))
            {
                digits++;
            }
            else if (char.IsLetter(c))
            {
                letters++;
            }
            else if (c == '*')
            {
                stars++;
            }
            else if (!(c is ' ' or '-' or '.' or '(' or ')' or '+' or '/' or ':'))
            {
                other++;
            }
        }

        return other > 0 || digits < 4 ? CellKind.None
            : letters > 0 ? OfMixed(cell, digits, letters)
            : OfDigits(cell, digits, stars);
    }

    public static bool IsEmail(ReadOnlySpan<char> cell)
    {
        var at = cell.IndexOf('@');
        if (at < 1 || cell.LastIndexOf('@') != at || cell[at..].IndexOf('.') < 2 || cell[^1] == '.')
        {
            return false;
        }

        var plain = 0;
        foreach (var c in cell)
        {
            plain += char.IsLetterOrDigit(c) ? 1 : 0;
            if (!char.IsLetterOrDigit(c) && !(c is '.' or '_' or '-' or '+' or '@' or '*' or '%'))
            {
                return false;
            }
        }

        return plain >= 3;
    }

    private static CellKind OfDigits(ReadOnlySpan<char> cell, int digits, int stars)
    {
        if (stars > 0)
        {
            return digits + stars is >= 8 and <= 20 && (cell[0] == '+' || digits + stars >= 11) ? CellKind.Phone : CellKind.None;
        }

        var kind = IsBirth(cell) ? CellKind.Birth
            : IsIp(cell) ? CellKind.Address
            : CellKind.None;
        if (kind != CellKind.None)
        {
            return kind;
        }

        Span<char> bare = stackalloc char[cell.Length];
        var length = 0;
        foreach (var c in cell)
        {
            if (char.IsAsciiDigit(c))
            {
                bare[length++] = c;
            }
        }

        return OfBare(cell, bare[..length], digits);
    }

    private static CellKind OfBare(ReadOnlySpan<char> cell, ReadOnlySpan<char> bare, int digits)
    {
        var isGrouped = cell.Length > digits;
        if (cell[0] == '+' && digits is >= 7 and <= 15)
        {
            return CellKind.Phone;
        }

        if (digits == 18 && IsDay(bare.Slice(6, 8)))
        {
            return CellKind.Number;
        }

        if (digits == 11 && ((bare[0] == '1' && bare[1] >= '3') || (bare[0] is '7' or '8' && bare[1] == '9')))
        {
            return CellKind.Phone;
        }

        if (digits is 15 or 16 && (IsLuhn(bare) || (isGrouped && cell.Length == digits + 3)))
        {
            return CellKind.Number;
        }

        if (isGrouped && IsGroupedNumber(cell))
        {
            return CellKind.Number;
        }

        if (isGrouped && digits is >= 9 and <= 12 && cell.IndexOfAny(" -()") >= 0 && !IsThousands(cell))
        {
            return CellKind.Phone;
        }

        return !isGrouped && digits >= 9 && !bare.EndsWith("0000") ? CellKind.Digits : CellKind.None;
    }

    private static CellKind OfMixed(ReadOnlySpan<char> cell, int digits, int letters)
    {
        if (cell.ContainsAny(" :()/"))
        {
            return CellKind.None;
        }

        if (cell.Length is 32 or 40 or 64 or 96 or 128 && !cell.ContainsAnyExcept(s_hex))
        {
            return CellKind.Hash;
        }

        if (digits == 17 && letters == 1 && cell.Length == 18 && cell[17] is 'X' or 'x')
        {
            return CellKind.Number;
        }

        if (letters >= 2 && digits >= 10 && cell.Length is >= 15 and <= 34 && char.IsAsciiLetterUpper(cell[0]) && char.IsAsciiLetterUpper(cell[1]) && char.IsAsciiDigit(cell[2]) && char.IsAsciiDigit(cell[3]))
        {
            return CellKind.Number;
        }

        return letters <= 2 && digits is >= 6 and <= 10 && cell.Length == letters + digits ? CellKind.Digits : CellKind.None;
    }

    private static readonly System.Buffers.SearchValues<char> s_hex = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");

    private static bool IsCrypt(ReadOnlySpan<char> cell) =>
        cell.Length >= 20 && cell[1..].Contains('$') && !cell.ContainsAny(" ,;");

    /// <summary>123-45-6789, 4509 123456, 123.456.789-01: the shapes of well-known identity numbers.</summary>
    private static bool IsGroupedNumber(ReadOnlySpan<char> cell) =>
        Fits(cell, "000-00-0000") || Fits(cell, "0000 000000") || Fits(cell, "00 00 000000")
        || Fits(cell, "000.000.000-00") || Fits(cell, "000-000-000 00") || Fits(cell, "00.000.000-0");

    private static bool Fits(ReadOnlySpan<char> cell, ReadOnlySpan<char> shape)
    {
        if (cell.Length != shape.Length)
        {
            return false;
        }

        for (var i = 0; i < cell.Length; i++)
        {
            if (shape[i] == '0' ? !char.IsAsciiDigit(cell[i]) : cell[i] != shape[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>1 250 000 and 1.250.000 are figures, however many digits they have.</summary>
    private static bool IsThousands(ReadOnlySpan<char> cell)
    {
        var group = 0;
        var first = true;
        foreach (var c in cell)
        {
            if (char.IsAsciiDigit(c))
            {
                group++;
                continue;
            }

            if (!(c is ' ' or '.') || (first ? group > 3 : group != 3))
            {
                return false;
            }

            (group, first) = (0, false);
        }

        return group == 3 && !first;
    }

    private static bool IsBirth(ReadOnlySpan<char> cell)
    {
        if (cell.Length != 10)
        {
            return false;
        }

        var year = cell[4] is '-' or '/' or '.' && cell[7] == cell[4] ? cell[..4]
            : cell[2] is '-' or '/' or '.' && cell[5] == cell[2] ? cell[6..]
            : default;
        return int.TryParse(year, System.Globalization.NumberStyles.None, null, out var value) && value is >= 1900 and <= 2015;
    }

    private static bool IsDay(ReadOnlySpan<char> digits) =>
        int.Parse(digits[..4], null) is >= 1900 and <= 2030 && int.Parse(digits[4..6], null) is >= 1 and <= 12 && int.Parse(digits[6..], null) is >= 1 and <= 31;

    private static bool IsIp(ReadOnlySpan<char> cell) => cell.Count('.') == 3 && !cell.Contains(' ') && System.Net.IPAddress.TryParse(cell, out _);

    private static bool IsLuhn(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            digit = i % 2 == 1 ? digit * 2 : digit;
            sum += digit > 9 ? digit - 9 : digit;
        }

        return sum % 10 == 0;
    }
}
