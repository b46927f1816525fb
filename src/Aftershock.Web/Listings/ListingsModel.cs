using Aftershock.Keeping;
using Aftershock.Web.Frame;

namespace Aftershock.Web.Listings;

/// <summary>A list of listings, and how it can be narrowed.</summary>
public sealed record ListingsModel
{
    public required FrameModel Frame { get; init; }

    public required View View { get; init; }

    public required ListingQuery Query { get; init; }

    public required Page<Listing> Page { get; init; }

    /// <summary>Whether this is not the first page.</summary>
    public bool Later { get; init; }

    /// <summary>How the search could not be read, in a sentence; null when it could.</summary>
    public string? SearchProblem { get; init; }

    public IReadOnlyList<FilterChoice> Choices { get; init; } = [];

    /// <summary>Whether the store holds any listing at all.</summary>
    public bool StoreIsEmpty { get; init; }

    public string StoreOption { get; init; } = "";
}

/// <summary>Values that a filter can be narrowed to, most frequent first.</summary>
/// <param name="Counted">Whether the counts are of the list that is shown; else they are of the whole store.</param>
public sealed record FilterChoice(string Label, string Key, bool Counted, IReadOnlyList<FacetCount> Values);
