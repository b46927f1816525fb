namespace Aftershock.Collecting.Evidence;

/// <summary>Checks the lines of a ledger one after the other: each by its own hash, its number, and the line before it.</summary>
internal sealed class LedgerChain
{
    /// <summary>How many lines were sound.</summary>
    public long Entries { get; private set; }

    /// <summary>The hash of the last sound line.</summary>
    public string Head { get; private set; } = LedgerEntry.NoPrevious;

    /// <returns>What is wrong with the line that should come next; null when it is sound.</returns>
    public string? Check(ReadOnlySpan<byte> line, out LedgerEntry entry)
    {
        if (!LedgerEntry.TryRead(line, out entry))
        {
            return "is no ledger line";
        }

        if (LedgerEntry.HashOf(line) != entry.Hash)
        {
            return "was changed: it does not match its own hash";
        }

        if (entry.Sequence != Entries + 1)
        {
            return $"has the number {entry.Sequence} where {Entries + 1} was expected: a line was removed, added or moved";
        }

        return entry.Previous == Head ? null : "names another line before it than the one that stands there: a line was replaced";
    }

    /// <summary>Goes on behind a line that was checked.</summary>
    public void Take(LedgerEntry entry)
    {
        Entries++;
        Head = entry.Hash;
    }
}
