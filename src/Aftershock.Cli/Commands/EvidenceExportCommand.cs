using System.CommandLine;
using System.Globalization;
using Aftershock.Collecting.Evidence;
using Aftershock.Keeping;
using Aftershock.Running;

namespace Aftershock.Cli.Commands;

/// <summary><c>evidence export</c>: sealed captures, opened into one WARC file for an archive, a court or a colleague.</summary>
internal static class EvidenceExportCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new EvidenceActOptions("open the captures");
        var captures = new Option<string[]>("--capture") { Description = "Only these captures, 32 hexadecimal digits each.", HelpName = "ID", AllowMultipleArgumentsPerToken = true };
        var output = new Option<FileInfo>("--out") { Description = "The WARC file to write.", HelpName = "FILE", Required = true };
        var index = new Option<FileInfo?>("--cdx") { Description = "Write a CDXJ index of it as well.", HelpName = "FILE" };
        var plain = new Option<bool>("--uncompressed") { Description = "Write the records plain, not each as a gzip member." };
        var force = new Option<bool>("--force") { Description = "Write over files that exist." };
        var command = options.AddTo(new Command("export", "Open sealed captures into one WARC 1.1 file; the ledger keeps who did and why.") { captures, output, index, plain, force })
            .WithExamples(
                "aftershock evidence export --source harbour --from 2022-07-01 --to 2022-07-31 --reason \"case 17\" --out harbour.warc.gz --cdx harbour.cdxj",
                "aftershock evidence export --capture 3f0c… --by \"J. Sample\" --reason \"request of the court\" --out one.warc.gz");
        command.SetAction(async (parsed, cancel) =>
        {
            var target = new ExportTarget(parsed.GetRequiredValue(output), parsed.GetValue(index), !parsed.GetValue(plain));
            target.Check(parsed.GetValue(force));
            var who = options.Who(parsed);
            var folder = parsed.GetRequiredValue(options.Store);
            await using var opened = await Options.OpenStoreAsync(folder, create: false, terminal.Clock, cancel).ConfigureAwait(false);
            using var reader = new EvidenceReader(Options.Vault(folder), opened.Keys);
            var (selection, chosen) = options.Choose(parsed, parsed.GetValue(captures) ?? [], reader);
            var open = chosen.Where(c => !c.Erased).Select(c => c.Entry).ToList();
            if (open.Count == 0)
            {
                throw new CommandException(ExitCode.Failed, $"{selection}: {(chosen.Count == 0 ? "no capture is meant" : $"all {chosen.Count} captures were erased")}; nothing was written.");
            }

            var line = await EnterAsync(folder, opened, open, selection, who, terminal, cancel).ConfigureAwait(false);
            var report = await target.WriteAsync(reader, open, line, terminal, cancel).ConfigureAwait(false);
            Write(report, [.. chosen.Where(c => c.Erased).Select(c => c.Entry.Capture)], line, target, parsed.GetValue(options.Json), terminal);
            return report.Failed.Count == 0 ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    /// <summary>The ledger first: nothing is opened that it does not tell of.</summary>
    private static async Task<LedgerEntry> EnterAsync(
        string folder, IStore store, List<LedgerEntry> captures, CaptureSelection selection, (string By, string Reason) who, Terminal terminal, CancellationToken cancel)
    {
        using var vault = await EvidenceActOptions.OpenVaultAsync(folder, store, terminal, cancel).ConfigureAwait(false);
        return vault.EnterExport([.. captures.Select(e => e.Capture)], selection.ToString(), who.Reason, who.By, ImportRequest.RunName("export", terminal.Clock));
    }

    private static void Write(ExportReport report, List<CaptureId> erased, LedgerEntry line, ExportTarget target, bool asJson, Terminal terminal)
    {
        if (!asJson)
        {
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target.Warc.FullName}: {report.Captures:N0} captures, {report.FileBytes:N0} bytes, SHA-256 {report.FileSha256}"));
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"in clear from here on; line {line.Sequence} of the ledger tells of it"));
            foreach (var capture in erased)
            {
                terminal.Out.WriteLine($"  capture {capture}: was erased; it is not in the file");
            }

            foreach (var (capture, failure) in report.Failed)
            {
                terminal.Out.WriteLine($"  capture {capture}: {EvidenceShowCommand.Sentence(failure)}; it is not in the file");
            }

            return;
        }

        JsonOutput.Write(terminal, json =>
        {
            json.WriteStartObject();
            json.WriteString("file", target.Warc.FullName);
            json.WriteString("cdx", target.Index?.FullName);
            json.WriteNumber("captures", report.Captures);
            json.WriteNumber("content_bytes", report.ContentBytes);
            json.WriteNumber("bytes", report.FileBytes);
            json.WriteString("sha256", report.FileSha256);
            json.WriteNumber("ledger_line", line.Sequence);
            json.WriteString("ledger_hash", line.Hash);
            json.WriteStartArray("erased");
            erased.ForEach(c => json.WriteStringValue(c.Value));
            json.WriteEndArray();
            json.WriteStartArray("failed");
            foreach (var (capture, failure) in report.Failed)
            {
                json.WriteStartObject();
                json.WriteString("capture", capture.Value);
                json.WriteString("reason", EvidenceShowCommand.Sentence(failure));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }
}

/// <summary>The files that an export makes: written beside under another name, for their owner alone, and moved into place when whole.</summary>
internal sealed class ExportTarget(FileInfo warc, FileInfo? index, bool compressed)
{
    public FileInfo Warc => warc;

    public FileInfo? Index => index;

    /// <exception cref="CommandException">A file would be written over, its folder is missing, or its name says what it would not be.</exception>
    public void Check(bool force)
    {
        if (!compressed && warc.Name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            throw CommandException.Usage($"--out {warc.Name} --uncompressed: a file named .gz is expected to be compressed; choose one.");
        }

        foreach (var file in (FileInfo?[])[warc, index])
        {
            if (file is { Exists: true } && !force)
            {
                throw CommandException.Refused($"{file.FullName}: is there already; give another name, or --force to write over it.");
            }

            if (file is { Directory.Exists: false })
            {
                throw CommandException.Usage($"{file.DirectoryName}: no such folder; expected one to write {file.Name} into.");
            }
        }

        if (index?.FullName == warc.FullName)
        {
            throw CommandException.Usage($"--cdx {index.Name}: is the file of --out; expected another.");
        }
    }

    public async Task<ExportReport> WriteAsync(EvidenceReader reader, IReadOnlyList<LedgerEntry> captures, LedgerEntry line, Terminal terminal, CancellationToken cancel)
    {
        var beside = warc.FullName + ".part";
        try
        {
            ExportReport report;
            using (var progress = new ProgressLine(terminal, "opening", "captures"))
            using (var file = Create(beside))
            {
                report = await new EvidenceExport(reader).WriteAsync(captures, line, file, warc.Name, compressed, new EvidenceVerifyCommand.Forward(progress), cancel).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }

            if (index is not null)
            {
                using (var file = Create(index.FullName + ".part"))
                {
                    file.Write(System.Text.Encoding.UTF8.GetBytes(string.Concat(report.Index.Select(l => l + "\n"))));
                    file.Flush(flushToDisk: true);
                }

                File.Move(index.FullName + ".part", index.FullName, overwrite: true);
            }

            File.Move(beside, warc.FullName, overwrite: true);
            return report;
        }
        finally
        {
            File.Delete(beside); // Half an export is raw data that nobody looks after.
        }
    }

    private static FileStream Create(string path)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 1 << 20 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
