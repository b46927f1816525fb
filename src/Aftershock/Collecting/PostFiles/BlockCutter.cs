using System.Globalization;

namespace Aftershock.Collecting.PostFiles;

/// <summary>Cuts lines, or the items of an array, into blocks.</summary>
internal sealed class BlockCutter(Stream content, PostFileSettings settings) : IBlocks
{
    private readonly Queue<Block> _ready = [];

    /// <summary>What is held: <c>_buffer[_start.._end]</c>, of which the bytes up to <c>_at</c> are rows of the block being gathered.</summary>
    private byte[] _buffer = new byte[1 << 17];
    private int _start;
    private int _at;
    private int _end;
    private bool _atEnd;

    private string _unit = "";
    private long _number = 1;
    private long _first = 1;
    private int _rows;
    private string? _broken;
    private bool _done;

    /// <summary>The next block; null after the last.</summary>
    public Block? Next()
    {
        while (_ready.Count == 0 && !_done)
        {
            if (_unit.Length == 0)
            {
                Begin();
            }
            else if (_unit == BlockPlace.Line)
            {
                StepLine();
            }
            else
            {
                StepItem();
            }
        }

        return _ready.TryDequeue(out var block) ? block : null;
    }

    /// <summary>Looks at the first bytes: an empty file, an array or lines.</summary>
    private void Begin()
    {
        while (!_atEnd && _end < 4096)
        {
            Fill();
        }

        var head = _buffer.AsSpan(0, _end);
        var mark = head.StartsWith("\uFEFF"u8) ? 3 : 0;
        var first = head[mark..].IndexOfAnyExcept(" \t\r\n"u8);
        if (first < 0 && _atEnd)
        {
            Finish(_broken ?? "is empty; expected posts");
            return;
        }

        _unit = BlockPlace.Line;
        if (first >= 0 && head[mark + first] == (byte)'[')
        {
            var inside = head[(mark + first + 1)..];
            var second = inside.IndexOfAnyExcept(" \t\r\n"u8);
            if (second >= 0 && inside[second] is (byte)'{' or (byte)']')
            {
                _unit = BlockPlace.Item;
                _start = _at = mark + first + 1;
            }
        }
    }

    private void StepLine()
    {
        var newline = _buffer.AsSpan(_at, _end - _at).IndexOf((byte)'\n');
        if ((newline < 0 ? _end - _at : newline) > settings.LongestRow)
        {
            StepOverLine();
        }
        else if (newline >= 0)
        {
            TakeLine(newline + 1);
        }
        else if (!_atEnd)
        {
            Fill();
        }
        else
        {
            // A line that broken data cuts short is told with the break, and not a second time as a bad line.
            if (_broken is null && _end > _at)
            {
                TakeLine(_end - _at);
            }

            Finish(_broken);
        }
    }

    private void TakeLine(int length)
    {
        var line = _buffer.AsSpan(_at, length);
        line = line.StartsWith("\uFEFF"u8) ? line[3..] : line;
        Take(length, line.IndexOfAnyExcept(" \t\r\n"u8) < 0 ? 0 : 1);
    }

    /// <summary>Leaves out a line that is too long to be read; it need not fit into memory.</summary>
    private void StepOverLine()
    {
        Cut();
        long length = 0;
        int newline;
        while ((newline = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n')) < 0 && !_atEnd)
        {
            length += _end - _start;
            _start = _at = _end;
            Fill();
        }

        length += newline < 0 ? _end - _start : newline;
        _start = _at = newline < 0 ? _end : _start + newline + 1;
        Leave(length);
    }

    private void StepItem()
    {
        var step = JsonItems.Next(_buffer.AsSpan(_at, _end - _at), out var begin, out var length);
        if (step == JsonStep.Item && length > settings.LongestRow)
        {
            Cut();
            _start = _at = _at + begin + length;
            Leave(length);
        }
        else if (step == JsonStep.Item)
        {
            _start = _rows == 0 ? _at + begin : _start;
            Take(begin + length, 1);
        }
        else if (step == JsonStep.End)
        {
            var rest = _buffer.AsSpan(_at + begin + 1, _end - _at - begin - 1);
            Finish(_broken ?? (rest.IndexOfAnyExcept(" \t\r\n"u8) >= 0 ? Text($"goes on after the end of its array, behind item {_number - 1}; that was not read") : null));
        }
        else if (_atEnd)
        {
            Finish(_broken ?? Text($"ends within its array, at item {_number}; what came before was read"));
        }
        else if (_end - _at > settings.LongestRow)
        {
            // Where the next item would begin cannot be told from inside one that is never closed.
            Finish(Text($"item {_number} is not closed within {settings.LongestRow:N0} bytes; what came before was read"));
        }
        else
        {
            // An item is looked through from its start again, so it must have grown by as much as there was of it.
            for (var target = Math.Max(1 << 12, (_end - _at) * 2L); _end - _at < target && !_atEnd;)
            {
                Fill();
            }
        }
    }

    private void Take(int length, int rows)
    {
        _at += length;
        _rows += rows;
        _number++;
        if (_rows >= settings.RowsPerBlock || _at - _start >= settings.BytesPerBlock)
        {
            Cut();
        }
    }

    /// <summary>Makes a block of the rows gathered so far.</summary>
    private void Cut()
    {
        if (_rows > 0)
        {
            _ready.Enqueue(new Block(_unit, _first, _number - 1, _rows, _buffer.AsSpan(_start, _at - _start).ToArray()));
        }

        (_start, _first, _rows) = (_at, _number, 0);
    }

    private void Leave(long length)
    {
        _ready.Enqueue(new Block(_unit, _number, _number, 1, default, Text($"{length:N0} bytes in one {_unit}; at most {settings.LongestRow:N0} are read"), IsRow: true));
        _first = ++_number;
    }

    private void Finish(string? reason)
    {
        Cut();
        if (reason is not null)
        {
            _ready.Enqueue(new Block(_unit, _number, _number, 0, default, reason));
        }

        _done = true;
    }

    /// <summary>Reads on; moves what is held to the front of the buffer, or makes the buffer longer.</summary>
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
            _broken = _unit.Length == 0 ? e.Message : Text($"{e.Message}; what came before {_unit} {_number} was read");
            _atEnd = true;
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
