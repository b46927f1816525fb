using System.CommandLine;
using System.Globalization;
using Aftershock.Collecting.Crawling;
using Aftershock.Collecting.Evidence;
using Aftershock.Keeping;
using Aftershock.Running;

namespace Aftershock.Cli.Commands;

/// <summary><c>collect [SOURCE…]</c>: fetches what is new of the sources that were added.</summary>
internal static class CollectCommand
{
    private const int ShownRejections = 10;

    public static Command Create(Terminal terminal)
    {
        var names = new Argument<string[]>("SOURCE") { Description = "Sources that were added, or YAML files of sources. Default: all that were added.", Arity = ArgumentArity.ZeroOrMore };
        var store = Options.Store();
        var pages = new Option<int?>("--pages") { Description = "Make at most so many requests of each source. Default: pages_per_run of its file.", HelpName = "N" };
        var json = Options.JsonLines();
        var command = new Command("collect", "Fetch what is new of each source: pages are sealed as evidence, read, recognized and stored.") { names, store, pages, json }
            .WithExamples("aftershock collect", "aftershock collect harbour --pages 50", "aftershock collect harbour.yaml --store ./mine");
        command.SetAction(async (parsed, cancel) =>
        {
            var folder = parsed.GetRequiredValue(store);
            if (Demo.Holds(folder))
            {
                throw CommandException.Refused($"the store at {folder} holds the demo's invented posts, and nothing else goes in with them. Give a store of your own: --store ./mine");
            }

            var sources = Sources(parsed.GetValue(names) ?? [], folder, terminal);
            if (parsed.GetValue(pages) is { } most)
            {
                sources = [.. sources.Select(s => s with { PagesPerRun = most > 0 ? most : throw CommandException.Usage($"--pages {most}: expected a number from 1.") })];
            }

            var recognizer = Rules.Load();
            await using var opened = await Options.OpenStoreAsync(folder, create: true, terminal.Clock, cancel).ConfigureAwait(false);
            using var vault = await EvidenceVault.OpenAsync(Options.Vault(folder), opened.Keys, opened.Captures, terminal.Clock, cancel).ConfigureAwait(false);
            var collector = new Collector(opened, vault, recognizer, terminal.Clock);
            var failed = false;
            foreach (var source in sources)
            {
                failed |= !await CollectAsync(await KnownAsync(source, opened, cancel).ConfigureAwait(false), collector, parsed.GetValue(json), terminal, cancel).ConfigureAwait(false);
                if (cancel.IsCancellationRequested)
                {
                    break;
                }
            }

            return failed ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    /// <summary>A program that an earlier run told need not be told again, with a request for the front page.</summary>
    private static async Task<CrawlSource> KnownAsync(CrawlSource source, IStore store, CancellationToken cancel) =>
        source.Program is not null ? source
        : source with { Program = (await store.Sources.ListAsync(cancel).ConfigureAwait(false)).FirstOrDefault(s => s.Id == source.Id)?.Program };

    /// <returns>Whether the source could be read.</returns>
    private static async Task<bool> CollectAsync(CrawlSource source, Collector collector, bool asJson, Terminal terminal, CancellationToken cancel)
    {
        using var fetcher = new Fetcher(source, new FetchSettings(), terminal.Clock, new Random(HashCode.Combine(source.Id.Value, terminal.Clock.GetTimestamp())));
        CollectionReport report;
        try
        {
            var (reader, reason) = await SourceFiles.ReaderOfAsync(source, fetcher, terminal.Clock, cancel).ConfigureAwait(false);
            terminal.Error.WriteLine($"aftershock: collecting {source.Id} from {source.Start[0]} as {reader.Program}; {reason}");
            using var line = new ProgressLine(terminal, "collecting", "pages");
            report = await collector.RunAsync(source, reader, fetcher, new Forward(line), cancel).ConfigureAwait(false);
        }
        catch (CommandException failure)
        {
            // The other sources go on.
            terminal.Error.WriteLine($"aftershock: {Terminal.Harmless(failure.Message)}");
            return false;
        }

        Write(report, asJson, terminal);
        return report.Trouble is null;
    }

    private static List<CrawlSource> Sources(string[] names, string store, Terminal terminal)
    {
        var files = names.Length == 0
            ? SourceFiles.All(store)
            : [.. names.Select(n => File.Exists(n) && !Directory.Exists(n) ? n : SourceFiles.Find(store, n)
                ?? throw new CommandException(ExitCode.Failed, $"{n}: neither a source that was added nor a file. Add one with: aftershock source add FILE.yaml"))];
        return files.Count > 0
            ? [.. files.Select(f => SourceFiles.Read(f, terminal.Clock))]
            : throw new CommandException(ExitCode.Failed, "no source was added to this store. Add one with: aftershock source add FILE.yaml");
    }

    private static void Write(CollectionReport report, bool asJson, Terminal terminal)
    {
        var run = report.Run;
        if (asJson)
        {
            WriteJson(report, terminal);
            return;
        }

        terminal.Out.WriteLine(Text($"{run.Source}: {report.Requests:N0} requests, {run.Pages:N0} pages, {report.Unchanged:N0} unchanged; {run.Posts:N0} posts: {run.NewPosts:N0} new, {run.ChangedPosts:N0} in other words than before, {report.Gone:N0} gone; {report.Threads:N0} new threads, {report.NewListings:N0} new listings"));
        if (run.Trouble is { } trouble)
        {
            terminal.Out.WriteLine(Terminal.Harmless($"  {trouble}"));
        }

        foreach (var rejection in run.Rejections.Take(ShownRejections))
        {
            terminal.Out.WriteLine(Terminal.Harmless($"  {rejection.Place}: {rejection.Reason}"));
        }

        if (run.Rejected > ShownRejections)
        {
            terminal.Out.WriteLine(Text($"  and {run.Rejected - ShownRejections:N0} more; aftershock source runs --jsonl lists them"));
        }
    }

    private static void WriteJson(CollectionReport report, Terminal terminal) => JsonOutput.WriteLine(terminal, json =>
    {
        var run = report.Run;
        json.WriteStartObject();
        json.WriteString("source", run.Source.Value);
        json.WriteString("run", run.Name);
        json.WriteNumber("requests", report.Requests);
        json.WriteNumber("pages", run.Pages);
        json.WriteNumber("unchanged", report.Unchanged);
        json.WriteNumber("posts", run.Posts);
        json.WriteNumber("posts_new", run.NewPosts);
        json.WriteNumber("posts_changed", run.ChangedPosts);
        json.WriteNumber("posts_gone", report.Gone);
        json.WriteNumber("threads_new", report.Threads);
        json.WriteNumber("listings_new", report.NewListings);
        json.WriteBoolean("has_more", report.HasMore);
        json.WriteString("trouble", run.Trouble);
        json.WriteNumber("rejected", run.Rejected);
        json.WritePropertyName("rejections");
        JsonOutput.Write(json, run.Rejections);
        json.WriteEndObject();
    });

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class Forward(ProgressLine line) : IProgress<CollectionProgress>
    {
        public void Report(CollectionProgress value) => line.Show(value.Pages, value.Pages + value.Waiting);
    }
}
