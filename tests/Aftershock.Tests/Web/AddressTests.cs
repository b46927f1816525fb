using Aftershock.Keeping;
using Aftershock.Web;
using Aftershock.Web.Frame;
using Aftershock.Web.Listings;
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
    public void A_comparison_outside_a_changed_period_gives_way_to_one_within_it()
    {
        var view = s_defaults.Read(Query("?from=2022-06-01&to=2022-07-31&rule=leaks-shared&baseline=2022-03-01..2022-06-30&window=2022-07-01..2022-07-15"));
        Assert.Equal("shanghai", view.Event?.Name);
        Assert.Equal("2022-06-01..2022-06-29", view.Baseline?.ToString());
        Assert.Empty(view.Problems);
    }

    [Theory]
    [InlineData("?rule=nonsense", "nonsense")]
    [InlineData("?from=yesterday", "yesterday")]
    [InlineData("?from=2022-07-01&to=2022-06-01", "after its end")]
    [InlineData("?event=nothing", "nothing")]
    [InlineData("?baseline=2022-03-01..2022-07-05&window=2022-07-01..2022-07-15", "without a common day")]
    [InlineData("?from=0001-01-01", "0001-01-01")]
    public void What_cannot_be_used_is_told_and_the_page_still_stands(string address, string told)
    {
        var view = s_defaults.Read(Query(address));
        Assert.Contains(told, Assert.Single(view.Problems), StringComparison.Ordinal);
        Assert.NotNull(view.Period);
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
