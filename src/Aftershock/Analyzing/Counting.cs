using System.Globalization;
using Aftershock.Analyzing.Mathematics;
using Aftershock.Keeping;

namespace Aftershock.Analyzing;

/// <summary>Answers questions about counts over time from what the store holds.</summary>
/// <remarks>docs/reference/trends.md tells what each figure means and where its formula is from.</remarks>
public sealed class Counting(IStore store)
{
    /// <summary>A question that cannot be answered, such as a window that overlaps its baseline, is an <see cref="ArgumentException"/>.</summary>
    public async Task<TrendReport> AnswerAsync(TrendQuestion question, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(question);
        Check(question);
        var before = await store.SnapshotAsync(cancel).ConfigureAwait(false);
        var calendar = new Calendar(question.Rule.Zone);
        var coverage = Coverage.Of(await store.Sources.HealthAsync(cancel).ConfigureAwait(false), question.Rule, calendar);
        var tally = new Tally(question.Rule, calendar);
        var days = AllDays(question);
        var all = new DailyCounts(days);
        var split = question.Split is { } facet ? new Splitting(facet, question.Period) : null;
        await foreach (var counted in tally.CountAsync(store.Listings, days, cancel).ConfigureAwait(false))
        {
            all.Add(counted);
            split?.Add(counted);
        }

        var after = await store.SnapshotAsync(cancel).ConfigureAwait(false);
        var intervals = new Intervals(question.RecognitionError);
        var (count, records) = all.Sum(question.Period);
        return new TrendReport
        {
            Rule = question.Rule,
            Snapshot = Name(before, after),
            Period = question.Period,
            By = question.By,
            Count = count,
            RecordsClaimed = records,
            WithoutDay = tally.WithoutDay,
            RecognitionError = question.RecognitionError,
            Series = Series(question, all, split, coverage, intervals),
            Comparison = question is { Baseline: { } baseline, Window: { } window }
                ? Compare(all, baseline, window, question.Dispersion, coverage, intervals)
                : null,
            Changes = coverage.Within(question.Period) is { } covered
                ? ChangePoints.Find(covered.From, all.Counts(covered), question.Dispersion ?? Dispersion.OfNeighbours(all.Counts(covered)))
                : [],
        };
    }

    /// <summary>From the first day that holds a listing of this rule to the last; null when none does.</summary>
    public async Task<DayRange?> DaysAsync(CountingRule rule, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var calendar = new Calendar(rule.Zone);
        DayRange? days = null;
        var widest = new DayRange(DateOnly.MinValue.AddDays(7), DateOnly.MaxValue.AddDays(-7));
        await foreach (var (day, _, _, _) in new Tally(rule, calendar).CountAsync(store.Listings, widest, cancel).ConfigureAwait(false))
        {
            days = days is { } known ? new DayRange(day < known.From ? day : known.From, day > known.To ? day : known.To) : new DayRange(day, day);
        }

        return days;
    }

    internal static string Name(Snapshot before, Snapshot after)
    {
        // A store that was written to while it was read has no one snapshot to name.
        var version = before.Version == after.Version
            ? before.Version.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{before.Version}-{after.Version}");
        return after.CapturedUntil is { } until
            ? string.Create(CultureInfo.InvariantCulture, $"{version}@{until.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}")
            : version;
    }

    private static void Check(TrendQuestion question)
    {
        var problem = question switch
        {
            { Period.Days: < 1 } => $"the period {question.Period} ends before it begins",
            { Baseline: null, Window: not null } or { Baseline: not null, Window: null } => "a baseline and a window are given together or not at all",
            { Baseline: { Days: < 1 } b } => $"the baseline {b} ends before it begins",
            { Window: { Days: < 1 } w } => $"the window {w} ends before it begins",
            { Baseline: { } b, Window: { } w } when b.From <= w.To && w.From <= b.To => $"the window {w} overlaps the baseline {b}",
            { Dispersion: { } d } when d < 1 || !double.IsFinite(d) => $"a dispersion of {d.ToString(CultureInfo.InvariantCulture)}; expected 1 (Poisson) or more",
            { MostSeries: < 1 } => "a split into no series",
            _ => null,
        };
        if (problem is not null)
        {
            throw new ArgumentException($"The question cannot be answered: {problem}.", nameof(question));
        }
    }

    /// <summary>All days that the answer needs, from the first of the month in which the window ends, since that month is predicted.</summary>
    private static DayRange AllDays(TrendQuestion question)
    {
        var (from, to) = (question.Period.From, question.Period.To);
        if (question is { Baseline: { } baseline, Window: { } window })
        {
            from = new[] { from, baseline.From, window.From, new DateOnly(window.To.Year, window.To.Month, 1) }.Min();
            to = new[] { to, baseline.To, window.To }.Max();
        }

        return new DayRange(from, to);
    }

    private static List<TrendSeries> Series(TrendQuestion question, DailyCounts all, Splitting? split, Coverage coverage, Intervals intervals)
    {
        var periods = Calendar.Periods(question.Period, question.By);
        if (split is null)
        {
            return [One(TrendSeries.All, all, periods, null, coverage, intervals, question.Window)];
        }

        var (total, _) = all.Sum(question.Period);
        return
        [
            .. split.Largest(question.MostSeries).Select(part =>
            {
                var source = split.Facet == Facet.Source && part.Name != TrendSeries.Others ? part.Name : null;
                var series = One(part.Name, part.Counts, periods, source, coverage, intervals);
                var wilson = total == 0 ? default : BinomialIntervals.Wilson(Math.Min(series.Count, total), total);
                return series with { Share = total == 0 ? null : new Share((double)series.Count / total, wilson.Low, wilson.High) };
            }),
        ];
    }

    private static TrendSeries One(
        string name, DailyCounts counts, IReadOnlyList<(DayRange Days, bool Partial)> periods, string? source, Coverage coverage, Intervals intervals,
        DayRange? window = null)
    {
        var points = new List<TrendPoint>(periods.Count);
        long total = 0, claimed = 0;
        foreach (var (days, partial) in periods)
        {
            var (count, records) = counts.Sum(days);
            var mean = intervals.Mean(count);
            points.Add(new TrendPoint(days.From, days.To, count, mean.Low, mean.High, coverage.Share(days, source), records, partial)
            {
                InWindow = Common(days, window) is { } common ? counts.Sum(common).Count : 0,
            });
            total += count;
            claimed = records > long.MaxValue - claimed ? long.MaxValue : claimed + records;
        }

        return new TrendSeries(name, points, total, claimed);
    }

    private static DayRange? Common(DayRange days, DayRange? window) =>
        window is { } w && w.From <= days.To && days.From <= w.To
            ? new DayRange(w.From > days.From ? w.From : days.From, w.To < days.To ? w.To : days.To)
            : null;

    private static WatchedRatio? OverWatched(RateEstimate before, RateEstimate now)
    {
        if ((before.WatchedDays == before.Days.Days && now.WatchedDays == now.Days.Days) || before.WatchedDays == 0 || now.WatchedDays == 0)
        {
            return null;
        }

        var ratio = new RateRatio(now.Count, now.WatchedDays, before.Count, before.WatchedDays);
        var exact = ratio.Exact();
        return new WatchedRatio(before.WatchedDays, now.WatchedDays, ratio.Estimate, exact.Low, exact.High);
    }

    private static Comparison Compare(
        DailyCounts all, DayRange baseline, DayRange window, double? dispersion, Coverage coverage, Intervals intervals)
    {
        var before = Rate(baseline);
        var now = Rate(window);
        var ratio = new RateRatio(now.Count, window.Days, before.Count, baseline.Days);
        var exact = ratio.Exact();
        // Days on which nobody looked would be taken for quiet ones, and quiet beside busy ones is scatter.
        var estimated = dispersion is null && coverage.Within(baseline) is { } covered
            ? Dispersion.Estimate(all.Counts(covered), window.Days)
            : (Dispersion?)null;
        var factor = dispersion ?? estimated?.Value ?? 1;
        var month = new DayRange(new DateOnly(window.To.Year, window.To.Month, 1), window.To);
        var rest = DateTime.DaysInMonth(window.To.Year, window.To.Month) - window.To.Day;
        var prediction = MonthPrediction.Jeffreys(now.Count, window.Days, all.Sum(month).Count, rest);
        return new Comparison
        {
            Baseline = before,
            Window = now,
            Ratio = ratio.Estimate,
            RatioLow = exact.Low,
            RatioHigh = exact.High,
            OverWatched = OverWatched(before, now),
            POneSided = ratio.PAtLeast,
            Dispersion = factor,
            Estimated = estimated,
            PDispersed = ratio.PDispersed(factor),
            Pace = Pace.Of(now.Count, window, intervals.Mean(now.Count)),
            PredictedMean = prediction.Mean,
            PredictedLow = prediction.Low,
            PredictedHigh = prediction.High,
        };

        RateEstimate Rate(DayRange days)
        {
            var (count, records) = all.Sum(days);
            var rate = intervals.Mean(count).Times(1.0 / days.Days);
            return new RateEstimate(days, count, (double)count / days.Days, rate.Low, rate.High, records)
            {
                Coverage = coverage.Share(days),
                Watched = coverage.Within(days),
                There = intervals.There(count),
            };
        }
    }
}
