namespace Aftershock.Web.Frame;

/// <summary>By what the days that are compared were chosen.</summary>
public enum ComparedBy
{
    /// <summary>Nothing is compared.</summary>
    Nothing,

    /// <summary>The address gives both ranges.</summary>
    Ranges,

    /// <summary>Before and after an event that the address or the command line names.</summary>
    Event,

    /// <summary>Before and after the latest event within the period, which nobody named.</summary>
    LatestEvent,

    /// <summary>The whole period with the days before it.</summary>
    Before,

    /// <summary>The last days of the period with those before them.</summary>
    LastDays,
}
