using System.Text.Json;
using Aftershock.Tests.Collecting.Forums;

namespace Aftershock.Tests.Cli;

/// <summary>The pages of a real installation, imported and listed by the commands that a user types.</summary>
public sealed class RealBoardCommandTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [RealDataFact("forums/pages/mybb")]
    public async Task What_the_commands_list_of_a_real_board_is_what_it_was_made_from()
    {
        var folder = RealDataFactAttribute.Find("forums/pages/mybb")!;
        var report = (await _shell.DoneAsync("import", "pages", folder, "--source", "board", "--json")).Json;
        Assert.Equal((0, 0, 0), (report.Whole("pages_failed"), report.Whole("files_unreadable"), report.GetProperty("rejections").GetArrayLength()));

        var threads = (await _shell.DoneAsync("threads", "--jsonl")).Lines.Select(Thread).ToList();
        var posts = (await _shell.DoneAsync("posts", "--jsonl")).Lines.Select(Post).ToList();
        var handles = (await _shell.DoneAsync("actors", "--jsonl")).Lines.Select(Handle).ToList();
        var truth = BoardTruth.Load(folder);
        var differences = truth.Differences(threads, posts, handles, areMasked: true);
        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
        Assert.Equal((truth.Threads, truth.Posts), (threads.Count, posts.Count));
        Assert.DoesNotContain(posts, p => p.Body.Contains("test.person@", StringComparison.Ordinal));
        await _shell.DoneAsync("evidence", "verify");
    }

    private static ForumThread Thread(JsonElement line) => new()
    {
        Source = new SourceId(line.Text("source")!),
        ThreadId = line.Text("thread_id")!,
        Title = line.Text("title")!,
        Forum = line.Text("forum"),
        Prefix = line.Text("prefix"),
        Author = line.Text("author"),
        PublishedAt = At(line, "published_at"),
        Views = line.GetProperty("views").ValueKind == JsonValueKind.Null ? null : line.Whole("views"),
        Replies = line.GetProperty("replies").ValueKind == JsonValueKind.Null ? null : line.Whole("replies"),
        Sticky = Flag(line, "sticky"),
        Closed = Flag(line, "closed"),
        Capture = default,
        FirstSeen = default,
        LastSeen = default,
    };

    /// <summary>The contract gives no number within the thread; MyBB gives ids in the order of writing.</summary>
    private static Post Post(JsonElement line) => new()
    {
        Source = new SourceId(line.Text("source")!),
        ThreadId = line.Text("thread_id")!,
        PostId = line.Text("post_id")!,
        ThreadTitle = line.Text("thread_title")!,
        Number = int.Parse(line.Text("post_id")!, null),
        Author = line.Text("author"),
        PublishedAt = At(line, "published_at"),
        Body = line.Text("body")!,
        EditedAt = At(line, "edited_at"),
        Attachments = [.. line.GetProperty("attachments").EnumerateArray().Select(a => a.GetString()!)],
        Capture = default,
        FirstSeen = At(line, "first_seen")!.Value.At,
        LastSeen = At(line, "last_seen")!.Value.At,
    };

    private static Handle Handle(JsonElement line) => new()
    {
        Source = new SourceId(line.Text("source")!),
        Name = line.Text("handle")!,
        Joined = At(line, "joined"),
        FirstSeen = At(line, "first_seen")!.Value.At,
        LastSeen = At(line, "first_seen")!.Value.At,
    };

    private static bool? Flag(JsonElement line, string key) => line.GetProperty(key).ValueKind == JsonValueKind.Null ? null : line.GetProperty(key).GetBoolean();

    /// <summary>Boards print whole minutes; on the wire such a time has seconds all the same.</summary>
    private static Moment? At(JsonElement line, string key)
    {
        if (line.Text(key) is not { } text)
        {
            return null;
        }

        Assert.True(Moment.TryParse(text, out var moment), text);
        return moment is { Precision: Precision.Second, At.Second: 0 } ? Moment.Minute(moment.At) : moment;
    }
}
