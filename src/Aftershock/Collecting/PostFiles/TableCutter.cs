using System.Globalization;

namespace Aftershock.Collecting.PostFiles;

/// <summary>Cuts a table of delimiter-separated values into blocks of rows; the first block holds the header as well.</summary>
internal sealed class TableCutter(Stream content, PostFileSettings settings, char delimiter, string header) : HeldBytes(content), IBlocks
{
    private readonly Queue<Block> _ready = [];
    private bool _done;
    private long _first = 1;
    private long _number = 1;
    private int _rows;

    /// <summary>The head of a block: the delimiter, then the header as it stands in the file.</summary>
    private readonly string _head = delimiter + header;

    public Block? Next()
    {
        while (_ready.Count == 0 && !_done)
        {
            Step();
        }

        return _ready.TryDequeue(out var block) ? block : null;
    }

    private void Step()
    {
        var length = TableRow.Length(Held.AsSpan(At, End - At), (byte)delimiter, AtEnd);
        if (length > settings.LongestRow)
        {
            Cut();
            _ready.Enqueue(new Block(BlockPlace.Row, _number, _number, 1, default, Text($"{length:N0} bytes in one row; at most {settings.LongestRow:N0} are read"), IsRow: true));
            Start = At += length;
            _first = ++_number;
        }
        else if (length > 0)
        {
            var isBlank = Held.AsSpan(At, length).IndexOfAnyExcept(" \t\r\n"u8) < 0;
            At += length;
            _rows += isBlank || _number == 1 ? 0 : 1;
            _number++;
            if (_rows >= settings.RowsPerBlock || At - Start >= settings.BytesPerBlock)
            {
                Cut();
            }
        }
        else if (AtEnd || End - At > settings.LongestRow)
        {
            // Where the next row would begin cannot be told from inside a quote that is never closed.
            Cut();
            if (Broken is not null || At < End)
            {
                _ready.Enqueue(new Block(BlockPlace.Row, _number, _number, 0, default, Broken ?? Text($"row {_number} opens a quote that is not closed; what came before was read")));
            }

            _done = true;
        }
        else
        {
            // A row is looked through from its start again, so it must have grown by as much as there was of it.
            for (var target = Math.Max(1 << 12, (End - At) * 2L); End - At < target && !AtEnd;)
            {
                Fill(BlockPlace.Row, _number);
            }
        }
    }

    private void Cut()
    {
        if (_rows > 0)
        {
            _ready.Enqueue(new Block(BlockPlace.Row, _first, _number - 1, _rows, Held.AsSpan(Start, At - Start).ToArray()) { Head = _head });
        }

        (Start, _first, _rows) = (At, _number, 0);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
