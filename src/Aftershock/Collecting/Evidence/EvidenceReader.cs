using System.Security.Cryptography;
using Aftershock.Keeping;

namespace Aftershock.Collecting.Evidence;

/// <summary>Why the content of a capture could not be given back.</summary>
public enum OpenFailure
{
    None,

    /// <summary>The ledger has no such capture.</summary>
    Unknown,

    /// <summary>The sealed file is missing, or too short.</summary>
    FileMissing,

    /// <summary>Its key is gone: it was erased.</summary>
    Erased,

    /// <summary>Its key was wrapped under another vault key.</summary>
    ForeignKey,

    /// <summary>The sealed bytes, or what they hold, are not what was sealed.</summary>
    Damaged,
}

/// <summary>What came out of the vault.</summary>
/// <param name="Payload">The content as it was received; empty on failure.</param>
/// <param name="Warc">The whole WARC record around it; empty on failure.</param>
public sealed record OpenedCapture(ReadOnlyMemory<byte> Payload, ReadOnlyMemory<byte> Warc, OpenFailure Failure)
{
    internal static OpenedCapture Not(OpenFailure failure) => new(default, default, failure);
}

/// <summary>Reads evidence back and checks it. Any number may read while one process writes.</summary>
public sealed class EvidenceReader : IDisposable
{
    private readonly VaultSettings _settings;
    private readonly ICaptureKeyStore _keys;
    private readonly MasterKey _master;

    /// <exception cref="VaultException">The vault key is missing or no key.</exception>
    public EvidenceReader(VaultSettings settings, ICaptureKeyStore keys)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        _keys = keys;
        _master = MasterKey.Load(settings.KeyPath);
    }

    public void Dispose() => _master.Dispose();

    /// <summary>Gives back the content of a capture whose place is known, as the store knows it.</summary>
    public async Task<OpenedCapture> OpenAsync(CaptureId id, WarcPlace place, string sha256, CancellationToken cancel)
    {
        var path = Path.Combine(_settings.Folder, Path.GetFileName(place.File));
        return ReadPlace(path, place) is not { } sealedRecord
            ? OpenedCapture.Not(OpenFailure.FileMissing)
            : await OpenAsync(id, sealedRecord, sha256, cancel).ConfigureAwait(false);
    }

    /// <summary>Gives back the content of a capture by its name alone; looks through the whole ledger.</summary>
    public async Task<OpenedCapture> OpenAsync(CaptureId id, CancellationToken cancel) =>
        Find(id) is { } entry ? await OpenAsync(id, entry.Place, entry.Sha256, cancel).ConfigureAwait(false) : OpenedCapture.Not(OpenFailure.Unknown);

    /// <summary>The line that tells of a capture's sealing; null when none does.</summary>
    public LedgerEntry? Find(CaptureId id) => Entries().FirstOrDefault(e => e.Capture == id && e.Kind == LedgerKind.Capture);

    /// <summary>The lines of the ledger in their order, as they stand there; whether they are sound is for <c>VerifyAsync</c> to say.</summary>
    public IEnumerable<LedgerEntry> Entries()
    {
        foreach (var line in LedgerLines.Of(_settings.LedgerPath))
        {
            if (line.Complete && LedgerEntry.TryRead(line.Bytes.Span, out var entry))
            {
                yield return entry;
            }
        }
    }

    /// <summary>Walks the whole chain and everything it tells of; stops at the first thing that is not as it was.</summary>
    public Task<VerifyReport> VerifyAsync(IProgress<long>? progress, CancellationToken cancel) => VerifyAsync([], progress, cancel);

    /// <param name="heads">Hashes of last lines as they were published once; one that the chain does not hold is a break.</param>
    public Task<VerifyReport> VerifyAsync(IReadOnlyList<string> heads, IProgress<long>? progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(heads);
        return new ChainWalk(_settings, this, heads).WalkAsync(progress, cancel);
    }

    /// <summary>The last line, once every line was found to follow the one before it; null when the ledger is empty. Opens nothing that is sealed.</summary>
    /// <exception cref="VaultException">The chain is broken.</exception>
    public LedgerEntry? Head()
    {
        var chain = new LedgerChain();
        LedgerEntry? last = null;
        foreach (var line in LedgerLines.Of(_settings.LedgerPath))
        {
            if (!line.Complete)
            {
                break;
            }

            if (chain.Check(line.Bytes.Span, out var entry) is { } broken)
            {
                throw new VaultException($"{_settings.LedgerPath} line {line.Number}: {broken}; it has no head to publish. Run aftershock evidence verify.");
            }

            chain.Take(last = entry);
        }

        return last;
    }

    internal async Task<bool> HasKeyAsync(CaptureId id, CancellationToken cancel) => await _keys.FindAsync(id, cancel).ConfigureAwait(false) is not null;

    internal async Task<OpenedCapture> OpenAsync(CaptureId id, ReadOnlyMemory<byte> sealedRecord, string sha256, CancellationToken cancel)
    {
        if (await _keys.FindAsync(id, cancel).ConfigureAwait(false) is not { } wrapped)
        {
            return OpenedCapture.Not(OpenFailure.Erased);
        }

        var key = new byte[SealedRecord.KeyBytes];
        if (!_master.TryUnwrap(id, wrapped, key))
        {
            return OpenedCapture.Not(OpenFailure.ForeignKey);
        }

        var warc = SealedRecord.Open(sealedRecord.Span, key);
        CryptographicOperations.ZeroMemory(key);
        return warc is { } record && WarcRecord.TryReadPayload(record, out var payload) && Convert.ToHexStringLower(SHA256.HashData(payload.Span)) == sha256
            ? new OpenedCapture(payload, record, OpenFailure.None)
            : OpenedCapture.Not(OpenFailure.Damaged);
    }

    internal static byte[]? ReadPlace(string path, WarcPlace place)
    {
        if (place.Length is < 0 or > int.MaxValue || place.Offset < 0 || !File.Exists(path))
        {
            return null;
        }

        using var file = LedgerLines.OpenShared(path);
        if (RandomAccess.GetLength(file) < place.Offset + place.Length)
        {
            return null;
        }

        var bytes = new byte[place.Length];
        var read = 0;
        while (read < bytes.Length)
        {
            var now = RandomAccess.Read(file, bytes.AsSpan(read), place.Offset + read);
            if (now == 0)
            {
                return null;
            }

            read += now;
        }

        return bytes;
    }
}
