using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace Aftershock.Collecting.Forums.MyBb;

/// <summary>One page of a MyBB board, parsed, with what its parts are found by.</summary>
/// <remarks>
/// Two families of markup are known: the program's own theme, and the "RaidForums" theme of several later boards, which
/// keeps the ids (<c>post_N</c>, <c>pid_N</c>) and names other classes. Ids come first, classes second.
/// </remarks>
internal sealed partial class MyBbPage
{
    public required RawPage Raw { get; init; }

    public required CaptureId Capture { get; init; }

    public required Source Source { get; init; }

    public required IDocument Document { get; init; }

    public required BoardClock Clock { get; init; }

    /// <summary>The number in an address such as <c>showthread.php?tid=49</c> or <c>Thread-49.html</c>; null without one.</summary>
    public static string? IdIn(string? address, string key)
    {
        if (address is null)
        {
            return null;
        }

        for (var at = address.IndexOf(key + "=", StringComparison.OrdinalIgnoreCase); at >= 0; at = address.IndexOf(key + "=", at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var start = at + key.Length + 1;
            var end = start;
            while (end < address.Length && char.IsAsciiDigit(address[end]))
            {
                end++;
            }

            if (end > start && (at == 0 || address[at - 1] is '?' or '&' or ';'))
            {
                return address[start..end];
            }
        }

        return null;
    }

    /// <summary>The thread that an address names: its number, or the slug of a search-engine friendly one.</summary>
    public static string? ThreadIn(string? address)
    {
        if (IdIn(address, "tid") is { } id)
        {
            return id;
        }

        var match = address is null ? null : FriendlyThread().Match(address);
        return match is { Success: true } ? match.Groups["n"].Success ? match.Groups["n"].Value : match.Groups["slug"].Value : null;
    }

    /// <summary>Text of an element, white space folded; null when there is none.</summary>
    public static string? Text(INode? node)
    {
        var text = node is null ? null : Spaces().Replace(node.TextContent, " ").Trim();
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>A count such as "3,266" or "1.5K"; null when the text is none.</summary>
    public static long? Count(string? text)
    {
        var match = text is null ? null : Figure().Match(text);
        if (match is not { Success: true })
        {
            return null;
        }

        var digits = match.Groups["n"].Value;
        var unit = match.Groups["u"].Value.ToUpperInvariant() switch { "K" => 1_000, "M" => 1_000_000, _ => 1 };
        if (unit > 1)
        {
            return double.TryParse(digits.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var short_) ? (long)Math.Round(short_ * unit) : null;
        }

        return long.TryParse(NotADigit().Replace(digits, ""), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
    }

    /// <summary>A prefix without the brackets it is shown in; null when nothing is left.</summary>
    public static string? Prefix(string? shown)
    {
        var bare = shown?.Trim(' ', '[', ']', '(', ')', '{', '}', '|', '\u00A0', ':');
        return string.IsNullOrEmpty(bare) ? null : bare;
    }

    public static bool HasClass(IElement element, string name) => element.ClassList.Contains(name);

    /// <summary>The time within an element whose relative part may carry the exact one on hover.</summary>
    public Moment? Time(IElement? element)
    {
        if (element is null)
        {
            return null;
        }

        var title = element.GetAttribute("title") ?? element.QuerySelector("span[title], time[title]")?.GetAttribute("title");
        return Clock.Read(element.TextContent, title);
    }

    /// <summary>The forum that the page stands in: the last link of the breadcrumbs that leads to one, page numbers aside.</summary>
    public string? Section() => Text(Last(Document.QuerySelectorAll(
        ".navigation > a[href*=forumdisplay], .navigation > a[href*='Forum-'], .breadcrumb > a[href*=forumdisplay], .breadcrumb > a[href*='Forum-']")));

    public static IElement? Last(IHtmlCollection<IElement> elements) => elements.Length == 0 ? null : elements[^1];

    [GeneratedRegex(@"(?:^|/)thread-(?:(?<n>\d+)(?:-|\.|$)|(?<slug>[^/?#.]+))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FriendlyThread();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"(?<n>\d{1,3}(?:[,.\u00A0\u202F ]\d{3})+|\d+(?:[.,]\d+)?)\s*(?<u>[KkMm]\b)?", RegexOptions.CultureInvariant)]
    private static partial Regex Figure();

    [GeneratedRegex(@"[^0-9]")]
    private static partial Regex NotADigit();
}
