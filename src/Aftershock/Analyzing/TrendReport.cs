using Aftershock.Analyzing.Mathematics;

namespace Aftershock.Analyzing;

/// <summary>The length of one point of a series.</summary>
public enum Step
{
    Day,
    Week,
    Month,
}

/// <summary>A question about counts over time.</summary>
public sealed record TrendQuestion
{
    public required CountingRule Rule { get; init; }

    /// <summary>The days of the series, both included.</summary>
    public required DayRange Period { get; init; }

    /// <summary>What is compared with; null asks for no comparison. Must not overlap <see cref="Window"/>.</summary>
    public DayRange? Baseline { get; init; }

    /// <summary>The days whose rate is asked about; null asks for no comparison.</summary>
    public DayRange? Window { get; init; }

    public LeakEvent? Event { get; init; }

    public Step By { get; init; } = Step.Day;

    /// <summary>One series per value of the facet; null for one series of all.</summary>
    public Keeping.Facet? Split { get; init; }

    /// <summary>With a split, the values with most; what is left is told together as <see cref="TrendSeries.Others"/>.</summary>
    public int MostSeries { get; init; } = 100;

    /// <summary>Variance over mean; 1 is Poisson; null estimates it from the baseline.</summary>
    public double? Dispersion { get; init; }

    /// <summary>How well the recognizer reads what is counted; null leaves its error out of the intervals.</summary>
    public RecognitionError? RecognitionError { get; init; }
}

/// <summary>Measured quality of recognition for what a rule counts: hits, false hits and misses on labelled posts.</summary>
public readonly record struct RecognitionError(long TruePositives, long FalsePositives, long FalseNegatives);

/// <summary>The answer, with the rule, the snapshot and an interval on everything.</summary>
public sealed record TrendReport
{
    public required CountingRule Rule { get; init; }

    public required string Snapshot { get; init; }

    public required DayRange Period { get; init; }

    public required Step By { get; init; }

    /// <summary>Without a split one series named "all".</summary>
    public required IReadOnlyList<TrendSeries> Series { get; init; }

    public Comparison? Comparison { get; init; }

    public IReadOnlyList<RateChange> Changes { get; init; } = [];

    /// <summary>What is counted over the whole period, however it is split: a listing that names two countries is one here and one in either series.</summary>
    public long Count { get; init; }

    public long RecordsClaimed { get; init; }

    /// <summary>Listings that the rule admits but whose time is told to the month or year only, so that no day can hold them.</summary>
    public long WithoutDay { get; init; }

    /// <summary>Given in the question; the intervals of points, rates and pace then allow for it.</summary>
    public RecognitionError? RecognitionError { get; init; }
}

/// <param name="Name">The value of the facet; empty where the listing does not tell; "all" without a split.</param>
public sealed record TrendSeries(string Name, IReadOnlyList<TrendPoint> Points, long Count, long RecordsClaimed)
{
    public const string All = "all";

    /// <summary>The name of what does not fit into <see cref="TrendQuestion.MostSeries"/>.</summary>
    public const string Others = "(others)";

    /// <summary>Its part of <see cref="TrendReport.Count"/>, with Wilson's 95 % interval; null when nothing was counted.</summary>
    public Share? Share { get; init; }
}

/// <summary>A share, 0 to 1, and its 95 % interval.</summary>
public readonly record struct Share(double Value, double Low, double High);

/// <summary>One period of a series.</summary>
/// <param name="From">Its first day within the question.</param>
/// <param name="To">Its last day within the question, included.</param>
/// <param name="Low">Lower end of the exact 95 % interval of the mean behind the count, as the length of the period has it.</param>
/// <param name="High">Upper end.</param>
/// <param name="Coverage">Share of its days, 0 to 1, on which the sources were watched.</param>
/// <param name="RecordsClaimed">Sum of the claimed records; a claim, heavy-tailed, not deduplicated beyond the rule.</param>
/// <param name="Partial">Whether the period reaches beyond the question, as a running month does.</param>
public readonly record struct TrendPoint(
    DateOnly From, DateOnly To, long Count, double Low, double High, double Coverage, long RecordsClaimed, bool Partial)
{
    /// <summary>How many of <see cref="Count"/> lie in the window of the question; zero without one, and in a series of a split.</summary>
    public long InWindow { get; init; }

    /// <summary><c>2022-06-30</c>, <c>2022-W26</c> (ISO 8601) or <c>2022-06</c>.</summary>
    public string Name(Step by) => Calendar.Name(From, by);
}

/// <summary>Events in a run of days, and their rate a day with its 95 % interval.</summary>
public readonly record struct RateEstimate(DayRange Days, long Count, double Rate, double Low, double High, long RecordsClaimed)
{
    /// <summary>Share of the days on which a source was watched.</summary>
    public double Coverage { get; init; } = 1;

    public int WatchedDays => (int)Math.Round(Coverage * Days.Days);

    /// <summary>From the first of the days on which a source was watched to the last; null when none was.</summary>
    public DayRange? Watched { get; init; }

    /// <summary>How many were there, given how the recognizer errs; null when no error was given.</summary>
    public NumberThere? There { get; init; }
}

/// <summary>The number that was there and not only recognized: median and 95 % range. See <see cref="RecognizedCount"/>.</summary>
public readonly record struct NumberThere(long Low, long Median, long High);

/// <summary>A window against a baseline.</summary>
public sealed record Comparison
{
    public required RateEstimate Baseline { get; init; }

    public required RateEstimate Window { get; init; }

    /// <summary>Window rate over baseline rate; null when the baseline has no event.</summary>
    public double? Ratio { get; init; }

    public required double RatioLow { get; init; }

    /// <summary>Infinite when the baseline has no event.</summary>
    public required double RatioHigh { get; init; }

    /// <summary>The same ratio with the days that nobody watched left out; null when all were watched, or none on one side.</summary>
    /// <remarks>A second figure beside <see cref="Ratio"/>, which goes by the calendar as published figures do.</remarks>
    public WatchedRatio? OverWatched { get; init; }

    /// <summary>Exact conditional probability of a window at least this full if the rate had not changed.</summary>
    public required double POneSided { get; init; }

    /// <summary>Variance over mean that <see cref="PDispersed"/> allows for.</summary>
    public required double Dispersion { get; init; }

    /// <summary>How the dispersion was estimated; null when it was given.</summary>
    public Dispersion? Estimated { get; init; }

    /// <summary>Two-sided probability of a ratio this far from 1 under that dispersion; see <see cref="RateRatio.PDispersed"/>.</summary>
    public required double PDispersed { get; init; }

    /// <summary>Window count scaled to the month that the window ends in.</summary>
    public required Pace Pace { get; init; }

    /// <summary>What the whole month is expected to bring: Jeffreys predictive mean and 95 % range.</summary>
    public required double PredictedMean { get; init; }

    public required double PredictedLow { get; init; }

    public required double PredictedHigh { get; init; }
}

/// <summary>A rate ratio over watched days only.</summary>
/// <param name="Ratio">Null when the baseline has no event.</param>
public sealed record WatchedRatio(int BaselineDays, int WindowDays, double? Ratio, double Low, double High);

/// <summary>A count scaled to a whole month, with the exact interval of the count scaled alike.</summary>
/// <param name="Shown">Rounded half up, as it is printed.</param>
public readonly record struct Pace(double Value, long Shown, double Low, double High)
{
    /// <summary>Count over days times the days of the month in which the days end.</summary>
    /// <param name="mean">The interval of the mean behind the count.</param>
    public static Pace Of(long count, DayRange days, Interval mean)
    {
        var scale = (double)DateTime.DaysInMonth(days.To.Year, days.To.Month) / days.Days;
        var value = count * scale;
        return new Pace(value, (long)Math.Floor(value + 0.5), mean.Low * scale, mean.High * scale);
    }
}

/// <summary>A day on which the rate changed, and between which days it may have.</summary>
public readonly record struct RateChange(DateOnly Date, DateOnly Low, DateOnly High);
