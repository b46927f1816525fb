using Aftershock.Analyzing;
using Aftershock.Keeping;

namespace Aftershock.Tests.Analyzing;

public sealed class CountingTests
{
    private static readonly CountingRule s_leaks = new() { Name = "test", Definition = "For a test." };

    [Fact]
    public async Task The_summer_of_2022_comes_out()
    {
        var store = new ListedStore().Watch("harbour", "2022-03-01", "2022-08-31").AddMany(56, "2022-03-01", "2022-06-30").AddMany(25, "2022-07-01", "2022-07-15");
        var report = await Answer(store, Ask("2022-03-01..2022-07-15") with { Baseline = Range("2022-03-01..2022-06-30"), Window = Range("2022-07-01..2022-07-15"), Dispersion = 3.9 });
        var comparison = report.Comparison!;
        Assert.Equal((56, 25), (comparison.Baseline.Count, comparison.Window.Count));
        Assert.Equal((3.63, 2.17, 5.92), (Math.Round(comparison.Ratio!.Value, 2), Math.Round(comparison.RatioLow, 2), Math.Round(comparison.RatioHigh, 2)));
        Assert.Equal(52, comparison.Pace.Shown);
        Assert.Equal((51.67, 33.4, 76.3), (Math.Round(comparison.Pace.Value, 2), Math.Round(comparison.Pace.Low, 1), Math.Round(comparison.Pace.High, 1)));
        Assert.Equal((52.2, 39, 68), (Math.Round(comparison.PredictedMean, 9), comparison.PredictedLow, comparison.PredictedHigh));
        Assert.Equal(0.007, Math.Round(comparison.PDispersed, 3));
        // So much scatter would need a greater step to be called a change.
        Assert.Empty(report.Changes);
        var plain = await Answer(store, Ask("2022-03-01..2022-07-15"));
        Assert.Contains(plain.Changes, c => c.Low <= new DateOnly(2022, 7, 1) && new DateOnly(2022, 7, 1) <= c.High);
    }

    [Fact]
    public async Task A_leak_counts_once_on_its_first_day_in_the_whole_store()
    {
        var store = new ListedStore().Add("2022-05-20T10:00:00Z", "a").Add("2022-06-02T10:00:00Z", "a").Add("2022-06-03T10:00:00Z", "b").Add("2022-06-04T10:00:00Z", "b");
        Assert.Equal(1, (await Answer(store, Ask("2022-06-01..2022-06-30"))).Count);
        Assert.Equal(3, (await Answer(store, Ask("2022-06-01..2022-06-30") with { Rule = s_leaks with { Unit = CountUnit.Listing } })).Count);
    }

    [Fact]
    public async Task The_first_day_of_a_leak_is_the_first_under_the_rule()
    {
        var store = new ListedStore()
            .Add("2022-05-20T10:00:00Z", "a", l => l with { Offer = Offer.Free })
            .Add("2022-06-02T10:00:00Z", "a", l => l with { Offer = Offer.Sale });
        var marketed = s_leaks with { Offers = [Offer.Sale, Offer.Auction] };
        Assert.Equal(1, (await Answer(store, Ask("2022-06-01..2022-06-30") with { Rule = marketed })).Count);
        Assert.Equal(0, (await Answer(store, Ask("2022-06-01..2022-06-30"))).Count);
    }

    [Fact]
    public async Task A_bump_is_a_post_and_no_listing()
    {
        var store = new ListedStore().Add("2022-06-02T10:00:00Z", "a").Add("2022-06-03T10:00:00Z", "b", l => l with { IsOpening = false });
        foreach (var (unit, count) in new[] { (CountUnit.Post, 2), (CountUnit.Listing, 1), (CountUnit.Leak, 1), (CountUnit.Database, 1) })
        {
            Assert.Equal(count, (await Answer(store, Ask("2022-06-01..2022-06-30") with { Rule = s_leaks with { Unit = unit } })).Count);
        }
    }

    [Fact]
    public async Task Databases_count_one_for_each_victim_of_a_distinct_leak()
    {
        var store = new ListedStore()
            .Add("2022-06-02T10:00:00Z", "a", l => l with { Databases = 4, RecordsClaimed = 100 })
            .Add("2022-06-03T10:00:00Z", "a", l => l with { Databases = 5, RecordsClaimed = 900 });
        var report = await Answer(store, Ask("2022-06-01..2022-06-30") with { Rule = s_leaks with { Unit = CountUnit.Database } });
        Assert.Equal((4, 100), (report.Count, report.RecordsClaimed));
    }

    [Fact]
    public async Task Days_begin_at_midnight_in_the_rules_zone()
    {
        var store = new ListedStore().Add("2022-06-30T16:30:00Z").Add("2022-06-30T15:30:00Z");
        var shanghai = await Answer(store, Ask("2022-06-30..2022-07-01") with { Rule = s_leaks with { Zone = "Asia/Shanghai" } });
        Assert.Equal([1L, 1L], shanghai.Series[0].Points.Select(p => p.Count));
        var utc = await Answer(store, Ask("2022-06-30..2022-07-01"));
        Assert.Equal([2L, 0L], utc.Series[0].Points.Select(p => p.Count));
    }

    [Fact]
    public async Task Days_follow_the_clock_change()
    {
        // New York left daylight saving time on 6 November 2022 at 06:00 UTC: midnight was 04:00 before and 05:00 after.
        var store = new ListedStore().Add("2022-11-06T03:59:00Z").Add("2022-11-06T04:00:00Z").Add("2022-11-07T04:59:00Z").Add("2022-11-07T05:00:00Z");
        var report = await Answer(store, Ask("2022-11-05..2022-11-07") with { Rule = s_leaks with { Zone = "America/New_York" } });
        Assert.Equal([1L, 2L, 1L], report.Series[0].Points.Select(p => p.Count));
    }

    [Theory]
    [InlineData("America/Los_Angeles")]
    [InlineData("Asia/Shanghai")]
    public async Task A_post_dated_to_the_day_stays_on_its_day_in_every_zone(string zone)
    {
        var report = await Answer(new ListedStore().Add("2022-06-30"), Ask("2022-06-30..2022-06-30") with { Rule = s_leaks with { Zone = zone, Unit = CountUnit.Listing } });
        Assert.Equal(1, report.Count);
    }

    [Fact]
    public async Task What_is_dated_to_the_month_only_is_told_and_not_counted()
    {
        var report = await Answer(new ListedStore().Add("2022-06").Add("2022-06-01T00:00:00Z"), Ask("2022-06-01..2022-06-30"));
        Assert.Equal((1, 1), (report.Count, report.WithoutDay));
    }

    [Fact]
    public async Task Weeks_begin_on_Monday_and_cut_ones_are_partial()
    {
        // 30 June 2022 was a Thursday.
        var report = await Answer(new ListedStore().Add("2022-06-30T10:00:00Z").Add("2022-07-04T10:00:00Z"), Ask("2022-06-30..2022-07-12") with { By = Step.Week });
        Assert.Equal(["2022-06-30..2022-07-03", "2022-07-04..2022-07-10", "2022-07-11..2022-07-12"], report.Series[0].Points.Select(p => new DayRange(p.From, p.To).ToString()));
        Assert.Equal([true, false, true], report.Series[0].Points.Select(p => p.Partial));
        Assert.Equal([1L, 1L, 0L], report.Series[0].Points.Select(p => p.Count));
    }

    [Theory]
    [InlineData("2021-01-03", "2020-W53")]
    [InlineData("2021-01-04", "2021-W01")]
    [InlineData("2024-12-30", "2025-W01")]
    public void Weeks_are_numbered_as_ISO_8601_does(string day, string week) => Assert.Equal(week, Calendar.Name(DateOnly.Parse(day, null), Step.Week));

    [Fact]
    public async Task Months_are_whole_unless_the_question_cuts_them()
    {
        var report = await Answer(new ListedStore(), Ask("2022-06-15..2022-08-31") with { By = Step.Month });
        Assert.Equal([(16, true), (31, false), (31, false)], report.Series[0].Points.Select(p => (new DayRange(p.From, p.To).Days, p.Partial)));
    }

    [Fact]
    public async Task A_listing_of_two_countries_counts_in_both_series_and_once_in_all()
    {
        var store = new ListedStore().Add("2022-06-02T10:00:00Z", change: l => l with { Countries = ["CN", "HK"] }).Add("2022-06-03T10:00:00Z", change: l => l with { Countries = [] });
        var report = await Answer(store, Ask("2022-06-01..2022-06-30") with { Split = Facet.Country });
        Assert.Equal([("", 1L), ("CN", 1L), ("HK", 1L)], report.Series.Select(s => (s.Name, s.Count)));
        Assert.Equal(2, report.Count);
        Assert.Equal(0.5, report.Series[1].Share!.Value.Value);
    }

    [Fact]
    public async Task Every_facet_splits()
    {
        var store = new ListedStore().Add("2022-06-02T10:00:00Z", change: l => l with { Sector = "energy", DataClasses = ["Names", "Photos"], Offer = Offer.Sale });
        foreach (var (facet, names) in new (Facet, string[])[]
        {
            (Facet.Country, ["CN"]), (Facet.Sector, ["energy"]), (Facet.DataClass, ["Names", "Photos"]), (Facet.Source, ["harbour"]),
            (Facet.Actor, ["seller"]), (Facet.Language, ["en"]), (Facet.Kind, ["leak"]), (Facet.Offer, ["sale"]),
        })
        {
            Assert.Equal(names, (await Answer(store, Ask("2022-06-01..2022-06-30") with { Split = facet })).Series.Select(s => s.Name));
        }
    }

    [Fact]
    public async Task Beyond_the_most_series_the_rest_is_told_together()
    {
        var store = new ListedStore();
        foreach (var actor in new[] { "a", "a", "a", "b", "b", "c", "d" })
        {
            store.Add("2022-06-02T10:00:00Z", change: l => l with { Actor = actor });
        }

        var report = await Answer(store, Ask("2022-06-01..2022-06-30") with { Split = Facet.Actor, MostSeries = 2 });
        Assert.Equal([("a", 3L), ("b", 2L), (TrendSeries.Others, 2L)], report.Series.Select(s => (s.Name, s.Count)));
    }

    [Fact]
    public async Task Days_before_the_first_post_and_after_the_last_capture_are_not_covered()
    {
        var store = new ListedStore().Watch("harbour", "2022-03-16", "2022-04-15");
        var report = await Answer(store, Ask("2022-03-01..2022-04-30") with { By = Step.Month });
        Assert.Equal([Math.Round(16 / 31.0, 9), 0.5], report.Series[0].Points.Select(p => Math.Round(p.Coverage, 9)));
    }

    [Fact]
    public async Task One_watched_source_covers_a_day_and_a_source_of_another_rule_does_not()
    {
        var store = new ListedStore().Watch("harbour", "2022-03-01", "2022-03-10").Watch("jetty", "2022-03-08", "2022-03-31");
        Assert.Equal(1, (await Answer(store, Ask("2022-03-01..2022-03-31") with { By = Step.Month })).Series[0].Points[0].Coverage);
        var jetty = await Answer(store, Ask("2022-03-01..2022-03-31") with { By = Step.Month, Rule = s_leaks with { Sources = ["jet*"] } });
        Assert.Equal(24 / 31.0, jetty.Series[0].Points[0].Coverage);
    }

    [Fact]
    public async Task A_file_is_watched_to_its_newest_post_however_late_it_was_brought_in()
    {
        var store = new ListedStore();
        store.Health.Add(new SourceHealth(
            new Source { Id = new SourceId("file"), Kind = SourceKind.PostFile, Name = "file" }, 1, 0, 1, 1, 1, 1,
            At("2026-01-01"), At("2026-01-01"), Moment.Second(At("2022-03-20")))
        { OldestPost = Moment.Second(At("2022-03-11")) });
        Assert.Equal(10 / 31.0, (await Answer(store, Ask("2022-03-01..2022-03-31") with { By = Step.Month })).Series[0].Points[0].Coverage);
    }

    [Fact]
    public async Task Without_a_baseline_event_the_ratio_has_no_value_and_no_upper_end()
    {
        var store = new ListedStore().AddMany(7, "2022-06-01", "2022-06-30");
        var comparison = (await Answer(store, Ask("2022-05-01..2022-06-30") with { Baseline = Range("2022-05-01..2022-05-31"), Window = Range("2022-06-01..2022-06-30") })).Comparison!;
        Assert.Null(comparison.Ratio);
        Assert.True(double.IsPositiveInfinity(comparison.RatioHigh));
        Assert.True(comparison.RatioLow > 1);
        Assert.True(comparison.POneSided < 0.02);
    }

    [Fact]
    public async Task Nothing_before_and_nothing_after_says_nothing()
    {
        var comparison = (await Answer(new ListedStore(), Ask("2022-05-01..2022-06-30") with { Baseline = Range("2022-05-01..2022-05-31"), Window = Range("2022-06-01..2022-06-30") })).Comparison!;
        Assert.Equal((null, 0, double.PositiveInfinity, 1, 1), (comparison.Ratio, comparison.RatioLow, comparison.RatioHigh, comparison.POneSided, comparison.PDispersed));
    }

    [Fact]
    public async Task A_whole_month_predicts_itself()
    {
        var store = new ListedStore().AddMany(17, "2022-07-01", "2022-07-31");
        var comparison = (await Answer(store, Ask("2022-06-01..2022-07-31") with { Baseline = Range("2022-06-01..2022-06-30"), Window = Range("2022-07-01..2022-07-31") })).Comparison!;
        Assert.Equal((17, 17, 17), (comparison.PredictedMean, comparison.PredictedLow, comparison.PredictedHigh));
    }

    [Fact]
    public async Task The_prediction_of_a_month_knows_its_days_before_the_window()
    {
        var store = new ListedStore().AddMany(6, "2022-07-01", "2022-07-10").AddMany(10, "2022-07-11", "2022-07-20");
        var comparison = (await Answer(store, Ask("2022-07-11..2022-07-20") with { Baseline = Range("2022-06-01..2022-06-30"), Window = Range("2022-07-11..2022-07-20") })).Comparison!;
        Assert.Equal(16 + (10.5 * 11 / 10), comparison.PredictedMean, 9);
    }

    [Fact]
    public async Task Dispersion_is_estimated_from_the_watched_days_of_the_baseline()
    {
        var store = new ListedStore().Watch("harbour", "2022-03-16", "2022-07-15").AddMany(120, "2022-03-16", "2022-06-30").AddMany(25, "2022-07-01", "2022-07-15");
        var comparison = (await Answer(store, Ask("2022-03-01..2022-07-15") with { Baseline = Range("2022-03-01..2022-06-30"), Window = Range("2022-07-01..2022-07-15") })).Comparison!;
        // An even stream scatters less than chance, which is taken for luck; the empty fortnight is not part of it.
        Assert.Equal(1, comparison.Dispersion);
        Assert.Equal((8, 13), (comparison.Estimated!.Value.Runs, comparison.Estimated.Value.Days));
    }

    [Fact]
    public async Task The_recognizers_error_widens_points_rates_and_pace_and_leaves_the_ratio()
    {
        var store = new ListedStore().Watch("harbour", "2022-03-01", "2022-08-31").AddMany(56, "2022-03-01", "2022-06-30").AddMany(25, "2022-07-01", "2022-07-15");
        var question = Ask("2022-03-01..2022-07-15") with { Baseline = Range("2022-03-01..2022-06-30"), Window = Range("2022-07-01..2022-07-15") };
        var plain = (await Answer(store, question)).Comparison!;
        var allowed = (await Answer(store, question with { RecognitionError = new RecognitionError(90, 5, 10) })).Comparison!;
        Assert.True(allowed.Window.High - allowed.Window.Low > plain.Window.High - plain.Window.Low);
        Assert.True(allowed.Pace.High > plain.Pace.High);
        Assert.Equal((plain.RatioLow, plain.RatioHigh), (allowed.RatioLow, allowed.RatioHigh));
        Assert.InRange(25, allowed.Window.There!.Value.Low, allowed.Window.There.Value.High);
    }

    [Fact]
    public async Task The_snapshot_is_named_and_a_store_in_motion_shows()
    {
        var store = new ListedStore { CapturedUntil = At("2022-08-31") };
        Assert.Equal("1@2022-08-31T00:00:00Z", (await Answer(store, Ask("2022-06-01..2022-06-30"))).Snapshot);
        store.Versions.Clear();
        store.Versions.Enqueue(4);
        store.Versions.Enqueue(6);
        Assert.Equal("4-6@2022-08-31T00:00:00Z", (await Answer(store, Ask("2022-06-01..2022-06-30"))).Snapshot);
    }

    [Fact]
    public async Task The_days_of_a_rule_are_those_that_hold_a_listing()
    {
        Assert.Null(await new Counting(new ListedStore()).DaysAsync(s_leaks, default));
        var store = new ListedStore().Add("2020-02-29").Add("2023-01-05T23:59:59Z").Add("2021-05");
        Assert.Equal("2020-02-29..2023-01-05", (await new Counting(store).DaysAsync(s_leaks, default)).ToString());
    }

    [Fact]
    public async Task A_ratio_over_watched_days_stands_beside_the_one_of_the_calendar()
    {
        var store = new ListedStore().Watch("harbour", "2022-03-16", "2022-08-31").AddMany(56, "2022-03-16", "2022-06-30").AddMany(25, "2022-07-01", "2022-07-15");
        var comparison = (await Answer(store, Ask("2022-03-01..2022-07-15") with { Baseline = Range("2022-03-01..2022-06-30"), Window = Range("2022-07-01..2022-07-15") })).Comparison!;
        Assert.Equal((3.63, 107, 3.18), (Math.Round(comparison.Ratio!.Value, 2), comparison.OverWatched!.BaselineDays, Math.Round(comparison.OverWatched.Ratio!.Value, 2)));
        Assert.Equal("2022-03-16..2022-06-30", comparison.Baseline.Watched.ToString());
        var whole = (await Answer(store, Ask("2022-03-16..2022-07-15") with { Baseline = Range("2022-03-16..2022-06-30"), Window = Range("2022-07-01..2022-07-15") })).Comparison!;
        Assert.Null(whole.OverWatched);
    }

    [Fact]
    public async Task A_point_tells_how_much_of_it_lies_in_the_window()
    {
        var store = new ListedStore().AddMany(25, "2022-07-01", "2022-07-15").AddMany(14, "2022-07-16", "2022-07-31").AddMany(3, "2022-06-01", "2022-06-30");
        var question = Ask("2022-06-01..2022-07-31") with { By = Step.Month, Baseline = Range("2022-06-01..2022-06-30"), Window = Range("2022-07-01..2022-07-15") };
        Assert.Equal([(3L, 0L), (39L, 25L)], (await Answer(store, question)).Series[0].Points.Select(p => (p.Count, p.InWindow)));
        Assert.All((await Answer(store, question with { Baseline = null, Window = null })).Series[0].Points, p => Assert.Equal(0, p.InWindow));
    }

    [Theory]
    [InlineData("2022-06-30..2022-06-01", null, null, null, "ends before it begins")]
    [InlineData("2022-06-01..2022-06-30", "2022-05-01..2022-05-31", null, null, "together")]
    [InlineData("2022-06-01..2022-06-30", "2022-05-01..2022-06-01", "2022-06-01..2022-06-30", null, "overlaps")]
    [InlineData("2022-06-01..2022-06-30", null, null, 0.5, "dispersion of 0.5")]
    public async Task A_question_that_makes_no_sense_is_refused_with_the_reason(string period, string? baseline, string? window, double? dispersion, string reason)
    {
        var question = Ask(period) with { Baseline = baseline is null ? null : Range(baseline), Window = window is null ? null : Range(window), Dispersion = dispersion };
        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => Answer(new ListedStore(), question));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    private static TrendQuestion Ask(string period) => new() { Rule = s_leaks, Period = Range(period) };

    private static Task<TrendReport> Answer(ListedStore store, TrendQuestion question) => new Counting(store).AnswerAsync(question, CancellationToken.None);

    private static DateTimeOffset At(string day) => DateTimeOffset.Parse($"{day}T00:00:00Z", null);

    private static DayRange Range(string text)
    {
        var parts = text.Split("..");
        return new DayRange(DateOnly.Parse(parts[0], null), DateOnly.Parse(parts[1], null));
    }
}
