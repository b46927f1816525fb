namespace Aftershock.Collecting.Masking;

/// <summary>Finds the values of pasted rows in one post.</summary>
internal sealed class RowFinder(string body, List<PastedLine> lines)
{
    private readonly LabelledValues _labelled = new(body);
    private readonly List<(int Start, int End)> _values = [];
    private readonly HashSet<int> _inline = [];

    /// <summary>What to mask, as ranges of the body.</summary>
    public IReadOnlyList<(int Start, int End)> Values => _values;

    public void Find()
    {
        var i = 0;
        while (i < lines.Count)
        {
            var line = lines[i].Of(body);
            if (line.IsWhiteSpace())
            {
                i++;
                continue;
            }

            var next = HoldsPair(line) ? AfterJson(i) : i;
            if (next == i && MayHoldValues(line) && TakeInline(lines[i]))
            {
                _inline.Add(i);
                next = i + 1;
            }

            i = next > i ? next : AfterRows(i);
        }

        FindLabelLines();
    }

    /// <summary>Every value that makes a row by itself has an @ or some digits (or stars that a seller put over them).</summary>
    private static bool MayHoldValues(ReadOnlySpan<char> line)
    {
        var digits = 0;
        foreach (var c in line)
        {
            digits += char.IsAsciiDigit(c) || c == '*' ? 1 : 0;
            if (c == '@' || digits >= 6)
            {
                return true;
            }
        }

        return false;
    }

    // ---- JSON ----

    private static readonly System.Buffers.SearchValues<char> s_brackets = System.Buffers.SearchValues.Create("{}[], ");

    private static bool HoldsPair(ReadOnlySpan<char> line) => line.Contains("\":", StringComparison.Ordinal) || line.Contains("\" :", StringComparison.Ordinal) || line.Contains("':", StringComparison.Ordinal);

    /// <returns>The line after a run of JSON lines that begins here; the same line when none does.</returns>
    private int AfterJson(int first)
    {
        _labelled.Clear();
        var i = first;
        for (; i < lines.Count; i++)
        {
            var line = lines[i].Of(body).Trim();
            var pairs = AddPairs(lines[i]);
            if (pairs == 0 && !(line.Length > 0 && line.IndexOfAnyExcept(s_brackets) < 0))
            {
                break;
            }

            if (line[^1] == '}' || line.EndsWith("},"))
            {
                Take();
            }
        }

        Take();
        return i;
    }

    private void Take()
    {
        if (_labelled.DescribePerson)
        {
            _values.AddRange(_labelled.Values);
        }

        _labelled.Clear();
    }

    /// <summary>Adds each <c>"key": value</c> of the line.</summary>
    private int AddPairs(PastedLine line)
    {
        var text = line.Of(body);
        var pairs = 0;
        for (var i = 0; i < text.Length;)
        {
            var open = text[i..].IndexOfAny('"', '\'');
            if (open < 0)
            {
                break;
            }

            open += i;
            var close = text[(open + 1)..].IndexOf(text[open]);
            if (close < 0)
            {
                break;
            }

            close += open + 1;
            var value = Skip(text, close + 1);
            if (value >= text.Length || text[value] != ':')
            {
                i = close + 1;
                continue;
            }

            value = Skip(text, value + 1);
            var end = EndOfValue(text, value);
            if (value < text.Length && text[value] is not ('{' or '['))
            {
                _labelled.Add(FieldWords.Of(text[(open + 1)..close]), line.Start + value, line.Start + end);
            }

            pairs++;
            i = Math.Max(end, close + 1);
        }

        return pairs;
    }

    private static int Skip(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }

    private static int EndOfValue(ReadOnlySpan<char> text, int start)
    {
        if (start >= text.Length)
        {
            return text.Length;
        }

        var quoted = text[start] is '"' or '\'';
        var length = quoted ? text[(start + 1)..].IndexOf(text[start]) : text[start..].IndexOfAny(",}]");
        return length < 0 ? text.Length : quoted ? start + length + 2 : start + length;
    }

    // ---- delimited rows and SQL ----

    /// <returns>The line after the run of rows of one shape that begins here.</returns>
    private int AfterRows(int first)
    {
        if (TakeTuples(lines[first]))
        {
            return first + 1;
        }

        var shape = MayHoldValues(lines[first].Of(body)) ? PastedLine.ShapeOf(lines[first].Of(body)) : default;
        if (!shape.IsRow)
        {
            return AfterHeader(first);
        }

        var end = first + 1;
        while (end < lines.Count && PastedLine.ShapeOf(lines[end].Of(body), shape.Delimiter) is { IsRow: true } next && next.Cells == shape.Cells)
        {
            end++;
        }

        var rows = end - first;
        var above = first > 0 ? lines[first - 1].Of(body) : default;
        for (var i = first; i < end; i++)
        {
            var line = lines[i].Of(body);
            var own = PastedLine.ShapeOf(line, shape.Delimiter);
            if ((rows >= 3 || !FieldWords.IsAdvertisement(line)) && IsPersonal(line, own, rows, above))
            {
                TakeRow(lines[i], shape.Delimiter);
            }
        }

        return end;
    }

    private static bool IsPersonal(ReadOnlySpan<char> line, LineShape shape, int rows, ReadOnlySpan<char> above)
    {
        if (IsLogin(line, shape))
        {
            return true;
        }

        if (shape.Cells == 1)
        {
            return rows >= 3 && shape.Strong > 0;
        }

        if (rows >= 3)
        {
            return shape.Strong > 0 || shape.Company >= 2;
        }

        var isContact = shape.Kinds == (CellKind.Email | CellKind.Phone) && (shape.Cells == 2 || (rows == 1 && FieldWords.IsAdvertisement(above)));
        if (shape.StrongKinds >= 2)
        {
            return !isContact && (shape.Delimiter != ' ' || shape.Cells <= 10);
        }

        return shape.Delimiter == ' '
            ? shape.Strong + shape.Company >= 2 && shape.Cells <= 8 && shape.StrongKinds + shape.Company >= 2
            : (shape.Strong > 0 && shape.Company > 0) || (shape.Company >= 2 && shape.Cells >= 3 && shape.Kinds != CellKind.Hash) || (rows >= 2 && shape.Cells >= 3) || (shape.Strong >= 2 && shape.Cells >= 3);
    }

    /// <summary>An e-mail address and right behind it a secret, as combolists and stealer logs have them.</summary>
    private static bool IsLogin(ReadOnlySpan<char> line, LineShape shape)
    {
        if (shape.Delimiter is not (':' or ';' or '|' or ',') || line.Contains(' ') || (shape.Kinds & CellKind.Email) == 0)
        {
            return false;
        }

        Span<Range> cells = stackalloc Range[64];
        var count = PastedLine.Cells(line, shape.Delimiter, cells);
        for (var i = 0; i + 1 < count; i++)
        {
            if (CellKinds.IsEmail(line[cells[i]].Trim()) && line[cells[i + 1]].Trim() is { Length: >= 4 } secret && !secret.Contains('@') && shape.Delimiter is not ',')
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Rows below a line of field names are rows even where a value alone would not tell.</summary>
    private int AfterHeader(int first)
    {
        var header = lines[first].Of(body);
        foreach (var delimiter in "\t|;,-")
        {
            if (PastedLine.FieldNames(header, delimiter) < 2)
            {
                continue;
            }

            var columns = PastedLine.ShapeOf(header, delimiter).Cells;
            var i = first + 1;
            for (; i < lines.Count; i++)
            {
                var line = lines[i].Of(body);
                if (PastedLine.ShapeOf(line, delimiter).Cells != columns || !line.ContainsAnyInRange('0', '9') || FieldWords.IsAdvertisement(line) || IsColon(line))
                {
                    break;
                }

                TakeRow(lines[i], delimiter);
            }

            return i;
        }

        return first + 1;
    }

    /// <summary>A line such as "Price: 100, 200, 300" below a list of fields belongs to the offer.</summary>
    private static bool IsColon(ReadOnlySpan<char> line) =>
        line.IndexOfAny(':', '：') is > 0 and var colon && colon + 1 < line.Length && (line[colon] == '：' || line[colon + 1] == ' ');

    private void TakeRow(PastedLine line, char delimiter)
    {
        var text = line.Of(body);
        var start = 0;
        if (delimiter is not (':' or ' ') && text.IndexOfAny(':', '：') is > 0 and var colon && colon + 1 < text.Length
            && (text[colon] == '：' || text[colon + 1] == ' ') && !text[..colon].Contains(delimiter == '-' ? '@' : delimiter))
        {
            start = colon + 1;
        }

        if (text.StartsWith("http", StringComparison.OrdinalIgnoreCase) && text.IndexOf("://") is > 0 and var scheme
            && text[(scheme + 3)..].IndexOfAny(":|; ") is > 0 and var address)
        {
            start = scheme + 3 + address;
        }

        _values.Add((line.Start + start, line.End));
    }

    /// <summary>The tuples of an SQL INSERT: <c>(1,'name','mail')</c>.</summary>
    private bool TakeTuples(PastedLine line)
    {
        var text = line.Of(body);
        var values = text.IndexOf("VALUES", StringComparison.OrdinalIgnoreCase);
        var at = values >= 0 && text.Contains("INSERT", StringComparison.OrdinalIgnoreCase) ? values + 6
            : text.TrimStart().StartsWith("(") && text.TrimEnd().TrimEnd(",;").EndsWith(")") ? 0
            : -1;
        var found = false;
        while (at >= 0 && at < text.Length && text[at..].IndexOf('(') is >= 0 and var open)
        {
            open += at + 1;
            var close = EndOfTuple(text, open);
            var shape = PastedLine.ShapeOf(text[open..close], ',');
            if (shape.Cells >= 3 && (shape.Strong > 0 || (shape.Kinds & CellKind.Hash) != 0))
            {
                _values.Add((line.Start + open, line.Start + close));
                found = true;
            }

            at = close;
        }

        return found;
    }

    private static int EndOfTuple(ReadOnlySpan<char> text, int start)
    {
        var quoted = false;
        for (var i = start; i < text.Length; i++)
        {
            quoted ^= text[i] == '\'' && (i == 0 || text[i - 1] != '\\');
            if (!quoted && text[i] == ')')
            {
                return i;
            }
        }

        return text.Length;
    }

    // ---- label: value ----

    private void FindLabelLines()
    {
        _labelled.Clear();
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            if (!_inline.Contains(i) && TryLabel(line.Of(body), out var word, out var value))
            {
                _labelled.Add(word, line.Start + value, line.End);
            }
            else
            {
                Take();
            }
        }

        Take();
    }

    /// <summary>Several labels in one line: "Name: A | Phone: B | ID: C".</summary>
    private bool TakeInline(PastedLine line)
    {
        var text = line.Of(body);
        if (text.Count(':') + text.Count('：') < 2 || text.Length > 4000)
        {
            return false;
        }

        var group = new LabelledValues(body);
        Span<Range> cells = stackalloc Range[64];
        foreach (var delimiter in "|;\t, ")
        {
            AddInline(group, line, cells[..PastedLine.Cells(text, delimiter, cells)]);
            if (group.DescribePerson)
            {
                _values.AddRange(group.Values);
                return true;
            }

            group.Clear();
        }

        return false;
    }

    /// <summary>A value goes on to where the next label begins, so that it may hold the delimiter.</summary>
    private void AddInline(LabelledValues group, PastedLine line, ReadOnlySpan<Range> cells)
    {
        var text = line.Of(body);
        (FieldWord Word, int Start, int End)? open = null;
        foreach (var cell in cells)
        {
            var (start, length) = cell.GetOffsetAndLength(text.Length);
            if (TryLabel(text[cell], out var word, out var value))
            {
                if (open is { } before)
                {
                    group.Add(before.Word, line.Start + before.Start, line.Start + before.End);
                }

                open = (word, start + value, start + length);
            }
            else if (open is { } going)
            {
                open = going with { End = start + length };
            }
        }

        if (open is { } last)
        {
            group.Add(last.Word, line.Start + last.Start, line.Start + last.End);
        }
    }

    private static bool TryLabel(ReadOnlySpan<char> text, out FieldWord word, out int value)
    {
        var colon = text.IndexOfAny(':', '：', '=');
        value = colon + 1;
        word = colon > 0 ? FieldWords.Of(text[..colon].TrimStart("-*•> \t")) : FieldWord.Unknown;
        return word != FieldWord.Unknown;
    }
}
