using System.Globalization;
using System.Text.RegularExpressions;

namespace Aftershock.Collecting.Forums;

/// <summary>Reads the counts that boards print.</summary>
internal static partial class ShownCount
{
    /// <summary>A count such as "3,266", "1.5K", "1,2 тыс." or "12万"; null when the text is none.</summary>
    public static long? Read(string? text)
    {
        var match = text is null ? null : Figure().Match(text);
        if (match is not { Success: true })
        {
            return null;
        }

        var digits = match.Groups["n"].Value;
        var unit = match.Groups["u"].Value.ToUpperInvariant() switch { "K" or "ТЫС" or "千" => 1_000, "万" or "萬" => 10_000, "M" or "МЛН" => 1_000_000, _ => 1 };
        if (unit > 1)
        {
            return double.TryParse(digits.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var rounded) ? (long)Math.Round(rounded * unit) : null;
        }

        return long.TryParse(NotADigit().Replace(digits, ""), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
    }

    [GeneratedRegex(@"(?<n>\d{1,3}(?:[,.\u00A0\u202F ]\d{3})+|\d+(?:[.,]\d+)?)\s*(?<u>(?:[KkMm]|тыс|млн)\b|千|万|萬)?", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Figure();

    [GeneratedRegex(@"[^0-9]")]
    private static partial Regex NotADigit();
}
