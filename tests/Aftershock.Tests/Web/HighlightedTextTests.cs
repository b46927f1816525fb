using Aftershock.Web.Words;
using FsCheck;
using FsCheck.Fluent;

namespace Aftershock.Tests.Web;

public class HighlightedTextTests
{
    private static EvidenceSpan Span(string field, int start, int end) => new(field, SpanSource.Body, start, end, $"{field}-rule");

    private static string Words(Segment segment) => string.Concat(segment.Pieces.Select(p => p.Text));

    private static string Shape(IEnumerable<Segment> segments) => string.Join('|', segments.Select(s =>
        s.Spans.Count == 0 ? Words(s) : $"[{Words(s)}:{string.Join('+', s.Spans.Select(p => p.Field))}]"));

    [Fact]
    public void A_span_marks_exactly_its_characters() =>
        Assert.Equal("sells |[10 BTC:price]| only", Shape(HighlightedText.Cut("sells 10 BTC only", [Span("price", 6, 12)])));

    [Fact]
    public void Overlapping_spans_are_cut_where_either_begins_or_ends() =>
        Assert.Equal(
            "[one :records]|[billion:records+countries]|[ Chinese:countries]|.",
            Shape(HighlightedText.Cut("one billion Chinese.", [Span("records", 0, 11), Span("countries", 4, 19)])));

    [Fact]
    public void A_nested_span_leaves_the_outer_one_around_it() =>
        Assert.Equal(
            "[from :victims]|[Henan:victims+countries]|[ police:victims]",
            Shape(HighlightedText.Cut("from Henan police", [Span("victims", 0, 17), Span("countries", 5, 10)])));

    [Fact]
    public void Places_are_code_points_and_not_the_halves_of_a_pair() =>
        Assert.Equal("😀😀 |[十亿:records]|条", Shape(HighlightedText.Cut("😀😀 十亿条", [Span("records", 3, 5)])));

    [Fact]
    public void A_link_that_a_span_cuts_in_two_is_dead_all_the_same()
    {
        var shown = string.Concat(HighlightedText.Cut("at https://example.org", [Span("victims", 4, 9)]).Select(Words));
        Assert.Equal("at hxxps://example.org", shown);
    }

    [Fact]
    public void A_span_beyond_the_text_is_cut_to_it_and_an_empty_one_left_out() =>
        Assert.Equal("ab|[cd:price]", Shape(HighlightedText.Cut("abcd", [Span("price", 2, 90), Span("records", 3, 3), Span("victims", 7, 9)])));

    [Fact]
    public void A_span_opens_once_where_it_begins()
    {
        var segments = HighlightedText.Cut("abcdef", [Span("price", 0, 6), Span("records", 2, 4)]);
        Assert.Equal(["price", "records", ""], segments.Select(s => string.Join('+', s.Opens.Select(o => o.Field))));
    }

    [Fact]
    public void Nothing_is_lost_or_doubled_whatever_the_spans() => Prop.ForAll<string?, (int, int)[]>((text, places) =>
    {
        text ??= "";
        var spans = (places ?? []).Select((p, i) => Span($"f{i}", p.Item1, p.Item2));
        return string.Concat(HighlightedText.Cut(text, spans).Select(Words)) == DeadText.Plain(text);
    }).QuickCheckThrowOnFailure();
}
