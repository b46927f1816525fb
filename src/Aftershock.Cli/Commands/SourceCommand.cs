using System.CommandLine;

namespace Aftershock.Cli.Commands;

/// <summary><c>source …</c>: where posts come from, and how collecting them went.</summary>
internal static class SourceCommand
{
    public static Command Create(Terminal terminal) => new("source", "The places that posts come from, and how collecting them went.")
    {
        SourceAddCommand.Create(terminal),
        SourceCheckCommand.Create(terminal),
        StoredCommands.Sources(terminal),
        StoredCommands.Runs(terminal),
    };
}
