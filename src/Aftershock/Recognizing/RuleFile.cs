using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Aftershock.Recognizing;

/// <summary>Reads rules from YAML and gazetteers from TSV; an unknown key is an error that names its line.</summary>
internal static class RuleFile
{
    private static readonly Dictionary<string, RuleTarget> s_targets = new(StringComparer.Ordinal)
    {
        ["kind"] = RuleTarget.Kind,
        ["offer"] = RuleTarget.Offer,
        ["class"] = RuleTarget.Class,
        ["country"] = RuleTarget.Country,
        ["sector"] = RuleTarget.Sector,
        ["reads"] = RuleTarget.Reads,
        ["unit"] = RuleTarget.Unit,
        ["magnitude"] = RuleTarget.Magnitude,
        ["currency"] = RuleTarget.Currency,
        ["bytes"] = RuleTarget.Bytes,
        ["month"] = RuleTarget.Month,
        ["relative"] = RuleTarget.Relative,
        ["mark"] = RuleTarget.Mark,
    };

    public static IEnumerable<Rule> Read(string path, string name)
    {
        return path.EndsWith(".tsv", StringComparison.Ordinal) ? ReadTable(path, name) : ReadYaml(path, name);
    }

    private static List<Rule> ReadYaml(string path, string name)
    {
        var yaml = new YamlStream();
        try
        {
            using var reader = File.OpenText(path);
            yaml.Load(reader);
        }
        catch (YamlException failure)
        {
            throw new RuleFileException(name, (int)failure.Start.Line, failure.Message);
        }

        if (yaml.Documents.Count == 0)
        {
            return [];
        }

        if (yaml.Documents[0].RootNode is not YamlSequenceNode list)
        {
            throw new RuleFileException(name, 1, "expected a list of rules, each beginning with \"- rule: NAME\".");
        }

        return list.Children.Select(node => ReadRule(node, name)).ToList();
    }

    private static Rule ReadRule(YamlNode node, string file)
    {
        var line = (int)node.Start.Line;
        if (node is not YamlMappingNode map)
        {
            throw new RuleFileException(file, line, "expected a rule with keys.");
        }

        var rule = new Rule { Name = "", Target = RuleTarget.Mark, Value = "", File = file, Line = line };
        var hasTarget = false;
        foreach (var (keyNode, value) in map.Children)
        {
            var key = Scalar(keyNode, file);
            var at = (int)keyNode.Start.Line;
            if (s_targets.TryGetValue(key, out var target))
            {
                if (hasTarget)
                {
                    throw new RuleFileException(file, at, $"a second target \"{key}\"; a rule speaks for one thing.");
                }

                hasTarget = true;
                rule = rule with { Target = target, Value = Scalar(value, file) };
                continue;
            }

            rule = key switch
            {
                "rule" => rule with { Name = Scalar(value, file) },
                "score" => rule with { Score = Number(value, file) },
                "again" => rule with { Again = Number(value, file) },
                "gap" => rule with { Gap = (int)Number(value, file) },
                "needs" => rule with { Needs = Scalar(value, file) },
                "weak" => rule with { Weak = Scalar(value, file) == "true" },
                "place" => rule with { Place = Name<Place>(value, file) },
                "side" => rule with { Side = Name<Side>(value, file) },
                "signal" => rule with { Signal = Scalar(value, file) },
                "phrases" => rule with { Phrases = Strings(value, file) },
                "reference" => rule with { Reference = Scalar(value, file) },
                "examples" => rule with { Examples = Examples(value, file) },
                "not" => rule with { CounterExamples = Examples(value, file) },
                _ => throw new RuleFileException(file, at, $"unknown key \"{key}\"; expected rule, one of {string.Join(", ", s_targets.Keys)}, phrases or signal, score, again, place, side, gap, weak, needs, examples, not, reference."),
            };
        }

        if (rule.Name.Length == 0 || !hasTarget || (rule.Phrases.Count == 0) == (rule.Signal is null))
        {
            throw new RuleFileException(file, line, "a rule needs a name (rule:), one target and either phrases or a signal.");
        }

        return rule;
    }

    /// <summary>
    /// A gazetteer: lines of VALUE, a tab, phrases parted by <c>|</c>. Lines that begin with <c>#</c> are remarks, but
    /// <c># rule: NAME</c>, <c># target: country</c> and <c># score: 2</c> hold for the lines below them.
    /// </summary>
    private static List<Rule> ReadTable(string path, string file)
    {
        var rules = new List<Rule>();
        var header = new Rule { Name = "", Target = RuleTarget.Mark, Value = "", File = file, Line = 0 };
        var hasTarget = false;
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.Length == 0)
            {
                continue;
            }

            if (line[0] == '#')
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                var key = colon < 0 ? "" : line[1..colon].Trim();
                var value = colon < 0 ? "" : line[(colon + 1)..].Trim();
                switch (key)
                {
                    case "rule":
                        header = header with { Name = value, Score = 1, Weak = false };
                        break;
                    case "score":
                        header = header with { Score = double.Parse(value, CultureInfo.InvariantCulture) };
                        break;
                    case "weak":
                        header = header with { Weak = value == "true" };
                        break;
                    case "target" when s_targets.TryGetValue(value, out var target):
                        hasTarget = true;
                        header = header with { Target = target };
                        break;
                }

                continue;
            }

            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            if (tab < 1 || !hasTarget || header.Name.Length == 0)
            {
                throw new RuleFileException(file, number, "expected VALUE, a tab and phrases parted by |, below \"# rule: NAME\" and \"# target: …\".");
            }

            var phrases = line[(tab + 1)..].Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            rules.Add(header with { Value = line[..tab], Phrases = phrases, Line = number });
        }

        return rules;
    }

    private static List<RuleExample> Examples(YamlNode node, string file)
    {
        if (node is not YamlSequenceNode list)
        {
            throw new RuleFileException(file, (int)node.Start.Line, "expected a list of examples.");
        }

        return list.Children.Select(n => Example(n, file)).ToList();
    }

    private static RuleExample Example(YamlNode node, string file)
    {
        if (node is not YamlMappingNode map)
        {
            throw new RuleFileException(file, (int)node.Start.Line, "expected an example such as {title: …, body: …, kind: leak}.");
        }

        var post = new PostText { Title = "", Body = "" };
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (keyNode, value) in map.Children)
        {
            var key = Scalar(keyNode, file);
            switch (key)
            {
                case "title":
                    post = post with { Title = Scalar(value, file) };
                    break;
                case "body":
                    post = post with { Body = Scalar(value, file) };
                    break;
                case "section":
                    post = post with { Section = Scalar(value, file) };
                    break;
                case "posted_at":
                    post = post with { PostedAt = DateTimeOffset.Parse(Scalar(value, file), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) };
                    break;
                default:
                    if (!RecognitionKeys.All.Contains(key))
                    {
                        throw new RuleFileException(file, (int)keyNode.Start.Line, $"unknown key \"{key}\"; expected title, body, section, posted_at or one of {string.Join(", ", RecognitionKeys.All)}.");
                    }

                    values[key] = value is YamlSequenceNode many ? string.Join(", ", many.Children.Select(c => Scalar(c, file))) : Scalar(value, file);
                    break;
            }
        }

        return new RuleExample(post, values, (int)node.Start.Line);
    }

    private static string Scalar(YamlNode node, string file) => node is YamlScalarNode scalar
        ? scalar.Value ?? ""
        : throw new RuleFileException(file, (int)node.Start.Line, "expected a single value.");

    private static double Number(YamlNode node, string file) =>
        double.TryParse(Scalar(node, file), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new RuleFileException(file, (int)node.Start.Line, $"expected a number, found \"{Scalar(node, file)}\".");

    private static T Name<T>(YamlNode node, string file)
        where T : struct, Enum =>
        Enum.TryParse<T>(Scalar(node, file), ignoreCase: true, out var value)
            ? value
            : throw new RuleFileException(file, (int)node.Start.Line, $"expected one of {string.Join(", ", Enum.GetNames<T>())}, found \"{Scalar(node, file)}\".");

    private static List<string> Strings(YamlNode node, string file) => node switch
    {
        YamlSequenceNode list => list.Children.Select(c => Scalar(c, file)).ToList(),
        YamlScalarNode { Value: { } text } => text.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToList(),
        _ => throw new RuleFileException(file, (int)node.Start.Line, "expected phrases: a list, or one text parted by |."),
    };
}
