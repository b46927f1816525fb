using Aftershock.Collecting;
using Aftershock.Collecting.Pages;

namespace Aftershock.Tests.Collecting.Forums;

/// <summary>All that was read of a folder, one noun for each key, as a store would merge it.</summary>
internal sealed class ReadBoard
{
    private readonly Dictionary<string, ForumThread> _threads = [];
    private readonly Dictionary<string, Post> _posts = [];
    private readonly Dictionary<string, Handle> _handles = [];

    public IReadOnlyCollection<ForumThread> Threads => _threads.Values;

    public IReadOnlyCollection<Post> Posts => _posts.Values;

    public IReadOnlyCollection<Handle> Handles => _handles.Values;

    public List<string> Failures { get; } = [];

    /// <summary>Reads every page of a folder.</summary>
    public static async Task<ReadBoard> OfAsync(string folder, IPageReader reader)
    {
        var source = new Source { Id = new SourceId("board"), Kind = SourceKind.Forum, Name = "Board" };
        var read = new ReadBoard();
        await foreach (var intake in PageFolder.ReadAsync(folder, source.Id, TimeProvider.System))
        {
            Assert.NotNull(intake.Page);
            read.Add(reader.Read(intake.Page, new CaptureId("c"), source));
        }

        return read;
    }

    public void Add(PageContent content)
    {
        if (content.Outcome == ReadOutcome.Failed)
        {
            Failures.Add(content.Failure ?? "");
        }

        Failures.AddRange(content.Rejections.Select(r => r.ToString()));
        foreach (var thread in content.Threads)
        {
            _threads[thread.ThreadId] = _threads.TryGetValue(thread.ThreadId, out var known) ? Merge(known, thread) : thread;
        }

        foreach (var post in content.Posts)
        {
            _posts[post.PostId] = post;
        }

        foreach (var handle in content.Handles)
        {
            _handles[handle.Name] = _handles.TryGetValue(handle.Name, out var known)
                ? handle with { Joined = Finer(known.Joined, handle.Joined), Posts = handle.Posts ?? known.Posts }
                : handle;
        }
    }

    private static ForumThread Merge(ForumThread a, ForumThread b) => b with
    {
        Forum = b.Forum ?? a.Forum,
        Prefix = b.Prefix ?? a.Prefix,
        Author = b.Author ?? a.Author,
        PublishedAt = Finer(a.PublishedAt, b.PublishedAt),
        Views = b.Views ?? a.Views,
        Replies = b.Replies ?? a.Replies,
        Sticky = b.Sticky ?? a.Sticky,
        Closed = b.Closed ?? a.Closed,
    };

    private static Moment? Finer(Moment? a, Moment? b) => b is null || a?.Precision > b.Value.Precision ? a : b;
}
