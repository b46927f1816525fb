using System.Text;
using Aftershock.Web.Words;
using FsCheck;
using FsCheck.Fluent;

namespace Aftershock.Tests.Web;

public class DeadTextTests
{
    [Theory]
    [InlineData("see https://example.org/a", "see hxxps://example.org/a")]
    [InlineData("HTTP://EXAMPLE.ORG", "HxxP://EXAMPLE.ORG")]
    [InlineData("http://a http://b", "hxxp://a hxxp://b")]
    [InlineData("ftp://example.org", "fxp://example.org")]
    [InlineData("http is a protocol", "http is a protocol")]
    [InlineData("数据 https://example.org 出售", "数据 hxxps://example.org 出售")]
    [InlineData("😀https://example.org", "😀hxxps://example.org")]
    public void A_link_loses_its_scheme(string text, string dead) => Assert.Equal(dead, DeadText.Plain(text));

    [Theory]
    [InlineData("invoice\u202Efdp.exe", "invoice[U+202E]fdp.exe")]
    [InlineData("pass\u200Bword", "pass[U+200B]word")]
    [InlineData("a\u0000b\u001Bc", "a[U+0000]b[U+001B]c")]
    [InlineData("\u2066x\u2069", "[U+2066]x[U+2069]")]
    [InlineData("x\U000E0041y", "x[U+E0041]y")]
    [InlineData("two\nlines\tand a tab", "two\nlines\tand a tab")]
    [InlineData("e\u0301clair ☺\uFE0F", "e\u0301clair ☺\uFE0F")]
    [InlineData("العربية и русский", "العربية и русский")]
    public void Invisible_characters_are_printed_as_their_code(string text, string dead) => Assert.Equal(dead, DeadText.Plain(text));

    // Not in the theory: an attribute cannot carry half a pair.
    [Fact]
    public void Half_a_surrogate_pair_is_printed_as_its_code() => Assert.Equal("a[U+D800]b", DeadText.Plain("a\uD800b"));

    [Fact]
    public void A_stack_of_combining_marks_is_cut_after_the_fourth()
    {
        var dead = DeadText.Plain("a" + new string('\u0301', 6));
        Assert.Equal("a" + new string('\u0301', 4) + "[U+0301][U+0301]", dead);
    }

    [Fact]
    public void The_direction_override_is_named_on_hover()
    {
        var piece = Assert.Single(DeadText.Pieces("a\u202Eb"), p => p.Code is not null);
        Assert.Equal("U+202E right-to-left override", piece.Code);
    }

    [Fact]
    public void Every_code_point_keeps_its_place_whatever_the_text() => Prop.ForAll<string?>(text =>
    {
        text ??= "";
        var codePoints = 0;
        for (var i = 0; i < text.Length; codePoints++)
        {
            i += Rune.TryGetRuneAt(text, i, out var rune) ? rune.Utf16SequenceLength : 1;
        }

        return DeadText.PerCodePoint(text).Count == codePoints;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("short", 200, "short")]
    [InlineData("abcdef", 3, "abc…")]
    [InlineData("身份证数据", 3, "身份证…")]
    [InlineData("😀😀😀😀", 3, "😀😀😀…")]
    [InlineData("😀😀😀", 3, "😀😀😀")]
    [InlineData("http://evil.example", 4, "hxxp…")]
    [InlineData(null, 4, "")]
    public void A_long_text_is_cut_by_characters(string? text, int most, string shown) => Assert.Equal(shown, DeadText.Brief(text, most));
}
