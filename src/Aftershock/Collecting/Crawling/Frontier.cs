using Aftershock.Keeping;

namespace Aftershock.Collecting.Crawling;

/// <summary>Which addresses of a source are to be fetched, and in what order; kept in the store, so that a run goes on where one was cut off.</summary>
/// <remarks>
/// First the thread that is being read, to its end; then front pages and lists, which tell what is new; then new threads,
/// then changed ones. A list is followed to its next page only while it tells of something new or changed. A thread that
/// was not read for some days is read again: edits and removals show nowhere else.
/// </remarks>
internal sealed class Frontier
{
    private readonly ICrawlStore _store;
    private readonly CrawlSource _source;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, CrawlPage> _pages;
    private readonly Dictionary<CrawlPageKind, Queue<string>> _wanted = Enum.GetValues<CrawlPageKind>().ToDictionary(k => k, _ => new Queue<string>());

    /// <summary>Replies as this run's lists told them, by thread.</summary>
    private readonly Dictionary<string, long?> _replies = new(StringComparer.Ordinal);

    /// <summary>Further pages of each thread that were wanted in this run.</summary>
    private readonly Dictionary<string, int> _pagesOf = new(StringComparer.Ordinal);

    /// <summary>Addresses that were fetched in this run: none is fetched twice.</summary>
    private readonly HashSet<string> _fetched = new(StringComparer.Ordinal);

    private Frontier(ICrawlStore store, CrawlSource source, TimeProvider time, IEnumerable<CrawlPage> pages)
    {
        (_store, _source, _time) = (store, source, time);
        _pages = pages.ToDictionary(p => p.Address, StringComparer.Ordinal);
    }

    public int Waiting => _wanted.Values.Sum(q => q.Count);

    /// <summary>Opens what an earlier run left, and adds where collecting begins.</summary>
    public static async Task<Frontier> OpenAsync(ICrawlStore store, CrawlSource source, TimeProvider time, CancellationToken cancel)
    {
        var frontier = new Frontier(store, source, time, await store.ListAsync(source.Id, cancel).ConfigureAwait(false));
        foreach (var page in frontier._pages.Values.Where(p => p.IsWanted))
        {
            frontier._wanted[page.Kind].Enqueue(page.Address);
        }

        var starts = source.Start.Select(s => frontier.Want(Address(s), CrawlPageKind.Start, null)).ToList();
        var again = frontier._pages.Values
            .Where(p => p is { IsWanted: false, Kind: CrawlPageKind.NewThread or CrawlPageKind.ChangedThread, FetchedAt: { } at } && at <= time.GetUtcNow() - source.ReadAgainAfter)
            .OrderBy(p => p.FetchedAt).Take(source.PagesPerRun / 5).ToList();
        await store.SaveAsync([.. starts.OfType<CrawlPage>(), .. again.Select(p => frontier.Want(p.Address, CrawlPageKind.ChangedThread, p.ThreadId)).OfType<CrawlPage>()], cancel).ConfigureAwait(false);
        return frontier;
    }

    /// <summary>The next address; null when nothing waits.</summary>
    public CrawlPage? Next()
    {
        foreach (var kind in (CrawlPageKind[])[CrawlPageKind.ThreadPage, CrawlPageKind.Start, CrawlPageKind.Forum, CrawlPageKind.NewThread, CrawlPageKind.ChangedThread])
        {
            while (_wanted[kind].TryDequeue(out var address))
            {
                if (_fetched.Add(address) && _pages[address] is { IsWanted: true } page)
                {
                    return page;
                }
            }
        }

        return null;
    }

    /// <summary>Enters that a page came and was stored, and wants what it leads to.</summary>
    /// <param name="endsPass">Whether the thread has now been read to its end.</param>
    public Task CameAsync(CrawlPage page, Fetched fetched, PageContent content, bool endsPass, CancellationToken cancel)
    {
        var changed = new List<CrawlPage>
        {
            Put(page with
            {
                IsWanted = false,
                EntityTag = fetched.EntityTag,
                LastModified = fetched.LastModified,
                FetchedAt = _time.GetUtcNow(),
                Failures = 0,
                Failure = null,
            }),
        };
        var tellsOfNews = false;
        if (page.ThreadId is null)
        {
            foreach (var thread in content.Threads.Where(t => t.Replies is not null))
            {
                _replies[thread.ThreadId] = thread.Replies;
            }

            foreach (var link in content.Links)
            {
                tellsOfNews |= Follow(link, fetched.From, changed);
            }
        }

        if (content.Links.FirstOrDefault(l => l.Kind == PageLinkKind.Next) is { Address: { } next } && Resolve(fetched.From, next) is { } address)
        {
            var isThread = page.ThreadId is not null;
            if (isThread || (page.Kind == CrawlPageKind.Forum && tellsOfNews))
            {
                Add(changed, Want(address, isThread ? CrawlPageKind.ThreadPage : CrawlPageKind.Forum, page.ThreadId));
            }
        }

        if (endsPass && page.ThreadId is { } ended)
        {
            // The replies count for the thread's first page, which is where it is wanted again.
            foreach (var first in _pages.Values.Where(p => p.ThreadId == ended && p.Kind is CrawlPageKind.NewThread or CrawlPageKind.ChangedThread).ToList())
            {
                changed.RemoveAll(p => p.Address == first.Address);
                changed.Add(Put(_pages[first.Address] with { Replies = _replies.GetValueOrDefault(ended, first.Replies) }));
            }
        }

        return _store.SaveAsync(changed, cancel);
    }

    /// <summary>Enters that a page did not come. What may come another time stays wanted for the next run.</summary>
    public Task FailedAsync(CrawlPage page, string reason, bool isForGood, CancellationToken cancel) =>
        _store.SaveAsync([Put(page with { IsWanted = !isForGood, Failures = page.Failures + 1, Failure = reason })], cancel);

    /// <summary>Enters that a page is as it was.</summary>
    public Task UnchangedAsync(CrawlPage page, CancellationToken cancel) =>
        _store.SaveAsync([Put(page with { IsWanted = false, FetchedAt = _time.GetUtcNow(), Failures = 0, Failure = null, Replies = page.ThreadId is { } id ? _replies.GetValueOrDefault(id, page.Replies) : page.Replies })], cancel);

    /// <returns>Whether it leads to something new or changed.</returns>
    private bool Follow(PageLink link, Uri from, List<CrawlPage> changed)
    {
        if (link.Kind == PageLinkKind.Next || Resolve(from, link.Address) is not { } address)
        {
            return false;
        }

        if (link.Kind == PageLinkKind.Forum)
        {
            Add(changed, Want(address, CrawlPageKind.Forum, null));
            return false;
        }

        var known = _pages.GetValueOrDefault(address);
        if (known is null)
        {
            Add(changed, Want(address, CrawlPageKind.NewThread, link.Id));
            return true;
        }

        if (known.FetchedAt is null || (_replies.TryGetValue(link.Id!, out var replies) && replies is not null && replies != known.Replies))
        {
            Add(changed, Want(address, known.FetchedAt is null ? CrawlPageKind.NewThread : CrawlPageKind.ChangedThread, link.Id));
            return true;
        }

        return false;
    }

    /// <summary>Wants an address, unless it waits already or was fetched in this run.</summary>
    private CrawlPage? Want(string address, CrawlPageKind kind, string? threadId)
    {
        var known = _pages.GetValueOrDefault(address);
        if (_fetched.Contains(address) || known is { IsWanted: true })
        {
            return null;
        }

        // No thread takes more than a fifth of a run while others wait: one without an end would starve them all.
        var isLong = kind == CrawlPageKind.ThreadPage && (_pagesOf[threadId!] = _pagesOf.GetValueOrDefault(threadId!) + 1) > _source.PagesPerRun / 5;
        _wanted[isLong ? CrawlPageKind.ChangedThread : kind].Enqueue(address);
        return Put((known ?? new CrawlPage { Source = _source.Id, Address = address, Kind = kind }) with { Kind = kind, ThreadId = threadId, IsWanted = true });
    }

    private CrawlPage Put(CrawlPage page) => _pages[page.Address] = page;

    private static void Add(List<CrawlPage> changed, CrawlPage? page)
    {
        if (page is not null)
        {
            changed.Add(page);
        }
    }

    /// <summary>The whole address of a link of the source's own; null for any other.</summary>
    private string? Resolve(Uri from, string link) =>
        Uri.TryCreate(from, link, out var address) && _source.IsOwn(address) ? Address(address) : null;

    /// <summary>Marks that servers put into addresses for visitors without cookies, and that make one page many.</summary>
    private static readonly string[] s_sessionKeys = ["sid", "phpsessid", "s", "sessionhash", "highlight", "hilit", "zenid"];

    /// <summary>An address without its fragment and without session marks.</summary>
    internal static string Address(Uri address)
    {
        var query = address.Query.TrimStart('?');
        if (query.Length == 0)
        {
            return address.GetLeftPart(UriPartial.Path);
        }

        // phpBB, SMF and vBulletin part their keys with "&" or ";".
        var kept = query.Split('&', ';').Where(part => part.Length > 0 && !s_sessionKeys.Contains(part.Split('=')[0].ToLowerInvariant()));
        var rest = string.Join(query.Contains(';', StringComparison.Ordinal) && !query.Contains('&', StringComparison.Ordinal) ? ';' : '&', kept);
        return rest.Length == 0 ? address.GetLeftPart(UriPartial.Path) : $"{address.GetLeftPart(UriPartial.Path)}?{rest}";
    }
}
