using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Aftershock.Collecting.Taxii;

namespace Aftershock.Tests.Collecting.Taxii;

/// <summary>A client against a server of our own on this machine.</summary>
public sealed class TaxiiTests
{
    private static readonly Source s_source = new() { Id = new SourceId("taxii"), Kind = SourceKind.PostFile, Name = "Taxii" };

    [Fact]
    public async Task Pages_are_asked_for_one_after_the_other_and_their_reports_become_posts()
    {
        using var server = new Server(
            (200, "", $$"""{"more":true,"next":"a b","objects":[{"type":"identity","id":"identity--1","name":"Harbour CERT"},{{Report("report--1", "2022-07-03T11:20:00Z", "2022-07-03T11:20:00Z")}},{{Report("report--1", "2022-07-03T11:20:00Z", "2022-07-05T00:00:00Z")}},{"type":"indicator","id":"indicator--1"}]}"""),
            (200, "", """{"more":false,"objects":[{"type":"note","id":"note--1","created":"2022-07-04T00:00:00Z","modified":"2022-07-04T00:00:00Z","content":"First line\nsecond"},{"type":"domain-name","id":"domain-name--1","value":"meadowlark.example"},{"type":"observed-data","id":"observed-data--1","created":"2022-07-04T00:00:00Z","object_refs":["domain-name--1","file--9"]},{"type":"incident","id":"incident--1","created":"2022-07-04T00:00:00Z","name":"Breach","revoked":true},{"type":"report","id":"report--2","name":"x","published":"soon"}]}"""));
        var read = await ReadAsync(server, new TaxiiSettings { AddedAfter = new DateTimeOffset(2022, 6, 30, 0, 0, 0, TimeSpan.Zero) });
        Assert.Equal(["report--1", "note--1", "observed-data--1"], read.Posts.Select(p => p.PostId));
        var report = read.Post("report--1");
        Assert.Equal(("Offer of Meadowlark Clinic", "Harbour CERT", "2022-07-03T11:20:00Z", "2022-07-05T00:00:00Z", "120k rows."), (report.ThreadTitle, report.Author, report.PublishedAt.ToString(), report.EditedAt.ToString(), report.Body));
        Assert.Equal(("First line", "domain-name: meadowlark.example"), (read.Post("note--1").ThreadTitle, read.Post("observed-data--1").Body));
        Assert.Equal((1, 1), (read.Skipped, read.Contents.Sum(c => c.Duplicates)));
        Assert.Contains("object 5: published \"soon\" not read", Assert.Single(read.Faults), StringComparison.Ordinal);
        Assert.Equal(["GET /api/collections/reports%20of%20all/objects/?added_after=2022-06-30T00%3A00%3A00.000000Z HTTP/1.1", "GET /api/collections/reports%20of%20all/objects/?added_after=2022-06-30T00%3A00%3A00.000000Z&next=a%20b HTTP/1.1"], server.Requests.Select(r => r.Split("\r\n")[0]));
        Assert.All(server.Requests, r => Assert.Contains("Accept: application/taxii+json;version=2.1\r\n", r, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_asks_to_wait_is_asked_again_and_not_for_ever()
    {
        using var server = new Server((429, "Retry-After: 0\r\n", ""), (503, "Retry-After: 0\r\n", ""), (200, "", "{}"));
        var read = await ReadAsync(server);
        Assert.Empty(read.Faults);
        Assert.Equal(3, server.Requests.Count);
        using var busy = new Server((429, "Retry-After: 0\r\n", ""));
        Assert.Contains("status 429", Assert.Single((await ReadAsync(busy, new TaxiiSettings { Patience = 2 })).Faults), StringComparison.Ordinal);
        Assert.Equal(3, busy.Requests.Count);
    }

    [Theory]
    [InlineData(401, "give --user")]
    [InlineData(404, "expected an API root")]
    [InlineData(302, "redirections are not followed")]
    public async Task An_answer_that_is_none_is_told(int status, string told)
    {
        using var server = new Server((status, "Location: http://127.0.0.1:1/\r\n", ""));
        Assert.Contains(told, Assert.Single((await ReadAsync(server)).Faults), StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Pages_that_lead_in_a_circle_and_answers_without_end_are_left()
    {
        using var circle = new Server((200, "", """{"more":true,"next":"1"}"""));
        Assert.Contains("lead in a circle", Assert.Single((await ReadAsync(circle)).Faults), StringComparison.Ordinal);
        Assert.Equal(2, circle.Requests.Count);
        using var endless = new Server((200, "", new string(' ', 3 << 20)));
        Assert.Contains("longer than 1 MB", Assert.Single((await ReadAsync(endless, new TaxiiSettings { LongestAnswer = 1 << 20 })).Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_next_page_the_header_of_the_last_time_leads_on()
    {
        using var server = new Server((200, "X-TAXII-Date-Added-Last: 2022-07-03T00:00:00.000000Z\r\n", """{"more":true}"""), (200, "", "{}"));
        Assert.Empty((await ReadAsync(server)).Faults);
        Assert.Contains("added_after=2022-07-03T00%3A00%3A00.000000Z", server.Requests[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://taxii.example/api/", true)]
    [InlineData("http://127.0.0.1:8080/api/", true)]
    [InlineData("http://localhost/api/", true)]
    [InlineData("http://taxii.example/api/", false)]
    [InlineData("https://ada:secret@taxii.example/api/", false)]
    [InlineData("file:///etc/passwd", false)]
    public void Only_https_is_asked_beyond_this_machine(string address, bool may) => Assert.Equal(may, TaxiiClient.MayAsk(new Uri(address)));

    [Theory]
    [InlineData("nonsense", "is no JSON")]
    [InlineData("[]", "expected an object")]
    [InlineData("{\"objects\":[{\"type\":\"report\",\"id\":\"half \\ud83d\"}]}", "half of a surrogate pair")]
    public async Task An_envelope_that_is_none_is_told(string content, string told)
    {
        using var server = new Server((200, "", content));
        Assert.Contains(told, Assert.Single((await ReadAsync(server)).Faults), StringComparison.Ordinal);
    }

    private static string Report(string id, string published, string modified) =>
        $$"""{"type":"report","spec_version":"2.1","id":"{{id}}","created_by_ref":"identity--1","created":"{{published}}","modified":"{{modified}}","name":"Offer of Meadowlark Clinic","description":"120k rows.","published":"{{published}}"}""";

    private static async Task<Taken> ReadAsync(Server server, TaxiiSettings? settings = null)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler);
        return await Taken.ByAsync(new StixReader(), s_source, new TaxiiClient(http, server.Root, "reports of all", TimeProvider.System, settings).ReadAsync(s_source.Id));
    }

    /// <summary>Answers what it is told to, the last for ever; remembers what it was asked.</summary>
    private sealed class Server : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _serving;

        public Server(params (int Status, string Headers, string Body)[] answers)
        {
            _listener.Start();
            _serving = ServeAsync(answers);
        }

        public List<string> Requests { get; } = [];

        public Uri Root => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/api/"));

        public void Dispose()
        {
            _stop.Cancel();
            _listener.Stop();
            _stop.Dispose();
        }

        private async Task ServeAsync((int Status, string Headers, string Body)[] answers)
        {
            try
            {
                for (var i = 0; ; i++)
                {
                    using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                    using var stream = client.GetStream();
                    var request = new StringBuilder();
                    var buffer = new byte[4096];
                    while (!request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(buffer, _stop.Token) is > 0 and var read)
                    {
                        request.Append(Encoding.ASCII.GetString(buffer, 0, read));
                    }

                    Requests.Add(request.ToString());
                    var (status, headers, body) = answers[Math.Min(i, answers.Length - 1)];
                    var bytes = Encoding.UTF8.GetBytes(body);
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} x\r\nContent-Type: application/taxii+json;version=2.1\r\nContent-Length: {bytes.Length}\r\nConnection: close\r\n{headers}\r\n")), _stop.Token);
                    await stream.WriteAsync(bytes, _stop.Token);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
            }
        }
    }
}
