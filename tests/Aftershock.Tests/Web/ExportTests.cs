using System.Net;
using Aftershock.Keeping;
using Aftershock.Storage.Sqlite;
using Aftershock.Tests.Cli;
using Aftershock.Web;
using Microsoft.AspNetCore.Builder;

namespace Aftershock.Tests.Web;

/// <summary>What other programs fetch from a served store: exactly what they asked for, or a refusal that says why.</summary>
public sealed class ExportTests : IAsyncLifetime, IDisposable
{
    private readonly TrendsStore _folder = new();
    private IStore _store = null!;
    private WebApplication _dashboard = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        await _folder.Add(5, "2022-06-01", "2022-06-30", records: 100).AddOne("2022-07-02T10:00:00Z", "Lantan", records: 900)
            .AddOne("2099-01-01T00:00:00Z", "From the future").WriteAsync();
        _store = await SqliteStores.OpenAsync(_folder.Path, TimeProvider.System, CancellationToken.None);
        _dashboard = Dashboard.Build(
            new DashboardSettings
            {
                Url = "http://127.0.0.1:0",
                Rules = [new CountingRule { Name = "leaks", Definition = "Leaks." }],
                WebRoot = Path.Combine(Repository.Root, "src", "Aftershock.Web", "wwwroot"),
                WriteTrendJson = (json, _, _) => { json.WriteStartObject(); json.WriteEndObject(); },
            },
            _store);
        await _dashboard.StartAsync();
        _client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(_dashboard.Urls.First()) };
    }

    public async Task DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _store.DisposeAsync();
    }

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("/trends.csv?by=century", "by: there is no step \"century\"; expected day, week or month.")]
    [InlineData("/trends.json?split=foo", "foo")]
    [InlineData("/trends.csv?from=yesterday", "from: \"yesterday\"")]
    [InlineData("/trends.csv?baseline=2022-06-01..2022-06-10", "given alone")]
    [InlineData("/trends.csv?page=2", "page: not a parameter")]
    [InlineData("/trends.csv?rule=none", "rule: there is no rule \"none\"; expected leaks.")]
    [InlineData("/trends.csv?bom=yes", "bom: \"yes\"")]
    [InlineData("/listings.csv?country=ZZ", "country: there is no \"ZZ\"; expected a code of ISO 3166-1")]
    [InlineData("/listings.csv?sort=bad", "sort: there is no order \"bad\"")]
    [InlineData("/listings.csv?source=nowhere", "source: there is no \"nowhere\"")]
    [InlineData("/listings.csv?after=zz", "after: not a parameter")]
    public async Task A_parameter_that_cannot_be_used_is_refused_with_its_name_and_what_was_expected(string path, string told)
    {
        var answer = await _client.GetAsync(path);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(told, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(answer.Content.Headers.ContentDisposition);
    }

    [Theory]
    [InlineData("/trends?by=century&from=2022-06-01&to=2022-06-30&rule=leaks", "there is no step")]
    [InlineData("/listings?country=ZZ", "expected a code of ISO 3166-1")]
    [InlineData("/listings?after=zz&page=99999", "does not continue this list")]
    [InlineData("/sources?outcome=burnt", "there is no outcome")]
    [InlineData("/sources?source=nowhere", "there is no source")]
    [InlineData("/sources?after=zz", "does not continue this list")]
    [InlineData("/search?q=x&page=3", "page: not a parameter")]
    public async Task A_page_tells_the_same_in_a_notice_and_stands(string path, string told)
    {
        var answer = await _client.GetAsync(path);
        if (answer.StatusCode == HttpStatusCode.Redirect)
        {
            // Only completed with rule and period; what is wrong stays in the address and is told.
            answer = await _client.GetAsync(answer.Headers.Location);
        }

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(told, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("newest", "2022-07-02T10:00:00Z")]
    [InlineData("oldest", "2022-06-01T12:00:00Z")]
    [InlineData("records", "2022-07-02T10:00:00Z")]
    public async Task Rows_come_in_the_order_shown_with_their_evidence(string sort, string first)
    {
        var csv = await _client.GetStringAsync($"/listings.csv?from=2022-06-01&to=2022-07-31&sort={sort}");
        var rows = csv.TrimEnd().Split("\r\n");
        Assert.Equal(7, rows.Length);
        Assert.EndsWith(",capture,sha256,url", rows[0], StringComparison.Ordinal);
        Assert.Contains(first, rows[1], StringComparison.Ordinal);
        Assert.EndsWith($",{new string('a', 32)},{new string('b', 64)},https://harbour.example/", rows[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/listings.csv")]
    [InlineData("/trends.csv")]
    public async Task A_byte_order_mark_is_written_for_whoever_asks(string path)
    {
        Assert.NotEqual(0xEF, (await _client.GetByteArrayAsync(path))[0]);
        Assert.Equal([0xEF, 0xBB, 0xBF], (await _client.GetByteArrayAsync(path + "?bom=1"))[..3]);
    }

    [Theory]
    [InlineData("/listings.csv")]
    [InlineData("/trends.csv")]
    [InlineData("/trends.json")]
    [InlineData("/sources?from=2022-06-01&to=2022-07-31&rule=leaks")]
    [InlineData("/robots.txt")]
    [InlineData("/favicon.ico")]
    public async Task Whatever_answers_GET_answers_HEAD(string path)
    {
        var head = await _client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        var get = await _client.GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (head.StatusCode, get.StatusCode));
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_post_from_the_future_does_not_set_the_period_and_is_told_on_Sources()
    {
        var completed = (await _client.GetAsync("/")).Headers.Location!.ToString();
        Assert.StartsWith("/?from=2022-06-01&to=2022-07-02&", completed, StringComparison.Ordinal);
        var sources = await _client.GetStringAsync("/sources?from=2022-06-01&to=2022-07-31&rule=leaks");
        Assert.Contains("1 post is dated after the newest capture", sources, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_is_not_there_keeps_the_controls_and_leads_on()
    {
        var answer = await _client.GetAsync("/nothing");
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("class=\"scope\" action=\"/\"", html, StringComparison.Ordinal);
        Assert.Contains("Page not found", html, StringComparison.Ordinal);
    }
}
