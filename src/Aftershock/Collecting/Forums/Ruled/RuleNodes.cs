using System.Text.RegularExpressions;
using Aftershock.Collecting.Html;
using YamlDotNet.RepresentationModel;

namespace Aftershock.Collecting.Forums.Ruled;

/// <summary>Reads the nodes of a YAML file of rules, collecting mistakes with their lines instead of stopping at the first.</summary>
/// <param name="file">What messages call the file.</param>
internal sealed class RuleNodes(string file)
{
    private readonly List<string> _mistakes = [];

    public IReadOnlyList<string> Mistakes => _mistakes;

    /// <summary>The keys of a mapping; one that is not known is a mistake.</summary>
    public Dictionary<string, YamlNode> Keys(YamlNode node, string[] known)
    {
        var keys = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        if (node is not YamlMappingNode map)
        {
            Mistake(Line(node), $"expected keys: {string.Join(", ", known)}.");
            return keys;
        }

        foreach (var (name, value) in map.Children)
        {
            if (name is YamlScalarNode { Value: { } key } && known.Contains(key))
            {
                keys[key] = value;
            }
            else
            {
                Mistake(Line(name), $"unknown key \"{name}\"; expected one of {string.Join(", ", known)}.");
            }
        }

        return keys;
    }

    public void Need(Dictionary<string, YamlNode> keys, YamlNode node, string key)
    {
        if (!keys.ContainsKey(key))
        {
            Mistake(Line(node), $"\"{key}\" is missing.");
        }
    }

    public string? Text(Dictionary<string, YamlNode> keys, YamlNode around, string key, bool required = false)
    {
        if (keys.TryGetValue(key, out var node))
        {
            return Scalar(node, key);
        }

        if (required)
        {
            Need(keys, around, key);
        }

        return null;
    }

    public bool Flag(Dictionary<string, YamlNode> keys, string key)
    {
        if (!keys.TryGetValue(key, out var node))
        {
            return false;
        }

        if (node is YamlScalarNode { Value: "true" or "false" } flag)
        {
            return flag.Value == "true";
        }

        Mistake(Line(node), $"{key}: expected true or false.");
        return false;
    }

    public Selector? ReadSelector(Dictionary<string, YamlNode> keys, YamlNode around, string key, bool required = false) =>
        Text(keys, around, key, required) is { } text ? SelectorOf(text, Line(keys[key])) : null;

    public Selector? SelectorOf(string text, int line)
    {
        try
        {
            return Selector.Parse(text);
        }
        catch (FormatException failure)
        {
            Mistake(line, failure.Message);
            return null;
        }
    }

    /// <summary>No pattern backtracks: a page may hold anything.</summary>
    public Regex? Pattern(string text, int line)
    {
        try
        {
            return new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException)
        {
            Mistake(line, $"pattern \"{text}\" was not read: {failure.Message}");
            return null;
        }
    }

    public List<string> Texts(YamlNode node, string key) =>
        [.. (node is YamlSequenceNode list ? list.Children : [node]).Select(n => Scalar(n, key)).OfType<string>()];

    public Dictionary<string, string> Words(YamlNode node)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        if (node is not YamlMappingNode map)
        {
            Mistake(Line(node), "smiley_words: expected what the attribute says, a colon and what was typed.");
            return words;
        }

        foreach (var (said, typed) in map.Children)
        {
            if (Scalar(said, "smiley_words") is { } key && Scalar(typed, "smiley_words") is { } value)
            {
                words[key] = value;
            }
        }

        return words;
    }

    public string? Scalar(YamlNode node, string key)
    {
        if (node is YamlScalarNode { Value: { Length: > 0 } text })
        {
            return text;
        }

        Mistake(Line(node), $"{key}: expected a single value.");
        return null;
    }

    public static int Line(YamlNode node) => (int)node.Start.Line;

    public void Mistake(int line, string message) => _mistakes.Add($"{file} line {line}: {message}");
}
