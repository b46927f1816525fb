namespace Aftershock.Cli;

/// <summary>How a command ends; other programs rely on these numbers.</summary>
public static class ExitCode
{
    public const int Done = 0;

    /// <summary>The command failed, or a <c>--fail-on</c> condition holds.</summary>
    public const int Failed = 1;

    public const int Usage = 2;

    /// <summary>Out of scope or not permitted.</summary>
    public const int Refused = 3;

    /// <summary>The input cannot be read.</summary>
    public const int Unreadable = 4;

    /// <summary>Stopped by Ctrl-C or SIGTERM, as shells number it: 128 and the signal's 2.</summary>
    public const int Interrupted = 130;
}

/// <summary>An expected end of a command: the message is for the user, the code for the shell.</summary>
public sealed class CommandException : Exception
{
    public CommandException(int exitCode, string message)
        : base(message) => ExitCode = exitCode;

    public int ExitCode { get; }

    public static CommandException Usage(string message) => new(Cli.ExitCode.Usage, message);

    public static CommandException Refused(string message) => new(Cli.ExitCode.Refused, message);

    public static CommandException Unreadable(string message) => new(Cli.ExitCode.Unreadable, message);
}
