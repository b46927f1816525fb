using System.Buffers;

namespace Aftershock.Collecting.PostFiles;

internal enum JsonStep
{
    Item,

    /// <summary>The array ends here.</summary>
    End,

    /// <summary>More bytes are needed to tell.</summary>
    Incomplete,
}

/// <summary>Finds the items of a JSON array without reading them, so that a broken one spoils itself alone.</summary>
internal static class JsonItems
{
    private static readonly SearchValues<byte> s_endOfScalar = SearchValues.Create(" \t\r\n,]"u8);

    /// <summary>Finds the next item, stepping over commas and white space.</summary>
    /// <param name="begin">Where the item, or the closing bracket, begins.</param>
    /// <param name="length">Length of the item.</param>
    public static JsonStep Next(ReadOnlySpan<byte> bytes, out int begin, out int length)
    {
        length = 0;
        begin = bytes.IndexOfAnyExcept(" \t\r\n,"u8);
        if (begin < 0)
        {
            begin = bytes.Length;
            return JsonStep.Incomplete;
        }

        var item = bytes[begin..];
        if (item[0] == (byte)']')
        {
            return JsonStep.End;
        }

        length = item[0] is (byte)'{' or (byte)'[' ? Nested(item) : item[0] == (byte)'"' ? Quoted(item) : item.IndexOfAny(s_endOfScalar);
        return length <= 0 ? JsonStep.Incomplete : JsonStep.Item;
    }

    /// <summary>Length up to the bracket that closes the first; 0 when it is not there yet.</summary>
    private static int Nested(ReadOnlySpan<byte> item)
    {
        var depth = 0;
        for (var i = 0; i < item.Length; i++)
        {
            switch (item[i])
            {
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                case (byte)'}' or (byte)']':
                    if (--depth == 0)
                    {
                        return i + 1;
                    }

                    break;
                case (byte)'"':
                    var text = Quoted(item[i..]);
                    if (text == 0)
                    {
                        return 0;
                    }

                    i += text - 1;
                    break;
            }
        }

        return 0;
    }

    /// <summary>Length of a string with its quotes; a raw newline, which no string may hold, ends a broken one.</summary>
    private static int Quoted(ReadOnlySpan<byte> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            var next = text[i..].IndexOfAny((byte)'"', (byte)'\\', (byte)'\n');
            if (next < 0)
            {
                return 0;
            }

            i += next;
            if (text[i] != (byte)'\\')
            {
                return i + 1;
            }

            i++;
        }

        return 0;
    }
}
