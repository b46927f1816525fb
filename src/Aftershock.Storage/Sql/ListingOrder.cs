using Aftershock.Keeping;

namespace Aftershock.Storage.Sql;

/// <summary>In which order a list of listings is read. What is not told comes last, whatever the direction; ties go by id.</summary>
internal sealed record ListingOrder(string Name, string Column, bool IsAscending)
{
    public string Sql => IsAscending ? $"{Column}, l.name" : $"{Column} DESC, l.name";

    /// <summary>Holds for the rows after <c>@value</c> and <c>@name</c>; its first part is what an index can answer.</summary>
    public string Beyond => IsAscending
        ? $"{Column} >= @value AND ({Column} > @value OR l.name > @name)"
        : $"{Column} <= @value AND ({Column} < @value OR l.name > @name)";

    public static ListingOrder Of(ListingSort sort) => sort switch
    {
        ListingSort.Newest => new("newest", "l.published_at", false),
        ListingSort.Oldest => new("oldest", "l.published_at", true),
        ListingSort.MostRecords => new("records", "l.records", false),
        ListingSort.HighestPrice => new("price", "l.price_usd", false),
        _ => throw new ArgumentOutOfRangeException(nameof(sort), sort, "Not an order that listings have."),
    };

    /// <summary>The parts in which the list is read, each with where to go on in it.</summary>
    /// <remarks>What is not told is less than all that is: downwards it comes last by itself, upwards it is a part of its own.</remarks>
    public IEnumerable<(string Condition, PageToken? After)> Parts(PageToken? after)
    {
        if (!IsAscending)
        {
            yield return ("1 = 1", after);
            yield break;
        }

        var isInRest = after is { Value: Instant.Untold };
        if (!isInRest)
        {
            yield return ($"{Column} > {Instant.Untold}", after);
        }

        yield return ($"{Column} = {Instant.Untold}", isInRest ? after : null);
    }
}
