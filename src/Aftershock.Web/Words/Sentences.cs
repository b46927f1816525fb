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

    /// <summary>What the whole month is expected to bring.</summary>
    public static string Outlook(CountingRule rule, Comparison comparison)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(comparison);
        return $"At this rate the whole month would bring {Figures.Rate(comparison.PredictedMean)} {Figures.Unit(rule.Unit, 2)}, " +
            $"most likely {Figures.Interval(comparison.PredictedLow, comparison.PredictedHigh)} (95 %).";
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

    private static string Counted(CountingRule rule, RateEstimate rate) =>
        $"{Figures.Count(rate.Count)} {Figures.Unit(rule.Unit, rate.Count)} in {rate.Days.Days} {(rate.Days.Days == 1 ? "day" : "days")} ({Figures.Days(rate.Days)})";
}
