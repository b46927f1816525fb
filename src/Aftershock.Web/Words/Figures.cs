using System.Globalization;

namespace Aftershock.Web.Words;

/// <summary>Numbers, sizes, days and names as pages print them.</summary>
public static class Figures
{
    /// <summary>What stands for a value that nobody told; its reason goes into the title.</summary>
    public const string Unknown = "–";

    // A narrow no-break space: figures stay on one line and read like figures.
    private static readonly NumberFormatInfo s_thin = new() { NumberGroupSeparator = "\u202F", NumberDecimalSeparator = "." };

    /// <summary><c>1 000 000 000</c>.</summary>
    public static string Count(long value) => value.ToString("#,0", s_thin);

    public static string Amount(decimal value) => value.ToString(value == decimal.Truncate(value) ? "#,0" : "#,0.########", s_thin);

    /// <summary><c>1.0 bn</c>; null below ten thousand, where the figure itself is as short.</summary>
    public static string? InShort(long value) => value switch
    {
        >= 1_000_000_000_000 => Scaled(value, 1e12, "tn"),
        >= 1_000_000_000 => Scaled(value, 1e9, "bn"),
        >= 1_000_000 => Scaled(value, 1e6, "m"),
        >= 10_000 => $"{(value / 1e3).ToString("0", CultureInfo.InvariantCulture)} k",
        _ => null,
    };

    /// <summary>A rate, ratio or bound with three significant digits, never in exponents: <c>3.63</c>, <c>14.0</c>, <c>381</c>.</summary>
    public static string Rate(double value)
    {
        if (double.IsPositiveInfinity(value))
        {
            return "∞";
        }

        if (double.IsNaN(value))
        {
            return Unknown;
        }

        var decimals = Math.Abs(value) switch { 0 => 0, < 0.1 => 3, < 10 => 2, < 100 => 1, _ => 0 };
        return value.ToString(decimals == 0 ? "#,0" : "#,0." + new string('0', decimals), s_thin);
    }

    /// <summary><c>2.17–5.92</c>.</summary>
    public static string Interval(double low, double high) => $"{Rate(low)}–{Rate(high)}";

    /// <summary>A probability; small ones as a bound, since their digits say nothing.</summary>
    public static string Probability(double p) => p switch
    {
        < 0.000001 => "p < 0.000001",
        < 0.001 => $"p = {p.ToString("0.######", CultureInfo.InvariantCulture)}",
        _ => $"p = {p.ToString("0.###", CultureInfo.InvariantCulture)}",
    };

    /// <summary>Decimal units: <c>23 TB</c>.</summary>
    public static string Size(long bytes) => bytes switch
    {
        >= 1_000_000_000_000 => Unit(bytes / 1e12, "TB"),
        >= 1_000_000_000 => Unit(bytes / 1e9, "GB"),
        >= 1_000_000 => Unit(bytes / 1e6, "MB"),
        >= 1_000 => Unit(bytes / 1e3, "kB"),
        _ => $"{bytes} B",
    };

    public static string Share(double share) => (share * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    /// <summary>How sure, as a word and a number: <c>high, 0.93</c>.</summary>
    public static string Confidence(double confidence) =>
        $"{confidence switch { >= 0.9 => "high", >= 0.7 => "fair", >= 0.5 => "low", _ => "very low" }}, {confidence.ToString("0.00", CultureInfo.InvariantCulture)}";

    /// <summary><c>2022-07-01 to 2022-07-15</c>.</summary>
    public static string Days(DayRange days) =>
        days.From == days.To ? Frame.View.Iso(days.From) : $"{Frame.View.Iso(days.From)} to {Frame.View.Iso(days.To)}";

    /// <summary>The English name of a country; the code itself where it is none.</summary>
    public static string Country(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        if (code.Length == 0)
        {
            return "not told";
        }

        try
        {
            return new RegionInfo(code).EnglishName;
        }
        catch (ArgumentException)
        {
            return code;
        }
    }

    /// <summary>The unit's noun, in the singular for one.</summary>
    public static string Unit(CountUnit unit, double count) => (unit, count == 1) switch
    {
        (CountUnit.Post, true) => "post",
        (CountUnit.Post, _) => "posts",
        (CountUnit.Listing, true) => "listing",
        (CountUnit.Listing, _) => "listings",
        (CountUnit.Leak, true) => "leak",
        (CountUnit.Leak, _) => "leaks",
        (CountUnit.Database, true) => "database",
        _ => "databases",
    };

    /// <summary><c>3 h ago</c>; coarse on purpose, since the exact time stands beside it. Null for what lies more than 30 days back, whose date says more.</summary>
    public static string? Ago(DateTimeOffset then, DateTimeOffset now)
    {
        var gone = now - then;
        return gone switch
        {
            { Ticks: < 0 } => "in the future",
            { TotalMinutes: < 1 } => "just now",
            { TotalHours: < 1 } => $"{(int)gone.TotalMinutes} min ago",
            { TotalDays: < 1 } => $"{(int)gone.TotalHours} h ago",
            { TotalDays: < 31 } => $"{(int)gone.TotalDays} d ago",
            _ => null,
        };
    }

    private static string Scaled(long value, double by, string unit) => $"{(value / by).ToString("0.0", CultureInfo.InvariantCulture)} {unit}";

    private static string Unit(double value, string unit) => $"{value.ToString("0.##", CultureInfo.InvariantCulture)} {unit}";
}
