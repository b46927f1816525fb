using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Aftershock.Keeping;
using Microsoft.Win32.SafeHandles;

namespace Aftershock.Collecting.Evidence;

/// <summary>Takes captures in, seals them and enters them in the ledger. One writer at a time; see <see cref="EvidenceReader"/> for the way out.</summary>
/// <remarks>
/// Every batch becomes durable in this order: keys, sealed records, ledger; the caller writes the store last. So whatever
/// dies at whatever moment, a capture in the store is in the ledger, one in the ledger is on disk, and one on disk has its key.
/// What was written and not yet entered in the ledger is cut off when the vault is opened next.
/// </remarks>
public sealed class EvidenceVault : IDisposable
{
    private readonly VaultSettings _settings;
    private readonly ICaptureKeyStore _keys;
    private readonly TimeProvider _time;
    private readonly FileStream _lock;
    private readonly MasterKey _master;
    private readonly SafeFileHandle _ledger;
    private readonly ConcurrentDictionary<UInt128, long> _lineOf;
    private readonly ConcurrentDictionary<UInt128, byte> _erased;
    private SafeFileHandle? _sealed;
    private LedgerState _state;

    internal EvidenceVault(VaultSettings settings, ICaptureKeyStore keys, TimeProvider time, FileStream lockFile, MasterKey master, VaultOpening.Found found)
    {
        _settings = settings;
        _keys = keys;
        _time = time;
        _lock = lockFile;
        _master = master;
        _lineOf = found.LineOf;
        _erased = found.Erased;
        _state = found.State;
        _ledger = File.OpenHandle(settings.LedgerPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
    }

    /// <summary>How many captures the ledger holds, the erased ones included.</summary>
    public int Count => _lineOf.Count;

    /// <summary>The hash of the ledger's last line; publish it, and nobody can rewrite what came before.</summary>
    public string Head => _state.Head;

    /// <summary>What opening had to cut off or complete after a crash; null when all was in order.</summary>
    public string? Repaired { get; internal init; }

    /// <summary>Opens the vault for writing: takes the lock, makes folder and key on first use, cuts a torn tail.</summary>
    /// <param name="captures">What the store holds; nothing that it acknowledged is ever cut off.</param>
    /// <exception cref="VaultException">Somebody else writes, the key is missing, or acknowledged evidence was damaged.</exception>
    public static Task<EvidenceVault> OpenAsync(VaultSettings settings, ICaptureKeyStore keys, ICaptureStore captures, TimeProvider time, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(captures);
        ArgumentNullException.ThrowIfNull(time);
        return VaultOpening.OpenAsync(settings, keys, captures, time, cancel);
    }

    /// <summary>Takes embedded media out of a page, hashes and compresses what is left; the costly part of sealing, safe to call from several threads at once.</summary>
    public PackedPage Pack(RawPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var (content, replaced) = EmbeddedMedia.Strip(page);
        page = replaced == 0 ? page : page with { Content = content };
        Span<byte> sha256 = stackalloc byte[32];
        SHA256.HashData(page.Content.Span, sha256);
        var hex = Convert.ToHexStringLower(sha256);
        var id = CaptureId.Of(page.Source, page.Url, page.TimeIsFileTime ? DateTimeOffset.UnixEpoch : page.CapturedAt, hex);
        var compressed = _lineOf.ContainsKey(Key(id)) ? null : SealedRecord.Compress(WarcRecord.Format(page, id, sha256).Span, _settings.Compression);
        return new PackedPage(page, id, hex, compressed) { EmbeddedMedia = replaced };
    }

    /// <summary>Seals many pages with one flush of each file. Returns one result for each page, in their order, when all is durable.</summary>
    /// <remarks>A capture that the ledger knows is not sealed again; its first entry is given back.</remarks>
    public async Task<IReadOnlyList<SealedPage>> SealAsync(IReadOnlyList<PackedPage> pages, string run, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(pages);
        ArgumentException.ThrowIfNullOrEmpty(run);
        var fresh = new List<PackedPage>(pages.Count);
        var inBatch = new HashSet<CaptureId>();
        foreach (var page in pages)
        {
            if (!_lineOf.ContainsKey(Key(page.Id)) && inBatch.Add(page.Id))
            {
                fresh.Add(page);
            }
        }

        var entries = fresh.Count == 0 ? [] : await AppendAsync(fresh, run, cancel).ConfigureAwait(false);
        var results = new SealedPage[pages.Count];
        for (var i = 0; i < pages.Count; i++)
        {
            var page = pages[i];
            var isNew = inBatch.Remove(page.Id);
            var entry = entries.GetValueOrDefault(page.Id) ?? EntryOf(page.Id);
            results[i] = new SealedPage(page.Page, entry, isNew ? SealStanding.New : _erased.ContainsKey(Key(page.Id)) ? SealStanding.Erased : SealStanding.Known);
        }

        return results;
    }

    /// <summary>Destroys the key of a capture, for good, and enters a tombstone. The sealed bytes stay and are noise from then on.</summary>
    /// <returns>False when the ledger knows no such capture; true also when it was erased before.</returns>
    public Task<bool> EraseAsync(CaptureId id, string reason, string run, CancellationToken cancel) => EraseAsync(id, reason, null, run, cancel);

    /// <param name="by">Who erases; the tombstone tells it.</param>
    public async Task<bool> EraseAsync(CaptureId id, string reason, string? by, string run, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        if (!_lineOf.ContainsKey(Key(id)))
        {
            return false;
        }

        // The tombstone first: should the machine stop in between, the next opening of the vault destroys the key.
        if (!_erased.ContainsKey(Key(id)))
        {
            Enter(new LedgerEntry
            {
                Sequence = _state.Sequence + 1,
                Kind = LedgerKind.Erasure,
                Capture = id,
                Reason = reason,
                By = by,
                Run = run,
                WrittenAt = _time.GetUtcNow(),
                Previous = _state.Head,
            });
            _erased[Key(id)] = 0;
        }

        await _keys.DestroyAsync(id, cancel).ConfigureAwait(false);
        return true;
    }

    /// <summary>Enters that captures leave the vault in clear: by whom, why and which. Durable when this returns; only then open them.</summary>
    public LedgerEntry EnterExport(IReadOnlyCollection<CaptureId> captures, string selection, string reason, string by, string run)
    {
        ArgumentNullException.ThrowIfNull(captures);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        return Enter(new LedgerEntry
        {
            Sequence = _state.Sequence + 1,
            Kind = LedgerKind.Export,
            Capture = default,
            Selection = selection,
            Captures = captures.Count,
            CapturesSha256 = LedgerEntry.NamesHash(captures),
            Reason = reason,
            By = by,
            Run = run,
            WrittenAt = _time.GetUtcNow(),
            Previous = _state.Head,
        });
    }

    public void Dispose()
    {
        _sealed?.Dispose();
        _ledger.Dispose();
        _master.Dispose();
        _lock.Dispose();
    }

    internal static UInt128 Key(CaptureId id) => UInt128.Parse(id.Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private LedgerEntry Enter(LedgerEntry entry)
    {
        var line = new ArrayBufferWriter<byte>();
        entry = entry with { Hash = entry.Write(line) };
        WriteLedger(line);
        _state = _state with { Sequence = entry.Sequence, Head = entry.Hash };
        return entry;
    }

    private LedgerEntry EntryOf(CaptureId id) =>
        LedgerLines.At(_ledger, _lineOf[Key(id)]) ?? throw new VaultException($"{_settings.LedgerPath}: the line of capture {id} was changed while the vault was open; run aftershock evidence verify.");

    private async Task<Dictionary<CaptureId, LedgerEntry>> AppendAsync(List<PackedPage> fresh, string run, CancellationToken cancel)
    {
        var keys = await KeysForAsync(fresh, cancel).ConfigureAwait(false);
        var entries = new Dictionary<CaptureId, LedgerEntry>(fresh.Count);
        var lines = new ArrayBufferWriter<byte>(fresh.Count * 700);
        var offsets = new List<(CaptureId Id, long Offset)>(fresh.Count);
        var state = _state;
        for (var i = 0; i < fresh.Count;)
        {
            var begin = i;
            if (state.FileLength >= _settings.RollAtBytes)
            {
                state = state.NextFile();
            }

            long length = 0;
            for (; i < fresh.Count && (i == begin || (state.FileLength + length < _settings.RollAtBytes && length < 1 << 28)); i++)
            {
                length += SealedRecord.LengthOf(fresh[i].Compressed.Length);
            }

            state = WriteSealed(fresh[begin..i], keys, (int)length, state, run, lines, offsets, entries);
        }

        CryptographicOperations.ZeroMemory(keys);
        WriteLedger(lines);
        _state = state with { LedgerLength = _state.LedgerLength };
        foreach (var (id, offset) in offsets)
        {
            _lineOf[Key(id)] = offset;
        }

        return entries;
    }

    /// <summary>Seals a run of records into one file, flushes it, and makes their ledger lines.</summary>
    private LedgerState WriteSealed(
        List<PackedPage> pages, byte[] keys, int length, LedgerState state, string run,
        ArrayBufferWriter<byte> lines, List<(CaptureId Id, long Offset)> offsets, Dictionary<CaptureId, LedgerEntry> entries)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        var at = 0;
        foreach (var page in pages)
        {
            var size = SealedRecord.LengthOf(page.Compressed.Length);
            var record = buffer.AsSpan(at, size);
            SealedRecord.Seal(page.Id, keys.AsSpan(entries.Count * SealedRecord.KeyBytes, SealedRecord.KeyBytes), page.Compressed, record);
            var entry = new LedgerEntry
            {
                Sequence = state.Sequence + 1,
                Kind = LedgerKind.Capture,
                Capture = page.Id,
                Source = page.Page.Source,
                Url = page.Page.Url,
                CapturedAt = page.Page.CapturedAt,
                Status = page.Page.Status,
                ContentType = page.Page.ContentType,
                Sha256 = page.Sha256,
                Bytes = page.Page.Content.Length,
                Place = new WarcPlace(state.FileName, state.FileLength + at, size),
                SealedSha256 = Convert.ToHexStringLower(SHA256.HashData(record)),
                EmbeddedMedia = page.EmbeddedMedia,
                Run = run,
                WrittenAt = _time.GetUtcNow(),
                Previous = state.Head,
            };
            offsets.Add((page.Id, _state.LedgerLength + lines.WrittenCount));
            entry = entry with { Hash = entry.Write(lines) };
            state = state with { Sequence = entry.Sequence, Head = entry.Hash };
            entries[page.Id] = entry;
            at += size;
        }

        var file = SealedFile(state);
        RandomAccess.Write(file, buffer.AsSpan(0, length), state.FileLength);
        RandomAccess.FlushToDisk(file);
        if (state.FileLength == SealedRecord.FileMark.Length)
        {
            FolderEntries.Flush(_settings.Folder); // A new file: its name must be on disk before a line of the ledger tells of it.
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return state with { FileLength = state.FileLength + length };
    }

    private void WriteLedger(ArrayBufferWriter<byte> lines)
    {
        RandomAccess.Write(_ledger, lines.WrittenSpan, _state.LedgerLength);
        RandomAccess.FlushToDisk(_ledger);
        _state = _state with { LedgerLength = _state.LedgerLength + lines.WrittenCount };
    }

    private SafeFileHandle SealedFile(LedgerState state)
    {
        if (state.FileLength == SealedRecord.FileMark.Length)
        {
            _sealed?.Dispose();
            _sealed = File.OpenHandle(Path.Combine(_settings.Folder, state.FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            RandomAccess.Write(_sealed, SealedRecord.FileMark, 0);
        }

        return _sealed ??= File.OpenHandle(Path.Combine(_settings.Folder, state.FileName), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
    }

    /// <summary>One key for each page, one after the other, durable in the key store before this returns.</summary>
    /// <remarks>The store keeps the first key of a name, so one that an interrupted batch left behind is used again.</remarks>
    private async Task<byte[]> KeysForAsync(List<PackedPage> fresh, CancellationToken cancel)
    {
        var keys = RandomNumberGenerator.GetBytes(fresh.Count * SealedRecord.KeyBytes);
        var wrapped = new KeyValuePair<CaptureId, byte[]>[fresh.Count];
        for (var i = 0; i < fresh.Count; i++)
        {
            wrapped[i] = new(fresh[i].Id, _master.Wrap(fresh[i].Id, keys.AsSpan(i * SealedRecord.KeyBytes, SealedRecord.KeyBytes)));
        }

        await _keys.AddAsync(wrapped, cancel).ConfigureAwait(false);
        for (var i = 0; i < fresh.Count; i++)
        {
            var kept = await _keys.FindAsync(fresh[i].Id, cancel).ConfigureAwait(false)
                ?? throw new VaultException($"The key of capture {fresh[i].Id} ({fresh[i].Page.Origin}) was destroyed, and the ledger does not tell of it; this evidence folder is not the one of this store.");
            if (!_master.TryUnwrap(fresh[i].Id, kept, keys.AsSpan(i * SealedRecord.KeyBytes, SealedRecord.KeyBytes)))
            {
                throw new VaultException($"The key of capture {fresh[i].Id} was wrapped under another vault key than {_settings.KeyPath}; set AFTERSHOCK_VAULT_KEY to the right one.");
            }
        }

        return keys;
    }
}
