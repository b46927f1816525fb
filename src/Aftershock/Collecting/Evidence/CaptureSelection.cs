using System.Globalization;

namespace Aftershock.Collecting.Evidence;

/// <summary>Which captures are meant. A null or empty member admits all; the members are joined by "and".</summary>
public sealed record CaptureSelection
{
    public SourceId? Source { get; init; }

    /// <summary>Captured on this day (UTC) or later.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Captured on this day (UTC) or earlier.</summary>
    public DateOnly? To { get; init; }

    public IReadOnlyList<CaptureId> Captures { get; init; } = [];

    /// <summary>The captures that are meant, in the order of the ledger, with whether each was erased; and those named that the ledger does not know.</summary>
    public (IReadOnlyList<(LedgerEntry Entry, bool Erased)> Chosen, IReadOnlyList<CaptureId> Unknown) Of(IEnumerable<LedgerEntry> ledger)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        var named = Captures.ToHashSet();
        var chosen = new List<LedgerEntry>();
        var erased = new HashSet<CaptureId>();
        foreach (var entry in ledger)
        {
            if (entry.Kind == LedgerKind.Erasure)
            {
                erased.Add(entry.Capture);
            }
            else if (entry.Kind == LedgerKind.Capture && (Captures.Count == 0 || named.Remove(entry.Capture)) && Admits(entry))
            {
                chosen.Add(entry);
            }
        }

        return ([.. chosen.Select(e => (e, erased.Contains(e.Capture)))], [.. named]);
    }

    /// <summary>In words, as the ledger tells it: "source harbour, from 2022-07-01, to 2022-07-31".</summary>
    public override string ToString()
    {
        List<string> parts = [];
        if (Source is { } source)
        {
            parts.Add($"source {source}");
        }

        if (From is { } from)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"from {from:yyyy-MM-dd}"));
        }

        if (To is { } to)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"to {to:yyyy-MM-dd}"));
        }

        if (Captures.Count > 0)
        {
            parts.Add($"captures {string.Join(' ', Captures)}");
        }

        return parts.Count == 0 ? "everything" : string.Join(", ", parts);
    }

    private bool Admits(LedgerEntry entry)
    {
        var day = DateOnly.FromDateTime(entry.CapturedAt.UtcDateTime);
        return (Source is not { } source || entry.Source == source) && (From is not { } from || day >= from) && (To is not { } to || day <= to);
    }
}
