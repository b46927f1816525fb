using System.Security.Cryptography;
using System.Text;
using Aftershock.Collecting;
using Aftershock.Collecting.Evidence;
using Aftershock.Keeping;

namespace Aftershock.Running;

/// <summary>Keeps the books of one import: every page and every row ends in exactly one column.</summary>
internal sealed class ImportAccount(ImportRequest request, string? repaired, TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();

    /// <summary>Each post of this import by half a hash of its name, with half a hash of its words.</summary>
    private readonly Dictionary<UInt128, long> _posts = [];
    private readonly HashSet<CaptureId> _captures = [];
    private readonly List<Rejection> _rejections = [];
    private readonly List<Rejection> _warnings = [];
    private readonly Dictionary<SourceId, string> _names = [];
    private readonly HashSet<(SourceId, string)> _told = [];
    private readonly HashSet<Rejection> _toldOnce = [];
    private SortedDictionary<string, long> _keysNotRead = new(StringComparer.Ordinal);
    private (ImportReport Report, int Rejections, int Warnings, long InputBytes, SortedDictionary<string, long> Keys) _before;
    private ImportReport _report = new() { Run = request.Run, Repaired = repaired };
    private long _inputBytes;

    /// <summary>Enters what was read; call before it is stored.</summary>
    /// <returns>How many posts of it came for the first time in this import.</returns>
    public int Take(ReadBatch batch)
    {
        var first = 0;
        _before = (_report, _rejections.Count, _warnings.Count, _inputBytes, new SortedDictionary<string, long>(_keysNotRead, StringComparer.Ordinal));
        foreach (var intake in batch.Intakes)
        {
            _inputBytes += intake.Intake.InputBytes;
            _report = _report with { Files = _report.Files + (intake.Intake.StartsFile ? 1 : 0) };
            (intake.Intake.Page is null ? _rejections : _warnings).AddRange(intake.Intake.Notes);
            if (intake.Intake.Warning is { } warning)
            {
                _warnings.Add(warning);
            }

            if (intake.Intake.Unreadable is { } unreadable)
            {
                TakeUnreadable(unreadable, intake.Intake.IsRow);
            }
            else if (intake.Sealed is { } page)
            {
                TakePage(page, intake.Content);
                first += intake.Content is { } content ? TakeContent(content, page.Entry.CapturedAt) : 0;
            }
        }

        return first;
    }

    /// <summary>Takes the last batch out again: the import was stopped while it was being stored, and the store has none of it.</summary>
    public void TakeBack()
    {
        (_report, var rejections, var warnings, _inputBytes, _keysNotRead) = _before;
        _rejections.RemoveRange(rejections, _rejections.Count - rejections);
        _warnings.RemoveRange(warnings, _warnings.Count - warnings);
    }

    /// <summary>Enters what the store made of it.</summary>
    public void Stored(int first, Written written) => _report = _report with
    {
        PostsNew = _report.PostsNew + written.Posts,
        PostsKnown = _report.PostsKnown + first - written.Posts,
        PostsChanged = _report.PostsChanged + written.PostsChanged,
        Threads = _report.Threads + written.Threads,
        Handles = _report.Handles + written.Handles,
        ListingsNew = _report.ListingsNew + written.Listings,
    };

    public ImportProgress Progress() => new(_report.Pages, _report.Rows, _inputBytes, request.TotalBytes, time.GetElapsedTime(_began));

    public ImportReport Close(bool interrupted = false)
    {
        var report = _report with { Interrupted = interrupted, Rejections = _rejections, Warnings = _warnings, KeysNotRead = _keysNotRead, Elapsed = time.GetElapsedTime(_began) };
        return report.AddsUp ? report : throw new InvalidOperationException(
            $"The import does not add up: {report.Pages} pages, {report.Rows} rows; {report.PostsNew} new, {report.PostsKnown} known, {report.Duplicates} duplicates, {report.RowsRejected} rejected, {report.Skipped} skipped.");
    }

    private void TakeUnreadable(Rejection unreadable, bool isRow)
    {
        _rejections.Add(unreadable);
        _report = isRow
            ? _report with { Rows = _report.Rows + 1, RowsRejected = _report.RowsRejected + 1 }
            : _report with { FilesUnreadable = _report.FilesUnreadable + 1 };
    }

    private void TakePage(SealedPage page, PageContent? content)
    {
        var isFirst = _captures.Add(page.Entry.Capture);
        _report = _report with { Pages = _report.Pages + 1 };
        _report = page.Standing switch
        {
            SealStanding.Erased => _report with { CapturesErased = _report.CapturesErased + 1 },
            SealStanding.New => _report with { CapturesNew = _report.CapturesNew + 1 },
            _ when isFirst => _report with { CapturesKnown = _report.CapturesKnown + 1 },
            _ => _report with { CapturesRepeated = _report.CapturesRepeated + 1 },
        };
        switch (content?.Outcome)
        {
            case null:
                _rejections.Add(new Rejection(page.Page.Origin, "its evidence was erased; it is not taken in again"));
                _report = _report with { Rows = _report.Rows + (page.Page.Rows ?? 0), RowsRejected = _report.RowsRejected + (page.Page.Rows ?? 0) };
                break;
            case ReadOutcome.Failed:
                _rejections.Add(new Rejection(page.Page.Origin, content.Failure ?? "could not be read"));
                _report = _report with { PagesFailed = _report.PagesFailed + 1 };
                break;
            case ReadOutcome.SourceError:
                _report = _report with { SourceErrors = _report.SourceErrors + 1 };
                break;
            case ReadOutcome.NothingToRead:
                _report = _report with { PagesEmpty = _report.PagesEmpty + 1 };
                break;
        }
    }

    /// <summary>So many keys tell what a file is; a file of rubbish has no end of them.</summary>
    private const int MostKeys = 200;

    private int TakeContent(PageContent content, DateTimeOffset capturedAt)
    {
        int first = 0, repeated = content.Duplicates, revised = 0, undated = 0, after = 0;
        _warnings.AddRange(content.ToldOnce.Where(_toldOnce.Add));
        foreach (var (key, rows) in content.KeysNotRead)
        {
            if (_keysNotRead.Count < MostKeys || _keysNotRead.ContainsKey(key))
            {
                _keysNotRead[key] = _keysNotRead.GetValueOrDefault(key) + rows;
            }
        }

        foreach (var post in content.Posts)
        {
            var words = Words(post);
            if (_posts.TryAdd(Name(post.Key), words))
            {
                first++;
                undated += post.PublishedAt is null ? 1 : 0;
                after += post.PublishedAt?.At > capturedAt ? 1 : 0;
            }
            else
            {
                repeated++;
                revised += _posts[Name(post.Key)] == words ? 0 : 1;
                _posts[Name(post.Key)] = words;
            }
        }

        foreach (var source in content.Sources)
        {
            // Two spellings that differ in capitals alone are taken for one name without a word.
            if (!_names.TryAdd(source.Id, source.Name) && !_names[source.Id].Equals(source.Name, StringComparison.OrdinalIgnoreCase) && _told.Add((source.Id, source.Name)))
            {
                _warnings.Add(new Rejection($"source {source.Id}", $"\"{_names[source.Id]}\" and \"{source.Name}\" come to the same source name; their posts stand in one source, each under its own author"));
            }
        }

        _rejections.AddRange(content.Rejections);
        _warnings.AddRange(content.Warnings);
        _report = _report with
        {
            PagesTold = _report.PagesTold + (content.Posts.Count + content.Threads.Count + content.Handles.Count > 0 ? 1 : 0),
            Rows = _report.Rows + content.Posts.Count + content.Duplicates + content.Rejections.Count + content.Skipped,
            Duplicates = _report.Duplicates + repeated,
            Revised = _report.Revised + revised,
            Undated = _report.Undated + undated,
            DatedAfterCapture = _report.DatedAfterCapture + after,
            Skipped = _report.Skipped + content.Skipped,
            RowsRejected = _report.RowsRejected + content.Rejections.Count,
        };
        return first;
    }

    private static UInt128 Name(PostKey key)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{key.Source.Value}\n{key.PostId}"), hash);
        return BitConverter.ToUInt128(hash);
    }

    private static long Words(Post post)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{post.ThreadTitle}\n{post.PublishedAt}\n{post.Author}\n{post.Body}"), hash);
        return BitConverter.ToInt64(hash);
    }
}
