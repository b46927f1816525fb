using System.Text.Json;
using Aftershock.Cli;
using Aftershock.Keeping;
using Aftershock.Recognizing;
using Aftershock.Running.Reconstruction;
using Aftershock.Storage.Sqlite;

namespace Aftershock.StoryTests;

/// <summary>A made-up board that was walked from its pages to the store by the program's own command.</summary>
/// <remarks>
/// While the command runs the truth is on no disk: it is read into memory and its file deleted before, so nothing but the
/// pages can have told what is in the store.
/// </remarks>
internal sealed class WalkedWorld : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;

    private WalkedWorld(DirectoryInfo folder, IStore store, IReadOnlyList<string> truth, ReconstructionSummary planted, TimeSpan importTook)
    {
        _folder = folder;
        Store = store;
        Truth = truth;
        Planted = planted;
        ImportTook = importTook;
    }

    public static string Samples { get; } = Path.Combine(AppContext.BaseDirectory, "samples", "summer-2022");

    public static string Rules { get; } = Path.Combine(AppContext.BaseDirectory, "rules");

    public IStore Store { get; }

    /// <summary>The truth's lines; a line a post.</summary>
    public IReadOnlyList<string> Truth { get; }

    public ReconstructionSummary Planted { get; }

    public TimeSpan ImportTook { get; }

    public string StoreFolder => Path.Combine(_folder.FullName, "store");

    public string Pages => Path.Combine(_folder.FullName, "pages");

    public static async Task<WalkedWorld> WalkAsync(ReconstructionSettings settings)
    {
        var folder = Directory.CreateTempSubdirectory("aftershock-story-");
        var (pages, store, truthFile) = (Path.Combine(folder.FullName, "pages"), Path.Combine(folder.FullName, "store"), Path.Combine(folder.FullName, "truth.jsonl"));
        var planted = ReconstructedBoard.Write(settings, pages, truthFile);
        var truth = await File.ReadAllLinesAsync(truthFile);
        File.Delete(truthFile);
        Assert.Empty(Directory.EnumerateFiles(folder.FullName, "*truth*", SearchOption.AllDirectories));
        var began = TimeProvider.System.GetTimestamp();
        await ImportAsync(pages, store);
        var took = TimeProvider.System.GetElapsedTime(began);
        return new WalkedWorld(folder, await SqliteStores.OpenAsync(store, TimeProvider.System, CancellationToken.None), truth, planted, took);
    }

    /// <summary>Runs <c>aftershock import pages</c> and gives its report.</summary>
    public static async Task<JsonElement> ImportAsync(string pages, string store)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await CommandLine.RunAsync(["import", "pages", "--store", store, "--json", pages], new Terminal { Out = output, Error = error, In = TextReader.Null });
        Assert.True(exit == ExitCode.Done, error.ToString());
        return JsonDocument.Parse(output.ToString()).RootElement;
    }

    /// <summary>Each opening post as the store has it, beside the labels that the truth gives it.</summary>
    public async Task<IReadOnlyList<(LabelledPost Truth, Post Stored)>> OpeningsAsync()
    {
        var labelled = new Dictionary<string, LabelledPost>();
        foreach (var line in Truth)
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.GetProperty("opening").GetBoolean())
            {
                Assert.True(LabelledPost.TryRead(line, out var post, out var problem), problem);
                labelled.Add(json.RootElement.GetProperty("post_id").GetString()!, post!);
            }
        }

        var openings = new List<(LabelledPost, Post)>();
        await foreach (var post in Store.Posts.AllAsync(null, CancellationToken.None))
        {
            if (labelled.Remove(post.PostId, out var truth))
            {
                openings.Add((truth, post));
            }
        }

        Assert.Empty(labelled);
        return openings;
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
