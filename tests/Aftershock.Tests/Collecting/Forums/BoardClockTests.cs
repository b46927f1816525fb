using Aftershock.Collecting.Forums;

namespace Aftershock.Tests.Collecting.Forums;

/// <summary>What a board prints for a time, and the instant and precision that it tells.</summary>
public sealed class BoardClockTests
{
    private const string Captured = "2022-07-16T09:30:00Z";

    [Theory]
    [InlineData("07-03-2022, 11:20 AM", "2022-07-03T11:20:00Z", Precision.Minute)]
    [InlineData("07-03-2022, 12:05 AM", "2022-07-03T00:05:00Z", Precision.Minute)]
    [InlineData("07-03-2022, 12:05 PM", "2022-07-03T12:05:00Z", Precision.Minute)]
    [InlineData("07-03-2022, 11:20:41 p.m.", "2022-07-03T23:20:41Z", Precision.Second)]
    [InlineData("07-03-22, 09:00 PM", "2022-07-03T21:00:00Z", Precision.Minute)]
    [InlineData("07-03-2022", "2022-07-03", Precision.Day)]
    [InlineData("25-07-2022, 09:00", "2022-07-25T09:00:00Z", Precision.Minute)]
    [InlineData("03.07.2022, 09:00", "2022-07-03T09:00:00Z", Precision.Minute)]
    [InlineData("03/07/2022 09:00", "2022-07-03T09:00:00Z", Precision.Minute)]
    [InlineData("03/07/2022 09:00 AM", "2022-03-07T09:00:00Z", Precision.Minute)]
    [InlineData("2022-07-03 23:59:58", "2022-07-03T23:59:58Z", Precision.Second)]
    [InlineData("2022/7/3 8:05", "2022-07-03T08:05:00Z", Precision.Minute)]
    [InlineData("02-29-2024, 10:00 AM", "2024-02-29T10:00:00Z", Precision.Minute)]
    public void Dates_in_figures_are_read_in_the_order_that_their_separator_and_clock_tell(string words, string expected, Precision precision) =>
        Check(Read(words), expected, precision);

    [Theory]
    [InlineData("Jun 2022", "2022-06", Precision.Month)]
    [InlineData("February 25, 2021 at 10:06 PM", "2021-02-25T22:06:00Z", Precision.Minute)]
    [InlineData("Monday, July 4th, 2022", "2022-07-04", Precision.Day)]
    [InlineData("Tue Jun 21, 2022 3:24 am", "2022-06-21T03:24:00Z", Precision.Minute)]
    [InlineData("3 июля 2022, 14:05", "2022-07-03T14:05:00Z", Precision.Minute)]
    [InlineData("21 мая 2022 в 09:00", "2022-05-21T09:00:00Z", Precision.Minute)]
    [InlineData("Янв 2022", "2022-01", Precision.Month)]
    [InlineData("3. März 2022, 14:05", "2022-03-03T14:05:00Z", Precision.Minute)]
    [InlineData("24. Dez. 2021", "2021-12-24", Precision.Day)]
    [InlineData("3 février 2022 à 14:05", "2022-02-03T14:05:00Z", Precision.Minute)]
    [InlineData("14 août 2022", "2022-08-14", Precision.Day)]
    [InlineData("juin 2022", "2022-06", Precision.Month)]
    [InlineData("14 juillet 2022", "2022-07-14", Precision.Day)]
    [InlineData("3 de julio de 2022, 14:05", "2022-07-03T14:05:00Z", Precision.Minute)]
    [InlineData("12 enero 2022", "2022-01-12", Precision.Day)]
    [InlineData("7 de fevereiro de 2022", "2022-02-07", Precision.Day)]
    [InlineData("2022年7月4日 11:20", "2022-07-04T11:20:00Z", Precision.Minute)]
    [InlineData("2022年12月", "2022-12", Precision.Month)]
    public void Months_are_read_by_name_in_the_languages_of_boards(string words, string expected, Precision precision) =>
        Check(Read(words), expected, precision);

    [Theory]
    [InlineData("٠٣-٠٧-٢٠٢٢", "2022-03-07", Precision.Day)]
    [InlineData("۲۵.۰۷.۲۰۲۲ ۲۱:۳۰", "2022-07-25T21:30:00Z", Precision.Minute)]
    public void Figures_of_other_scripts_are_figures(string words, string expected, Precision precision) =>
        Check(Read(words), expected, precision);

    [Theory]
    [InlineData("Europe/Berlin", "07-03-2022, 11:20 AM", "2022-07-03T09:20:00Z")]
    [InlineData("Europe/Berlin", "01-03-2022, 11:20 AM", "2022-01-03T10:20:00Z")]
    [InlineData("Asia/Shanghai", "07-03-2022, 02:00 AM", "2022-07-02T18:00:00Z")]
    [InlineData("America/New_York", "07-03-2022, 11:20 PM", "2022-07-04T03:20:00Z")]
    [InlineData("Asia/Kathmandu", "07-03-2022, 12:00 AM", "2022-07-02T18:15:00Z")]
    public void A_clock_is_read_in_the_boards_zone(string zone, string words, string expected) =>
        Check(Read(words, zone: zone), expected, Precision.Minute);

    [Fact]
    public void A_day_without_a_clock_is_that_day_whatever_the_zone() =>
        Check(Read("07-03-2022", zone: "Pacific/Auckland"), "2022-07-03", Precision.Day);

    [Theory]
    [InlineData("03-27-2022, 01:59 AM", "2022-03-27T00:59:00Z")]
    [InlineData("03-27-2022, 02:30 AM", "2022-03-27T01:30:00Z")]
    [InlineData("03-27-2022, 03:00 AM", "2022-03-27T01:00:00Z")]
    [InlineData("10-30-2022, 02:30 AM", "2022-10-30T00:30:00Z")]
    [InlineData("10-30-2022, 03:00 AM", "2022-10-30T02:00:00Z")]
    public void An_hour_that_the_change_of_clocks_skips_goes_on_from_before_it_and_a_repeated_one_is_the_first(string words, string expected) =>
        Check(Read(words, zone: "Europe/Berlin"), expected, Precision.Minute);

    [Theory]
    [InlineData("2022-03-27T01:02:00Z", "5 minutes ago", "2022-03-27T00:57:00Z")]
    [InlineData("2022-10-30T01:30:00Z", "5 minutes ago", "2022-10-30T01:25:00Z")]
    [InlineData("2022-10-30T01:30:00Z", "just now", "2022-10-30T01:30:00Z")]
    public void Minutes_ago_are_minutes_across_a_change_of_clocks(string captured, string words, string expected) =>
        Check(Read(words, zone: "Europe/Berlin", captured: captured), expected, Precision.Minute);

    [Theory]
    [InlineData("UTC", "Today, 08:10 AM", "2022-07-16T08:10:00Z")]
    [InlineData("UTC", "Yesterday, 04:10 PM", "2022-07-15T16:10:00Z")]
    [InlineData("UTC", "Сегодня, 08:10", "2022-07-16T08:10:00Z")]
    [InlineData("UTC", "Вчера в 16:10", "2022-07-15T16:10:00Z")]
    [InlineData("UTC", "Позавчера в 16:10", "2022-07-14T16:10:00Z")]
    [InlineData("UTC", "Heute, 08:10", "2022-07-16T08:10:00Z")]
    [InlineData("UTC", "Gestern, 16:10", "2022-07-15T16:10:00Z")]
    [InlineData("UTC", "Vorgestern, 16:10", "2022-07-14T16:10:00Z")]
    [InlineData("UTC", "Aujourd'hui, 08:10", "2022-07-16T08:10:00Z")]
    [InlineData("UTC", "Hier, 16:10", "2022-07-15T16:10:00Z")]
    [InlineData("UTC", "Avant-hier, 16:10", "2022-07-14T16:10:00Z")]
    [InlineData("UTC", "Hoy, 08:10", "2022-07-16T08:10:00Z")]
    [InlineData("UTC", "Ayer, 16:10", "2022-07-15T16:10:00Z")]
    [InlineData("UTC", "Anteayer, 16:10", "2022-07-14T16:10:00Z")]
    [InlineData("UTC", "今天 08:10", "2022-07-16T08:10:00Z")]
    [InlineData("UTC", "昨天 16:10", "2022-07-15T16:10:00Z")]
    [InlineData("UTC", "前天 16:10", "2022-07-14T16:10:00Z")]
    public void Days_are_read_by_name_in_the_languages_of_boards(string zone, string words, string expected) =>
        Check(Read(words, zone: zone), expected, Precision.Minute);

    [Theory]
    [InlineData("Asia/Shanghai", "2022-07-16T15:59:00Z", "Today, 12:10 AM", "2022-07-15T16:10:00Z")]
    [InlineData("Asia/Shanghai", "2022-07-16T16:01:00Z", "Today, 12:00 AM", "2022-07-16T16:00:00Z")]
    [InlineData("Asia/Shanghai", "2022-07-16T16:01:00Z", "Yesterday, 11:59 PM", "2022-07-16T15:59:00Z")]
    [InlineData("America/New_York", "2022-07-16T03:30:00Z", "Today, 11:00 PM", "2022-07-16T03:00:00Z")]
    [InlineData("America/New_York", "2022-07-16T04:30:00Z", "Yesterday, 11:00 PM", "2022-07-16T03:00:00Z")]
    [InlineData("UTC", "2022-01-01T00:10:00Z", "Yesterday, 11:00 PM", "2021-12-31T23:00:00Z")]
    public void Today_begins_at_midnight_in_the_boards_zone(string zone, string captured, string words, string expected) =>
        Check(Read(words, zone: zone, captured: captured), expected, Precision.Minute);

    [Fact]
    public void The_date_on_hover_wins_over_our_reckoning_of_yesterday() =>
        Check(Read("Yesterday, 04:10 PM", "07-10-2022"), "2022-07-10T16:10:00Z", Precision.Minute);

    [Fact]
    public void The_time_on_hover_wins_over_hours_ago() =>
        Check(Read("9 hours ago", "07-16-2022, 12:41 AM"), "2022-07-16T00:41:00Z", Precision.Minute);

    [Theory]
    [InlineData("1 minute ago", "2022-07-16T09:29:00Z", Precision.Minute)]
    [InlineData("45 minutes ago", "2022-07-16T08:45:00Z", Precision.Minute)]
    [InlineData("Less than 1 minute ago", "2022-07-16T09:30:00Z", Precision.Minute)]
    [InlineData("an hour ago", "2022-07-16", Precision.Day)]
    [InlineData("10 hours ago", "2022-07-15", Precision.Day)]
    [InlineData("3 days ago", "2022-07-13", Precision.Day)]
    [InlineData("a week ago", "2022-07-09", Precision.Day)]
    [InlineData("2 months ago", "2022-05", Precision.Month)]
    [InlineData("2 years ago", "2020", Precision.Year)]
    public void What_is_so_long_ago_is_told_no_finer_than_its_unit(string words, string expected, Precision precision) =>
        Check(Read(words), expected, precision);

    [Fact]
    public void Hours_ago_name_the_day_of_the_boards_zone() =>
        Check(Read("2 hours ago", zone: "Asia/Shanghai", captured: "2022-07-15T17:00:00Z"), "2022-07-15", Precision.Day);

    [Fact]
    public void A_date_that_only_one_order_allows_tells_the_order_of_the_others()
    {
        var clock = Clock();
        clock.LearnOrder("<span>25-06-2022, 10:00</span><td>04-02-2022, 11:00</td>");
        Check(clock.Read("04-02-2022, 11:00"), "2022-02-04T11:00:00Z", Precision.Minute);
    }

    [Fact]
    public void The_order_is_learned_for_each_separator_by_itself()
    {
        var clock = Clock();
        clock.LearnOrder("<span>25.06.2022, 10:00</span>");
        Check(clock.Read("04-02-2022, 11:00 AM"), "2022-04-02T11:00:00Z", Precision.Minute);
    }

    [Fact]
    public void Dates_that_members_type_within_a_sentence_teach_nothing()
    {
        var clock = Clock();
        clock.LearnOrder("<p>dumped on 25-06-2022, 30-06-2022 and 28-06-2022 by me</p>");
        Check(clock.Read("04-02-2022, 11:00 AM"), "2022-04-02T11:00:00Z", Precision.Minute);
    }

    [Fact]
    public void One_odd_date_is_outvoted()
    {
        var clock = Clock();
        clock.LearnOrder("<i>25-06-2022, 10:00 AM</i><i>06-25-2022, 10:00 AM</i><i>06-26-2022, 10:00 AM</i>");
        Check(clock.Read("04-02-2022, 11:00 AM"), "2022-04-02T11:00:00Z", Precision.Minute);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \u00A0 ")]
    [InlineData("Never")]
    [InlineData("Not Specified")]
    [InlineData("(Hidden)")]
    [InlineData("13-13-2022, 10:00 AM")]
    [InlineData("02-30-2022, 10:00 AM")]
    [InlineData("02-29-2022")]
    [InlineData("00-00-0000, 12:00 AM")]
    [InlineData("2022-13-01 10:00")]
    [InlineData("31 feb 2022")]
    [InlineData("01-01-1970, 12:00 AM")]
    [InlineData("999999 years ago")]
    [InlineData("999999 months ago")]
    [InlineData("999999 weeks ago")]
    [InlineData("999999 days ago")]
    [InlineData("11:20 AM")]
    [InlineData("192.168.10.1")]
    [InlineData("v1.2.3")]
    [InlineData("2022")]
    public void What_is_no_time_is_told_as_none(string? words) => Assert.Null(Read(words));

    [Fact]
    public void A_clock_that_cannot_be_leaves_the_day() =>
        Check(Read("07-03-2022, 25:10"), "2022-07-03", Precision.Day);

    [Fact]
    public void An_unknown_zone_is_refused_by_name() =>
        Assert.Contains("\"Mars/Olympus\"", Assert.Throws<ArgumentException>(() => new BoardClock("Mars/Olympus", At(Captured))).Message, StringComparison.Ordinal);

    private static BoardClock Clock(string zone = "UTC", string captured = Captured) => new(zone, At(captured));

    private static Moment? Read(string? words, string? title = null, string zone = "UTC", string captured = Captured) => Clock(zone, captured).Read(words, title);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, null);

    private static void Check(Moment? read, string expected, Precision precision) =>
        Assert.Equal((expected, precision), (read?.ToString(), read?.Precision));
}
