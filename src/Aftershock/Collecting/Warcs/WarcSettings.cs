namespace Aftershock.Collecting.Warcs;

/// <summary>How archives of other programs are read.</summary>
public sealed record WarcSettings
{
    /// <summary>A longer page, decoded or as it lies in the archive, is not read, and is told; 64 MB, a thousand times a usual one.</summary>
    public int LongestPage { get; init; } = 64 << 20;

    /// <summary>A record whose fields are longer than this is none; 64 KB, some hundred times a usual one.</summary>
    public int LongestHead { get; init; } = 64 << 10;

    /// <summary>Damaged places of one file that are told one by one; the rest are counted. 1,000, so that a report stays readable.</summary>
    public int ToldPerFile { get; init; } = 1_000;

    /// <summary>After so many damaged gzip members with no record between them a file is given up; 100.</summary>
    public int DamagedInARow { get; init; } = 100;
}

/// <summary>What of an archive was no page, by what it was: <c>request</c>, <c>revisit</c>, <c>response image/png</c>.</summary>
public sealed class WarcTally
{
    private const int MostNames = 100;
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, long> Counts => _counts;

    internal void Add(string what)
    {
        // The names come from the archive; a hostile one has a million of them.
        var name = _counts.ContainsKey(what) || _counts.Count < MostNames ? what : "other";
        _counts[name] = _counts.GetValueOrDefault(name) + 1;
    }
}
