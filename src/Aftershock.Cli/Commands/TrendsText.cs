using System.Globalization;
using Aftershock.Analyzing;
using Spectre.Console;

namespace Aftershock.Cli.Commands;

/// <summary>A trend report for eyes: the answer in a sentence, its grounds, then the table.</summary>
internal static class TrendsText
{
    private const int MostSeries = 25;
    private const int MostListings = 15;

    public static void Write(Terminal terminal, TrendQuestion question, TrendReport report, RecountText? recount, bool ruleIsDefault)
    {
        var output = terminal.Out;
        output.WriteLine(Answer(report));
        if (report.Comparison is { } comparison)
        {
            output.WriteLine(Grounds(report.Rule, comparison));
        }

        if (report.Comparison?.Window.There is { } there)
        {
            output.WriteLine(Text($"Allowing for what the recognizer misses and mistakes, {there.Low} to {there.High} {Units(report.Rule, 2)} were there in the window (95 %), {report.Comparison.Baseline.There?.Low} to {report.Comparison.Baseline.There?.High} in the baseline."));
        }

        foreach (var change in report.Changes)
        {
            output.WriteLine(Text($"The rate changed on {Iso(change.Date)}, or on another day between {Iso(change.Low)} and {Iso(change.High)}."));
        }

        if (report.WithoutDay > 0)
        {
            output.WriteLine(Text($"{report.WithoutDay:N0} more listings are dated to the month or year only and are counted on no day."));
        }

        output.WriteLine();
        output.WriteLine($"What is counted: {report.Rule.Definition}");
        output.WriteLine($"Rule {report.Rule.Name}{(ruleIsDefault ? ", the one that counts where no --rule is given" : "")}.");
        output.WriteLine($"Snapshot {report.Snapshot}. {(question.Event is { } e && e.Name != e.Title ? $"Event: {e.Title}, {Iso(e.Date)}." : "")}".TrimEnd());
        var console = Console(terminal);
        console.Write(question.Split is null ? Points(report) : Parts(report, TrendsCommand.FacetName(question.Split.Value)));
        if (recount is not null)
        {
            WriteRecount(output, console, recount);
        }
    }

    private static string Answer(TrendReport report)
    {
        var rule = report.Rule;
        if (report.Comparison is not { } c)
        {
            return Text($"{report.Count:N0} {Units(rule, report.Count)} from {report.Period.From:yyyy-MM-dd} to {report.Period.To:yyyy-MM-dd}, claiming {report.RecordsClaimed:N0} records.");
        }

        var pace = Text($"a pace of {c.Pace.Shown:N0} {Units(rule, c.Pace.Shown)} a month");
        var answer = (c.Ratio, c.RatioLow, c.RatioHigh) switch
        {
            (null, _, _) when c.Window.Count == 0 => $"No {Units(rule, 2)}, before or after",
            (null, > 1, _) => $"New: {pace}, after none",
            (null, _, _) => $"No clear change: {pace}, after none",
            ({ } ratio, > 1, _) => Text($"A surge: {pace}, {ratio:0.00} times the rate before"),
            ({ } ratio, _, < 1) => Text($"Fewer: {pace}, {ratio:0.00} times the rate before"),
            ({ } ratio, _, _) => Text($"No clear change: {pace}, {ratio:0.00} times the rate before"),
        };
        // The interval is Poisson's; where the counts scatter more, a surge by it alone is not one.
        return c is { Ratio: not null, PDispersed: > 0.05 } && (c.RatioLow > 1 || c.RatioHigh < 1)
            ? Text($"{answer}, but counts as scattered as these differ so much by chance too (p {c.PDispersed:0.##}).")
            : $"{answer}.";
    }

    private static string Grounds(CountingRule rule, Comparison c)
    {
        var ratio = c.Ratio is { } value
            ? Text($"Rate ratio {value:0.000} (95 % interval {c.RatioLow:0.000} to {c.RatioHigh:0.000})")
            : double.IsPositiveInfinity(c.RatioHigh) ? Text($"Rate ratio at least {c.RatioLow:0.00}") : "";
        var rest = new DateOnly(c.Window.Days.To.Year, c.Window.Days.To.Month, 1).ToString("yyyy-MM", CultureInfo.InvariantCulture);
        return Text($"{Counted(rule, c.Window)} against {Counted(rule, c.Baseline)}. {ratio}; exact one-sided p {P(c.POneSided)}, two-sided p {P(c.PDispersed)} ") +
            Text($"with dispersion {c.Dispersion:0.##}{Estimate(c)}. Pace {c.Pace.Value:0.00} a month ({c.Pace.Low:0.0} to {c.Pace.High:0.0}); all of {rest} is expected to bring {c.PredictedMean:0.0} ({c.PredictedLow:0} to {c.PredictedHigh:0}).");
    }

    private static string Estimate(Comparison c) => c.Estimated is { } e
        ? double.IsFinite(e.High) ? Text($" (estimated from {e.Runs} runs of {e.Days} days; {e.Low:0.##} to {e.High:0.##})") : " (too little to estimate it from)"
        : "";

    private static string Counted(CountingRule rule, RateEstimate rate) =>
        Text($"{rate.Count:N0} {Units(rule, rate.Count)} in {rate.Days.Days} days ({rate.Days}; {rate.RecordsClaimed:N0} records claimed)");

    private static Table Points(TrendReport report)
    {
        var table = Frame("Period", "Count", "95 % interval", "Covered", "Records claimed");
        foreach (var point in report.Series[0].Points)
        {
            table.AddRow(
                new Text(point.Name(report.By) + (point.Partial ? " (part)" : "")),
                new Text(Text($"{point.Count:N0}")),
                new Text(Text($"{point.Low:0.0} to {point.High:0.0}")),
                new Text(Text($"{point.Coverage:0 %}")),
                new Text(Text($"{point.RecordsClaimed:N0}")));
        }

        return table;
    }

    private static Table Parts(TrendReport report, string facet)
    {
        var table = Frame(facet, "Count", "Share", "95 % interval", "Records claimed");
        foreach (var series in report.Series.Take(MostSeries))
        {
            table.AddRow(
                new Text(Safe(series.Name.Length == 0 ? "not told" : series.Name)),
                new Text(Text($"{series.Count:N0}")),
                new Text(Text($"{series.Share?.Value:0.0 %}")),
                new Text(Text($"{series.Share?.Low:0.0 %} to {series.Share?.High:0.0 %}")),
                new Text(Text($"{series.RecordsClaimed:N0}")));
        }

        if (report.Series.Count > MostSeries)
        {
            table.Caption = new TableTitle(Text($"and {report.Series.Count - MostSeries:N0} more; --csv or --json has them all"));
        }

        return table;
    }

    private static void WriteRecount(TextWriter output, IAnsiConsole console, RecountText recount)
    {
        var (here, there, items) = recount.Recounted;
        output.WriteLine();
        output.WriteLine(Text($"As counted by {there.Rule.Name}: {there.Count:N0} {Units(there.Rule, there.Count)} claiming {there.RecordsClaimed:N0} records, not {here.Count:N0} {Units(here.Rule, here.Count)} claiming {here.RecordsClaimed:N0}."));
        if (there.Comparison is { } comparison)
        {
            output.WriteLine(Grounds(there.Rule, comparison));
        }

        output.WriteLine($"What is counted there: {there.Rule.Definition}");
        if (items.Count == 0)
        {
            output.WriteLine("Every listing counts the same under both.");
            return;
        }

        var reasons = Frame("Why they differ", "Listings", $"Units in {here.Rule.Name}", $"Units in {there.Rule.Name}");
        foreach (var (reason, inHere, inThere, listings) in recount.Recounted.Reasons)
        {
            reasons.AddRow(new Text(recount.Sentence(reason)), new Text(Text($"{listings:N0}")), new Text(Text($"{inHere:N0}")), new Text(Text($"{inThere:N0}")));
        }

        console.Write(reasons);
        foreach (var item in items.Take(MostListings))
        {
            output.WriteLine($"  {Iso(item.Day)}  {item.Listing.Id}  {Safe(recount.Titles[item.Listing.Id])}: {recount.Sentence(item)}");
        }

        if (items.Count > MostListings)
        {
            output.WriteLine(Text($"  and {items.Count - MostListings:N0} more; --json lists them all"));
        }
    }

    private static Table Frame(string first, params ReadOnlySpan<string> numbers)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(new TableColumn(new Text(first)));
        foreach (var name in numbers)
        {
            table.AddColumn(new TableColumn(new Text(name)) { Alignment = Justify.Right, NoWrap = true });
        }

        return table;
    }

    private static IAnsiConsole Console(Terminal terminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(terminal.Out),
            Ansi = terminal.Colors ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal.Colors ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        if (!terminal.Colors)
        {
            // Nobody's window: wide enough for every table, so that the same answer is the same text.
            console.Profile.Width = 160;
        }

        return console;
    }

    private static string Units(CountingRule rule, long count) => RuleSentence.Name(rule.Unit) + (count == 1 ? "" : "s");

    private static string P(double p) => p < 0.001 ? p.ToString("0.0e+0", CultureInfo.InvariantCulture) : p.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Iso(DateOnly day) => TrendsCommand.Iso(day);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>A title is the source's own words, and may try to steer the terminal.</summary>
    private static string Safe(string text) => string.Concat(text.Select(c => char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format ? '\uFFFD' : c));
}
