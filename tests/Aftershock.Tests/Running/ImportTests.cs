using System.Text;
using Aftershock.Collecting;
using Aftershock.Keeping;
using Aftershock.Running;

namespace Aftershock.Tests.Running;

public sealed class ImportTests : IDisposable
{
    private readonly ImportStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Every_row_is_new_known_a_duplicate_or_rejected()
    {
        var first = _store.Write("first.jsonl", Row(1), Row(2), "", "nonsense", Row(1), Row(3), Row(2, "edited"), "{}");
        var report = await _store.ImportPostsAsync(first, new ImportSettings { PagesPerBatch = 1 }, rowsPerBlock: 2);
        Assert.Equal((7, 3, 0, 2, 1, 2), (report.Rows, report.PostsNew, report.PostsKnown, report.Duplicates, report.Revised, report.RowsRejected));
        Assert.Equal((1, 4, 4), (report.Files, report.Pages, report.CapturesNew));
        Assert.Equal(["first.jsonl line 4", "first.jsonl line 8"], report.Rejections.Select(r => r.Place));

        var second = _store.Write("second.jsonl", Row(3), Row(4), Row(4));
        var more = await _store.ImportPostsAsync(second);
        Assert.Equal((3, 1, 1, 1, 0, 0), (more.Rows, more.PostsNew, more.PostsKnown, more.Duplicates, more.Revised, more.RowsRejected));
    }

    [Fact]
    public async Task The_same_import_again_changes_nothing()
    {
        var path = _store.Write("posts.jsonl", Enumerable.Range(1, 500).Select(n => n % 7 == 0 ? "broken" : Row(n % 300)));
        var report = await _store.ImportPostsAsync(path, rowsPerBlock: 40);
        var before = await _store.StateAsync();
        var lengths = Lengths();
        var again = await _store.ImportPostsAsync(path, rowsPerBlock: 40);
        Assert.Equal(before, await _store.StateAsync());
        Assert.Equal(lengths, Lengths());
        Assert.Equal((0, report.PostsNew, report.Duplicates, report.RowsRejected), (again.PostsNew, again.PostsKnown, again.Duplicates, again.RowsRejected));
        Assert.Equal((0, report.CapturesNew), (again.CapturesNew, again.CapturesKnown));
        File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddHours(1));
        await _store.ImportPostsAsync(path, rowsPerBlock: 40);
        Assert.Equal(before, await _store.StateAsync());
    }

    [Fact]
    public async Task However_the_work_is_divided_the_store_is_the_same()
    {
        using var other = new ImportStore();
        var rows = Enumerable.Range(1, 2_000).Select(n => Row(n % 900, $"words {n / 450}")).ToArray();
        await _store.ImportPostsAsync(_store.Write("posts.jsonl", rows), new ImportSettings { Parallel = 1, RowsPerBatch = 10_000 }, rowsPerBlock: 50);
        await other.ImportPostsAsync(other.Write("posts.jsonl", rows), new ImportSettings { Parallel = 8, PagesPerBatch = 1 }, rowsPerBlock: 50);
        Assert.Equal((await _store.StateAsync()).Digest, (await other.StateAsync()).Digest);
    }

    [Fact]
    public async Task A_page_that_cannot_be_read_is_kept_as_evidence_with_its_reason()
    {
        var report = await _store.ImportAsync(new WordReader(), Board, Of(Page("a", "one two"), Page("b", "FAIL"), Page("c", "GONE"), Page("d", "three"), Page("a", "one two")));
        Assert.Equal((5, 4, 1, 1, 1), (report.Pages, report.CapturesNew, report.CapturesRepeated, report.PagesFailed, report.SourceErrors));
        Assert.Equal((5, 3, 2), (report.Rows, report.PostsNew, report.Duplicates));
        Assert.Equal(new Rejection("b", "no words found; expected some"), Assert.Single(report.Rejections));
        await using var store = await _store.OpenAsync();
        var failed = Assert.Single((await store.Captures.ListAsync(null, ReadOutcome.Failed, 10, null, default)).Items);
        Assert.Equal(("http://board.example/b", "no words found; expected some"), (failed.Url, failed.Failure));
        Assert.Equal(4, (await _store.VerifyAsync()).Captures);
    }

    [Fact]
    public async Task A_file_that_was_no_page_is_told_among_the_pages()
    {
        var report = await _store.ImportAsync(new WordReader(), Board, Of(Intake.UnreadableFile("x.html.gz", "the gzip data is broken"), Intake.Of(Page("a", "one"))));
        Assert.Equal((2, 1, 1, 1), (report.Files, report.FilesUnreadable, report.Pages, report.PostsNew));
        Assert.Equal("x.html.gz", Assert.Single(report.Rejections).Place);
    }

    [Fact]
    public async Task Pasted_rows_of_personal_data_are_in_the_sealed_evidence_and_nowhere_else()
    {
        const string pasted = "sample:\\nmarla.quint@mail.example,+49 151 23456789,1984-03-12\\njorin.feld@mail.example,+49 151 98765432,1979-11-30\\nprice 300 usd";
        var path = _store.Write("posts.jsonl", Row(1, pasted));
        await _store.ImportPostsAsync(path);
        await using (var store = await _store.OpenAsync())
        {
            var post = await store.Posts.FindAsync(new PostKey(ImportStore.Posts.Id, "1"), default);
            Assert.Equal(pasted.Replace("\\n", "\n", StringComparison.Ordinal).Length, post!.Body.Length);
            Assert.Contains("price 300 usd", post.Body, StringComparison.Ordinal);
            var capture = await store.Captures.FindAsync(post.Capture, default);
            using var reader = new Aftershock.Collecting.Evidence.EvidenceReader(_store.Vault, store.Keys);
            Assert.True((await reader.OpenAsync(capture!.Id, default)).Payload.Span.IndexOf("marla.quint"u8) > 0);
        }

        var files = Directory.GetFiles(Path.GetDirectoryName(_store.Vault.Folder)!, "*", SearchOption.AllDirectories);
        Assert.Contains(files, f => f.EndsWith(".db", StringComparison.Ordinal));
        Assert.All(files, f => Assert.Equal(-1, File.ReadAllBytes(f).AsSpan().IndexOf("quint"u8)));
    }

    [Fact]
    public async Task An_offer_is_a_listing_where_it_opens_a_thread_in_its_authors_own_words()
    {
        const string offer = "Selling the customer database of Example Shop, 5 million rows, price 300 usd";
        var report = await _store.ImportAsync(new ThreadReader(), Board, Of(Page("opening", offer), Page("reply", offer), Page("quoting", offer)));
        Assert.Equal((3, 1), (report.PostsNew, report.ListingsNew));
        await using var store = await _store.OpenAsync();
        var listing = Assert.Single((await store.Listings.ListAsync(new ListingFilter(), ListingSort.Newest, 10, null, default)).Items);
        Assert.Equal("opening", listing.Post.PostId);
    }

    [Fact]
    public async Task An_erased_capture_does_not_come_in_again()
    {
        await _store.ImportAsync(new WordReader(), Board, Of(Page("a", "one")));
        await using (var store = await _store.OpenAsync())
        {
            await _store.EraseAsync(Assert.Single((await store.Captures.ListAsync(null, null, 10, null, default)).Items).Id);
        }

        var again = await _store.ImportAsync(new WordReader(), Board, Of(Page("a", "one"), Page("b", "two")));
        Assert.Equal((1, 1, 1), (again.CapturesErased, again.CapturesNew, again.PostsNew));
        Assert.Contains("erased", Assert.Single(again.Rejections).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_import_keeps_what_was_stored_and_the_next_goes_on()
    {
        using var cancel = new CancellationTokenSource();
        var pages = Enumerable.Range(1, 200).Select(n => Page($"p{n}", $"w{n}")).ToArray();
        var settings = new ImportSettings { PagesPerBatch = 5 };
        var cut = await _store.ImportAsync(new WordReader(), Board, Of(pages), settings, new Act(p => { if (p.Pages >= 50) { cancel.Cancel(); } }), cancel.Token);
        Assert.True(cut.Interrupted);
        var report = await _store.ImportAsync(new WordReader(), Board, Of(pages), settings);
        Assert.InRange(report.PostsKnown, 50, 199);
        Assert.Equal(200, report.PostsKnown + report.PostsNew);
        Assert.Equal((report.PostsKnown, cut.Pages), (cut.PostsNew, cut.CapturesNew));
        Assert.False(report.Interrupted);
        Assert.Null((await _store.VerifyAsync()).Break);
    }

    [Fact]
    public async Task A_bug_in_a_reader_ends_the_import_with_its_own_error()
    {
        var thrown = await Assert.ThrowsAsync<NotSupportedException>(() => _store.ImportAsync(new WordReader(), Board, Of(Page("a", "one"), Page("b", "BUG"))));
        Assert.Equal("a bug", thrown.Message);
        Assert.Null((await _store.VerifyAsync()).Break);
    }

    [Fact]
    public async Task A_reader_that_loses_a_row_is_caught()
    {
        var page = Page("a", "one two") with { Rows = 3 };
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => _store.ImportAsync(new WordReader(), Board, Of(page)));
        Assert.Contains("3 rows came in, 2 posts", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ledger_cut_at_its_end_shows_against_the_store()
    {
        await _store.ImportAsync(new WordReader(), Board, Of(Page("a", "one"), Page("b", "two")));
        Assert.Null((await _store.VerifyAsync()).Break);
        var ledger = Path.Combine(_store.Vault.Folder, "ledger.jsonl");
        File.WriteAllLines(ledger, File.ReadAllLines(ledger)[..1]);
        Assert.Contains("not in the ledger", (await _store.VerifyAsync()).Break?.Reason, StringComparison.Ordinal);
    }

    [RealDataFact("data/ransomware_posts_2020_2023.jsonl.gz")]
    public async Task All_claims_of_the_real_file_are_accounted_for_and_a_second_import_changes_nothing()
    {
        var source = new Source { Id = new SourceId("ransomware"), Kind = SourceKind.PostFile, Name = "Ransomware claims" };
        var path = RealDataFactAttribute.Find("data/ransomware_posts_2020_2023.jsonl.gz")!;
        Task<ImportReport> ImportAsync() => _store.ImportAsync(
            new Aftershock.Collecting.PostFiles.RansomwareReader(), source, Aftershock.Collecting.PostFiles.PostFile.ReadAsync([path], source.Id, TimeProvider.System));

        var report = await ImportAsync();
        Assert.Equal((6_574, 6_533, 41, 0), (report.Rows, report.PostsNew, report.Duplicates, report.RowsRejected));
        var before = await _store.StateAsync();
        var again = await ImportAsync();
        Assert.Equal((6_574, 0, 6_533, 41, 0), (again.Rows, again.PostsNew, again.PostsKnown, again.Duplicates, again.RowsRejected));
        Assert.Equal(before, await _store.StateAsync());
        await using var store = await _store.OpenAsync();
        Assert.Equal(94, (await store.Sources.ListAsync(default)).Count(s => s.Kind == SourceKind.LeakSite));
    }

    private static Source Board { get; } = new() { Id = new SourceId("board"), Kind = SourceKind.Forum, Name = "Board" };

    private static string Row(int id, string words = "rows of a shop") => $$"""{"id":"{{id}}","title":"Customers {{id}}","body":"{{words}}","posted_at":"2022-06-30","author":"h{{id % 9}}"}""";

    private static RawPage Page(string name, string words) => new()
    {
        Source = Board.Id,
        Url = $"http://board.example/{name}",
        CapturedAt = new DateTimeOffset(2022, 7, 1, 0, 0, 0, TimeSpan.Zero),
        ContentType = "text/plain",
        Content = Encoding.UTF8.GetBytes(words),
        Origin = name,
    };

    private static IAsyncEnumerable<Intake> Of(params RawPage[] pages) => Of([.. pages.Select(p => Intake.Of(p))]);

    private static async IAsyncEnumerable<Intake> Of(params Intake[] intakes)
    {
        foreach (var intake in intakes)
        {
            await Task.Yield();
            yield return intake;
        }
    }

    private Dictionary<string, long> Lengths() => new DirectoryInfo(_store.Vault.Folder).GetFiles().ToDictionary(f => f.Name, f => f.Length);

    /// <summary>Reads every word of a page as a post.</summary>
    private sealed class WordReader : IPageReader
    {
        public string Program => "words";

        public string? Recognizes(RawPage page) => null;

        public PageContent Read(RawPage page, CaptureId capture, Source source) => Encoding.UTF8.GetString(page.Content.Span) switch
        {
            "FAIL" => PageContent.Failed("no words found; expected some"),
            "GONE" => new PageContent { Outcome = ReadOutcome.SourceError },
            "BUG" => throw new NotSupportedException("a bug"),
            var text => new PageContent
            {
                Outcome = ReadOutcome.Read,
                Posts = [.. text.Split(' ').Select(word => new Post
                {
                    Source = source.Id,
                    ThreadId = word,
                    PostId = word,
                    ThreadTitle = word,
                    Body = word,
                    Capture = capture,
                    FirstSeen = page.CapturedAt,
                    LastSeen = page.CapturedAt,
                })],
            },
        };
    }

    /// <summary>Reads a page as one post: an opening, a reply, or an opening that is one quote, as its name says.</summary>
    private sealed class ThreadReader : IPageReader
    {
        public string Program => "threads";

        public string? Recognizes(RawPage page) => null;

        public PageContent Read(RawPage page, CaptureId capture, Source source)
        {
            var text = Encoding.UTF8.GetString(page.Content.Span);
            return new PageContent
            {
                Outcome = ReadOutcome.Read,
                Posts =
                [
                    new Post
                    {
                        Source = source.Id,
                        ThreadId = "1",
                        PostId = page.Origin,
                        ThreadTitle = page.Origin == "quoting" ? "what do you think of this" : text,
                        Number = page.Origin == "reply" ? 2 : 1,
                        Body = text,
                        Quotes = page.Origin == "quoting" ? [new QuoteRange(0, text.Length)] : [],
                        Capture = capture,
                        FirstSeen = page.CapturedAt,
                        LastSeen = page.CapturedAt,
                    },
                ],
            };
        }
    }

    private sealed class Act(Action<ImportProgress> act) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => act(value);
    }
}
