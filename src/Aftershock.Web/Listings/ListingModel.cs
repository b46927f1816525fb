using Aftershock.Web.Frame;

namespace Aftershock.Web.Listings;

/// <summary>One listing with the evidence behind it.</summary>
public sealed record ListingModel
{
    public required FrameModel Frame { get; init; }

    public required View View { get; init; }

    public required Listing Listing { get; init; }

    /// <summary>Null when the capture is not in the store, which a whole store never shows.</summary>
    public Capture? Capture { get; init; }

    public string StoreOption { get; init; } = "";
}
