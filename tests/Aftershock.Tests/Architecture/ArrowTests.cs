using System.Xml.Linq;
using Mono.Cecil;

namespace Aftershock.Tests.Architecture;

/// <summary>The arrows of the house: which project and which chapter may know which.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> s_projects = new()
    {
        ["Aftershock"] = [],
        ["Aftershock.Storage"] = ["Aftershock"],
        ["Aftershock.Web"] = ["Aftershock"],
        ["Aftershock.Cli"] = ["Aftershock", "Aftershock.Storage", "Aftershock.Web"],
    };

    /// <summary>Packages that must not be seen outside of the project that exists for them.</summary>
    private static readonly Dictionary<string, string> s_homes = new()
    {
        ["Microsoft.Data.Sqlite"] = "Aftershock.Storage",
        ["SQLitePCLRaw.core"] = "Aftershock.Storage",
        ["Dapper"] = "Aftershock.Storage",
        ["Npgsql"] = "Aftershock.Storage",
        ["RabbitMQ.Client"] = "Aftershock.Cluster",
        ["System.CommandLine"] = "Aftershock.Cli",
        ["Spectre.Console"] = "Aftershock.Cli",
    };

    [Fact]
    public void Project_files_reference_only_what_the_house_allows()
    {
        var found = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories);
        Assert.Equal(s_projects.Keys.Order(), found.Select(f => Path.GetFileNameWithoutExtension(f)).Order());
        foreach (var file in found)
        {
            var name = Path.GetFileNameWithoutExtension(file);
            var project = XDocument.Load(file);
            var references = project.Descendants("ProjectReference")
                .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
            Assert.Empty(references.Except(s_projects[name]));
            foreach (var package in project.Descendants("PackageReference").Select(p => p.Attribute("Include")!.Value))
            {
                Assert.True(!s_homes.TryGetValue(package, out var home) || home == name, $"{name} references {package}, whose home is {home}");
            }
        }
    }

    [Fact]
    public void Built_assemblies_reference_only_what_the_house_allows()
    {
        foreach (var (name, allowed) in s_projects)
        {
            using var module = ModuleDefinition.ReadModule(AssemblyPath(name));
            var references = module.AssemblyReferences.Select(r => r.Name).ToList();
            Assert.Empty(references.Where(r => r.StartsWith("Aftershock", StringComparison.Ordinal)).Except(allowed));
            foreach (var reference in references)
            {
                Assert.True(!s_homes.TryGetValue(reference, out var home) || home == name, $"{name} is built against {reference}, whose home is {home}");
                var isWeb = reference.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal);
                Assert.True(!isWeb || name is "Aftershock.Web" or "Aftershock.Cli", $"{name} is built against {reference}");
            }
        }
    }

    [Fact]
    public void A_chapter_knows_the_nouns_and_Keeping_and_no_other_chapter() =>
        Assert.Empty(Chapters.TrespassesIn(AssemblyPath("Aftershock")));

    [Fact]
    public void Planted_trespasses_are_caught()
    {
        var caught = Chapters.TrespassesIn(typeof(ArrowTests).Assembly.Location)
            .Where(t => t.Type.Contains("Planted", StringComparison.Ordinal))
            .Select(t => $"{t.From}->{t.To}").ToHashSet();
        Assert.Contains("Recognizing->Collecting", caught);
        Assert.Contains("Nouns->Keeping", caught);
        Assert.Contains("Keeping->Running", caught);
        Assert.DoesNotContain("Running->Collecting", caught);
    }

    private static string AssemblyPath(string name) => Path.Combine(AppContext.BaseDirectory, $"{name}.dll");
}
