using System.Text.Json;

namespace Aftershock.Collecting.Telegram;

/// <summary>A chat: its name, what kind it is, and the source that stands for it.</summary>
/// <param name="Name">As members see it; null for a deleted account.</param>
/// <param name="Type">Such as <c>public_channel</c>; null where the export does not tell, as pages do not.</param>
/// <param name="Id">Telegram's number of it; null where the export does not tell.</param>
/// <param name="Author">Under whose name a block's first message may go on.</param>
/// <param name="Numbered">Whether another chat of the same import has the same name.</param>
internal sealed record TelegramChat(string? Name, string? Type, string? Id, string? Author = null, bool Numbered = false)
{
    public string Title => Name ?? (Type == "saved_messages" ? "Saved messages" : $"Chat {Id ?? "without a name"}");

    /// <summary>In a channel one speaks and the others read: each of its messages opens a thread.</summary>
    public bool IsChannel => Type?.Contains("channel", StringComparison.Ordinal) == true;

    /// <summary>The chat's part of the source's name.</summary>
    public string Slug => SourceId.FromName(Title.Replace('/', '-')).Value + (Numbered ? $"-{Id}" : "");

    public Source SourceBelow(Source import) => new()
    {
        Id = new SourceId($"{import.Id}/{Slug}"),
        Kind = SourceKind.Forum,
        Name = Title,
        Program = "telegram",
        Zone = import.Zone,
    };

    public string ToHead() => JsonSerializer.Serialize(this);

    /// <summary>Reads what <see cref="ToHead"/> wrote, or the export's own keys.</summary>
    public static TelegramChat OfHead(string? head)
    {
        if (head is null)
        {
            return new TelegramChat(null, null, null);
        }

        using var json = JsonDocument.Parse(head);
        var root = json.RootElement;
        return new TelegramChat(
            TelegramMessage.Scalar(root, "name") ?? TelegramMessage.Scalar(root, nameof(Name)),
            TelegramMessage.Scalar(root, "type") ?? TelegramMessage.Scalar(root, nameof(Type)),
            TelegramMessage.Scalar(root, "id") ?? TelegramMessage.Scalar(root, nameof(Id)),
            TelegramMessage.Scalar(root, nameof(Author)),
            root.TryGetProperty(nameof(Numbered), out var numbered) && numbered.ValueKind == JsonValueKind.True);
    }
}

/// <summary>Which thread a message belongs to: replies join the thread of what they reply to.</summary>
internal sealed class TelegramThreads
{
    /// <summary>Messages that are remembered; a reply to one further back joins a thread of that one's own.</summary>
    public const int Remembered = 100_000;

    private readonly Dictionary<string, OpenedThread> _threads = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public TelegramThreads(IReadOnlyDictionary<string, OpenedThread>? before = null)
    {
        foreach (var (id, thread) in before ?? new Dictionary<string, OpenedThread>())
        {
            Remember(id, thread);
        }
    }

    public OpenedThread? Find(string id) => _threads.TryGetValue(id, out var thread) ? thread : null;

    /// <summary>Enters a message.</summary>
    /// <returns>Its thread; whether it opens it; the topic it stands in.</returns>
    public (OpenedThread Thread, bool Opens, string? Topic) Enter(TelegramMessage message, TelegramChat chat)
    {
        if (message.IsService)
        {
            if (message.Topic is { } topic)
            {
                Remember(message.Id, new OpenedThread("", topic));
            }

            return default;
        }

        var own = new OpenedThread(message.Id, message.Title);
        // Pages do not tell channels from groups; but in a channel the chat itself speaks.
        var speaks = chat.IsChannel || (chat.Type is null && chat.Name is not null && message.From == chat.Name);
        OpenedThread? above = speaks || message.ReplyTo is null ? null : Find(message.ReplyTo) ?? new OpenedThread(message.ReplyTo, chat.Title);
        var section = above is { Id: "" } ? above.Value.Title : null;
        var thread = above is { Id: not "" } ? above.Value : own;
        Remember(message.Id, thread);
        return (thread, thread == own, section);
    }

    private void Remember(string id, OpenedThread thread)
    {
        if (_threads.TryAdd(id, thread))
        {
            _order.Enqueue(id);
        }

        while (_order.Count > Remembered)
        {
            _threads.Remove(_order.Dequeue());
        }
    }
}
