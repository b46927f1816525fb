using System.Globalization;

namespace Aftershock.Collecting.PostFiles;

/// <summary>Cuts a table of delimiter-separated values into blocks of rows; the first block holds the header as well.</summary>
internal sealed class TableCutter(Stream content, PostFileSettings settings, char delimiter, string header) : IBlocks
{
    private readonly Queue<Block> _ready = [];
    private byte[] _buffer = new byte[1 << 17];
    private int _start;
    private int _at;
    private int _end;
    private bool _atEnd;
    private bool _done;
    private string? _broken;
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
        var length = TableRow.Length(_buffer.AsSpan(_at, _end - _at), (byte)delimiter, _atEnd);
        if (length > settings.LongestRow)
        {
            Cut();
            _ready.Enqueue(new Block(BlockPlace.Row, _number, _number, 1, default, Text($"{length:N0} bytes in one row; at most {settings.LongestRow:N0} are read"), IsRow: true));
            _start = _at += length;
            _first = ++_number;
        }
        else if (length > 0)
        {
            var isBlank = _buffer.AsSpan(_at, length).IndexOfAnyExcept(" \t\r\n"u8) < 0;
            _at += length;
            _rows += isBlank || _number == 1 ? 0 : 1;
            _number++;
            if (_rows >= settings.RowsPerBlock || _at - _start >= settings.BytesPerBlock)
            {
                Cut();
            }
        }
        else if (_atEnd || _end - _at > settings.LongestRow)
        {
            // Where the next row would begin cannot be told from inside a quote that is never closed.
            Cut();
            if (_broken is not null || _at < _end)
            {
                _ready.Enqueue(new Block(BlockPlace.Row, _number, _number, 0, default, _broken ?? Text($"row {_number} opens a quote that is not closed; what came before was read")));
            }

            _done = true;
        }
        else
        {
            // A row is looked through from its start again, so it must have grown by as much as there was of it.
            for (var target = Math.Max(1 << 12, (_end - _at) * 2L); _end - _at < target && !_atEnd;)
            {
                Fill();
            }
        }
    }

    private void Cut()
    {
        if (_rows > 0)
        {
            _ready.Enqueue(new Block(BlockPlace.Row, _first, _number - 1, _rows, _buffer.AsSpan(_start, _at - _start).ToArray()) { Head = _head });
        }

        (_start, _first, _rows) = (_at, _number, 0);
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _at, _end) = (0, _at - _start, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        try
        {
            var read = content.Read(_buffer, _end, _buffer.Length - _end);
            _end += read;
            _atEnd = read == 0;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            _broken = Text($"{e.Message}; what came before row {_number} was read");
            _atEnd = true;
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
