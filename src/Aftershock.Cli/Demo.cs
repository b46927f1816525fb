using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aftershock.Analyzing;
using Aftershock.Cli.Commands;
using Aftershock.Collecting.Evidence;
using Aftershock.Collecting.Forums.MyBb;
using Aftershock.Collecting.Pages;
using Aftershock.Keeping;
using Aftershock.Recognizing;
using Aftershock.Running;
using Aftershock.Running.Reconstruction;
using Aftershock.Storage.Sqlite;
using Aftershock.Web;

namespace Aftershock.Cli;

/// <summary>The summer of 2022 on one store: written as pages, read back from them alone, counted under both rules.</summary>
/// <remarks>
/// A marker in the store tells what it was made with and whether it is done, so that the second start is instant, a start that
/// was cut off goes on, and one by another version begins anew.
/// </remarks>
/// <param name="store">The demo's store.</param>
/// <param name="folder">Where it lies.</param>
/// <param name="terminal">Where the figures are told.</param>
/// <param name="asJson">Whether they are told as one JSON document, and everything else on standard error.</param>
internal sealed class Demo(IStore store, string folder, Terminal terminal, bool asJson = false)
{
    private static readonly DayRange s_baseline = new(new DateOnly(2022, 3, 1), new DateOnly(2022, 6, 30));
    private static readonly DayRange s_window = new(new DateOnly(2022, 7, 1), new DateOnly(2022, 7, 15));
    private static readonly DayRange s_beforeListing = new(new DateOnly(2022, 3, 1), new DateOnly(2022, 6, 29));
    private static readonly DayRange s_july = new(new DateOnly(2022, 7, 1), new DateOnly(2022, 7, 31));
    private static readonly SourceId s_source = new("reconstruction");

    private const string Signature = "This store holds the demo of Aftershock; it is made anew when the demo changes.";

    private const string Done = "done";

    private static string SampleFolder => Path.Combine(Folders.Samples, "summer-2022");

    private string Marker => MarkerIn(folder);

    /// <summary>What the dashboard opens with: the months and the comparison that the story is about.</summary>
    public static DashboardSettings Settings(string url, string storeFolder) => ServeCommand.Settings(url, storeFolder) with
    {
        DefaultRule = "leaks-shared",
        DefaultPeriod = new DayRange(new DateOnly(2022, 3, 1), new DateOnly(2022, 8, 31)),
        DefaultBaseline = s_baseline,
        DefaultWindow = s_window,
        Notice = "A reconstruction of the summer of 2022: every post, handle and organization is invented, made to be consistent with published figures. Our rules are our reading of what the firms counted.",
    };

    /// <summary>Opens the demo's store; what another version of the demo left there goes first, and nothing else ever does.</summary>
    /// <exception cref="CommandException">The store holds other data than the demo's.</exception>
    public static async Task<IStore> OpenStoreAsync(string folder, Terminal terminal, CancellationToken cancel)
    {
        if (!IsFree(MarkerIn(folder)))
        {
            throw CommandException.Refused($"{MarkerIn(folder)} is another's file, and the demo keeps its marker under this name. Give the demo a folder of its own: aftershock demo --store ./demo");
        }

        var store = await Options.OpenStoreAsync(folder, create: true, terminal.Clock, cancel).ConfigureAwait(false);
        try
        {
            await RefuseOtherDataAsync(store, folder, cancel).ConfigureAwait(false);
        }
        catch
        {
            await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        if (!Holds(folder) || File.ReadLines(MarkerIn(folder)).ElementAtOrDefault(1) == Making())
        {
            return store;
        }

        await store.DisposeAsync().ConfigureAwait(false);
        Forget(folder);
        return await Options.OpenStoreAsync(folder, create: true, terminal.Clock, cancel).ConfigureAwait(false);
    }

    /// <summary>Writes, imports and recognizes the pages, unless this store holds them already.</summary>
    public async Task PrepareAsync(string? keepPagesIn, CancellationToken cancel)
    {
        var making = Making();
        if (keepPagesIn is null && Holds(folder) && File.ReadLines(Marker).LastOrDefault() == Done)
        {
            return;
        }

        Mark(making);
        var pages = keepPagesIn ?? Path.Combine(folder, ".aftershock-demo-pages");
        if (keepPagesIn is null && Directory.Exists(pages))
        {
            // Left by a start that was cut off; the same seed writes the same pages again.
            Directory.Delete(pages, recursive: true);
        }

        WritePages(pages, cancel);
        var report = await ImportAsync(pages, cancel).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        foreach (var leakEvent in LeakEvents.Load(Path.Combine(Folders.Rules, "events")))
        {
            await store.Writer.WriteAsync(leakEvent, cancel).ConfigureAwait(false);
        }

        if (keepPagesIn is null)
        {
            Directory.Delete(pages, recursive: true);
        }

        (asJson ? terminal.Error : terminal.Out).WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{report.Rows:N0} posts read from {report.Pages:N0} saved pages in {report.Elapsed.TotalSeconds:N1} s: {report.ListingsNew:N0} listings, {report.Rejections.Count:N0} rejected"));
        Mark(making, Done);
    }

    /// <summary>Prints what the two rules count, and the listings that the press reported.</summary>
    public async Task TellFiguresAsync(CancellationToken cancel)
    {
        var rules = CountingRules.Load(Path.Combine(Folders.Rules, "counting"));
        var counting = new Counting(store);
        var shared = (await counting.AnswerAsync(Question(rules, "leaks-shared", s_baseline, s_window), cancel).ConfigureAwait(false)).Comparison!;
        var marketed = (await counting.AnswerAsync(Question(rules, "databases-marketed", s_beforeListing, s_july), cancel).ConfigureAwait(false)).Comparison!;
        var months = shared.Baseline.Days.Days / (365.25 / 12);
        if (asJson)
        {
            JsonOutput.Write(terminal, json => WriteFigures(json, shared, marketed, shared.Baseline.Count / months));
            return;
        }

        terminal.Out.WriteLine(Invariant($"""

            The summer of 2022, reconstructed. Invented posts, consistent with published figures; Chinese entities only.

            leaks-shared        {shared.Baseline.Count} from March to June ({shared.Baseline.Count / months:N0} a month), {shared.Window.Count} from 1 to 15 July
                                a pace of {shared.Pace.Shown} for July (95 %: {shared.Pace.Low:N0}-{shared.Pace.High:N0})
                                rate ratio {shared.Ratio:N2} (95 %: {shared.RatioLow:N2}-{shared.RatioHigh:N2})
            databases-marketed  {marketed.Baseline.Count} before the listing of 30 June, {marketed.Window.Count} in July
                                {marketed.Window.RecordsClaimed / 1e6:N0} million records claimed in July

            The two rules count the same pages. What each counts: aftershock trends --rule NAME; docs/guide/counting-rules.md
            """));
        await terminal.Out.FlushAsync(cancel).ConfigureAwait(false);
    }

    private static void WriteFigures(Utf8JsonWriter json, Comparison shared, Comparison marketed, double baselinePerMonth)
    {
        json.WriteStartObject();
        json.WriteString("reconstruction", "Invented posts, consistent with published figures; Chinese entities only.");
        json.WriteStartObject("leaks-shared");
        Write("baseline", shared.Baseline);
        Write("window", shared.Window);
        json.WriteNumber("baseline_per_month", baselinePerMonth);
        json.WriteNumber("pace_shown", shared.Pace.Shown);
        json.WriteNumber("pace_low", shared.Pace.Low);
        json.WriteNumber("pace_high", shared.Pace.High);
        json.WriteNumber("ratio", shared.Ratio!.Value);
        json.WriteNumber("ratio_low", shared.RatioLow);
        json.WriteNumber("ratio_high", shared.RatioHigh);
        json.WriteEndObject();
        json.WriteStartObject("databases-marketed");
        Write("baseline", marketed.Baseline);
        Write("window", marketed.Window);
        json.WriteEndObject();
        json.WriteEndObject();

        void Write(string key, RateEstimate rate)
        {
            json.WriteStartObject(key);
            json.WriteString("from", TrendsCommand.Iso(rate.Days.From));
            json.WriteString("to", TrendsCommand.Iso(rate.Days.To));
            json.WriteNumber("count", rate.Count);
            json.WriteNumber("records_claimed", rate.RecordsClaimed);
            json.WriteEndObject();
        }
    }

    private static TrendQuestion Question(IReadOnlyList<CountingRule> rules, string rule, DayRange baseline, DayRange window) => new()
    {
        Rule = rules.First(r => r.Name == rule),
        Period = new DayRange(baseline.From, window.To),
        Baseline = baseline,
        Window = window,
        By = Step.Month,
    };

    private void WritePages(string pages, CancellationToken cancel)
    {
        using var line = new ProgressLine(terminal, "writing the board", "pages");
        ReconstructedBoard.Write(ReconstructionSettings.Shipped(SampleFolder), pages, truthFile: null, new PageProgress(line), cancel);
    }

    private async Task<ImportReport> ImportAsync(string pages, CancellationToken cancel)
    {
        using var vault = await EvidenceVault.OpenAsync(Options.Vault(folder), store.Keys, store.Captures, terminal.Clock, cancel).ConfigureAwait(false);
        using var line = new ProgressLine(terminal, "reading it back", "posts");
        var request = new ImportRequest
        {
            Source = new Source { Id = s_source, Kind = SourceKind.Forum, Name = "Reconstruction of summer 2022", Program = "mybb" },
            Reader = new MyBbReader(),
            Intakes = PageFolder.ReadAsync(pages, s_source, terminal.Clock, cancel: cancel),
            Run = ImportRequest.RunName("demo", terminal.Clock),
            TotalBytes = PageFolder.TotalBytes(pages),
        };
        return await new Import(store, vault, Recognizer.Load(Folders.Rules), terminal.Clock)
            .RunAsync(request, null, new ImportRun.Forward(line), cancel).ConfigureAwait(false);
    }

    /// <summary>Invented posts never mix with an operator's own.</summary>
    private static async Task RefuseOtherDataAsync(IStore store, string folder, CancellationToken cancel)
    {
        // Without its marker even a source of the demo's name is somebody's own.
        var isDemo = File.Exists(MarkerIn(folder));
        var others = (await store.Sources.ListAsync(cancel).ConfigureAwait(false)).Where(s => !isDemo || s.Id != s_source).Select(s => s.Id.Value).ToList();
        if (others.Count > 0)
        {
            throw CommandException.Refused($"the store at {folder} holds other data ({string.Join(", ", others.Take(3))}{(others.Count > 3 ? ", …" : "")}); invented posts do not go in with it. Give the demo its own: aftershock demo --store ./demo");
        }
    }

    /// <summary>Deletes the store's own files by their names and nothing else, also within the evidence; the evidence first and the marker last, so that a kill between leaves a demo that begins anew.</summary>
    private static void Forget(string folder)
    {
        Options.Vault(folder).DeleteFiles();
        foreach (var database in new[] { SqliteStores.FileName, SqliteStores.KeysFileName })
        {
            foreach (var ending in new[] { "-wal", "-shm", "" })
            {
                File.Delete(Path.Combine(folder, database + ending));
            }
        }

        File.Delete(MarkerIn(folder));
    }

    /// <summary>Whether a store is the demo's: whoever serves it says so, and whoever imports into it is refused.</summary>
    public static bool Holds(string folder) => File.Exists(MarkerIn(folder)) && File.ReadLines(MarkerIn(folder)).FirstOrDefault() == Signature;

    /// <summary>Writes the marker whole or not at all: with half of one an import would take the store for the operator's own.</summary>
    private void Mark(params string[] lines)
    {
        var draft = Marker + ".new";
        File.WriteAllLines(draft, [Signature, .. lines]);
        File.Move(draft, Marker, overwrite: true);
    }

    /// <summary>Whether the marker may be written: there is none, it is the demo's, or a start was cut off while writing it.</summary>
    private static bool IsFree(string marker) => !File.Exists(marker) || Signature.StartsWith(File.ReadLines(marker).FirstOrDefault() ?? "", StringComparison.Ordinal);

    private static string MarkerIn(string folder) => Path.Combine(folder, "aftershock-demo.txt");

    /// <summary>What the demo in a store was made with: program, samples and rules.</summary>
    private static string Making()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(typeof(Demo).Module.ModuleVersionId.ToString()));
        foreach (var file in Directory.EnumerateFiles(SampleFolder, "*.yaml").Concat(Directory.EnumerateFiles(Folders.Rules, "*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal))
        {
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class PageProgress(ProgressLine line) : IProgress<double>
    {
        private const int Steps = 1000;

        public void Report(double value) => line.Show((long)(value * Steps), Steps);
    }
}
