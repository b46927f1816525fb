using System.Globalization;
using System.Text;
using Aftershock.Analyzing;
using Aftershock.Keeping;
using Aftershock.Web.Words;
using Microsoft.AspNetCore.Http;

namespace Aftershock.Web.Frame;

/// <summary>What every page's address carries: the rule in force, the period, and what is compared with what.</summary>
/// <remarks>Two people who open one address on one snapshot see the same numbers.</remarks>
public sealed record View
{
    public required CountingRule Rule { get; init; }

    /// <summary>Null only while the store holds no dated post.</summary>
    public DayRange? Period { get; init; }

    /// <summary>Null when <see cref="Baseline"/> and <see cref="Window"/> were given, or nothing is compared.</summary>
    public LeakEvent? Event { get; init; }

    public DayRange? Baseline { get; init; }

    public DayRange? Window { get; init; }

    public Step By { get; init; } = Step.Day;

    public Facet? Split { get; init; }

    /// <summary>What in the address could not be used, in sentences.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    public static DateOnly? ReadDay(string? text) =>
        DateOnly.TryParseExact(text?.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>Reads <c>2022-03-01..2022-06-30</c>.</summary>
    public static DayRange? ReadRange(string? text)
    {
        var parts = text?.Split("..") ?? [];
        return parts.Length == 2 && ReadDay(parts[0]) is { } from && ReadDay(parts[1]) is { } to && from <= to ? new DayRange(from, to) : null;
    }

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The days of the event's two sides within a period; null when one of them is empty.</summary>
    public static (DayRange Baseline, DayRange Window)? Around(LeakEvent leakEvent, DayRange period)
    {
        ArgumentNullException.ThrowIfNull(leakEvent);
        return leakEvent.Date > period.From && leakEvent.Date <= period.To
            ? (new DayRange(period.From, leakEvent.Date.AddDays(-1)), new DayRange(leakEvent.Date, period.To))
            : null;
    }

    /// <summary>A step that gives between a handful and some sixty points.</summary>
    public static Step StepFor(DayRange period) => period.Days switch
    {
        <= 70 => Step.Day,
        <= 430 => Step.Week,
        _ => Step.Month,
    };

    /// <summary>The parts of the address that hold on every page.</summary>
    public IEnumerable<KeyValuePair<string, string>> Shared()
    {
        if (Period is { } period)
        {
            yield return new("from", Iso(period.From));
            yield return new("to", Iso(period.To));
        }

        yield return new("rule", Rule.Name);
        if (Event is not null)
        {
            yield return new("event", Event.Name);
        }
        else if (Baseline is { } baseline && Window is { } window)
        {
            yield return new("baseline", baseline.ToString());
            yield return new("window", window.ToString());
        }
    }

    /// <summary>An address of this dashboard with this view and further parts; a part without a value is left out.</summary>
    public string Url(string path, params ReadOnlySpan<(string Key, string? Value)> more)
    {
        var url = new StringBuilder(path);
        var mark = '?';
        foreach (var (key, value) in Shared())
        {
            mark = Append(url, mark, key, value);
        }

        foreach (var (key, value) in more)
        {
            mark = string.IsNullOrEmpty(value) ? mark : Append(url, mark, key, value);
        }

        return url.ToString();
    }

    /// <summary>The same address with more parts, which may come several times under one key.</summary>
    public string Url(string path, IEnumerable<KeyValuePair<string, string>> more)
    {
        ArgumentNullException.ThrowIfNull(more);
        return Url(path, [.. more.Select(p => (p.Key, (string?)p.Value))]);
    }

    internal TrendQuestion Question(Step? by = null, Facet? split = null) => new()
    {
        Rule = Rule,
        Period = Period!.Value,
        Baseline = Baseline,
        Window = Window,
        Event = Event,
        By = by ?? By,
        Split = split,
    };

    private static char Append(StringBuilder url, char mark, string key, string value)
    {
        // Ranges stay readable: dots and colons need no escape in a query.
        url.Append(mark).Append(key).Append('=').Append(Uri.EscapeDataString(value));
        return '&';
    }
}

/// <summary>What a view falls back on where the address is silent.</summary>
/// <param name="Rules">At least one.</param>
/// <param name="Rule">One of them.</param>
/// <param name="Events">Earliest first.</param>
/// <param name="EventName">The event to compare around; where it is outside of the period, the latest one within.</param>
public sealed record ViewDefaults(
    IReadOnlyList<CountingRule> Rules, CountingRule Rule, DayRange? Period, IReadOnlyList<LeakEvent> Events,
    string? EventName, DayRange? Baseline, DayRange? Window)
{
    /// <summary>Longest period, in days; longer ones are cut, since every day costs a point.</summary>
    public const int LongestPeriod = 366 * 30;

    public View Read(IQueryCollection query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var problems = new List<string>();
        var rule = ReadRule(query["rule"], problems);
        var period = ReadPeriod(query["from"], query["to"], problems);
        var view = new View { Rule = rule, Period = period, By = period is { } p ? View.StepFor(p) : Step.Day, Problems = problems };
        if (Enum.TryParse<Step>(query["by"], ignoreCase: true, out var by) && Enum.IsDefined(by))
        {
            view = view with { By = by };
        }

        view = view with { Split = FacetNames.Read(query["split"]) };
        return period is { } days ? Compare(view, days, query, problems) : view;
    }

    private CountingRule ReadRule(string? name, List<string> problems)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return Rule;
        }

        if (Rules.FirstOrDefault(r => r.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found)
        {
            return found;
        }

        problems.Add($"There is no rule \"{DeadText.Plain(name)}\"; {Rule.Name} is used. Known: {string.Join(", ", Rules.Select(r => r.Name))}.");
        return Rule;
    }

    private DayRange? ReadPeriod(string? fromText, string? toText, List<string> problems)
    {
        var from = ReadDay(fromText, "from", problems) ?? Period?.From;
        var to = ReadDay(toText, "to", problems) ?? Period?.To;
        if (from is null || to is null)
        {
            return null;
        }

        if (from > to)
        {
            problems.Add($"The period begins on {View.Iso(from.Value)}, after its end on {View.Iso(to.Value)}; the two were exchanged.");
            (from, to) = (to, from);
        }

        if (to.Value.DayNumber - from.Value.DayNumber >= LongestPeriod)
        {
            from = to.Value.AddDays(1 - LongestPeriod);
            problems.Add($"A period holds at most {LongestPeriod} days; it now begins on {View.Iso(from.Value)}.");
        }

        return new DayRange(from.Value, to.Value);
    }

    private static DateOnly? ReadDay(string? text, string name, List<string> problems)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        // The last days of the calendar have no morrow, which a period needs.
        var day = View.ReadDay(text);
        if (day is { Year: >= 1990 and <= 2200 })
        {
            return day;
        }

        problems.Add($"{name}: \"{DeadText.Plain(text)}\" is not a day of this age; expected a date such as 2022-06-30.");
        return null;
    }

    private View Compare(View view, DayRange period, IQueryCollection query, List<string> problems)
    {
        string? eventName = query["event"], baselineText = query["baseline"], windowText = query["window"];
        if (!string.IsNullOrWhiteSpace(baselineText) && !string.IsNullOrWhiteSpace(windowText))
        {
            if (View.ReadRange(baselineText) is { } baseline && View.ReadRange(windowText) is { } window && !Overlap(baseline, window))
            {
                // Outside a changed period they mean nothing any more, and the defaults take over without a word.
                if (Within(baseline, period) && Within(window, period))
                {
                    return view with { Baseline = baseline, Window = window };
                }
            }
            else
            {
                problems.Add("Baseline and window must be two ranges of days without a common day, such as 2022-03-01..2022-06-30 and 2022-07-01..2022-07-15.");
            }
        }

        if (!string.IsNullOrWhiteSpace(eventName))
        {
            if (Events.FirstOrDefault(e => e.Name == eventName) is { } chosen)
            {
                if (View.Around(chosen, period) is { } sides)
                {
                    return view with { Event = chosen, Baseline = sides.Baseline, Window = sides.Window };
                }
            }
            else
            {
                problems.Add($"There is no event \"{DeadText.Plain(eventName)}\".");
            }
        }

        return Default(view, period);
    }

    private View Default(View view, DayRange period)
    {
        if (Baseline is { } baseline && Window is { } window && Within(baseline, period) && Within(window, period))
        {
            return view with { Baseline = baseline, Window = window };
        }

        var leakEvent = Events.FirstOrDefault(e => e.Name == EventName) ?? Events.LastOrDefault(e => View.Around(e, period) is not null);
        if (leakEvent is not null && View.Around(leakEvent, period) is { } sides)
        {
            return view with { Event = leakEvent, Baseline = sides.Baseline, Window = sides.Window };
        }

        // The last month, or the last quarter of a short period, against what came before it.
        var days = Math.Min(30, period.Days / 4);
        return days < 1
            ? view
            : view with
            {
                Baseline = new DayRange(period.From, period.To.AddDays(-days)),
                Window = new DayRange(period.To.AddDays(1 - days), period.To),
            };
    }

    private static bool Within(DayRange inner, DayRange outer) => inner.From >= outer.From && inner.To <= outer.To;

    private static bool Overlap(DayRange a, DayRange b) => a.From <= b.To && b.From <= a.To;
}

/// <summary>The facets as they are written in addresses.</summary>
public static class FacetNames
{
    public static string Of(Facet facet) => facet == Facet.DataClass ? "data-class" : facet.ToString().ToLowerInvariant();

    public static Facet? Read(string? name)
    {
        foreach (var facet in Enum.GetValues<Facet>())
        {
            if (string.Equals(Of(facet), name, StringComparison.OrdinalIgnoreCase))
            {
                return facet;
            }
        }

        return null;
    }
}
