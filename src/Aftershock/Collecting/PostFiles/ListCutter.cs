using System.Buffers;
using System.Globalization;
using System.Text;

namespace Aftershock.Collecting.PostFiles;

/// <summary>Where in an object the lists of rows stand.</summary>
internal sealed record JsonShape
{
    /// <summary>Lists under these keys hold rows; null when every list at the top does.</summary>
    public IReadOnlyList<string>? Lists { get; init; }

    /// <summary>Whether each list's key belongs to its rows (a group's name) and all lists are read; otherwise the first is, and the others are told.</summary>
    public bool KeyIsHead { get; init; }

    /// <summary>Objects, or lists of objects, that are gone into.</summary>
    public IReadOnlyList<string> Into { get; init; } = [];

    /// <summary>Texts and numbers of the object around a list that its rows are read by; as one JSON object they are its head.</summary>
    public IReadOnlyList<string> HeadKeys { get; init; } = [];

    public string Unit { get; init; } = BlockPlace.Item;
}

/// <summary>Cuts the lists that stand within one JSON object into blocks of their items, skipping the rest unread.</summary>
internal sealed class ListCutter(Stream content, PostFileSettings settings, JsonShape shape) : IBlocks
{
    /// <summary>A key or a name is never as long.</summary>
    private const int LongestKey = 1 << 12;

    private const int Deepest = 8;

    private static readonly SearchValues<byte> s_endOfScalar = SearchValues.Create(" \t\r\n,}"u8);

    private byte[] _buffer = new byte[1 << 17];
    private int _start;
    private int _at;
    private int _end;
    private bool _atEnd;
    private bool _isStopped;
    private string? _broken;
    private long _number = 1;
    private int _lists;
    private readonly List<string> _others = [];
    private IEnumerator<Block>? _blocks;

    public Block? Next()
    {
        _blocks ??= All().GetEnumerator();
        return _blocks.MoveNext() ? _blocks.Current : null;
    }

    private IEnumerable<Block> All()
    {
        var first = Peek(commas: false);
        if (first < 0)
        {
            yield return Stop("is empty; expected posts");
        }
        else if (first == '{')
        {
            _at++;
            foreach (var block in Members(0))
            {
                yield return block;
            }
        }

        if (!_isStopped && _lists == 0)
        {
            yield return Fault($"holds no list {(shape.Lists is null ? "of posts" : $"under the key {string.Join(" or ", shape.Lists)}")}");
        }
        else if (!_isStopped && Peek(commas: false) >= 0)
        {
            yield return Fault("goes on after the end of its object; that was not read");
        }

        if (_others.Count > 0)
        {
            yield return new Block(shape.Unit, _number, _number, 0, default) { Note = $"keys beside the list, not read: {string.Join(", ", _others)}" };
        }
    }

    private IEnumerable<Block> Members(int depth)
    {
        var head = new Dictionary<string, string>(StringComparer.Ordinal);
        while (!_isStopped)
        {
            var next = Peek(commas: true);
            if (next == '}')
            {
                _at++;
                yield break;
            }

            if (next != '"' || Text() is not { } key || (next = Peek(commas: false)) != ':')
            {
                yield return Stop(next < 0 ? "ends within its object; what came before was read" : Text($"is not JSON behind {shape.Unit} {_number - 1}; what came before was read"));
                yield break;
            }

            _at++;
            next = Peek(commas: false);
            if (next == '{' && depth < Deepest && shape.Into.Contains(key))
            {
                _at++;
                foreach (var block in Members(depth + 1))
                {
                    yield return block;
                }
            }
            else if (next == '[' && depth < Deepest && shape.Into.Contains(key))
            {
                _at++;
                foreach (var block in Inner(depth + 1))
                {
                    yield return block;
                }
            }
            else if (next == '[' && IsList(key, depth))
            {
                _at++;
                _lists++;
                foreach (var block in Items(shape.KeyIsHead ? key : shape.HeadKeys.Count > 0 ? AsJson(head) : null))
                {
                    yield return block;
                }
            }
            else if (shape.HeadKeys.Contains(key) && next is '"' or '-' or (>= '0' and <= '9'))
            {
                if (Scalar(next) is { } value)
                {
                    head[key] = value;
                }
                else
                {
                    yield return Stop(Text($"is not JSON at the key {key}; what came before was read"));
                }
            }
            else
            {
                if (depth == 0 && shape.HeadKeys.Count == 0 && _others.Count < 20)
                {
                    _others.Add(key);
                }

                if (!SkipValue())
                {
                    yield return Stop(Text($"ends within the key {key}; what came before was read"));
                }
            }
        }
    }

    private bool IsList(string key, int depth)
    {
        if (shape.Lists is { } named)
        {
            return named.Contains(key);
        }

        if (depth > 0 || (_lists > 0 && !shape.KeyIsHead))
        {
            return false;
        }

        // A list of texts or numbers holds no rows.
        _start = _at;
        while (true)
        {
            var rest = _buffer.AsSpan(_at + 1, _end - _at - 1);
            var first = rest.IndexOfAnyExcept(" \t\r\n"u8);
            if (first >= 0 || _atEnd || rest.Length > LongestKey)
            {
                return first >= 0 && (rest[first] == '{' || (rest[first] == ']' && shape.KeyIsHead));
            }

            Fill();
        }
    }

    /// <summary>The objects of a list that is gone into.</summary>
    private IEnumerable<Block> Inner(int depth)
    {
        while (!_isStopped)
        {
            var next = Peek(commas: true);
            if (next == ']')
            {
                _at++;
                yield break;
            }

            if (next == '{')
            {
                _at++;
                foreach (var block in Members(depth))
                {
                    yield return block;
                }
            }
            else if (next < 0 || !SkipValue())
            {
                yield return Stop("ends within a list; what came before was read");
            }
        }
    }

    private IEnumerable<Block> Items(string? head)
    {
        var first = _number;
        var rows = 0;
        _start = _at;
        while (true)
        {
            var step = JsonItems.Next(_buffer.AsSpan(_at, _end - _at), out var begin, out var length);
            var isTooLong = step == JsonStep.Item && length > settings.LongestRow;
            if (rows > 0 && (step == JsonStep.End || isTooLong || rows >= settings.RowsPerBlock || _at - _start >= settings.BytesPerBlock || (step == JsonStep.Incomplete && (_atEnd || _end - _at > settings.LongestRow))))
            {
                yield return new Block(shape.Unit, first, _number - 1, rows, _buffer.AsSpan(_start, _at - _start).ToArray()) { Head = head };
                rows = 0;
            }

            if (rows == 0)
            {
                (_start, first) = (_at, _number);
            }

            if (step == JsonStep.End)
            {
                _start = _at += begin + 1;
                yield break;
            }

            if (isTooLong)
            {
                yield return new Block(shape.Unit, _number, _number, 1, default, Text($"{length:N0} bytes in one {shape.Unit}; at most {settings.LongestRow:N0} are read"), IsRow: true);
                _start = _at += begin + length;
                first = ++_number;
            }
            else if (step == JsonStep.Item)
            {
                _start = rows == 0 ? _at + begin : _start;
                _at += begin + length;
                _number++;
                rows++;
            }
            else if (_atEnd)
            {
                yield return Stop(Text($"ends within its list, at {shape.Unit} {_number}; what came before was read"));
                yield break;
            }
            else if (_end - _at > settings.LongestRow)
            {
                yield return Stop(Text($"{shape.Unit} {_number} is not closed within {settings.LongestRow:N0} bytes; what came before was read"));
                yield break;
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
    }

    /// <summary>The next byte that is no white space, without taking it; -1 at the end.</summary>
    private int Peek(bool commas)
    {
        while (true)
        {
            var rest = _buffer.AsSpan(_at, _end - _at);
            var skip = commas ? rest.IndexOfAnyExcept(" \t\r\n,"u8) : rest.IndexOfAnyExcept(" \t\r\n"u8);
            if (skip >= 0)
            {
                _at += skip;
                return _buffer[_at];
            }

            if (_atEnd)
            {
                _at = _end;
                return -1;
            }

            _start = _at = _end;
            Fill();
        }
    }

    /// <summary>Takes a string; null when it is none, or longer than a key can be.</summary>
    private string? Text()
    {
        while (true)
        {
            var step = JsonItems.Next(_buffer.AsSpan(_at, _end - _at), out var begin, out var length);
            if (step == JsonStep.Item && length <= LongestKey)
            {
                var text = _buffer.AsSpan(_at + begin, length);
                _start = _at += begin + length;
                return Unquoted(text);
            }

            if (step != JsonStep.Incomplete || _atEnd || _end - _at > LongestKey)
            {
                return null;
            }

            _start = _at;
            Fill();
        }
    }

    private static string? Unquoted(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new System.Text.Json.Utf8JsonReader(text);
            return reader.Read() && reader.TokenType == System.Text.Json.JsonTokenType.String ? reader.GetString() : Encoding.UTF8.GetString(text);
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private string? Scalar(int first)
    {
        if (first == '"')
        {
            return Text();
        }

        _start = _at;
        while (_end - _at < 64 && !_atEnd)
        {
            Fill();
        }

        var length = _buffer.AsSpan(_at, Math.Min(64, _end - _at)).IndexOfAny(s_endOfScalar);
        if (length < 0)
        {
            return null;
        }

        var text = Encoding.ASCII.GetString(_buffer, _at, length);
        _start = _at += length;
        return text;
    }

    /// <summary>Steps over one value of any length without holding it.</summary>
    private bool SkipValue()
    {
        var depth = 0;
        var inText = false;
        var isEscaped = false;
        while (true)
        {
            for (; _at < _end; _at++)
            {
                var b = _buffer[_at];
                if (inText)
                {
                    inText = isEscaped || b != '"';
                    isEscaped = !isEscaped && b == '\\';
                }
                else if (b is (byte)'{' or (byte)'[')
                {
                    depth++;
                }
                else if (b is (byte)'}' or (byte)']')
                {
                    if (depth == 0)
                    {
                        return true;
                    }

                    depth--;
                }
                else if (b == '"')
                {
                    inText = true;
                }
                else if (b == ',' && depth == 0)
                {
                    return true;
                }
            }

            if (_atEnd)
            {
                return false;
            }

            _start = _at;
            Fill();
        }
    }

    private static string AsJson(Dictionary<string, string> head) => System.Text.Json.JsonSerializer.Serialize(head);

    private Block Stop(string reason)
    {
        _isStopped = true;
        return Fault(_broken ?? reason);
    }

    private Block Fault(string reason) => new(shape.Unit, _number, _number, 0, default, reason);

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
            _broken = Text($"{e.Message}; what came before {shape.Unit} {_number} was read");
            _atEnd = true;
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
