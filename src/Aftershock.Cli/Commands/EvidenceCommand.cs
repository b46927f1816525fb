using System.CommandLine;
using Aftershock.Collecting.Evidence;
using Aftershock.Keeping;

namespace Aftershock.Cli.Commands;

/// <summary><c>evidence …</c>: what was sealed, whether it is as it was, and the ways out of it.</summary>
internal static class EvidenceCommand
{
    public static Command Create(Terminal terminal) => new("evidence", "Check sealed evidence, look at it, hand it on, erase it.")
    {
        EvidenceEraseCommand.Create(terminal),
        EvidenceExportCommand.Create(terminal),
        EvidenceHeadCommand.Create(terminal),
        EvidenceShowCommand.Create(terminal),
        EvidenceVerifyCommand.Create(terminal),
    };
}

/// <summary>The options that say who does something to evidence, why, and to which captures.</summary>
internal sealed class EvidenceActOptions(string verb)
{
    public Option<string> Store { get; } = Options.Store();

    public Option<bool> Json { get; } = Options.Json();

    public Option<string?> Source { get; } = new("--source") { Description = "Only captures of this source.", HelpName = "NAME" };

    public Option<DateOnly?> From { get; } = new("--from") { Description = "Captured on this day (UTC) or later.", HelpName = "DATE" };

    public Option<DateOnly?> To { get; } = new("--to") { Description = "Captured on this day (UTC) or earlier.", HelpName = "DATE" };

    public Option<string> Reason { get; } = new("--reason") { Description = $"Why you {verb}; the ledger keeps it.", HelpName = "TEXT", Required = true };

    public Option<string> By { get; } = new("--by") { Description = $"Who you are; the ledger keeps it. Default: the name of your account.", HelpName = "NAME", DefaultValueFactory = _ => Environment.UserName };

    public Command AddTo(Command command)
    {
        foreach (var option in (Option[])[Source, From, To, Reason, By, Store, Json])
        {
            command.Options.Add(option);
        }

        return command;
    }

    public (string By, string Reason) Who(ParseResult parsed)
    {
        var (by, reason) = (parsed.GetRequiredValue(By).Trim(), parsed.GetRequiredValue(Reason).Trim());
        return by.Length > 0 && reason.Length > 0
            ? (by, reason)
            : throw CommandException.Usage($"--by \"{by}\" --reason \"{reason}\": expected a name and a reason; the ledger keeps both.");
    }

    /// <summary>The captures that are meant; naming one that the ledger does not know fails, before anything is done.</summary>
    public (CaptureSelection Selection, IReadOnlyList<(LedgerEntry Entry, bool Erased)> Chosen) Choose(ParseResult parsed, IEnumerable<string> captures, EvidenceReader reader)
    {
        var selection = new CaptureSelection
        {
            Source = parsed.GetValue(Source) is { Length: > 0 } source ? new SourceId(source) : null,
            From = parsed.GetValue(From),
            To = parsed.GetValue(To),
            Captures = [.. captures.Select(c => new CaptureId(c.Trim().ToLowerInvariant())).Distinct()],
        };
        var (chosen, unknown) = selection.Of(reader.Entries());
        return unknown.Count == 0
            ? (selection, chosen)
            : throw new CommandException(ExitCode.Failed, $"capture {string.Join(", ", unknown)}: the ledger does not know it. Nothing was done.");
    }

    public static Task<EvidenceVault> OpenVaultAsync(string folder, IStore store, Terminal terminal, CancellationToken cancel) =>
        EvidenceVault.OpenAsync(Options.Vault(folder), store.Keys, store.Captures, terminal.Clock, cancel);
}
