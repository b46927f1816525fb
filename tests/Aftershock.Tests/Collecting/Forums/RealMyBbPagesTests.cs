using Aftershock.Collecting.Forums.MyBb;

namespace Aftershock.Tests.Collecting.Forums;

/// <summary>Pages that a real installation of MyBB 1.8 served, with what they were made from.</summary>
public sealed class RealMyBbPagesTests
{
    private const string Pages = "forums/pages/mybb";

    private static string Folder => RealDataFactAttribute.Find(Pages)!;

    [RealDataFact(Pages)]
    public async Task Every_thread_post_author_and_date_that_the_pages_show_is_read()
    {
        var read = await ReadBoard.OfAsync(Folder, new MyBbReader());

        var truth = BoardTruth.Load(Folder);
        var differences = truth.Differences(read.Threads, read.Posts, read.Handles);
        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
        Assert.Equal((truth.Threads, truth.Posts), (read.Threads.Count, read.Posts.Count));
        Assert.Empty(read.Failures);
    }
}
