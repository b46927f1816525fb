using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Aftershock;

/// <summary>Reads the keys of one YAML mapping, collecting mistakes with their lines instead of stopping at the first.</summary>
internal sealed class YamlKeys
{
    private readonly string _file;
    private readonly Dictionary<string, (YamlNode Value, int Line)> _values = new(StringComparer.Ordinal);
    private readonly List<string> _mistakes = [];

    /// <summary>Whether there were keys to read at all; where not, none is missing.</summary>
    private bool _isMap;

    private YamlKeys(string file) => _file = file;

    /// <param name="path">The file; an unreadable one throws as the file system does.</param>
    /// <param name="file">What messages call it.</param>
    public static YamlKeys Read(string path, string file, params ReadOnlySpan<string> known)
    {
        var keys = new YamlKeys(file);
        using var reader = File.OpenText(path);
        var yaml = new YamlStream();
        try
        {
            yaml.Load(reader);
        }
        catch (YamlException failure)
        {
            keys.Mistake((int)failure.Start.Line, $"not YAML: {failure.Message}");
            return keys;
        }

        if (yaml.Documents.Count != 1 || yaml.Documents[0].RootNode is not YamlMappingNode map)
        {
            keys.Mistake(1, $"expected one list of keys: {string.Join(", ", known!)}.");
            return keys;
        }

        keys._isMap = true;
        foreach (var (node, value) in map.Children)
        {
            var line = (int)node.Start.Line;
            if (node is YamlScalarNode { Value: { } key } && known.Contains(key))
            {
                keys._values[key] = (value, line);
            }
            else
            {
                keys.Mistake(line, $"unknown key \"{node}\"; expected one of {string.Join(", ", known!)}.");
            }
        }

        return keys;
    }

    public void Mistake(int line, string message) => _mistakes.Add($"{_file} line {line}: {message}");

    /// <summary>A single text; null where the key is absent, or wrong, which is then a mistake.</summary>
    public string? Text(string key, bool required = false)
    {
        if (!_values.TryGetValue(key, out var found))
        {
            if (required && _isMap)
            {
                Mistake(1, $"\"{key}\" is missing.");
            }

            return null;
        }

        if (found.Value is YamlScalarNode { Value: { Length: > 0 } text })
        {
            return text;
        }

        Mistake(found.Line, $"{key}: expected a single value.");
        return null;
    }

    /// <summary>A list of texts, or a single one; null where the key is absent.</summary>
    public IReadOnlyList<(string Text, int Line)>? Texts(string key)
    {
        if (!_values.TryGetValue(key, out var found))
        {
            return null;
        }

        var nodes = found.Value is YamlSequenceNode list ? list.Children : [found.Value];
        var texts = new List<(string, int)>();
        foreach (var node in nodes)
        {
            if (node is YamlScalarNode { Value: { Length: > 0 } text })
            {
                texts.Add((text, (int)node.Start.Line));
            }
            else
            {
                Mistake((int)node.Start.Line, $"{key}: expected a list of values, such as [one, two].");
            }
        }

        return texts;
    }

    public int Line(string key) => _values.TryGetValue(key, out var found) ? found.Line : 1;

    /// <exception cref="FileMistakesException">There was a mistake.</exception>
    public void ThrowIfMistaken()
    {
        if (_mistakes.Count > 0)
        {
            throw new FileMistakesException(_mistakes);
        }
    }
}
