using System.CommandLine;
using System.Text.Json;
using Aftershock.Recognizing;

namespace Aftershock.Cli.Commands;

/// <summary><c>rules check</c>: runs every rule on its examples and counter-examples.</summary>
internal static class RulesCheckCommand
{
    public static Command Create(Terminal terminal)
    {
        var json = Options.Json();
        var rules = new Option<DirectoryInfo?>("--rules") { Description = "Folder of rules. Default: AFTERSHOCK_RULES, else the rules that came with the program.", HelpName = "DIR" };
        var check = new Command("check", "Run all rules on their own examples; show phrases that an earlier rule takes away.") { rules, json }
            .WithExamples("aftershock rules check", "aftershock rules check --rules ./my-rules --json");
        check.SetAction(parsed => Run(parsed.GetValue(rules)?.FullName ?? Folders.Rules, parsed.GetValue(json), terminal));
        return new Command("rules", "The rules that posts are read by.") { check };
    }

    private static int Run(string folder, bool json, Terminal terminal)
    {
        if (!Directory.Exists(folder))
        {
            throw CommandException.Unreadable($"{folder}: no such folder; expected rules, with the folders recognizing and counting in it.");
        }

        var report = RuleCheck.Run(Load(folder));
        if (json)
        {
            WriteJson(report, terminal);
        }
        else
        {
            foreach (var failure in report.Failures)
            {
                terminal.Out.WriteLine($"{failure.File} line {failure.Line}: {failure.Rule}: {failure.Problem}");
            }

            foreach (var shadowed in report.Shadowed)
            {
                terminal.Out.WriteLine($"{shadowed.File} line {shadowed.Line}: {shadowed.Rule}: {shadowed.Problem}");
            }

            terminal.Out.WriteLine($"{report.Rules} rules, {report.Phrases} phrases, {report.Examples} examples: {report.Failures.Count} failed, {report.Shadowed.Count} phrases shadowed.");
        }

        terminal.Out.Flush();
        return report.Failures.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>Here the rules are the input, and not a part of the program.</summary>
    private static Recognizer Load(string folder)
    {
        try
        {
            return Recognizer.Load(folder);
        }
        catch (RuleFileException failure)
        {
            throw CommandException.Unreadable(failure.Message);
        }
    }

    private static void WriteJson(RuleCheckReport report, Terminal terminal)
    {
        JsonOutput.Write(terminal, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("rules", report.Rules);
            json.WriteNumber("phrases", report.Phrases);
            json.WriteNumber("examples", report.Examples);
            WriteProblems(json, "failures", report.Failures);
            WriteProblems(json, "shadowed", report.Shadowed);
            json.WriteEndObject();
        });
    }

    private static void WriteProblems(Utf8JsonWriter json, string name, IReadOnlyList<RuleProblem> problems)
    {
        json.WriteStartArray(name);
        foreach (var problem in problems)
        {
            json.WriteStartObject();
            json.WriteString("file", problem.File);
            json.WriteNumber("line", problem.Line);
            json.WriteString("rule", problem.Rule);
            json.WriteString("problem", problem.Problem);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
