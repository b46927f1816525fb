using System.Globalization;
using System.Text.Json;
using Aftershock.Collecting.Forums;
using Aftershock.Collecting.Pages;

namespace Aftershock.Tests.Collecting.Forums;

/// <summary>
/// For each folder of <c>boards</c>: small pages of ours in a forum program's structure, and <c>expected.json</c> with what
/// they show. Of each thread, post and member the keys that stand there are compared, and nothing more may be read.
/// </summary>
public sealed class BoardPagesTests
{
    private static string Boards => Path.Combine(Repository.Root, "tests", "Aftershock.Tests", "Collecting", "Forums", "boards");

    private static IReadOnlyList<IForumReader> Readers => ForumReaders.Load(Path.Combine(Repository.Root, "rules", "forums"));

    public static TheoryData<string> Folders() => [.. Directory.GetDirectories(Boards).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task A_board_is_told_by_its_marks_and_read_whole(string board)
    {
        var folder = Path.Combine(Boards, board);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "expected.json")));
        var pages = new List<Aftershock.Collecting.RawPage>();
        await foreach (var intake in PageFolder.ReadAsync(folder, new SourceId("board"), TimeProvider.System))
        {
            Assert.True(intake.Unreadable is null, intake.Unreadable?.ToString());
            pages.Add(intake.Page!);
        }

        var detected = ForumReaders.Detect(Readers, pages);
        Assert.Equal(json.RootElement.GetProperty("program").GetString(), detected?.Reader.Program);

        var read = await ReadBoard.OfAsync(folder, detected!.Value.Reader);
        Assert.Empty(read.Failures);
        var differences = new List<string>();
        Compare(differences, "thread", json.RootElement.GetProperty("threads"), read.Threads.ToDictionary(t => t.ThreadId, Told));
        Compare(differences, "post", json.RootElement.GetProperty("posts"), read.Posts.ToDictionary(p => p.PostId, Told));
        Compare(differences, "member", json.RootElement.GetProperty("members"), read.Handles.ToDictionary(h => h.Name, Told));
        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
        if (json.RootElement.TryGetProperty("board", out var name))
        {
            Assert.Equal(name.GetString(), pages.Select(detected.Value.Reader.BoardName).FirstOrDefault(n => n is not null));
        }
    }

    /// <summary>Pages of one program must not be taken for another's.</summary>
    [Theory]
    [MemberData(nameof(Folders))]
    public async Task No_other_program_claims_more_of_its_pages(string board)
    {
        var folder = Path.Combine(Boards, board);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "expected.json")));
        var own = json.RootElement.GetProperty("program").GetString();
        var claims = new Dictionary<string, int>();
        await foreach (var intake in PageFolder.ReadAsync(folder, new SourceId("board"), TimeProvider.System))
        {
            foreach (var reader in Readers.Where(r => r.Recognizes(intake.Page!) is not null))
            {
                claims[reader.Program] = claims.GetValueOrDefault(reader.Program) + 1;
            }
        }

        Assert.DoesNotContain(claims, c => c.Key != own && c.Value >= claims[own!]);
    }

    private static void Compare(List<string> differences, string noun, JsonElement expected, Dictionary<string, Dictionary<string, string?>> read)
    {
        foreach (var item in expected.EnumerateArray())
        {
            var id = item.GetProperty("id").GetString()!;
            if (!read.Remove(id, out var values))
            {
                differences.Add($"{noun} {id} was not read");
                continue;
            }

            foreach (var key in item.EnumerateObject().Where(k => k.Name != "id"))
            {
                var wanted = key.Value.ValueKind == JsonValueKind.Null ? null : key.Value.ToString();
                if (!values.TryGetValue(key.Name, out var found))
                {
                    differences.Add($"{noun} {id}: \"{key.Name}\" is no key; expected one of {string.Join(", ", values.Keys)}");
                }
                else if (wanted != found)
                {
                    differences.Add($"{noun} {id}: {key.Name}: expected \"{wanted}\", found \"{found}\"");
                }
            }
        }

        differences.AddRange(read.Keys.Select(id => $"{noun} {id} was read, and nothing shows it"));
    }

    private static Dictionary<string, string?> Told(ForumThread t) => new()
    {
        ["title"] = t.Title,
        ["forum"] = t.Forum,
        ["prefix"] = t.Prefix,
        ["author"] = t.Author,
        ["published"] = t.PublishedAt?.ToString(),
        ["views"] = Number(t.Views),
        ["replies"] = Number(t.Replies),
        ["sticky"] = t.Sticky?.ToString(),
        ["closed"] = t.Closed?.ToString(),
    };

    private static Dictionary<string, string?> Told(Post p) => new()
    {
        ["thread"] = p.ThreadId,
        ["title"] = p.ThreadTitle,
        ["forum"] = p.Forum,
        ["prefix"] = p.Prefix,
        ["number"] = Number(p.Number),
        ["author"] = p.Author,
        ["joined"] = p.AuthorJoined?.ToString(),
        ["posts"] = Number(p.AuthorPosts),
        ["published"] = p.PublishedAt?.ToString(),
        ["words"] = p.PublishedRaw,
        ["body"] = p.Body,
        ["own"] = string.Join(' ', p.OwnWords().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
        ["edited"] = p.EditedAt?.ToString(),
        ["attachments"] = string.Join(", ", p.Attachments),
        ["hidden"] = Number(p.HiddenParts),
        ["reactions"] = Number(p.Reactions),
    };

    private static Dictionary<string, string?> Told(Handle h) => new()
    {
        ["joined"] = h.Joined?.ToString(),
        ["posts"] = Number(h.Posts),
        ["reputation"] = Number(h.Reputation),
        ["group"] = h.Group,
    };

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
