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

    /// <summary>By what <see cref="Baseline"/> and <see cref="Window"/> were chosen.</summary>
    public ComparedBy ComparedBy { get; init; }

    /// <summary>Whether the address names the comparison, so that it stays when the period changes; else it follows the period.</summary>
    public bool Pinned { get; init; }

    /// <summary>The days before the period that it can be compared with; null when the store holds nothing older.</summary>
    public DayRange? Before { get; init; }

    /// <summary>What in the address could not be used.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    public static DateOnly? ReadDay(string? text) =>
        DateOnly.TryParseExact(text?.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>Whether a day is one that can be counted: the last days of the calendar have no morrow, which a period needs.</summary>
    public static bool IsOfThisAge(DateOnly day) => day.Year is >= 1990 and <= 2200;

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
        if (!Pinned)
        {
            yield break;
        }

        if (Event is not null)
        {
            yield return new("event", Event.Name);
        }
        else if (ComparedBy == ComparedBy.Before)
        {
            yield return new("compare", "before");
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

    /// <summary>This view with the whole of its period compared with the days before it.</summary>
    public View WithPeriodCompared() => this with { Event = null, Baseline = Before, Window = Period, ComparedBy = ComparedBy.Before, Pinned = true };

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
