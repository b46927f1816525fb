using System.CommandLine;
using System.Globalization;
using Aftershock.Collecting.Evidence;

namespace Aftershock.Cli.Commands;

/// <summary><c>evidence show CAPTURE</c>: what the ledger tells of a capture; its content goes to a file, never to a terminal.</summary>
internal static class EvidenceShowCommand
{
    public static Command Create(Terminal terminal)
    {
        var capture = new Argument<string>("CAPTURE") { Description = "Name of the capture, 32 hexadecimal digits." };
        var output = new Option<FileInfo?>("--out") { Description = "Write the content to this file, byte for byte.", HelpName = "FILE" };
        var warc = new Option<bool>("--warc") { Description = "With --out: the whole WARC record." };
        var store = Options.Store();
        var json = Options.Json();
        var command = new Command("show", "What the ledger tells of one capture; with --out its content.") { capture, output, warc, store, json }
            .WithExamples("aftershock evidence show 3f0c… --out page.html");
        command.SetAction(async (parsed, cancel) =>
        {
            var folder = parsed.GetRequiredValue(store);
            var id = new CaptureId(parsed.GetRequiredValue(capture).Trim().ToLowerInvariant());
            await using var opened = await Options.OpenStoreAsync(folder, create: false, terminal.Clock, cancel).ConfigureAwait(false);
            using var reader = new EvidenceReader(Options.Vault(folder), opened.Keys);
            var entry = reader.Find(id) ?? throw new CommandException(ExitCode.Failed, $"capture {id}: the ledger does not know it.");
            var content = await reader.OpenAsync(id, entry.Place, entry.Sha256, cancel).ConfigureAwait(false);
            Write(entry, content.Failure, parsed.GetValue(json), terminal);
            if (parsed.GetValue(output) is { } file)
            {
                if (content.Failure != OpenFailure.None)
                {
                    throw new CommandException(ExitCode.Failed, $"capture {id}: {Sentence(content.Failure)}; nothing was written.");
                }

                var bytes = parsed.GetValue(warc) ? content.Warc : content.Payload;
                await File.WriteAllBytesAsync(file.FullName, bytes, cancel).ConfigureAwait(false);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void Write(LedgerEntry entry, OpenFailure failure, bool asJson, Terminal terminal)
    {
        (string Name, string Value)[] fields =
        [
            ("capture", entry.Capture.Value),
            ("source", entry.Source.Value),
            ("url", entry.Url),
            ("captured_at", entry.CapturedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
            ("status", entry.Status.ToString(CultureInfo.InvariantCulture)),
            ("content_type", entry.ContentType),
            ("sha256", entry.Sha256),
            ("bytes", entry.Bytes.ToString(CultureInfo.InvariantCulture)),
            ("sealed_in", string.Create(CultureInfo.InvariantCulture, $"{entry.Place.File} at {entry.Place.Offset}, {entry.Place.Length} bytes")),
            ("ledger_line", entry.Sequence.ToString(CultureInfo.InvariantCulture)),
            ("run", entry.Run),
            ("embedded_media", entry.EmbeddedMedia.ToString(CultureInfo.InvariantCulture)),
            ("content", Sentence(failure)),
        ];
        if (asJson)
        {
            JsonOutput.Write(terminal, json =>
            {
                json.WriteStartObject();
                foreach (var (name, value) in fields)
                {
                    json.WriteString(name, value);
                }

                json.WriteEndObject();
            });
            return;
        }

        foreach (var (name, value) in fields)
        {
            terminal.Out.WriteLine($"{name,-14} {Printable(value)}");
        }
    }

    internal static string Sentence(OpenFailure failure) => failure switch
    {
        OpenFailure.None => "sound",
        OpenFailure.Erased => "erased: its key was destroyed",
        OpenFailure.FileMissing => "the sealed file is missing or too short",
        OpenFailure.ForeignKey => "its key was wrapped under another vault key",
        _ => "damaged: it is not what was sealed",
    };

    /// <summary>An address is the source's own words, and may try to steer the terminal.</summary>
    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c));
}
