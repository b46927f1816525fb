using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Aftershock.Collecting.Evidence;

/// <summary>Writes WARC records one after the other, each a gzip member of its own unless they are wanted plain.</summary>
internal sealed class WarcWriter(Stream target, CompressionLevel level) : IDisposable
{
    private readonly Counted _target = new(target);

    /// <summary>Bytes written so far; where the next record begins.</summary>
    public long Position => _target.Written;

    /// <summary>SHA-256 of everything that was written.</summary>
    public string Sha256() => _target.Sha256();

    /// <param name="head">Version and fields, each line ended; without the empty line.</param>
    /// <returns>The length of the record as it was written.</returns>
    public long Write(string head, ReadOnlySpan<byte> block)
    {
        var begin = Position;
        if (level == CompressionLevel.NoCompression)
        {
            Write(_target, head, block);
        }
        else
        {
            using var member = new GZipStream(_target, level, leaveOpen: true);
            Write(member, head, block);
        }

        return Position - begin;
    }

    public void Dispose() => _target.Dispose();

    private static void Write(Stream stream, string head, ReadOnlySpan<byte> block)
    {
        stream.Write(Encoding.UTF8.GetBytes(head + "\r\n"));
        stream.Write(block);
        stream.Write("\r\n\r\n"u8);
    }

    /// <summary>Counts and hashes what goes through it; does not own what is below.</summary>
    private sealed class Counted(Stream inner) : Stream
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public long Written { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => Written;

        public override long Position
        {
            get => Written;
            set => throw new NotSupportedException();
        }

        public string Sha256() => Convert.ToHexStringLower(_hash.GetCurrentHash());

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            inner.Write(buffer);
            _hash.AppendData(buffer);
            Written += buffer.Length;
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _hash.Dispose();
            base.Dispose(disposing);
        }
    }
}
