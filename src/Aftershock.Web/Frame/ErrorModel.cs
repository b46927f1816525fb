namespace Aftershock.Web.Frame;

/// <summary>A page that could not be made.</summary>
/// <param name="Id">Under which the log tells more; null when there is nothing to tell.</param>
/// <param name="StillWorks">What the reader can do now.</param>
public sealed record ErrorModel(FrameModel Frame, int Status, string Title, string What, string? Id, string StillWorks);
