using Aftershock.Web.Words;

namespace Aftershock.Tests.Web;

public class FiguresTests
{
    [Theory]
    [InlineData(0, "0", null)]
    [InlineData(999, "999", null)]
    [InlineData(1_000_000_000, "1\u202F000\u202F000\u202F000", "1.0 bn")]
    [InlineData(48_500_000, "48\u202F500\u202F000", "48.5 m")]
    public void Counts_have_thin_separators_and_a_short_form(long value, string shown, string? inShort)
    {
        Assert.Equal(shown, Figures.Count(value));
        Assert.Equal(inShort, Figures.InShort(value));
    }

    [Theory]
    [InlineData(3.6349, "3.63")]
    [InlineData(51.667, "51.7")]
    [InlineData(0.459, "0.46")]
    [InlineData(0.0123, "0.012")]
    [InlineData(381.4, "381")]
    [InlineData(0, "0")]
    [InlineData(double.PositiveInfinity, "∞")]
    [InlineData(double.NaN, "–")]
    public void Rates_have_three_digits_and_never_an_exponent(double value, string shown) => Assert.Equal(shown, Figures.Rate(value));

    [Theory]
    [InlineData(0.0000000084, "p < 0.000001")]
    [InlineData(0.0000084, "p = 0.000008")]
    [InlineData(0.0421, "p = 0.042")]
    public void A_small_probability_is_a_bound(double p, string shown) => Assert.Equal(shown, Figures.Probability(p));

    [Theory]
    [InlineData("CN", "China")]
    [InlineData("", "not told")]
    [InlineData("ZZZZ", "ZZZZ")]
    public void A_country_has_its_English_name_or_its_code(string code, string name) => Assert.Equal(name, Figures.Country(code));

    [Theory]
    [InlineData(23_000_000_000_000, "23 TB")]
    [InlineData(6_100_000_000, "6.1 GB")]
    [InlineData(12, "12 B")]
    public void Sizes_are_decimal(long bytes, string shown) => Assert.Equal(shown, Figures.Size(bytes));

    [Theory]
    [InlineData("2026-11-25T09:00:00Z", "3 h ago")]
    [InlineData("2026-10-27T12:00:00Z", "29 d ago")]
    [InlineData("2026-10-20T12:00:00Z", null)]
    [InlineData("2022-07-01T00:00:00Z", null)]
    [InlineData("2099-01-01T00:00:00Z", "in the future")]
    public void A_relative_time_is_told_of_the_last_thirty_days_only(string then, string? shown) =>
        Assert.Equal(shown, Figures.Ago(DateTimeOffset.Parse(then, null), new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero)));
}
