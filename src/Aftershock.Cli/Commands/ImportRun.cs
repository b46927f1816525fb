using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Aftershock.Collecting;
using Aftershock.Collecting.Evidence;
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
    public static async Task<int> RunAsync(
        ImportOptions options, ParseResult parsed, Source source, IPageReader reader, IAsyncEnumerable<Intake> intakes, long? totalBytes, Terminal terminal, CancellationToken cancel)
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

        Write(report, parsed.GetValue(options.Json), terminal);
        var nothingRead = (report.Pages == 0 && report.FilesUnreadable > 0) || (report.Pages > 0 && report.PagesFailed == report.Pages)
            || (report.Rows > 0 && report.RowsRejected == report.Rows && report.Threads == 0 && report.Handles == 0);
        return nothingRead ? ExitCode.Unreadable : ExitCode.Done;
    }

    private static void Write(ImportReport report, bool asJson, Terminal terminal)
    {
        if (asJson)
        {
            JsonOutput.Write(terminal, json => WriteJson(report, json));
            return;
        }

        var output = terminal.Out;
        if (report.Repaired is { } repaired)
        {
            output.WriteLine($"After an interruption: {repaired}");
        }

        var rate = report.Elapsed > TimeSpan.Zero ? report.Rows / report.Elapsed.TotalSeconds : 0;
        output.WriteLine(Text($"{report.Files:N0} files, {report.Pages:N0} pages: {report.CapturesNew:N0} new, {report.CapturesKnown:N0} known{Extra(report.CapturesRepeated, "repeated")}{Extra(report.CapturesErased, "erased before")}{Extra(report.SourceErrors, "error pages of the source")}{Extra(report.PagesFailed, "not read")}{Extra(report.FilesUnreadable, "files unreadable")}"));
        output.WriteLine(Text($"{report.Rows:N0} posts: {report.PostsNew:N0} new, {report.PostsKnown:N0} known{(report.PostsChanged == 0 ? "" : Text($" ({report.PostsChanged:N0} of them in other words than before)"))}, {report.Duplicates:N0} duplicates{(report.Revised == 0 ? "" : Text($" ({report.Revised:N0} in other words)"))}, {report.RowsRejected:N0} rejected; {report.ListingsNew:N0} new listings"));
        if (report.Threads + report.Handles > 0)
        {
            output.WriteLine(Text($"{report.Threads:N0} new threads, {report.Handles:N0} new handles"));
        }

        if (report.Undated > 0)
        {
            output.WriteLine(Text($"{report.Undated:N0} of them tell no published time; they are kept, and no period can count them"));
        }

        output.WriteLine(Text($"{report.Elapsed.TotalSeconds:N1} s, {rate:N0} posts/s"));
        foreach (var rejection in report.Rejections.Take(ShownRejections))
        {
            output.WriteLine(Terminal.Harmless($"  {rejection.Place}: {rejection.Reason}"));
        }

        if (report.Rejections.Count > ShownRejections)
        {
            output.WriteLine(Text($"  and {report.Rejections.Count - ShownRejections:N0} more; --json lists them all"));
        }
    }

    private static void WriteJson(ImportReport report, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("run", report.Run);
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
        json.WriteEndObject();
        json.WriteNumber("undated", report.Undated);
        json.WriteNumber("threads_new", report.Threads);
        json.WriteNumber("handles_new", report.Handles);
        json.WriteNumber("listings_new", report.ListingsNew);
        json.WriteNumber("seconds", Math.Round(report.Elapsed.TotalSeconds, 3));
        json.WriteString("repaired", report.Repaired);
        json.WriteStartArray("rejections");
        foreach (var rejection in report.Rejections)
        {
            json.WriteStartObject();
            json.WriteString("place", rejection.Place);
            json.WriteString("reason", rejection.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Extra(long count, string what) => count == 0 ? "" : Text($", {count:N0} {what}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Tells the line at once, on the thread that stores; <see cref="Progress{T}"/> would tell it late and out of order.</summary>
    internal sealed class Forward(ProgressLine line) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) =>
            line.Show(value.Posts, value is { TotalBytes: { } total, InputBytes: > 0 } ? Math.Max(value.Posts, (long)((double)value.Posts / value.InputBytes * total)) : null);
    }
}
