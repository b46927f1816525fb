using Aftershock.Keeping;

namespace Aftershock.Web.Frame;

/// <summary>The facets as they are written in addresses.</summary>
public static class FacetNames
{
    public static string Of(Facet facet) => facet == Facet.DataClass ? "data-class" : facet.ToString().ToLowerInvariant();

    public static Facet? Read(string? name)
    {
        foreach (var facet in Enum.GetValues<Facet>())
        {
            if (string.Equals(Of(facet), name, StringComparison.OrdinalIgnoreCase))
            {
                return facet;
            }
        }

        return null;
    }
}
