using System.Collections.Concurrent;

namespace Aftershock.Storage.Sql;

/// <summary>How the columns of a listing hold what may be several or not told.</summary>
internal static class ListingColumns
{
    /// <summary>Stands for a figure that is not told; below every figure, so that it comes last.</summary>
    public const long NoFigure = -1;

    private const char Separator = '\n';
    private const int MostRemembered = 20_000;
    private static readonly ConcurrentDictionary<string, IReadOnlyList<string>> s_lists = new(StringComparer.Ordinal);

    public static string Join(IReadOnlyList<string> values) => values.Count switch
    {
        0 => "",
        1 => values[0],
        _ => string.Join(Separator, values),
    };

    /// <remarks>The same few lists stand in very many listings; each is made once.</remarks>
    public static IReadOnlyList<string> Split(string joined)
    {
        if (joined.Length == 0)
        {
            return [];
        }

        if (s_lists.TryGetValue(joined, out var list))
        {
            return list;
        }

        list = joined.Split(Separator);
        if (s_lists.Count < MostRemembered)
        {
            s_lists[joined] = list;
        }

        return list;
    }

    /// <summary>A price in cents, for order alone; beyond the greatest number it is the greatest.</summary>
    public static long Cents(decimal? usd) => usd switch
    {
        null => NoFigure,
        >= long.MaxValue / 100 => long.MaxValue,
        < 0 => 0,
        { } told => (long)(told * 100),
    };
}
