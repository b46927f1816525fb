namespace Aftershock.Web.Frame;

/// <summary>Something in an address that could not be used.</summary>
/// <param name="What">The parameter, its value, and what was expected, in a sentence.</param>
/// <param name="Instead">What a page does instead, in a sentence; an export does nothing instead and is refused.</param>
public sealed record Problem(string What, string Instead)
{
    public override string ToString() => $"{What} {Instead}";
}
