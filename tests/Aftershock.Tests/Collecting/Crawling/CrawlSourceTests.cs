using Aftershock.Collecting.Crawling;

namespace Aftershock.Tests.Collecting.Crawling;

public sealed class CrawlSourceTests : IDisposable
{
    private static readonly DateOnly s_today = new(2022, 7, 16);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aftershock-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_file_with_all_keys_is_read()
    {
        Write("authority.yaml", "who: CERT of Port Vell\npurpose: watch for our own data\nlegal_basis: mandate 12/2022\naccount: quiet_reader, ours\nrules_of_engagement: read only\nexpires: 2023-01-01\n");
        Write("cookies.txt", "# Netscape HTTP Cookie File\n#HttpOnly_pier.example\tFALSE\t/\tTRUE\t0\tsession\tabc\n");
        var source = Read("id: pier\nname: Pier Nine\nkind: forum\nprogram: fluxbb\nstart: [https://pier.example/index.php]\nzone: Europe/Berlin\ncookies: cookies.txt\nproxy: socks5://127.0.0.1:9050\nrequests_per_minute: 2.5\nactive_hours: 22:00-06:00\nauthority: authority.yaml\n");

        Assert.Equal(("pier", "fluxbb", 2.5, "22:00-06:00"), (source.Id.Value, source.Program, source.RequestsPerMinute, source.ActiveHours.ToString()));
        Assert.Equal("socks5", source.Proxy!.Scheme);
        Assert.True(source.ActiveHours!.Value.Hold(new DateTimeOffset(2022, 7, 16, 21, 0, 0, TimeSpan.Zero), source.Zone));
        Assert.False(source.ActiveHours.Value.Hold(new DateTimeOffset(2022, 7, 16, 5, 0, 0, TimeSpan.Zero), source.Zone));
        Assert.Equal("abc", NetscapeCookies.Read(source.Cookies!).GetCookies(new Uri("https://pier.example/"))["session"]!.Value);
    }

    [Theory]
    [InlineData("id: Pier Nine\nstart: http://pier.example/\n", "id: \"Pier Nine\"")]
    [InlineData("id: pier\n", "\"start\" is missing")]
    [InlineData("id: pier\nstart: ftp://pier.example/\n", "is no address")]
    [InlineData("id: pier\nstart: http://pier.example/\nzone: Atlantis\n", "zone: \"Atlantis\"")]
    [InlineData("id: pier\nstart: http://pier.example/\nproxy: tor\n", "proxy: \"tor\"")]
    [InlineData("id: pier\nstart: http://pier.example/\nactive_hours: night\n", "active_hours: \"night\"")]
    [InlineData("id: pier\nstart: http://pier.example/\nrequests_per_minute: 0\n", "requests_per_minute: \"0\"")]
    [InlineData("id: pier\nstart: http://pier.example/\nspeed: 9\n", "unknown key \"speed\"")]
    public void A_mistake_names_file_line_and_expectation(string yaml, string expected)
    {
        var failure = Assert.Throws<FileMistakesException>(() => Read(yaml));
        Assert.Contains(failure.Mistakes, m => m.StartsWith("source.yaml line ", StringComparison.Ordinal) && m.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("who: us\npurpose: p\nlegal_basis: l\nexpires: 2023-01-01\n", "an account is used only under an authority")]
    [InlineData("who: us\npurpose: p\nlegal_basis: l\naccount: a\nrules_of_engagement: r\nexpires: 2022-07-15\n", "ended on 2022-07-15")]
    public void Cookies_need_an_authority_that_names_the_account_and_still_holds(string authority, string expected)
    {
        Write("authority.yaml", authority);
        Write("cookies.txt", "");
        var failure = Assert.Throws<NotPermittedException>(() => Read("id: pier\nstart: http://pier.example/\ncookies: cookies.txt\nauthority: authority.yaml\n"));
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Setting_robots_txt_aside_is_not_permitted_without_an_authority_and_a_misspelled_key_is_no_matter_of_rights()
    {
        Assert.Throws<NotPermittedException>(() => Read("id: pier\nstart: http://pier.example/\nrobots: false\n"));
        Assert.Throws<FileMistakesException>(() => Read("id: pier\nstart: http://pier.example/\nautority: a.yaml\n"));
    }

    [Fact]
    public void An_account_without_rules_of_engagement_is_a_mistake_of_the_authority()
    {
        Write("authority.yaml", "who: us\npurpose: p\nlegal_basis: l\naccount: a\nexpires: 2023-01-01\n");
        var failure = Assert.Throws<FileMistakesException>(() => Read("id: pier\nstart: http://pier.example/\nauthority: authority.yaml\n"));
        Assert.Contains(failure.Mistakes, m => m.Contains("rules_of_engagement", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("User-agent: *\nDisallow: /private\n", "/private/x", false)]
    [InlineData("User-agent: *\nDisallow: /private\nAllow: /private/open\n", "/private/open/1", true)]
    [InlineData("User-agent: other\nDisallow: /\n", "/x", true)]
    [InlineData("User-agent: *\nDisallow: /\n\nUser-agent: aftershock\nDisallow: /no\n", "/x", true)]
    [InlineData("User-agent: *\nDisallow: /*?pid=\n", "/viewtopic.php?pid=4", false)]
    [InlineData("User-agent: *\nDisallow: /*.php$\n", "/viewtopic.php?id=4", true)]
    [InlineData("User-agent: *\nDisallow:\n", "/x", true)]
    [InlineData("nonsense\n\u0000: /", "/x", true)]
    public void Robots_txt_is_read_as_its_standard_says(string text, string path, bool allowed) =>
        Assert.Equal(allowed, Robots.Parse(text, "Aftershock").Allows(new Uri(new Uri("http://pier.example"), path)));

    [Theory]
    [InlineData("http://pier.example/viewtopic.php?f=2&t=5&sid=0123456789abcdef#p46", "http://pier.example/viewtopic.php?f=2&t=5")]
    [InlineData("http://pier.example/index.php?PHPSESSID=abc;topic=57.0", "http://pier.example/index.php?topic=57.0")]
    [InlineData("http://pier.example/index.php?sid=1", "http://pier.example/index.php")]
    public void Session_marks_and_fragments_do_not_make_one_page_many(string address, string expected) =>
        Assert.Equal(expected, Frontier.Address(new Uri(address)));

    private CrawlSource Read(string yaml) => CrawlSource.Read(Write("source.yaml", yaml), s_today);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
