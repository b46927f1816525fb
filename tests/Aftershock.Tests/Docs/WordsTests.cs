using System.Text.RegularExpressions;

namespace Aftershock.Tests.Docs;

/// <summary>docs/words.md and the public types of the library speak the same language.</summary>
public sealed partial class WordsTests
{
    private static readonly string[] s_words = [.. Words()];

    [Fact]
    public void Every_noun_at_the_root_is_explained() =>
        Assert.Empty(Nouns().Where(name => !s_words.Contains(name)).ToList());

    [Fact]
    public void Every_type_that_the_page_names_exists()
    {
        var types = typeof(Source).Assembly.GetExportedTypes().Select(t => t.Namespace == "Aftershock" ? t.Name : $"{t.Namespace![11..]}.{t.Name}").ToHashSet();
        Assert.Empty(s_words.Where(word => !types.Contains(word)).ToList());
    }

    [Fact]
    public void No_type_is_named_after_what_it_is_not()
    {
        string[] empty = ["Manager", "Helper", "Helpers", "Util", "Utils", "Service", "Processor"];
        Assert.Empty(typeof(Source).Assembly.GetTypes().Select(t => t.Name).Where(name => empty.Any(word => name.EndsWith(word, StringComparison.Ordinal))).ToList());
    }

    private static IEnumerable<string> Nouns() => typeof(Source).Assembly.GetExportedTypes()
        .Where(t => t.Namespace == "Aftershock" && !t.IsNested && !t.IsSubclassOf(typeof(Exception)))
        .Select(t => t.Name);

    /// <summary>The type names in backticks of the second column.</summary>
    private static IEnumerable<string> Words()
    {
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "docs", "words.md")).Where(l => l.StartsWith("| ", StringComparison.Ordinal)))
        {
            foreach (Match match in InBackticks().Matches(line.Split('|')[2]))
            {
                yield return match.Groups[1].Value;
            }
        }
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex InBackticks();
}
