using Aftershock.Analyzing;
using Aftershock.Keeping;
using Aftershock.Web.Words;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Aftershock.Web.Frame;

/// <summary>What a view falls back on where the address is silent.</summary>
/// <param name="Rules">At least one.</param>
/// <param name="Rule">One of them.</param>
/// <param name="Events">Earliest first.</param>
/// <param name="EventName">The event to compare around; where it is outside of the period, the default comparison takes its place.</param>
public sealed record ViewDefaults(
    IReadOnlyList<CountingRule> Rules, CountingRule Rule, DayRange? Period, IReadOnlyList<LeakEvent> Events,
    string? EventName, DayRange? Baseline, DayRange? Window)
{
    /// <summary>Longest period, in days; longer ones are cut, since every day costs a point.</summary>
    public const int LongestPeriod = 366 * 30;

    /// <summary>A period is compared with at most a year before it, or with as many days as it has.</summary>
    private const int DaysBefore = 365;

    private static readonly string[] s_shared = ["from", "to", "rule", "event", "baseline", "window", "compare"];

    /// <summary>The day of the oldest post in the store; null without one.</summary>
    public DateOnly? Oldest { get; init; }

    /// <summary>The day of the newest post that is not dated after it was captured; null without one.</summary>
    public DateOnly? Newest { get; init; }

    /// <summary>Whether every page knows this part of an address.</summary>
    public static bool IsShared(string key) => s_shared.Contains(key, StringComparer.OrdinalIgnoreCase);

    /// <param name="query">The address.</param>
    /// <param name="own">The parts that only the page asked for knows; null leaves unknown parts untold.</param>
    public View Read(IQueryCollection query, IReadOnlyCollection<string>? own = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        var problems = new List<Problem>();
        TellUnknown(query, own, problems);
        var rule = ReadRule(query["rule"], problems);
        var period = ReadPeriod(query["from"], query["to"], problems);
        var view = new View { Rule = rule, Period = period, By = period is { } p ? View.StepFor(p) : Step.Day, Problems = problems };
        if (own is null || own.Contains("by"))
        {
            view = view with { By = ReadStep(query["by"], view.By, problems) };
        }

        if (own is null || own.Contains("split"))
        {
            view = view with { Split = ReadSplit(query["split"], problems) };
        }

        return period is { } days ? Compare(view with { Before = DaysOlderThan(days) }, days, query, problems) : view;
    }

    private static void TellUnknown(IQueryCollection query, IReadOnlyCollection<string>? own, List<Problem> problems)
    {
        foreach (var key in query.Keys.Where(k => own is not null && !IsShared(k) && !own.Contains(k, StringComparer.OrdinalIgnoreCase)))
        {
            problems.Add(new($"{DeadText.Brief(key, 40)}: not a parameter of this address; expected {string.Join(", ", own!.Concat(s_shared))}.", "It was left out."));
        }
    }

    private CountingRule ReadRule(string? name, List<Problem> problems)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return Rule;
        }

        if (Rules.FirstOrDefault(r => r.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found)
        {
            return found;
        }

        problems.Add(new($"rule: there is no rule \"{Quoted(name)}\"; expected {OneOf(Rules.Select(r => r.Name))}.", $"{Rule.Name} is used."));
        return Rule;
    }

    private static Step ReadStep(string? name, Step otherwise, List<Problem> problems)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return otherwise;
        }

        // By its name only: an enumeration would take "1" as well.
        foreach (var step in Enum.GetValues<Step>())
        {
            if (step.ToString().Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return step;
            }
        }

        problems.Add(new($"by: there is no step \"{Quoted(name)}\"; expected day, week or month.", $"The {otherwise.ToString().ToLowerInvariant()} is used."));
        return otherwise;
    }

    private static Facet? ReadSplit(string? name, List<Problem> problems)
    {
        var facet = FacetNames.Read(name);
        if (facet is null && !string.IsNullOrWhiteSpace(name))
        {
            problems.Add(new($"split: \"{Quoted(name)}\" is nothing to split by; expected {OneOf(Enum.GetValues<Facet>().Select(FacetNames.Of))}.", "Nothing is split."));
        }

        return facet;
    }

    private DayRange? ReadPeriod(string? fromText, string? toText, List<Problem> problems)
    {
        var from = ReadDay(fromText, "from", problems) ?? Period?.From;
        var to = ReadDay(toText, "to", problems) ?? Period?.To;
        if (from is null || to is null)
        {
            return null;
        }

        if (from > to)
        {
            problems.Add(new($"from, to: the period begins on {View.Iso(from.Value)}, after its end on {View.Iso(to.Value)}; expected the earlier day first.", "The two were exchanged."));
            (from, to) = (to, from);
        }

        if (to.Value.DayNumber - from.Value.DayNumber >= LongestPeriod)
        {
            problems.Add(new($"from: the period begins on {View.Iso(from.Value)} and is too long; expected at most {LongestPeriod} days.", $"It now begins on {View.Iso(to.Value.AddDays(1 - LongestPeriod))}."));
            from = to.Value.AddDays(1 - LongestPeriod);
        }

        return new DayRange(from.Value, to.Value);
    }

    private static DateOnly? ReadDay(string? text, string name, List<Problem> problems)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var day = View.ReadDay(text);
        if (day is { } read && View.IsOfThisAge(read))
        {
            return day;
        }

        problems.Add(new($"{name}: \"{Quoted(text)}\" is not a day of this age; expected a date such as 2022-06-30.", "The usual day is used."));
        return null;
    }

    private DayRange? DaysOlderThan(DayRange period)
    {
        var most = period.From.AddDays(-Math.Max(DaysBefore, period.Days));
        return Oldest is { } oldest && oldest < period.From ? new DayRange(oldest > most ? oldest : most, period.From.AddDays(-1)) : null;
    }

    private View Compare(View view, DayRange period, IQueryCollection query, List<Problem> problems)
    {
        var ranges = ReadRanges(query["baseline"], query["window"], problems);
        var named = ReadEvent(query["event"], problems);
        var before = ReadCompare(query["compare"], problems);
        if (ranges is var (baseline, window))
        {
            if (named is not null || before)
            {
                problems.Add(new($"{(named is null ? "compare" : "event")}: given together with baseline and window; expected one or the other.", "Baseline and window are used."));
            }

            return view with { Baseline = baseline, Window = window, ComparedBy = ComparedBy.Ranges, Pinned = true };
        }

        if (named is not null && before)
        {
            problems.Add(new("compare: given together with event; expected one or the other.", "The event is used."));
        }

        if (named is not null && Around(view, named, period, ComparedBy.Event) is { } sides)
        {
            return sides;
        }

        var comparison = before && view.Before is not null ? view.WithPeriodCompared() : Default(view, period, query);
        if (named is not null)
        {
            problems.Add(new($"event: {View.Iso(named.Date)}, \"{DeadText.Brief(named.Title, 80)}\", leaves no day on one side of it within {period}; expected a day within the period.", "The usual comparison takes its place, as told below."));
        }
        else if (before && view.Before is null)
        {
            problems.Add(new($"compare: the store holds nothing before {View.Iso(period.From)}, so there is nothing to compare {period} with.", "The usual comparison takes its place, as told below."));
        }

        return comparison;
    }

    private static (DayRange Baseline, DayRange Window)? ReadRanges(string? baselineText, string? windowText, List<Problem> problems)
    {
        var baseline = ReadRange(baselineText, "baseline", problems);
        var window = ReadRange(windowText, "window", problems);
        if (baseline is { } b && window is { } w)
        {
            if (b.From > w.To || w.From > b.To)
            {
                return (b, w);
            }

            problems.Add(new($"baseline, window: {b} and {w} have days in common; expected two ranges without a common day, such as 2022-03-01..2022-06-30 and 2022-07-01..2022-07-15.", Instead));
        }
        else if ((baseline ?? window) is { } alone && (string.IsNullOrWhiteSpace(baselineText) || string.IsNullOrWhiteSpace(windowText)))
        {
            problems.Add(new($"{(baseline is null ? "window" : "baseline")}: {alone} is given alone; expected a baseline and a window together.", Instead));
        }

        return null;
    }

    private const string Instead = "The usual comparison takes its place, as told below.";

    private static DayRange? ReadRange(string? text, string name, List<Problem> problems)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (View.ReadRange(text) is { } range && View.IsOfThisAge(range.From) && View.IsOfThisAge(range.To))
        {
            return range;
        }

        problems.Add(new($"{name}: \"{Quoted(text)}\" is not a range of days; expected one such as 2022-03-01..2022-06-30.", Instead));
        return null;
    }

    private LeakEvent? ReadEvent(string? name, List<Problem> problems)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return null;
        }

        var found = Events.FirstOrDefault(e => e.Name == name);
        if (found is null)
        {
            problems.Add(new($"event: there is no event \"{Quoted(name)}\"; expected {(Events.Count == 0 ? "none, since none is known" : OneOf(Events.Select(e => e.Name)))}.", Instead));
        }

        return found;
    }

    private static bool ReadCompare(string? text, List<Problem> problems)
    {
        if (!string.IsNullOrWhiteSpace(text) && text != "before")
        {
            problems.Add(new($"compare: \"{Quoted(text)}\" is not known; expected before.", Instead));
        }

        return text == "before";
    }

    /// <summary>The comparison of an address that names none.</summary>
    private View Default(View view, DayRange period, IQueryCollection query)
    {
        // A period that somebody chose is what the question is about; one that nobody chose holds a before and an after.
        var chosen = period != Period && (!StringValues.IsNullOrEmpty(query["from"]) || !StringValues.IsNullOrEmpty(query["to"]));
        if (Baseline is { } baseline && Window is { } window && (!chosen || Within(window, period)))
        {
            return view with { Baseline = baseline, Window = window, ComparedBy = ComparedBy.Ranges, Pinned = true };
        }

        if (Events.FirstOrDefault(e => e.Name == EventName) is { } named && Around(view, named, period, ComparedBy.Event) is { } sides)
        {
            return sides;
        }

        if (chosen && view.Before is not null)
        {
            return view.WithPeriodCompared() with { Pinned = false };
        }

        return (chosen ? null : Events.Select(e => Around(view, e, period, ComparedBy.LatestEvent)).LastOrDefault(v => v is not null)) ?? LastDays(view, period);
    }

    private static View? Around(View view, LeakEvent leakEvent, DayRange period, ComparedBy by) => View.Around(leakEvent, period) is { } sides
        ? view with { Event = leakEvent, Baseline = sides.Baseline, Window = sides.Window, ComparedBy = by, Pinned = by == ComparedBy.Event }
        : null;

    /// <summary>The last month, or the last quarter of a short period, against what came before it.</summary>
    private static View LastDays(View view, DayRange period)
    {
        var days = Math.Min(30, period.Days / 4);
        return days < 1
            ? view
            : view with
            {
                Baseline = new DayRange(period.From, period.To.AddDays(-days)),
                Window = new DayRange(period.To.AddDays(1 - days), period.To),
                ComparedBy = ComparedBy.LastDays,
            };
    }

    private static string Quoted(string text) => DeadText.Brief(text, 60);

    private static string OneOf(IEnumerable<string> names) => string.Join(", ", names);

    private static bool Within(DayRange inner, DayRange outer) => inner.From >= outer.From && inner.To <= outer.To;
}
