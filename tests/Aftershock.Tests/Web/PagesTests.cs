namespace Aftershock.Tests.Web;

public class PagesTests
{
    [Fact]
    public void No_page_puts_markup_of_its_data_into_itself()
    {
        var folder = Path.Combine(Repository.Root, "src", "Aftershock.Web");
        var sources = Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".razor" or ".cs" && !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .ToList();
        Assert.True(sources.Count > 20, $"Only {sources.Count} sources were found.");
        Assert.DoesNotContain(sources, f => File.ReadAllText(f) is var text
            && (text.Contains("MarkupString", StringComparison.Ordinal) || text.Contains("AddMarkupContent", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("aftershock.css")]
    [InlineData("charts.js")]
    [InlineData("keys.js")]
    public void The_files_of_the_pages_name_no_other_host(string file)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "src", "Aftershock.Web", "wwwroot", file));
        Assert.DoesNotContain("://", text.Replace("http://www.w3.org/", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
