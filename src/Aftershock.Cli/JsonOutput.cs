using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Aftershock.Cli;

/// <summary>Writes JSON documents with letters of every script and emoji as they are.</summary>
internal static class JsonOutput
{
    private static readonly JsonWriterOptions s_indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions s_line = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One document, indented.</summary>
    public static void Write(Terminal terminal, Action<Utf8JsonWriter> document) => Write(terminal, s_indented, document);

    /// <summary>One document of a stream of them, on a line.</summary>
    public static void WriteLine(Terminal terminal, Action<Utf8JsonWriter> document) => Write(terminal, s_line, document);

    /// <summary>What could not be read, as a list of place and reason.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<Rejection> rejections)
    {
        json.WriteStartArray();
        foreach (var rejection in rejections)
        {
            json.WriteStartObject();
            json.WriteString("place", rejection.Place);
            json.WriteString("reason", rejection.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Terminal terminal, JsonWriterOptions options, Action<Utf8JsonWriter> document)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, options))
        {
            document(json);
        }

        terminal.Out.WriteLine(JsonText.Of(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
    }
}

/// <summary>JSON as it leaves the program.</summary>
internal static class JsonText
{
    /// <summary>
    /// The same JSON with every character as it is that the writer escapes beyond need: it leaves Chinese raw and escapes
    /// emoji and wide blanks. Controls and line separators stay escaped, so that a line is a line.
    /// </summary>
    public static string Of(ReadOnlySpan<byte> utf8)
    {
        var text = Encoding.UTF8.GetString(utf8);
        var at = text.IndexOf("\\u", StringComparison.Ordinal);
        if (at < 0)
        {
            return text;
        }

        var raw = new StringBuilder(text.Length);
        var told = 0;
        for (at = text.IndexOf('\\', StringComparison.Ordinal); at >= 0; at = at < text.Length ? text.IndexOf('\\', at) : -1)
        {
            if (!TryEscape(text, at, out var c) || !(IsPlain(c) || (char.IsHighSurrogate(c) && TryEscape(text, at + 6, out var low) && char.IsLowSurrogate(low))))
            {
                // An escape of one letter, or one that is needed; an escaped backslash hides what follows it.
                at += 2;
                continue;
            }

            raw.Append(text, told, at - told).Append(c);
            at += 6;
            if (char.IsHighSurrogate(c) && TryEscape(text, at, out var second))
            {
                raw.Append(second);
                at += 6;
            }

            told = at;
        }

        return raw.Append(text, told, text.Length - told).ToString();
    }

    private static bool TryEscape(string text, int at, out char c)
    {
        c = default;
        if (at + 6 > text.Length || text[at] != '\\' || text[at + 1] != 'u' || !ushort.TryParse(text.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        c = (char)value;
        return true;
    }

    private static bool IsPlain(char c) =>
        c is not ('"' or '\\') && char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned);
}
