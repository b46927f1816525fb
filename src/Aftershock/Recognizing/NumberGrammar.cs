namespace Aftershock.Recognizing;

/// <summary>
/// Reads the numbers of a post: 1.2M, 1,2 млн, 120万, 11万6, 一百〇六万, 3kk, 1.5 lakh, dua juta, spaces, dots and commas as
/// thousand separators, masked digits. Magnitude and number words come from the rules; the forms of digits are here.
/// </summary>
internal static class NumberGrammar
{
    private const double Largest = 9e18;

    /// <summary>Reads the number that begins at <paramref name="start"/>, in digits.</summary>
    public static bool TryRead(Reading reading, int start, out Quantity quantity)
    {
        quantity = new Quantity { Start = start };
        var text = reading.Text;
        var end = ReadDigits(text, start, ref quantity, out var groups);
        if (end < 0)
        {
            return false;
        }

        quantity.End = end;
        AddMagnitude(reading, ref quantity, groups);
        return quantity.Value <= Largest;
    }

    /// <summary>Reads a number in Chinese numerals, such as 四十一万七千 or 上百万.</summary>
    public static bool TryReadChinese(Reading reading, int start, out Quantity quantity)
    {
        quantity = default;
        var text = reading.Text;
        var i = start;
        double total = 0, section = 0, digit = 0;
        bool any = false, unit = false, zero = false;
        while (i < text.Length)
        {
            var c = text[i];
            if (ChineseDigit(c) is var d and >= 0)
            {
                digit = zero && d > 0 ? d : (digit * (unit && digit == 0 ? 1 : 10)) + d;
                zero = d == 0;
                any = true;
            }
            else if (SmallUnit(c) is var small and > 0)
            {
                if (digit == 0 && !any && c != '十')
                {
                    return false;
                }

                section += (digit == 0 ? 1 : digit) * small;
                digit = 0;
                unit = any = true;
            }
            else if (c is '万' or '亿')
            {
                if (!any)
                {
                    return false;
                }

                var big = c == '万' ? 1e4 : 1e8;
                section += digit;
                total = c == '亿' && total > 0 && section == 0 ? total * big : total + (section * big);
                section = digit = 0;
                unit = true;
            }
            else
            {
                break;
            }

            i++;
        }

        if (!any || !unit || i - start < 2)
        {
            return false;
        }

        quantity = new Quantity { Start = start, End = i, Value = total + section + digit, HasMagnitude = total > 0, IsWords = true };
        return quantity.Value > 0;
    }

    public static int ChineseDigit(char c) => c switch
    {
        '〇' or '零' => 0,
        '一' or '壹' => 1,
        '二' or '两' or '贰' => 2,
        '三' or '叁' => 3,
        '四' or '肆' => 4,
        '五' or '伍' => 5,
        '六' or '陆' => 6,
        '七' or '柒' => 7,
        '八' or '捌' => 8,
        '九' or '玖' => 9,
        _ => -1,
    };

    private static double SmallUnit(char c) => c switch
    {
        '十' or '拾' => 10,
        '百' or '佰' => 100,
        '千' or '仟' => 1000,
        _ => 0,
    };

    /// <summary>Reads digits with separators and masks; returns where they end, or -1 when this is no number.</summary>
    private static int ReadDigits(FoldedText text, int start, ref Quantity quantity, out int groups)
    {
        groups = 0;
        Span<int> groupStart = stackalloc int[24];
        Span<int> groupLength = stackalloc int[24];
        Span<char> separators = stackalloc char[24];
        var count = 0;
        var i = start;
        while (count < 24)
        {
            var from = i;
            while (i < text.Length && (Folding.IsDigit(text[i]) || (i > start && IsMask(text, i, from))))
            {
                quantity.IsMasked |= !Folding.IsDigit(text[i]);
                i++;
            }

            groupStart[count] = from;
            groupLength[count] = i - from;
            count++;
            if (i + 1 >= text.Length || !(Folding.IsDigit(text[i + 1]) || (count > 0 && text[i + 1] == 'x')) || !IsSeparator(text[i]))
            {
                break;
            }

            if (count == 24)
            {
                break;
            }

            separators[count - 1] = text[i];
            i++;
        }

        var used = Interpret(text, groupStart[..count], groupLength[..count], separators[..Math.Max(0, count - 1)], ref quantity, out groups);
        return used == 0 || quantity.Value > Largest ? -1 : groupStart[used - 1] + groupLength[used - 1];
    }

    private static bool IsSeparator(char c) => c is ',' or '.' or ' ' or '\'';

    /// <summary>Two or more x in place of digits: directly after one, and not before a letter or another number (2x2).</summary>
    private static bool IsMask(FoldedText text, int i, int groupStart)
    {
        if (text[i] != 'x' || (i == groupStart && groupStart > 0 && !IsSeparator(text[i - 1])))
        {
            return false;
        }

        var j = i;
        while (j < text.Length && text[j] == 'x')
        {
            j++;
        }

        var run = j - i;
        return (run >= 2 || (i > groupStart && text[i - 1] == 'x')) && (j >= text.Length || !char.IsLetterOrDigit(text[j]) || Folding.IsUnspaced(text[j]));
    }

    private static int Interpret(FoldedText text, ReadOnlySpan<int> starts, ReadOnlySpan<int> lengths, ReadOnlySpan<char> separators, ref Quantity quantity, out int groups)
    {
        groups = 0;
        var count = starts.Length;

        // How many groups the first separator binds as thousands.
        var thousands = 1;
        if (count > 1 && lengths[0] is >= 1 and <= 3)
        {
            var separator = separators[0];
            while (thousands < count && separators[thousands - 1] == separator && lengths[thousands] == 3)
            {
                thousands++;
            }

            // 12,34,567: groups of two before the last three, as India counts.
            if (thousands == 1 && separator == ',' && count >= 3 && lengths[1] == 2)
            {
                var k = 1;
                while (k < count && separators[k - 1] == ',' && lengths[k] == 2)
                {
                    k++;
                }

                if (k < count && separators[k - 1] == ',' && lengths[k] == 3)
                {
                    thousands = k + 1;
                }
            }

            if (thousands == 2 && separator is '.' or ',' && text[starts[0]] == '0')
            {
                thousands = 1;
            }

            if (separator == ' ' && thousands == 2 && lengths[0] == 1 && text[starts[0]] == '0')
            {
                thousands = 1;
            }
        }

        var value = 0.0;
        for (var g = 0; g < thousands; g++)
        {
            value = Digits(text, starts[g], lengths[g], value);
        }

        var used = thousands;
        quantity.IsGrouped = thousands > 1;
        groups = thousands - 1;
        var decimalSeparator = thousands < count ? separators[thousands - 1] : '\0';
        if (decimalSeparator is '.' or ',' && (thousands == 1 || separators[0] != decimalSeparator) && !(used + 1 < count && separators[used] == decimalSeparator && lengths[used + 1] > 0 && thousands == 1))
        {
            if (lengths[used] <= 8)
            {
                value += Digits(text, starts[used], lengths[used], 0) / Math.Pow(10, lengths[used]);
                quantity.IsDecimal = true;
                used++;
            }
        }

        quantity.Value = value;
        return used;
    }

    private static double Digits(FoldedText text, int start, int length, double value)
    {
        for (var i = start; i < start + length; i++)
        {
            value = (value * 10) + (Folding.IsDigit(text[i]) ? text[i] - '0' : 0);
        }

        return value;
    }

    /// <summary>Takes in magnitude words after the digits, and what follows them: 1.2M, 120 多万, 11万6, 3 млн 200 тыс.</summary>
    private static void AddMagnitude(Reading reading, ref Quantity quantity, int groups)
    {
        var text = reading.Text;
        var at = SkipBoundWord(reading, quantity.End, ref quantity);
        if (MagnitudeAt(reading, at, glued: at == quantity.End) is not { } magnitude)
        {
            return;
        }

        // "1.204 млн" and "3,120 million" are decimals: with a magnitude a single group of three is a fraction.
        var value = quantity.Value;
        if (groups == 1 && text[quantity.End - 4] is '.' or ',')
        {
            value /= 1000;
            quantity.IsGrouped = false;
            quantity.IsDecimal = true;
        }

        quantity.HasMagnitude = true;
        var factor = magnitude.Factor;
        var end = magnitude.End;

        // Stacked: 1千2百万, 12 百万.
        if (MagnitudeAt(reading, end, glued: true) is { } second && factor < second.Factor && Folding.IsHan(text[end]))
        {
            factor *= second.Factor;
            end = second.End;
        }

        value *= factor;
        end = AddTail(reading, end, factor, ref value);

        // 1千2百万: what was summed so far is itself counted in 万.
        if (end > 0 && end < text.Length && text[end] is '万' or '亿' && value < 1e4)
        {
            value *= text[end] == '万' ? 1e4 : 1e8;
            end++;
        }

        quantity.Value = value;
        quantity.End = end;
    }

    /// <summary>What stands after a magnitude and belongs to the number: a bare digit (11万6 is 116,000) or a smaller part (1亿2千万).</summary>
    private static int AddTail(Reading reading, int end, double factor, ref double value)
    {
        var text = reading.Text;
        for (var round = 0; round < 3; round++)
        {
            var at = end;
            if (at < text.Length && text[at] == ' ' && !IsHanMagnitude(text, end))
            {
                at++;
            }

            if (at >= text.Length || !Folding.IsDigit(text[at]))
            {
                return end;
            }

            var stop = at;
            double part = 0;
            while (stop < text.Length && Folding.IsDigit(text[stop]) && stop - at < 6)
            {
                part = (part * 10) + (text[stop] - '0');
                stop++;
            }

            // 1千2百万: hundreds of 万 beside thousands of 万.
            if (factor is 1e3 or 1e2 && stop + 1 < text.Length && text[stop] is '百' or '十' && text[stop + 1] is '万' or '亿')
            {
                value = (value + (part * (text[stop] == '百' ? 100 : 10))) * (text[stop + 1] == '万' ? 1e4 : 1e8);
                return stop + 2;
            }

            if (MagnitudeAt(reading, stop, glued: true) is { } smaller && smaller.Factor < factor)
            {
                var place = smaller.Factor;
                end = smaller.End;
                if (MagnitudeAt(reading, end, glued: true) is { } upper && place * upper.Factor < factor && Folding.IsHan(text[end]))
                {
                    place *= upper.Factor;
                    end = upper.End;
                }

                value += part * place;
                factor = place;
                continue;
            }

            // 11万6, 2w6: one digit, glued, is the next lower place.
            var glued = at == end && stop - at == 1 && (stop >= text.Length || !char.IsLetterOrDigit(text[stop]) || Folding.IsHan(text[stop]));
            if (glued && factor is 1e4 or 1e8)
            {
                value += part * factor / 10;
                return stop;
            }

            return end;
        }

        return end;
    }

    private static bool IsHanMagnitude(FoldedText text, int end) => end > 0 && (Folding.IsHan(text[end - 1]) || text[end - 1] == 'w');

    private static int SkipBoundWord(Reading reading, int end, ref Quantity quantity)
    {
        var text = reading.Text;
        if (end < text.Length && text[end] is '多' or '余' or '来' or '几' && end + 1 < text.Length && text[end + 1] is '万' or '亿' or 'w' or '千' or '百')
        {
            quantity.Bound = Bound.MoreThan;
            return end + 1;
        }

        return end < text.Length && text[end] == '+' && end + 1 < text.Length && text[end + 1] is '万' or '亿' or 'w' ? end + 1 : end;
    }

    private static (double Factor, int End)? MagnitudeAt(Reading reading, int at, bool glued)
    {
        var text = reading.Text;
        var spaced = false;
        if (at < text.Length && text[at] is ' ' or '-')
        {
            at++;
            spaced = true;
        }

        if (reading.LongestAt(at, RuleTarget.Magnitude) is not { } match)
        {
            return null;
        }

        // Single Latin letters (m, b, t) mean a magnitude only when glued to the digits; "5 m" is as well metres.
        if (match.Rule.Weak && (spaced || !glued))
        {
            return null;
        }

        var value = match.Rule.Value;
        if (value == "mil")
        {
            return (reading.Language is "es" or "pt" or "mixed" or "und" ? 1e3 : 1e6, match.End);
        }

        return (double.Parse(value, System.Globalization.CultureInfo.InvariantCulture), match.End);
    }
}
