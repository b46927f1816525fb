namespace Aftershock.Recognizing;

/// <summary>What a rule speaks for.</summary>
internal enum RuleTarget
{
    Kind,
    Offer,
    Class,
    Country,
    Sector,

    /// <summary>A word that says what a number beside it counts.</summary>
    Reads,
    Unit,
    Magnitude,
    Currency,
    Bytes,
    Month,
    Relative,

    /// <summary>A word that some reader asks for by the mark's name, such as <c>negation</c>.</summary>
    Mark,
}

/// <summary>Where a rule's phrase must stand.</summary>
internal enum Place
{
    Any,
    Title,
    Body,
    Section,
}

/// <summary>On which side of what it speaks of a cue stands.</summary>
internal enum Side
{
    Before,
    After,
    Both,
}

/// <summary>One rule as its file gives it, or one row of a gazetteer.</summary>
internal sealed record Rule
{
    public required string Name { get; init; }

    public required RuleTarget Target { get; init; }

    /// <summary>The kind, class, country and so on; for a mark its name.</summary>
    public required string Value { get; init; }

    public double Score { get; init; } = 1;

    /// <summary>What each further phrase of the rule adds, three at most; 0 counts a rule once however often it fires.</summary>
    public double Again { get; init; }

    public Place Place { get; init; }

    public Side Side { get; init; } = Side.Both;

    /// <summary>A sector that the post must speak of for the phrase to count, as "grade" is a school's only with one; null without.</summary>
    public string? Needs { get; init; }

    /// <summary>How many characters may stand between a cue and its number.</summary>
    public int Gap { get; init; } = 12;

    /// <summary>Whether the phrase counts only among others of its sort, as "name" does in a list of fields.</summary>
    public bool Weak { get; init; }

    public IReadOnlyList<string> Phrases { get; init; } = [];

    /// <summary>A property of the post, computed by the program, that stands in for phrases; null when the rule has phrases.</summary>
    public string? Signal { get; init; }

    public IReadOnlyList<RuleExample> Examples { get; init; } = [];

    public IReadOnlyList<RuleExample> CounterExamples { get; init; } = [];

    public string? Reference { get; init; }

    public required string File { get; init; }

    public required int Line { get; init; }

    /// <summary>Position among all rules, in the order of files and lines.</summary>
    public int Index { get; init; }
}

/// <summary>A post and the values that it must, or must not, yield.</summary>
/// <param name="Post">The post to read.</param>
/// <param name="Values">Keys of the machine contract with their values as written.</param>
/// <param name="Line">Where the file gives it.</param>
internal sealed record RuleExample(PostText Post, IReadOnlyDictionary<string, string> Values, int Line);

/// <summary>A rule file that cannot be used: says the file, the line and what was expected.</summary>
public sealed class RuleFileException : Exception
{
    internal RuleFileException(string file, int line, string problem)
        : base($"{file} line {line}: {problem}")
    {
    }
}
