using Aftershock.Collecting.Breaches;
using Aftershock.Collecting.PostFiles;
using Aftershock.Tests.Running;

namespace Aftershock.Tests.Collecting.Breaches;

/// <summary>A breach list in the shape of Have I Been Pwned's; every breach in it is invented.</summary>
public sealed class BreachListTests : IDisposable
{
    private static readonly Source s_source = new() { Id = new SourceId("hibp"), Kind = SourceKind.PostFile, Name = "Have I Been Pwned" };

    private const string Clinic = """{"Name":"MeadowlarkClinic","Title":"Meadowlark Clinic","Domain":"Meadowlark.example","BreachDate":"2022-05-01","AddedDate":"2022-07-03T11:20:00Z","ModifiedDate":"2022-08-01T00:00:00Z","PwnCount":1234567,"Description":"In May 2022, <a href=\"https://meadowlark.example\">Meadowlark Clinic</a> lost <em>99 tables</em> of 5 others.","LogoPath":"x.png","DataClasses":["Email addresses","Names","Phone numbers"],"IsVerified":true,"IsFabricated":false,"IsSensitive":true,"IsRetired":false,"IsSpamList":false,"IsMalware":false,"IsStealerLog":false}""";

    private readonly Files _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_breach_is_a_post_whose_facts_point_into_its_words()
    {
        var read = await ReadAsync($"[{Clinic}]");
        Assert.Empty(read.Faults);
        Assert.Empty(read.KeysNotRead);
        var post = read.Posts.Single();
        Assert.Equal(("MeadowlarkClinic", "Meadowlark Clinic data breach, 1,234,567 records", "2022-07-03T11:20:00Z", "2022-08-01T00:00:00Z"), (post.PostId, post.ThreadTitle, post.PublishedAt.ToString(), post.EditedAt.ToString()));
        Assert.Equal("Breach of Meadowlark Clinic (meadowlark.example)\nRecords: 1,234,567\nData: Email addresses, Names, Phone numbers\nDate of the breach: 2022-05-01\nVerified.\nSensitive.\nIn May 2022, Meadowlark Clinic lost 99 tables of 5 others.", post.Body);
        var stated = read.Contents.Single().Stated["MeadowlarkClinic"];
        Assert.Equal(["Meadowlark Clinic (meadowlark.example)", "1,234,567", "Email addresses, Names, Phone numbers", "2022-05-01"], stated.Spans.Select(s => post.Body[s.Start..s.End]));
    }

    [Fact]
    public async Task Stated_facts_stand_in_the_store_whatever_the_words_would_give()
    {
        using var store = new ImportStore();
        string[] rows =
        [
            Clinic,
            """{"Name":"Oddly","Title":"7 Sins & Sons 300","Domain":"","BreachDate":"2019-01-01","AddedDate":"2020-02-03T04:05:06Z","PwnCount":42,"Description":"There were 9,000,000 users of Port Vell, and $500.","DataClasses":["Spoken languages"],"IsVerified":false}""",
            """{"Name":"Reef𝕏","Title":"𝕏 Reef","Domain":"reef.example","BreachDate":"2012-05","AddedDate":"2016-05-21T21:35:40Z","PwnCount":0,"Description":null,"DataClasses":[]}""",
            """{"Name":"Logs","Title":"Night Logs","Domain":"","BreachDate":"2024-01-01","AddedDate":"2024-02-03T04:05:06Z","PwnCount":71000000,"Description":"Logs.","DataClasses":["Email addresses","Passwords"],"IsStealerLog":true}""",
        ];
        var path = store.Write("breaches.json", ["[" + string.Join(",", rows) + "]"]);
        var report = await store.ImportAsync(new BreachListReader(), s_source, PostFile.ReadAsync([path], s_source.Id, TimeProvider.System));
        Assert.Equal((4, 4), (report.PostsNew, report.ListingsNew));
        await using var opened = await store.OpenAsync();
        var listings = new List<Listing>();
        await foreach (var listing in opened.Listings.AllAsync(new Aftershock.Keeping.ListingFilter(), default))
        {
            listings.Add(listing);
        }

        Recognition Of(string id) => listings.Single(l => l.Post.PostId == id).Recognition;
        Assert.Equal((new Victim("Meadowlark Clinic", "meadowlark.example"), 1_234_567L, "2022-05-01", 1.0), (Of("MeadowlarkClinic").Victims.Single(), Of("MeadowlarkClinic").Records!.Value.Value, Of("MeadowlarkClinic").BreachDate.ToString(), Of("MeadowlarkClinic").Confidence));
        Assert.Equal(["Email addresses", "Names", "Phone numbers"], Of("MeadowlarkClinic").DataClasses);
        Assert.Equal((new Victim("7 Sins & Sons 300"), 42L, "2019-01-01", ListingKind.Leak), (Of("Oddly").Victims.Single(), Of("Oddly").Records!.Value.Value, Of("Oddly").BreachDate.ToString(), Of("Oddly").Kind));
        Assert.Equal(["Spoken languages"], Of("Oddly").DataClasses);
        Assert.Equal(("2012-05", 0L), (Of("Reef𝕏").BreachDate.ToString(), Of("Reef𝕏").Records!.Value.Value));
        Assert.Equal((ListingKind.StealerLogs, 71_000_000L), (Of("Logs").Kind, Of("Logs").Records!.Value.Value));
        Assert.Empty(Of("Logs").Victims);
    }

    [Theory]
    [InlineData("""{"Title":"x"}""", "has no Name")]
    [InlineData("""{"Name":"x","PwnCount":"many"}""", "PwnCount not read; expected a whole number")]
    [InlineData("""{"Name":"x","PwnCount":-1}""", "PwnCount not read; expected a whole number")]
    [InlineData("""{"Name":"x","DataClasses":"Names"}""", "DataClasses not read; expected a list of texts")]
    [InlineData("""{"Name":"x","BreachDate":"spring"}""", "BreachDate \"spring\" not read; expected a date or a time such as 2022-06-30T09:15:00Z")]
    [InlineData("7", "is no JSON object; expected a breach")]
    [InlineData("""{"Name":"half \ud83d"}""", "holds half of a surrogate pair, or bytes that are no UTF-8; expected text")]
    public async Task A_breach_that_cannot_be_read_is_told_alone(string row, string told)
    {
        var read = await ReadAsync($"[{Clinic},{row},{Clinic}]");
        Assert.Equal(2, read.Posts.Count);
        Assert.Equal($"breaches.json item 2: {told}", Assert.Single(read.Faults));
    }

    [Fact]
    public async Task A_truncated_list_gives_what_came_before()
    {
        var read = await ReadAsync($"[{Clinic},{Clinic[..50]}");
        Assert.Single(read.Posts);
        Assert.Contains("ends within its array, at item 2", Assert.Single(read.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_new_is_told() =>
        Assert.Equal(["IsPlanted"], (await ReadAsync("""[{"Name":"x","IsPlanted":true,"LogoPath":"y"}]""")).KeysNotRead.Keys);

    private Task<Taken> ReadAsync(string content) =>
        Taken.ByAsync(new BreachListReader(), s_source, PostFile.ReadAsync([_files.Write("breaches.json", content)], s_source.Id, TimeProvider.System, new PostFileSettings { RowKeys = BreachListReader.Keys }));
}
