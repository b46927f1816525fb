namespace Aftershock;

/// <summary>The names that leave the program: in JSON, CSV, rules and addresses.</summary>
public static class WireNames
{
    public static string Of(ListingKind kind) => kind switch
    {
        ListingKind.StealerLogs => "stealer-logs",
        _ => kind.ToString().ToLowerInvariant(),
    };

    public static string Of(Offer offer) => offer.ToString().ToLowerInvariant();

    public static string Of(SourceKind kind) => kind switch
    {
        SourceKind.LeakSite => "leak-site",
        SourceKind.PostFile => "post-file",
        _ => "forum",
    };

    public static bool TryKind(string? name, out ListingKind kind) => TryName(name, Of, out kind);

    public static bool TryOffer(string? name, out Offer offer) => TryName(name, Of, out offer);

    /// <summary>All names of an enumeration, in its order; for messages that say what was expected.</summary>
    public static IEnumerable<string> All<T>(Func<T, string> of)
        where T : struct, Enum
    {
        ArgumentNullException.ThrowIfNull(of);
        return Enum.GetValues<T>().Select(of);
    }

    private static bool TryName<T>(string? name, Func<T, string> of, out T value)
        where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (string.Equals(of(candidate), name, StringComparison.OrdinalIgnoreCase))
            {
                value = candidate;
                return true;
            }
        }

        value = default;
        return false;
    }
}
