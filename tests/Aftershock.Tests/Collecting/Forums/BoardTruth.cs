using System.Text.Json;
using System.Text.RegularExpressions;

namespace Aftershock.Tests.Collecting.Forums;

/// <summary>What a shared board's pages were made from, compared with what was read of them.</summary>
internal sealed partial class BoardTruth
{
    private const int MostLooks = 10;

    private readonly JsonElement _truth;

    private BoardTruth(JsonElement truth) => _truth = truth;

    public static BoardTruth Load(string folder)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "truth.json")));
        return new BoardTruth(json.RootElement.Clone());
    }

    /// <summary>What FluxBB shows: no prefixes, no attachments, times to the second, and of joining the day.</summary>
    public static BoardTruth LoadFluxBb(string folder)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "truth.json")));
        return new BoardTruth(json.RootElement.Clone()) { HasPrefixes = false, HasAttachments = false, HasSeconds = true, Joined = Precision.Day };
    }

    /// <summary>Whether the program shows a thread's prefix apart from its title.</summary>
    public bool HasPrefixes { get; init; } = true;

    /// <summary>Whether its pages tell times to the second, and not to the minute.</summary>
    public bool HasSeconds { get; init; }

    /// <summary>Whether files are attached to a post, and not named at the end of its body.</summary>
    public bool HasAttachments { get; init; } = true;

    /// <summary>Whether anybody sees the whole date on which a member joined, and not only its day.</summary>
    public Precision Joined { get; init; } = Precision.Minute;

    public int Threads => _truth.GetProperty("threads").GetArrayLength();

    public int Posts => _truth.GetProperty("threads").EnumerateArray().Sum(t => t.GetProperty("posts").GetArrayLength());

    public int Members => _truth.GetProperty("members").GetArrayLength();

    /// <summary>Every difference, in words.</summary>
    /// <param name="threads">All threads that were read.</param>
    /// <param name="posts">All posts that were read.</param>
    /// <param name="handles">All handles that were read.</param>
    /// <param name="areMasked">Whether rows of personal data are masked in the bodies, as in a store.</param>
    public List<string> Differences(IReadOnlyCollection<ForumThread> threads, IReadOnlyCollection<Post> posts, IReadOnlyCollection<Handle> handles, bool areMasked = false)
    {
        var differences = new List<string>();
        var byTitle = threads.ToLookup(t => t.Title, StringComparer.Ordinal);
        foreach (var told in _truth.GetProperty("threads").EnumerateArray())
        {
            // A program without prefixes shows them within the title.
            var title = HasPrefixes || Text(told, "prefix") is not { } shown ? Text(told, "title")! : $"[{shown}] {Text(told, "title")}";
            if (byTitle[title].Count() != 1)
            {
                differences.Add($"{byTitle[title].Count()} threads \"{title}\"");
                continue;
            }

            var thread = byTitle[title].Single();
            Compare(differences, title, told, thread);
            var own = posts.Where(p => p.ThreadId == thread.ThreadId).OrderBy(p => p.Number).ToList();
            var toldPosts = told.GetProperty("posts").EnumerateArray().ToList();
            Check(differences, $"{title}: posts", toldPosts.Count, own.Count);
            Check(differences, $"{title}: replies", toldPosts.Count - 1L, thread.Replies);
            foreach (var (toldPost, post) in toldPosts.Zip(own))
            {
                Compare(differences, $"{title} #{post.Number}", toldPost, post, areMasked);
            }
        }

        var byName = handles.ToDictionary(h => h.Name, StringComparer.Ordinal);
        foreach (var member in _truth.GetProperty("members").EnumerateArray())
        {
            var name = Text(member, "name")!;
            var joined = byName.GetValueOrDefault(name)?.Joined;
            Check(differences, $"{name}: joined", At(Text(member, "joined")!, Joined), joined?.ToString());
        }

        return differences;
    }

    private void Compare(List<string> differences, string title, JsonElement told, ForumThread thread)
    {
        Check(differences, $"{title}: forum", Text(told, "forum"), thread.Forum);
        Check(differences, $"{title}: prefix", HasPrefixes ? Text(told, "prefix") : null, thread.Prefix);
        Check(differences, $"{title}: author", Text(told, "author"), thread.Author);
        // Fetching the pages of a thread counts as looking at it.
        var views = told.GetProperty("views").GetInt64();
        Check(differences, $"{title}: views", true, thread.Views >= views && thread.Views <= views + MostLooks);
        Check(differences, $"{title}: sticky", told.GetProperty("sticky").GetBoolean(), thread.Sticky);
        Check(differences, $"{title}: closed", told.GetProperty("closed").GetBoolean(), thread.Closed);
        Check(differences, $"{title}: published", At(Text(told, "date")!, thread.PublishedAt?.Precision), thread.PublishedAt?.ToString());
    }

    private void Compare(List<string> differences, string place, JsonElement told, Post post, bool areMasked)
    {
        Check(differences, $"{place}: author", Text(told, "author"), post.Author);
        Check(differences, $"{place}: published", At(Text(told, "date")!, HasSeconds ? Precision.Second : Precision.Minute), post.PublishedAt?.ToString());
        var body = Plain(Text(told, "body")!) + Attached(told);
        Check(differences, $"{place}: body", areMasked ? Covered(body, Folded(post.Body)) : body, Folded(post.Body));
        Check(differences, $"{place}: attachments", HasAttachments ? Names(told) : "", string.Join(", ", post.Attachments));
        var edited = told.GetProperty("edited");
        Check(differences, $"{place}: edited", edited.ValueKind == JsonValueKind.Null ? null : At(Text(edited, "date")!, HasSeconds ? Precision.Second : Precision.Minute), post.EditedAt?.ToString());
    }

    private static void Check<T>(List<string> differences, string place, T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            differences.Add($"{place}: expected \"{expected}\", found \"{actual}\"");
        }
    }

    /// <summary>A time cut to what is shown.</summary>
    private static string At(string text, Precision? precision)
    {
        Assert.True(Moment.TryParse(text, out var moment), text);
        var at = moment.At;
        return (precision switch
        {
            Precision.Minute => Moment.Minute(at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMinute))),
            Precision.Day => Moment.Day(DateOnly.FromDateTime(at.UtcDateTime)),
            _ => moment,
        }).ToString();
    }

    /// <summary>The pasted rows that the generator of the board ends a body with, covered where those of the other text are.</summary>
    private static string Covered(string body, string like)
    {
        var from = PastedRows().Match(body) is { Success: true } rows ? rows.Index + rows.Length : body.Length;
        return body[..from] + string.Concat(body[from..].Select((c, i) => like.ElementAtOrDefault(from + i) == '•' ? '•' : c));
    }

    private static string Names(JsonElement told) =>
        string.Join(", ", told.GetProperty("attachments").EnumerateArray().Select(a => Text(a, "name")));

    private string Attached(JsonElement told) =>
        HasAttachments ? "" : string.Concat(told.GetProperty("attachments").EnumerateArray().Select(a => $" {Text(a, "name")} ({Math.Round(a.GetProperty("size").GetInt64() / 1024.0)} KB)"));

    /// <summary>FluxBB knows no list without a closing mark for each item, and shows the opening ones as they were typed.</summary>
    private string Plain(string body) => Folded(Tags().Replace(HasAttachments ? body.Replace("[*]", "", StringComparison.Ordinal) : body, ""));

    private static string Folded(string text) => Spaces().Replace(text, " ").Trim();

    private static string? Text(JsonElement element, string key) => element.GetProperty(key).GetString();

    [GeneratedRegex(@"\[/?(?:b|i|u|s|url|img|quote|code|php|list|size|color|align|font|hr|spoiler)(?:=[^\]]*)?\]", RegexOptions.IgnoreCase)]
    private static partial Regex Tags();

    [GeneratedRegex("id,name,phone,mail|姓名,手机号,身份证号")]
    private static partial Regex PastedRows();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
