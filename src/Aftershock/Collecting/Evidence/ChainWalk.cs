using System.Security.Cryptography;

namespace Aftershock.Collecting.Evidence;

/// <summary>What checking the evidence found.</summary>
public sealed record VerifyReport
{
    /// <summary>Lines of the ledger that were checked and are sound.</summary>
    public required long Entries { get; init; }

    public required long Captures { get; init; }

    /// <summary>Captures whose key was destroyed; their tombstone stands in the chain and their sealed bytes are unchanged.</summary>
    public required long Erased { get; init; }

    /// <summary>Bytes of sealed records that were read and hashed.</summary>
    public required long SealedBytes { get; init; }

    /// <summary>The hash of the last sound line.</summary>
    public required string Head { get; init; }

    /// <summary>The first thing that is not as it was; null when all is.</summary>
    public Rejection? Break { get; init; }

    public bool IsSound => Break is null;
}

/// <summary>Walks a ledger from its first line, with the sealed files beside it.</summary>
internal sealed class ChainWalk(VaultSettings settings, EvidenceReader reader)
{
    private readonly Dictionary<CaptureId, LedgerEntry> _missingKey = [];
    private readonly HashSet<CaptureId> _seen = [];
    private readonly HashSet<CaptureId> _tombstones = [];
    private string _head = LedgerEntry.NoPrevious;
    private long _entries;
    private long _captures;
    private long _bytes;
    private WarcPlace _last = new("", 0, 0);

    public async Task<VerifyReport> WalkAsync(IProgress<long>? progress, CancellationToken cancel)
    {
        foreach (var line in LedgerLines.Of(settings.LedgerPath))
        {
            cancel.ThrowIfCancellationRequested();
            if (!line.Complete)
            {
                break; // Being written right now, or torn by a crash; it was never acknowledged.
            }

            var place = $"ledger.jsonl line {line.Number}";
            if (CheckLine(line.Bytes.Span, out var entry) is { } broken)
            {
                return Report(new Rejection(place, broken));
            }

            if (entry.Kind == LedgerKind.Erasure)
            {
                _tombstones.Add(entry.Capture);
            }
            else if (await CheckCaptureAsync(entry, cancel).ConfigureAwait(false) is { } damage)
            {
                return Report(new Rejection($"{place}, {entry.Place.File} at {entry.Place.Offset}", damage));
            }

            _entries++;
            _head = entry.Hash;
            progress?.Report(_entries);
        }

        foreach (var (id, entry) in _missingKey)
        {
            if (!_tombstones.Contains(id))
            {
                return Report(new Rejection($"ledger.jsonl line {entry.Sequence}", $"the key of capture {id} is gone, and no tombstone says that it was erased"));
            }
        }

        return Report(null);
    }

    private VerifyReport Report(Rejection? broken) => new()
    {
        Entries = _entries,
        Captures = _captures,
        Erased = _tombstones.Count,
        SealedBytes = _bytes,
        Head = _head,
        Break = broken,
    };

    private string? CheckLine(ReadOnlySpan<byte> line, out LedgerEntry entry)
    {
        if (!LedgerEntry.TryRead(line, out entry))
        {
            return "is no ledger line";
        }

        if (LedgerEntry.HashOf(line) != entry.Hash)
        {
            return "was changed: it does not match its own hash";
        }

        if (entry.Sequence != _entries + 1)
        {
            return $"has the number {entry.Sequence} where {_entries + 1} was expected: a line was removed, added or moved";
        }

        return entry.Previous == _head ? null : "names another line before it than the one that stands there: a line was replaced";
    }

    private async Task<string?> CheckCaptureAsync(LedgerEntry entry, CancellationToken cancel)
    {
        if (!_seen.Add(entry.Capture))
        {
            return $"capture {entry.Capture} was entered before";
        }

        var expected = entry.Place.File == _last.File ? _last.Offset + _last.Length : SealedRecord.FileMark.Length;
        if (entry.Place.Offset != expected)
        {
            return $"the record begins at {entry.Place.Offset} where {expected} was expected";
        }

        if (EvidenceReader.ReadPlace(Path.Combine(settings.Folder, Path.GetFileName(entry.Place.File)), entry.Place) is not { } bytes)
        {
            return "the sealed file is missing or too short";
        }

        if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != entry.SealedSha256)
        {
            return $"the sealed record of capture {entry.Capture} was changed: it does not match its hash";
        }

        _last = entry.Place;
        _captures++;
        _bytes += bytes.Length;
        var opened = await reader.OpenAsync(entry.Capture, bytes, entry.Sha256, cancel).ConfigureAwait(false);
        switch (opened.Failure)
        {
            case OpenFailure.None:
                return null;
            case OpenFailure.Erased:
                _missingKey.Add(entry.Capture, entry);
                return null;
            case OpenFailure.ForeignKey:
                return $"the key of capture {entry.Capture} was wrapped under another vault key";
            default:
                return $"the content of capture {entry.Capture} is not what its digest says";
        }
    }
}
