using System.CommandLine;
using Aftershock.Collecting.Breaches;
using Aftershock.Collecting.PostFiles;

namespace Aftershock.Cli.Commands;

/// <summary><c>import hibp PATH…</c>: the list of breaches that Have I Been Pwned publishes.</summary>
internal static class ImportHibpCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new ImportOptions();
        var paths = PostFileInput.Paths("Files of breaches, as JSON lists or lines, plain or gzip; or folders of them.");
        var command = options.AddTo(new Command("hibp", "Import the breach list of Have I Been Pwned; what it states outright stands as stated.") { paths })
            .WithExamples("aftershock import hibp breaches.json");
        command.SetAction((parsed, cancel) =>
        {
            var given = parsed.GetRequiredValue(paths);
            var files = PostFileInput.Some(PostFile.Expand(given), given, ".json or .jsonl, plain or .gz");
            var input = new PostFileInput(files, new PostFileSettings { RowKeys = BreachListReader.Keys }, terminal);
            var source = new Source { Id = options.SourceIdOf(parsed, "hibp"), Kind = SourceKind.PostFile, Name = parsed.GetValue(options.SourceName) ?? "Have I Been Pwned", Program = "hibp" };
            return ImportRun.RunAsync(options, parsed, source, new BreachListReader(), input.ReadAsync(source.Id), input.TotalBytes, terminal, cancel);
        });
        return command;
    }
}
