using System.CommandLine;

namespace Aftershock.Cli.Commands;

/// <summary><c>demo</c>: the summer of 2022 reconstructed, imported, counted and served.</summary>
internal static class DemoCommand
{
    public static Command Create(Terminal terminal)
    {
        var store = Options.Store();
        var noServe = new Option<bool>("--no-serve") { Description = "Stop after the figures; open no dashboard." };
        var url = ServeCommand.UrlOption();
        var pages = new Option<string?>("--pages") { Description = "Keep the generated pages in this folder, to look at or to import again.", HelpName = "DIR" };
        var json = Options.Json();
        json.Description = "Write the figures as one JSON document, and open no dashboard.";
        var command = new Command("demo", "The summer of 2022 reconstructed from invented pages, counted, with its dashboard.") { store, noServe, url, pages, json }
            .WithExamples("aftershock demo", "aftershock demo --no-serve --store ./demo --pages ./demo-pages");
        command.SetAction(async (parsed, cancel) =>
        {
            var address = ServeCommand.Accepted(parsed.GetRequiredValue(url));
            var folder = parsed.GetRequiredValue(store);
            await using var opened = await Demo.OpenStoreAsync(folder, terminal, cancel).ConfigureAwait(false);
            var demo = new Demo(opened, folder, terminal, parsed.GetValue(json));
            await demo.PrepareAsync(parsed.GetValue(pages), cancel).ConfigureAwait(false);
            await demo.TellFiguresAsync(cancel).ConfigureAwait(false);
            return parsed.GetValue(noServe) || parsed.GetValue(json)
                ? ExitCode.Done
                : await ServeCommand.RunAsync(Demo.Settings(address, folder), opened, terminal, cancel).ConfigureAwait(false);
        });
        return command;
    }
}
