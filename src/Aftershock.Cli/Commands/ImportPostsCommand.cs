using System.CommandLine;
using Aftershock.Collecting.PostFiles;

namespace Aftershock.Cli.Commands;

/// <summary><c>import posts FILE…</c>: posts that somebody else collected.</summary>
internal static class ImportPostsCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new ImportOptions();
        var paths = PostFileInput.Paths("Files of JSON lines, JSON arrays, or tables (CSV, TSV), plain or gzip; or folders of them.");
        var columns = new Option<string?>("--columns")
        {
            Description = "Which keys or columns of the file stand for which of ours: title=subject,body=text. Ours: " + string.Join(", ", PostsReader.Keys) + ".",
            HelpName = "KEY=COLUMN,…",
        };
        var encoding = PostFileInput.Encoding();
        var command = options.AddTo(new Command("posts", "Import posts: JSON lines, a JSON list or a table with id, title, body, posted_at, author, section, lang; or what posts --jsonl writes.") { paths, columns, encoding })
            .WithExamples("aftershock import posts posts.jsonl.gz", "aftershock import posts --source harbour --json dump/", "aftershock import posts --columns title=subject,body=text --encoding windows-1251 posts.csv");
        command.SetAction((parsed, cancel) =>
        {
            var reader = new PostsReader(Columns(parsed.GetValue(columns)));
            var settings = new PostFileSettings { RowKeys = reader.Columns, Columns = reader.Columns, Encoding = PostFileInput.EncodingOf(parsed, encoding) };
            var given = parsed.GetRequiredValue(paths);
            var input = new PostFileInput(PostFileInput.Some(PostFile.Expand(given, tables: true), given, ".jsonl, .ndjson, .json, .csv or .tsv, plain or .gz", "of posts"), settings, terminal);
            var name = parsed.GetValue(options.SourceName) is { Length: > 0 } told ? told : PostFileInput.NameOf(given);
            var source = new Source { Id = SourceId.FromName(name), Kind = SourceKind.PostFile, Name = name };
            return ImportRun.RunAsync(options, parsed, source, reader, input.ReadAsync(source.Id), input.TotalBytes, terminal, cancel);
        });
        return command;
    }

    private static Dictionary<string, string>? Columns(string? given)
    {
        if (given is null)
        {
            return null;
        }

        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in given.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = pair.IndexOf('=');
            var (key, column) = at < 0 ? (pair.Trim(), "") : (pair[..at].Trim(), pair[(at + 1)..].Trim());
            if (column.Length == 0 || !PostsReader.Keys.Contains(key))
            {
                throw CommandException.Usage($"--columns \"{pair}\" not read; expected KEY=COLUMN, where KEY is one of {string.Join(", ", PostsReader.Keys)}.");
            }

            if (!columns.TryAdd(key, column))
            {
                throw CommandException.Usage($"--columns names {key} twice; expected each once.");
            }
        }

        return columns;
    }
}

/// <summary>The files that a command line names.</summary>
internal sealed class PostFileInput(IReadOnlyList<string> files, PostFileSettings settings, Terminal terminal)
{
    public long TotalBytes => BytesOf(files);

    /// <summary>The files, or the word that there is none: an empty folder imports nothing, and that is no success.</summary>
    public static IReadOnlyList<string> Some(IReadOnlyList<string> files, string[] paths, string expected, string what = "to read") =>
        files.Count > 0 ? files : throw CommandException.Unreadable($"{string.Join(", ", paths)}: no file {what} was found; expected {expected}.");

    public static long BytesOf(IReadOnlyList<string> files) => files.Where(File.Exists).Sum(f => new FileInfo(f).Length);

    /// <summary>The source's name where none is given: two files number their posts alike, and are two sources.</summary>
    public static string NameOf(string[] paths)
    {
        var name = Path.GetFileName(Path.GetFullPath(paths[0]).TrimEnd('/'));
        var end = name.IndexOf('.', 1);
        return paths.Length > 1 ? "posts" : end > 0 ? name[..end] : name;
    }

    public static Argument<string[]> Paths(string description = "Files of JSON lines or JSON arrays, plain or gzip; or folders of them.") => new("PATH")
    {
        Description = description,
        Arity = ArgumentArity.OneOrMore,
    };

    public static Option<string?> Encoding() => new("--encoding")
    {
        Description = "Encoding of the files, such as gb18030 or windows-1251; auto tells it from the bytes. Default: UTF-8, or what a byte order mark says.",
        HelpName = "NAME",
    };

    public static string? EncodingOf(ParseResult parsed, Option<string?> encoding)
    {
        var name = parsed.GetValue(encoding);
        return name is null or "auto" || TextEncoding.Named(name) is not null
            ? name
            : throw CommandException.Usage($"--encoding \"{name}\" is not known; expected a name such as utf-8, utf-16, gb18030, windows-1251 or big5, or auto.");
    }

    public IAsyncEnumerable<Collecting.Intake> ReadAsync(SourceId source) => PostFile.ReadAsync(files, source, terminal.Clock, settings);
}
