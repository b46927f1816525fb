using System.CommandLine;
using Aftershock.Collecting;
using Aftershock.Collecting.Forums.MyBb;
using Aftershock.Collecting.Pages;
using NodaTime;

namespace Aftershock.Cli.Commands;

/// <summary><c>import pages DIR</c>: saved pages of a forum.</summary>
internal static class ImportPagesCommand
{
    /// <summary>Pages looked at to tell the forum's program and its name.</summary>
    private const int Looked = 20;

    private static readonly IReadOnlyList<(IPageReader Reader, Func<RawPage, string?> NameOf)> s_programs = [(new MyBbReader(), MyBbReader.BoardName)];

    public static Command Create(Terminal terminal)
    {
        var options = new ImportOptions();
        var folder = new Argument<string>("DIR") { Description = "Folder of saved pages, plain or .gz, with manifest.jsonl or without." };
        var forum = new Option<string>("--forum") { Description = "The forum's program: auto, mybb.", DefaultValueFactory = _ => "auto", HelpName = "PROGRAM" };
        forum.AcceptOnlyFromAmong(["auto", .. s_programs.Select(p => p.Reader.Program)]);
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

            var sample = await SampleAsync(path, terminal.Clock, cancel).ConfigureAwait(false);
            var (reader, nameOf) = Choose(parsed.GetRequiredValue(forum), sample, path, terminal);
            var name = sample.Select(nameOf).FirstOrDefault(n => n is not null) ?? Path.GetFileName(Path.GetFullPath(path).TrimEnd('/'));
            var id = options.SourceIdOf(parsed, name);
            var source = new Source { Id = id, Kind = SourceKind.Forum, Name = name, Program = reader.Program, Start = FrontOf(sample), Zone = zoneName };
            return await ImportRun.RunAsync(options, parsed, source, reader, PageFolder.ReadAsync(path, id, terminal.Clock, cancel: cancel), PageFolder.TotalBytes(path), terminal, cancel).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<IReadOnlyList<RawPage>> SampleAsync(string path, TimeProvider clock, CancellationToken cancel)
    {
        var sample = new List<RawPage>();
        await foreach (var intake in PageFolder.ReadAsync(path, new SourceId("sample"), clock, cancel: cancel).ConfigureAwait(false))
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

    private static (IPageReader Reader, Func<RawPage, string?> NameOf) Choose(string forum, IReadOnlyList<RawPage> sample, string path, Terminal terminal)
    {
        if (forum != "auto")
        {
            return s_programs.First(p => p.Reader.Program == forum);
        }

        foreach (var program in s_programs)
        {
            if (sample.Select(program.Reader.Recognizes).FirstOrDefault(r => r is not null) is { } reason)
            {
                terminal.Error.WriteLine($"aftershock: reading {path} as {program.Reader.Program}; {reason}");
                return program;
            }
        }

        throw CommandException.Unreadable(sample.Count == 0
            ? $"{path}: no page was found; expected .html files, plain or .gz, or a manifest.jsonl that names some."
            : $"{path}: no known forum program was recognized in its first {sample.Count} pages; known: {string.Join(", ", s_programs.Select(p => p.Reader.Program))}. Name one with --forum.");
    }

    private static string? FrontOf(IReadOnlyList<RawPage> sample) =>
        sample.Select(p => Uri.TryCreate(p.Url, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https") ? address.GetLeftPart(UriPartial.Authority) : null).FirstOrDefault(a => a is not null);
}
