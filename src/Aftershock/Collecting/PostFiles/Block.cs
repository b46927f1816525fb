namespace Aftershock.Collecting.PostFiles;

/// <summary>A block of whole rows, or something that is none.</summary>
/// <param name="Unit">What its rows are called: line, item or row.</param>
/// <param name="First">Number of its first line or item, from 1.</param>
/// <param name="Last">Number of its last.</param>
/// <param name="Rows">Rows in it; blank lines are none.</param>
/// <param name="Content">Its bytes as they stand in the file.</param>
/// <param name="Reason">Why it could not be read; null when it was.</param>
/// <param name="IsRow">Whether the reason is about one row, and not about the rest of the file.</param>
internal sealed record Block(string Unit, long First, long Last, int Rows, ReadOnlyMemory<byte> Content, string? Reason = null, bool IsRow = false)
{
    /// <summary>See <see cref="RawPage.Head"/>.</summary>
    public string? Head { get; init; }

    /// <summary>What is to be told and is no fault; no rows then.</summary>
    public string? Note { get; init; }
}

/// <summary>A file cut into blocks of whole rows, holding no more than one block and one row of it.</summary>
internal interface IBlocks
{
    /// <summary>The next block; null after the last.</summary>
    Block? Next();
}
