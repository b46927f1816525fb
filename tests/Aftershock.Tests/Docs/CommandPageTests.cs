using System.CommandLine;
using Aftershock.Cli;

namespace Aftershock.Tests.Docs;

/// <summary>docs/reference/commands.md tells of every command and every option, and of none that does not exist.</summary>
public sealed class CommandPageTests
{
    private static readonly string s_page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "reference", "commands.md"));

    [Fact]
    public void Every_command_has_its_heading_on_the_page() =>
        Assert.Empty(Commands().Where(c => c.Command.Subcommands.Count == 0).Select(c => c.Path).Where(path => !s_page.Contains($"\n## {path}\n", StringComparison.Ordinal)).ToList());

    [Fact]
    public void Every_heading_on_the_page_is_a_command()
    {
        var paths = Commands().Select(c => c.Path).ToHashSet();
        var headings = s_page.Split('\n').Where(l => l.StartsWith("## ", StringComparison.Ordinal)).Select(l => l[3..].Trim());
        Assert.Empty(headings.Where(h => !paths.Contains(h)).ToList());
    }

    [Fact]
    public void Every_option_is_told_under_its_command()
    {
        var missing = from entry in Commands()
                      where entry.Command.Subcommands.Count == 0
                      let section = Section(entry.Path)
                      from symbol in entry.Command.Options.Select(o => o.Name).Concat(entry.Command.Arguments.Select(a => a.Name))
                      where !section.Contains($"`{symbol}", StringComparison.Ordinal)
                      select $"{entry.Path}: {symbol}";
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_command_carries_an_example_that_begins_with_it() =>
        Assert.Empty(Commands().Where(c => c.Command.Subcommands.Count == 0)
            .Where(c => !Help.ExamplesOf(c.Command).Any(e => e.Contains($"aftershock {c.Path}", StringComparison.Ordinal)))
            .Select(c => c.Path));

    private static string Section(string path)
    {
        var start = s_page.IndexOf($"\n## {path}\n", StringComparison.Ordinal);
        var end = start < 0 ? -1 : s_page.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return start < 0 ? "" : s_page[start..(end < 0 ? s_page.Length : end)];
    }

    private static IEnumerable<(string Path, Command Command)> Commands()
    {
        var terminal = new Terminal { Out = TextWriter.Null, Error = TextWriter.Null, In = TextReader.Null };
        return Below(CommandLine.Root(terminal), "");

        static IEnumerable<(string, Command)> Below(Command command, string prefix) =>
            command.Subcommands.SelectMany(c => Below(c, $"{prefix}{c.Name} ").Prepend(($"{prefix}{c.Name}", c)));
    }
}
