using Aftershock.Web.Words;

namespace Aftershock.Tests.Web;

public class CsvTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("  =1+1", "'  =1+1")]
    [InlineData("\t=1+1", "'\t=1+1")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("1-1", "1-1")]
    [InlineData("数据", "数据")]
    public void A_cell_that_a_spreadsheet_would_run_becomes_text(string cell, string written) =>
        Assert.Equal(written + "\r\n", Csv.Row(cell));

    [Fact]
    public void Quotes_commas_and_line_ends_are_quoted() =>
        Assert.Equal("\"a \"\"b\"\"\",\"c,d\",\"e\nf\"\r\n", Csv.Row("a \"b\"", "c,d", "e\nf"));

    [Fact]
    public void Numbers_are_written_for_programs_and_an_unknown_one_is_empty() =>
        Assert.Equal("-3,1000000000,0.25,,\r\n", Csv.Row(-3, 1_000_000_000L, 0.25, null, ""));
}
