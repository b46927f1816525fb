using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;

namespace Aftershock.Cli;

/// <summary>Every command carries an example, which its help prints last.</summary>
internal static class Help
{
    private static readonly ConditionalWeakTable<Command, string[]> s_examples = [];

    /// <summary>Gives the command its examples, each a whole command line.</summary>
    public static Command WithExamples(this Command command, params string[] examples)
    {
        s_examples.AddOrUpdate(command, examples);
        return command;
    }

    public static IReadOnlyList<string> ExamplesOf(Command command) => s_examples.TryGetValue(command, out var examples) ? examples : [];

    /// <summary>A <c>--help</c> that prints the usual help and then the examples; goes on the root and serves all below it.</summary>
    public static HelpOption Option()
    {
        var option = new HelpOption();
        option.Action = new WithExamplesAction((HelpAction)option.Action!);
        return option;
    }

    private sealed class WithExamplesAction(HelpAction inner) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var result = inner.Invoke(parseResult);
            var examples = ExamplesOf(parseResult.CommandResult.Command);
            if (examples.Count > 0)
            {
                var output = parseResult.InvocationConfiguration.Output;
                output.WriteLine(examples.Count == 1 ? "Example:" : "Examples:");
                foreach (var example in examples)
                {
                    output.WriteLine($"  {example}");
                }

                output.WriteLine();
            }

            return result;
        }

        public override bool ClearsParseErrors => true;
    }
}
