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

    /// <summary>The heads that were asked for, in their order, each with the line whose hash it is; null where the chain holds no such line.</summary>
    public IReadOnlyList<(string Hash, long? Line)> PublishedHeads { get; init; } = [];

    public bool IsSound => Break is null;
}

/// <summary>Walks a ledger from its first line, with the sealed files beside it.</summary>
internal sealed class ChainWalk(VaultSettings settings, EvidenceReader reader, IReadOnlyList<string> heads)
{
    private readonly Dictionary<string, long> _lineOfHead = [];
    private readonly Dictionary<CaptureId, LedgerEntry> _missingKey = [];
    private readonly HashSet<CaptureId> _seen = [];
    private readonly Dictionary<CaptureId, LedgerEntry> _tombstones = [];
    private readonly LedgerChain _chain = new();
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
            if (_chain.Check(line.Bytes.Span, out var entry) is { } broken)
            {
                return Report(new Rejection(place, broken));
            }

            var damage = entry.Kind switch
            {
                LedgerKind.Capture => await CheckCaptureAsync(entry, cancel).ConfigureAwait(false),
                LedgerKind.Erasure => TakeTombstone(entry),
                _ => null,
            };
            if (damage is not null)
            {
                return Report(new Rejection(entry.Kind == LedgerKind.Capture ? $"{place}, {entry.Place.File} at {entry.Place.Offset}" : place, damage));
            }

            _chain.Take(entry);
            if (heads.Contains(entry.Hash))
            {
                _lineOfHead[entry.Hash] = entry.Sequence;
            }

            progress?.Report(_chain.Entries);
        }

        return Report(await CheckEndAsync(cancel).ConfigureAwait(false));
    }

    private VerifyReport Report(Rejection? broken) => new()
    {
        Entries = _chain.Entries,
        Captures = _captures,
        Erased = _tombstones.Count,
        SealedBytes = _bytes,
        Head = _chain.Head,
        PublishedHeads = [.. heads.Select(h => (h, _lineOfHead.TryGetValue(h, out var line) ? line : (long?)null))],
        Break = broken,
    };

    private string? TakeTombstone(LedgerEntry entry)
    {
        _tombstones.TryAdd(entry.Capture, entry);
        return _seen.Contains(entry.Capture) ? null : $"erases capture {entry.Capture}, which no line before it tells of";
    }

    /// <summary>What only the whole ledger shows: keys and tombstones that do not fit, bytes behind the last record, heads that were published.</summary>
    private async Task<Rejection?> CheckEndAsync(CancellationToken cancel)
    {
        foreach (var (id, entry) in _missingKey)
        {
            if (!_tombstones.ContainsKey(id))
            {
                return new Rejection($"ledger.jsonl line {entry.Sequence}", $"the key of capture {id} is gone, and no tombstone says that it was erased");
            }
        }

        foreach (var (id, entry) in _tombstones)
        {
            if (await reader.HasKeyAsync(id, cancel).ConfigureAwait(false))
            {
                return new Rejection($"ledger.jsonl line {entry.Sequence}", $"capture {id} was erased, and its key is there: the erasure was cut off, or a copy of the key file was put back; the next import or erasure destroys it");
            }
        }

        return heads.FirstOrDefault(h => !_lineOfHead.ContainsKey(h)) is { } head
            ? new Rejection("ledger.jsonl", $"no line has the published hash {head}: lines were cut off, or the ledger was written anew")
            : null;
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

        if (entry.Place.File != _last.File && CheckFiles(entry.Place.File) is { } misplaced)
        {
            return misplaced;
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

    /// <summary>At the change from one sealed file to the next: the new one begins with its mark, the old one ends with its last record.</summary>
    private string? CheckFiles(string file)
    {
        if (EvidenceReader.ReadPlace(Path.Combine(settings.Folder, Path.GetFileName(file)), new WarcPlace(file, 0, SealedRecord.FileMark.Length)) is not { } mark)
        {
            return "the sealed file is missing or too short";
        }

        if (!mark.AsSpan().SequenceEqual(SealedRecord.FileMark))
        {
            return "the sealed file does not begin with its mark";
        }

        return _captures > 0 && new FileInfo(Path.Combine(settings.Folder, _last.File)).Length is var length && length != _last.Offset + _last.Length
            ? $"{_last.File}, which was full before it, holds {length - _last.Offset - _last.Length} bytes behind its last record that no line tells of"
            : null;
    }
}
