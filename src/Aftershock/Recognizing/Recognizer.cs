namespace Aftershock.Recognizing;

/// <summary>Reads what a post offers, with the span and the rule behind every field. Safe to use from several threads.</summary>
public sealed class Recognizer
{
    [ThreadStatic]
    private static Workspace? s_workspace;

    private readonly RuleBook _book;

    private Recognizer(RuleBook book) => _book = book;

    internal RuleBook Book => _book;

    /// <summary>Loads the rules of a folder.</summary>
    /// <exception cref="RuleFileException">A rule file cannot be used; the message names file, line and what was expected.</exception>
    public static Recognizer Load(string rulesFolder)
    {
        ArgumentNullException.ThrowIfNull(rulesFolder);
        return new Recognizer(RuleBook.Load(rulesFolder));
    }

    public Recognition Recognize(PostText post)
    {
        ArgumentNullException.ThrowIfNull(post);
        var workspace = s_workspace ??= new Workspace();
        return workspace.Read(post, _book);
    }

    /// <summary>What one thread reuses from post to post.</summary>
    private sealed class Workspace
    {
        private readonly Reading _reading = new();
        private readonly Cues _cues = new();
        private readonly double[] _scores = new double[Enum.GetValues<ListingKind>().Length];

        public Recognition Read(PostText post, RuleBook book)
        {
            _reading.Begin(post, book.Trie);
            _reading.Language = post.Language is { Length: > 0 } given ? given : LanguageTeller.Tell(_reading);
            Scanner.Scan(_reading, book.Tlds);
            _cues.Read(_reading);
            return new PostReader(_reading, _cues, book, _scores).Read();
        }
    }
}
