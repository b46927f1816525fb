using System.CommandLine;
using Aftershock.Collecting;
using Aftershock.Collecting.Forums;
using Aftershock.Collecting.Pages;
using NodaTime;

namespace Aftershock.Cli.Commands;

/// <summary><c>import pages DIR</c>: saved pages of a forum.</summary>
internal static class ImportPagesCommand
{
    /// <summary>Pages looked at to tell the forum's program and its name.</summary>
    private const int Looked = 20;

    public static Command Create(Terminal terminal)
    {
        var options = new ImportOptions();
        var folder = new Argument<string>("DIR") { Description = "Folder of saved pages, plain or .gz, with manifest.jsonl or without." };
        var forum = new Option<string>("--forum") { Description = "The forum's program: auto, mybb, the name of a file in rules/forums, or a .yaml file of your own.", DefaultValueFactory = _ => "auto", HelpName = "PROGRAM" };
        var zone = new Option<string>("--zone") { Description = "IANA zone in which the pages print times.", DefaultValueFactory = _ => "UTC", HelpName = "ZONE" };
        var command = options.AddTo(new Command("pages", "Import a folder of saved forum pages.") { folder, forum, zone })
            .WithExamples("aftershock import pages saved/", "aftershock import pages --forum mybb --zone Europe/Berlin --source harbour saved/");
        command.SetAction(async (parsed, cancel) =>
        {
            var path = parsed.GetRequiredValue(folder);
            if (!Directory.Exists(path))
            {
                throw CommandException.Unreadable($"{path}: no such folder; expected saved pages.");
            }

            var zoneName = parsed.GetRequiredValue(zone);
            if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(zoneName) is null)
            {
                throw CommandException.Usage($"--zone \"{zoneName}\" is not known; expected an IANA name such as Europe/Berlin.");
            }

            var sample = await SampleAsync(PageFolder.ReadAsync(path, new SourceId("sample"), terminal.Clock, cancel: cancel), cancel).ConfigureAwait(false);
            var reader = Choose(parsed.GetRequiredValue(forum), sample, path, terminal);
            var name = sample.Select(reader.BoardName).FirstOrDefault(n => n is not null) ?? Path.GetFileName(Path.GetFullPath(path).TrimEnd('/'));
            var id = options.SourceIdOf(parsed, name);
            var source = new Source { Id = id, Kind = SourceKind.Forum, Name = name, Program = reader.Program, Start = FrontOf(sample), Zone = zoneName };
            return await ImportRun.RunAsync(options, parsed, source, reader, PageFolder.ReadAsync(path, id, terminal.Clock, cancel: cancel), PageFolder.TotalBytes(path), terminal, cancel).ConfigureAwait(false);
        });
        return command;
    }

    /// <summary>The first pages, of which program and name are told.</summary>
    internal static async Task<IReadOnlyList<RawPage>> SampleAsync(IAsyncEnumerable<Intake> intakes, CancellationToken cancel)
    {
        var sample = new List<RawPage>();
        await foreach (var intake in intakes.WithCancellation(cancel).ConfigureAwait(false))
        {
            if (intake.Page is { } page)
            {
                sample.Add(page);
            }

            if (sample.Count == Looked)
            {
                break;
            }
        }

        return sample;
    }

    internal static IForumReader Choose(string forum, IReadOnlyList<RawPage> sample, string path, Terminal terminal)
    {
        var isTaught = forum.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase);
        var readers = ReaderFiles.Load(isTaught ? [forum] : []);
        if (isTaught)
        {
            return readers[^1];
        }

        var known = string.Join(", ", readers.Select(r => r.Program).Order(StringComparer.Ordinal));
        if (forum != "auto")
        {
            return readers.FirstOrDefault(r => r.Program == forum)
                ?? throw CommandException.Usage($"--forum \"{forum}\" is not known; expected auto, {known}, or a .yaml file that describes the program.");
        }

        if (ForumReaders.Detect(readers, sample) is var (reader, reason))
        {
            terminal.Error.WriteLine($"aftershock: reading {path} as {reader.Program}; {reason}");
            return reader;
        }

        throw CommandException.Unreadable(sample.Count == 0
            ? $"{path}: no page was found; expected .html files, plain or .gz, or a manifest.jsonl that names some."
            : $"{path}: no known forum program was recognized in its first {sample.Count} pages; known: {known}. Name one with --forum, or describe it in a .yaml file (docs/guide/teaching-a-forum.md).");
    }

    internal static string? FrontOf(IReadOnlyList<RawPage> sample) =>
        sample.Select(p => Uri.TryCreate(p.Url, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https") ? address.GetLeftPart(UriPartial.Authority) : null).FirstOrDefault(a => a is not null);
}
