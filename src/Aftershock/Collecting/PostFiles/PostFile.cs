using System.Runtime.CompilerServices;

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
}

/// <summary>Files of posts: one JSON object a line (JSON Lines), or one JSON array of objects; plain or gzip, by content and not by name.</summary>
public static class PostFile
{
    private static readonly string[] s_endings = [".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz", ".json", ".json.gz"];
    private static readonly DateTimeOffset s_oldestFile = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The files themselves, and of each folder those whose names end like a post file's, in the order of their names.</summary>
    public static IReadOnlyList<string> Expand(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return [.. paths.SelectMany(Files)];

        static IEnumerable<string> Files(string path) => !Directory.Exists(path) ? [path] : Directory
            .EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(f => s_endings.Any(e => f.EndsWith(e, StringComparison.OrdinalIgnoreCase)))
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

    private static IEnumerable<Intake> Read(string path, SourceId source, TimeProvider clock, PostFileSettings settings)
    {
        var name = Path.GetFileName(path);
        if (Open(path, out var file, out var capturedAt, clock) is { } unreadable)
        {
            yield return Intake.UnreadableFile(name, unreadable);
            yield break;
        }

        using var opened = file!;
        using var blocks = new BlockCutter(opened, settings);
        long told = 0;
        var isFirst = true;
        while (blocks.Next() is { } block)
        {
            var read = opened.Position - told;
            told = opened.Position;
            yield return block.Reason is { } reason
                ? block.IsRow
                    ? Intake.UnreadableRow($"{name} {block.Unit} {block.First}", reason, isFirst, read)
                    : Intake.UnreadableFile(name, reason, isFirst, read)
                : Intake.Of(new RawPage
                {
                    Source = source,
                    Url = BlockPlace.Url(name, block.Unit, block.First, block.Last),
                    CapturedAt = capturedAt,
                    TimeIsFileTime = true,
                    ContentType = block.Unit == BlockPlace.Line ? "application/x-ndjson" : "application/json",
                    Content = block.Content,
                    Origin = $"{name} {block.Unit} {block.First}",
                    Rows = block.Rows,
                }, isFirst, read);
            isFirst = false;
        }
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

    public static string Url(string file, string unit, long first, long last) => $"file:{Uri.EscapeDataString(file)}#{unit}s={first}-{last}";

    /// <summary>Reads back what <see cref="Url"/> wrote; a page that is no block counts from line 1.</summary>
    public static (string File, string Unit, long First) Of(RawPage page)
    {
        var mark = page.Url.LastIndexOf('#');
        var equals = page.Url.IndexOf('=', Math.Max(mark, 0));
        var dash = page.Url.LastIndexOf('-');
        return page.Url.StartsWith("file:", StringComparison.Ordinal) && mark > 0 && equals > mark && dash > equals && long.TryParse(page.Url.AsSpan(equals + 1, dash - equals - 1), out var first)
            ? (Uri.UnescapeDataString(page.Url[5..mark]), page.Url[(mark + 1)..(equals - 1)], first)
            : (page.Origin, Line, 1);
    }
}
