namespace Aftershock.Collecting.Warcs;

/// <summary>Lets a stream that cannot seek be set back by a little, as reading gzip member by member needs.</summary>
internal sealed class ReplayStream(Stream inner) : Stream
{
    private const int Kept = 1 << 18;

    private readonly byte[] _kept = new byte[Kept * 2];
    private long _begin;
    private int _length;
    private int _at;

    /// <summary>The first byte that can still be gone back to.</summary>
    public long Earliest => _begin;

    /// <summary>Why the stream below could not be read to its end; it ends there for who reads this one. Null as long as it could.</summary>
    public string? Failure { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _begin + _at;
        set
        {
            if (value < _begin)
            {
                throw new NotSupportedException("The stream cannot go back that far.");
            }

            while (value > _begin + _length && Fill() > 0)
            {
            }

            _at = (int)Math.Min(value - _begin, _length);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_at == _length && Fill() == 0)
        {
            return 0;
        }

        var now = Math.Min(buffer.Length, _length - _at);
        _kept.AsSpan(_at, now).CopyTo(buffer);
        _at += now;
        return now;
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
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Fill()
    {
        if (_length == _kept.Length)
        {
            _kept.AsSpan(Kept).CopyTo(_kept);
            _begin += Kept;
            _length -= Kept;
            _at = Math.Max(0, _at - Kept);
        }

        try
        {
            var read = Failure is null ? inner.Read(_kept.AsSpan(_length)) : 0;
            _length += read;
            return read;
        }
        catch (InvalidDataException e)
        {
            Failure = e.Message;
            return 0;
        }
    }
}
