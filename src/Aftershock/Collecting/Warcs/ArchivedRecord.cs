using System.Globalization;
using System.Text;

namespace Aftershock.Collecting.Warcs;

/// <summary>One record of an archive, or a place where none could be read.</summary>
/// <param name="Number">Counts from 1 within the file.</param>
/// <param name="Fields">Its named fields; of one that is repeated the first. Null where no record could be read.</param>
/// <param name="Block">Valid until the next record is asked for; empty when it was too long to be kept.</param>
/// <param name="Trouble">What is wrong with it or with this place; null when nothing is.</param>
/// <param name="IsWhole">Whether the block is all that was archived.</param>
internal sealed record ArchivedRecord(long Number, IReadOnlyDictionary<string, string>? Fields, ReadOnlyMemory<byte> Block, string? Trouble, bool IsWhole)
{
    public string this[string field] => Fields!.GetValueOrDefault(field, "");

    public string Type => this["WARC-Type"].ToLowerInvariant();

    /// <summary>The address, without the brackets and blanks that some programs leave around and in it.</summary>
    public string Address
    {
        get
        {
            var address = this["WARC-Target-URI"].Trim();
            address = address.Length > 1 && address[0] == '<' && address[^1] == '>' ? address[1..^1].Trim() : address;
            return address.Any(c => c <= ' ' || c == '\u007f')
                ? string.Concat(address.Select(c => c <= ' ' || c == '\u007f' ? $"%{(int)c:X2}" : c.ToString()))
                : address;
        }
    }

    /// <summary>Reads the lines of fields; a line that begins with a blank goes on with the one before, a line that is none is left out.</summary>
    public static Dictionary<string, string> ReadFields(ReadOnlySpan<byte> lines)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string? last = null;
        foreach (var range in lines.Split((byte)'\n'))
        {
            var line = Encoding.UTF8.GetString(lines[range].TrimEnd("\r"u8));
            if (line.Length > 0 && line[0] is ' ' or '\t' && last is not null)
            {
                fields[last] += " " + line.Trim();
            }
            else if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                last = line[..colon].Trim();
                if (!fields.TryAdd(last, line[(colon + 1)..].Trim()))
                {
                    last = null;
                }
            }
        }

        return fields;
    }

    /// <summary>The length that the fields tell; null when they tell none that can be.</summary>
    public static long? LengthOf(Dictionary<string, string> fields) =>
        fields.TryGetValue("Content-Length", out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null;
}
