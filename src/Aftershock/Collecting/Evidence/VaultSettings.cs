using System.IO.Compression;

namespace Aftershock.Collecting.Evidence;

/// <summary>Where evidence is kept and how it is packed.</summary>
public sealed record VaultSettings
{
    /// <summary>The evidence folder of a store; made when it is missing.</summary>
    public required string Folder { get; init; }

    /// <summary>File of the vault's master key; null is <c>vault.key</c> in the folder. Keep a copy elsewhere: without it nothing opens.</summary>
    public string? KeyFile { get; init; }

    /// <summary>A new sealed file is begun once the current one is this long; 256 MB, which any medium copies in one go.</summary>
    public long RollAtBytes { get; init; } = 256L << 20;

    /// <summary>Fastest: within a few percent of the smallest on forum pages, at a third of the time.</summary>
    public CompressionLevel Compression { get; init; } = CompressionLevel.Fastest;

    internal string KeyPath => KeyFile ?? Path.Combine(Folder, "vault.key");

    internal string LedgerPath => Path.Combine(Folder, "ledger.jsonl");

    internal string LockPath => Path.Combine(Folder, "lock");

    /// <summary>Deletes the evidence for good: the files of the vault by their names, and the folder once nothing else is in it.</summary>
    /// <remarks>A key that lies elsewhere stays. For a store whose content can be made again, such as the demo's.</remarks>
    public void DeleteFiles()
    {
        if (!Directory.Exists(Folder))
        {
            return;
        }

        var files = Directory.EnumerateFiles(Folder, "evidence-*.sealed").Where(f => LedgerState.TryNumber(Path.GetFileName(f), out _));
        foreach (var file in files.Append(LedgerPath).Append(Path.Combine(Folder, "vault.key")).Append(LockPath).ToList())
        {
            File.Delete(file);
        }

        if (!Directory.EnumerateFileSystemEntries(Folder).Any())
        {
            Directory.Delete(Folder);
        }
    }
}

/// <summary>The vault cannot be used as it is; the message says what was found and what to do.</summary>
public sealed class VaultException : Exception
{
    public VaultException(string message)
        : base(message)
    {
    }

    public VaultException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
