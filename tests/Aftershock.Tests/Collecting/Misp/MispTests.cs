using Aftershock.Collecting.Misp;

namespace Aftershock.Tests.Collecting.Misp;

/// <summary>A MISP feed of invented events.</summary>
public sealed class MispTests : IDisposable
{
    private const string Event = """
        {"Event":{"uuid":"5e0f2c1a-0000-4000-8000-000000000001","info":"Leak of Meadowlark Clinic offered","date":"2022-07-03","timestamp":"1656929400","publish_timestamp":"1656929500","threat_level_id":"2","analysis":"2","published":true,
        "Orgc":{"name":"Harbour CERT","uuid":"5e0f2c1a-0000-4000-8000-0000000000aa"},"Tag":[{"name":"tlp:amber","colour":"#fff"},{"name":"type:leak"}],
        "Attribute":[{"type":"text","category":"External analysis","value":"120k rows for 300 usd","comment":"as offered"},{"type":"url","category":"Network activity","value":"https://paste.example/1"},{"type":"text","value":"gone","deleted":true}],
        "Object":[{"name":"leaked-document","meta-category":"file","Attribute":[{"object_relation":"document-name","type":"text","value":"staff.xlsx"},{"object_relation":"origin","type":"text","value":"Meadowlark Clinic"}]},{"name":"victim","deleted":true,"Attribute":[]}]}}
        """;

    private static readonly Source s_source = new() { Id = new SourceId("misp"), Kind = SourceKind.PostFile, Name = "MISP" };

    private readonly Files _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task An_event_of_a_feed_is_a_post_and_the_manifest_is_held_to_the_folder()
    {
        _files.Write("manifest.json", """{"5e0f2c1a-0000-4000-8000-000000000001":{"info":"x"},"5e0f2c1a-0000-4000-8000-000000000002":{"info":"y"},"5e0f2c1a-0000-4000-8000-000000000003":{"info":"z"}}""");
        _files.Write("5e0f2c1a-0000-4000-8000-000000000001.json", Event);
        _files.WriteGzip("5e0f2c1a-0000-4000-8000-000000000002.json.gz", Event.Replace("000000000001", "000000000002", StringComparison.Ordinal));
        var read = await ReadAsync(_files.Folder);
        Assert.Empty(read.Faults);
        Assert.Equal(["manifest.json: names 1 events that are not beside it: 5e0f2c1a-0000-4000-8000-000000000003"], read.Notes);
        Assert.Equal(2, read.Posts.Count);
        var post = read.Post("5e0f2c1a-0000-4000-8000-000000000001");
        Assert.Equal(("Leak of Meadowlark Clinic offered", "Harbour CERT", "2022-07-03", "2022-07-04T10:10:00Z"), (post.ThreadTitle, post.Author, post.PublishedAt.ToString(), post.EditedAt.ToString()));
        Assert.Equal("tags: tlp:amber, type:leak\ntext: 120k rows for 300 usd (as offered)\nurl: https://paste.example/1\nleaked-document: \ndocument-name: staff.xlsx\norigin: Meadowlark Clinic", post.Body);
    }

    [Fact]
    public async Task An_answer_of_the_interface_holds_many_events()
    {
        var read = await ReadAsync(_files.Write("events.json", $"{{\"response\":[{Event},{{\"Event\":{{\"uuid\":\"x\"}}}},{{\"Event\":{{\"uuid\":\"x\",\"info\":\"i\",\"date\":\"soon\"}}}}]}}"));
        Assert.Single(read.Posts);
        Assert.Equal(["events.json event 2: has no info", "events.json event 3: date \"soon\" not read; expected a day such as 2022-06-30"], read.Faults);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("{\"Event\":{\"uuid\":", "the event is no JSON")]
    [InlineData("{\"uuid\":{}}", "no Event was found")]
    [InlineData("[]", "no Event was found")]
    [InlineData("7", "no Event was found")]
    [InlineData("{\"Event\":{\"uuid\":\"half \\ud83d\",\"info\":\"x\"}}", "half of a surrogate pair")]
    public async Task A_file_that_is_no_event_is_told(string content, string told) =>
        Assert.Contains(told, Assert.Single((await ReadAsync(_files.Write("event.json", content))).Faults), StringComparison.Ordinal);

    [Fact]
    public async Task A_deep_nest_is_told() =>
        Assert.Contains("no JSON", Assert.Single((await ReadAsync(_files.Write("event.json", "{\"Event\":" + new string('[', 100_000)))).Faults), StringComparison.Ordinal);

    [Fact]
    public async Task Of_an_event_with_very_many_attributes_the_first_are_read_and_the_rest_is_counted()
    {
        var attributes = string.Join(",", Enumerable.Range(0, 100_000).Select(n => $"{{\"type\":\"domain\",\"value\":\"h{n}.example\"}}"));
        var read = await ReadAsync(_files.Write("event.json", $"{{\"Event\":{{\"uuid\":\"u\",\"info\":\"i\",\"date\":\"2022-07-03\",\"Attribute\":[{attributes}]}}}}"));
        Assert.EndsWith("domain: h4999.example\n(95000 more)", read.Posts.Single().Body, StringComparison.Ordinal);
    }

    private static Task<Taken> ReadAsync(string path) => Taken.ByAsync(new MispReader(), s_source, MispFeed.ReadAsync(MispFeed.Expand([path]), s_source.Id, TimeProvider.System));
}
