using System.Globalization;
using System.Text.Json;
using Aftershock.Collecting.Forums.Ruled;

namespace Aftershock.Collecting.Forums.Discourse;

/// <summary>One page of JSON as Discourse serves it: a topic, a list of topics, posts, a user, the list of users, categories.</summary>
/// <remarks>
/// Only the pages of a category tell its name, so threads and posts are of no forum here. A post is named by its topic and
/// its number, as in its address and in the HTML, which does not tell its id.
/// </remarks>
internal sealed class DiscourseJson(RuledReader html, RawPage page, CaptureId capture, Source source)
{
    /// <summary>What Discourse tells of its own doings in a topic: closed, pinned, moved. Nobody wrote it.</summary>
    private const long SmallAction = 3;

    private const long Like = 2;

    private readonly Dictionary<string, ForumThread> _threads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Post> _posts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Handle> _handles = new(StringComparer.Ordinal);
    private readonly List<PageLink> _links = [];
    private readonly List<Rejection> _rejections = [];

    public PageContent Read(JsonElement root)
    {
        if (Refusal(root) is { } refusal)
        {
            return new PageContent { Outcome = ReadOutcome.SourceError, Failure = $"the source says: {refusal}" };
        }

        if (Part(root, "post_stream") is { } stream)
        {
            ReadTopic(root, stream);
        }
        else if (Part(root, "topic_list") is { } list)
        {
            ReadList(root, list);
        }
        else if (Part(root, "category_list") is { } categories)
        {
            ReadCategories(categories);
        }
        else if (Part(root, "user") is { } user && Text(user, "username") is not null)
        {
            ReadUser(user);
        }
        else if (Text(root, "cooked") is not null)
        {
            ReadPost(root, null);
        }
        else
        {
            ReadLatestPosts(root);
            ReadDirectory(root);
        }

        var isEmpty = _threads.Count + _posts.Count + _handles.Count + _rejections.Count == 0;
        return page.Status >= 400 && isEmpty
            ? new PageContent { Outcome = ReadOutcome.SourceError, Failure = $"the source answered with status {page.Status}" }
            : new PageContent
            {
                Outcome = isEmpty ? ReadOutcome.NothingToRead : ReadOutcome.Read,
                Threads = [.. _threads.Values],
                Posts = [.. _posts.Values],
                Handles = [.. _handles.Values],
                Rejections = _rejections,
                Links = _links,
            };
    }

    private static string? Refusal(JsonElement root) =>
        Text(root, "error_type") is null ? null : Items(root, "errors").Select(AsText).FirstOrDefault(e => e is not null) ?? Text(root, "error_type");

    private void ReadTopic(JsonElement topic, JsonElement stream)
    {
        var posts = Items(stream, "posts");
        var id = Number(topic, "id") ?? posts.Select(p => Number(p, "topic_id")).FirstOrDefault(n => n is not null);
        var thread = id is null ? null : Thread(topic, id.Value);
        if (thread is not null && Text(topic, "title") is not null)
        {
            _threads[thread.ThreadId] = thread with
            {
                Author = Part(topic, "details") is { } details && Part(details, "created_by") is { } creator ? Text(creator, "username") : null,
                Sticky = Flag(topic, "pinned_globally") == true || Text(topic, "pinned_at") is not null,
            };
        }

        foreach (var post in posts)
        {
            ReadPost(post, thread);
        }

        foreach (var beside in Items(topic, "suggested_topics").Concat(Items(topic, "related_topics")))
        {
            ReadRow(beside, null);
        }

        // The stream names every post of the topic; when the last is not here, further pages are.
        if (thread is not null && Items(stream, "stream").LastOrDefault() is { ValueKind: JsonValueKind.Number } last && posts.Count > 0 && !posts.Exists(p => Number(p, "id") == (last.TryGetInt64(out var n) ? n : null)))
        {
            _links.Add(new PageLink(PageLinkKind.Next, $"/t/{thread.ThreadId}.json?page={(PageOf(page.Url) + 1).ToString(CultureInfo.InvariantCulture)}"));
        }
    }

    private void ReadPost(JsonElement post, ForumThread? thread)
    {
        if (Number(post, "post_type") == SmallAction)
        {
            return;
        }

        if ((Number(post, "topic_id")?.ToString(CultureInfo.InvariantCulture) ?? thread?.ThreadId) is not { } threadId || Number(post, "post_number") is not (> 0 and <= int.MaxValue and var number) || Text(post, "cooked") is not { } cooked)
        {
            _rejections.Add(new Rejection($"{page.Origin} post {Number(post, "id")}", "was not read; expected topic_id, post_number and cooked"));
            return;
        }

        // What stands in place of a flagged post is the board's.
        var isHidden = Flag(post, "cooked_hidden") == true;
        var (text, quotes, attachments) = isHidden ? ("", [], []) : html.ReadBody(cooked);
        var id = $"{threadId}-{number.ToString(CultureInfo.InvariantCulture)}";
        var author = Text(post, "username");
        _posts.TryAdd(id, new Post
        {
            Source = source.Id,
            ThreadId = threadId,
            PostId = id,
            ThreadTitle = thread?.Title ?? Text(post, "topic_title") ?? "",
            Number = (int)number,
            Author = author,
            PublishedAt = Time(post, "created_at"),
            PublishedRaw = Text(post, "created_at"),
            Body = text,
            Quotes = quotes,
            EditedAt = Number(post, "version") > 1 ? Time(post, "updated_at") : null,
            Attachments = attachments,
            HiddenParts = isHidden ? 1 : 0,
            Reactions = Reactions(post),
            Capture = capture,
            FirstSeen = page.CapturedAt,
            LastSeen = page.CapturedAt,
        });
        if (author is not null && Flag(post, "user_deleted") != true)
        {
            _handles[author] = Handle(author) with { Group = Text(post, "user_title") ?? Text(post, "primary_group_name") };
        }
    }

    private static long? Reactions(JsonElement post)
    {
        if (Number(post, "reaction_users_count") is { } reactions)
        {
            return reactions;
        }

        return post.TryGetProperty("actions_summary", out _)
            ? Items(post, "actions_summary").Where(a => Number(a, "id") == Like).Select(a => Number(a, "count") ?? 0).FirstOrDefault()
            : Number(post, "like_count");
    }

    private void ReadList(JsonElement root, JsonElement list)
    {
        var users = new Dictionary<long, string>();
        foreach (var user in Items(root, "users"))
        {
            if (Number(user, "id") is { } id && Text(user, "username") is { } name)
            {
                users[id] = name;
                _handles[name] = Handle(name);
            }
        }

        foreach (var topic in Items(list, "topics"))
        {
            ReadRow(topic, users);
        }

        if (Text(list, "more_topics_url") is { } more)
        {
            _links.Add(new PageLink(PageLinkKind.Next, AsJson(more)));
        }
    }

    private void ReadRow(JsonElement topic, Dictionary<long, string>? users)
    {
        if (Number(topic, "id") is not { } id || Text(topic, "title") is null)
        {
            _rejections.Add(new Rejection(page.Origin, "a topic of a list was not read; expected its id and title"));
            return;
        }

        var thread = Thread(topic, id);
        // The first of those named is who opened the topic.
        var opener = Items(topic, "posters").Select(p => Number(p, "user_id") ?? (Part(p, "user") is { } user ? Number(user, "id") : null)).FirstOrDefault();
        _threads.TryAdd(thread.ThreadId, thread with
        {
            Author = opener is { } who ? users?.GetValueOrDefault(who) : null,
            Sticky = Flag(topic, "pinned") is { } pinned ? pinned || Flag(topic, "pinned_globally") == true : null,
        });
        _links.Add(new PageLink(PageLinkKind.Thread, $"/t/{thread.ThreadId}.json", thread.ThreadId));
    }

    private ForumThread Thread(JsonElement topic, long id) => new()
    {
        Source = source.Id,
        ThreadId = id.ToString(CultureInfo.InvariantCulture),
        Title = Text(topic, "title") ?? "",
        PublishedAt = Time(topic, "created_at"),
        Replies = Number(topic, "posts_count") is > 0 and var posts ? posts - 1 : null,
        Views = Number(topic, "views"),
        Closed = Flag(topic, "closed") is { } closed ? closed || Flag(topic, "archived") == true : null,
        Capture = capture,
        FirstSeen = page.CapturedAt,
        LastSeen = page.CapturedAt,
    };

    private void ReadCategories(JsonElement list)
    {
        foreach (var category in Items(list, "categories"))
        {
            if (Number(category, "id") is { } id && Text(category, "slug") is { } slug)
            {
                _links.Add(new PageLink(PageLinkKind.Forum, $"/c/{slug}/{id.ToString(CultureInfo.InvariantCulture)}.json"));
            }

            foreach (var topic in Items(category, "topics"))
            {
                ReadRow(topic, null);
                if (Number(topic, "id")?.ToString(CultureInfo.InvariantCulture) is { } thread && _threads.TryGetValue(thread, out var known))
                {
                    _threads[thread] = known with { Forum = Text(category, "name") };
                }
            }
        }
    }

    private void ReadUser(JsonElement user)
    {
        var name = Text(user, "username")!;
        _handles[name] = Handle(name) with
        {
            Joined = Time(user, "created_at"),
            Posts = Number(user, "post_count"),
            Group = Text(user, "title") ?? Text(user, "primary_group_name"),
        };
    }

    private void ReadLatestPosts(JsonElement root)
    {
        foreach (var post in Items(root, "latest_posts"))
        {
            ReadPost(post, null);
        }
    }

    private void ReadDirectory(JsonElement root)
    {
        var more = Part(root, "meta") is { } meta ? Text(meta, "load_more_directory_items") : null;
        // The counts are those of a week or a month, unless the page was asked for all.
        var isOfAll = page.Url.Contains("period=all", StringComparison.Ordinal) || more?.Contains("period=all", StringComparison.Ordinal) == true;
        var count = 0;
        foreach (var item in Items(root, "directory_items"))
        {
            count++;
            if (Part(item, "user") is { } user && Text(user, "username") is { } name)
            {
                _handles[name] = Handle(name) with { Posts = isOfAll ? Number(item, "post_count") : null, Group = Text(user, "title") };
            }
        }

        if (more is not null && count > 0)
        {
            _links.Add(new PageLink(PageLinkKind.Next, AsJson(more)));
        }
    }

    private Handle Handle(string name) => new() { Source = source.Id, Name = name, FirstSeen = page.CapturedAt, LastSeen = page.CapturedAt };

    /// <summary>The address of the same list as JSON: <c>/latest?page=1</c> is <c>/latest.json?page=1</c>.</summary>
    private static string AsJson(string address)
    {
        var end = address.IndexOf('?', StringComparison.Ordinal);
        var path = end < 0 ? address : address[..end];
        return path.EndsWith(".json", StringComparison.Ordinal) ? address : $"{path}.json{address[path.Length..]}";
    }

    private static int PageOf(string address)
    {
        var at = Math.Max(address.IndexOf("?page=", StringComparison.Ordinal), address.IndexOf("&page=", StringComparison.Ordinal));
        var digits = at < 0 ? "" : address[(at + 6)..];
        var end = digits.AsSpan().IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(end < 0 ? digits : digits[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1_000_000 ? number : 1;
    }

    private static JsonElement? Part(JsonElement of, string key) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(key, out var part) && part.ValueKind == JsonValueKind.Object ? part : null;

    private static List<JsonElement> Items(JsonElement of, string key) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(key, out var items) && items.ValueKind == JsonValueKind.Array ? [.. items.EnumerateArray()] : [];

    private static string? Text(JsonElement of, string key) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(key, out var text) ? AsText(text) : null;

    private static string? AsText(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair is no text.
            return null;
        }
    }

    private static long? Number(JsonElement of, string key) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(key, out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out var value) ? value : null;

    private static bool? Flag(JsonElement of, string key) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(key, out var flag) && flag.ValueKind is JsonValueKind.True or JsonValueKind.False ? flag.GetBoolean() : null;

    private static Moment? Time(JsonElement of, string key) =>
        Moment.TryParse(Text(of, key), out var at) ? Moment.Second(at.At.AddTicks(-(at.At.Ticks % TimeSpan.TicksPerSecond))) : null;
}
