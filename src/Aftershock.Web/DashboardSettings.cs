using System.Text.Json;
using Aftershock.Analyzing;

namespace Aftershock.Web;

/// <summary>What the dashboard serves and how it opens.</summary>
public sealed record DashboardSettings
{
    /// <summary>Loopback only; see <see cref="LoopbackOnly"/>. Port 0 takes a free one.</summary>
    public string Url { get; init; } = "http://127.0.0.1:5080";

    /// <summary>The rules that can be chosen, at least one.</summary>
    public required IReadOnlyList<CountingRule> Rules { get; init; }

    /// <summary>Events that can be compared around besides those of the store, which win where both have one of a name.</summary>
    public IReadOnlyList<LeakEvent> Events { get; init; } = [];

    /// <summary>The folder of style sheets and scripts; by default <c>wwwroot</c> beside the executable.</summary>
    public string WebRoot { get; init; } = Path.Combine(AppContext.BaseDirectory, "wwwroot");

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The rule in force when the address names none; by default the first.</summary>
    public string? DefaultRule { get; init; }

    /// <summary>The period when the address names none; by default the year that ends with the newest post.</summary>
    public DayRange? DefaultPeriod { get; init; }

    /// <summary>The event compared around when the address names neither event nor window; ignored outside the period.</summary>
    public string? DefaultEvent { get; init; }

    /// <summary>The days compared with when the address names none; together with <see cref="DefaultWindow"/>, before <see cref="DefaultEvent"/>.</summary>
    public DayRange? DefaultBaseline { get; init; }

    public DayRange? DefaultWindow { get; init; }

    /// <summary>A sentence shown on every page, such as that the data is a reconstruction; null for none.</summary>
    public string? Notice { get; init; }

    /// <summary>Writes a report as other programs read it, so that the page and the command line say the same; null for no such link.</summary>
    public Action<Utf8JsonWriter, TrendReport, bool>? WriteTrendJson { get; init; }

    /// <summary>How the store was named on the command line; empty states print it in the commands they suggest. Null for the default store.</summary>
    public string? StoreArgument { get; init; }
}
