namespace Aftershock.Collecting.Pages;

/// <summary>A file that is one page: a feed, an event, a page of messages; plain or gzip.</summary>
internal static class SingleFile
{
    private static readonly DateTimeOffset s_oldestFile = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="longest">A longer file, uncompressed, is not read.</param>
    /// <param name="reason">Why there is no page.</param>
    public static bool TryRead(string path, SourceId source, TimeProvider clock, int longest, string contentType, out RawPage page, out string reason)
    {
        page = null!;
        reason = "";
        var name = Path.GetFileName(path);
        if (!File.Exists(path))
        {
            reason = Directory.Exists(path) ? "is a folder; expected a file" : "no such file";
            return false;
        }

        try
        {
            var (content, failure) = PageFile.Read(path, longest);
            if (failure is not null)
            {
                reason = failure;
                return false;
            }

            var now = clock.GetUtcNow();
            var written = new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero);
            var at = written > now || written < s_oldestFile ? now : written;
            page = new RawPage
            {
                Source = source,
                Url = $"file:{Uri.EscapeDataString(name)}",
                CapturedAt = at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond)),
                TimeIsFileTime = true,
                ContentType = contentType,
                Content = content,
                Origin = name,
            };
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            reason = $"cannot be opened: {e.Message}";
            return false;
        }
    }
}
