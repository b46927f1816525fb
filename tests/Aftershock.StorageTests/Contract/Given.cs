using Aftershock.Keeping;

namespace Aftershock.StorageTests.Contract;

/// <summary>Nouns with invented content, of which a test names only what it is about.</summary>
internal static class Given
{
    public static readonly SourceId Harbour = new("harbour");

    public static readonly DateTimeOffset Start = new(2022, 7, 1, 0, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset Day(int day) => Start.AddDays(day - 1);

    public static Source Source(string id = "harbour", SourceKind kind = SourceKind.Forum) =>
        new() { Id = new SourceId(id), Kind = kind, Name = $"The {id}", Program = "mybb", Start = $"http://{id}.example/", Zone = "Europe/Berlin" };

    public static Capture Capture(
        string url = "http://harbour.example/thread-1", int day = 1, string source = "harbour", ReadOutcome outcome = ReadOutcome.Read)
    {
        var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(url)));
        return new Capture
        {
            Id = CaptureId.Of(new SourceId(source), url, Day(day), sha256),
            Source = new SourceId(source),
            Url = url,
            CapturedAt = Day(day),
            Status = 200,
            ContentType = "text/html",
            Sha256 = sha256,
            Bytes = 1234,
            Place = new WarcPlace("evidence-1.warc", 4096, 700),
            Outcome = outcome,
            Failure = outcome == ReadOutcome.Failed ? "ends in the middle of a tag; expected </html>" : null,
            Run = "run-1",
        };
    }

    public static Post Post(
        string id = "1", string title = "Selling a database", string body = "Nothing of note.", int day = 1, string? author = "quiet_gull",
        Capture? capture = null, string thread = "10", string source = "harbour")
    {
        capture ??= Capture(source: source, day: day);
        return new Post
        {
            Source = new SourceId(source),
            ThreadId = thread,
            PostId = id,
            ThreadTitle = title,
            Body = body,
            Author = author,
            PublishedAt = Moment.Second(Day(day)),
            Capture = capture.Id,
            FirstSeen = capture.CapturedAt,
            LastSeen = capture.CapturedAt,
        };
    }

    public static ForumThread Thread(string id = "10", Capture? capture = null)
    {
        capture ??= Capture();
        return new ForumThread
        {
            Source = capture.Source,
            ThreadId = id,
            Title = "Selling a database",
            Capture = capture.Id,
            FirstSeen = capture.CapturedAt,
            LastSeen = capture.CapturedAt,
        };
    }

    public static Handle Handle(string name = "quiet_gull", int day = 1, string source = "harbour") =>
        new() { Source = new SourceId(source), Name = name, FirstSeen = Day(day), LastSeen = Day(day) };

    public static Recognition Leak(params string[] countries) => new()
    {
        Kind = ListingKind.Leak,
        Offer = Offer.Sale,
        Countries = countries,
        Language = "en",
        Confidence = 0.9,
    };

    /// <summary>Posts with the source and the captures that they need, and what was recognized in them.</summary>
    public static Batch Batch(params IEnumerable<(Post Post, Recognition? Recognition)> posts)
    {
        var all = posts.ToList();
        var sources = all.Select(entry => entry.Post.Source).Distinct().ToList();
        return new Batch
        {
            Sources = [.. sources.Select(source => Source(source.Value))],
            Captures =
            [
                .. all.Select(entry => (Source: entry.Post.Source.Value, Day: (int)(entry.Post.LastSeen - Start).TotalDays + 1)).Distinct()
                    .Select(look => Capture(source: look.Source, day: look.Day)),
            ],
            Posts = [.. all.Select(entry => entry.Post)],
            Recognitions = all.Where(entry => entry.Recognition is not null)
                .GroupBy(entry => entry.Post.Key).ToDictionary(group => group.Key, group => group.Last().Recognition!),
        };
    }

    public static Batch Batch(params Post[] posts) => Batch(posts.Select(post => (post, (Recognition?)null)));
}
