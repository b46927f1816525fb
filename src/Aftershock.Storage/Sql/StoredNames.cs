using System.Globalization;

namespace Aftershock.Storage.Sql;

/// <summary>The texts that stand for the values of enumerations, and the numbers that stand for ids, in the tables.</summary>
internal static class StoredNames
{
    public static string Of(ReadOutcome outcome) => outcome switch
    {
        ReadOutcome.Read => "read",
        ReadOutcome.NothingToRead => "nothing-to-read",
        ReadOutcome.SourceError => "source-error",
        ReadOutcome.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Not an outcome that the store has a name for."),
    };

    public static ReadOutcome Outcome(string name) => Find(Enum.GetValues<ReadOutcome>(), Of, name);

    public static SourceKind SourceKind(string name) => Find(Enum.GetValues<SourceKind>(), WireNames.Of, name);

    public static ListingKind Kind(string name) => Find(Enum.GetValues<ListingKind>(), WireNames.Of, name);

    public static Offer Offer(string name) => Find(Enum.GetValues<Offer>(), WireNames.Of, name);

    /// <summary>By what an id is ordered: its number, or the greatest of all where it is none.</summary>
    public static long Number(string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;

    private static T Find<T>(T[] values, Func<T, string> of, string name)
        where T : struct, Enum
    {
        foreach (var value in values)
        {
            if (of(value) == name)
            {
                return value;
            }
        }

        throw new Keeping.StoreException($"the store holds \"{name}\" where one of {string.Join(", ", values.Select(of))} was expected.");
    }
}
