using System.CommandLine;
using System.CommandLine.Parsing;

namespace Aftershock.Cli;

/// <summary>Says what is wrong with a command line: each mistake once, in our words, with what was expected.</summary>
internal static class UsageErrors
{
    public static int Report(ParseResult parsed, Terminal terminal)
    {
        foreach (var sentence in Sentences(parsed).Distinct())
        {
            terminal.Error.WriteLine($"aftershock: {Terminal.Harmless(sentence)}");
        }

        terminal.Error.WriteLine($"See: {PathOf(parsed.CommandResult)} --help");
        return ExitCode.Usage;
    }

    /// <summary>
    /// An option that the command does not have and that was read as one of its arguments, as <c>import posts --jsno</c> would take
    /// it for a file. What follows <c>--</c> is never one.
    /// </summary>
    public static string? Mistyped(ParseResult parsed) => parsed.Tokens.Any(t => t.Type == TokenType.DoubleDash)
        ? null
        : parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value).FirstOrDefault(t => t.StartsWith("--", StringComparison.Ordinal));

    private static IEnumerable<string> Sentences(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if ((Mistyped(parsed) ?? (parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null)) is { } unknown)
        {
            var near = Nearest(unknown, Names(command)) is { } name ? $" Did you mean '{name}'?" : "";
            var isCommand = command.Subcommands.Count > 0 && !unknown.StartsWith('-');
            var what = isCommand ? "command " : unknown.StartsWith('-') ? "option " : "";
            yield return $"{(parsed.CommandResult.Parent is null ? "there is" : $"{Called(parsed.CommandResult)} has")} no {what}'{unknown}'.{near}";

            // What follows a mistyped word is read as if that were not there; its mistakes are not the user's.
            yield break;
        }

        foreach (var error in parsed.Errors)
        {
            yield return Sentence(parsed, error);
        }
    }

    private static string Sentence(ParseResult parsed, ParseError error) => error.SymbolResult switch
    {
        OptionResult option => OfOption(option, error),
        ArgumentResult { Parent: OptionResult option } => OfOption(option, error),
        ArgumentResult argument when argument.Tokens.Count == 0 => $"{Called(parsed.CommandResult)}: {NameOf(argument.Argument)} is missing; {Lower(argument.Argument.Description)}",
        CommandResult command when command.Command.Subcommands.Count > 0 => $"{Called(command)}: expected one of {string.Join(", ", command.Command.Subcommands.Select(c => c.Name))}.",
        CommandResult command when command.Command.Arguments.FirstOrDefault(a => a.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(a) is null or { Tokens.Count: 0 }) is { } missing => $"{Called(command)}: {NameOf(missing)} is missing; {Lower(missing.Description)}",
        _ => error.Message,
    };

    private static string OfOption(OptionResult result, ParseError error)
    {
        var option = result.Option;
        var given = string.Join(' ', result.Tokens.Select(t => t.Value));
        if (result.Tokens.Count == 0)
        {
            return $"{option.Name}: expected {option.HelpName ?? "a value"} after it.";
        }

        if (error.Message.StartsWith(option.Name, StringComparison.Ordinal))
        {
            // A parser of ours has said it.
            return error.Message;
        }

        return result.Tokens.Count > option.Arity.MaximumNumberOfValues || result.IdentifierTokenCount > 1 && option.Arity.MaximumNumberOfValues == 1
            ? $"{option.Name} {given}: given more than once; expected one {option.HelpName ?? "value"}."
            : $"{option.Name} {given}: not read; expected {Expected(option.ValueType)}.";
    }

    private static string Expected(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(DateOnly) ? "a day such as 2022-06-30"
            : type == typeof(int) || type == typeof(long) ? "a whole number"
            : type == typeof(double) || type == typeof(decimal) ? "a number such as 0.5"
            : type == typeof(bool) ? "nothing, true or false"
            : "a value of another form; see the help";
    }

    private static string NameOf(Argument argument) => argument.HelpName ?? argument.Name;

    private static string Lower(string? description) => description is { Length: > 0 } text ? $"expected {char.ToLowerInvariant(text[0])}{text[1..]}" : "expected a value.";

    /// <summary>The command without the program before it.</summary>
    private static string Called(CommandResult result) => string.Join(' ', Lineage(result).Reverse().Skip(1));

    private static string PathOf(CommandResult result) => string.Join(' ', Lineage(result).Reverse());

    private static IEnumerable<string> Lineage(SymbolResult? result)
    {
        for (; result is CommandResult command; result = result.Parent)
        {
            yield return command.Command.Name;
        }
    }

    private static IEnumerable<string> Names(Command command) =>
        command.Subcommands.Select(c => c.Name).Concat(command.Options.Select(o => o.Name));

    private static string? Nearest(string typed, IEnumerable<string> names) => names
        .Select(name => (Name: name, Distance: EditDistance(typed, name)))
        .Where(c => c.Distance <= Math.Max(1, typed.Length / 3))
        .OrderBy(c => c.Distance).ThenBy(c => c.Name, StringComparer.Ordinal)
        .Select(c => c.Name)
        .FirstOrDefault();

    /// <summary>Levenshtein distance: the least number of letters to add, drop or change.</summary>
    private static int EditDistance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j - 1], above) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
