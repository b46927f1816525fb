using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Aftershock.Collecting.Warcs;

/// <summary>Archives that other programs made: <c>.warc</c>, <c>.warc.gz</c> (member by member or in one piece) and <c>.wacz</c>.</summary>
/// <remarks>Every HTML page that was archived is a page captured at the record's date; everything else is counted, and what is damaged told.</remarks>
public static class WarcFile
{
    private const string Resources = "datapackage.json";
    private const int LongestResources = 16 << 20;
    private static readonly string[] s_endings = [".warc", ".warc.gz", ".wacz"];

    /// <summary>The files that paths name; a folder stands for its archives, in the order of their names.</summary>
    public static IReadOnlyList<string> Expand(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return [.. paths.SelectMany<string, string>(p => Directory.Exists(p)
            ? Directory.EnumerateFiles(p, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
                .Where(f => s_endings.Any(e => f.EndsWith(e, StringComparison.OrdinalIgnoreCase))).Order(StringComparer.Ordinal)
            : [p])];
    }

    /// <param name="tally">Gets what was no page.</param>
    public static async IAsyncEnumerable<Intake> ReadAsync(
        IReadOnlyList<string> files, SourceId source, WarcTally tally, WarcSettings? settings = null, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(tally);
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var path in files)
        {
            foreach (var intake in ReadFile(path, new WarcPages(source, tally, settings ?? new WarcSettings())))
            {
                cancel.ThrowIfCancellationRequested();
                yield return intake;
            }
        }
    }

    private static IEnumerable<Intake> ReadFile(string path, WarcPages pages)
    {
        var name = Path.GetFileName(path);
        var (file, reason) = Open(path);
        if (file is null)
        {
            return [Intake.UnreadableFile(name, reason!)];
        }

        Span<byte> mark = stackalloc byte[4];
        var length = file.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return mark[..length] is [(byte)'P', (byte)'K', 3 or 5, 4 or 6] ? ReadZip(file, name, pages) : pages.Read(file, name);
    }

    private static (FileStream? File, string? Reason) Open(string path)
    {
        try
        {
            return File.Exists(path)
                ? (new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, FileOptions.SequentialScan), null)
                : (null, "no such file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"cannot be opened: {e.Message}");
        }
    }

    private static IEnumerable<Intake> ReadZip(FileStream file, string name, WarcPages pages)
    {
        using (file)
        {
            var (zip, archives, reason) = OpenZip(file);
            if (zip is null || archives.Count == 0)
            {
                yield return Intake.UnreadableFile(name, reason ?? "holds no archive/….warc or .warc.gz; expected a WACZ file");
                yield break;
            }

            using (zip)
            {
                var told = new Dictionary<string, string>(StringComparer.Ordinal);
                var note = zip.GetEntry(Resources) is { } resources ? ReadResources(resources, told) : $"has no {Resources}, so the digests of its files are not known";
                if (note is not null)
                {
                    yield return Intake.Told([new Rejection(name, note)], startsFile: true);
                }

                var first = note is null;
                foreach (var entry in archives)
                {
                    var place = $"{name}/{entry.FullName}";
                    var (stream, broken) = OpenEntry(entry, told.GetValueOrDefault(entry.FullName));
                    if (broken is not null)
                    {
                        yield return stream is null ? Intake.UnreadableFile(place, broken, first) : Intake.Told([new Rejection(place, broken)], first);
                        first = false;
                    }

                    if (stream is null)
                    {
                        continue;
                    }

                    var content = new ReplayStream(stream);
                    foreach (var intake in pages.Read(content, place, first))
                    {
                        first = false;
                        yield return intake;
                    }

                    if (content.Failure is { } failure)
                    {
                        yield return Intake.Told([new Rejection(place, $"cannot be unpacked to its end: {failure}")]);
                    }
                }
            }
        }
    }

    private static (ZipArchive? Zip, IReadOnlyList<ZipArchiveEntry> Archives, string? Reason) OpenZip(Stream file)
    {
        try
        {
            var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            return (zip, [.. zip.Entries.Where(IsArchive).OrderBy(e => e.FullName, StringComparer.Ordinal)], null);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return (null, [], $"is a damaged ZIP file: {e.Message}");
        }

        static bool IsArchive(ZipArchiveEntry entry) => entry.FullName.StartsWith("archive/", StringComparison.Ordinal)
            && (entry.FullName.EndsWith(".warc", StringComparison.OrdinalIgnoreCase) || entry.FullName.EndsWith(".warc.gz", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Opens a file of the ZIP; when a digest is told for it, it is hashed once before.</summary>
    private static (Stream? Stream, string? Reason) OpenEntry(ZipArchiveEntry entry, string? digest)
    {
        try
        {
            string? reason = null;
            if (digest is not null && digest.StartsWith("sha256:", StringComparison.OrdinalIgnoreCase))
            {
                using var hashed = entry.Open();
                reason = Convert.ToHexString(SHA256.HashData(hashed)).Equals(digest[7..], StringComparison.OrdinalIgnoreCase) ? null : $"does not have the digest that {Resources} tells";
            }

            return (entry.Open(), reason);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException)
        {
            return (null, $"cannot be unpacked: {e.Message}");
        }
    }

    /// <returns>Why it could not be read; null when it was.</returns>
    private static string? ReadResources(ZipArchiveEntry entry, Dictionary<string, string> told)
    {
        try
        {
            using var stream = entry.Open();
            var bytes = new byte[(int)Math.Min(entry.Length, LongestResources)];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            using var json = JsonDocument.Parse(bytes.AsMemory(0, length));
            foreach (var resource in json.RootElement.GetProperty("resources").EnumerateArray())
            {
                if (resource.GetProperty("path").GetString() is { } path && resource.TryGetProperty("hash", out var hash) && hash.GetString() is { } digest)
                {
                    told[path] = digest;
                }
            }

            return null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or InvalidDataException or IOException)
        {
            return $"{Resources} cannot be read: {e.Message}";
        }
    }
}
