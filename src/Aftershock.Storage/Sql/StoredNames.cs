using System.Globalization;

namespace Aftershock.Storage.Sql;

/// <summary>The texts that stand for the values of enumerations, and the numbers that stand for ids, in the tables.</summary>
internal static class StoredNames
{
    private static readonly Dictionary<string, ReadOutcome> s_outcomes = Enum.GetValues<ReadOutcome>().ToDictionary(Of);
    private static readonly Dictionary<string, SourceKind> s_sourceKinds = Enum.GetValues<SourceKind>().ToDictionary(WireNames.Of);
    private static readonly Dictionary<string, ListingKind> s_kinds = Enum.GetValues<ListingKind>().ToDictionary(WireNames.Of);
    private static readonly Dictionary<string, Offer> s_offers = Enum.GetValues<Offer>().ToDictionary(WireNames.Of);

    public static string Of(ReadOutcome outcome) => outcome switch
    {
        ReadOutcome.Read => "read",
        ReadOutcome.NothingToRead => "nothing-to-read",
        ReadOutcome.SourceError => "source-error",
        ReadOutcome.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Not an outcome that the store has a name for."),
    };

    public static ReadOutcome Outcome(string name) => Find(s_outcomes, name);

    public static SourceKind SourceKind(string name) => Find(s_sourceKinds, name);

    public static ListingKind Kind(string name) => Find(s_kinds, name);

    public static Offer Offer(string name) => Find(s_offers, name);

    /// <summary>By what an id is ordered: its number, or the greatest of all where it is none.</summary>
    public static long Number(string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;

    private static T Find<T>(Dictionary<string, T> values, string name) => values.TryGetValue(name, out var value)
        ? value
        : throw new Keeping.StoreException($"the store holds \"{name}\" where one of {string.Join(", ", values.Keys)} was expected.");
}
