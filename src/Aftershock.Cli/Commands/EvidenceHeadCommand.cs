using System.CommandLine;
using System.Globalization;
using Aftershock.Collecting.Evidence;

namespace Aftershock.Cli.Commands;

/// <summary><c>evidence head</c>: the ledger's last line, to be published where nobody can change it.</summary>
internal static class EvidenceHeadCommand
{
    public static Command Create(Terminal terminal)
    {
        var store = Options.Store();
        var json = Options.Json();
        var command = new Command("head", "The hash of the ledger's last line. Publish it, and nobody can rewrite what came before.") { store, json }
            .WithExamples("aftershock evidence head", "aftershock evidence head --json >> heads.jsonl");
        command.SetAction(async (parsed, cancel) =>
        {
            var folder = parsed.GetRequiredValue(store);
            await using var opened = await Options.OpenStoreAsync(folder, create: false, terminal.Clock, cancel).ConfigureAwait(false);
            using var reader = new EvidenceReader(Options.Vault(folder), opened.Keys);
            var head = reader.Head() ?? throw new CommandException(ExitCode.Failed, $"the ledger of {folder} is empty; there is no head to publish.");
            var written = head.WrittenAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            if (!parsed.GetValue(json))
            {
                terminal.Out.WriteLine($"{head.Hash}  line {head.Sequence.ToString(CultureInfo.InvariantCulture)}, {written}");
                return ExitCode.Done;
            }

            JsonOutput.Write(terminal, output =>
            {
                output.WriteStartObject();
                output.WriteNumber("sequence", head.Sequence);
                output.WriteString("hash", head.Hash);
                output.WriteString("written_at", written);
                output.WriteEndObject();
            });
            return ExitCode.Done;
        });
        return command;
    }
}
