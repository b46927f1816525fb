using System.Buffers.Binary;
using System.IO.Compression;

namespace Aftershock.Collecting;

/// <summary>Decompresses gzip, member after member, and says so when the data ends early or does not match its checksum.</summary>
/// <remarks>
/// <see cref="GZipStream"/> takes a file that was cut off for one that ended, and half of a file for the whole. Here
/// everything that can be read comes out first; then reading throws <see cref="InvalidDataException"/> with the reason.
/// </remarks>
public sealed class CheckedGzipStream : Stream
{
    private static readonly uint[] s_table = Table();

    private readonly Stream _inner;
    private DeflateStream? _member;
    private Feed _source;
    private uint _crc;
    private uint _length;
    private bool _began;

    /// <param name="inner">A stream that can seek, at the first byte of the gzip data; disposed of with this one.</param>
    public CheckedGzipStream(Stream inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
        _source = new Feed(inner);
    }

    /// <summary>Where in the stream below the member begins that is being read, or that is broken.</summary>
    public long MemberStart { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whether a stream that can seek begins with the mark of gzip; leaves it where it was.</summary>
    public static bool IsGzip(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var at = stream.Position;
        Span<byte> mark = stackalloc byte[2];
        var isGzip = stream.ReadAtLeast(mark, 2, throwOnEndOfStream: false) == 2 && mark is [0x1f, 0x8b];
        stream.Position = at;
        return isGzip;
    }

    /// <summary>The file's content, decompressed when it is gzip, whatever its name says.</summary>
    public static Stream OpenFile(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, FileOptions.SequentialScan);
        return IsGzip(file) ? new CheckedGzipStream(file) : file;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (buffer.Length > 0 && (_member is not null || NextMember()))
        {
            var read = _member!.Read(buffer);
            if (read > 0)
            {
                _crc = Update(_crc, buffer[..read]);
                _length += (uint)read;
                return read;
            }

            EndMember();
        }

        return 0;
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
            _member?.Dispose();
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Reads the header of the next member (RFC 1952); false at the end of the data.</summary>
    private bool NextMember()
    {
        MemberStart = _inner.Position;
        Span<byte> head = stackalloc byte[10];
        var read = _inner.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (_began && !head[..read].ContainsAnyExcept((byte)0))
        {
            return false; // The end, or the zeros with which tapes are filled up.
        }

        if (read < head.Length)
        {
            throw Broken("it ends within a header");
        }

        if (head is not [0x1f, 0x8b, 8, ..])
        {
            throw Broken("other bytes follow it");
        }

        var flags = head[3];
        if ((flags & 4) != 0)
        {
            var extra = Byte() | (Byte() << 8);
            _inner.Position += extra;
        }

        for (var texts = ((flags & 8) != 0 ? 1 : 0) + ((flags & 16) != 0 ? 1 : 0); texts > 0; texts--)
        {
            while (Byte() != 0)
            {
            }
        }

        _inner.Position += (flags & 2) != 0 ? 2 : 0;
        _source = new Feed(_inner);
        _member = new DeflateStream(_source, CompressionMode.Decompress);
        (_began, _crc, _length) = (true, 0xFFFFFFFF, 0);
        return true;

        int Byte() => _inner.ReadByte() is >= 0 and var b ? b : throw Broken("it ends within a header");
    }

    /// <summary>
    /// Goes to the end of a member's data and checks what stands there. The inflater does not tell how much of its last
    /// read it used; but checksum and length follow the data, and what they must be is known, so they are looked for.
    /// </summary>
    private void EndMember()
    {
        _member!.Dispose();
        _member = null;
        if (_source.EndedEarly)
        {
            throw Broken("it ends early");
        }

        Span<byte> tail = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(tail, ~_crc);
        BinaryPrimitives.WriteUInt32LittleEndian(tail[4..], _length);
        var rest = new byte[_inner.Position - _source.LastRead + tail.Length];
        _inner.Position = _source.LastRead;
        var length = _inner.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false);
        var at = rest.AsSpan(0, length).IndexOf(tail);
        if (at < 0)
        {
            throw Broken("its content does not match its checksum, or the checksum is cut off");
        }

        _inner.Position = _source.LastRead + at + tail.Length;
    }

    private static InvalidDataException Broken(string how) => new($"the gzip data is broken: {how}");

    private static uint Update(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            crc = s_table[(byte)(crc ^ b)] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint[] Table()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
            }

            table[i] = value;
        }

        return table;
    }

    /// <summary>What the inflater reads from: remembers where its last read began, and whether it asked beyond the end.</summary>
    private sealed class Feed(Stream inner) : Stream
    {
        public long LastRead { get; private set; } = inner.Position;

        public bool EndedEarly { get; private set; }

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
            var at = inner.Position;
            var read = inner.Read(buffer);
            (LastRead, EndedEarly) = read > 0 ? (at, false) : (LastRead, true);
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
