namespace Aftershock;

/// <summary>One import or collection of one source: when it ran, what it brought, and what it could not read.</summary>
public sealed record Run
{
    /// <summary>The name under which its captures remember it, such as <c>import-20220701T091500Z</c>.</summary>
    public required string Name { get; init; }

    public required SourceId Source { get; init; }

    /// <summary>What was run, such as <c>import pages</c>.</summary>
    public required string Command { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    public long Files { get; init; }

    /// <summary>Pages, or blocks of rows.</summary>
    public long Pages { get; init; }

    public long Posts { get; init; }

    public long NewPosts { get; init; }

    /// <summary>Were in the store in other words.</summary>
    public long ChangedPosts { get; init; }

    /// <summary>What ended it before all was read, such as a login wall, in a sentence; null when nothing did.</summary>
    public string? Trouble { get; init; }

    /// <summary>How many files, pages and rows could not be read.</summary>
    public long Rejected { get; init; }

    /// <summary>The first <see cref="MostRejections"/> of them, in the order of the input.</summary>
    public IReadOnlyList<Rejection> Rejections { get; init; } = [];

    /// <summary>A file of rubbish has a rejection for each line; the first thousand tell what is wrong with it.</summary>
    public const int MostRejections = 1000;
}

/// <summary>Something that came in and could not be read.</summary>
/// <param name="Place">Where, such as "claims.jsonl line 212".</param>
/// <param name="Reason">What was found and what was expected.</param>
public readonly record struct Rejection(string Place, string Reason);
