using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Aftershock.Keeping;
using Aftershock.Web.Words;

namespace Aftershock.Cli.Commands;

/// <summary>One value of what a command lists: its key in JSON and CSV, and whether the table for people shows it.</summary>
/// <param name="Of">A string, a number, a flag, a <see cref="Gone"/>, or null.</param>
internal sealed record StoredColumn<T>(string Key, Func<T, object?> Of, int TableWidth = 0);

/// <summary>Lists one noun of the store, as a table, as one JSON list, as JSON lines or as CSV; streamed in each.</summary>
internal sealed class StoredCommand<T>(string name, string description, IReadOnlyList<StoredColumn<T>> columns, Func<IStore, SourceId?, CancellationToken, IAsyncEnumerable<T>> list)
{
    /// <summary>Options of this command alone, with examples that use them.</summary>
    public IReadOnlyList<Option> Filters { get; init; } = [];

    public IReadOnlyList<string> Examples { get; init; } = [$"aftershock {name}", $"aftershock {name} --source harbour-exchange --jsonl > {name.Replace(' ', '-')}.jsonl"];

    /// <summary>What the filters ask for; in place of the plain list.</summary>
    public Func<IStore, SourceId?, ParseResult, CancellationToken, IAsyncEnumerable<T>>? Filtered { get; init; }

    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public Command Create(Terminal terminal)
    {
        var store = Options.Store();
        var source = new Option<string?>("--source") { Description = "Only this source.", HelpName = "NAME" };
        var json = Options.Json();
        var lines = Options.JsonLines();
        var csv = Options.Csv();
        var command = new Command(name.Split(' ')[^1], description) { store, source, json, lines, csv };
        foreach (var filter in Filters)
        {
            command.Options.Add(filter);
        }

        command.WithExamples([.. Examples]);
        command.SetAction(async (parsed, cancel) =>
        {
            var forms = new[] { json, lines, csv }.Where(parsed.GetValue).ToList();
            if (forms.Count > 1)
            {
                throw CommandException.Usage($"{string.Join(" and ", forms.Select(o => o.Name))}: choose one.");
            }

            await using var opened = await Options.OpenStoreAsync(parsed.GetRequiredValue(store), create: false, terminal.Clock, cancel).ConfigureAwait(false);
            SourceId? only = parsed.GetValue(source) is { Length: > 0 } given ? new SourceId(given) : null;
            if (only is { } asked && (await opened.Sources.ListAsync(cancel).ConfigureAwait(false)).All(s => s.Id != asked))
            {
                throw new CommandException(ExitCode.Failed, $"--source {asked}: the store has no such source.");
            }

            var form = forms.Count == 0 ? Table(terminal.Out) : forms[0] == csv ? AsCsv(terminal.Out) : forms[0] == lines ? AsLines(terminal.Out) : AsList(terminal.Out);
            var items = Filtered is null ? list(opened, only, cancel) : Filtered(opened, only, parsed, cancel);
            form.Begin();
            await foreach (var item in items.ConfigureAwait(false))
            {
                form.Write(item);
            }

            form.End();
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>How the items are written: what comes before, each item, what comes after.</summary>
    private readonly record struct Form(Action Begin, Action<T> Write, Action End);

    private Form AsLines(TextWriter output)
    {
        var text = ToJson();
        return new Form(Nothing, item => output.Write(text(item) + "\n"), Nothing);
    }

    private Form AsList(TextWriter output)
    {
        var text = ToJson();
        var between = "\n";
        return new Form(() => output.Write('['), item =>
        {
            output.Write(between);
            output.Write(text(item));
            between = ",\n";
        }, () => output.WriteLine("\n]"));
    }

    private static void Nothing()
    {
    }

    private Func<T, string> ToJson()
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        var json = new Utf8JsonWriter(buffer, s_json);
        return item =>
        {
            buffer.ResetWrittenCount();
            json.Reset(buffer);
            json.WriteStartObject();
            foreach (var column in columns)
            {
                json.WritePropertyName(column.Key);
                Write(json, column.Of(item));
            }

            json.WriteEndObject();
            json.Flush();
            return JsonText.Of(buffer.WrittenSpan);
        };
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case IReadOnlyList<string> texts:
                json.WriteStartArray();
                foreach (var text in texts)
                {
                    json.WriteStringValue(text);
                }

                json.WriteEndArray();
                break;
            case IReadOnlyList<Rejection> rejections:
                JsonOutput.Write(json, rejections);
                break;
            case Gone gone:
                json.WriteStartObject();
                json.WriteString("after", Moment.Second(gone.After).ToString());
                json.WriteString("before", Moment.Second(gone.Before).ToString());
                json.WriteEndObject();
                break;
            default:
                json.WriteStringValue(value.ToString());
                break;
        }
    }

    private Form AsCsv(TextWriter output) => new(
        () => output.Write(string.Join(',', columns.Select(c => c.Key)) + "\r\n"),
        item => output.Write(Csv.Row(columns.Select(c => Shown(c.Of(item))))),
        Nothing);

    private Form Table(TextWriter output)
    {
        var shown = columns.Where(c => c.TableWidth > 0).ToList();
        return new Form(
            () => output.WriteLine(string.Join("  ", shown.Select(c => Fit(c.Key, c.TableWidth))).TrimEnd()),
            item => output.WriteLine(string.Join("  ", shown.Select(c => Fit(Shown(c.Of(item)), c.TableWidth))).TrimEnd()),
            Nothing);
    }

    private static string Shown(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        Gone gone => $"{Moment.Second(gone.After)}/{Moment.Second(gone.Before)}",
        IReadOnlyList<string> texts => string.Join("; ", texts),
        IReadOnlyList<Rejection> rejections => string.Join("; ", rejections.Select(r => $"{r.Place}: {r.Reason}")),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Fit(string value, int width)
    {
        var clean = Terminal.Harmless(value);
        return clean.Length <= width ? clean.PadRight(width) : string.Concat(clean.AsSpan(0, width - 1), "…");
    }
}

/// <summary><c>posts</c>, <c>threads</c>, <c>actors</c>: what the store holds. Other programs rely on the keys.</summary>
internal static class StoredCommands
{
    public static Command Posts(Terminal terminal) => new StoredCommand<Post>(
        "posts", "List the posts of the store, in the order of source, thread and post.",
        [
            new("source", p => p.Source.Value, 20),
            new("thread_id", p => p.ThreadId),
            new("thread_title", p => p.ThreadTitle, 44),
            new("forum", p => p.Forum),
            new("prefix", p => p.Prefix),
            new("post_id", p => p.PostId, 8),
            new("author", p => p.Author, 16),
            new("author_joined", p => p.AuthorJoined?.ToString()),
            new("published_at", p => p.PublishedAt?.ToString(), 20),
            new("published_raw", p => p.PublishedRaw),
            new("body", p => p.Body),
            new("edited_at", p => p.EditedAt?.ToString()),
            new("first_seen", p => Moment.Second(p.FirstSeen).ToString()),
            new("last_seen", p => Moment.Second(p.LastSeen).ToString()),
            new("gone", p => p.Gone),
            new("number", p => p.Number),
            new("author_posts", p => p.AuthorPosts),
            new("attachments", p => p.Attachments),
            new("hidden_parts", p => p.HiddenParts),
            new("reactions", p => p.Reactions),
            new("capture", p => p.Capture.Value),
        ],
        static (store, source, cancel) => store.Posts.AllAsync(source, cancel)).Create(terminal);

    public static Command Threads(Terminal terminal) => new StoredCommand<ForumThread>(
        "threads", "List the threads of the store, in the order of source and thread.",
        [
            new("source", t => t.Source.Value, 20),
            new("thread_id", t => t.ThreadId, 8),
            new("title", t => t.Title, 50),
            new("forum", t => t.Forum, 16),
            new("prefix", t => t.Prefix),
            new("author", t => t.Author, 16),
            new("published_at", t => t.PublishedAt?.ToString(), 20),
            new("views", t => t.Views, 8),
            new("replies", t => t.Replies, 7),
            new("sticky", t => t.Sticky),
            new("closed", t => t.Closed),
        ],
        static (store, source, cancel) => store.Threads.AllAsync(source, cancel)).Create(terminal);

    public static Command Actors(Terminal terminal) => new StoredCommand<Handle>(
        "actors", "List the handles of the store, in the order of source and name.",
        [
            new("source", h => h.Source.Value, 20),
            new("handle", h => h.Name, 24),
            new("joined", h => h.Joined?.ToString(), 20),
            new("posts", h => h.Posts, 7),
            new("first_seen", h => Moment.Second(h.FirstSeen).ToString(), 20),
            new("language", h => h.Language, 8),
            new("last_seen", h => Moment.Second(h.LastSeen).ToString()),
            new("reputation", h => h.Reputation),
            new("group", h => h.Group),
        ],
        static (store, source, cancel) => store.Handles.AllAsync(source, cancel)).Create(terminal);

    public static Command Sources(Terminal terminal) => new StoredCommand<SourceHealth>(
        "source list", "List the sources of the store: what was captured of each, when, and how much of it failed.",
        [
            new("source", s => s.Source.Id.Value, 28),
            new("name", s => s.Source.Name, 24),
            new("kind", s => WireNames.Of(s.Source.Kind), 10),
            new("program", s => s.Source.Program, 10),
            new("start", s => s.Source.Start),
            new("zone", s => s.Source.Zone),
            new("captures", s => s.Captures, 8),
            new("failed", s => s.Failed, 6),
            new("threads", s => s.Threads, 7),
            new("posts", s => s.Posts, 7),
            new("listings", s => s.Listings, 8),
            new("handles", s => s.Handles),
            new("first_captured", s => s.FirstCaptured is { } at ? Moment.Second(at).ToString() : null),
            new("last_captured", s => s.LastCaptured is { } at ? Moment.Second(at).ToString() : null, 20),
            new("oldest_post", s => s.OldestPost?.ToString()),
            new("newest_post", s => s.NewestPost?.ToString(), 20),
        ],
        static (store, source, cancel) => HealthAsync(store, source, cancel)).Create(terminal);

    public static Command Runs(Terminal terminal) => new StoredCommand<Run>(
        "source runs", "List what each import and collection brought, newest first, and what it could not read and why.",
        [
            new("run", r => r.Name, 26),
            new("source", r => r.Source.Value, 20),
            new("command", r => r.Command, 24),
            new("started_at", r => Moment.Second(r.StartedAt).ToString(), 20),
            new("seconds", r => Math.Round((r.EndedAt - r.StartedAt).TotalSeconds, 1)),
            new("files", r => r.Files, 6),
            new("pages", r => r.Pages, 6),
            new("posts", r => r.Posts, 7),
            new("posts_new", r => r.NewPosts, 9),
            new("posts_changed", r => r.ChangedPosts),
            new("rejected", r => r.Rejected, 8),
            new("rejections", r => r.Rejections),
            new("trouble", r => r.Trouble),
        ],
        static (store, source, cancel) => RunsAsync(store, source, cancel)).Create(terminal);

    private static async IAsyncEnumerable<SourceHealth> HealthAsync(IStore store, SourceId? source, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var health in await store.Sources.HealthAsync(cancel).ConfigureAwait(false))
        {
            if (source is null || health.Source.Id == source)
            {
                yield return health;
            }
        }
    }

    private static async IAsyncEnumerable<Run> RunsAsync(IStore store, SourceId? source, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var run in await store.Runs.ListAsync(source, int.MaxValue, cancel).ConfigureAwait(false))
        {
            yield return run;
        }
    }
}
