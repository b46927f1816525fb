using Aftershock.Keeping;

namespace Aftershock.StorageTests.Contract;

public abstract partial class StoreContract
{
    private static readonly Dictionary<string, (string Title, string Body)> s_library = new()
    {
        ["zh"] = ("上海国家警察数据库", "上海公安 10亿居民，库"),
        ["ru"] = ("Продам базу", "Паспорта граждан, полная база. Учётные записи"),
        ["de"] = ("Müller Straße", "Die Datenbank der Stadtwerke São Paulo, see shga.gov.cn/login or mail XJP_88"),
        ["en"] = ("fresh database", "database of a hospital; database dump, 48.5 million rows"),
        ["ja"] = ("データベース", "顧客ﾃﾞｰﾀ流出 police 東京"),
        ["ko"] = ("고객 정보", "한국 병원 고객정보 유출"),
        ["th"] = ("ข้อมูลรั่วไหล", "hid\u200bden pass\u00adword"),
    };

    [Theory]
    [InlineData("警察", "zh")]
    [InlineData("公安", "zh")]
    [InlineData("国家警察数据", "zh")]
    [InlineData("察", "zh")]
    [InlineData("库", "zh")]
    [InlineData("亿", "zh")]
    [InlineData("10亿", "zh")]
    [InlineData("паспорта", "ru")]
    [InlineData("ПАСПОРТА граждан", "ru")]
    [InlineData("учетные", "ru")]
    [InlineData("database", "en")]
    [InlineData("DataBase", "en")]
    [InlineData("48.5 million", "en")]
    [InlineData("datab*", "en")]
    [InlineData("muller strasse", "de")]
    [InlineData("MÜLLER", "de")]
    [InlineData("mu\u0308ller", "de")]
    [InlineData("sao", "de")]
    [InlineData("ｘｊｐ_88", "de")]
    [InlineData("shga.gov.cn", "de")]
    [InlineData("shga", "de")]
    [InlineData("XJP", "de")]
    [InlineData("データ", "ja")]
    [InlineData("流出", "ja")]
    [InlineData("\"流出 police 東\"", "ja")]
    [InlineData("정보", "ko")]
    [InlineData("ข้อมูล", "th")]
    [InlineData("hidden password", "th")]
    [InlineData("\"of a hospital\"", "en")]
    [InlineData("“of a hospital", "en")]
    [InlineData("database -hospital", "")]
    [InlineData("database -\"hospital of\"", "en")]
    [InlineData("警察 паспорта", "")]
    [InlineData("\"hospital database\"", "en")]
    [InlineData("\"database hospital\"", "")]
    [InlineData("数库", "")]
    [InlineData("паспорт", "")]
    [InlineData("паспорт*", "ru")]
    [InlineData("datab", "")]
    public async Task A_search_finds_what_is_written(string query, string expected)
    {
        await WriteLibraryAsync();

        var hits = await Store.Posts.SearchAsync(query, 10, default);

        Assert.Equal(expected, string.Join(' ', hits.Select(hit => hit.Post.PostId)));
    }

    [Theory]
    [InlineData("警察 OR паспорта", 2)]
    [InlineData("OR 警察 OR OR паспорта OR", 2)]
    [InlineData("hospital database OR 公安 -亿 OR паспорта", 2)]
    [InlineData("or", 1)]
    public async Task Alternatives_are_separated_by_OR(string query, int found)
    {
        await WriteLibraryAsync();

        Assert.Equal(found, (await Store.Posts.SearchAsync(query, 10, default)).Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\"")]
    [InlineData("\"\"")]
    [InlineData("*")]
    [InlineData("-")]
    [InlineData("--")]
    [InlineData("-\"")]
    [InlineData("OR")]
    [InlineData("NOT AND NEAR(")]
    [InlineData("title:x")]
    [InlineData("{title body}: ^x + y")]
    [InlineData("(((((")]
    [InlineData("'; DROP TABLE post; --")]
    [InlineData("%_\\")]
    [InlineData("a\0b")]
    [InlineData("\ud83d")]
    [InlineData("😀")]
    [InlineData("-only -exclusions")]
    [InlineData("\"unclosed phrase")]
    [InlineData("\u0301")]
    [InlineData("x*y*")]
    public async Task No_query_is_an_error(string query)
    {
        await WriteLibraryAsync();

        Assert.Empty(await Store.Posts.SearchAsync(query, 10, default));
        await Store.Listings.ListAsync(new ListingFilter { Text = query }, ListingSort.Newest, 10, null, default);
    }

    [Fact]
    public async Task No_query_is_too_long()
    {
        await WriteLibraryAsync();

        foreach (var piece in (string[])["database ", "-x ", "a OR ", "\"a b\" ", "数据", "x*", "("])
        {
            await Store.Posts.SearchAsync(string.Concat(Enumerable.Repeat(piece, 20_000)), 10, default);
        }
    }

    [Fact]
    public async Task The_best_post_comes_first()
    {
        await WriteAsync(Given.Batch(
            Given.Post("once", body: "a hospital among many other words that say nothing of it"),
            Given.Post("title", title: "hospital", body: "nothing"),
            Given.Post("often", body: "hospital, hospital: hospital")));

        var hits = await Store.Posts.SearchAsync("hospital", 10, default);

        Assert.Equal("title often once", string.Join(' ', hits.Select(hit => hit.Post.PostId)));
        Assert.True(hits[0].Score > hits[1].Score && hits[1].Score > hits[2].Score);
        Assert.Single(await Store.Posts.SearchAsync("hospital", 1, default));
    }

    [Theory]
    [InlineData("警察", "上海国家[警察]数据库")]
    [InlineData("国家警察", "上海[国家警察]数据库")]
    [InlineData("察", "上海国家警[察]数据库")]
    [InlineData("国家 家警察", "上海[国家警察]数据库")]
    [InlineData("muller OR STRASSE", "[Müller] [Straße]")]
    [InlineData("\"muller straße\"", "[Müller Straße]")]
    [InlineData("stra*", "Müller [Straße]")]
    public async Task Matches_are_marked_in_the_words_as_they_were_written(string query, string marked)
    {
        await WriteLibraryAsync();

        var hit = Assert.Single(await Store.Posts.SearchAsync(query, 10, default));

        Assert.Equal(marked, Marked(hit.Title));
    }

    [Fact]
    public async Task The_excerpt_is_the_part_around_the_matches()
    {
        var filler = string.Concat(Enumerable.Repeat("grey water and slow boats ", 40));
        var body = $"{filler}the lighthouse keeper wrote of a lighthouse 😀😀😀 {filler}";
        await WriteAsync(Given.Batch(Given.Post(body: body)));

        var hit = Assert.Single(await Store.Posts.SearchAsync("lighthouse", 10, default));

        var text = Marked(hit.Excerpt);
        Assert.Contains("the [lighthouse] keeper wrote of a [lighthouse]", text, StringComparison.Ordinal);
        Assert.StartsWith("… ", text, StringComparison.Ordinal);
        Assert.EndsWith(" …", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 200, 300);
        Assert.Contains(string.Concat(hit.Excerpt.Skip(1).SkipLast(1).Select(piece => piece.Text)), body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_is_found_by_its_handle_and_by_its_new_words_only()
    {
        var post = Given.Post(body: "first words", author: "quiet_gull");
        await WriteAsync(Given.Batch(post));
        Assert.Single(await Store.Posts.SearchAsync("first quiet_gull", 10, default));

        await WriteAsync(Given.Batch(Later(post with { Body = "second words" }, 2)));

        Assert.Empty(await Store.Posts.SearchAsync("first", 10, default));
        Assert.Single(await Store.Posts.SearchAsync("second", 10, default));
        Assert.Single(await Store.Posts.SearchAsync("selling", 10, default));
    }

    private static string Marked(IReadOnlyList<TextPiece> pieces) =>
        string.Concat(pieces.Select(piece => piece.Match ? $"[{piece.Text}]" : piece.Text));

    private Task<Written> WriteLibraryAsync() => WriteAsync(Given.Batch(
        s_library.Select(entry => (Given.Post(entry.Key, entry.Value.Title, entry.Value.Body, author: null), (Recognition?)Given.Leak()))));
}
