using System.Globalization;

namespace Aftershock.Analyzing;

/// <summary>Reads events from YAML: keys name, title, date (a day) and sources.</summary>
public static class LeakEvents
{
    private static readonly string[] s_keys = ["name", "title", "date", "sources"];

    /// <summary>The events of a folder, earliest first.</summary>
    /// <exception cref="FileMistakesException">Of all files together.</exception>
    public static IReadOnlyList<LeakEvent> Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var events = new List<LeakEvent>();
        var mistakes = new List<string>();
        foreach (var path in Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal))
        {
            try
            {
                events.Add(Read(path));
            }
            catch (FileMistakesException failure)
            {
                mistakes.AddRange(failure.Mistakes);
            }
        }

        return mistakes.Count == 0
            ? [.. events.OrderBy(e => e.Date).ThenBy(e => e.Name, StringComparer.Ordinal)]
            : throw new FileMistakesException(mistakes);
    }

    /// <exception cref="FileMistakesException">With all mistakes of the file.</exception>
    public static LeakEvent Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var keys = YamlKeys.Read(path, Path.GetFileName(path), s_keys);
        var name = keys.Text("name", required: true);
        if (name is not null && !CountingRules.NamePattern.IsMatch(name))
        {
            keys.Mistake(keys.Line("name"), $"name: \"{name}\"; expected lower-case letters and digits with hyphens between.");
        }

        var title = keys.Text("title", required: true);
        var text = keys.Text("date", required: true);
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && text is not null)
        {
            keys.Mistake(keys.Line("date"), $"date: \"{text}\"; expected a day such as 2022-06-30.");
        }

        var sources = keys.Texts("sources")?.Select(s => s.Text).ToList() ?? [];
        keys.ThrowIfMistaken();
        return new LeakEvent { Name = name!, Title = title!, Date = date, Sources = sources };
    }
}
