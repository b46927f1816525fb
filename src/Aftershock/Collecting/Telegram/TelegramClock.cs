using System.Globalization;
using NodaTime;

namespace Aftershock.Collecting.Telegram;

/// <summary>Reads the times of an export. Those without an offset are in the zone of the machine that made it.</summary>
internal sealed class TelegramClock(string zone)
{
    /// <summary>The service began in 2013; before and long after, a number is no time.</summary>
    private const int OldestYear = 2013;
    private const int NewestYear = 2100;

    private readonly DateTimeZone _zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) ?? throw new ArgumentException($"zone \"{zone}\" is not known; expected an IANA name such as Europe/Berlin.", nameof(zone));

    public static Moment? Unix(string? seconds) =>
        long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at is > 0 and < 4_200_000_000 ? Checked(DateTimeOffset.FromUnixTimeSeconds(at)) : null;

    /// <summary>As JSON has it: <c>2022-07-03T11:20:00</c>.</summary>
    public Moment? Local(string? text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? Checked(InZone(local)) : null;

    /// <summary>As pages have it: <c>03.07.2022 11:20:00 UTC+02:00</c>, in older exports without the offset.</summary>
    public Moment? Title(string? text)
    {
        if (text is null || text.Length < 19 || !DateTime.TryParseExact(text[..19], "dd.MM.yyyy HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return null;
        }

        var mark = text.IndexOf("UTC", StringComparison.Ordinal);
        if (mark < 0)
        {
            return Checked(InZone(local));
        }

        var offset = text[(mark + 3)..].Trim();
        var isBack = offset.StartsWith('-');
        return offset.Length == 0 ? Checked(new DateTimeOffset(local, TimeSpan.Zero))
            : TimeSpan.TryParseExact(offset.TrimStart('+', '-'), "hh\\:mm", CultureInfo.InvariantCulture, out var by) && by <= TimeSpan.FromHours(14) ? Checked(new DateTimeOffset(local, isBack ? -by : by))
            : null;
    }

    private DateTimeOffset InZone(DateTime local) => LocalDateTime.FromDateTime(local).InZoneLeniently(_zone).ToDateTimeOffset();

    private static Moment? Checked(DateTimeOffset at) => at.Year is >= OldestYear and <= NewestYear ? Moment.Second(at) : null;
}
