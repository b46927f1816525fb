namespace Aftershock;

/// <summary>The short name under which a source is known, such as <c>harbour</c> or <c>ransomware/lockbit2</c>.</summary>
/// <remarks>Lower case; letters of any script, digits and <c>. _ - /</c>. Two sources never share one.</remarks>
public readonly record struct SourceId(string Value)
{
    public override string ToString() => Value;

    /// <summary>Folds free text to a source name: lower case, runs of anything else become one hyphen; parts between slashes that are empty, <c>.</c> or <c>..</c> go.</summary>
    /// <returns><c>unnamed</c> where nothing is left of the text.</returns>
    public static SourceId FromName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var folded = new System.Text.StringBuilder(name.Length);
        foreach (var c in Unicode.WellFormed(name).Normalize(System.Text.NormalizationForm.FormKC).ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(c) || c is '.' or '_' or '/')
            {
                folded.Append(c);
            }
            else if (folded.Length > 0 && folded[^1] != '-')
            {
                folded.Append('-');
            }
        }

        var parts = folded.ToString().Split('/').Select(p => p.Trim('-')).Where(p => p.Trim('.').Length > 0);
        var value = string.Join('/', parts);
        return new SourceId(value.Length == 0 ? "unnamed" : value);
    }
}
