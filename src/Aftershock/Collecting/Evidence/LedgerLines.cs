using Microsoft.Win32.SafeHandles;

namespace Aftershock.Collecting.Evidence;

/// <param name="Number">Counts from 1.</param>
/// <param name="Offset">Of its first byte in the ledger.</param>
/// <param name="Bytes">Without the newline; valid until the next line is asked for.</param>
/// <param name="Complete">Whether a newline ends it; only the last line may lack one.</param>
internal readonly record struct LedgerLine(long Number, long Offset, ReadOnlyMemory<byte> Bytes, bool Complete);

/// <summary>Reads the lines of a ledger, also while another process appends to it.</summary>
internal static class LedgerLines
{
    private const int BufferBytes = 1 << 18;

    public static IEnumerable<LedgerLine> Of(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using var handle = OpenShared(path);
        var buffer = new byte[BufferBytes];
        int start = 0, end = 0;
        long fileOffset = 0, number = 0;
        while (true)
        {
            var newline = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                yield return new LedgerLine(++number, fileOffset - (end - start), buffer.AsMemory(start, newline), true);
                start += newline + 1;
                continue;
            }

            if (start > 0)
            {
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                (start, end) = (0, end - start);
            }
            else if (end == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            var read = RandomAccess.Read(handle, buffer.AsSpan(end), fileOffset);
            if (read == 0)
            {
                if (end > 0)
                {
                    yield return new LedgerLine(++number, fileOffset - end, buffer.AsMemory(0, end), false);
                }

                yield break;
            }

            end += read;
            fileOffset += read;
        }
    }

    /// <summary>The line that begins at an offset, parsed; null when none does.</summary>
    public static LedgerEntry? At(SafeFileHandle ledger, long offset)
    {
        var buffer = new byte[4096];
        var length = 0;
        while (true)
        {
            var read = RandomAccess.Read(ledger, buffer.AsSpan(length), offset + length);
            var newline = buffer.AsSpan(length, read).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                return LedgerEntry.TryRead(buffer.AsSpan(0, length + newline), out var entry) ? entry : null;
            }

            if (read == 0)
            {
                return null;
            }

            length += read;
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }
    }

    /// <summary>Opens for reading without keeping anybody from writing.</summary>
    public static SafeFileHandle OpenShared(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
