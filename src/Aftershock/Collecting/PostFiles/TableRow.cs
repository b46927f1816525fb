using System.Text;

namespace Aftershock.Collecting.PostFiles;

/// <summary>One row of delimiter-separated values (RFC 4180): cells may stand in quotes, and then hold delimiters, newlines and doubled quotes.</summary>
internal static class TableRow
{
    private static readonly char[] s_delimiters = ['\t', ';', '|', ','];

    /// <summary>Length of the first row with its newline; 0 when it is not whole.</summary>
    public static int Length(ReadOnlySpan<byte> bytes, byte delimiter, bool isEnd)
    {
        var at = 0;
        while (at < bytes.Length)
        {
            // At the start of a cell: only here a quote opens.
            if (bytes[at] == '"')
            {
                var close = Closing(bytes, at);
                if (close < 0)
                {
                    return 0;
                }

                at = close + 1;
            }

            var next = bytes[at..].IndexOfAny(delimiter, (byte)'\n');
            if (next < 0)
            {
                break;
            }

            at += next + 1;
            if (bytes[at - 1] == '\n')
            {
                return at;
            }
        }

        return isEnd ? bytes.Length : 0;
    }

    /// <summary>The cells of one row.</summary>
    public static List<string> Cells(ReadOnlySpan<char> row, char delimiter)
    {
        row = row.TrimEnd("\r\n");
        var cells = new List<string>();
        while (true)
        {
            var text = new StringBuilder();
            if (row.StartsWith("\""))
            {
                row = row[1..];
                int quote;
                while ((quote = row.IndexOf('"')) >= 0 && quote + 1 < row.Length && row[quote + 1] == '"')
                {
                    text.Append(row[..(quote + 1)]);
                    row = row[(quote + 2)..];
                }

                text.Append(quote < 0 ? row : row[..quote]);
                row = quote < 0 ? default : row[(quote + 1)..];
            }

            var end = row.IndexOf(delimiter);
            text.Append(end < 0 ? row : row[..end]);
            cells.Add(text.ToString());
            if (end < 0)
            {
                return cells;
            }

            row = row[(end + 1)..];
        }
    }

    /// <summary>The delimiter that parts the header into the most cells; a comma when none parts it.</summary>
    public static char DelimiterOf(ReadOnlySpan<char> header)
    {
        var (best, most) = (',', 1);
        foreach (var delimiter in s_delimiters)
        {
            var cells = Cells(header, delimiter).Count;
            (best, most) = cells > most ? (delimiter, cells) : (best, most);
        }

        return best;
    }

    private static int Closing(ReadOnlySpan<byte> bytes, int open)
    {
        var at = open + 1;
        while (true)
        {
            var quote = at < bytes.Length ? bytes[at..].IndexOf((byte)'"') : -1;
            if (quote < 0)
            {
                return -1;
            }

            at += quote + 1;
            if (at == bytes.Length || bytes[at] != '"')
            {
                return at - 1;
            }

            at++;
        }
    }
}
