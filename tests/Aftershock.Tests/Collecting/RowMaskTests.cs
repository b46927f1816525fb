using Aftershock.Collecting;
using Xunit;

namespace Aftershock.Tests.Collecting;

public sealed class RowMaskTests
{
    [Theory]
    [InlineData("3,Anna Beispiel,+1-555-0142,anna@example.com", "•,•••• ••••••••,+•-•••-••••,••••@•••••••.•••")]
    [InlineData("样本丙,19900000003,000000198001010014", "•••,•••••••••••,••••••••••••••••••")]
    [InlineData("样本丙 19900000003 000000198001010014", "••• ••••••••••• ••••••••••••••••••")]
    [InlineData("anna@example.com:Winter2021", "••••@•••••••.•••:••••••••••")]
    [InlineData("https://shop.example/login:anna@example.com:Winter2021", "https://shop.example/login:••••@•••••••.•••:••••••••••")]
    [InlineData("anna----19900000003----000000198001010014", "••••----•••••••••••----••••••••••••••••••")]
    [InlineData("Anna|1984-02-03|4111 1111 1111 1111|12/25|123", "••••|••••-••-••|•••• •••• •••• ••••|••/••|•••")]
    [InlineData("(7,'anna','anna@example.com','$2y$10$abcdefghijklmnopqrstuv'),", "(•,'••••','••••@•••••••.•••','$••$••$••••••••••••••••••••••'),")]
    [InlineData("{\"name\":\"Anna B\",\"phone\":\"+15550142\",\"city\":\"Ulm\"}", "{\"name\":\"•••• •\",\"phone\":\"+••••••••\",\"city\":\"•••\"}")]
    [InlineData("姓名：样本丙 手机号：19900000003 身份证号：000000198001010014", "姓名：••• 手机号：••••••••••• 身份证号：••••••••••••••••••")]
    [InlineData("Name: Anna Beispiel | DOB: 1984-02-03 | SSN: 000-12-3456", "Name: •••• •••••••• | DOB: ••••-••-•• | SSN: •••-••-••••")]
    [InlineData("[code]Anna;anna@example.com;+1 555 0142[/code]", "[code]••••;••••@•••••••.•••;+• ••• ••••[/code]")]
    [InlineData("Sample: Anna;anna@example.com;+1 555 0142", "Sample: ••••;••••@•••••••.•••;+• ••• ••••")]
    public void A_pasted_row_is_masked_character_for_character(string row, string masked) => Assert.Equal(masked, RowMask.Mask(row));

    [Fact]
    public void The_names_of_the_columns_and_the_words_around_stay()
    {
        const string body = "I attach a sample.\nid,name,phone,mail\n1,Anna Beispiel,+1-555-0142,anna@example.com\n2,Ben,none,none\nPrice: 900 USD";
        var lines = RowMask.Mask(body).Split('\n');
        Assert.Equal("I attach a sample.", lines[0]);
        Assert.Equal("id,name,phone,mail", lines[1]);
        Assert.Equal("•,•••• ••••••••,+•-•••-••••,••••@•••••••.•••", lines[2]);
        Assert.Equal("•,•••,••••,••••", lines[3]);
        Assert.Equal("Price: 900 USD", lines[4]);
    }

    [Fact]
    public void A_block_about_one_person_loses_its_values_and_keeps_its_labels() => Assert.Equal(
        "Name: ••••\nПаспорт: •••• ••••••\nТелефон: +• ••• •••-••-••\n\nSize: 3 GB",
        RowMask.Mask("Name: Анна\nПаспорт: 4500 123456\nТелефон: +7 900 000-00-01\n\nSize: 3 GB"));

    [Fact]
    public void Objects_over_several_lines_are_masked_too() => Assert.Equal(
        "{\n  \"user_id\": •••,\n  \"email\": \"••••@•••••••.•••\",\n  \"mobile\": \"•••••••••••\"\n}",
        RowMask.Mask("{\n  \"user_id\": 118,\n  \"email\": \"anna@example.com\",\n  \"mobile\": \"19900000003\"\n}"));

    [Fact]
    public void A_bare_list_of_three_addresses_is_masked_and_a_single_address_is_not()
    {
        Assert.DoesNotContain("anna", RowMask.Mask("anna@example.com\nben@example.com\ncem@example.com"), StringComparison.Ordinal);
        Assert.Equal("anna@example.com", RowMask.Mask("anna@example.com"));
    }

    [Theory]
    [InlineData("Fields: full name, phone, e-mail, date of birth, national ID (18 digits)")]
    [InlineData("id,name,phone,mail,password_hash,created_at")]
    [InlineData("姓名、手机号、身份证号、住址 共 1200000000 条")]
    [InlineData("Records: 1,250,000 | Size: 14 GB | Price: $1500 | shop.example")]
    [InlineData("Total 974318822 rows, 23 TB, 10 BTC")]
    [InlineData("users;974318822;12 GB")]
    [InlineData("Telegram: @seller_77 | Jabber: seller@chat.example | Tox: 76518406F6A9F2217E8DC487CC783C25CC16A15EB36FF32E335A235342C48A39218F515C39A6")]
    [InlineData("contact: seller@chat.example, +1 555 0100")]
    [InlineData("seller@chat.example, +1 555 0100")]
    [InlineData("Email: seller@chat.example\nPhone: +1 555 0100\nTelegram: @seller_77")]
    [InlineData("users.csv | 1.2 GB | d41d8cd98f00b204e9800998ecf8427e\nmail.csv | 3 GB | 0cc175b9c0f1b6a831c399e269772661")]
    [InlineData("Написать: seller@chat.example или тг @seller")]
    [InlineData("名称:顺海快递\n数量:1.2亿\n大小:31G\n字段:姓名、手机号、家庭住址\n价格:0.8比特币,支持担保")]
    [InlineData("BTC bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq, price 0.25 btc, 2022-07-01")]
    [InlineData("{\"took\": 3, \"_index\": \"users\", \"total\": 970000001}")]
    [InlineData("Database: Harbour Gym\nRecords: 1300250\nPhone: 1120450\nEmail: 990100")]
    [InlineData("Dump date: 2022-06-30, last update: 2015-03-01, rows: 338120")]
    public void What_sells_or_describes_is_left_alone(string body) => Assert.Same(body, RowMask.Mask(body));

    [Fact]
    public void The_length_stays_in_utf16_and_in_code_points()
    {
        const string body = "𠮷田,19900000003,000000198001010014\r\nदेवी,19900000004,000000198001010022";
        var masked = RowMask.Mask(body);
        Assert.Equal(body.Length, masked.Length);
        Assert.Equal(body.EnumerateRunes().Count(), masked.EnumerateRunes().Count());
        Assert.DoesNotContain(masked, char.IsLetterOrDigit);
    }

    [Fact]
    public void Masking_twice_changes_nothing()
    {
        var once = RowMask.Mask("1,Anna,+1-555-0142,anna@example.com\nName: Anna\nSSN: 000-12-3456");
        Assert.Equal(once, RowMask.Mask(once));
    }

    [Fact]
    public void A_megabyte_of_one_line_or_of_many_is_done_at_once()
    {
        foreach (var unit in new[] { "a@b.cd:", "1;", "\"a\":", "(1,'", "1234567\n", "a: b c: d " })
        {
            var body = string.Concat(Enumerable.Repeat(unit, 1_000_000 / unit.Length)) + "x@example.com 12345678";
            Assert.Equal(body.Length, RowMask.Mask(body).Length);
        }
    }
}
