using System.Globalization;
using System.Text;

namespace Aftershock;

/// <summary>Tells by what two listings are taken for the same body of data.</summary>
public static class LeakKey
{
    /// <summary>
    /// Victims (domain, else folded name) with the claimed records to two digits; without a named victim countries,
    /// records and size; where a post tells none of these, the post alone, so that unknowns are never merged.
    /// </summary>
    public static string Of(PostKey post, Recognition recognition)
    {
        ArgumentNullException.ThrowIfNull(recognition);
        var kind = WireNames.Of(recognition.Kind);
        if (recognition.Victims.Count > 0)
        {
            var victims = recognition.Victims.Select(v => v.Domain ?? Fold(v.Name)).Order(StringComparer.Ordinal);
            return $"{kind}|{string.Join('+', victims)}|{TwoDigits(recognition.Records?.Value ?? recognition.RecordsEach?.Sum())}";
        }

        return recognition.Records is { } records && (recognition.Countries.Count > 0 || recognition.SizeInBytes is not null)
            ? $"{kind}|{string.Join('+', recognition.Countries.Order(StringComparer.Ordinal))}|{records.Value}|{recognition.SizeInBytes}"
            : $"{kind}|{post}";
    }

    /// <summary>Letters and digits only, in NFKC, lower case.</summary>
    public static string Fold(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var folded = new StringBuilder(name.Length);
        foreach (var c in Unicode.WellFormed(name).Normalize(NormalizationForm.FormKC).ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(c))
            {
                folded.Append(c);
            }
        }

        return folded.ToString();
    }

    private static string TwoDigits(long? value) =>
        value is { } v ? ((double)v).ToString("E1", CultureInfo.InvariantCulture) : "";
}
