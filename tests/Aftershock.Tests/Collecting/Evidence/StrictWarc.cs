using System.Text;
using System.Text.RegularExpressions;

namespace Aftershock.Tests.Collecting.Evidence;

/// <summary>Reads one WARC record by the letter of the standard (ISO 28500:2017), sharing no code with what writes it.</summary>
internal sealed partial class StrictWarc
{
    private static readonly string[] s_needed = ["WARC-Record-ID", "Content-Length", "WARC-Date", "WARC-Type"];

    private StrictWarc(Dictionary<string, string> fields, byte[] block) => (Fields, Block) = (fields, block);

    public Dictionary<string, string> Fields { get; }

    public byte[] Block { get; }

    /// <summary>The block without its HTTP head, for a response.</summary>
    public byte[] Payload
    {
        get
        {
            if (Fields["WARC-Type"] != "response")
            {
                return Block;
            }

            var text = Encoding.Latin1.GetString(Block);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            Assert.True(end > 0, "a response begins with an HTTP head");
            var lines = text[..end].Split("\r\n");
            Assert.Matches(@"^HTTP/1\.1 \d{3} .*$", lines[0]);
            Assert.All(lines[1..], l => Assert.Matches(@"^[A-Za-z-]+: .*$", l));
            return Block[(end + 4)..];
        }
    }

    public static StrictWarc Parse(byte[] record)
    {
        var text = Encoding.Latin1.GetString(record);
        Assert.StartsWith("WARC/1.1\r\n", text, StringComparison.Ordinal);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        Assert.True(end > 0, "the head ends with an empty line");
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in text[10..end].Split("\r\n"))
        {
            var match = NamedField().Match(line);
            Assert.True(match.Success, $"no named field: {line}");
            Assert.True(fields.TryAdd(match.Groups[1].Value, match.Groups[2].Value), $"{match.Groups[1].Value} is repeated");
        }

        Assert.All(s_needed, name => Assert.Contains(name, fields.Keys));
        Assert.Matches("^<urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}>$", fields["WARC-Record-ID"]);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$", fields["WARC-Date"]);
        Assert.Contains(fields["WARC-Type"], (string[])["response", "resource", "metadata", "warcinfo"]);
        var length = int.Parse(fields["Content-Length"], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(record.Length, end + 4 + length + 4);
        Assert.EndsWith("\r\n\r\n", text, StringComparison.Ordinal);
        var parsed = new StrictWarc(fields, record[(end + 4)..(end + 4 + length)]);
        if (fields["WARC-Type"] is not "warcinfo")
        {
            Assert.Matches(@"^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]+$", fields["WARC-Target-URI"]);
        }

        if (fields["WARC-Type"] is "response" or "resource")
        {
            Assert.Equal(DigestOf(parsed.Payload), fields["WARC-Payload-Digest"]);
        }

        if (fields.TryGetValue("WARC-Block-Digest", out var digest))
        {
            Assert.Equal(DigestOf(parsed.Block), digest);
        }

        return parsed;
    }

    /// <summary>Base 32 by bits in a string, so that no code is shared with what is tested.</summary>
    private static string DigestOf(byte[] bytes)
    {
        var bits = string.Concat(System.Security.Cryptography.SHA256.HashData(bytes).Select(b => Convert.ToString(b, 2).PadLeft(8, '0'))).PadRight(260, '0');
        return "sha256:" + string.Concat(bits.Chunk(5).Select(five => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[Convert.ToInt32(new string(five), 2)])) + "====";
    }

    [GeneratedRegex(@"^([!#$%&'*+\-.^_`|~0-9A-Za-z]+): (\S.*)$")]
    private static partial Regex NamedField();
}
