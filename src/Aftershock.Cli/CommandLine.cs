using System.CommandLine;
using Aftershock.Cli.Commands;
using Aftershock.Collecting.Evidence;
using Aftershock.Keeping;

namespace Aftershock.Cli;

/// <summary>All commands, composed by hand; reads arguments, runs one command and turns its end into an exit code.</summary>
public static class CommandLine
{
    public static async Task<int> RunAsync(string[] args, Terminal terminal)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(terminal);
        var root = Root(terminal);
        if (args.Length == 0)
        {
            terminal.Out.WriteLine(Newcomer);
            return ExitCode.Done;
        }

        var parsed = root.Parse(args);
        if ((parsed.Errors.Count > 0 || UsageErrors.Mistyped(parsed) is not null) && parsed.Action?.ClearsParseErrors != true)
        {
            return UsageErrors.Report(parsed, terminal);
        }

        var invocation = new InvocationConfiguration
        {
            Output = terminal.Out,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            // Terminal tells commands to stop; a limit on top of it would kill one that is still putting things in order.
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parsed.InvokeAsync(invocation, terminal.Cancelled).ConfigureAwait(false);
        }
        catch (CommandException failure)
        {
            terminal.Error.WriteLine($"aftershock: {failure.Message}");
            return failure.ExitCode;
        }
        catch (FileMistakesException failure)
        {
            terminal.Error.WriteLine($"aftershock: {failure.Message}");
            return ExitCode.Unreadable;
        }
        catch (StoreException failure)
        {
            terminal.Error.WriteLine($"aftershock: {failure.Message}");
            return ExitCode.Failed;
        }
        catch (VaultException failure)
        {
            terminal.Error.WriteLine($"aftershock: {failure.Message}");
            return ExitCode.Failed;
        }
        catch (OperationCanceledException) when (terminal.Cancelled.IsCancellationRequested)
        {
            terminal.Error.WriteLine("aftershock: cancelled; what was acknowledged is kept, and the same command goes on from there.");
            return ExitCode.Interrupted;
        }
        catch (IOException failure) when (Terminal.IsBrokenPipe(failure))
        {
            // The reader of our output went away, as `| head` does; that is not a failure of the command.
            return ExitCode.Done;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"aftershock: {failure.Message}");
            return ExitCode.Failed;
        }
    }

    private const string Name = "aftershock";

    private const string Newcomer = """
        Aftershock: what of ours is on offer underground, is it real, is it getting worse?

          aftershock demo              the summer of 2022 reconstructed, with its dashboard
          aftershock import --help     bring in saved forum pages, posts or leak-site claims
          aftershock serve             the dashboard over your own store

        aftershock --help lists every command.
        """;

    internal static Command Root(Terminal terminal)
    {
        // Not a RootCommand: that one takes its name from the executable, and the program is called aftershock.
        var root = new Command(Name, "Leak and exposure intelligence: reads listings of leaked data and counts them honestly.");
        root.Options.Add(Help.Option());
        root.Options.Add(new VersionOption());
        foreach (var command in All(terminal).OrderBy(c => c.Name, StringComparer.Ordinal))
        {
            root.Subcommands.Add(command);
        }

        return root;
    }

    /// <summary>One line a command.</summary>
    private static IEnumerable<Command> All(Terminal terminal)
    {
        yield return StoredCommands.Actors(terminal);
        yield return CollectCommand.Create(terminal);
        yield return DemoCommand.Create(terminal);
        yield return EvidenceCommand.Create(terminal);
        yield return EvaluateCommand.Create(terminal);
        yield return RulesCheckCommand.Create(terminal);
        yield return EventCommand.Create(terminal);
        yield return ImportCommand.Create(terminal);
        yield return ListingsCommand.Create(terminal);
        yield return StoredCommands.Posts(terminal);
        yield return RecognizeCommand.Create(terminal);
        yield return ServeCommand.Create(terminal);
        yield return SourceCommand.Create(terminal);
        yield return StoredCommands.Threads(terminal);
        yield return TrendsCommand.Create(terminal);
    }
}
