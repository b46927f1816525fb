using Aftershock.Collecting.Forums.Discourse;
using Aftershock.Collecting.Forums.MyBb;
using Aftershock.Collecting.Forums.Ruled;

namespace Aftershock.Collecting.Forums;

/// <summary>The readers of all forum programs that are known: those in code, and one for each file of <c>rules/forums</c>.</summary>
public static class ForumReaders
{
    /// <param name="folder">The folder <c>forums</c> below the rules; need not exist.</param>
    /// <param name="taught">Further files, of an operator's own; one of a known program's name stands in its place.</param>
    /// <exception cref="FileMistakesException">With every mistake of every file.</exception>
    public static IReadOnlyList<IForumReader> Load(string folder, params IReadOnlyList<string> taught)
    {
        ArgumentNullException.ThrowIfNull(taught);
        var readers = new List<IForumReader> { new MyBbReader() };
        var mistakes = new List<string>();
        string[] shipped = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.yaml") : [];
        foreach (var path in shipped.Order(StringComparer.Ordinal).Concat(taught))
        {
            try
            {
                var reader = RuledReader.Load(path);
                readers.RemoveAll(r => r.Program == reader.Program);
                readers.Add(reader.Program == DiscourseReader.Name ? new DiscourseReader(reader) : reader);
            }
            catch (FileMistakesException failure)
            {
                mistakes.AddRange(failure.Mistakes);
            }
        }

        return mistakes.Count == 0 ? readers : throw new FileMistakesException(mistakes);
    }

    /// <summary>Which program served the pages: the first whose mark one of them bears, with the reason told.</summary>
    /// <remarks>A page of posts about another program may name it, so the program that most pages bear the mark of is it.</remarks>
    public static (IForumReader Reader, string Reason)? Detect(IReadOnlyList<IForumReader> readers, IReadOnlyList<RawPage> pages)
    {
        ArgumentNullException.ThrowIfNull(readers);
        ArgumentNullException.ThrowIfNull(pages);
        var best = readers
            .Select(r => (Reader: r, Reasons: pages.Select(r.Recognizes).OfType<string>().ToList()))
            .Where(r => r.Reasons.Count > 0)
            .OrderByDescending(r => r.Reasons.Count)
            .FirstOrDefault();
        return best.Reader is null ? null : (best.Reader, $"{best.Reasons[0]} ({best.Reasons.Count} of {pages.Count} pages)");
    }
}
