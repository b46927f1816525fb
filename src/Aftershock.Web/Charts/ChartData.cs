using System.Text.Json;
using Aftershock.Analyzing;
using Aftershock.Web.Words;

namespace Aftershock.Web.Charts;

/// <summary>One series over time with all that a reader must see beside it; drawn by charts.js, printed as a table without it.</summary>
public sealed record ChartData
{
    /// <summary>What one unit is called, in the plural.</summary>
    public required string Unit { get; init; }

    public required Step By { get; init; }

    public required IReadOnlyList<TrendPoint> Points { get; init; }

    /// <summary>What is compared, with its rate a day; null without a comparison.</summary>
    public RateEstimate? Baseline { get; init; }

    public RateEstimate? Window { get; init; }

    /// <summary>Events to mark; those outside of the points are left out.</summary>
    public IReadOnlyList<LeakEvent> Events { get; init; } = [];

    public IReadOnlyList<RateChange> Changes { get; init; } = [];

    /// <summary>Top of the y axis, so that charts beside one another have one scale; null fits the series.</summary>
    public double? Top { get; init; }

    public static ChartData Of(TrendReport report, TrendSeries series, IReadOnlyList<LeakEvent> events, double? top = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(series);
        return new ChartData
        {
            Unit = Figures.Unit(report.Rule.Unit, 2),
            By = report.By,
            Points = series.Points,
            Baseline = report.Series.Count == 1 ? report.Comparison?.Baseline : null,
            Window = report.Series.Count == 1 ? report.Comparison?.Window : null,
            Events = events,
            Changes = report.Series.Count == 1 ? report.Changes : [],
            Top = top,
        };
    }

    internal IEnumerable<LeakEvent> Shown => Events.Where(e => Points.Count > 0 && e.Date >= Points[0].From && e.Date <= Points[^1].To);

    /// <summary>Whether the bar of a point is longer than its part in the window, or that part is not all of its days.</summary>
    internal bool IsCutByWindow(TrendPoint point) =>
        Window is { Days: var days } && point.From <= days.To && days.From <= point.To && (point.From < days.From || point.To > days.To);

    /// <summary>The days that a rate is drawn over; a month has those of the month in which the window ends, as the pace has.</summary>
    private int DaysOfStep => By switch
    {
        Step.Day => 1,
        Step.Week => 7,
        _ => Window is { Days.To: var last } ? DateTime.DaysInMonth(last.Year, last.Month) : 30,
    };

    /// <summary>For the script, in the fewest words that say it.</summary>
    internal string Json() => JsonSerializer.Serialize(new
    {
        unit = Unit,
        by = By.ToString().ToLowerInvariant(),
        points = Points.Select(p => new object[]
        {
            Iso(p.From), Iso(p.To), p.Count, Math.Round(p.Low, 6), Math.Round(p.High, 6), Math.Round(p.Coverage, 3), p.Partial ? 1 : 0,
            Window is null ? 0 : p.InWindow,
        }),
        perStep = DaysOfStep,
        baseline = Rate(Baseline),
        window = Rate(Window),
        events = Shown.Select(e => new { date = Iso(e.Date), title = DeadText.Plain(e.Title) }),
        changes = Changes.Select(c => new { date = Iso(c.Date), low = Iso(c.Low), high = Iso(c.High) }),
        top = Top,
    });

    private static object? Rate(RateEstimate? rate) =>
        rate is { } r ? new { from = Iso(r.Days.From), to = Iso(r.Days.To), rate = r.Rate, low = r.Low, high = r.High } : null;

    private static string Iso(DateOnly day) => Frame.View.Iso(day);
}
