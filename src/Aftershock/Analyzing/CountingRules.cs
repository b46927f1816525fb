using System.Text.RegularExpressions;
using NodaTime;

namespace Aftershock.Analyzing;

/// <summary>Reads counting rules from YAML. docs/guide/counting-rules.md tells how to write one.</summary>
public static partial class CountingRules
{
    private static readonly string[] s_keys = ["name", "kinds", "offers", "unit", "countries", "sectors", "sources", "zone", "count_by"];

    /// <summary>The rules of a folder, by name.</summary>
    /// <param name="folder">The folder <c>counting</c> below the rules.</param>
    /// <exception cref="FileMistakesException">Of all files together; two of one name are a mistake too.</exception>
    public static IReadOnlyList<CountingRule> Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var rules = new List<CountingRule>();
        var mistakes = new List<string>();
        foreach (var path in Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal))
        {
            try
            {
                var rule = Read(path);
                if (rules.Exists(r => r.Name == rule.Name))
                {
                    mistakes.Add($"{Path.GetFileName(path)} line 1: another file has a rule of the name \"{rule.Name}\".");
                }

                rules.Add(rule);
            }
            catch (FileMistakesException failure)
            {
                mistakes.AddRange(failure.Mistakes);
            }
        }

        return mistakes.Count == 0 ? [.. rules.OrderBy(r => r.Name, StringComparer.Ordinal)] : throw new FileMistakesException(mistakes);
    }

    /// <exception cref="FileMistakesException">With all mistakes of the file.</exception>
    public static CountingRule Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var keys = YamlKeys.Read(path, Path.GetFileName(path), s_keys);
        var rule = new CountingRule
        {
            Name = Name(keys),
            Definition = "",
            Kinds = Kinds(keys),
            Offers = Each(keys, "offers", Offer),
            Unit = Unit(keys),
            Countries = Each(keys, "countries", Country),
            Sectors = Each(keys, "sectors", Sector),
            Sources = Each(keys, "sources", Source),
            Zone = Zone(keys),
        };
        if (keys.Text("count_by") is { } by && by != "published")
        {
            keys.Mistake(keys.Line("count_by"), $"count_by: \"{by}\" is not known; expected published, since late captures must not look like a surge.");
        }

        keys.ThrowIfMistaken();
        return rule with { Definition = RuleSentence.Of(rule) };
    }

    /// <summary>The rule with other countries than its file names, and a definition that says so.</summary>
    /// <param name="countries">ISO 3166-1 alpha-2, any case; empty admits all.</param>
    /// <exception cref="ArgumentException">One of them is no country code.</exception>
    public static CountingRule WithCountries(CountingRule rule, IReadOnlyList<string> countries)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(countries);
        var codes = countries.Select(c => c.ToUpperInvariant()).Distinct().ToList();
        var wrong = codes.Where(c => !Vocabulary.Countries.Contains(c)).ToList();
        if (wrong.Count > 0)
        {
            throw new ArgumentException($"\"{string.Join(", ", wrong)}\" is no ISO 3166-1 alpha-2 code, such as CN.", nameof(countries));
        }

        var narrowed = rule with { Countries = codes };
        return narrowed with { Definition = RuleSentence.Of(narrowed, insteadOf: rule.Countries) };
    }

    private static string Name(YamlKeys keys)
    {
        var name = keys.Text("name", required: true);
        if (name is not null && !NamePattern.IsMatch(name))
        {
            keys.Mistake(keys.Line("name"), $"name: \"{name}\"; expected lower-case letters and digits with hyphens between, such as leaks-shared.");
        }

        return name ?? "";
    }

    private static List<ListingKind> Kinds(YamlKeys keys) =>
        keys.Texts("kinds") is null ? [ListingKind.Leak] : Each(keys, "kinds", Kind);

    private static (ListingKind, string?) Kind(string text)
    {
        if (!WireNames.TryKind(text, out var kind))
        {
            return (default, $"\"{text}\" is no kind; expected one of {string.Join(", ", CountableKinds())}.");
        }

        return CountableKinds().Contains(WireNames.Of(kind))
            ? (kind, null)
            : (default, $"a post of kind {WireNames.Of(kind)} offers no data, so that there is no listing to count; expected one of {string.Join(", ", CountableKinds())}.");
    }

    private static IEnumerable<string> CountableKinds() => Enum.GetValues<ListingKind>()
        .Where(kind => new Recognition { Kind = kind, Language = "und", Confidence = 1 }.OffersData)
        .Select(WireNames.Of);

    private static (Offer, string?) Offer(string text) => WireNames.TryOffer(text, out var offer)
        ? (offer, null)
        : (default, $"\"{text}\" is no offer; expected one of {string.Join(", ", WireNames.All<Offer>(WireNames.Of))}.");

    private static CountUnit Unit(YamlKeys keys)
    {
        if (keys.Text("unit") is not { } text)
        {
            return CountUnit.Leak;
        }

        foreach (var unit in Enum.GetValues<CountUnit>())
        {
            if (RuleSentence.Name(unit) == text)
            {
                return unit;
            }
        }

        keys.Mistake(keys.Line("unit"), $"unit: \"{text}\" is not known; expected one of {string.Join(", ", Enum.GetValues<CountUnit>().Select(RuleSentence.Name))}.");
        return CountUnit.Leak;
    }

    private static (string, string?) Country(string text) => Vocabulary.Countries.Contains(text.ToUpperInvariant())
        ? (text.ToUpperInvariant(), null)
        : ("", $"\"{text}\" is no ISO 3166-1 alpha-2 code, such as CN.");

    private static (string, string?) Sector(string text) => Vocabulary.Sectors.Contains(text)
        ? (text, null)
        : ("", $"\"{text}\" is no STIX 2.1 industry sector; expected one of {string.Join(", ", Vocabulary.Sectors.Order(StringComparer.Ordinal))}.");

    private static (string, string?) Source(string text)
    {
        var stem = text.EndsWith('*') ? text[..^1] : text;
        return stem.Length == 0 || stem.Contains('*', StringComparison.Ordinal) || stem.Any(c => char.IsUpper(c) || char.IsWhiteSpace(c))
            ? ("", $"\"{text}\"; expected the name of a source in lower case, or its beginning and one * at the end; leave sources out to admit all.")
            : (text, null);
    }

    private static string Zone(YamlKeys keys)
    {
        var zone = keys.Text("zone") ?? "UTC";
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null)
        {
            keys.Mistake(keys.Line("zone"), $"zone: \"{zone}\" is not known; expected an IANA name, such as Asia/Shanghai.");
        }

        return zone;
    }

    private static List<T> Each<T>(YamlKeys keys, string key, Func<string, (T Value, string? Problem)> read)
    {
        var values = new List<T>();
        foreach (var (text, line) in keys.Texts(key) ?? [])
        {
            var (value, problem) = read(text);
            if (problem is not null)
            {
                keys.Mistake(line, $"{key}: {problem}");
            }
            else if (!values.Contains(value))
            {
                values.Add(value);
            }
        }

        return values;
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    internal static partial Regex NamePattern { get; }
}
