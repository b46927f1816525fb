using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Aftershock.Collecting;
using Aftershock.Collecting.Evidence;
using Aftershock.Collecting.PostFiles;
using Aftershock.Recognizing;
using Aftershock.Running;

namespace Aftershock.Cli.Commands;

/// <summary>The options that every import has.</summary>
internal sealed class ImportOptions
{
    public Option<string> Store { get; } = Options.Store();

    public Option<bool> Json { get; } = Options.Json();

    public Option<string?> SourceName { get; } = new("--source")
    {
        Description = "Name of the source that the input belongs to; posts are told apart by source and id. Default: the board's name on a page, else the name of the file or folder.",
        HelpName = "NAME",
    };

    public Command AddTo(Command command)
    {
        command.Options.Add(Store);
        command.Options.Add(SourceName);
        command.Options.Add(Json);
        return command;
    }

    /// <summary>The source's id: what <c>--source</c> says, else <paramref name="otherwise"/>; folded to a source name.</summary>
    public SourceId SourceIdOf(ParseResult parsed, string otherwise) =>
        SourceId.FromName(parsed.GetValue(SourceName) is { Length: > 0 } given ? given : otherwise);
}

/// <summary>Opens store, evidence and rules, runs one import and tells what it did.</summary>
internal static class ImportRun
{
    /// <summary>How many rejections the console shows; the report with <c>--json</c> has them all.</summary>
    private const int ShownRejections = 10;

    /// <param name="options">The shared options, as parsed.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="source">The source that the pages belong to.</param>
    /// <param name="reader">Reads the pages.</param>
    /// <param name="intakes">The pages, in their order.</param>
    /// <param name="totalBytes">Length of the input on disk; null when that is not known.</param>
    /// <param name="others">What of the input was no page, by what it was, once all was read; null where there is nothing else.</param>
    public static async Task<int> RunAsync(
        ImportOptions options, ParseResult parsed, Source source, IPageReader reader, IAsyncEnumerable<Intake> intakes, long? totalBytes, Terminal terminal, CancellationToken cancel,
        IReadOnlyDictionary<string, long>? others = null)
    {
        var recognizer = Rules.Load();
        var folder = parsed.GetRequiredValue(options.Store);
        if (Demo.Holds(folder))
        {
            throw CommandException.Refused($"the store at {folder} holds the demo's invented posts, and nothing else goes in with them. Give a store of your own: --store ./mine");
        }

        await using var store = await Options.OpenStoreAsync(folder, create: true, terminal.Clock, cancel).ConfigureAwait(false);
        using var vault = await EvidenceVault.OpenAsync(Options.Vault(folder), store.Keys, store.Captures, terminal.Clock, cancel).ConfigureAwait(false);
        var request = new ImportRequest
        {
            Source = source,
            Reader = reader,
            Intakes = intakes,
            Run = ImportRequest.RunName("import", terminal.Clock),
            Command = $"import {parsed.CommandResult.Command.Name}",
            TotalBytes = totalBytes,
        };
        ImportReport report;
        using (var line = new ProgressLine(terminal, "importing", "posts"))
        {
            report = await new Import(store, vault, recognizer, terminal.Clock)
                .RunAsync(request, null, new Forward(line), cancel).ConfigureAwait(false);
        }

        var unit = reader is RowReader ? "block of rows" : "page";
        if (parsed.GetValue(options.Json))
        {
            JsonOutput.Write(terminal, json => WriteJson(report, source, others, json));
        }
        else
        {
            Write(report, source, unit, others, terminal);
        }

        if (report.Interrupted)
        {
            terminal.Error.WriteLine("aftershock: stopped before the end; what is told above is kept, and the same command goes on from there.");
            return ExitCode.Interrupted;
        }

        return report.NothingRead ? ExitCode.Unreadable : ExitCode.Done;
    }

    private static void Write(ImportReport report, Source source, string unit, IReadOnlyDictionary<string, long>? others, Terminal terminal)
    {
        var output = terminal.Out;
        if (report.Repaired is { } repaired)
        {
            output.WriteLine($"After an interruption: {repaired}");
        }

        var units = unit == "page" ? "pages" : "blocks of rows";
        output.WriteLine(Terminal.Harmless($"source: {source.Id}{(source.Name == source.Id.Value ? "" : $" (\"{source.Name}\")")}"));
        output.WriteLine($"{Count(report.Files, "file")}{Included(", {0} unreadable among them", report.FilesUnreadable)}; {Count(report.Pages, unit, units)}: {Number(report.CapturesNew)} new, {Number(report.CapturesKnown)} known{Extra(report.CapturesRepeated, "repeated")}{Extra(report.CapturesErased, "erased before")}{AmongPages(report)}");
        if (others is { Count: > 0 })
        {
            output.WriteLine(Terminal.Harmless($"no pages, and left: {string.Join(", ", others.OrderByDescending(o => o.Value).Select(o => $"{Number(o.Value)} {o.Key}"))}"));
        }

        output.WriteLine($"{Count(report.Rows, "post")}: {Number(report.PostsNew)} new, {Number(report.PostsKnown)} known{Included(" ({0} of them in other words than before)", report.PostsChanged)}, {Count(report.Duplicates, "duplicate")}{Included(" ({0} of them in other words)", report.Revised)}, {Number(report.RowsRejected)} rejected{Extra(report.Skipped, "skipped, which are no posts")}");
        output.WriteLine($"among the new posts {Count(report.ListingsNew, "listing")}; with them came {Count(report.Threads, "new thread")} and {Count(report.Handles, "new handle")}");
        if (report.Undated > 0)
        {
            output.WriteLine($"{Count(report.Undated, "post")} of these {(report.Undated == 1 ? "tells" : "tell")} no published time; kept, and no period can count {(report.Undated == 1 ? "it" : "them")}");
        }

        if (report.DatedAfterCapture > 0)
        {
            output.WriteLine($"{Count(report.DatedAfterCapture, "post")} {(report.DatedAfterCapture == 1 ? "is" : "are")} dated after {(report.DatedAfterCapture == 1 ? "its" : "their")} capture");
        }

        if (report.KeysNotRead.Count > 0)
        {
            output.WriteLine(Terminal.Harmless($"keys not read: {string.Join(", ", report.KeysNotRead.Select(k => $"{k.Key} ({Count(k.Value, "row")})"))}"));
        }

        var rate = report.Elapsed > TimeSpan.Zero ? report.Rows / report.Elapsed.TotalSeconds : 0;
        output.WriteLine(Text($"{report.Elapsed.TotalSeconds:N1} s, {rate:N0} posts/s"));
        WriteAll("not read", report.Rejections, output);
        WriteAll("read, but", report.Warnings, output);
    }

    /// <summary>What is told of pages that are counted already as new, known or repeated.</summary>
    private static string AmongPages(ImportReport report)
    {
        string[] told = [Included("{0} error page(s) of the source", report.SourceErrors), Included("{0} not read", report.PagesFailed)];
        var among = string.Join(", ", told.Where(t => t.Length > 0));
        return among.Length == 0 ? "" : $"; among them {among.Replace("page(s)", report.SourceErrors == 1 ? "page" : "pages", StringComparison.Ordinal)}";
    }

    private static void WriteAll(string what, IReadOnlyList<Rejection> items, TextWriter output)
    {
        if (items.Count > 0)
        {
            output.WriteLine($"{what}:");
        }

        foreach (var item in items.Take(ShownRejections))
        {
            output.WriteLine(Terminal.Harmless($"  {item.Place}: {item.Reason}"));
        }

        if (items.Count > ShownRejections)
        {
            output.WriteLine(Text($"  and {items.Count - ShownRejections:N0} more; --json lists them all"));
        }
    }

    private static void WriteJson(ImportReport report, Source source, IReadOnlyDictionary<string, long>? others, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("run", report.Run);
        json.WriteString("source", source.Id.Value);
        json.WriteBoolean("interrupted", report.Interrupted);
        json.WriteNumber("files", report.Files);
        json.WriteNumber("files_unreadable", report.FilesUnreadable);
        json.WriteNumber("pages", report.Pages);
        json.WriteStartObject("captures");
        json.WriteNumber("new", report.CapturesNew);
        json.WriteNumber("known", report.CapturesKnown);
        json.WriteNumber("repeated", report.CapturesRepeated);
        json.WriteNumber("erased", report.CapturesErased);
        json.WriteEndObject();
        json.WriteNumber("pages_failed", report.PagesFailed);
        json.WriteNumber("pages_empty", report.PagesEmpty);
        json.WriteNumber("source_errors", report.SourceErrors);
        json.WriteNumber("rows", report.Rows);
        json.WriteStartObject("posts");
        json.WriteNumber("new", report.PostsNew);
        json.WriteNumber("known", report.PostsKnown);
        json.WriteNumber("changed", report.PostsChanged);
        json.WriteNumber("duplicates", report.Duplicates);
        json.WriteNumber("revised", report.Revised);
        json.WriteNumber("rejected", report.RowsRejected);
        json.WriteNumber("skipped", report.Skipped);
        json.WriteEndObject();
        json.WriteNumber("undated", report.Undated);
        json.WriteNumber("dated_after_capture", report.DatedAfterCapture);
        json.WriteNumber("threads_new", report.Threads);
        json.WriteNumber("handles_new", report.Handles);
        json.WriteNumber("listings_new", report.ListingsNew);
        json.WriteNumber("seconds", Math.Round(report.Elapsed.TotalSeconds, 3));
        json.WriteString("repaired", report.Repaired);
        json.WriteStartObject("keys_not_read");
        foreach (var (key, rows) in report.KeysNotRead)
        {
            json.WriteNumber(key, rows);
        }

        json.WriteEndObject();
        json.WritePropertyName("rejections");
        JsonOutput.Write(json, report.Rejections);
        json.WritePropertyName("warnings");
        JsonOutput.Write(json, report.Warnings);
        if (others is not null)
        {
            json.WriteStartObject("no_pages");
            foreach (var (what, count) in others)
            {
                json.WriteNumber(what, count);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string Number(long count) => Text($"{count:N0}");

    private static string Count(long count, string one, string? several = null) => $"{Number(count)} {(count == 1 ? one : several ?? one + "s")}";

    private static string Included(string sentence, long count) => count == 0 ? "" : string.Format(CultureInfo.InvariantCulture, sentence, Number(count));

    private static string Extra(long count, string what) => count == 0 ? "" : Text($", {count:N0} {what}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Tells the line at once, on the thread that stores; <see cref="Progress{T}"/> would tell it late and out of order.</summary>
    internal sealed class Forward(ProgressLine line) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) =>
            line.Show(value.Posts, value is { TotalBytes: { } total, InputBytes: > 0 } ? Math.Max(value.Posts, (long)((double)value.Posts / value.InputBytes * total)) : null);
    }
}
