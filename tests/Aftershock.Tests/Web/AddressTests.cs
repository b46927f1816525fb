using Aftershock.Keeping;
using Aftershock.Web;
using Aftershock.Web.Frame;
using Aftershock.Web.Listings;
using Aftershock.Web.Words;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Aftershock.Tests.Web;

/// <summary>What a page shows is in its address, and comes back out of it.</summary>
public class AddressTests
{
    private static readonly CountingRule s_shared = new() { Name = "leaks-shared", Definition = "Leaks shared.", Countries = ["CN"] };

    private static readonly CountingRule s_marketed = new() { Name = "databases-marketed", Definition = "Databases marketed.", Unit = CountUnit.Database };

    private static readonly LeakEvent s_event = new() { Name = "shanghai", Title = "The listing of 30 June", Date = new DateOnly(2022, 6, 30) };

    private static readonly ViewDefaults s_defaults = new(
        [s_shared, s_marketed], s_shared, Days("2022-03-01..2022-07-31"), [s_event], null, Days("2022-03-01..2022-06-30"), Days("2022-07-01..2022-07-15"));

    /// <summary>A store of no story: a year of posts, no event, no comparison of its own.</summary>
    private static ViewDefaults Plain(string oldest) =>
        new([s_shared], s_shared, Days("2021-09-01..2022-08-31"), [], null, null, null) { Oldest = DateOnly.Parse(oldest, null), Newest = new DateOnly(2022, 8, 31) };

    private static DayRange Days(string text) => View.ReadRange(text)!.Value;

    private static QueryCollection Query(string address)
    {
        var mark = address.IndexOf('?', StringComparison.Ordinal);
        return new QueryCollection(QueryHelpers.ParseQuery(mark < 0 ? address : address[mark..]));
    }

    [Theory]
    [InlineData("?from=2022-05-01&to=2022-07-31&rule=databases-marketed&event=shanghai")]
    [InlineData("?from=2022-03-01&to=2022-07-15&rule=leaks-shared&baseline=2022-03-01..2022-06-29&window=2022-07-01..2022-07-15")]
    public void A_view_comes_back_out_of_its_own_address(string address)
    {
        var view = s_defaults.Read(Query(address));
        Assert.Empty(view.Problems);
        Assert.Equal("/trends" + address, view.Url("/trends"));
    }

    [Fact]
    public void A_silent_address_takes_the_defaults()
    {
        var view = s_defaults.Read(Query(""));
        Assert.Equal("/?from=2022-03-01&to=2022-07-31&rule=leaks-shared&baseline=2022-03-01..2022-06-30&window=2022-07-01..2022-07-15", view.Url("/"));
    }

    [Fact]
    public void A_comparison_that_was_given_stays_although_the_period_shown_is_another()
    {
        const string Address = "?from=2022-07-01&to=2022-07-31&rule=leaks-shared&baseline=2022-03-01..2022-06-30&window=2022-07-01..2022-07-15";
        var view = s_defaults.Read(Query(Address));
        Assert.Empty(view.Problems);
        Assert.Equal("/" + Address, view.Url("/"));
        Assert.Contains("the baseline reaches outside of the days shown", Sentences.Compared(view), StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_comparison_stays_while_its_window_is_shown()
    {
        var view = s_defaults.Read(Query("?from=2022-07-01&to=2022-07-31"));
        Assert.Equal(("2022-03-01..2022-06-30", "2022-07-01..2022-07-15"), (view.Baseline?.ToString(), view.Window?.ToString()));
    }

    [Theory]
    [InlineData("2020-01-01", "2022-08-01", "2022-08-31", "2021-08-01..2022-07-31", "with the 365 days before them.")]
    [InlineData("2022-03-16", "2022-08-01", "2022-08-31", "2022-03-16..2022-07-31", "with the 138 days before them, which begin with the first post in the store.")]
    [InlineData("2000-01-01", "2019-01-01", "2022-08-31", "2015-05-03..2018-12-31", "with the 1339 days before them.")]
    public void A_period_that_was_chosen_is_compared_with_the_time_before_it(string oldest, string from, string to, string baseline, string told)
    {
        var view = Plain(oldest).Read(Query($"?from={from}&to={to}"));
        Assert.Equal((baseline, $"{from}..{to}"), (view.Baseline?.ToString(), view.Window?.ToString()));
        Assert.EndsWith(told, Sentences.Compared(view), StringComparison.Ordinal);
        // Nobody asked for it by name, so it follows the next period.
        Assert.Equal($"/?from={from}&to={to}&rule=leaks-shared", view.Url("/"));
    }

    [Fact]
    public void Where_nothing_is_older_the_last_days_of_a_period_are_compared_and_it_is_told()
    {
        var view = Plain("2022-08-01").Read(Query("?from=2022-08-01&to=2022-08-20"));
        Assert.Equal(("2022-08-01..2022-08-15", "2022-08-16..2022-08-20"), (view.Baseline?.ToString(), view.Window?.ToString()));
        Assert.Contains("nothing older", Sentences.Compared(view), StringComparison.Ordinal);
    }

    [Fact]
    public void The_whole_period_can_be_compared_by_name()
    {
        const string Address = "?from=2022-07-01&to=2022-07-31&rule=leaks-shared&compare=before";
        var view = (s_defaults with { Oldest = new DateOnly(2022, 3, 16) }).Read(Query(Address));
        Assert.Empty(view.Problems);
        Assert.Equal(("2022-03-16..2022-06-30", "2022-07-01..2022-07-31"), (view.Baseline?.ToString(), view.Window?.ToString()));
        Assert.Equal("/" + Address, view.Url("/"));
        var without = s_defaults.Read(Query(Address));
        Assert.Contains("nothing before 2022-07-01", Assert.Single(without.Problems).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?rule=nonsense", "rule", "nonsense")]
    [InlineData("?from=yesterday", "from", "yesterday")]
    [InlineData("?from=2022-07-01&to=2022-06-01", "from, to", "after its end")]
    [InlineData("?from=0001-01-01", "from", "0001-01-01")]
    [InlineData("?event=nothing", "event", "nothing")]
    [InlineData("?from=2022-07-02&event=shanghai", "event", "leaves no day on one side")]
    [InlineData("?baseline=2022-03-01..2022-07-05&window=2022-07-01..2022-07-15", "baseline, window", "without a common day")]
    [InlineData("?baseline=2022-03-01..2022-06-30", "baseline", "given alone")]
    [InlineData("?window=2022-03-01..2022-06-30", "window", "given alone")]
    [InlineData("?baseline=March&window=2022-07-01..2022-07-15", "baseline", "March")]
    [InlineData("?baseline=0001-01-01..9999-12-31&window=2022-07-01..2022-07-15", "baseline", "9999-12-31")]
    [InlineData("?event=shanghai&baseline=2022-03-01..2022-06-29&window=2022-07-01..2022-07-15", "event", "one or the other")]
    [InlineData("?compare=after", "compare", "after")]
    [InlineData("?by=century", "by", "century")]
    [InlineData("?by=1", "by", "\"1\"")]
    [InlineData("?split=foo", "split", "foo")]
    [InlineData("?page=99999", "page", "not a parameter")]
    public void What_cannot_be_used_is_told_and_the_page_still_stands(string address, string parameter, string told)
    {
        var view = s_defaults.Read(Query(address), ["by", "split"]);
        var problem = Assert.Single(view.Problems);
        Assert.StartsWith(parameter + ": ", problem.What, StringComparison.Ordinal);
        Assert.Contains(told, problem.What, StringComparison.Ordinal);
        Assert.Contains(problem.What.Contains("nothing before", StringComparison.Ordinal) ? "" : "expected ", problem.What, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Instead);
        Assert.NotNull(view.Period);
        Assert.NotNull(view.Window);
    }

    [Theory]
    [InlineData("country=ZZ", "country")]
    [InlineData("lang=xx", "lang")]
    [InlineData("sector=witchcraft", "sector")]
    [InlineData("sort=bad", "sort")]
    [InlineData("scope=all", "scope")]
    [InlineData("kind=leek", "kind")]
    [InlineData("source=nowhere", "source")]
    [InlineData("source=nowhere/*", "source")]
    public void A_filter_that_cannot_match_is_told_and_left_out(string address, string parameter)
    {
        var query = ListingQuery.Read(Query("?" + address)).KnowingSources([new SourceId("harbour"), new SourceId("ransomware/greyfin")]);
        Assert.StartsWith(parameter + ": ", Assert.Single(query.Problems).What, StringComparison.Ordinal);
        Assert.Empty(query.Parts());
    }

    [Theory]
    [InlineData("country=aq&lang=zh-Hant&lang=und&lang=yue&sector=government-local")]
    [InlineData("source=harbour&source=ransomware/*")]
    public void A_filter_that_could_match_is_kept(string address)
    {
        var query = ListingQuery.Read(Query("?" + address)).KnowingSources([new SourceId("harbour"), new SourceId("ransomware/greyfin")]);
        Assert.Empty(query.Problems);
    }

    [Fact]
    public void Filters_come_back_out_of_their_own_address()
    {
        const string Address = "q=%E8%BA%AB%E4%BB%BD%E8%AF%81+50%25&kind=leak&kind=stealer-logs&offer=free&country=CN&sector=healthcare&data=Phone+numbers" +
            "&source=ransomware%2Flockbit2&actor=a%26b%3D%2B&lang=zh&records=1000000&scope=rule&sort=records";
        var read = ListingQuery.Read(Query("?" + Address));
        Assert.Empty(read.Problems);
        Assert.Equal("身份证 50%", read.Filter.Text);
        Assert.Equal(["a&b=+"], read.Filter.Actors);
        var again = ListingQuery.Read(Query(s_defaults.Read(Query("")).Url("/listings", read.Parts())));
        Assert.Equal(read.Parts(), again.Parts());
        Assert.Equal(13, read.Parts().Count());
    }

    [Fact]
    public void An_unknown_kind_is_told_and_left_out()
    {
        var query = ListingQuery.Read(Query("?kind=leak&kind=leek&records=many"));
        Assert.Equal([ListingKind.Leak], query.Filter.Kinds);
        Assert.Equal(2, query.Problems.Count);
    }

    [Fact]
    public void A_rule_and_a_filter_both_hold()
    {
        var query = ListingQuery.Read(Query("?scope=rule&country=CN&country=DE"));
        var filter = query.Effective(s_shared, Days("2022-07-01..2022-07-15"))!;
        Assert.Equal(["CN"], filter.Countries);
        Assert.Equal([ListingKind.Leak], filter.Kinds);
        Assert.Equal(new DateTimeOffset(2022, 7, 1, 0, 0, 0, TimeSpan.Zero), filter.PublishedFrom);
        Assert.Equal(new DateTimeOffset(2022, 7, 16, 0, 0, 0, TimeSpan.Zero), filter.PublishedBefore);
        Assert.Null(ListingQuery.Read(Query("?scope=rule&country=DE")).Effective(s_shared, null));
    }

    [Fact]
    public void The_days_of_a_period_begin_in_the_zone_of_the_rule()
    {
        var filter = new ListingQuery().Effective(s_shared with { Zone = "Asia/Shanghai" }, Days("2022-07-01..2022-07-01"))!;
        Assert.Equal(new DateTimeOffset(2022, 6, 30, 16, 0, 0, TimeSpan.Zero), filter.PublishedFrom);
    }

    [Theory]
    [InlineData("/listings?kind=leak", "/listings?kind=leak")]
    [InlineData("//evil.example/", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("/a\r\nSet-Cookie: x=y", "/")]
    [InlineData(null, "/")]
    public void A_form_leads_back_to_this_dashboard_only(string? back, string to) => Assert.Equal(to, Pages.LocalPath(back));
}
