using System.Text;

namespace Aftershock.Recognizing;

/// <summary>When a value that was read counts as the one that the label gives.</summary>
internal static class FieldScores
{
    private static readonly Dictionary<string, string> s_parents = new(StringComparer.Ordinal)
    {
        ["emergency-services"] = "government",
        ["government-local"] = "government",
        ["government-national"] = "government",
        ["government-public-services"] = "government",
        ["government-regional"] = "government",
        ["dams"] = "infrastructure",
        ["nuclear"] = "infrastructure",
        ["water"] = "infrastructure",
    };

    private static readonly string[] s_legalForms =
    [
        "gmbh", "ltd", "llc", "inc", "corp", "co", "plc", "sa", "srl", "spa", "ag", "bv", "nv", "oy", "ab", "as", "pt", "tbk", "ooo", "ооо", "зао", "оао", "пао", "ао", "ип", "ltda",
        "sas", "sarl", "pte", "limited", "company", "有限公司", "股份有限公司", "有限责任公司", "股份",
    ];

    /// <summary>Equal domain, or a name that after folding is equal or holds the other with at least half of its characters.</summary>
    public static bool SameVictim(Victim gold, Victim found)
    {
        if (gold.Domain is not null && string.Equals(gold.Domain, found.Domain, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var a = Fold(gold.Name);
        var b = Fold(found.Name);
        if (a.Length == 0 || b.Length == 0)
        {
            return false;
        }

        return a == b || Holds(a, b) || Holds(b, a);
    }

    public static bool SameSector(string? gold, string? found) =>
        gold == found || (gold is not null && found is not null && (s_parents.GetValueOrDefault(gold) == found || s_parents.GetValueOrDefault(found) == gold));

    /// <summary>Within 1 %; nothing equals only nothing.</summary>
    public static bool Close(long? gold, long? found) =>
        gold is { } g && found is { } f ? Math.Abs(g - f) <= Math.Abs(g) * 0.01 : gold is null == found is null;

    public static bool SameRecords(Recognition gold, Recognition found)
    {
        if (gold.RecordsEach is { } each)
        {
            return found.RecordsEach is { } other && other.Count == each.Count && each.Zip(other).All(p => Close(p.First, p.Second));
        }

        return found.RecordsEach is null && Close(gold.Records?.Value, found.Records?.Value);
    }

    public static bool SamePrice(Asking? gold, Asking? found) =>
        gold is { } g && found is { } f
            ? g.Currency == f.Currency && Math.Abs(g.Amount - f.Amount) <= Math.Abs(g.Amount) * 0.001m
            : gold is null == found is null;

    /// <summary>Equal at the coarser of the two precisions.</summary>
    public static bool SameDate(Moment? gold, Moment? found)
    {
        if (gold is not { } g || found is not { } f)
        {
            return gold is null == found is null;
        }

        var a = g.ToString();
        var b = f.ToString();
        var length = Math.Min(a.Length, b.Length);
        return a.AsSpan(0, length).SequenceEqual(b.AsSpan(0, length));
    }

    private static bool Holds(string longer, string shorter) => longer.Contains(shorter, StringComparison.Ordinal) && shorter.Length * 2 >= longer.Length;

    private static string Fold(string name)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var c in name.Normalize(NormalizationForm.FormKC).ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(c))
            {
                word.Append(c);
            }
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        words.Add(word.ToString());
        var kept = words.Where(w => !s_legalForms.Contains(w)).ToList();
        var folded = string.Concat(kept.Count == 0 ? words : kept);
        foreach (var form in s_legalForms)
        {
            if (form[0] > 0x2E80 && folded.Length > form.Length + 1 && folded.EndsWith(form, StringComparison.Ordinal))
            {
                folded = folded[..^form.Length];
            }
        }

        return folded;
    }
}
