using Aftershock.Collecting.PostFiles;

namespace Aftershock.Collecting.Telegram;

/// <summary>Reads exports of Telegram Desktop, JSON and HTML: one source for each chat.</summary>
/// <remarks>
/// In a channel every message opens a thread, so that each can be a listing; in a group a reply joins the thread of what
/// it replies to. Files are known by name; service messages are counted and left.
/// </remarks>
/// <param name="zone">The IANA zone of times without an offset: that of the machine on which the export was made.</param>
public sealed class TelegramReader(string zone = "UTC") : IPageReader
{
    private readonly TelegramClock _clock = new(zone);

    public string Program => "telegram";

    public string? Recognizes(RawPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var head = page.Content.Span[..Math.Min(page.Content.Length, 1 << 14)];
        return head.IndexOf("\"text_entities\""u8) >= 0 || head.IndexOf("\"from_id\""u8) >= 0 ? "messages as Telegram Desktop exports them"
            : head.IndexOf("class=\"page_header"u8) >= 0 && head.IndexOf("class=\"message"u8) >= 0 ? "a page as Telegram Desktop exports it" : null;
    }

    public PageContent Read(RawPage page, CaptureId capture, Source source)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(source);
        var chat = TelegramChat.OfHead(page.Head);
        if (!TelegramPage.Is(page.Content.Span))
        {
            var writing = new TelegramPosts(page, capture, source, chat);
            TelegramBlock.Read(page, _clock, writing.Add, writing.Reject);
            return writing.Done();
        }

        if (TelegramPage.Read(page, _clock) is not var (name, messages))
        {
            return PageContent.Failed("no messages of a Telegram export were found; expected elements of the class message");
        }

        var posts = new TelegramPosts(page, capture, source, chat with { Name = chat.Name ?? name });
        foreach (var message in messages)
        {
            posts.Add(message);
        }

        return posts.Done();
    }
}

/// <summary>A block of messages of a JSON export.</summary>
internal static class TelegramBlock
{
    public static void Read(RawPage page, TelegramClock clock, Action<TelegramMessage> add, Action<Rejection> reject)
    {
        var (file, unit, number) = BlockPlace.Of(page);
        var content = page.Content;
        while (JsonItems.Next(content.Span, out var begin, out var length) is var step && begin < content.Length && step != JsonStep.End)
        {
            // The cutter ends a block with an item; a number at its very end has nothing after it to say that it is whole.
            length = step == JsonStep.Item ? length : content.Length - begin;
            if (TelegramMessage.TryRead(content.Slice(begin, length), clock, out var message, out var reason))
            {
                add(message);
            }
            else
            {
                reject(new Rejection($"{file} {unit} {number}", reason));
            }

            content = content[(begin + length)..];
            number++;
        }
    }
}

/// <summary>Makes posts of the messages of one block or page.</summary>
internal sealed class TelegramPosts(RawPage page, CaptureId capture, Source import, TelegramChat chat)
{
    private readonly Source _source = chat.SourceBelow(import);
    private readonly TelegramThreads _threads = new(page.Threads);
    private readonly List<Post> _posts = [];
    private readonly List<ForumThread> _opened = [];
    private readonly List<Rejection> _rejections = [];
    private readonly Dictionary<string, Handle> _handles = new(StringComparer.Ordinal);
    private string? _author = chat.Author;
    private int _skipped;

    public void Reject(Rejection rejection) => _rejections.Add(rejection);

    public void Add(TelegramMessage message)
    {
        var (thread, opens, topic) = _threads.Enter(message, chat);
        if (message.IsService)
        {
            _skipped++;
            return;
        }

        var author = message.From ?? (message.IsJoined ? _author : chat.IsChannel ? chat.Name : null);
        _author = author;
        var post = new Post
        {
            Source = _source.Id,
            ThreadId = thread.Id,
            PostId = message.Id,
            ThreadTitle = thread.Title,
            Forum = topic,
            Prefix = message.ForwardedFrom is { } from ? $"Forwarded from {from}" : null,
            Number = opens ? 1 : 0,
            Author = author,
            PublishedAt = message.Date,
            PublishedRaw = message.DateRaw,
            Body = message.Text,
            Quotes = message.Quotes,
            EditedAt = message.Edited,
            Attachments = message.Attachments,
            Reactions = message.Reactions,
            Capture = capture,
            FirstSeen = page.CapturedAt,
            LastSeen = page.CapturedAt,
        };
        _posts.Add(post);
        if (author is not null)
        {
            _handles[author] = new Handle { Source = _source.Id, Name = author, FirstSeen = page.CapturedAt, LastSeen = page.CapturedAt };
        }

        if (opens && message.Views is not null)
        {
            _opened.Add(new ForumThread
            {
                Source = _source.Id,
                ThreadId = thread.Id,
                Title = thread.Title,
                Forum = topic,
                Author = author,
                PublishedAt = message.Date,
                Views = message.Views,
                Capture = capture,
                FirstSeen = page.CapturedAt,
                LastSeen = page.CapturedAt,
            });
        }
    }

    public PageContent Done() => new()
    {
        Outcome = _posts.Count > 0 || page.Rows is not null ? ReadOutcome.Read : ReadOutcome.NothingToRead,
        Sources = _posts.Count > 0 ? [_source] : [],
        Posts = _posts,
        Threads = _opened,
        Handles = [.. _handles.Values],
        Rejections = _rejections,
        Skipped = _skipped,
    };
}
