using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Aftershock.Running.Reconstruction;

/// <summary>Writes a board that never was as a folder of saved pages: figures planted, people and victims invented.</summary>
/// <remarks>docs/reference/reconstruction.md says what of it was reported and what is made up.</remarks>
public static class ReconstructedBoard
{
    /// <summary>Writes the pages with their manifest, and the truth about them to a place of its own.</summary>
    /// <param name="settings">What to make.</param>
    /// <param name="pagesFolder">Made when missing; must be empty of pages, so that no old page stays among the new.</param>
    /// <param name="truthFile">Where the labels of each post go, outside of the pages; null writes none.</param>
    /// <param name="progress">Told the share of pages written, 0 to 1.</param>
    /// <param name="cancel">Stops between two pages.</param>
    /// <returns>What was planted.</returns>
    public static ReconstructionSummary Write(
        ReconstructionSettings settings, string pagesFolder, string? truthFile, IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentException.ThrowIfNullOrEmpty(pagesFolder);
        Directory.CreateDirectory(pagesFolder);
        if (Directory.EnumerateFiles(pagesFolder, "*.html").Any())
        {
            throw new IOException($"{pagesFolder} holds pages already; give an empty folder.");
        }

        var book = Phrasebook.Load(settings.SamplesFolder, settings.Phrases);
        var world = new WorldMaker(settings, book).Make();
        WritePages(world, pagesFolder, progress, cancel);
        if (truthFile is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(truthFile))!);
            TruthFile.Write(world, truthFile);
        }

        return ReconstructionSummary.Of(world);
    }

    private static void WritePages(World world, string folder, IProgress<double>? progress, CancellationToken cancel)
    {
        var pages = new BoardPages(world).All().ToList();
        using var manifest = new StreamWriter(Path.Combine(folder, "manifest.jsonl"), append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        for (var i = 0; i < pages.Count; i++)
        {
            cancel.ThrowIfCancellationRequested();
            var page = pages[i];
            var bytes = Encoding.UTF8.GetBytes(page.Html);
            File.WriteAllBytes(Path.Combine(folder, page.File), bytes);
            manifest.WriteLine(JsonSerializer.Serialize(
                new
                {
                    file = page.File,
                    url = page.Url,
                    kind = page.Kind,
                    status = 200,
                    content_type = "text/html; charset=UTF-8",
                    forum_time = world.Settings.Captured,
                    sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
                }, s_json));
            progress?.Report((i + 1.0) / pages.Count);
        }
    }

    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

/// <summary>What a world holds.</summary>
/// <param name="Posts">Opening posts and replies.</param>
/// <param name="ChineseLeaks">Days on which leaks of Chinese entities first appear, reposts left out.</param>
public sealed record ReconstructionSummary(int Posts, int Threads, int Members, IReadOnlyList<PlantedLeak> ChineseLeaks)
{
    internal static ReconstructionSummary Of(World world) => new(
        world.Threads.Sum(t => t.Posts.Count), world.Threads.Count, world.Members.Count,
        [.. world.Threads.Where(t => t.Labels is { Kind: ListingKind.Leak, Repost: false } && t.Labels.Countries.Contains("CN"))
            .Select(t => new PlantedLeak(DateOnly.FromDateTime(t.Opening.At.UtcDateTime), t.Labels.Offer!.Value, t.Labels.Records))]);

    /// <summary>Planted leaks that first appear within some days.</summary>
    public int CountIn(DayRange days) => ChineseLeaks.Count(l => days.Contains(l.Day));

    /// <summary>Those of them that are for sale or in auction.</summary>
    public int MarketedIn(DayRange days) => ChineseLeaks.Count(l => days.Contains(l.Day) && l.IsMarketed);

    /// <summary>What the marketed ones claim together.</summary>
    public long MarketedRecordsIn(DayRange days) => ChineseLeaks.Where(l => days.Contains(l.Day) && l.IsMarketed).Sum(l => l.Records ?? 0);
}

/// <summary>One planted leak of a Chinese entity.</summary>
public readonly record struct PlantedLeak(DateOnly Day, Offer Offer, long? Records)
{
    public bool IsMarketed => Offer is Offer.Sale or Offer.Auction;
}
