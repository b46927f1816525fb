using System.CommandLine;

namespace Aftershock.Cli.Commands;

/// <summary><c>evidence …</c>: what was sealed, and whether it is as it was.</summary>
internal static class EvidenceCommand
{
    public static Command Create(Terminal terminal) => new("evidence", "Check sealed evidence, and look at it.")
    {
        EvidenceShowCommand.Create(terminal),
        EvidenceVerifyCommand.Create(terminal),
    };
}
