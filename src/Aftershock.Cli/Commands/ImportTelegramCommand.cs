using System.CommandLine;
using Aftershock.Collecting.Telegram;
using NodaTime;

namespace Aftershock.Cli.Commands;

/// <summary><c>import telegram PATH…</c>: exports of Telegram Desktop.</summary>
internal static class ImportTelegramCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new ImportOptions();
        var paths = PostFileInput.Paths("Exports of Telegram Desktop: result.json, messages*.html, plain or gzip; or folders of them.");
        var zone = new Option<string>("--zone") { Description = "IANA zone of times that carry no offset: that of the machine which made the export.", DefaultValueFactory = _ => "UTC", HelpName = "ZONE" };
        var command = options.AddTo(new Command("telegram", "Import chats as Telegram Desktop exports them, JSON or HTML; one source for each chat.") { paths, zone })
            .WithExamples("aftershock import telegram result.json", "aftershock import telegram --zone Europe/Berlin --source watched ChatExport_2022-07-03/");
        command.SetAction((parsed, cancel) =>
        {
            var zoneName = parsed.GetRequiredValue(zone);
            if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(zoneName) is null)
            {
                throw CommandException.Usage($"--zone \"{zoneName}\" is not known; expected an IANA name such as Europe/Berlin.");
            }

            var given = parsed.GetRequiredValue(paths);
            var files = PostFileInput.Some(TelegramExport.Expand(given), given, "result.json or messages.html");
            var source = new Source { Id = options.SourceIdOf(parsed, "telegram"), Kind = SourceKind.Forum, Name = parsed.GetValue(options.SourceName) ?? "Telegram", Program = "telegram", Zone = zoneName };
            return ImportRun.RunAsync(options, parsed, source, new TelegramReader(zoneName), TelegramExport.ReadAsync(files, source.Id, terminal.Clock, zoneName, cancel: cancel), PostFileInput.BytesOf(files), terminal, cancel);
        });
        return command;
    }
}
