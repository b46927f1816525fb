using Aftershock.Collecting.Crawling;
using Aftershock.Collecting.Forums;

namespace Aftershock.Cli;

/// <summary>The sources that a store collects: one YAML file each in its folder <c>sources</c>.</summary>
internal static class SourceFiles
{
    public static string Folder(string store) => Path.Combine(store, "sources");

    /// <summary>The file of a source that was added; null when there is none of that name.</summary>
    public static string? Find(string store, string name)
    {
        var path = Path.Combine(Folder(store), $"{name.Replace('/', '_')}.yaml");
        return File.Exists(path) ? path : null;
    }

    /// <summary>All files of added sources, by name.</summary>
    public static IReadOnlyList<string> All(string store) =>
        Directory.Exists(Folder(store)) ? [.. Directory.GetFiles(Folder(store), "*.yaml").Order(StringComparer.Ordinal)] : [];

    /// <exception cref="CommandException">The file cannot be read, or says what cannot be.</exception>
    public static CrawlSource Read(string path, TimeProvider clock)
    {
        try
        {
            return CrawlSource.Read(path, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        }
        catch (FileMistakesException failure)
        {
            throw CommandException.Unreadable(failure.Message);
        }
        catch (NotPermittedException failure)
        {
            throw CommandException.Refused(failure.Message);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Unreadable($"{path}: {failure.Message}");
        }
    }

    /// <summary>The reader of a source's program: what its file names, else what its front page bears the marks of.</summary>
    public static async Task<(IForumReader Reader, string Reason)> ReaderOfAsync(CrawlSource source, Fetcher fetcher, TimeProvider clock, CancellationToken cancel)
    {
        var readers = ReaderFiles.Load();
        if (source.Program is { } program)
        {
            return readers.FirstOrDefault(r => r.Program == program) is { } named
                ? (named, "named by the source's file")
                : throw CommandException.Usage($"{source.Id}: program \"{program}\" is not known; expected one of {string.Join(", ", readers.Select(r => r.Program).Order(StringComparer.Ordinal))}.");
        }

        var fetched = await fetcher.GetAsync(source.Start[0], null, null, cancel).ConfigureAwait(false);
        if (fetched.Failure != FetchFailure.None)
        {
            throw new CommandException(ExitCode.Failed, $"{source.Id}: {source.Start[0]} did not come: {fetched.Reason}");
        }

        return ForumReaders.Detect(readers, [fetched.ToPage(source.Id, clock.GetUtcNow())])
            ?? throw CommandException.Unreadable($"{source.Id}: no known forum program was recognized at {source.Start[0]}; name it in the file (program: …), or describe it (docs/guide/teaching-a-forum.md).");
    }
}
