using System.Collections.Concurrent;
using System.Globalization;

namespace Aftershock.Recognizing;

/// <summary>Every rule of a folder, ready to be run; immutable once loaded.</summary>
internal sealed class RuleBook
{
    private const int SectionsKept = 4096;

    private readonly ConcurrentDictionary<string, IReadOnlyList<Rule>> _sections = new(StringComparer.Ordinal);

    private RuleBook(IReadOnlyList<Rule> rules, IReadOnlyDictionary<string, string> tlds, ExchangeRates rates)
    {
        Rules = rules;
        Tlds = tlds;
        Rates = rates;
        Trie = new PhraseTrie(rules.Where(r => r.Signal is null));
        Signals = rules.Where(r => r.Signal is not null).ToList();
    }

    public IReadOnlyList<Rule> Rules { get; }

    /// <summary>Rules that fire on a property of the post.</summary>
    public IReadOnlyList<Rule> Signals { get; }

    public PhraseTrie Trie { get; }

    /// <summary>Last labels of host names with their country, or <c>-</c> for those that tell none.</summary>
    public IReadOnlyDictionary<string, string> Tlds { get; }

    public ExchangeRates Rates { get; }

    public static RuleBook Load(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new RuleFileException(folder, 1, "no such folder; expected the rules that came with the program, or the folder that AFTERSHOCK_RULES names.");
        }

        var rules = new List<Rule>();
        var recognizers = Path.Combine(folder, "recognizing");
        if (!File.Exists(Path.Combine(recognizers, "tlds.tsv")))
        {
            throw new RuleFileException("recognizing/tlds.tsv", 1, $"no such file in {folder}; expected a folder of rules like the one that came with the program.");
        }

        foreach (var path in Directory.EnumerateFiles(recognizers, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(folder, path).Replace('\\', '/');
            if (path.EndsWith(".yaml", StringComparison.Ordinal) || (path.EndsWith(".tsv", StringComparison.Ordinal) && !path.EndsWith("tlds.tsv", StringComparison.Ordinal)))
            {
                rules.AddRange(RuleFile.Read(path, name));
            }
        }

        for (var i = 0; i < rules.Count; i++)
        {
            rules[i] = Checked(rules[i] with { Index = i });
        }

        return new RuleBook(rules, LoadTlds(Path.Combine(recognizers, "tlds.tsv")), new ExchangeRates(Path.Combine(folder, "rates")));
    }

    /// <summary>What the name of a section says of the posts in it.</summary>
    public IReadOnlyList<Rule> ForSection(string? section)
    {
        if (string.IsNullOrWhiteSpace(section))
        {
            return [];
        }

        if (_sections.TryGetValue(section, out var known))
        {
            return known;
        }

        var text = new FoldedText();
        text.Read(section, "");
        var matches = new List<Match>();
        Trie.Find(text, matches);
        var fired = new List<Rule>();
        foreach (var match in matches)
        {
            if (match.Rule.Place == Place.Section && !fired.Contains(match.Rule))
            {
                fired.Add(match.Rule);
            }
        }

        if (_sections.Count < SectionsKept)
        {
            _sections[section] = fired;
        }

        return fired;
    }

    private static Rule Checked(Rule rule)
    {
        var problem = rule.Target switch
        {
            RuleTarget.Kind when !WireNames.TryKind(rule.Value, out _) => $"kind \"{rule.Value}\"; expected one of {string.Join(", ", WireNames.All<ListingKind>(WireNames.Of))}.",
            RuleTarget.Offer when !WireNames.TryOffer(rule.Value, out _) => $"offer \"{rule.Value}\"; expected one of {string.Join(", ", WireNames.All<Offer>(WireNames.Of))}.",
            RuleTarget.Reads when !Cues.IsKnown(rule.Value) => $"reads \"{rule.Value}\"; expected records, total, subset, sample, idle, price, old-price, new-price, not-price, start, packed or unpacked.",
            RuleTarget.Magnitude when rule.Value != "mil" && !double.TryParse(rule.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) => $"magnitude \"{rule.Value}\"; expected a number.",
            RuleTarget.Bytes when !double.TryParse(rule.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) => $"bytes \"{rule.Value}\"; expected a number.",
            RuleTarget.Month when !(int.TryParse(rule.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var month) && month is >= 1 and <= 12) => $"month \"{rule.Value}\"; expected 1 to 12.",
            _ => null,
        };
        if (rule.Signal is { } signal && !PostSignals.All.Contains(signal))
        {
            problem = $"signal \"{signal}\"; expected one of {string.Join(", ", PostSignals.All)}.";
        }

        return problem is null ? rule : throw new RuleFileException(rule.File, rule.Line, $"rule {rule.Name}: {problem}");
    }

    private static Dictionary<string, string> LoadTlds(string path)
    {
        var tlds = new Dictionary<string, string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var cells = line.Split('\t');
            if (cells.Length != 2)
            {
                throw new RuleFileException("recognizing/tlds.tsv", number, "expected a label, a tab and a country code or -.");
            }

            tlds[cells[0]] = cells[1];
        }

        return tlds;
    }
}
