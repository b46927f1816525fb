using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Aftershock.Keeping;

namespace Aftershock.Collecting.Evidence;

/// <summary>Where the next record and the next line go.</summary>
internal readonly record struct LedgerState(long Sequence, string Head, long LedgerLength, int FileNumber, long FileLength)
{
    public static LedgerState Empty => new(0, LedgerEntry.NoPrevious, 0, 1, SealedRecord.FileMark.Length);

    public string FileName => NameOf(FileNumber);

    public static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"evidence-{number:D6}.sealed");

    public static bool TryNumber(string name, out int number)
    {
        number = 0;
        return name.StartsWith("evidence-", StringComparison.Ordinal) && name.EndsWith(".sealed", StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(9, name.Length - 16), NumberStyles.None, CultureInfo.InvariantCulture, out number) && NameOf(number) == name;
    }

    public LedgerState NextFile() => this with { FileNumber = FileNumber + 1, FileLength = SealedRecord.FileMark.Length };
}

/// <summary>Opens a vault for writing and puts right what a crash left: a torn tail is cut, acknowledged evidence never.</summary>
internal static class VaultOpening
{
    /// <param name="Last">The last capture that was not erased; null when there is none.</param>
    internal sealed record Found(LedgerState State, ConcurrentDictionary<UInt128, long> LineOf, ConcurrentDictionary<UInt128, byte> Erased, CaptureId? Last, IReadOnlyList<CaptureId> Tombstones);

    /// <param name="Length">What remains of the file.</param>
    /// <param name="Newline">Whether the last byte that remains is to be written: the newline of a whole line.</param>
    private sealed record Repair(string Path, long Length, bool Newline, string Sentence);

    public static async Task<EvidenceVault> OpenAsync(VaultSettings settings, ICaptureKeyStore keys, ICaptureStore captures, TimeProvider time, CancellationToken cancel)
    {
        MakeFolder(settings.Folder);
        var lockFile = TakeLock(settings);
        MasterKey? master = null;
        try
        {
            var isNew = !File.Exists(settings.LedgerPath) || new FileInfo(settings.LedgerPath).Length == 0;
            master = isNew && !File.Exists(settings.KeyPath) ? MasterKey.Create(settings.KeyPath) : MasterKey.Load(settings.KeyPath);
            var repairs = new List<Repair>();
            var found = ReadLedger(settings, repairs, cancel);
            await FindSealedTailAsync(settings, captures, found.State, repairs, cancel).ConfigureAwait(false);
            await CheckKeyAsync(settings, keys, master, found, cancel).ConfigureAwait(false);

            // Only now, when nothing acknowledged was found missing, is anything changed.
            foreach (var repair in repairs)
            {
                Perform(repair);
            }

            foreach (var id in found.Tombstones)
            {
                await keys.DestroyAsync(id, cancel).ConfigureAwait(false);
            }

            var vault = new EvidenceVault(settings, keys, time, lockFile, master, found) { Repaired = repairs.Count == 0 ? null : string.Join(" ", repairs.Select(r => r.Sentence)) };

            // Ledger, vault key and the folder itself may have been made just now: their names go to disk before anything is sealed.
            FolderEntries.Flush(settings.Folder);
            FolderEntries.Flush(Path.GetDirectoryName(Path.GetFullPath(settings.Folder))!);
            return vault;
        }
        catch
        {
            master?.Dispose();
            await lockFile.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static FileStream TakeLock(VaultSettings settings)
    {
        try
        {
            return new FileStream(settings.LockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(settings.LockPath))
        {
            throw new VaultException($"{settings.Folder}: another process is writing evidence here ({settings.LockPath} is locked); one import at a time, try again when it has ended.", e);
        }
    }

    private static Found ReadLedger(VaultSettings settings, List<Repair> repairs, CancellationToken cancel)
    {
        var state = LedgerState.Empty;
        var lineOf = new ConcurrentDictionary<UInt128, long>();
        var erased = new ConcurrentDictionary<UInt128, byte>();
        var tombstones = new List<CaptureId>();
        var order = new List<CaptureId>();
        LedgerLine? torn = null;
        foreach (var line in LedgerLines.Of(settings.LedgerPath))
        {
            cancel.ThrowIfCancellationRequested();
            var span = line.Bytes.Span;
            if (torn is { } earlier)
            {
                // Blocks that never reached the disk read as zeros; anything else after an unreadable line is no torn tail.
                if (span.ContainsAnyExcept((byte)0))
                {
                    throw Damaged(settings, earlier.Number, "cannot be read");
                }

                continue;
            }

            if (!LedgerEntry.TryRead(span, out var entry) || LedgerEntry.HashOf(span) != entry.Hash)
            {
                if (line.Complete && !span.Contains((byte)0))
                {
                    throw Damaged(settings, line.Number, "does not match its hash");
                }

                torn = line;
                continue;
            }

            if (entry.Sequence != state.Sequence + 1 || entry.Previous != state.Head)
            {
                throw Damaged(settings, line.Number, "does not follow the line before it");
            }

            state = state with { Sequence = entry.Sequence, Head = entry.Hash, LedgerLength = line.Offset + span.Length + 1 };
            if (entry.Kind == LedgerKind.Erasure)
            {
                erased[EvidenceVault.Key(entry.Capture)] = 0;
                tombstones.Add(entry.Capture);
            }
            else if (entry.Kind == LedgerKind.Capture)
            {
                lineOf[EvidenceVault.Key(entry.Capture)] = line.Offset;
                state = LedgerState.TryNumber(entry.Place.File, out var number)
                    ? state with { FileNumber = number, FileLength = entry.Place.Offset + entry.Place.Length }
                    : throw Damaged(settings, line.Number, $"names the file \"{entry.Place.File}\"");
                order.Add(entry.Capture);
            }

            if (!line.Complete)
            {
                repairs.Add(new Repair(settings.LedgerPath, state.LedgerLength, true, $"The ledger's last line {line.Number} lacked its newline; it was whole and stays."));
            }
        }

        if (torn is { } tail)
        {
            repairs.Add(new Repair(settings.LedgerPath, tail.Offset, false, $"The ledger ended in the middle of line {tail.Number}; that line was cut off."));
        }

        var last = order.FindLastIndex(id => !erased.ContainsKey(EvidenceVault.Key(id)));
        return new Found(state, lineOf, erased, last < 0 ? null : order[last], tombstones);
    }

    /// <summary>Finds what was sealed but not entered in the ledger; refuses when the store knows any of it.</summary>
    private static async Task FindSealedTailAsync(VaultSettings settings, ICaptureStore captures, LedgerState state, List<Repair> repairs, CancellationToken cancel)
    {
        var current = Path.Combine(settings.Folder, state.FileName);
        if (state.Sequence > 0 && (!File.Exists(current) || new FileInfo(current).Length < state.FileLength) && state.FileLength > SealedRecord.FileMark.Length)
        {
            throw new VaultException($"{current}: shorter than the ledger says ({state.FileLength} bytes); evidence was lost. Run aftershock evidence verify, and restore the file from a backup.");
        }

        foreach (var path in Directory.EnumerateFiles(settings.Folder, "evidence-*.sealed").Order(StringComparer.Ordinal))
        {
            if (!LedgerState.TryNumber(Path.GetFileName(path), out var number) || number < state.FileNumber)
            {
                continue;
            }

            var end = number == state.FileNumber ? state.FileLength : SealedRecord.FileMark.Length;
            var length = new FileInfo(path).Length;
            if (length <= end)
            {
                continue;
            }

            foreach (var id in RecordsAfter(path, end))
            {
                if (await captures.FindAsync(id, cancel).ConfigureAwait(false) is not null)
                {
                    throw new VaultException($"{settings.LedgerPath}: the line of capture {id}, which the store knows, is missing at the end; the ledger was cut. Restore it from a backup; nothing was changed.");
                }
            }

            repairs.Add(new Repair(path, end, false, $"{Path.GetFileName(path)} held {length - end} bytes that no line of the ledger tells of; they were cut off."));
        }
    }

    private static List<CaptureId> RecordsAfter(string path, long offset)
    {
        var ids = new List<CaptureId>();
        using var file = LedgerLines.OpenShared(path);
        var header = new byte[SealedRecord.HeaderBytes];
        while (RandomAccess.Read(file, header, offset) == header.Length && SealedRecord.TryReadHeader(header, out var id, out var length))
        {
            ids.Add(id);
            offset += length;
        }

        return ids;
    }

    /// <summary>The last capture that was not erased must have its key, and the vault key must fit it: else this is another evidence folder, or another key.</summary>
    private static async Task CheckKeyAsync(VaultSettings settings, ICaptureKeyStore keys, MasterKey master, Found found, CancellationToken cancel)
    {
        if (found.Last is not { } last)
        {
            return;
        }

        var wrapped = await keys.FindAsync(last, cancel).ConfigureAwait(false)
            ?? throw new VaultException($"{settings.LedgerPath}: the key of capture {last} is gone, and no tombstone says that it was erased; restore the key file from a backup, or run aftershock evidence verify. Nothing was changed.");
        var key = new byte[SealedRecord.KeyBytes];
        var fits = master.TryUnwrap(last, wrapped, key);
        CryptographicOperations.ZeroMemory(key);
        if (!fits)
        {
            throw new VaultException($"{settings.KeyPath}: not the key that this evidence was sealed under; set AFTERSHOCK_VAULT_KEY to the right one.");
        }
    }

    private static void Perform(Repair repair)
    {
        using var file = File.OpenHandle(repair.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.SetLength(file, repair.Length);
        if (repair.Newline)
        {
            RandomAccess.Write(file, "\n"u8, repair.Length - 1);
        }

        RandomAccess.FlushToDisk(file);
    }

    private static VaultException Damaged(VaultSettings settings, long line, string what) =>
        new($"{settings.LedgerPath} line {line}: {what}; the ledger was damaged or changed. Run aftershock evidence verify, and restore it from a backup; nothing was changed.");
}
