using System.CommandLine;
using Aftershock.Collecting.Misp;

namespace Aftershock.Cli.Commands;

/// <summary><c>import misp PATH…</c>: the folder of a MISP feed.</summary>
internal static class ImportMispCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new ImportOptions();
        var paths = PostFileInput.Paths("Folder of a MISP feed (manifest.json and a file for each event), or events alone; plain or gzip.");
        var command = options.AddTo(new Command("misp", "Import the events of a MISP feed, one post for each.") { paths })
            .WithExamples("aftershock import misp feed/", "aftershock import misp --source partner 5e0f2c1a-0000-4000-8000-000000000001.json");
        command.SetAction((parsed, cancel) =>
        {
            var given = parsed.GetRequiredValue(paths);
            var files = PostFileInput.Some(MispFeed.Expand(given), given, "manifest.json and events as .json, plain or .gz");
            var source = new Source { Id = options.SourceIdOf(parsed, "misp"), Kind = SourceKind.PostFile, Name = parsed.GetValue(options.SourceName) ?? "MISP", Program = "misp" };
            return ImportRun.RunAsync(options, parsed, source, new MispReader(), MispFeed.ReadAsync(files, source.Id, terminal.Clock, cancel: cancel), PostFileInput.BytesOf(files), terminal, cancel);
        });
        return command;
    }
}
