namespace Aftershock;

/// <summary>A file of rules or events that does not say what it should; every mistake in it at once.</summary>
public sealed class FileMistakesException : Exception
{
    public FileMistakesException(IReadOnlyList<string> mistakes)
        : base(string.Join('\n', mistakes)) => Mistakes = mistakes;

    /// <summary>Each names the file, the line and what was expected.</summary>
    public IReadOnlyList<string> Mistakes { get; }
}
