using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Aftershock.Collecting.Evidence;
using Aftershock.Running;

namespace Aftershock.Cli.Commands;

/// <summary><c>evidence verify</c>: whether everything that was sealed is as it was.</summary>
internal static class EvidenceVerifyCommand
{
    public static Command Create(Terminal terminal)
    {
        var store = Options.Store();
        var json = Options.Json();
        var heads = new Option<string[]>("--head") { Description = "A head that was published once; the chain must hold it.", HelpName = "HASH", AllowMultipleArgumentsPerToken = true };
        var command = new Command("verify", "Check the ledger's chain, every sealed record, and the store against both.") { heads, store, json }
            .WithExamples("aftershock evidence verify", "aftershock evidence verify --head 9b1e…");
        command.SetAction(async (parsed, cancel) =>
        {
            var report = await CheckAsync(parsed.GetRequiredValue(store), Heads(parsed.GetValue(heads) ?? []), terminal, cancel).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                WriteJson(report, terminal);
            }
            else
            {
                terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Entries:N0} lines of the ledger, {report.Captures:N0} captures, {report.Erased:N0} erased, {report.SealedBytes:N0} sealed bytes"));
                foreach (var (hash, line) in report.PublishedHeads.Where(h => h.Line is not null))
                {
                    terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"published head {hash} is line {line}"));
                }

                terminal.Out.WriteLine(report.Break is { } broken ? $"BROKEN  {broken.Place}: {broken.Reason}" : $"sound; the last line's hash is {report.Head}");
            }

            return report.IsSound ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static async Task<VerifyReport> CheckAsync(string folder, IReadOnlyList<string> heads, Terminal terminal, CancellationToken cancel)
    {
        await using var opened = await Options.OpenStoreAsync(folder, create: false, terminal.Clock, cancel).ConfigureAwait(false);
        using var reader = new EvidenceReader(Options.Vault(folder), opened.Keys);
        using var line = new ProgressLine(terminal, "verifying", "lines");
        return await EvidenceCheck.RunAsync(reader, opened.Captures, heads, new Forward(line), cancel).ConfigureAwait(false);
    }

    private static List<string> Heads(string[] given)
    {
        var heads = given.Select(h => h.Trim().ToLowerInvariant()).ToList();
        return heads.Find(h => h.Length != 64 || !h.All(char.IsAsciiHexDigitLower)) is { } wrong
            ? throw CommandException.Usage($"--head \"{wrong}\" is no head; expected 64 hexadecimal digits, as aftershock evidence head prints them.")
            : heads;
    }

    private static void WriteJson(VerifyReport report, Terminal terminal) => JsonOutput.Write(terminal, json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("sound", report.IsSound);
        json.WriteNumber("entries", report.Entries);
        json.WriteNumber("captures", report.Captures);
        json.WriteNumber("erased", report.Erased);
        json.WriteNumber("sealed_bytes", report.SealedBytes);
        json.WriteString("head", report.Head);
        json.WriteStartArray("published_heads");
        foreach (var (hash, line) in report.PublishedHeads)
        {
            json.WriteStartObject();
            json.WriteString("hash", hash);
            if (line is { } number)
            {
                json.WriteNumber("line", number);
            }
            else
            {
                json.WriteNull("line");
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (report.Break is { } broken)
        {
            json.WriteStartObject("break");
            json.WriteString("place", broken.Place);
            json.WriteString("reason", broken.Reason);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("break");
        }

        json.WriteEndObject();
    });

    internal sealed class Forward(ProgressLine line) : IProgress<long>
    {
        public void Report(long value) => line.Show(value, null);
    }
}
