using System.Globalization;

namespace Aftershock.Collecting.PostFiles;

/// <summary>Cuts lines, or the items of an array, into blocks.</summary>
internal sealed class BlockCutter(Stream content, PostFileSettings settings) : HeldBytes(content), IBlocks
{
    private readonly Queue<Block> _ready = [];

    private string _unit = "";
    private long _number = 1;
    private long _first = 1;
    private int _rows;
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
        while (!AtEnd && End < 4096)
        {
            Fill(_unit, _number);
        }

        var head = Held.AsSpan(0, End);
        var mark = head.StartsWith("\uFEFF"u8) ? 3 : 0;
        var first = head[mark..].IndexOfAnyExcept(" \t\r\n"u8);
        if (first < 0 && AtEnd)
        {
            Finish(Broken ?? "is empty; expected posts");
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
                Start = At = mark + first + 1;
            }
        }
    }

    private void StepLine()
    {
        var newline = Held.AsSpan(At, End - At).IndexOf((byte)'\n');
        if ((newline < 0 ? End - At : newline) > settings.LongestRow)
        {
            StepOverLine();
        }
        else if (newline >= 0)
        {
            TakeLine(newline + 1);
        }
        else if (!AtEnd)
        {
            Fill(_unit, _number);
        }
        else
        {
            // A line that broken data cuts short is told with the break, and not a second time as a bad line.
            if (Broken is null && End > At)
            {
                TakeLine(End - At);
            }

            Finish(Broken);
        }
    }

    private void TakeLine(int length)
    {
        var line = Held.AsSpan(At, length);
        line = line.StartsWith("\uFEFF"u8) ? line[3..] : line;
        Take(length, line.IndexOfAnyExcept(" \t\r\n"u8) < 0 ? 0 : 1);
    }

    /// <summary>Leaves out a line that is too long to be read; it need not fit into memory.</summary>
    private void StepOverLine()
    {
        Cut();
        long length = 0;
        int newline;
        while ((newline = Held.AsSpan(Start, End - Start).IndexOf((byte)'\n')) < 0 && !AtEnd)
        {
            length += End - Start;
            Start = At = End;
            Fill(_unit, _number);
        }

        length += newline < 0 ? End - Start : newline;
        Start = At = newline < 0 ? End : Start + newline + 1;
        Leave(length);
    }

    private void StepItem()
    {
        var step = JsonItems.Next(Held.AsSpan(At, End - At), out var begin, out var length);
        if (step == JsonStep.Item && length > settings.LongestRow)
        {
            Cut();
            Start = At = At + begin + length;
            Leave(length);
        }
        else if (step == JsonStep.Item)
        {
            Start = _rows == 0 ? At + begin : Start;
            Take(begin + length, 1);
        }
        else if (step == JsonStep.End)
        {
            var rest = Held.AsSpan(At + begin + 1, End - At - begin - 1);
            Finish(Broken ?? (rest.IndexOfAnyExcept(" \t\r\n"u8) >= 0 ? Text($"goes on after the end of its array, behind item {_number - 1}; that was not read") : null));
        }
        else if (AtEnd)
        {
            Finish(Broken ?? Text($"ends within its array, at item {_number}; what came before was read"));
        }
        else if (End - At > settings.LongestRow)
        {
            // Where the next item would begin cannot be told from inside one that is never closed.
            Finish(Text($"item {_number} is not closed within {settings.LongestRow:N0} bytes; what came before was read"));
        }
        else
        {
            // An item is looked through from its start again, so it must have grown by as much as there was of it.
            for (var target = Math.Max(1 << 12, (End - At) * 2L); End - At < target && !AtEnd;)
            {
                Fill(_unit, _number);
            }
        }
    }

    private void Take(int length, int rows)
    {
        At += length;
        _rows += rows;
        _number++;
        if (_rows >= settings.RowsPerBlock || At - Start >= settings.BytesPerBlock)
        {
            Cut();
        }
    }

    /// <summary>Makes a block of the rows gathered so far.</summary>
    private void Cut()
    {
        if (_rows > 0)
        {
            _ready.Enqueue(new Block(_unit, _first, _number - 1, _rows, Held.AsSpan(Start, At - Start).ToArray()));
        }

        (Start, _first, _rows) = (At, _number, 0);
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

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
