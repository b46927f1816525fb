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
internal sealed class ListCutter(Stream content, PostFileSettings settings, JsonShape shape) : HeldBytes(content), IBlocks
{
    /// <summary>A key or a name is never as long.</summary>
    private const int LongestKey = 1 << 12;

    private const int Deepest = 8;

    private static readonly SearchValues<byte> s_endOfScalar = SearchValues.Create(" \t\r\n,}"u8);

    private bool _isStopped;
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
            At++;
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
                At++;
                yield break;
            }

            if (next != '"' || Text() is not { } key || (next = Peek(commas: false)) != ':')
            {
                yield return Stop(next < 0 ? "ends within its object; what came before was read" : Text($"is not JSON behind {shape.Unit} {_number - 1}; what came before was read"));
                yield break;
            }

            At++;
            next = Peek(commas: false);
            if (next == '{' && depth < Deepest && shape.Into.Contains(key))
            {
                At++;
                foreach (var block in Members(depth + 1))
                {
                    yield return block;
                }
            }
            else if (next == '[' && depth < Deepest && shape.Into.Contains(key))
            {
                At++;
                foreach (var block in Inner(depth + 1))
                {
                    yield return block;
                }
            }
            else if (next == '[' && IsList(key, depth))
            {
                At++;
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
        Start = At;
        while (true)
        {
            var rest = Held.AsSpan(At + 1, End - At - 1);
            var first = rest.IndexOfAnyExcept(" \t\r\n"u8);
            if (first >= 0 || AtEnd || rest.Length > LongestKey)
            {
                return first >= 0 && (rest[first] == '{' || (rest[first] == ']' && shape.KeyIsHead));
            }

            Fill(shape.Unit, _number);
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
                At++;
                yield break;
            }

            if (next == '{')
            {
                At++;
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
        Start = At;
        while (true)
        {
            var step = JsonItems.Next(Held.AsSpan(At, End - At), out var begin, out var length);
            var isTooLong = step == JsonStep.Item && length > settings.LongestRow;
            if (rows > 0 && (step == JsonStep.End || isTooLong || rows >= settings.RowsPerBlock || At - Start >= settings.BytesPerBlock || (step == JsonStep.Incomplete && (AtEnd || End - At > settings.LongestRow))))
            {
                yield return new Block(shape.Unit, first, _number - 1, rows, Held.AsSpan(Start, At - Start).ToArray()) { Head = head };
                rows = 0;
            }

            if (rows == 0)
            {
                (Start, first) = (At, _number);
            }

            if (step == JsonStep.End)
            {
                Start = At += begin + 1;
                yield break;
            }

            if (isTooLong)
            {
                yield return new Block(shape.Unit, _number, _number, 1, default, Text($"{length:N0} bytes in one {shape.Unit}; at most {settings.LongestRow:N0} are read"), IsRow: true);
                Start = At += begin + length;
                first = ++_number;
            }
            else if (step == JsonStep.Item)
            {
                Start = rows == 0 ? At + begin : Start;
                At += begin + length;
                _number++;
                rows++;
            }
            else if (AtEnd)
            {
                yield return Stop(Text($"ends within its list, at {shape.Unit} {_number}; what came before was read"));
                yield break;
            }
            else if (End - At > settings.LongestRow)
            {
                yield return Stop(Text($"{shape.Unit} {_number} is not closed within {settings.LongestRow:N0} bytes; what came before was read"));
                yield break;
            }
            else
            {
                // An item is looked through from its start again, so it must have grown by as much as there was of it.
                for (var target = Math.Max(1 << 12, (End - At) * 2L); End - At < target && !AtEnd;)
                {
                    Fill(shape.Unit, _number);
                }
            }
        }
    }

    /// <summary>The next byte that is no white space, without taking it; -1 at the end.</summary>
    private int Peek(bool commas)
    {
        while (true)
        {
            var rest = Held.AsSpan(At, End - At);
            var skip = commas ? rest.IndexOfAnyExcept(" \t\r\n,"u8) : rest.IndexOfAnyExcept(" \t\r\n"u8);
            if (skip >= 0)
            {
                At += skip;
                return Held[At];
            }

            if (AtEnd)
            {
                At = End;
                return -1;
            }

            Start = At = End;
            Fill(shape.Unit, _number);
        }
    }

    /// <summary>Takes a string; null when it is none, or longer than a key can be.</summary>
    private string? Text()
    {
        while (true)
        {
            var step = JsonItems.Next(Held.AsSpan(At, End - At), out var begin, out var length);
            if (step == JsonStep.Item && length <= LongestKey)
            {
                var text = Held.AsSpan(At + begin, length);
                Start = At += begin + length;
                return Unquoted(text);
            }

            if (step != JsonStep.Incomplete || AtEnd || End - At > LongestKey)
            {
                return null;
            }

            Start = At;
            Fill(shape.Unit, _number);
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

        Start = At;
        while (End - At < 64 && !AtEnd)
        {
            Fill(shape.Unit, _number);
        }

        var length = Held.AsSpan(At, Math.Min(64, End - At)).IndexOfAny(s_endOfScalar);
        if (length < 0)
        {
            return null;
        }

        var text = Encoding.ASCII.GetString(Held, At, length);
        Start = At += length;
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
            for (; At < End; At++)
            {
                var b = Held[At];
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

            if (AtEnd)
            {
                return false;
            }

            Start = At;
            Fill(shape.Unit, _number);
        }
    }

    private static string AsJson(Dictionary<string, string> head) => System.Text.Json.JsonSerializer.Serialize(head);

    private Block Stop(string reason)
    {
        _isStopped = true;
        return Fault(Broken ?? reason);
    }

    private Block Fault(string reason) => new(shape.Unit, _number, _number, 0, default, reason);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
