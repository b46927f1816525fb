using System.Security.Cryptography;
using System.Text;

namespace Aftershock.Collecting.Evidence;

/// <summary>The key that wraps the key of each capture. It never leaves its file but for memory.</summary>
internal sealed class MasterKey : IDisposable
{
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const byte Version = 1;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly AesGcm _aes;

    private MasterKey(ReadOnlySpan<byte> key) => _aes = new AesGcm(key, TagBytes);

    public void Dispose() => _aes.Dispose();

    /// <summary>Reads the key file.</summary>
    /// <exception cref="VaultException">It is missing, is no key, or others than its owner may read it.</exception>
    public static MasterKey Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new VaultException($"{path}: the vault key is missing; sealed evidence cannot be opened without it. Put it back, or set AFTERSHOCK_VAULT_KEY to where it is.");
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~(OwnerOnly | UnixFileMode.UserExecute)) != 0)
        {
            throw new VaultException($"{path}: others than its owner may read the vault key; run chmod 600 on it.");
        }

        var key = new byte[KeyBytes];
        var text = File.ReadAllText(path).Trim();
        if (!Convert.TryFromBase64String(text, key, out var length) || length != KeyBytes)
        {
            throw new VaultException($"{path}: not a vault key; expected 32 bytes in base64.");
        }

        var master = new MasterKey(key);
        CryptographicOperations.ZeroMemory(key);
        return master;
    }

    /// <summary>Makes a new key; the file is readable by its owner alone and on disk when this returns.</summary>
    public static MasterKey Create(string path)
    {
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        // Written beside and moved into place: a kill while writing must not leave half a key under the name of a whole one.
        var beside = path + ".tmp";
        File.Delete(beside);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var file = new FileStream(beside, options))
        {
            file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(key) + "\n"));
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: false);
        var master = new MasterKey(key);
        CryptographicOperations.ZeroMemory(key);
        return master;
    }

    /// <summary>Wraps a capture's key: version, nonce, ciphertext, tag. Bound to the capture, so wrapped keys cannot be swapped.</summary>
    public byte[] Wrap(CaptureId id, ReadOnlySpan<byte> captureKey)
    {
        var wrapped = new byte[1 + NonceBytes + captureKey.Length + TagBytes];
        wrapped[0] = Version;
        var nonce = wrapped.AsSpan(1, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        _aes.Encrypt(nonce, captureKey, wrapped.AsSpan(1 + NonceBytes, captureKey.Length), wrapped.AsSpan(1 + NonceBytes + captureKey.Length), Encoding.ASCII.GetBytes(id.Value));
        return wrapped;
    }

    /// <returns>False when it was wrapped under another key, for another capture, or was changed.</returns>
    public bool TryUnwrap(CaptureId id, ReadOnlySpan<byte> wrapped, Span<byte> captureKey)
    {
        if (wrapped.Length != 1 + NonceBytes + KeyBytes + TagBytes || wrapped[0] != Version)
        {
            return false;
        }

        try
        {
            _aes.Decrypt(wrapped.Slice(1, NonceBytes), wrapped.Slice(1 + NonceBytes, KeyBytes), wrapped[^TagBytes..], captureKey, Encoding.ASCII.GetBytes(id.Value));
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }
}
