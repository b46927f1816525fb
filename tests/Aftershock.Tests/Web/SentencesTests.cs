using Aftershock.Analyzing;
using Aftershock.Web.Listings;
using Aftershock.Web.Words;

namespace Aftershock.Tests.Web;

public class SentencesTests
{
    private static readonly CountingRule s_rule = new() { Name = "leaks", Definition = "Leaks." };

    private static DayRange Days(string text) => Aftershock.Web.Frame.View.ReadRange(text)!.Value;

    private static RateEstimate Rate(string days, int watched, string? from = null, string? to = null)
    {
        var range = Days(days);
        return new RateEstimate(range, 10, 0.1, 0, 1, 0)
        {
            Coverage = (double)watched / range.Days,
            Watched = watched == 0 ? null : new DayRange(from is null ? range.From : DateOnly.Parse(from, null), to is null ? range.To : DateOnly.Parse(to, null)),
        };
    }

    private static Comparison Compare(RateEstimate baseline, RateEstimate window, WatchedRatio? over = null) => new()
    {
        Baseline = baseline,
        Window = window,
        OverWatched = over,
        Ratio = 3.63,
        RatioLow = 2.17,
        RatioHigh = 5.92,
        POneSided = 0,
        PDispersed = 0,
        Dispersion = 1,
        Pace = new Pace(51.7, 52, 33, 76),
        PredictedMean = 52.2,
        PredictedLow = 39,
        PredictedHigh = 68,
    };

    [Fact]
    public void Days_that_nobody_watched_are_told_with_the_ratio_without_them() => Assert.Equal(
        "15 of 122 baseline days lie before the first post or capture of these sources (2022-03-16): the calendar counts them as days without any. " +
        "Over the days watched alone the rate ratio is 3.18 (1.90–5.19).",
        Sentences.Unwatched(Compare(Rate("2022-03-01..2022-06-30", 107, from: "2022-03-16"), Rate("2022-07-01..2022-07-15", 15), new WatchedRatio(107, 15, 3.18, 1.9, 5.19))));

    [Theory]
    [InlineData(10, "2022-07-10", "5 of 15 window days lie after the last post or capture of these sources (2022-07-10)")]
    [InlineData(14, null, "1 of 15 window days were not watched")]
    [InlineData(0, null, "None of the 15 window days was watched")]
    public void Days_of_the_window_that_nobody_watched_are_told(int watched, string? to, string told) =>
        Assert.StartsWith(told, Sentences.Unwatched(Compare(Rate("2022-03-01..2022-06-30", 122), Rate("2022-07-01..2022-07-15", watched, to: to))), StringComparison.Ordinal);

    [Fact]
    public void Where_every_day_was_watched_nothing_is_said() =>
        Assert.Null(Sentences.Unwatched(Compare(Rate("2022-03-01..2022-06-30", 122), Rate("2022-07-01..2022-07-15", 15))));

    [Theory]
    [InlineData("2022-07-01..2022-07-15", true)]
    [InlineData("2022-07-01..2022-07-31", false)]
    [InlineData("2022-02-10..2022-02-28", false)]
    public void A_month_that_is_complete_is_not_predicted(string window, bool predicted) =>
        Assert.Equal(predicted, Sentences.Outlook(s_rule, Compare(Rate("2021-03-01..2021-06-30", 122), Rate(window, Days(window).Days))) is not null);

    [Fact]
    public void A_leak_key_is_told_in_words()
    {
        var post = new Post
        {
            Source = new SourceId("harbour"),
            ThreadId = "1",
            PostId = "1",
            ThreadTitle = "t",
            Body = "b",
            Capture = new CaptureId("c"),
            FirstSeen = default,
            LastSeen = default,
        };
        var read = new Recognition { Kind = ListingKind.Leak, Victims = [new Victim("Luamo Mobile")], Records = new RecordsClaim(2_040_000), Language = "en", Confidence = 1 };
        Assert.Equal("every leak of Luamo Mobile that claims about 2\u202F000\u202F000 records", Words(read));
        Assert.Equal("every leak of Luamo Mobile that claims no figure of records", Words(read with { Records = null }));
        Assert.Equal("every leak of China that claims 2\u202F040\u202F000 records", Words(read with { Victims = [], Countries = ["CN"] }));
        Assert.StartsWith("none: ", Words(read with { Victims = [], Records = null }), StringComparison.Ordinal);

        string Words(Recognition r) => LeakWords.Of(new Listing { Id = ListingId.Of(post.Key), Post = post, Recognition = r, LeakKey = LeakKey.Of(post.Key, r) });
    }
}
