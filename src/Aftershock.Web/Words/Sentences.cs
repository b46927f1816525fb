using Aftershock.Analyzing;

namespace Aftershock.Web.Words;

/// <summary>What figures say, in sentences.</summary>
public static class Sentences
{
    public static string Capital(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
    }

    /// <summary>The answer first: whether it changed, and by how much. "No clear change" whenever the interval holds 1.</summary>
    public static string Headline(CountingRule rule, Comparison comparison)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(comparison);
        var units = Figures.Unit(rule.Unit, 2);
        var pace = $"a pace of {Figures.Count(comparison.Pace.Shown)} {Figures.Unit(rule.Unit, comparison.Pace.Shown)} a month";
        if (comparison.Baseline.Count == 0 && comparison.Window.Count == 0)
        {
            return $"No {units}, before or after";
        }

        if (comparison.Ratio is not { } ratio)
        {
            return comparison.RatioLow > 1 ? $"New: {pace}, after none" : $"{Capital(pace)}, after none; too few to call a change";
        }

        return (comparison.RatioLow, comparison.RatioHigh) switch
        {
            ( > 1, _) => $"A surge: {pace}, {Figures.Rate(ratio)} times the rate before",
            (_, < 1) => $"Fewer: {pace}, {Figures.Rate(ratio)} times the rate before",
            _ => $"No clear change: {pace}, {Figures.Rate(ratio)} times the rate before",
        };
    }

    /// <summary>The figures behind <see cref="Headline"/>, each with its interval.</summary>
    public static string Grounds(CountingRule rule, Comparison comparison)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(comparison);
        var (window, baseline) = (comparison.Window, comparison.Baseline);
        var sentence =
            $"{Counted(rule, window)} against {Counted(rule, baseline)}. " +
            $"Pace {Figures.Rate(comparison.Pace.Value)} a month, 95 % interval {Figures.Interval(comparison.Pace.Low, comparison.Pace.High)}; ";
        sentence += comparison.Ratio is { } ratio
            ? $"rate ratio {Figures.Rate(ratio)} ({Figures.Interval(comparison.RatioLow, comparison.RatioHigh)}); "
            : $"rate ratio at least {Figures.Rate(comparison.RatioLow)}; ";
        return sentence + $"{Figures.Probability(comparison.POneSided)} one-sided if nothing had changed" +
            (comparison.Dispersion > 1.005 ? $", {Figures.Probability(comparison.PDispersed)} allowing for counts that scatter {Figures.Rate(comparison.Dispersion)} times as much as chance alone." : ".");
    }

    /// <summary>What the whole month is expected to bring; null when the window reaches its end and there is nothing left to expect.</summary>
    public static string? Outlook(CountingRule rule, Comparison comparison)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(comparison);
        return EndsItsMonth(comparison)
            ? null
            : $"At this rate the whole month would bring {Figures.Rate(comparison.PredictedMean)} {Figures.Unit(rule.Unit, 2)}, " +
                $"most likely {Figures.Interval(comparison.PredictedLow, comparison.PredictedHigh)} (95 %).";
    }

    public static bool EndsItsMonth(Comparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return comparison.Window.Days.To.AddDays(1).Day == 1;
    }

    /// <summary>Which of the days compared nobody watched, and the ratio without them; null when all were watched.</summary>
    public static string? Unwatched(Comparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var parts = new[] { Unwatched(comparison.Baseline, "baseline"), Unwatched(comparison.Window, "window") }.Where(p => p is not null).ToList();
        if (parts.Count == 0)
        {
            return null;
        }

        var ratio = comparison.OverWatched switch
        {
            { Ratio: { } value } over => $" Over the days watched alone the rate ratio is {Figures.Rate(value)} ({Figures.Interval(over.Low, over.High)}).",
            _ => "",
        };
        return $"{string.Join("; ", parts)}: the calendar counts them as days without any.{ratio}";
    }

    /// <summary>What is compared, where the address does not say it; null where the figures say enough.</summary>
    public static string? Compared(Frame.View view)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (view is not { Baseline: { } baseline, Window: { } window, Period: { } period })
        {
            return null;
        }

        return view.ComparedBy switch
        {
            Frame.ComparedBy.Ranges => Outside(baseline, window, period) is { } which
                ? $"Compared are the days that were given; {which} outside of the days shown ({Figures.Days(period)})."
                : null,
            Frame.ComparedBy.Event => $"Compared are the days shown from {Frame.View.Iso(window.From)} on ({DeadText.Brief(view.Event!.Title, 120)}) with those before.",
            Frame.ComparedBy.LatestEvent => $"Compared are the days shown before and after the latest event in them: {DeadText.Brief(view.Event!.Title, 120)}, {Frame.View.Iso(window.From)}.",
            Frame.ComparedBy.Before => $"Compared are all of the days shown with the {(baseline.Days == 1 ? "day" : $"{baseline.Days} days")} before them{(baseline.Days < Math.Max(365, period.Days) ? ", which begin with the first post in the store" : "")}.",
            Frame.ComparedBy.LastDays when view.Before is null => $"The store holds nothing older than the days shown, so their last {window.Days} are compared with those before.",
            Frame.ComparedBy.LastDays => $"Compared are the last {window.Days} of the days shown with those before.",
            _ => null,
        };
    }

    /// <summary>A series in a sentence: its total, and its highest point.</summary>
    public static string Reading(TrendReport report, TrendSeries series, bool brief = false)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(series);
        var total = $"{Figures.Count(series.Count)} {Figures.Unit(report.Rule.Unit, series.Count)}" + (brief ? "" : $" from {Figures.Days(report.Period)}");
        var top = series.Points.OrderByDescending(p => p.Count).ThenBy(p => p.From).FirstOrDefault();
        return series.Count == 0
            ? $"{total}."
            : $"{total}; the fullest {report.By.ToString().ToLowerInvariant()} {(report.By == Step.Day ? "was" : "began")} {Frame.View.Iso(top.From)} with {Figures.Count(top.Count)}.";
    }

    private static string? Unwatched(RateEstimate rate, string name)
    {
        var missed = rate.Days.Days - rate.WatchedDays;
        if (missed == 0)
        {
            return null;
        }

        if (rate.Watched is not { } watched)
        {
            return $"None of the {rate.Days.Days} {name} days was watched";
        }

        var (before, after) = (watched.From.DayNumber - rate.Days.From.DayNumber, rate.Days.To.DayNumber - watched.To.DayNumber);
        var of = $"{missed} of {rate.Days.Days} {name} days {(missed == 1 ? "lies" : "lie")}";
        return (before == missed, after == missed) switch
        {
            (true, _) => $"{of} before the first post or capture of these sources ({Frame.View.Iso(watched.From)})",
            (_, true) => $"{of} after the last post or capture of these sources ({Frame.View.Iso(watched.To)})",
            _ => $"{missed} of {rate.Days.Days} {name} days were not watched",
        };
    }

    private static string? Outside(DayRange baseline, DayRange window, DayRange period) => (Holds(period, baseline), Holds(period, window)) switch
    {
        (true, true) => null,
        (false, true) => "the baseline reaches",
        (true, false) => "the window reaches",
        _ => "baseline and window reach",
    };

    private static bool Holds(DayRange outer, DayRange inner) => inner.From >= outer.From && inner.To <= outer.To;

    private static string Counted(CountingRule rule, RateEstimate rate) =>
        $"{Figures.Count(rate.Count)} {Figures.Unit(rule.Unit, rate.Count)} in {rate.Days.Days} {(rate.Days.Days == 1 ? "day" : "days")} ({Figures.Days(rate.Days)})";
}
