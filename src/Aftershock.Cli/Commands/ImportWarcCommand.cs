using System.CommandLine;
using Aftershock.Collecting;
using Aftershock.Collecting.Warcs;
using NodaTime;

namespace Aftershock.Cli.Commands;

/// <summary><c>import warc PATH…</c>: pages that another program archived.</summary>
internal static class ImportWarcCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new ImportOptions();
        var paths = new Argument<string[]>("PATH") { Description = "Archives: .warc, .warc.gz or .wacz; or folders of them.", Arity = ArgumentArity.OneOrMore };
        var forum = new Option<string>("--forum") { Description = "The forum's program: auto, mybb, the name of a file in rules/forums, or a .yaml file of your own.", DefaultValueFactory = _ => "auto", HelpName = "PROGRAM" };
        var zone = new Option<string>("--zone") { Description = "IANA zone in which the pages print times.", DefaultValueFactory = _ => "UTC", HelpName = "ZONE" };
        var command = options.AddTo(new Command("warc", "Import forum pages from web archives that other programs made.") { paths, forum, zone })
            .WithExamples("aftershock import warc crawl.warc.gz", "aftershock import warc --forum mybb --zone Europe/Berlin --source harbour crawls/");
        command.SetAction(async (parsed, cancel) =>
        {
            var zoneName = parsed.GetRequiredValue(zone);
            if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(zoneName) is null)
            {
                throw CommandException.Usage($"--zone \"{zoneName}\" is not known; expected an IANA name such as Europe/Berlin.");
            }

            var given = parsed.GetRequiredValue(paths);
            var files = WarcFile.Expand(given);
            if (files.Count == 0)
            {
                throw CommandException.Unreadable($"{given[0]}: holds no archive; expected .warc, .warc.gz or .wacz files.");
            }

            var sample = await SampleAsync(files, cancel).ConfigureAwait(false);
            var reader = ImportPagesCommand.Choose(parsed.GetRequiredValue(forum), sample, given[0], terminal);
            var name = sample.Select(reader.BoardName).FirstOrDefault(n => n is not null) ?? Path.GetFileName(Path.GetFullPath(given[0]).TrimEnd('/')).Split('.')[0];
            var id = options.SourceIdOf(parsed, name);
            var source = new Source { Id = id, Kind = SourceKind.Forum, Name = name, Program = reader.Program, Start = ImportPagesCommand.FrontOf(sample), Zone = zoneName };
            var tally = new WarcTally();
            return await ImportRun.RunAsync(
                options, parsed, source, reader, WarcFile.ReadAsync(files, id, tally, cancel: cancel), files.Where(File.Exists).Sum(f => new FileInfo(f).Length), terminal, cancel, tally.Counts).ConfigureAwait(false);
        });
        return command;
    }

    /// <summary>The first whole pages; where there is none, why is told.</summary>
    private static async Task<IReadOnlyList<RawPage>> SampleAsync(IReadOnlyList<string> files, CancellationToken cancel)
    {
        (Rejection? File, Rejection? Place) why = default;
        var intakes = WarcFile.ReadAsync(files, new SourceId("sample"), new WarcTally(), cancel: cancel).Where(i =>
        {
            why = (why.File ?? i.Unreadable, why.Place ?? (i.Notes.Count > 0 ? i.Notes[0] : null));
            return i.Page is { Status: 200 };
        });
        var sample = await ImportPagesCommand.SampleAsync(intakes, cancel).ConfigureAwait(false);
        return sample.Count > 0 ? sample : throw CommandException.Unreadable(
            (why.File ?? why.Place) is { } told ? $"{told.Place}: {told.Reason}. No page was found in {files.Count} files." : $"{files[0]}: no page was found; expected archived responses of text/html.");
    }
}
