namespace Aftershock;

/// <summary>Something that happened on a day and may have changed what is offered, such as a great leak or a takedown.</summary>
/// <remarks>The field says "event"; the type is called so because <c>Event</c> is a word of the language.</remarks>
public sealed record LeakEvent
{
    /// <summary>Short name, lower case with hyphens, as used in addresses.</summary>
    public required string Name { get; init; }

    /// <summary>What a chart prints beside its mark.</summary>
    public required string Title { get; init; }

    public required DateOnly Date { get; init; }

    /// <summary>Where the date is from; addresses or citations.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];
}
