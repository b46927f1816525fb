using System.Text.Json;
using Aftershock.Running.Reconstruction;

namespace Aftershock.Tests.Running.Reconstruction;

/// <summary>A world in a folder of its own, gone when the test is.</summary>
internal sealed class Worlds : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aftershock-world-");

    private Worlds(ReconstructionSettings settings)
    {
        Summary = ReconstructedBoard.Write(settings, Pages, Truth);
        Posts = [.. File.ReadLines(Truth).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    public static string Samples { get; } = Path.Combine(Repository.Root, "samples", "summer-2022");

    public string Pages => Path.Combine(_folder.FullName, "pages");

    public string Truth => Path.Combine(_folder.FullName, "truth.jsonl");

    public ReconstructionSummary Summary { get; }

    /// <summary>The truth's lines.</summary>
    public IReadOnlyList<JsonElement> Posts { get; }

    public IEnumerable<JsonElement> Openings => Posts.Where(p => p.GetProperty("opening").GetBoolean());

    public static Worlds Shipped() => new(ReconstructionSettings.Shipped(Samples));

    public static Worlds Evaluation(long seed) => new(ReconstructionSettings.Evaluation(Samples, seed));

    /// <summary>A few hundred posts in the shipped wordings.</summary>
    public static Worlds Small(long seed) => new(ReconstructionSettings.Shipped(Samples) with
    {
        Seed = seed,
        Posts = 500,
        Threads = new Dictionary<string, int> { ["leak"] = 60, ["discussion"] = 60, ["request"] = 20, ["combolist"] = 20 },
    });

    public void Dispose() => _folder.Delete(recursive: true);
}

/// <summary>The shipped world, made once for a class of tests.</summary>
public sealed class ShippedWorld : IDisposable
{
    internal Worlds World { get; } = Worlds.Shipped();

    public void Dispose() => World.Dispose();
}
