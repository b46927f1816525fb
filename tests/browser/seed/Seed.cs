using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Aftershock.Keeping;

namespace Aftershock.BrowserSeed;

/// <summary>Invented listings over two sources and half a year, some of them hostile, and captures that failed.</summary>
/// <remarks>The same figures every time: what the browser sees can be asserted to the digit.</remarks>
internal static class Seed
{
    private static readonly DateTimeOffset s_captured = new(2022, 9, 1, 6, 0, 0, TimeSpan.Zero);

    private static readonly Source s_forum = new()
    {
        Id = new SourceId("harbour"),
        Kind = SourceKind.Forum,
        Name = "Harbour Exchange",
        Program = "mybb",
        Start = "http://harbour.example/index.php",
    };

    private static readonly Source s_leakSite = new() { Id = new SourceId("ransomware/greyfin"), Kind = SourceKind.LeakSite, Name = "Greyfin" };

    private static readonly Source s_quiet = new() { Id = new SourceId("quiet-post"), Kind = SourceKind.PostFile, Name = "Nothing yet" };

    private static readonly string[] s_countries = ["CN", "CN", "IN", "BR", "US", "RU", "ID", "DE"];

    private static readonly string[] s_places = ["Lantan", "Quillmere", "Ostrava Sever", "Porto Claro", "Hengsha", "Mirabad", "Vellore Lake", "Tannen"];

    private static readonly string[] s_trades = ["Hospital", "Courier", "Insurance", "Academy", "Telecom", "Grid", "Tax Office", "Travel"];

    private static readonly string[] s_sectors =
        ["healthcare", "transportation", "insurance", "education", "telecommunications", "energy", "government-local", "hospitality-leisure"];

    private static readonly string[] s_handles = ["marrow", "tinfoil_kite", "红海", "ночной_порт", "oxbow", "pale.lantern"];

    public static LeakEvent Shanghai { get; } = new()
    {
        Name = "listing-of-30-june",
        Title = "One billion residents offered",
        Date = new DateOnly(2022, 6, 30),
        Sources = ["Invented for the tests"],
    };

    /// <summary>An import that could not read all, with a stranger's words among its reasons.</summary>
    public static Run Import { get; } = new()
    {
        Name = "import-20220901T060000Z",
        Source = new SourceId("harbour"),
        Command = "import posts",
        StartedAt = s_captured,
        EndedAt = s_captured.AddSeconds(2),
        Files = 1,
        Pages = 1,
        Posts = 12,
        NewPosts = 7,
        Rejected = 5,
        Rejections = [.. Enumerable.Range(3, 5).Select(line => new Rejection($"<b>dump</b>.jsonl line {line}", "is no JSON object"))],
    };

    public static IEnumerable<Batch> Batches(int listings)
    {
        yield return new Batch { Sources = [s_forum, s_leakSite, s_quiet], Captures = [.. Failures()] };
        yield return BatchOf([.. Hostile()]);
        var random = new Random(20220630);
        var first = new DateTimeOffset(2022, 3, 16, 0, 0, 0, TimeSpan.Zero);
        for (var from = 0; from < listings; from += 2000)
        {
            var written = new List<Written>();
            for (var i = from; i < Math.Min(listings, from + 2000); i++)
            {
                // Three in five come after the event, so that there is a surge to see.
                var day = random.Next(5) < 3 ? random.Next(107, 160) : random.Next(0, 107);
                written.Add(Ordinary(i, first.AddDays(day).AddMinutes(random.Next(1440)), random));
            }

            yield return BatchOf(written);
        }
    }

    private sealed record Written(Post Post, Recognition? Recognition, Capture Capture);

    private static Batch BatchOf(List<Written> written) => new()
    {
        Captures = [.. written.Select(w => w.Capture)],
        Posts = [.. written.Select(w => w.Post)],
        Threads =
        [
            .. written.Select(w => new ForumThread
            {
                Source = w.Post.Source, ThreadId = w.Post.ThreadId, Title = w.Post.ThreadTitle, Forum = w.Post.Forum, Author = w.Post.Author,
                PublishedAt = w.Post.PublishedAt, Capture = w.Post.Capture, FirstSeen = w.Post.FirstSeen, LastSeen = w.Post.LastSeen,
            }),
        ],
        Handles =
        [
            .. written.Where(w => w.Post.Author is not null).DistinctBy(w => (w.Post.Source, w.Post.Author)).Select(w => new Handle
            {
                Source = w.Post.Source, Name = w.Post.Author!, Joined = Moment.Month(2022, 3), FirstSeen = w.Post.FirstSeen, LastSeen = w.Post.LastSeen,
            }),
        ],
        Recognitions = written.Where(w => w.Recognition is not null).ToDictionary(w => w.Post.Key, w => w.Recognition!),
    };

    private static Written Ordinary(int i, DateTimeOffset at, Random random)
    {
        var which = random.Next(8);
        var (country, sector) = (s_countries[which], s_sectors[random.Next(8)]);
        var victim = $"{s_places[which]} {s_trades[random.Next(8)]}";
        var records = (long)Math.Pow(10, 4 + (random.NextDouble() * 4.5));
        var usd = 50 * (1 + random.Next(120));
        var isLeakSite = random.Next(4) == 0;
        var free = !isLeakSite && random.Next(3) == 0;
        var title = isLeakSite ? victim : $"{victim} database, {records} records";
        var body = isLeakSite
            ? $"{victim} did not answer us. All files follow."
            : $"Dump of {victim}.\nRows: {records}, fields: name, phone, address.\n" + (free ? "Free download for members." : $"Price {usd} USD, escrow accepted.");
        var read = new Recognition
        {
            Kind = ListingKind.Leak,
            Offer = isLeakSite ? null : free ? Offer.Free : Offer.Sale,
            Victims = [new Victim(victim)],
            Countries = [country],
            Sector = sector,
            Records = isLeakSite ? null : new RecordsClaim(records),
            Price = isLeakSite || free ? null : new Asking(usd, "USD") { Usd = usd, RateDate = DateOnly.FromDateTime(at.UtcDateTime) },
            DataClasses = isLeakSite ? [] : ["Names", "Phone numbers", "Physical addresses"],
            Language = "en",
            Confidence = 0.7 + (0.29 * random.NextDouble()),
            Spans = Spans(title, body,
                ("victims", SpanSource.Title, victim, "victim.title"), ("records", SpanSource.Body, records.ToString(CultureInfo.InvariantCulture), "records.rows"),
                ("data_classes", SpanSource.Body, "name, phone, address", "data.fields"), ("price", SpanSource.Body, $"{usd} USD", "price.amount")),
        };
        var source = isLeakSite ? s_leakSite : s_forum;
        return Write(source, $"{1000 + i}", title, body, isLeakSite ? null : s_handles[random.Next(s_handles.Length)], Moment.Minute(at), read);
    }

    private static IEnumerable<Written> Hostile()
    {
        const string Title = "<script>document.title='owned'</script> \u202Egpj.tset <img src=http://evil.example/x.png> & \"quotes\"";
        const string Body =
            "上海国家警察数据库 10亿居民 出售，价格10 BTC 😀\n" +
            "Sample at https://evil.example/sample.zip and HTTP://EVIL.EXAMPLE/2 or ftp://evil.example/3\n" +
            "<iframe src=\"//evil.example\"></iframe><a href=\"javascript:alert(1)\">click</a> [img]http://evil.example/y.png[/img]\n" +
            "zero\u200Bwidth, soft\u00ADhyphen, isolate \u2067abc\u2069, tag \U000E0041, stack Z\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307 end\n";
        var body = Body + new string('W', 3000) + "\nאבג דהו العربية";
        yield return Write(s_forum, "1", Title, body, "<b>root</b>\u202E", Moment.Second(new DateTimeOffset(2022, 6, 30, 9, 15, 0, TimeSpan.Zero)), new Recognition
        {
            Kind = ListingKind.Leak,
            Offer = Offer.Sale,
            Victims = [new Victim("上海国家警察"), new Victim("<script>victim</script>", "evil.example")],
            Countries = ["CN"],
            Sector = "government-national",
            Records = new RecordsClaim(1_000_000_000, Bound.Nearly, 0.7, 1_412_000_000),
            SizeInBytes = 23_000_000_000_000,
            Price = new Asking(10, "BTC") { Usd = 201_043.5m, RateDate = new DateOnly(2022, 6, 30) },
            DataClasses = ["Names", "Government issued IDs"],
            SampleRecords = 750_000,
            BreachDate = Moment.Month(2022, 6),
            Language = "zh",
            Confidence = 0.984,
            Spans = Spans(Title, body,
                ("victims", SpanSource.Body, "上海国家警察", "victim.zh"), ("countries", SpanSource.Body, "上海国家", "country.place"),
                ("records", SpanSource.Body, "10亿居民", "records.zh"), ("price", SpanSource.Body, "10 BTC", "price.coin"),
                ("sample_records", SpanSource.Body, "//evil.example/sample", "sample<script>"), ("kind", SpanSource.Title, "quotes", "kind.words")),
        });
        yield return Write(s_forum, "2", "=cmd|'/c calc'!A1, 身份证 база", "Просто discussion of 身份证 numbers, nothing is offered.", null, null, null);
        yield return Write(s_forum, "4", "Endless title " + string.Concat(Enumerable.Repeat("of a database without end ", 200)), "As the title says.", "oxbow",
            Moment.Day(new DateOnly(2022, 7, 20)), new Recognition
            {
                Kind = ListingKind.Leak,
                Victims = [new Victim(string.Concat(Enumerable.Repeat("Consortium of consortia ", 100)))],
                Countries = ["DE"],
                Language = "en",
                Confidence = 0.9,
            });
        yield return Write(s_forum, "3", "=1+1 formula as a title", "Combolist of 12 lines.", "oxbow", Moment.Month(2022, 7), new Recognition
        {
            Kind = ListingKind.Combolist,
            Language = "und",
            Confidence = 0.41,
            Sold = true,
        });
    }

    private static IEnumerable<Capture> Failures()
    {
        for (var i = 0; i < 60; i++)
        {
            yield return CaptureOf(s_forum, $"http://harbour.example/showthread.php?tid={i}&x=<b>", $"failed {i}", s_captured.AddMinutes(-i)) with
            {
                Outcome = ReadOutcome.Failed,
                Failure = i % 2 == 0 ? "The page ends in the middle of a post; expected </html>." : $"Post {i}: date \"32-13-2022\" not read; expected day-month-year.",
                Status = i % 3 == 0 ? 503 : 200,
            };
        }
    }

    private static Written Write(Source source, string id, string title, string body, string? author, Moment? published, Recognition? read)
    {
        var capture = CaptureOf(source, $"http://harbour.example/showthread.php?tid={id}", title + body, s_captured);
        return new Written(
            new Post
            {
                Source = source.Id,
                ThreadId = id,
                PostId = id,
                ThreadTitle = title,
                Forum = "Databases",
                Number = 1,
                Author = author,
                AuthorJoined = author is null ? null : Moment.Month(2022, 3),
                PublishedAt = published,
                PublishedRaw = published is null ? "last Tuesday" : null,
                Body = body,
                Capture = capture.Id,
                FirstSeen = capture.CapturedAt,
                LastSeen = capture.CapturedAt,
            },
            read, capture);
    }

    private static Capture CaptureOf(Source source, string url, string content, DateTimeOffset at)
    {
        var bytes = Encoding.UTF8.GetBytes(content.Replace("\uD800", "", StringComparison.Ordinal));
        var sha = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return new Capture
        {
            Id = CaptureId.Of(source.Id, url, at, sha),
            Source = source.Id,
            Url = url,
            CapturedAt = at,
            Status = 200,
            ContentType = "text/html; charset=utf-8",
            Sha256 = sha,
            Bytes = bytes.Length,
            Place = new WarcPlace("00000001.warc.sealed", 4096, bytes.Length + 512),
            Outcome = ReadOutcome.Read,
            Run = "seed",
        };
    }

    private static List<EvidenceSpan> Spans(string title, string body, params (string Field, SpanSource Source, string Words, string Rule)[] wanted)
    {
        var spans = new List<EvidenceSpan>();
        foreach (var (field, source, words, rule) in wanted)
        {
            var text = source == SpanSource.Title ? title : body;
            var at = text.IndexOf(words, StringComparison.Ordinal);
            if (at >= 0)
            {
                var start = text[..at].EnumerateRunes().Count();
                spans.Add(new EvidenceSpan(field, source, start, start + words.EnumerateRunes().Count(), rule));
            }
        }

        return spans;
    }
}
