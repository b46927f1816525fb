using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Aftershock.Collecting.PostFiles;

/// <summary>Reads the named members of one JSON object as text, without building a document.</summary>
/// <remarks>Members of other names are skipped unread; of a name that comes twice the last counts, and it is told; null is "not told".</remarks>
internal sealed class RowFields(params (string Name, int Field)[] names)
{
    private readonly (byte[] Name, string Text, int Field)[] _names = [.. names.Select(n => (Encoding.UTF8.GetBytes(n.Name), n.Name, n.Field))];

    public int Count { get; } = names.Max(n => n.Field) + 1;

    /// <param name="row">One line or item.</param>
    /// <param name="values">Filled with the text of each field; numbers as they are written, null where there is none or it is blank.</param>
    /// <param name="reason">What was found instead of a row.</param>
    /// <param name="warning">Which name came twice; null where each came once.</param>
    public bool TryRead(ReadOnlySpan<byte> row, string?[] values, out string reason, out string? warning)
    {
        Array.Clear(values);
        reason = "";
        warning = null;
        row = row.StartsWith("\uFEFF"u8) ? row[3..] : row;
        if (!Utf8.IsValid(row))
        {
            reason = "is not UTF-8";
            return false;
        }

        if (row.Contains((byte)0))
        {
            reason = "holds a NUL byte; expected one JSON object";
            return false;
        }

        try
        {
            return TryReadObject(row, values, out reason, out warning);
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

    private bool TryReadObject(ReadOnlySpan<byte> row, string?[] values, out string reason, out string? warning)
    {
        warning = null;
        long seen = 0;
        var reader = new Utf8JsonReader(row);
        reason = "is no JSON object";
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = IndexOf(ref reader);
            reader.Read();
            if (index < 0)
            {
                reader.Skip();
                continue;
            }

            var (_, name, field) = _names[index];
            warning = (seen & (1L << index)) != 0 ? $"names \"{name}\" twice; the last was taken" : warning;
            seen |= 1L << index;

            switch (reader.TokenType)
            {
                case JsonTokenType.String:
                    // NUL cannot be kept in every store; one character stands for one, so that spans hold.
                    var text = reader.GetString()!.Replace('\0', '\uFFFD');
                    values[field] = string.IsNullOrWhiteSpace(text) ? values[field] : text;
                    break;
                case JsonTokenType.Number:
                    values[field] = Encoding.UTF8.GetString(reader.ValueSpan);
                    break;
                case JsonTokenType.Null:
                    break;
                default:
                    reason = $"{name} is {NameOf(reader.TokenType)}; expected text";
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
        _ => "a truth value",
    };
}
