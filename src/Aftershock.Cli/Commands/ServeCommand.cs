using System.CommandLine;
using Aftershock.Analyzing;
using Aftershock.Keeping;
using Aftershock.Web;
using Microsoft.Extensions.Hosting;

namespace Aftershock.Cli.Commands;

/// <summary><c>serve</c>: the dashboard over a store.</summary>
internal static class ServeCommand
{
    public static Command Create(Terminal terminal)
    {
        var store = Options.Store();
        var url = UrlOption();
        var rule = new Option<string?>("--rule") { Description = "The counting rule in force at first.", HelpName = "NAME" };
        var from = new Option<DateOnly?>("--from") { Description = "First day of the period at first; with --to.", HelpName = "DAY" };
        var to = new Option<DateOnly?>("--to") { Description = "Its last day, included.", HelpName = "DAY" };
        var leakEvent = new Option<string?>("--event") { Description = "The event compared around at first.", HelpName = "NAME" };
        var command = new Command("serve", "Serve the dashboard on this machine until Ctrl-C.") { store, url, rule, from, to, leakEvent }
            .WithExamples("aftershock serve", "aftershock serve --store ./case-12 --url http://127.0.0.1:5090 --rule leaks-anywhere");
        command.SetAction(async (parsed, cancel) =>
        {
            var address = Accepted(parsed.GetRequiredValue(url));
            var folder = parsed.GetRequiredValue(store);
            var settings = Demo.Holds(folder) ? Demo.Settings(address, folder) : Settings(address, folder);
            settings = settings with
            {
                DefaultRule = Known(parsed.GetValue(rule), settings.Rules) ?? settings.DefaultRule,
                DefaultPeriod = Period(parsed.GetValue(from), parsed.GetValue(to)) ?? settings.DefaultPeriod,
            };
            await using var opened = await Options.OpenStoreAsync(folder, create: false, terminal.Clock, cancel).ConfigureAwait(false);
            if (parsed.GetValue(leakEvent) is { } chosen)
            {
                await RequireEventAsync(chosen, settings, opened, cancel).ConfigureAwait(false);
                settings = settings with { DefaultEvent = chosen, DefaultBaseline = null, DefaultWindow = null };
            }

            return await RunAsync(settings, opened, terminal, cancel).ConfigureAwait(false);
        });
        return command;
    }

    internal static Option<string> UrlOption() => new("--url")
    {
        Description = "Where to listen; loopback only until there are accounts.",
        HelpName = "URL",
        DefaultValueFactory = _ => "http://127.0.0.1:5080",
    };

    /// <summary>The address itself; any that is not loopback ends the command before anything is done.</summary>
    internal static string Accepted(string url) =>
        LoopbackOnly.TryAccept(url, out _, out var reason) ? url
            : throw (LoopbackOnly.IsAddress(url) ? CommandException.Refused(reason) : CommandException.Usage($"--url: {reason}"));

    /// <summary>The settings for a store with the rules, events and files that came with the program.</summary>
    internal static DashboardSettings Settings(string url, string storeFolder)
    {
        var rules = CountingRules.Load(Path.Combine(Folders.Rules, "counting"));
        return new DashboardSettings
        {
            Url = url,
            Rules = rules,
            DefaultRule = rules.Any(r => r.Name == CountingRuleFiles.Default) ? CountingRuleFiles.Default : rules.Count > 0 ? rules[0].Name : null,
            Events = LeakEvents.Load(Path.Combine(Folders.Rules, "events")),
            WebRoot = Folders.WebRoot,
            WriteTrendJson = (json, report, split) => TrendsJson.Write(json, report, split, recount: null),
            StoreArgument = Path.GetFullPath(storeFolder) == Path.GetFullPath(Folders.DefaultStore) ? null : storeFolder,
        };
    }

    /// <summary>Serves until cancelled; prints the address once it answers.</summary>
    internal static async Task<int> RunAsync(DashboardSettings settings, IStore store, Terminal terminal, CancellationToken cancel)
    {
        await using var dashboard = Dashboard.Build(settings with { Clock = terminal.Clock }, store);
        try
        {
            await dashboard.StartAsync(cancel).ConfigureAwait(false);
        }
        catch (IOException failure)
        {
            // Kestrel's own sentence names the address and why, such as "address already in use".
            throw new CommandException(ExitCode.Failed, $"{failure.Message} Give another with --url http://127.0.0.1:PORT.");
        }

        terminal.Out.WriteLine($"Dashboard on {dashboard.Urls.First()}  (Ctrl-C ends it)");
        await terminal.Out.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        await dashboard.WaitForShutdownAsync(cancel).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static DayRange? Period(DateOnly? from, DateOnly? to) => (from, to) switch
    {
        (null, null) => null,
        ({ } first, { } last) when first <= last => new DayRange(first, last),
        _ => throw CommandException.Usage("--from and --to belong together, and the first day comes first."),
    };

    private static async Task RequireEventAsync(string name, DashboardSettings settings, IStore store, CancellationToken cancel)
    {
        var known = (await store.Events.ListAsync(cancel).ConfigureAwait(false)).Concat(settings.Events).Select(e => e.Name).Distinct().ToList();
        if (!known.Contains(name))
        {
            throw CommandException.Usage($"--event {name}: no such event; expected one of {string.Join(", ", known)}.");
        }
    }

    private static string? Known(string? rule, IReadOnlyList<CountingRule> rules) =>
        rule is null || rules.Any(r => r.Name == rule)
            ? rule
            : throw CommandException.Usage($"--rule {rule}: not known; expected one of {string.Join(", ", rules.Select(r => r.Name))}.");
}
