using System.Globalization;

namespace Aftershock;

/// <summary>How finely a source tells a time.</summary>
public enum Precision
{
    Year,
    Month,
    Day,
    Minute,
    Second,
}

/// <summary>A time as a source tells it: an instant in UTC and how finely it was told.</summary>
/// <param name="At">The start of the year, month, day, minute or second that was told; offset zero.</param>
/// <param name="Precision">The finest unit that the source printed.</param>
public readonly record struct Moment(DateTimeOffset At, Precision Precision) : IComparable<Moment>
{
    public static Moment Second(DateTimeOffset at) => new(at.ToUniversalTime(), Precision.Second);

    public static Moment Minute(DateTimeOffset at) => new(at.ToUniversalTime(), Precision.Minute);

    public static Moment Day(DateOnly day) => new(new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero), Precision.Day);

    public static Moment Month(int year, int month) => new(new DateTimeOffset(year, month, 1, 0, 0, 0, TimeSpan.Zero), Precision.Month);

    public static Moment Year(int year) => new(new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero), Precision.Year);

    public int CompareTo(Moment other) => At.CompareTo(other.At);

    public static bool operator <(Moment left, Moment right) => left.CompareTo(right) < 0;

    public static bool operator >(Moment left, Moment right) => left.CompareTo(right) > 0;

    public static bool operator <=(Moment left, Moment right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Moment left, Moment right) => left.CompareTo(right) >= 0;

    /// <summary>ISO 8601, cut to the precision: <c>2022</c>, <c>2022-06</c>, <c>2022-06-30</c>, <c>2022-06-30T09:15:00Z</c>.</summary>
    public override string ToString() => At.ToString(Precision switch
    {
        Precision.Year => "yyyy",
        Precision.Month => "yyyy-MM",
        Precision.Day => "yyyy-MM-dd",
        _ => "yyyy-MM-dd'T'HH:mm:ss'Z'",
    }, CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="ToString"/> writes, and any ISO 8601 date-time with an offset; without one it is UTC.</summary>
    public static bool TryParse(string? text, out Moment moment)
    {
        moment = default;
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        text = text.Trim();
        var invariant = CultureInfo.InvariantCulture;
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        switch (text.Length)
        {
            case 4 when DateTimeOffset.TryParseExact(text, "yyyy", invariant, utc, out var year):
                moment = new Moment(year, Precision.Year);
                return true;
            case 7 when DateTimeOffset.TryParseExact(text, "yyyy-MM", invariant, utc, out var month):
                moment = new Moment(month, Precision.Month);
                return true;
            case 10 when DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", invariant, utc, out var day):
                moment = new Moment(day, Precision.Day);
                return true;
        }

        if (text.Length < 11 || !char.IsAsciiDigit(text[0]) || text[4] != '-' || !DateTimeOffset.TryParse(text, invariant, utc, out var at))
        {
            return false;
        }

        var hasSeconds = text.AsSpan(11).Count(':') >= 2 || (text.Length >= 19 && text[16] == ':');
        moment = new Moment(at, hasSeconds ? Precision.Second : Precision.Minute);
        return true;
    }
}
