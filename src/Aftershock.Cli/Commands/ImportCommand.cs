using System.CommandLine;

namespace Aftershock.Cli.Commands;

/// <summary><c>import …</c>: one command for each shape of input; <see cref="ImportRun"/> is what they share.</summary>
internal static class ImportCommand
{
    public static Command Create(Terminal terminal) =>
        new("import", "Bring in saved pages, posts or claims: sealed as evidence first, then read, recognized and stored.")
        {
            ImportFeedCommand.Create(terminal),
            ImportHibpCommand.Create(terminal),
            ImportMispCommand.Create(terminal),
            ImportPagesCommand.Create(terminal),
            ImportPostsCommand.Create(terminal),
            ImportRansomwarePostsCommand.Create(terminal),
            ImportTaxiiCommand.Create(terminal),
            ImportTelegramCommand.Create(terminal),
            ImportWarcCommand.Create(terminal),
        };
}
