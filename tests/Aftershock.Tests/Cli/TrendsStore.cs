using Aftershock.Keeping;
using Aftershock.Storage.Sqlite;

namespace Aftershock.Tests.Cli;

/// <summary>A real store in a folder of its own, with listings as the recognizer would have read them.</summary>
internal sealed class TrendsStore : IDisposable
{
    private static readonly SourceId s_source = new("harbour");
    private static readonly DateTimeOffset s_captured = new(2022, 8, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("trends");
    private readonly List<Post> _posts = [];
    private readonly Dictionary<PostKey, Recognition> _recognitions = [];

    public string Path => _folder.FullName;

    public string FileOf(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>So many listings, spread evenly over the days.</summary>
    public TrendsStore Add(int count, string from, string to, Offer? offer = null, long? records = null, string country = "CN")
    {
        var days = new DayRange(DateOnly.Parse(from, null), DateOnly.Parse(to, null));
        for (var i = 0; i < count; i++)
        {
            var day = days.From.AddDays((int)((long)i * days.Days / count));
            AddOne($"{day:yyyy-MM-dd}T12:00:00Z", $"Victim {_posts.Count + 1}", offer, records, country);
        }

        return this;
    }

    public TrendsStore AddOne(string published, string victim, Offer? offer = null, long? records = null, string country = "CN", int number = 1)
    {
        Assert.True(Moment.TryParse(published, out var at));
        var post = new Post
        {
            Source = s_source,
            ThreadId = $"{_posts.Count + 1}",
            PostId = $"{_posts.Count + 1}",
            ThreadTitle = $"Data of {victim}",
            Number = number,
            Author = "invented",
            PublishedAt = at,
            Body = "As described.",
            Capture = new CaptureId(new string('a', 32)),
            FirstSeen = s_captured,
            LastSeen = s_captured,
        };
        _posts.Add(post);
        _recognitions[post.Key] = new Recognition
        {
            Kind = ListingKind.Leak,
            Offer = offer,
            Victims = [new Victim(victim)],
            Countries = [country],
            Records = records is { } value ? new RecordsClaim(value) : null,
            Language = "en",
            Confidence = 1,
        };
        return this;
    }

    public async Task<TrendsStore> WriteAsync()
    {
        await using var store = await SqliteStores.OpenAsync(Path, TimeProvider.System, CancellationToken.None);
        await store.Writer.WriteAsync(
            new Batch
            {
                Sources = [new Source { Id = s_source, Kind = SourceKind.Forum, Name = "Harbour" }],
                Captures =
                [
                    new Capture
                    {
                        Id = new CaptureId(new string('a', 32)), Source = s_source, Url = "https://harbour.example/", CapturedAt = s_captured, Status = 200,
                        ContentType = "text/html", Sha256 = new string('b', 64), Bytes = 1, Place = new WarcPlace("a.warc", 0, 1), Outcome = ReadOutcome.Read, Run = "test",
                    },
                ],
                Posts = _posts,
                Recognitions = _recognitions,
            },
            CancellationToken.None);
        return this;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
