namespace Aftershock.Collecting.Warcs;

/// <summary>The bytes of one archive, decompressed when they are gzip; goes on behind a damaged member where there is another.</summary>
internal sealed class WarcInput : IDisposable
{
    private readonly Stream _file;
    private readonly bool _isGzip;
    private Stream _plain;

    /// <param name="file">A stream that can seek a little, at its first byte; disposed of with this.</param>
    public WarcInput(Stream file)
    {
        _file = file;
        Mark = MarkOf(file);
        _isGzip = Mark is [0x1f, 0x8b, ..];
        _plain = _isGzip ? new CheckedGzipStream(new Unowned(file)) : file;
    }

    /// <summary>The first bytes of the file as they lie there; at most eight.</summary>
    public byte[] Mark { get; }

    /// <summary>Bytes of the file read so far, as they lie there.</summary>
    public long BytesRead => _file.Position;

    /// <exception cref="InvalidDataException">The gzip data is broken here; <see cref="TryResume"/> may go on behind it.</exception>
    public int Read(Span<byte> buffer) => _plain.Read(buffer);

    /// <summary>Goes to the next gzip member behind the damaged one.</summary>
    /// <returns>False when there is none.</returns>
    public bool TryResume()
    {
        if (!_isGzip)
        {
            return false;
        }

        // A stream that cannot seek goes back a little only; a member that begins before that is lost.
        var back = _file is ReplayStream replay ? replay.Earliest : 0;
        _file.Position = Math.Max(((CheckedGzipStream)_plain).MemberStart + 1, back);
        if (!TryFindMember())
        {
            return false;
        }

        _plain = new CheckedGzipStream(new Unowned(_file));
        return true;
    }

    public void Dispose()
    {
        if (_isGzip)
        {
            _plain.Dispose();
        }

        _file.Dispose();
    }

    private static byte[] MarkOf(Stream file)
    {
        var mark = new byte[8];
        var length = file.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return mark[..length];
    }

    private bool TryFindMember()
    {
        try
        {
            return FindMember();
        }
        catch (IOException)
        {
            return false; // The medium itself fails here; that was told already.
        }
    }

    private bool FindMember()
    {
        var buffer = new byte[1 << 15];
        var length = 0;
        while (true)
        {
            var begin = _file.Position - length;
            var read = _file.Read(buffer.AsSpan(length));
            length += read;
            for (var at = 0; at + 4 <= length; at++)
            {
                var next = buffer.AsSpan(at, length - at).IndexOf([(byte)0x1f, (byte)0x8b, (byte)8]);
                if (next < 0 || at + next + 4 > length)
                {
                    break;
                }

                at += next;
                if ((buffer[at + 3] & 0xe0) == 0) // Flags that RFC 1952 knows.
                {
                    _file.Position = begin + at;
                    return true;
                }
            }

            if (read == 0)
            {
                return false;
            }

            var kept = Math.Min(3, length);
            buffer.AsSpan(length - kept, kept).CopyTo(buffer);
            length = kept;
        }
    }

    /// <summary>The same stream, which stays open when a reader of it is disposed of.</summary>
    private sealed class Unowned(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => inner.Position = value;
        }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override int Read(Span<byte> buffer) => inner.Read(buffer);

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
