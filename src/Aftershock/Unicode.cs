using System.Text;

namespace Aftershock;

/// <summary>Text from outside may hold halves of surrogate pairs, which normalization refuses.</summary>
internal static class Unicode
{
    /// <summary>The text with each such half replaced by U+FFFD; the same text where there is none.</summary>
    public static string WellFormed(string text)
    {
        foreach (var c in text)
        {
            if (char.IsSurrogate(c))
            {
                return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            }
        }

        return text;
    }
}
