using Aftershock.Keeping;
using Aftershock.Web;
using Aftershock.Web.Frame;

namespace Aftershock.Tests.Web;

/// <summary>Which days a page opens with, and which one click chooses.</summary>
public class DefaultPeriodTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 25, 10, 0, 0, TimeSpan.Zero);

    private static SourceHealth Health(string oldest, string newest, string? seen, string captured) =>
        new(new Source { Id = new SourceId(newest), Kind = SourceKind.Forum, Name = newest }, 1, 0, 1, 1, 1, 1, At(captured), At(captured), Moment.Second(At(newest)))
        {
            OldestPost = Moment.Second(At(oldest)),
            NewestBeforeCapture = seen is null ? null : Moment.Second(At(seen)),
        };

    private static DateTimeOffset At(string day) => DateTimeOffset.Parse($"{day}T09:00:00Z", null);

    [Fact]
    public void A_post_dated_in_the_future_does_not_set_the_newest_day()
    {
        var (oldest, newest) = Answers.DaysOf([Health("2022-03-16", "2099-01-01", "2022-08-30", "2022-09-01"), Health("2022-04-01", "2022-08-31", "2022-08-31", "2022-09-01")], s_now);
        Assert.Equal((new DateOnly(2022, 3, 16), new DateOnly(2022, 8, 31)), (oldest, newest));
    }

    [Fact]
    public void Where_every_post_is_dated_later_the_last_look_is_the_newest_day()
    {
        var (oldest, newest) = Answers.DaysOf([Health("2099-01-01", "2099-01-01", null, "2022-09-01")], s_now);
        Assert.Equal((new DateOnly(2022, 9, 1), new DateOnly(2022, 9, 1)), (oldest, newest));
    }

    [Fact]
    public void A_store_without_posts_has_no_days() => Assert.Equal((null, null), Answers.DaysOf([], s_now));

    [Theory]
    [InlineData("2026-11-20", "yesterday 2026-11-24..2026-11-24", "7 days 2026-11-19..2026-11-25", "all 2022-03-16..2026-11-25")]
    [InlineData("2022-08-31", "last day 2022-08-31..2022-08-31", "last 7 days 2022-08-25..2022-08-31", "all 2022-03-16..2022-08-31")]
    public void Presets_end_today_or_where_an_old_store_ends(string newest, string day, string week, string all)
    {
        var rule = new CountingRule { Name = "r", Definition = "R." };
        var defaults = new ViewDefaults([rule], rule, null, [], null, null, null) { Oldest = new DateOnly(2022, 3, 16), Newest = DateOnly.Parse(newest, null) };
        var presets = Preset.Of(defaults, s_now).Select(p => $"{p.Label} {p.Days}").ToList();
        Assert.Equal((5, day, week, all), (presets.Count, presets[0], presets[1], presets[^1]));
    }
}
