using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Aftershock.Collecting.Evidence;

/// <summary>The container around one compressed WARC record. docs/reference/evidence.md gives the bytes.</summary>
internal static class SealedRecord
{
    public const int HeaderBytes = 40;
    public const int TagBytes = 16;
    public const int KeyBytes = 32;

    /// <summary>What is authenticated besides the ciphertext: mark, capture and length.</summary>
    private const int BoundBytes = 28;
    private const int NonceBytes = 12;

    public static ReadOnlySpan<byte> FileMark => "AFTSEAL1"u8;

    private static ReadOnlySpan<byte> RecordMark => "ASR1"u8;

    public static int LengthOf(int compressedBytes) => HeaderBytes + compressedBytes + TagBytes;

    /// <summary>Writes the sealed record to <paramref name="target"/>, which is <see cref="LengthOf"/> bytes long.</summary>
    public static void Seal(CaptureId id, ReadOnlySpan<byte> key, ReadOnlySpan<byte> compressed, Span<byte> target)
    {
        RecordMark.CopyTo(target);
        Convert.FromHexString(id.Value, target.Slice(4, 16), out _, out _);
        BinaryPrimitives.WriteInt64LittleEndian(target[20..], compressed.Length);
        var nonce = target.Slice(BoundBytes, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, compressed, target.Slice(HeaderBytes, compressed.Length), target.Slice(HeaderBytes + compressed.Length, TagBytes), target[..BoundBytes]);
    }

    /// <summary>Reads the mark, the capture's name and the length of the whole sealed record.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> header, out CaptureId id, out long length)
    {
        id = default;
        length = 0;
        if (header.Length < HeaderBytes || !header.StartsWith(RecordMark))
        {
            return false;
        }

        id = new CaptureId(Convert.ToHexStringLower(header.Slice(4, 16)));
        var compressed = BinaryPrimitives.ReadInt64LittleEndian(header[20..]);
        length = HeaderBytes + compressed + TagBytes;
        return compressed is >= 0 and <= int.MaxValue;
    }

    /// <summary>Decrypts and decompresses to the WARC record.</summary>
    /// <returns>Null when the key does not fit or a byte was changed.</returns>
    public static ReadOnlyMemory<byte>? Open(ReadOnlySpan<byte> sealedRecord, ReadOnlySpan<byte> key)
    {
        if (!TryReadHeader(sealedRecord, out _, out var length) || length != sealedRecord.Length)
        {
            return null;
        }

        var compressed = new byte[sealedRecord.Length - HeaderBytes - TagBytes];
        try
        {
            using var aes = new AesGcm(key, TagBytes);
            aes.Decrypt(sealedRecord.Slice(BoundBytes, NonceBytes), sealedRecord.Slice(HeaderBytes, compressed.Length), sealedRecord[^TagBytes..], compressed, sealedRecord[..BoundBytes]);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return Decompress(compressed);
    }

    public static byte[] Compress(ReadOnlySpan<byte> record, CompressionLevel level)
    {
        using var target = new MemoryStream(record.Length / 3);
        using (var gzip = new GZipStream(target, level, leaveOpen: true))
        {
            gzip.Write(record);
        }

        return target.ToArray();
    }

    private static ReadOnlyMemory<byte>? Decompress(byte[] compressed)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(compressed, writable: false), CompressionMode.Decompress);
            using var target = new MemoryStream(compressed.Length * 4);
            gzip.CopyTo(target);
            return target.GetBuffer().AsMemory(0, (int)target.Length);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
