namespace Aftershock.Collecting.Warcs;

/// <summary>Reads the records of one archive, WARC/0.17 to 1.1, and finds the next one behind whatever is damaged.</summary>
/// <remarks>
/// A length is believed when a record, or the end, stands where it says. Else the record ends where the next begins. A
/// record too long to be kept is stepped over by its length alone: looked through, it could pass off a part of itself,
/// which a stranger wrote, for records.
/// </remarks>
internal sealed class WarcRecords(WarcInput input, WarcSettings settings)
{
    private const int Chunk = 1 << 16;

    private byte[] _buffer = new byte[Chunk * 4];
    private int _start;
    private int _end;
    private bool _ended;
    private string? _broken;
    private int _damaged;
    private long _number;

    /// <summary>The first bytes of the file, decompressed; at most nine.</summary>
    public byte[] Beginning()
    {
        Fill(9);
        return _buffer[_start..Math.Min(_start + 9, _end)];
    }

    /// <summary>To be asked for once.</summary>
    public IEnumerable<ArchivedRecord> All()
    {
        while (true)
        {
            SkipBlank();
            if (_start == _end)
            {
                if (_broken is not { } how)
                {
                    yield break;
                }

                _damaged++;
                var goesOn = _damaged <= settings.DamagedInARow && input.TryResume();
                yield return Told($"{how}; {(goesOn ? "it was read on from the next member" : "what follows was not read")}", whole: goesOn);
                if (!goesOn)
                {
                    yield break;
                }

                (_broken, _ended) = (null, false);
                continue;
            }

            yield return AtMark() ? ReadRecord() : SkipToMark();
        }
    }

    private ArchivedRecord Told(string trouble, bool whole = true) => new(_number + 1, null, default, trouble, whole);

    private ArchivedRecord ReadRecord()
    {
        _number++;
        var head = HeadLength();
        if (head < 0)
        {
            Skip(5);
            SkipToMark();
            return new ArchivedRecord(_number, null, default, "has no end of its fields; expected an empty line behind them", true);
        }

        _damaged = 0;
        var fields = ArchivedRecord.ReadFields(_buffer.AsSpan(_start, head));
        Skip(head);
        var length = ArchivedRecord.LengthOf(fields);
        if (length > settings.LongestPage)
        {
            var left = SkipLong(length.Value);
            return new ArchivedRecord(_number, fields, default, left == 0
                ? $"is longer than {settings.LongestPage >> 20} MB; it was not read"
                : $"tells a length of {length} bytes, which the file does not hold; what follows was not read", false);
        }

        var told = (int)(length ?? 0);
        var complete = Fill(told);
        if (complete && length is not null && FollowedWell(told))
        {
            return Take(fields, told, null, true);
        }

        return Recover(fields, length, complete);
    }

    /// <summary>Where the length is wrong the record ends before the next mark, or at the end.</summary>
    private ArchivedRecord Recover(Dictionary<string, string> fields, long? length, bool complete)
    {
        var searched = 0;
        while (true)
        {
            var mark = NextMark(searched);
            if (mark >= 0)
            {
                var block = _buffer.AsSpan(_start, mark);
                var end = block.EndsWith("\r\n\r\n"u8) ? mark - 4 : block.EndsWith("\n\n"u8) ? mark - 2 : mark;
                return Take(fields, end, $"tells {(length is null ? "no length" : $"a length of {length} bytes")} and ends after {end}, where the next record begins", true);
            }

            searched = Math.Max(0, _end - _start - 16);
            if (_end - _start > settings.LongestPage || !Fill(_end - _start + Chunk))
            {
                break;
            }
        }

        if (_end - _start > settings.LongestPage)
        {
            SkipToMark();
            return new ArchivedRecord(_number, fields, default, "tells a wrong length, and no record begins behind it for long; it was not read", false);
        }

        // The end came first: either the file was cut off, or the length was told wrong on its last record.
        var rest = _end - _start;
        return complete && length is not null
            ? Take(fields, (int)length, $"is followed by {rest - length} bytes that are no record; they were left", true, rest)
            : Take(fields, rest, length is null ? "tells no length" : $"is cut off after {rest} of {length} bytes", length is null, rest);
    }

    private ArchivedRecord Take(Dictionary<string, string> fields, int length, string? trouble, bool whole, int? skip = null)
    {
        var block = _buffer.AsMemory(_start, length);
        _start += skip ?? length; // Not Skip, which may fill and move what the block lies in.
        return new ArchivedRecord(_number, fields, block, trouble, whole);
    }

    /// <summary>Whether what stands behind the block is a record, or the end.</summary>
    private bool FollowedWell(int block)
    {
        var at = block;
        while (Fill(at + 1) && _buffer[_start + at] is (byte)'\r' or (byte)'\n' or 0)
        {
            if (++at > block + 64)
            {
                return false;
            }
        }

        return !Fill(at + 1) ? _broken is null || at > block : Fill(at + 5) && _buffer.AsSpan(_start + at, 5).SequenceEqual("WARC/"u8);
    }

    private ArchivedRecord SkipToMark()
    {
        long skipped = 0;
        while (true)
        {
            var mark = NextMark(0);
            var step = mark >= 0 ? mark : Math.Max(0, _end - _start - 16);
            _start += step;
            skipped += step;
            if (mark >= 0)
            {
                return Told($"{skipped} bytes before it are no record; they were left");
            }

            if (!Fill(_end - _start + Chunk))
            {
                skipped += _end - _start;
                _start = _end;
                return Told($"{skipped} bytes at the end are no record; they were left");
            }
        }
    }

    /// <summary>Where, from <paramref name="from"/> on, a line begins that may begin a record; -1 when the buffer holds none.</summary>
    private int NextMark(int from)
    {
        while (true)
        {
            var found = _buffer.AsSpan(_start + from, _end - _start - from).IndexOf("\nWARC/"u8);
            if (found < 0)
            {
                return -1;
            }

            var mark = _buffer.AsSpan(_start + from + found, Math.Min(11, _end - _start - from - found));
            if (mark.Length > 9 && mark[6] is (byte)'0' or (byte)'1' && mark[7] == '.' && char.IsAsciiDigit((char)mark[8]))
            {
                return from + found + 1;
            }

            from += found + 1;
        }
    }

    private bool AtMark() => Fill(8) && _buffer.AsSpan(_start, 5).SequenceEqual("WARC/"u8) && char.IsAsciiDigit((char)_buffer[_start + 5]) && _buffer[_start + 6] == '.';

    /// <summary>Length of version and fields with the empty line behind them; -1 when there is none within the limit.</summary>
    private int HeadLength()
    {
        var searched = 0;
        while (true)
        {
            var head = _buffer.AsSpan(_start, Math.Min(_end - _start, settings.LongestHead));
            for (var at = searched; at < head.Length; at++)
            {
                var line = head[at..].IndexOf((byte)'\n');
                if (line < 0)
                {
                    break;
                }

                at += line;
                var next = at + 1 < head.Length && head[at + 1] == '\r' ? at + 2 : at + 1;
                if (next < head.Length && head[next] == '\n')
                {
                    return next + 1;
                }
            }

            searched = Math.Max(0, head.Length - 3);
            if (head.Length >= settings.LongestHead || !Fill(Math.Min(settings.LongestHead, head.Length + 4096)))
            {
                return -1;
            }
        }
    }

    private void SkipBlank()
    {
        while (Fill(1) && _buffer[_start] is (byte)'\r' or (byte)'\n' or 0)
        {
            _start++;
        }
    }

    /// <returns>How many bytes the file lacks.</returns>
    private long SkipLong(long length)
    {
        while (length > 0 && Fill(1))
        {
            var step = (int)Math.Min(length, _end - _start);
            _start += step;
            length -= step;
        }

        return length;
    }

    private void Skip(int bytes) => _start += Math.Min(bytes, _end - _start);

    /// <summary>Has so many bytes in the buffer, if the file holds them.</summary>
    private bool Fill(int bytes)
    {
        while (_end - _start < bytes && !_ended)
        {
            if (_buffer.Length - _start < bytes || _end == _buffer.Length)
            {
                MakeRoom(bytes);
            }

            try
            {
                var read = input.Read(_buffer.AsSpan(_end));
                _end += read;
                _ended = read == 0;
            }
            catch (Exception e) when (e is InvalidDataException or IOException)
            {
                (_broken, _ended) = (e.Message.TrimEnd('.'), true);
            }
        }

        return _end - _start >= bytes;
    }

    /// <summary>Moves what is left to the front; twice as large as asked for, so that this is done once for as many bytes as it moves.</summary>
    private void MakeRoom(int bytes)
    {
        var target = _buffer.Length >= bytes * 2L ? _buffer : new byte[Math.Max(_buffer.Length, (int)Math.Min(bytes * 2L, Array.MaxLength))];
        _buffer.AsSpan(_start, _end - _start).CopyTo(target);
        (_buffer, _start, _end) = (target, 0, _end - _start);
    }
}
