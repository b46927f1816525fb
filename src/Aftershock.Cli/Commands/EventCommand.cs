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
        var command = new Command("list", "The events of the store and those that ship, earliest first.") { store, json }.WithExamples("aftershock event list");
        command.SetAction(async (parsed, cancel) =>
        {
            await using var opened = await Options.OpenStoreAsync(parsed.GetRequiredValue(store), create: false, terminal.Clock, cancel).ConfigureAwait(false);
            var own = await opened.Events.ListAsync(cancel).ConfigureAwait(false);
            // One of the store stands before one that ships under its name, as it does in trends --event.
            var events = own.Select(e => (Event: e, Ships: false))
                .Concat(CountingRuleFiles.Events().Where(e => own.All(o => o.Name != e.Name)).Select(e => (Event: e, Ships: true)))
                .OrderBy(e => e.Event.Date).ThenBy(e => e.Event.Name, StringComparer.Ordinal).ToList();
            if (parsed.GetValue(json))
            {
                WriteJson(terminal, events);
                return ExitCode.Done;
            }

            foreach (var (leakEvent, ships) in events)
            {
                terminal.Out.WriteLine($"{TrendsCommand.Iso(leakEvent.Date)}  {leakEvent.Name}  {leakEvent.Title}{(ships ? "  (ships with the program)" : "")}");
            }

            if (own.Count == 0)
            {
                terminal.Error.WriteLine("no events of this store's own; add some with: aftershock event add FILE.yaml");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void WriteJson(Terminal terminal, IReadOnlyList<(LeakEvent Event, bool Ships)> events) => JsonOutput.Write(terminal, json =>
    {
        json.WriteStartArray();
        foreach (var (leakEvent, ships) in events)
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
            json.WriteBoolean("shipped", ships);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
