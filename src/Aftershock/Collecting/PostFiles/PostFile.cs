using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Aftershock.Collecting.PostFiles;

/// <summary>How files of posts are cut into blocks. The blocks of a file depend on its content alone, so that a second import meets the same ones.</summary>
public sealed record PostFileSettings
{
    /// <summary>Rows in one block, which is one capture; 1,000.</summary>
    public int RowsPerBlock { get; init; } = 1_000;

    /// <summary>A block ends as well with the row that makes it this long; 1 MB.</summary>
    public int BytesPerBlock { get; init; } = 1 << 20;

    /// <summary>A longer row is not read, and is told; 16 MB, a hundred times the longest post seen.</summary>
    public int LongestRow { get; init; } = 16 << 20;

    /// <summary>Keys that show an object to be a row; one that has none of them and holds a list of objects that do is unwrapped.</summary>
    public IReadOnlyCollection<string> RowKeys { get; init; } = [];

    /// <summary>Whether an object of lists tells under each key whose rows the list holds; otherwise its one list is read.</summary>
    public bool KeysAreHeads { get; init; }

    /// <summary>Names by which the first line of a file shows it to be a table; without any no file is one.</summary>
    public IReadOnlyCollection<string> Columns { get; init; } = [];

    /// <summary>The encoding of every file; <c>auto</c> to tell it from the bytes; null for UTF-8, or what a byte order mark says.</summary>
    public string? Encoding { get; init; }

    /// <summary>Where rows stand within the object that the file is; null to tell it from the file.</summary>
    internal JsonShape? Shape { get; init; }
}

/// <summary>
/// Files of posts: one JSON object a line (JSON Lines), one JSON array of objects, one object that holds such a list, or a
/// table with a header; plain or gzip, each told by content and not by name.
/// </summary>
public static class PostFile
{
    /// <summary>So much of a file is looked at to tell what it is.</summary>
    private const int Looked = 1 << 16;

    private static readonly string[] s_endings = [".jsonl", ".ndjson", ".json"];
    private static readonly string[] s_tables = [".csv", ".tsv"];
    private static readonly DateTimeOffset s_oldestFile = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The files themselves, and of each folder those whose names end like a post file's, in the order of their names.</summary>
    /// <param name="tables">Whether tables, <c>.csv</c> and <c>.tsv</c>, are among them.</param>
    public static IReadOnlyList<string> Expand(IEnumerable<string> paths, bool tables = false) => Expand(paths, tables ? [.. s_endings, .. s_tables] : s_endings);

    /// <param name="endings">How a file's name may end, <c>.gz</c> behind it or not.</param>
    public static IReadOnlyList<string> Expand(IEnumerable<string> paths, IReadOnlyList<string> endings)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return [.. paths.SelectMany(Files)];

        IEnumerable<string> Files(string path) => !Directory.Exists(path) ? [path] : Directory
            .EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(f => endings.Any(e => f.EndsWith(e, StringComparison.OrdinalIgnoreCase) || f.EndsWith(e + ".gz", StringComparison.OrdinalIgnoreCase)))
            .Order(StringComparer.Ordinal);
    }

    /// <summary>Reads the files one after the other as blocks of rows.</summary>
    /// <param name="clock">A file cannot be younger than now, and a nonsensical file time becomes now.</param>
    public static async IAsyncEnumerable<Intake> ReadAsync(
        IEnumerable<string> paths, SourceId source, TimeProvider clock, PostFileSettings? settings = null, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(clock);
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var path in paths)
        {
            foreach (var intake in Read(path, source, clock, settings ?? new PostFileSettings()))
            {
                cancel.ThrowIfCancellationRequested();
                yield return intake;
            }
        }
    }

    internal static IEnumerable<Intake> Read(string path, SourceId source, TimeProvider clock, PostFileSettings settings)
    {
        var name = Path.GetFileName(path);
        if (Open(path, out var file, out var capturedAt, clock) is { } unreadable)
        {
            yield return Intake.UnreadableFile(name, unreadable);
            yield break;
        }

        using var opened = file!;
        var told = (Encoding: (string?)null, Note: (string?)null);
        var content = Decoded(CheckedGzipStream.IsGzip(opened) ? new CheckedGzipStream(opened) : opened, settings, ref told);
        if (told.Note is { } note)
        {
            yield return Intake.Warned(name, note);
        }

        long read = 0;
        var isFirst = true;
        var blocks = Blocks(content, name, settings, out var fault);
        if (fault is not null)
        {
            yield return Intake.UnreadableFile(name, fault, inputBytes: opened.Position);
            yield break;
        }

        while (blocks.Next() is { } block)
        {
            var bytes = opened.Position - read;
            read = opened.Position;
            if (block.Note is not null)
            {
                yield return Intake.Warned(name, block.Note);
                continue;
            }

            yield return block.Reason is { } reason
                ? block.IsRow
                    ? Intake.UnreadableRow($"{name} {block.Unit} {block.First}", reason, isFirst, bytes)
                    : Intake.UnreadableFile(name, reason, isFirst, bytes)
                : Intake.Of(new RawPage
                {
                    Source = source,
                    Url = BlockPlace.Url(name, block.Unit, block.First, block.Last, block.Unit == BlockPlace.Row ? null : block.Head),
                    CapturedAt = capturedAt,
                    TimeIsFileTime = true,
                    ContentType = $"{ContentTypeOf(block.Unit)}{(told.Encoding is null ? "" : $"; charset=utf-8; converted-from={told.Encoding}")}",
                    Content = block.Content,
                    Origin = $"{name} {block.Unit} {block.First}",
                    Head = block.Head,
                    Rows = block.Rows,
                }, isFirst, bytes);
            isFirst = false;
        }
    }

    private static string ContentTypeOf(string unit) => unit switch
    {
        BlockPlace.Line => "application/x-ndjson",
        BlockPlace.Row => "text/csv",
        _ => "application/json",
    };

    /// <summary>The content as UTF-8.</summary>
    /// <param name="told">The encoding it was converted from, null for UTF-8; and what is to be told of it.</param>
    private static HeadStream Decoded(Stream raw, PostFileSettings settings, ref (string? Encoding, string? Note) told)
    {
        var content = new HeadStream(raw, Looked);
        if (TextEncoding.Marked(content.Head) is var (marked, mark, reason))
        {
            if (marked == Encoding.UTF8)
            {
                return content;
            }

            content.Skip(mark);
            told = (marked.WebName, $"read as {marked.WebName}: {reason}");
            return new HeadStream(Encoding.CreateTranscodingStream(content, marked, Encoding.UTF8), Looked);
        }

        var guess = settings.Encoding == "auto" ? TextEncoding.Guess(content.Head) : null;
        var named = guess?.Name ?? (settings.Encoding == "auto" ? null : settings.Encoding);
        if (named is null || TextEncoding.Named(named) is not { } encoding || encoding.CodePage == Encoding.UTF8.CodePage)
        {
            return content;
        }

        told = (encoding.WebName, $"read as {encoding.WebName}: {guess?.Reason ?? "as --encoding says"}");
        return new HeadStream(Encoding.CreateTranscodingStream(content, encoding, Encoding.UTF8), Looked);
    }

    private static IBlocks Blocks(HeadStream content, string name, PostFileSettings settings, out string? fault)
    {
        fault = null;
        if (settings.Shape is { } shape)
        {
            return new ListCutter(content, settings, shape);
        }

        var head = content.Head.StartsWith("\uFEFF"u8) ? content.Head[3..] : content.Head;
        var first = head.IndexOfAnyExcept(" \t\r\n"u8);
        if (first >= 0 && head[first] == (byte)'{' && Wrapper.Is(head[first..], settings.RowKeys))
        {
            content.Skip(content.Head.Length - head.Length);
            return new ListCutter(content, settings, new JsonShape { KeyIsHead = settings.KeysAreHeads });
        }

        if (first >= 0 && head[first] is not ((byte)'{' or (byte)'[') && settings.Columns.Count > 0)
        {
            content.Skip(content.Head.Length - head.Length + first);
            var line = head[first..];
            var newline = line.IndexOf((byte)'\n');
            var header = Encoding.UTF8.GetString(newline < 0 ? line : line[..newline]);
            var delimiter = TableRow.DelimiterOf(header);
            var cells = TableRow.Cells(header, delimiter);
            if (cells.Any(c => settings.Columns.Contains(c.Trim(), StringComparer.OrdinalIgnoreCase)))
            {
                return new TableCutter(content, settings, delimiter, header.TrimEnd('\r'));
            }

            if (s_tables.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase) || name.EndsWith(e + ".gz", StringComparison.OrdinalIgnoreCase)))
            {
                fault = $"its columns are {string.Join(", ", cells.Take(30))}; none is known. Say which is which, such as --columns title={cells[0]},body={cells[^1]}";
            }
        }

        return new BlockCutter(content, settings);
    }

    private static string? Open(string path, out FileStream? file, out DateTimeOffset capturedAt, TimeProvider clock)
    {
        file = null;
        capturedAt = default;
        if (!File.Exists(path))
        {
            return Directory.Exists(path) ? "is a folder; expected a file of posts" : "no such file";
        }

        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"cannot be opened: {e.Message}";
        }

        var now = clock.GetUtcNow();
        var written = new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero);
        var at = written > now || written < s_oldestFile ? now : written;
        capturedAt = at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));
        return null;
    }
}

/// <summary>The address of a block within its file, such as <c>file:claims.jsonl#lines=1-1000</c>.</summary>
internal static class BlockPlace
{
    public const string Line = "line";
    public const string Item = "item";
    public const string Row = "row";

    /// <param name="head">What the rows are read by, when it does not stand among them.</param>
    public static string Url(string file, string unit, long first, long last, string? head = null) =>
        $"file:{Uri.EscapeDataString(file)}{(head is null ? "" : $"?of={Uri.EscapeDataString(head)}")}#{unit}s={first}-{last}";

    /// <summary>Reads back what <see cref="Url"/> wrote; a page that is no block counts from line 1.</summary>
    public static (string File, string Unit, long First) Of(RawPage page)
    {
        var mark = page.Url.LastIndexOf('#');
        var equals = page.Url.IndexOf('=', Math.Max(mark, 0));
        var dash = page.Url.LastIndexOf('-');
        return page.Url.StartsWith("file:", StringComparison.Ordinal) && mark > 0 && equals > mark && dash > equals && long.TryParse(page.Url.AsSpan(equals + 1, dash - equals - 1), out var first)
            ? (Uri.UnescapeDataString(page.Url[5..mark].Split('?')[0]), page.Url[(mark + 1)..(equals - 1)], first)
            : (page.Origin, Line, 1);
    }
}

/// <summary>Whether a file is one object around a list of rows, and not a row itself.</summary>
internal static class Wrapper
{
    /// <param name="head">The beginning of the file, from its first brace.</param>
    public static bool Is(ReadOnlySpan<byte> head, IReadOnlyCollection<string> rowKeys)
    {
        if (rowKeys.Count == 0)
        {
            return false;
        }

        var reader = new Utf8JsonReader(head, isFinalBlock: false, default);
        var hasList = false;
        try
        {
            reader.Read();
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.EndObject)
                {
                    // An object that is followed by another is a line.
                    return hasList && head[(int)reader.BytesConsumed..].IndexOfAnyExcept(" \t\r\n"u8) < 0;
                }

                var key = reader.GetString()!;
                if (!reader.Read())
                {
                    return false;
                }

                if (reader.TokenType == JsonTokenType.StartArray)
                {
                    if (!reader.Read())
                    {
                        return false;
                    }

                    if (reader.TokenType == JsonTokenType.StartObject)
                    {
                        return HasRowKey(ref reader, rowKeys);
                    }

                    hasList |= reader.TokenType == JsonTokenType.EndArray;
                    while (reader.TokenType != JsonTokenType.EndArray)
                    {
                        if (!reader.TrySkip() || !reader.Read())
                        {
                            return false;
                        }
                    }
                }
                else if (rowKeys.Contains(key) || !reader.TrySkip())
                {
                    return false;
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
        }

        return false;
    }

    private static bool HasRowKey(ref Utf8JsonReader reader, IReadOnlyCollection<string> rowKeys)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (rowKeys.Contains(reader.GetString()!))
            {
                return true;
            }

            if (!reader.Read() || !reader.TrySkip())
            {
                return false;
            }
        }

        return false;
    }
}
