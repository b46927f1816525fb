using System.IO.Enumeration;
using System.Runtime.CompilerServices;

namespace Aftershock.Collecting.Pages;

/// <summary>How a folder of saved pages is read.</summary>
public sealed record PageFolderSettings
{
    /// <summary>A longer page, uncompressed, is not read, and is told; 64 MB, a thousand times a usual one.</summary>
    public int LongestPage { get; init; } = 64 << 20;
}

/// <summary>A folder of saved pages, plain or gzip, with or without a manifest.</summary>
/// <remarks>
/// With <c>manifest.jsonl</c> its lines say which files there are, from where and of when; files that it does not name are
/// told and left, but for <c>.json</c> files, since notes on a crawl lie beside its pages. Without one every <c>.html</c>,
/// <c>.htm</c>, <c>.xml</c> and <c>.json</c> file is a page of its file time, under the address of its canonical link or
/// else its own name. Nothing outside of the folder is read.
/// </remarks>
public static class PageFolder
{
    private static readonly string[] s_endings = [".html", ".htm", ".xhtml", ".php", ".xml", ".html.gz", ".htm.gz", ".xhtml.gz", ".php.gz", ".xml.gz", ".json", ".json.gz"];
    private const string Json = "application/json";
    private static readonly DateTimeOffset s_oldestFile = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static long TotalBytes(string folder) => Directory.Exists(folder) ? Files(folder).Where(f => !f.IsLink).Sum(f => new FileInfo(f.Path).Length) : 0;

    /// <summary>The pages in the manifest's order, or by name; what cannot be read is told in its place.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static async IAsyncEnumerable<Intake> ReadAsync(
        string folder, SourceId source, TimeProvider clock, PageFolderSettings? settings = null, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(clock);
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var intake in Read(Path.GetFullPath(folder), source, clock, settings ?? new PageFolderSettings()))
        {
            cancel.ThrowIfCancellationRequested();
            yield return intake;
        }
    }

    private static IEnumerable<Intake> Read(string folder, SourceId source, TimeProvider clock, PageFolderSettings settings)
    {
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{folder}: no such folder; expected saved pages.");
        }

        var manifest = Path.Combine(folder, Manifest.FileName);
        return File.Exists(manifest) ? WithManifest(folder, manifest, source, clock, settings) : WithoutManifest(folder, source, clock, settings);
    }

    private static IEnumerable<Intake> WithManifest(string folder, string manifest, SourceId source, TimeProvider clock, PageFolderSettings settings)
    {
        if (new FileInfo(manifest).LinkTarget is not null)
        {
            yield return Intake.UnreadableFile(Manifest.FileName, "is a link; expected a file inside of the folder, so nothing was read");
            yield break;
        }

        var named = new HashSet<string>(StringComparer.Ordinal);
        var refused = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (line, entry, reason) in IsNoFile(manifest) ? [] : Manifest.Read(manifest))
        {
            var place = $"{Manifest.FileName} line {line}";
            if (entry is null)
            {
                yield return Intake.UnreadableFile(place, reason!);
                continue;
            }

            if (Inside(folder, entry.File) is not { } path)
            {
                refused.Add(entry.File);
                yield return Intake.UnreadableFile(place, $"file \"{entry.File}\" is not read; expected a file inside of the folder, not a link out of it");
                continue;
            }

            named.Add(path);
            yield return ReadFile(path, entry.File, clock, settings, (content, written) => new RawPage
            {
                Source = source,
                Url = entry.Url,
                CapturedAt = entry.CapturedAt ?? written,
                TimeIsFileTime = entry.CapturedAt is null,
                Status = entry.Status,
                ContentType = entry.ContentType ?? ContentTypeOf(path),
                Content = content,
                Origin = entry.File,
                KindHint = entry.Kind,
            });
        }

        foreach (var (path, isLink) in Files(folder).Where(f => !named.Contains(f.Path) && !refused.Contains(Path.GetRelativePath(folder, f.Path)) && ContentTypeOf(f.Path) != Json))
        {
            yield return Intake.UnreadableFile(Path.GetRelativePath(folder, path), isLink ? Link : $"is not named by {Manifest.FileName}, so its address and time are unknown; it was left");
        }
    }

    private static IEnumerable<Intake> WithoutManifest(string folder, SourceId source, TimeProvider clock, PageFolderSettings settings)
    {
        foreach (var (path, isLink) in Files(folder))
        {
            var name = Path.GetRelativePath(folder, path);
            if (isLink)
            {
                yield return Intake.UnreadableFile(name, Link);
                continue;
            }

            yield return ReadFile(path, name, clock, settings, (content, written) => new RawPage
            {
                Source = source,
                Url = Canonical.AddressIn(content.Span) ?? $"file:{Uri.EscapeDataString(name)}",
                CapturedAt = written,
                TimeIsFileTime = true,
                ContentType = ContentTypeOf(path),
                Content = content,
                Origin = name,
            });
        }
    }

    private static Intake ReadFile(string path, string name, TimeProvider clock, PageFolderSettings settings, Func<ReadOnlyMemory<byte>, DateTimeOffset, RawPage> page)
    {
        if (!File.Exists(path))
        {
            return Intake.UnreadableFile(name, "no such file in the folder");
        }

        try
        {
            if (IsNoFile(path))
            {
                return Intake.UnreadableFile(name, Empty);
            }

            var (content, reason) = PageFile.Read(path, settings.LongestPage);
            return reason is null
                ? Intake.Of(page(content, FileTime(path, clock)), inputBytes: new FileInfo(path).Length)
                : Intake.UnreadableFile(name, reason);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Intake.UnreadableFile(name, $"cannot be opened: {e.Message}");
        }
    }

    private static DateTimeOffset FileTime(string path, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var written = new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero);
        return written > now || written < s_oldestFile ? now : written;
    }

    private const string Link = "is a link; expected a file or folder inside of the folder, so it was not followed";

    private const string Empty = "is empty, or no file but a pipe or a device; expected a saved page";

    /// <summary>Whether there is nothing to read; a pipe has no length either, and opening one would wait for its other end.</summary>
    private static bool IsNoFile(string path) => new FileInfo(path).Length == 0;

    /// <summary>The files named like pages, and the links: those named so, and those that lead to folders. No link is followed.</summary>
    private static IEnumerable<(string Path, bool IsLink)> Files(string folder) =>
        new FileSystemEnumerable<(string Path, bool IsLink)>(
            folder,
            static (ref entry) => (entry.ToFullPath(), IsLink(entry.Attributes)),
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
        {
            ShouldRecursePredicate = static (ref entry) => !IsLink(entry.Attributes),
            ShouldIncludePredicate = static (ref entry) => entry.IsDirectory ? IsLink(entry.Attributes) : IsNamedLikePage(entry.FileName),
        }.OrderBy(f => f.Path, StringComparer.Ordinal);

    private static bool IsLink(FileAttributes attributes) => (attributes & FileAttributes.ReparsePoint) != 0;

    private static bool IsNamedLikePage(ReadOnlySpan<char> name)
    {
        foreach (var ending in s_endings)
        {
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The whole path of a file that lies within the folder and reaches it through no link; null otherwise.</summary>
    private static string? Inside(string folder, string file)
    {
        if (file.Length == 0 || Path.IsPathRooted(file) || file.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        var path = Path.GetFullPath(Path.Combine(folder, file));
        if (!path.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            return null;
        }

        for (var part = path; part.Length > folder.Length; part = Path.GetDirectoryName(part)!)
        {
            if (new FileInfo(part).LinkTarget is not null)
            {
                return null;
            }
        }

        return path;
    }

    private static string ContentTypeOf(string path)
    {
        var name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return Path.GetExtension(name).ToLowerInvariant() switch { ".xml" => "application/xml", ".json" => Json, _ => "text/html" };
    }
}
