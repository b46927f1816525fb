using System.Text;

namespace Aftershock.Storage.Searching;

/// <summary>Writes a text's tokens as UTF-8 with spaces between, as they are indexed. Reusable; not thread safe.</summary>
internal sealed class SearchText
{
    private readonly Tokenizer _tokenizer = new();
    private byte[] _buffer = new byte[16384];

    /// <summary>Valid until the next call.</summary>
    public ReadOnlySpan<byte> Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return [];
        }

        var writer = new Writer { Buffer = _buffer };
        _tokenizer.Run(text, ref writer);
        _buffer = writer.Buffer;
        return _buffer.AsSpan(0, writer.Length);
    }

    private struct Writer : ITokenSink
    {
        public byte[] Buffer;
        public int Length;

        public void Add(ReadOnlySpan<char> token, TokenKind kind, int start, int end, int next)
        {
            if (Length + (token.Length * 3) + 1 > Buffer.Length)
            {
                Array.Resize(ref Buffer, Buffer.Length * 2);
            }

            if (Length > 0)
            {
                Buffer[Length++] = (byte)' ';
            }

            Length += Encoding.UTF8.GetBytes(token, Buffer.AsSpan(Length));
        }
    }
}
