using System.Collections.Concurrent;

namespace Aftershock.Storage.Sql;

/// <summary>What counts break listings down by, as the table holds it: one text for all of it, and numbers for figures that may not be told.</summary>
internal sealed record ListingFacts(
    ListingKind Kind, Offer? Offer, string? Sector, string Language, IReadOnlyList<string> Countries, IReadOnlyList<string> DataClasses)
{
    /// <summary>Stands for a figure that is not told; below every figure, so that it comes last.</summary>
    public const long NoFigure = -1;

    private const char BetweenFacts = '\n';
    private const char BetweenValues = '\t';
    private const int MostRemembered = 50_000;
    private static readonly ConcurrentDictionary<string, ListingFacts> s_known = new(StringComparer.Ordinal);

    public static string Join(Recognition recognition) => string.Join(
        BetweenFacts,
        WireNames.Of(recognition.Kind),
        recognition.Offer is { } offer ? WireNames.Of(offer) : "",
        recognition.Sector,
        recognition.Language,
        string.Join(BetweenValues, recognition.Countries),
        string.Join(BetweenValues, recognition.DataClasses));

    /// <remarks>The same few texts stand in very many listings; each is taken apart once.</remarks>
    public static ListingFacts Of(string text)
    {
        if (!s_known.TryGetValue(text, out var facts))
        {
            var parts = text.Split(BetweenFacts);
            facts = new ListingFacts(
                StoredNames.Kind(parts[0]),
                parts[1].Length == 0 ? null : StoredNames.Offer(parts[1]),
                parts[2].Length == 0 ? null : parts[2],
                parts[3],
                parts[4].Length == 0 ? [] : parts[4].Split(BetweenValues),
                parts[5].Length == 0 ? [] : parts[5].Split(BetweenValues));
            if (s_known.Count < MostRemembered)
            {
                s_known[text] = facts;
            }
        }

        return facts;
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
