namespace Aftershock.Collecting.PostFiles;

/// <summary>A stream whose first bytes can be looked at before they are read.</summary>
internal sealed class HeadStream : Stream
{
    private readonly Stream _inner;
    private readonly byte[] _head;
    private readonly int _length;
    private int _at;
    private Exception? _broken;

    public HeadStream(Stream inner, int length)
    {
        _inner = inner;
        _head = new byte[length];
        try
        {
            int read;
            while (_length < length && (read = inner.Read(_head, _length, length - _length)) > 0)
            {
                _length += read;
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // Told where it is met: what came before can be read.
            _broken = e;
        }
    }

    public ReadOnlySpan<byte> Head => _head.AsSpan(0, _length);

    /// <summary>Leaves out the first bytes, such as a byte order mark.</summary>
    public void Skip(int bytes) => _at = Math.Max(_at, bytes);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_at < _length)
        {
            var count = Math.Min(buffer.Length, _length - _at);
            _head.AsSpan(_at, count).CopyTo(buffer);
            _at += count;
            return count;
        }

        if (_broken is { } broken)
        {
            _broken = null;
            throw broken;
        }

        return _inner.Read(buffer);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
