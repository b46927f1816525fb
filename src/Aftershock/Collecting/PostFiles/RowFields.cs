using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Aftershock.Collecting.PostFiles;

/// <summary>Reads the named members of one JSON object, or the named columns of one row of a table, as text.</summary>
/// <remarks>Members of other names are skipped and told; of a name that comes twice the last counts; null is "not told".</remarks>
internal sealed class RowFields(params (string Name, int Field)[] names)
{
    /// <summary>Known, and of no use here: neither read nor told.</summary>
    public const int Passed = -2;

    /// <summary>Parts the texts of a list.</summary>
    public const char ListMark = '\n';

    private readonly (byte[] Name, string Text, int Field)[] _names = [.. names.Select(n => (Encoding.UTF8.GetBytes(n.Name), n.Name, n.Field))];

    public int Count { get; } = names.Max(n => n.Field) + 1;

    /// <summary>Fields in which a number is not taken for text.</summary>
    public IReadOnlyCollection<int> TextOnly { get; init; } = [];

    /// <summary>Fields that may hold a list of texts, parted by <see cref="ListMark"/>.</summary>
    public IReadOnlyCollection<int> Lists { get; init; } = [];

    public IEnumerable<string> Names => _names.Select(n => n.Text);

    /// <summary>The same fields with some read from columns of other names; those are then not read from their own.</summary>
    public RowFields Renamed(IReadOnlyDictionary<string, string> columns)
    {
        var given = columns.ToDictionary(c => _names.First(n => n.Text == c.Key).Field, c => c.Value);
        return new RowFields([.. _names.Where(n => !given.ContainsKey(n.Field) && !given.ContainsValue(n.Text)).Select(n => (n.Text, n.Field)), .. given.Select(g => (g.Value, g.Key))])
        {
            TextOnly = TextOnly,
            Lists = Lists,
        };
    }

    /// <param name="row">One line or item.</param>
    /// <param name="values">Filled with the text of each field; numbers as they are written, null where there is none or it is blank.</param>
    /// <param name="unread">Told of the members that are not read.</param>
    /// <param name="reason">What was found instead of a row.</param>
    /// <param name="warning">What is odd about a row that was read; null when nothing is.</param>
    public bool TryRead(ReadOnlySpan<byte> row, string?[] values, UnreadKeys unread, out string reason, out string? warning)
    {
        Array.Clear(values);
        reason = "";
        warning = null;
        row = row.StartsWith("\uFEFF"u8) ? row[3..] : row;
        if (!Utf8.IsValid(row))
        {
            reason = NotUtf8;
            return false;
        }

        if (row.Contains((byte)0))
        {
            reason = "holds a NUL byte; expected one JSON object";
            return false;
        }

        try
        {
            return TryReadObject(row, values, unread, out reason, ref warning);
        }
        catch (JsonException e)
        {
            reason = $"is not JSON at byte {e.BytePositionInLine ?? 0}; expected one JSON object";
        }
        catch (InvalidOperationException)
        {
            reason = "holds half of a surrogate pair; expected text";
        }

        return false;
    }

    public const string NotUtf8 = "is not UTF-8";

    /// <summary>Which field each column of a table is; -1 for a column that is none.</summary>
    public int[] Columns(IEnumerable<string> header) => [.. header.Select(h => _names.Where(n => n.Text.Equals(h.Trim(), StringComparison.OrdinalIgnoreCase)).Select(n => (int?)n.Field).FirstOrDefault() ?? -1)];

    /// <summary>As <see cref="TryRead(ReadOnlySpan{byte}, string?[], UnreadKeys, out string, out string)"/>, for a row of a table.</summary>
    public static bool TryRead(IReadOnlyList<string> cells, IReadOnlyList<string> header, int[] columns, string?[] values, UnreadKeys unread, out string reason)
    {
        Array.Clear(values);
        if (cells.Count > columns.Length)
        {
            reason = $"has {cells.Count} cells; the header has {columns.Length}";
            return false;
        }

        reason = "";
        for (var i = 0; i < cells.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(cells[i]))
            {
                continue;
            }

            if (columns[i] >= 0)
            {
                values[columns[i]] = cells[i].Replace('\0', '\uFFFD');
            }
            else if (columns[i] != Passed)
            {
                unread.Add(header[i]);
            }
        }

        return true;
    }

    private bool TryReadObject(ReadOnlySpan<byte> row, string?[] values, UnreadKeys unread, out string reason, ref string? warning)
    {
        var seen = 0L;
        var reader = new Utf8JsonReader(row);
        reason = "is no JSON object";
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = IndexOf(ref reader);
            var field = index < 0 ? -1 : _names[index].Field;
            if (field < 0)
            {
                unread.StepOver(ref reader, isTold: field != Passed);
                continue;
            }

            var name = _names[index].Text;
            warning = (seen & (1L << index)) != 0 ? $"names \"{name}\" twice; the last was taken" : warning;
            seen |= 1L << index;
            reader.Read();
            switch (reader.TokenType)
            {
                case JsonTokenType.String:
                    values[field] = Text(ref reader) ?? values[field];
                    break;
                case JsonTokenType.Number when !TextOnly.Contains(field):
                    values[field] = Encoding.UTF8.GetString(reader.ValueSpan);
                    break;
                case JsonTokenType.Null:
                    break;
                case JsonTokenType.StartArray when Lists.Contains(field) && TryReadList(ref reader, out var texts):
                    values[field] = texts.Count > 0 ? string.Join(ListMark, texts) : null;
                    break;
                default:
                    reason = $"{name} is {NameOf(reader.TokenType)}; expected {(Lists.Contains(field) ? "a list of texts" : "text")}";
                    return false;
            }
        }

        if (reader.Read())
        {
            return false;
        }

        reason = "";
        return true;
    }

    /// <summary>NUL cannot be kept in every store; one character stands for one, so that spans hold.</summary>
    private static string? Text(ref Utf8JsonReader reader)
    {
        var text = reader.GetString()!.Replace('\0', '\uFFFD');
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    private static bool TryReadList(ref Utf8JsonReader reader, out List<string> texts)
    {
        texts = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            if (Text(ref reader) is { } text)
            {
                texts.Add(text.Replace(ListMark, ' '));
            }
        }

        return reader.TokenType == JsonTokenType.EndArray;
    }

    private int IndexOf(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < _names.Length; i++)
        {
            if (reader.ValueTextEquals(_names[i].Name))
            {
                return i;
            }
        }

        return -1;
    }

    private static string NameOf(JsonTokenType type) => type switch
    {
        JsonTokenType.StartArray => "an array",
        JsonTokenType.StartObject => "an object",
        JsonTokenType.Number => "a number",
        _ => "a truth value",
    };
}

/// <summary>The keys of a block's rows that nothing reads, with how many rows tell something under them.</summary>
internal sealed class UnreadKeys
{
    /// <summary>Rows of rubbish have no end of keys.</summary>
    private const int Most = 200;

    private const int LongestName = 80;

    private readonly List<(byte[] Name, string Text, int Rows)> _keys = [];

    public IReadOnlyDictionary<string, int> All => _keys.ToDictionary(k => k.Text, k => k.Rows);

    /// <summary>Steps over the member whose name was just read; one that is null tells nothing.</summary>
    public void StepOver(ref Utf8JsonReader reader, bool isTold)
    {
        var at = isTold ? IndexOf(ref reader) : -1;
        reader.Read();
        if (at >= 0 && reader.TokenType != JsonTokenType.Null)
        {
            _keys[at] = _keys[at] with { Rows = _keys[at].Rows + 1 };
        }
        else if (at >= 0 && _keys[at].Rows == 0)
        {
            _keys.RemoveAt(at);
        }

        reader.Skip();
    }

    public void Add(string name)
    {
        name = name.Trim();
        var at = _keys.FindIndex(k => k.Text == name);
        if (at >= 0)
        {
            _keys[at] = _keys[at] with { Rows = _keys[at].Rows + 1 };
        }
        else if (_keys.Count < Most && name.Length <= LongestName)
        {
            _keys.Add((Encoding.UTF8.GetBytes(name), name, 1));
        }
    }

    private int IndexOf(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < _keys.Count; i++)
        {
            if (reader.ValueTextEquals(_keys[i].Name))
            {
                return i;
            }
        }

        if (_keys.Count == Most || reader.ValueSpan.Length > LongestName)
        {
            return -1;
        }

        var name = reader.GetString()!;
        _keys.Add((Encoding.UTF8.GetBytes(name), name, 0));
        return _keys.Count - 1;
    }
}
