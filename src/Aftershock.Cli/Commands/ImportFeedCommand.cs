using System.CommandLine;
using Aftershock.Collecting.Feeds;

namespace Aftershock.Cli.Commands;

/// <summary><c>import feed PATH…</c>: saved feeds.</summary>
internal static class ImportFeedCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new ImportOptions();
        var paths = PostFileInput.Paths("Files of RSS, Atom or JSON Feed, plain or gzip; or folders of them.");
        var command = options.AddTo(new Command("feed", "Import saved feeds, RSS, Atom or JSON Feed; one source for each site.") { paths })
            .WithExamples("aftershock import feed news.xml", "aftershock import feed --source press feeds/");
        command.SetAction((parsed, cancel) =>
        {
            var given = parsed.GetRequiredValue(paths);
            var files = PostFileInput.Some(FeedFiles.Expand(given), given, ".xml, .rss, .atom, .rdf or .json");
            var source = new Source { Id = options.SourceIdOf(parsed, "feed"), Kind = SourceKind.PostFile, Name = parsed.GetValue(options.SourceName) ?? "Feeds", Program = "feed" };
            return ImportRun.RunAsync(options, parsed, source, new FeedReader(), FeedFiles.ReadAsync(files, source.Id, terminal.Clock, cancel: cancel), PostFileInput.BytesOf(files), terminal, cancel);
        });
        return command;
    }
}
