namespace Aftershock.Tests.Recognizing;

public sealed class NumberGrammarTests
{
    [Theory]
    [InlineData("SELL Meadowlark shop, 1.2M users", 1_200_000)]
    [InlineData("SELL Meadowlark shop, 1,234,567 users", 1_234_567)]
    [InlineData("SELL Meadowlark shop, 1.234.567 users", 1_234_567)]
    [InlineData("SELL Meadowlark shop, 1 234 567 users", 1_234_567)]
    [InlineData("SELL Meadowlark shop, 12,34,567 users", 1_234_567)]
    [InlineData("SELL Meadowlark shop, 3kk users", 3_000_000)]
    [InlineData("SELL Meadowlark shop, 1.5 lakh users", 150_000)]
    [InlineData("SELL Meadowlark shop, 2 crore users", 20_000_000)]
    [InlineData("SELL Meadowlark shop, half a million users", 500_000)]
    [InlineData("SELL Meadowlark shop, 29,0xx users", 29_000)]
    [InlineData("SELL Meadowlark shop, 1.204 million users", 1_204_000)]
    [InlineData("Продам базу магазина, 1,2 млн клиентов", 1_200_000)]
    [InlineData("Продам базу магазина, 7,4кк клиентов", 7_400_000)]
    [InlineData("Продам базу магазина, 338 тыс. клиентов", 338_000)]
    [InlineData("Продам базу магазина, два миллиона клиентов", 2_000_000)]
    [InlineData("出售 某商城 会员数据 120万", 1_200_000)]
    [InlineData("出售 某商城 会员数据 1千2百万", 12_000_000)]
    [InlineData("出售 某商城 会员数据 一百〇六万人", 1_060_000)]
    [InlineData("出售 某商城 会员数据 四十一万七千户", 417_000)]
    [InlineData("出售 某商城 会员数据 11万6", 116_000)]
    [InlineData("出售 某商城 会员数据 2W6", 26_000)]
    [InlineData("出售 某商城 会员数据 1500w", 15_000_000)]
    [InlineData("出售 某商城 会员数据 1亿2千万", 120_000_000)]
    [InlineData("出售 某商城 会员数据 ４８５０万", 48_500_000)]
    [InlineData("出售 某商城 会员数据 6000多万", 60_000_000)]
    [InlineData("出售 某商城 會員數據 三億", 300_000_000)]
    [InlineData("jual database toko, 2 juta pelanggan", 2_000_000)]
    [InlineData("jual database toko, 350 ribu pelanggan", 350_000)]
    [InlineData("للبيع قاعدة بيانات متجر ٥٠٠ ألف عميل", 500_000)]
    [InlineData("vendo base de datos tienda, 190 mil clientes", 190_000)]
    public void A_count_is_read_in_each_way_of_writing_it(string title, long records) =>
        Assert.Equal(records, ShippedRules.Read(title, "Price 300 usd").Records?.Value);

    [Theory]
    [InlineData("SELL Meadowlark shop database", "phone +86 139 1234 5678, price 300 usd, 14 columns, dump 2022-05")]
    [InlineData("SELL Meadowlark shop database", "all tables, 3 years of orders, 4.2 GB, price 1200 usd, sample 100 rows")]
    [InlineData("出售 某商城 会员数据", "字段齐全 21个字段 4.2G 3000元 样本200条")]
    public void What_is_no_count_is_not_taken_for_one(string title, string body) =>
        Assert.Null(ShippedRules.Read(title, body).Records);
}
