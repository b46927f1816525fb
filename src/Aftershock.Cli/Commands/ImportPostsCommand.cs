using System.CommandLine;
using Aftershock.Collecting.PostFiles;

namespace Aftershock.Cli.Commands;

/// <summary><c>import posts FILE…</c>: posts that somebody else collected.</summary>
internal static class ImportPostsCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new ImportOptions();
        var paths = PostFileInput.Paths();
        var command = options.AddTo(new Command("posts", "Import posts, one JSON object a line: id, title, body, posted_at, author, section, lang.") { paths })
            .WithExamples("aftershock import posts posts.jsonl.gz", "aftershock import posts --source harbour --json dump/");
        command.SetAction((parsed, cancel) =>
        {
            var input = new PostFileInput(parsed.GetRequiredValue(paths), terminal);
            input.ExpectSome();
            var name = parsed.GetValue(options.SourceName) is { Length: > 0 } given ? given : PostFileInput.NameOf(parsed.GetRequiredValue(paths));
            var source = new Source { Id = SourceId.FromName(name), Kind = SourceKind.PostFile, Name = name };
            return ImportRun.RunAsync(options, parsed, source, new PostsReader(), input.ReadAsync(source.Id), input.TotalBytes, terminal, cancel);
        });
        return command;
    }
}

/// <summary>The files that a command line names.</summary>
internal sealed class PostFileInput(string[] paths, Terminal terminal)
{
    private readonly IReadOnlyList<string> _files = PostFile.Expand(paths);

    /// <summary>Ends the command when the paths are folders that hold no file of posts.</summary>
    public void ExpectSome()
    {
        if (_files.Count == 0)
        {
            throw CommandException.Unreadable($"{string.Join(", ", paths)}: no file of posts was found; expected .jsonl, .ndjson or .json, plain or .gz.");
        }
    }

    public long TotalBytes => _files.Where(File.Exists).Sum(f => new FileInfo(f).Length);

    /// <summary>The source's name where none is given: two files number their posts alike, and are two sources.</summary>
    public static string NameOf(string[] paths)
    {
        var name = Path.GetFileName(Path.GetFullPath(paths[0]).TrimEnd('/'));
        var end = name.IndexOf('.', 1);
        return paths.Length > 1 ? "posts" : end > 0 ? name[..end] : name;
    }

    public static Argument<string[]> Paths() => new("PATH")
    {
        Description = "Files of JSON lines or JSON arrays, plain or gzip; or folders of them.",
        Arity = ArgumentArity.OneOrMore,
    };

    public IAsyncEnumerable<Collecting.Intake> ReadAsync(SourceId source) => PostFile.ReadAsync(_files, source, terminal.Clock);
}
