using Aftershock.Collecting.Forums;

namespace Aftershock.Cli;

/// <summary>The readers of forum programs: those that came with the program, and those that an operator describes.</summary>
internal static class ReaderFiles
{
    /// <param name="taught">YAML files of an operator's own; they come last.</param>
    /// <exception cref="CommandException">A file cannot be read, or has mistakes.</exception>
    public static IReadOnlyList<IForumReader> Load(params IReadOnlyList<string> taught)
    {
        try
        {
            return ForumReaders.Load(Path.Combine(Folders.Rules, "forums"), taught);
        }
        catch (FileMistakesException failure)
        {
            throw CommandException.Unreadable(failure.Message);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Unreadable($"{string.Join(", ", taught)}: {failure.Message}");
        }
    }
}
