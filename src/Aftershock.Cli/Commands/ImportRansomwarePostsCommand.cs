using System.CommandLine;
using Aftershock.Collecting.PostFiles;

namespace Aftershock.Cli.Commands;

/// <summary><c>import ransomware-posts FILE…</c>: what extortion groups claim, as the public trackers publish it.</summary>
internal static class ImportRansomwarePostsCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new ImportOptions();
        var paths = PostFileInput.Paths();
        var standIn = new Option<bool>("--discovered-is-published")
        {
            Description = "For rows that tell no published time, take the tracker's time of discovery for it. Without this they are kept and not counted.",
        };
        var command = options.AddTo(new Command("ransomware-posts", "Import leak-site claims as public trackers publish them; one source for each group.") { paths, standIn })
            .WithExamples("aftershock import ransomware-posts posts.json", "aftershock import ransomware-posts --source ransomwatch --discovered-is-published posts.json");
        command.SetAction((parsed, cancel) =>
        {
            var given = parsed.GetRequiredValue(paths);
            var input = new PostFileInput(PostFileInput.Some(PostFile.Expand(given), given, ".jsonl, .ndjson or .json, plain or .gz", "of posts"), new PostFileSettings { RowKeys = RansomwareReader.Keys, KeysAreHeads = true }, terminal);
            var source = new Source { Id = options.SourceIdOf(parsed, "ransomware"), Kind = SourceKind.PostFile, Name = parsed.GetValue(options.SourceName) ?? "Ransomware claims" };
            return ImportRun.RunAsync(options, parsed, source, new RansomwareReader(parsed.GetValue(standIn)), input.ReadAsync(source.Id), input.TotalBytes, terminal, cancel);
        });
        return command;
    }
}
