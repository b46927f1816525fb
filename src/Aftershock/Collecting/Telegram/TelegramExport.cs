using System.Runtime.CompilerServices;
using Aftershock.Collecting.Pages;
using Aftershock.Collecting.PostFiles;

namespace Aftershock.Collecting.Telegram;

/// <summary>The files of exports of Telegram Desktop: <c>result.json</c> of one chat or of all, and <c>messages.html</c>, <c>messages2.html</c> and so on.</summary>
public static class TelegramExport
{
    private static readonly JsonShape s_shape = new()
    {
        Lists = ["messages"],
        Into = ["chats", "left_chats", "list"],
        HeadKeys = ["name", "type", "id"],
        Unit = "message",
    };

    /// <summary>The files themselves, and of each folder its JSON files and pages of messages, in the order of their numbers.</summary>
    public static IReadOnlyList<string> Expand(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return [.. paths.SelectMany(Files)];

        static IEnumerable<string> Files(string path) => !Directory.Exists(path) ? [path] : Directory
            .EnumerateFiles(path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
            .Where(f => IsJson(f) || IsPage(f))
            .OrderBy(f => Path.GetDirectoryName(f), StringComparer.Ordinal).ThenBy(NumberOf).ThenBy(f => f, StringComparer.Ordinal);
    }

    /// <summary>Reads the files one after the other.</summary>
    /// <param name="longestPage">A longer page is not read, and is told; 64 MB.</param>
    public static async IAsyncEnumerable<Intake> ReadAsync(
        IEnumerable<string> paths, SourceId source, TimeProvider clock, string zone = "UTC", PostFileSettings? settings = null, int longestPage = 64 << 20, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(clock);
        await Task.CompletedTask.ConfigureAwait(false);
        var reading = new Reading(source, clock, new TelegramClock(zone), (settings ?? new PostFileSettings()) with { Shape = s_shape }, longestPage);
        foreach (var path in paths)
        {
            foreach (var intake in reading.Read(path))
            {
                cancel.ThrowIfCancellationRequested();
                yield return intake;
            }
        }
    }

    private static bool IsJson(string path) => Bare(path).EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    private static bool IsPage(string path) =>
        Path.GetFileName(path).StartsWith("messages", StringComparison.OrdinalIgnoreCase) && Bare(path).EndsWith(".html", StringComparison.OrdinalIgnoreCase);

    private static string Bare(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;

    private static int NumberOf(string path) =>
        int.TryParse(string.Concat(Path.GetFileName(path).SkipWhile(c => !char.IsAsciiDigit(c)).TakeWhile(char.IsAsciiDigit)), out var number) ? number : 1;

    /// <summary>What must be remembered from block to block and from page to page.</summary>
    private sealed class Reading(SourceId source, TimeProvider clock, TelegramClock times, PostFileSettings settings, int longestPage)
    {
        /// <summary>By folded name, the number of the chat that has it in this import.</summary>
        private readonly Dictionary<string, string?> _names = new(StringComparer.Ordinal);
        private readonly Dictionary<string, TelegramThreads> _threads = new(StringComparer.Ordinal);
        private string? _folder;
        private string? _chat;
        private string? _author;

        public IEnumerable<Intake> Read(string path)
        {
            if (Bare(path).EndsWith(".html", StringComparison.OrdinalIgnoreCase) || Bare(path).EndsWith(".htm", StringComparison.OrdinalIgnoreCase))
            {
                yield return Page(path);
                yield break;
            }

            string? head = null;
            TelegramChat? chat = null;
            foreach (var intake in PostFile.Read(path, source, clock, settings))
            {
                if (intake.Page is not { } block)
                {
                    yield return intake;
                    continue;
                }

                if (chat is null || head != block.Head)
                {
                    (head, chat) = (block.Head, Named(TelegramChat.OfHead(block.Head)));
                }

                yield return intake.With(WithThreads(block with { Head = chat.ToHead() }, chat, Messages(block)));
            }
        }

        private List<TelegramMessage> Messages(RawPage block)
        {
            var messages = new List<TelegramMessage>(block.Rows ?? 16);
            TelegramBlock.Read(block, times, messages.Add, static _ => { });
            return messages;
        }

        /// <summary>Two chats of one name are two sources.</summary>
        private TelegramChat Named(TelegramChat chat)
        {
            if (_names.TryAdd(chat.Slug, chat.Id) || _names[chat.Slug] == chat.Id || chat.Id is null)
            {
                return chat;
            }

            return chat with { Numbered = true };
        }

        private RawPage WithThreads(RawPage page, TelegramChat chat, List<TelegramMessage> messages)
        {
            if (!_threads.TryGetValue(chat.Slug, out var threads))
            {
                _threads.Add(chat.Slug, threads = new TelegramThreads());
            }

            var before = new Dictionary<string, OpenedThread>(StringComparer.Ordinal);
            foreach (var message in messages)
            {
                if (message.ReplyTo is { } answered && threads.Find(answered) is { } thread)
                {
                    before.TryAdd(answered, thread);
                }
            }

            foreach (var message in messages)
            {
                threads.Enter(message, chat);
            }

            return before.Count == 0 ? page : page with { Threads = before };
        }

        private Intake Page(string path)
        {
            var name = Path.GetFileName(path);
            var folder = Path.GetDirectoryName(Path.GetFullPath(path));
            if (_folder != folder)
            {
                (_folder, _chat, _author) = (folder, null, null);
            }

            if (!SingleFile.TryRead(path, source, clock, longestPage, "text/html", out var raw, out var reason))
            {
                return Intake.UnreadableFile(name, reason);
            }

            if (TelegramPage.Read(raw, times) is not var (told, messages))
            {
                return Intake.Of(raw, inputBytes: raw.Content.Length);
            }

            _chat = told ?? _chat;
            var chat = new TelegramChat(_chat, null, null, _author);
            var page = WithThreads(raw with { Head = chat.ToHead() }, chat, messages);
            _author = messages.LastOrDefault(m => m.From is not null)?.From ?? _author;
            return Intake.Of(page, inputBytes: raw.Content.Length);
        }
    }
}
