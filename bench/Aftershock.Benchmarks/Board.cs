using Aftershock.Collecting;
using Aftershock.Collecting.Forums.MyBb;
using Aftershock.Collecting.Pages;
using Aftershock.Recognizing;
using Aftershock.Running.Reconstruction;

namespace Aftershock.Benchmarks;

/// <summary>Saved pages in memory, and the posts on them.</summary>
internal static class Board
{
    public static readonly CaptureId Capture = new("00000000000000000000000000000000");

    public static string Rules => Path.Combine(AppContext.BaseDirectory, "rules");

    public static Source Source { get; } = new() { Id = new SourceId("bench"), Kind = SourceKind.Forum, Name = "Benchmark", Program = "mybb" };

    /// <summary>The pages of the reconstruction as it ships, by way of a folder that is gone afterwards.</summary>
    public static List<RawPage> Reconstruction()
    {
        var folder = Directory.CreateTempSubdirectory("aftershock-bench-").FullName;
        try
        {
            ReconstructedBoard.Write(ReconstructionSettings.Shipped(Path.Combine(AppContext.BaseDirectory, "samples", "summer-2022")), folder, truthFile: null);
            return Pages(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The pages of a folder, read and unpacked; those that cannot be are told and left out.</summary>
    public static List<RawPage> Pages(string folder)
    {
        var pages = new List<RawPage>();
        foreach (var intake in PageFolder.ReadAsync(folder, Source.Id, TimeProvider.System).ToBlockingEnumerable())
        {
            if (intake.Page is { } page)
            {
                pages.Add(page);
            }
            else if (intake.Unreadable is { } left)
            {
                Console.Error.WriteLine($"{left.Place} {left.Reason}");
            }
        }

        return pages;
    }

    /// <summary>Every post as an import hands it to the recognizer: rows of personal data masked, quotes blanked, replies without a title.</summary>
    public static List<PostText> Posts(IEnumerable<RawPage> pages)
    {
        var reader = new MyBbReader();
        return [.. pages.SelectMany(p => reader.Read(p, Capture, Source).Posts).DistinctBy(p => p.Key).Select(Text)];
    }

    private static PostText Text(Post post) => new()
    {
        Title = post.IsOpening ? post.ThreadTitle : "",
        Body = (post with { Body = RowMask.Mask(post.Body) }).OwnWords(),
        Section = post.Forum,
        PostedAt = post.PublishedAt?.At,
        Author = post.Author,
    };
}
