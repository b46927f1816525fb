namespace Aftershock.Collecting.Masking;

/// <summary>How a line falls into values: by which delimiter, into how many, of which kinds.</summary>
/// <param name="Delimiter">The character; <c>-</c> stands for three hyphens or more, a blank for any run of blanks.</param>
/// <param name="Strong">How many values are of a strong kind.</param>
/// <param name="Company">How many values are personal only in company.</param>
internal readonly record struct LineShape(char Delimiter, int Cells, CellKind Kinds, int Strong, int Company)
{
    public bool IsRow => Strong > 0 || Company > 1;

    public int StrongKinds => System.Numerics.BitOperations.PopCount((uint)(Kinds & CellKind.Strong));
}

/// <summary>One line of a post: where it lies, and how it falls into values.</summary>
/// <param name="Start">First character.</param>
/// <param name="End">Past the last character, line break left out.</param>
internal readonly record struct PastedLine(int Start, int End)
{
    private const int MostCells = 64;

    private static ReadOnlySpan<char> Delimiters => ['-', '\t', '|', ';', ',', ':', ' '];

    public ReadOnlySpan<char> Of(string body) => body.AsSpan(Start, End - Start);

    public static List<PastedLine> Split(string body)
    {
        var lines = new List<PastedLine>();
        for (var start = 0; start <= body.Length;)
        {
            var length = body.AsSpan(start).IndexOf('\n');
            var end = length < 0 ? body.Length : start + length;
            lines.Add(WithoutTags(body, start, end > start && body[end - 1] == '\r' ? end - 1 : end));
            start = end + 1;
        }

        return lines;
    }

    /// <summary>[code] before a row and [/code] behind it are no part of it.</summary>
    private static PastedLine WithoutTags(string body, int start, int end)
    {
        const int longestTag = 12;
        var line = body.AsSpan(start, end - start);
        if (line.StartsWith("[") && line.IndexOf(']') is > 0 and < longestTag and var tag && char.IsAsciiLetter(line[1]))
        {
            start += tag + 1;
        }

        if (line.EndsWith("]") && line.LastIndexOf("[/") is > 0 and var closing && closing > line.Length - longestTag)
        {
            end = Math.Max(start, end - line.Length + closing);
        }

        return new PastedLine(start, end);
    }

    /// <summary>The split that shows the most personal values; of equal ones the first of the list.</summary>
    public static LineShape ShapeOf(ReadOnlySpan<char> line)
    {
        var best = default(LineShape);
        if (line.Length is < 6 or > 4000)
        {
            return best;
        }

        foreach (var delimiter in Delimiters)
        {
            var shape = ShapeOf(line, delimiter);
            if ((shape.Strong, shape.Company).CompareTo((best.Strong, best.Company)) > 0)
            {
                best = shape;
            }
        }

        return best;
    }

    public static LineShape ShapeOf(ReadOnlySpan<char> line, char delimiter)
    {
        Span<Range> cells = stackalloc Range[MostCells];
        var count = Cells(line, delimiter, cells);
        if (count < 2 && delimiter != ' ')
        {
            return default;
        }

        var kinds = CellKind.None;
        int strong = 0, company = 0;
        foreach (var cell in cells[..count])
        {
            var kind = CellKinds.Of(WithoutLabel(line[cell], delimiter));
            kinds |= kind;
            strong += (kind & CellKind.Strong) != 0 ? 1 : 0;
            company += (kind & CellKind.Company) != 0 ? 1 : 0;
        }

        return new LineShape(delimiter, count, kinds, strong, company);
    }

    /// <summary>How many cells of the line name personal fields; zero when it is no list of names.</summary>
    public static int FieldNames(ReadOnlySpan<char> line, char delimiter)
    {
        Span<Range> cells = stackalloc Range[MostCells];
        var count = Cells(line, delimiter, cells);
        var named = 0;
        foreach (var cell in cells[..count])
        {
            named += FieldWords.Of(line[cell].Trim().Trim("\"'`()[]{}")) is FieldWord.Unknown or FieldWord.Contact ? 0 : 1;
        }

        return named >= 2 && named * 2 >= count ? named : 0;
    }

    /// <returns>How many cells; zero when there are more than <paramref name="cells"/> holds.</returns>
    public static int Cells(ReadOnlySpan<char> line, char delimiter, Span<Range> cells)
    {
        var count = 0;
        var start = 0;
        var quote = '\0';
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (quote != '\0')
            {
                quote = c == quote ? '\0' : quote;
                continue;
            }

            if (c is '"' or '\'' && delimiter is ',' or ';' or '\t' && line[start..i].IsWhiteSpace() && line[(i + 1)..].Contains(c))
            {
                quote = c;
                continue;
            }

            var width = WidthOfDelimiter(line, i, delimiter);
            if (width == 0)
            {
                continue;
            }

            if (count >= cells.Length - 1)
            {
                return 0;
            }

            cells[count++] = start..i;
            start = i + width;
            i = start - 1;
        }

        cells[count++] = start..line.Length;
        return count;
    }

    private static int WidthOfDelimiter(ReadOnlySpan<char> line, int at, char delimiter)
    {
        var c = line[at];
        switch (delimiter)
        {
            case '-':
                var hyphens = c == '-' ? Run(line[at..], '-') : 0;
                return hyphens >= 3 ? hyphens : 0;
            case ' ':
                var end = at;
                while (end < line.Length && char.IsWhiteSpace(line[end]))
                {
                    end++;
                }

                return end - at;
            case ',':
                return c is ',' or '，' ? 1 : 0;
            case ':':
                return c == ':' && (at + 1 == line.Length || line[at + 1] is not (' ' or '/')) ? 1 : 0;
            default:
                return c == delimiter ? 1 : 0;
        }
    }

    private static int Run(ReadOnlySpan<char> text, char of)
    {
        var end = text.IndexOfAnyExcept(of);
        return end < 0 ? text.Length : end;
    }

    /// <summary>"Sample: a@b.example" in the first cell of a row is a value behind a label.</summary>
    private static ReadOnlySpan<char> WithoutLabel(ReadOnlySpan<char> cell, char delimiter)
    {
        if (delimiter is ':' or ' ')
        {
            return cell;
        }

        var colon = cell.IndexOfAny(':', '：');
        return colon > 0 && colon + 1 < cell.Length && (cell[colon] == '：' || cell[colon + 1] == ' ') ? cell[(colon + 1)..] : cell;
    }
}
