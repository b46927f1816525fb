using System.Runtime.InteropServices;
using System.Text;

namespace Aftershock.Collecting.Evidence;

/// <summary>Makes the names in a folder durable: a file that is on disk and has no name there is lost all the same.</summary>
internal static class FolderEntries
{
    private const int ReadOnly = 0;
    private const int InvalidArgument = 22;

    /// <summary>Flushes the folder itself; nothing on Windows, whose file systems do this by their own journal.</summary>
    /// <exception cref="IOException">There is no such folder, or the machine could not write it.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var handle = Open(Encoding.UTF8.GetBytes(folder + "\0"), ReadOnly);
        if (handle < 0)
        {
            throw new IOException($"{folder}: the folder could not be opened to make its entries durable: {Marshal.GetLastPInvokeErrorMessage()}.");
        }

        try
        {
            // File systems that cannot flush a folder, some of them remote, answer EINVAL: there is nothing to be done then.
            if (Flush(handle) != 0 && Marshal.GetLastPInvokeError() != InvalidArgument)
            {
                throw new IOException($"{folder}: the folder's entries could not be made durable: {Marshal.GetLastPInvokeErrorMessage()}.");
            }
        }
        finally
        {
            _ = Close(handle);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Flush(int handle);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int handle);
}
