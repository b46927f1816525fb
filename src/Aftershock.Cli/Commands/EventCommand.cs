using System.CommandLine;
using Aftershock.Analyzing;

namespace Aftershock.Cli.Commands;

/// <summary><c>event add|list</c>: days that counts are compared around.</summary>
internal static class EventCommand
{
    public static Command Create(Terminal terminal) => new("event", "Days around which counts are compared, such as a great leak or a takedown.")
    {
        Add(terminal),
        List(terminal),
    };

    private static Command Add(Terminal terminal)
    {
        var files = new Argument<FileInfo[]>("FILE.yaml") { Description = "Events: name, title, date and sources.", Arity = ArgumentArity.OneOrMore };
        var store = Options.Store();
        var command = new Command("add", "Put events into the store; one of the same name is replaced.") { files, store }
            .WithExamples("aftershock event add takedown.yaml");
        command.SetAction(async (parsed, cancel) =>
        {
            var events = parsed.GetRequiredValue(files).Select(file => CountingRuleFiles.Read(() => LeakEvents.Read(file.FullName))).ToList();
            await using var opened = await Options.OpenStoreAsync(parsed.GetRequiredValue(store), create: true, terminal.Clock, cancel).ConfigureAwait(false);
            foreach (var leakEvent in events)
            {
                await opened.Writer.WriteAsync(leakEvent, cancel).ConfigureAwait(false);
                terminal.Out.WriteLine($"{TrendsCommand.Iso(leakEvent.Date)}  {leakEvent.Name}  {leakEvent.Title}");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command List(Terminal terminal)
    {
        var store = Options.Store();
        var json = Options.Json();
        var command = new Command("list", "The store's events, earliest first.") { store, json }.WithExamples("aftershock event list");
        command.SetAction(async (parsed, cancel) =>
        {
            await using var opened = await Options.OpenStoreAsync(parsed.GetRequiredValue(store), create: false, terminal.Clock, cancel).ConfigureAwait(false);
            var events = await opened.Events.ListAsync(cancel).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                WriteJson(terminal, events);
                return ExitCode.Done;
            }

            foreach (var leakEvent in events)
            {
                terminal.Out.WriteLine($"{TrendsCommand.Iso(leakEvent.Date)}  {leakEvent.Name}  {leakEvent.Title}");
            }

            if (events.Count == 0)
            {
                terminal.Error.WriteLine("no events; add some with: aftershock event add FILE.yaml");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void WriteJson(Terminal terminal, IReadOnlyList<LeakEvent> events) => JsonOutput.Write(terminal, json =>
    {
        json.WriteStartArray();
        foreach (var leakEvent in events)
        {
            json.WriteStartObject();
            json.WriteString("name", leakEvent.Name);
            json.WriteString("title", leakEvent.Title);
            json.WriteString("date", TrendsCommand.Iso(leakEvent.Date));
            json.WriteStartArray("sources");
            foreach (var source in leakEvent.Sources)
            {
                json.WriteStringValue(source);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
