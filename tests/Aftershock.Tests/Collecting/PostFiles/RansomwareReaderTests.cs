using System.Text;
using Aftershock.Collecting;
using Aftershock.Collecting.PostFiles;

namespace Aftershock.Tests.Collecting.PostFiles;

public sealed class RansomwareReaderTests
{
    private static readonly DateTimeOffset s_written = new(2023, 6, 4, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{"group":"Night Crew","title":"Example Works Ltd","discovered":"2023-01-02 10:00:00","published":"2023-01-01 09:00:00","description":"All of it.","website":"works.example"}""")]
    [InlineData("""{"group_name":"Night Crew","post_title":"Example Works Ltd","discovered":"2023-01-02 10:00:00.000000","published":"2023-01-01T09:00:00+00:00","description":" All of it.","website":"works.example","post_url":"","screenshot":null,"infostealer":{"users":3}}""")]
    [InlineData("""{"group":"Night Crew","victim":"Example Works Ltd","discovered":"2023-01-02 10:00:00","attackdate":"2023-01-01 09:00:00","description":"All of it.","domain":"works.example","press":[]}""")]
    public void The_shapes_of_the_trackers_give_the_same_claim(string row)
    {
        var content = Read(row);
        var post = Assert.Single(content.Posts);
        Assert.Equal(("tracker/night-crew", "Night Crew", "Example Works Ltd", "All of it.\nwebsite: works.example"), (post.Source.Value, post.Author, post.ThreadTitle, post.Body));
        Assert.Equal(Moment.Second(new DateTimeOffset(2023, 1, 1, 9, 0, 0, TimeSpan.Zero)), post.PublishedAt);
        Assert.Equal(new DateTimeOffset(2023, 1, 2, 10, 0, 0, TimeSpan.Zero), post.FirstSeen);
        Assert.Equal("6fe1c8e4b371ecd37a06debb", post.PostId);
        var source = Assert.Single(content.Sources);
        Assert.Equal((post.Source, SourceKind.LeakSite, "Night Crew"), (source.Id, source.Kind, source.Name));
        Assert.Equal("Night Crew", Assert.Single(content.Handles).Name);
    }

    [Theory]
    [InlineData("2023-01-05 00:00:00", "2023-01-02 00:00:00", "2023-01-05 00:00:00")]
    [InlineData("2023-01-02 00:00:00", "2024-01-02 00:00:00", "2023-06-04 08:00:00")]
    [InlineData("2023-01-02 00:00:00", "", "2023-06-04 08:00:00")]
    [InlineData("2023-01-02 00:00:00", "2023-01-02 00:00:00", "2023-01-02 00:00:00")]
    public void First_seen_is_the_discovery_where_that_can_be(string published, string discovered, string firstSeen)
    {
        var post = Assert.Single(Read($$"""{"group":"g","title":"t","published":"{{published}}","discovered":"{{discovered}}"}""").Posts);
        Assert.Equal(firstSeen, post.FirstSeen.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Without_a_published_time_a_claim_is_undated_unless_the_operator_says_otherwise()
    {
        const string row = """{"group_name":"g","post_title":"t","discovered":"2023-01-02 10:00:00"}""";
        Assert.Null(Assert.Single(Read(row).Posts).PublishedAt);
        var standIn = Assert.Single(Read(row, discoveredIsPublished: true).Posts);
        Assert.Equal("2023-01-02T10:00:00Z", standIn.PublishedAt.ToString());
        Assert.Equal("discovered 2023-01-02 10:00:00", standIn.PublishedRaw);
    }

    [Theory]
    [InlineData("""{"title":"t","published":"2023-01-02"}""", "has no group")]
    [InlineData("""{"group":" ","title":"t","published":"2023-01-02"}""", "has no group")]
    [InlineData("""{"group":"g","published":"2023-01-02"}""", "has no title; expected the victim's name")]
    [InlineData("""{"group":"g","title":"t"}""", "has neither published nor discovered")]
    [InlineData("""{"group":"g","title":"t","published":"soon"}""", "published \"soon\" not read; expected a date or a time such as 2022-06-30T09:15:00Z")]
    [InlineData("""{"group":"g","title":"t","published":"2023-01-02","discovered":"2023-13-02"}""", "discovered \"2023-13-02\" not read; expected a date or a time such as 2022-06-30T09:15:00Z")]
    public void A_row_that_is_no_claim_is_told_with_its_line(string row, string reason)
    {
        var content = Read(row);
        Assert.Empty(content.Posts);
        Assert.Equal(new Rejection("claims.jsonl line 41", reason), Assert.Single(content.Rejections));
    }

    [Fact]
    public void A_row_of_the_second_interface_of_ransomware_live_gives_its_claim()
    {
        const string row = """{"activity":"Healthcare","attackdate":"2025-02-01 00:00:00.000000","claim_url":"http://x.onion/1","country":"DE","description":"All of it.","discovered":"2025-02-03 08:00:00.123456","domain":"","duplicates":[],"extrainfos":[],"group":"tern","infostealer":"","press":null,"screenshot":"","url":"https://tracker.example/id/x","victim":"Meadowlark Clinic"}""";
        var content = Read(row, written: new DateTimeOffset(2025, 6, 1, 0, 0, 0, TimeSpan.Zero));
        var post = Assert.Single(content.Posts);
        Assert.Equal(("tracker/tern", "Meadowlark Clinic", "All of it.\ncountry: DE\nactivity: Healthcare"), (post.Source.Value, post.ThreadTitle, post.Body));
        Assert.Contains("claim_url", content.KeysNotRead.Keys);
        Assert.DoesNotContain("press", content.KeysNotRead.Keys);
    }

    [Theory]
    [InlineData("Not Found")]
    [InlineData("N/A")]
    public void What_a_tracker_does_not_know_is_no_word_of_the_claim(string unknown) =>
        Assert.Equal("", Assert.Single(Read($$"""{"group":"g","title":"t","published":"2023-01-02","country":"{{unknown}}","activity":"{{unknown}}"}""").Posts).Body);

    [Fact]
    public async Task Lists_under_the_names_of_groups_are_read_and_so_is_a_list_within_an_object()
    {
        using var files = new Files();
        var source = new Source { Id = new SourceId("tracker"), Kind = SourceKind.PostFile, Name = "Tracker" };
        var settings = new PostFileSettings { RowKeys = RansomwareReader.Keys, KeysAreHeads = true };
        async Task<Taken> TakeAsync(string name, string content) =>
            await Taken.ByAsync(new RansomwareReader(), source, PostFile.ReadAsync([files.Write(name, content)], source.Id, TimeProvider.System, settings));
        var look = await TakeAsync("posts.json", """{"skua":[],"tern":[{"post_title":"A","discovered":"2022-07-03 11:20:00.1","description":"d","link":null,"magnet":null,"screen":"s.png"}],"gull":[{"post_title":"B","discovered":"2022-07-03 11:20:00.1"},{"post_title":"C","discovered":"2022-07-03 11:20:00.1"}]}""");
        Assert.Empty(look.Faults);
        Assert.Equal([("tracker/tern", "A"), ("tracker/gull", "B"), ("tracker/gull", "C")], look.Posts.Select(p => (p.Source.Value, p.ThreadTitle)));
        Assert.Equal(2, look.Pages.Select(p => p.Url).Distinct().Count());
        var wrapped = await TakeAsync("victims.json", """{"count":1,"victims":[{"group":"tern","victim":"A","attackdate":"2022-07-03"}]}""");
        Assert.Equal("tracker/tern", Assert.Single(wrapped.Posts).Source.Value);
    }

    [Fact]
    public void A_slash_in_a_group_opens_no_deeper_source() =>
        Assert.Equal("tracker/a-b", Assert.Single(Read("""{"group":"a/b","title":"t","published":"2023-01-02"}""").Posts).Source.Value);

    private static PageContent Read(string row, bool discoveredIsPublished = false, DateTimeOffset? written = null)
    {
        var source = new Source { Id = new SourceId("tracker"), Kind = SourceKind.PostFile, Name = "Tracker" };
        var page = new RawPage
        {
            Source = source.Id,
            Url = "file:claims.jsonl#lines=41-41",
            CapturedAt = written ?? s_written,
            ContentType = "application/x-ndjson",
            Content = Encoding.UTF8.GetBytes(row),
            Origin = "claims.jsonl line 41",
            Rows = 1,
        };
        return new RansomwareReader(discoveredIsPublished).Read(page, new CaptureId(new string('0', 32)), source);
    }
}
