using Aftershock.Recognizing;
using FsCheck;
using FsCheck.Fluent;

namespace Aftershock.Tests.Recognizing;

public sealed class SpanTests
{
    [Fact]
    public void Spans_count_code_points_not_code_units()
    {
        const string title = "🔥🔥 SELL 𝗠eadowlark Clinic 👩‍⚕️ 84,312 patients 🇺🇸";
        var read = ShippedRules.Read(title, "😀 name, phone. price 300 usd 😀");
        var records = Assert.Single(read.Spans, s => s.Field == "records");
        Assert.Equal("84,312", Cut(title, records));
        var price = Assert.Single(read.Spans, s => s.Field == "price");
        Assert.Equal("300 usd", Cut("😀 name, phone. price 300 usd 😀", price));
        Assert.Equal("🇺🇸", Cut(title, read.Spans.First(s => s.Rule == "country.flag")));
    }

    [Fact]
    public void Markup_within_a_post_does_not_move_its_spans()
    {
        const string body = "[center][b]Price:[/b] [s]900 USD[/s] [color=red]700 USD[/color][/center]";
        var price = Assert.Single(ShippedRules.Read("SELL Meadowlark Clinic 84k patients", body).Spans, s => s.Field == "price");
        Assert.Equal("700 USD", Cut(body, price));
    }

    [Fact]
    public void Every_value_names_the_rule_that_read_it()
    {
        var read = ShippedRules.Read("SELL Meadowlark Clinic, Ohio, 84k patients", "name, phone, diagnosis. 300 usd, 2 GB, sample 100 rows, dumped 2022-05");
        foreach (var field in (string[])["kind", "offer", "victims", "countries", "sector", "records", "size_bytes", "price", "data_classes", "sample_records", "breach_date"])
        {
            Assert.Contains(read.Spans, s => s.Field == field && s.Rule.Length > 0);
        }
    }

    [Fact]
    public void No_text_makes_it_throw_and_every_span_lies_inside_its_text() =>
        Prop.ForAll(Posts.ToArbitrary(), post =>
        {
            var read = ShippedRules.Recognizer.Recognize(post);
            return read.Spans.All(s => s.Start >= 0 && s.Start < s.End && s.End <= CodePoints(s.Source == SpanSource.Title ? post.Title : post.Body));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    /// <summary>Pieces of listings, numbers, dates and markup thrown together with any characters, broken surrogates among them.</summary>
    private static Gen<PostText> Posts
    {
        get
        {
            var pieces = Gen.Elements(
                "1,234,567", "12.345", "3kk", "120万", "11万6", "一百〇六万", "1千2百万", "$", "10 BTC", "-> ", "23TB", "[s]", "[/s]", "[quote=\"a\"]", "[/quote]", "[code]", "~~", "🇨🇳", "\uD83D", "\uDE00",
                "2022-07-05", "7月初", "Aug 5", "июнь'22", "yesterday", "sample", "users", "строк", "条", "no ", "没有", "name, phone, email", "姓名 手机 身份证", "meadowlark.com.cn", "price", "sold", "\n", " ", ".", ",", "(", ")",
                "Meadowlark Clinic", "某医院", "«Стрела»", "70 %", "of the population", "+86", "00", "0.", "x", "x x", "half a ", "million", "N", "\u202E", "\u200B", "\0", "ａｂｃ１２３");
            var any = ArbMap.Default.GeneratorFor<char>().Select(c => c.ToString());
            var text = Gen.OneOf(pieces, pieces, pieces, any).ListOf().Select(parts => string.Concat(parts));
            return from title in text
                   from body in text
                   select new PostText { Title = title, Body = body, PostedAt = new DateTimeOffset(2022, 7, 20, 10, 0, 0, TimeSpan.Zero) };
        }
    }

    private static string Cut(string text, EvidenceSpan span)
    {
        var runes = text.EnumerateRunes().ToList();
        return string.Concat(runes.Skip(span.Start).Take(span.End - span.Start));
    }

    /// <summary>Code points; half a surrogate pair counts as one.</summary>
    private static int CodePoints(string text)
    {
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            count++;
            i += char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) ? 1 : 0;
        }

        return count;
    }
}
