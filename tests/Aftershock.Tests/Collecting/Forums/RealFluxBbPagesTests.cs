using Aftershock.Collecting.Forums.Ruled;

namespace Aftershock.Tests.Collecting.Forums;

/// <summary>Pages that a real installation of FluxBB served, with what they were made from.</summary>
public sealed class RealFluxBbPagesTests
{
    private const string Pages = "forums/pages/fluxbb";

    private static string Folder => RealDataFactAttribute.Find(Pages)!;

    [RealDataFact(Pages)]
    public async Task Every_thread_post_author_and_date_that_the_pages_show_is_read()
    {
        var read = await ReadBoard.OfAsync(Folder, RuledReader.Load(Path.Combine(Repository.Root, "rules", "forums", "fluxbb.yaml")));

        var truth = BoardTruth.LoadFluxBb(Folder);
        var differences = truth.Differences(read.Threads, read.Posts, read.Handles);
        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
        Assert.Equal((truth.Threads, truth.Posts), (read.Threads.Count, read.Posts.Count));
        Assert.Empty(read.Failures);
    }
}
