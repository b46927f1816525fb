using Aftershock.Collecting;
using Aftershock.Collecting.Crawling;
using Aftershock.Collecting.Evidence;
using Aftershock.Collecting.Forums;
using Aftershock.Keeping;
using Aftershock.Recognizing;

namespace Aftershock.Running;

/// <summary>How far a collection is.</summary>
/// <param name="Waiting">Addresses that wait to be fetched, as far as they are known yet.</param>
/// <param name="Latest">The address that came last.</param>
public readonly record struct CollectionProgress(int Requests, int Pages, long Posts, long NewPosts, int Waiting, string Latest);

/// <summary>What one collection did.</summary>
public sealed record CollectionReport
{
    public required Run Run { get; init; }

    public int Requests { get; init; }

    /// <summary>The server said of these that they are as they were.</summary>
    public int Unchanged { get; init; }

    public int Threads { get; init; }

    public int NewListings { get; init; }

    /// <summary>Posts that are not there any more, on pages that are.</summary>
    public int Gone { get; init; }

    /// <summary>Whether there is more to fetch, which the next run goes on with.</summary>
    public bool HasMore { get; init; }

    /// <summary>What keeps the source as a whole from being read; null when nothing does.</summary>
    public SourceTrouble? Trouble { get; init; }
}

/// <summary>Collects one source: fetches a page, seals it, reads, recognizes and stores it, and goes on to the next.</summary>
/// <remarks>
/// Each page is whole in evidence and store before what it leads to is remembered, so a collection may die at any moment:
/// the next goes on there, and asks for one page again at most. A post counts as gone only when its thread was read from
/// the first page to the last and does not show it, or when the board itself says that the thread is no more and still
/// shows other threads; a forum that is down, a login wall or a page of another shape is no takedown.
/// </remarks>
public sealed class Collector(IStore store, EvidenceVault vault, Recognizer recognizer, TimeProvider time)
{
    /// <summary>After so many pages in a row that did not come, or came as a wall, the source is left for this run.</summary>
    private const int Patience = 3;

    private readonly BatchReader _reader = new(recognizer);

    /// <exception cref="OperationCanceledException">Never: who cancels gets the report of what was done.</exception>
    public async Task<CollectionReport> RunAsync(CrawlSource source, IForumReader reader, Fetcher fetcher, IProgress<CollectionProgress>? progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(fetcher);
        var described = source.ToSource(reader.Program);
        await store.Writer.WriteAsync(new Batch { Sources = [described] }, CancellationToken.None).ConfigureAwait(false);
        var run = new Walk(this, source, described, reader, fetcher, await Frontier.OpenAsync(store.Crawls, source, time, CancellationToken.None).ConfigureAwait(false));
        try
        {
            await run.GoAsync(progress, cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            run.Stopped("stopped before all was read; the next run goes on there");
        }

        var report = run.Report();
        await store.Writer.WriteAsync(report.Run, CancellationToken.None).ConfigureAwait(false);
        return report;
    }

    /// <summary>Seals, reads and stores one page.</summary>
    private async Task<(PageContent? Content, Written Written)> TakeAsync(RawPage page, ImportRequest request)
    {
        var sealedPages = await vault.SealAsync([vault.Pack(page)], request.Run, CancellationToken.None).ConfigureAwait(false);
        var read = _reader.Read(request, [Intake.Of(page)], sealedPages, CancellationToken.None);
        var written = await store.Writer.WriteAsync(read.ToBatch(request.Source), CancellationToken.None).ConfigureAwait(false);
        return (read.Intakes[0].Content, written);
    }

    private sealed class Walk(Collector collection, CrawlSource source, Source described, IForumReader reader, Fetcher fetcher, Frontier frontier)
    {
        private readonly DateTimeOffset _began = collection.Time.GetUtcNow();
        private readonly List<Rejection> _rejections = [];
        private readonly List<string> _threadsMissed = [];
        private readonly string _name = ImportRequest.RunName("collect", collection.Time);
        private Pass? _pass;
        private string? _ended;
        private SourceTrouble? _trouble;

        /// <summary>What the latest page of an error said of the source; the run's trouble only if it ends the run.</summary>
        private SourceTrouble? _saidLast;
        private Written _written;
        private int _requests, _pages, _unchanged, _gone, _failuresInRow, _wallsInRow, _rejected;
        private long _posts;
        private bool _showedItself;

        public async Task GoAsync(IProgress<CollectionProgress>? progress, CancellationToken cancel)
        {
            while (_ended is null)
            {
                cancel.ThrowIfCancellationRequested();
                if (source.ActiveHours is { } hours && !hours.Hold(collection.Time.GetUtcNow(), source.Zone))
                {
                    Stopped($"it is outside of the source's active hours ({hours} in {source.Zone})");
                    return;
                }

                if (_requests >= source.PagesPerRun)
                {
                    Stopped($"the {source.PagesPerRun} requests of one run are made; the next run goes on there");
                    return;
                }

                if (frontier.Next() is not { } page)
                {
                    return;
                }

                var fetched = await fetcher.GetAsync(new Uri(page.Address), page.EntityTag, page.LastModified, cancel).ConfigureAwait(false);
                _requests += fetched.Requests;
                await EnterAsync(page, fetched).ConfigureAwait(false);
                progress?.Report(new CollectionProgress(_requests, _pages, _posts, _written.Posts, frontier.Waiting, page.Address));
            }
        }

        public void Stopped(string reason) => _ended ??= reason;

        public CollectionReport Report() => new()
        {
            Run = new Run
            {
                Name = _name,
                Source = source.Id,
                Command = "collect",
                StartedAt = _began,
                EndedAt = collection.Time.GetUtcNow(),
                Files = 0,
                Pages = _pages,
                Posts = _posts,
                NewPosts = _written.Posts,
                ChangedPosts = _written.PostsChanged,
                Rejected = _rejected,
                Rejections = [.. _rejections.Take(Run.MostRejections)],
                Trouble = _ended,
            },
            Requests = _requests,
            Unchanged = _unchanged,
            Threads = _written.Threads,
            NewListings = _written.Listings,
            Gone = _gone,
            HasMore = frontier.Waiting > 0,
            Trouble = _trouble,
        };

        private async Task EnterAsync(CrawlPage page, Fetched fetched)
        {
            switch (fetched.Failure)
            {
                case FetchFailure.None:
                    _failuresInRow = 0;
                    await TakeAsync(page, fetched).ConfigureAwait(false);
                    return;
                case FetchFailure.NotModified:
                    _failuresInRow = 0;
                    _unchanged++;
                    _pass = null;
                    await frontier.UnchangedAsync(page, CancellationToken.None).ConfigureAwait(false);
                    return;
                case FetchFailure.TooManyRequests:
                    await FailedAsync(page, fetched, isForGood: false).ConfigureAwait(false);
                    Ended(SourceTrouble.TooManyRequests, fetched.RetryAfter is { } wait ? $"{fetched.Reason}, in {wait.TotalSeconds:0} seconds" : fetched.Reason!);
                    return;
                case FetchFailure.NoAnswer or FetchFailure.ServerError or FetchFailure.Damaged:
                    if (fetched.Content.Length > 0)
                    {
                        // A page of an error of the server says more than its status; it is evidence of when the source was down.
                        var (content, _) = await collection.TakeAsync(PageOf(fetched), Request()).ConfigureAwait(false);
                        _pages++;
                        _saidLast = content is null ? null : SourceState.In(PageOf(fetched), content)?.Trouble;
                    }

                    await FailedAsync(page, fetched, isForGood: false).ConfigureAwait(false);
                    if (++_failuresInRow >= Patience)
                    {
                        Ended(_saidLast ?? SourceTrouble.Down, $"{Patience} pages in a row did not come; the last: {fetched.Reason}");
                    }

                    return;
                default:
                    await FailedAsync(page, fetched, isForGood: true).ConfigureAwait(false);
                    return;
            }
        }

        private async Task FailedAsync(CrawlPage page, Fetched fetched, bool isForGood)
        {
            _pass = null;
            Reject(page, fetched.Reason!);
            await frontier.FailedAsync(page, fetched.Reason!, isForGood, CancellationToken.None).ConfigureAwait(false);
        }

        private async Task TakeAsync(CrawlPage page, Fetched fetched)
        {
            var raw = PageOf(fetched);
            var (content, written) = await collection.TakeAsync(raw, Request()).ConfigureAwait(false);
            if (content is null)
            {
                // Erased once, on purpose: it is neither read nor asked for again.
                await frontier.FailedAsync(page, "its evidence was erased; it is not taken in again", isForGood: true, CancellationToken.None).ConfigureAwait(false);
                return;
            }

            _pages++;
            _posts += content.Posts.Count;
            _written += written;
            foreach (var rejection in content.Rejections)
            {
                Reject(page, rejection.Reason);
            }

            if (SourceState.In(raw, content) is var (trouble, words))
            {
                await WallAsync(page, trouble, words).ConfigureAwait(false);
                return;
            }

            _wallsInRow = 0;
            if (content.Outcome is ReadOutcome.Failed or ReadOutcome.SourceError)
            {
                _pass = null;
                Reject(page, content.Failure ?? "could not be read");
                if (page.ThreadId is { } missed && page.Kind is not CrawlPageKind.ThreadPage && SaysItIsNoMore(fetched, content))
                {
                    _threadsMissed.Add(missed);
                }

                await frontier.FailedAsync(page, content.Failure ?? "could not be read", isForGood: true, CancellationToken.None).ConfigureAwait(false);
                return;
            }

            _showedItself |= content.Threads.Count > 0;
            var endsPass = Continue(page, content);
            await frontier.CameAsync(page, fetched, content, endsPass, CancellationToken.None).ConfigureAwait(false);
            if (endsPass && _pass is { IsWhole: true } whole)
            {
                await JudgeAsync(whole).ConfigureAwait(false);
            }

            if (_showedItself && _threadsMissed.Count > 0)
            {
                // Another page came as it should: the board is there, and these threads are not.
                foreach (var thread in _threadsMissed)
                {
                    await MissAsync(thread, collection.Time.GetUtcNow(), []).ConfigureAwait(false);
                }

                _threadsMissed.Clear();
            }
        }

        /// <summary>Follows one thread from its first page on.</summary>
        /// <returns>Whether this page is its last.</returns>
        private bool Continue(CrawlPage page, PageContent content)
        {
            if (page.ThreadId is not { } thread)
            {
                _pass = null;
                return false;
            }

            if (page.Kind != CrawlPageKind.ThreadPage)
            {
                _pass = new Pass(thread, new Uri(page.Address), collection.Time.GetUtcNow()) { IsWhole = content.Posts.Count > 0 };
            }
            else if (_pass?.Thread != thread)
            {
                // An earlier run read the pages before this one.
                _pass = new Pass(thread, new Uri(page.Address), collection.Time.GetUtcNow()) { IsWhole = false };
            }

            _pass.IsWhole &= content.Rejections.Count == 0 && content.Posts.All(p => p.ThreadId == content.Posts[0].ThreadId);
            _pass.Posts.UnionWith(content.Posts.Select(p => p.PostId));
            _pass.Pages++;
            return content.Links.All(l => l.Kind != PageLinkKind.Next);
        }

        /// <summary>What a thread read to its end does not show is gone; of a thread of several pages, if a second reading does not show it either.</summary>
        /// <remarks>A post that is removed between two pages moves the first post of the next page onto the one already read.</remarks>
        private async Task JudgeAsync(Pass pass)
        {
            if (pass.Pages > 1 && (await MissedAsync(pass.Thread, pass.Began, pass.Posts).ConfigureAwait(false)).Count > 0
                && !await ReadAgainAsync(pass).ConfigureAwait(false))
            {
                return;
            }

            await MissAsync(pass.Thread, pass.Began, pass.Posts).ConfigureAwait(false);
        }

        /// <summary>Reads a thread once more from its first page to its last, and adds what it shows to what was seen.</summary>
        /// <returns>Whether all of it came.</returns>
        private async Task<bool> ReadAgainAsync(Pass pass)
        {
            Uri? next = pass.First;
            for (var pages = 0; next is not null && pages <= pass.Pages; pages++)
            {
                var fetched = await fetcher.GetAsync(next, null, null, CancellationToken.None).ConfigureAwait(false);
                _requests += fetched.Requests;
                if (fetched.Failure != FetchFailure.None)
                {
                    return false;
                }

                var (content, written) = await collection.TakeAsync(PageOf(fetched), Request()).ConfigureAwait(false);
                _pages++;
                _written += written;
                if (content is not { Outcome: ReadOutcome.Read, Posts.Count: > 0, Rejections.Count: 0 })
                {
                    return false;
                }

                pass.Posts.UnionWith(content.Posts.Select(p => p.PostId));
                var link = content.Links.FirstOrDefault(l => l.Kind == PageLinkKind.Next).Address;
                next = link is not null && Uri.TryCreate(fetched.From, link, out var address) ? address : null;
            }

            return next is null;
        }

        private async Task<List<Post>> MissedAsync(string thread, DateTimeOffset before, HashSet<string> seen) =>
            [.. (await collection.Store.Posts.OfThreadAsync(source.Id, thread, CancellationToken.None).ConfigureAwait(false))
                .Where(p => p.Gone is null && p.LastSeen < before && !seen.Contains(p.PostId))];

        /// <summary>Marks the posts of a thread that were there before and are not among those just seen.</summary>
        private async Task MissAsync(string thread, DateTimeOffset before, HashSet<string> seen)
        {
            var missed = await MissedAsync(thread, before, seen).ConfigureAwait(false);
            if (missed.Count > 0)
            {
                var gone = missed.Select(p => p with { Gone = new Gone(p.LastSeen, before) }).ToList();
                await collection.Store.Writer.WriteAsync(new Batch { Posts = gone }, CancellationToken.None).ConfigureAwait(false);
                _gone += gone.Count;
            }
        }

        private async Task WallAsync(CrawlPage page, SourceTrouble trouble, string words)
        {
            _pass = null;
            Reject(page, $"{Sentence(trouble)}: {words}");
            await frontier.FailedAsync(page, Sentence(trouble), isForGood: false, CancellationToken.None).ConfigureAwait(false);
            // One page that wants a login may be a thread for members; several in a row are a wall.
            if (trouble != SourceTrouble.LoginWall || ++_wallsInRow >= Patience || page.Kind == CrawlPageKind.Start)
            {
                Ended(trouble, $"{Sentence(trouble)} ({words})");
            }
        }

        private void Ended(SourceTrouble trouble, string reason)
        {
            _trouble = trouble;
            Stopped($"{reason}; the next run tries again");
        }

        private static string Sentence(SourceTrouble trouble) => trouble switch
        {
            SourceTrouble.LoginWall => "the source wants a login",
            SourceTrouble.Banned => "the source has banned us",
            SourceTrouble.Captcha => "the source wants a captcha solved",
            SourceTrouble.DatabaseError => "the source has an error of its database",
            SourceTrouble.Maintenance => "the source is closed for maintenance",
            SourceTrouble.TooManyRequests => "the source asks for fewer requests",
            _ => "the source is down",
        };

        /// <summary>Removed is what the board itself calls so, and not what it keeps from this visitor.</summary>
        private static bool SaysItIsNoMore(Fetched fetched, PageContent content)
        {
            var words = content.Failure ?? "";
            return !s_withheld.Any(w => words.Contains(w, StringComparison.OrdinalIgnoreCase))
                && (fetched.Status is 404 or 410 || s_noMore.Any(w => words.Contains(w, StringComparison.OrdinalIgnoreCase)));
        }

        private static readonly string[] s_withheld = ["permission", "log in", "login", "logged in", "register", "not allowed", "not authorized", "private", "прав", "войти", "авториз", "权限", "登录", "登錄"];

        private static readonly string[] s_noMore =
        [
            "does not exist", "doesn't exist", "not exist", "not be found", "not found", "no longer", "been deleted", "been removed", "incorrect or outdated", "invalid thread", "no thread specified", "missing",
            "не существует", "не найден", "удален", "удалён", "不存在", "已删除", "已被删除", "nicht gefunden", "existiert nicht", "no existe", "introuvable", "não existe",
        ];

        private RawPage PageOf(Fetched fetched) => fetched.ToPage(source.Id, collection.Time.GetUtcNow());

        private ImportRequest Request() => new() { Source = described, Reader = reader, Run = _name, Intakes = Nothing(), Command = "collect" };

        private static async IAsyncEnumerable<Intake> Nothing()
        {
            await Task.CompletedTask.ConfigureAwait(false);
            yield break;
        }

        private void Reject(CrawlPage page, string reason)
        {
            _rejected++;
            if (_rejections.Count < Run.MostRejections)
            {
                _rejections.Add(new Rejection(page.Address, reason));
            }
        }
    }

    private TimeProvider Time => time;

    private IStore Store => store;

    /// <summary>One thread, as it is read page after page.</summary>
    private sealed class Pass(string thread, Uri first, DateTimeOffset began)
    {
        public string Thread => thread;

        /// <summary>Where it begins.</summary>
        public Uri First => first;

        public int Pages { get; set; }

        public DateTimeOffset Began => began;

        public HashSet<string> Posts { get; } = new(StringComparer.Ordinal);

        /// <summary>Whether every page from the first on was read in this run.</summary>
        public bool IsWhole { get; set; }
    }
}
