using Aftershock.Recognizing;

namespace Aftershock.Tests.Recognizing;

/// <summary>One field each, on invented posts.</summary>
public sealed class FieldTests
{
    private const string Listing = "SELL Meadowlark Clinic database, 120k patients";

    [Theory]
    [InlineData("fields: name, phone, address. no passwords, no emails. 300 usd", "Names, Phone numbers, Physical addresses")]
    [InlineData("name / phone / passport. Cards? no. 300 usd", "Names, Phone numbers, Passport numbers")]
    [InlineData("name, phone, address without email or passwords, 300 usd", "Names, Phone numbers, Physical addresses")]
    public void Fields_that_the_seller_denies_are_left_out(string body, string classes) =>
        Assert.Equal(classes, string.Join(", ", ShippedRules.Read(Listing, body).DataClasses));

    [Theory]
    [InlineData("出 某医院 患者数据 12万", "姓名 手机 地址，没有身份证，没有银行卡 300U", "Names, Phone numbers, Physical addresses")]
    [InlineData("Продам базу клиники, 120к пациентов", "имя, телефон, адрес, без паспортов и почты. 300$", "Names, Phone numbers, Physical addresses")]
    public void Denials_are_understood_in_other_languages(string title, string body, string classes) =>
        Assert.Equal(classes, string.Join(", ", ShippedRules.Read(title, body).DataClasses));

    [Theory]
    [InlineData("taken yesterday, 300 usd", "2022-07-19")]
    [InlineData("dumped 3 days ago, 300 usd", "2022-07-17")]
    [InlineData("leaked last month, 300 usd", "2022-06")]
    [InlineData("dump date: 2022/06/28, 300 usd", "2022-06-28")]
    [InlineData("dumped 05/2022, 300 usd", "2022-05")]
    [InlineData("exported on Oct 5, 300 usd", "2021-10-05")]
    [InlineData("auction ends 25 July, 300 usd", "null")]
    [InlineData("Year: 2021. 300 usd", "2021")]
    [InlineData("orders from 2016 until now, 300 usd", "null")]
    [InlineData("data 2018-2021, 300 usd", "null")]
    public void The_day_on_which_the_data_was_taken_is_read_against_the_day_of_the_post(string body, string date) =>
        Assert.Equal(date, ShippedRules.Read(Listing, body).BreachDate?.ToString() ?? "null");

    [Theory]
    [InlineData("7月初导出的", "2022-07")]
    [InlineData("上个月脱的", "2022-06")]
    [InlineData("昨天刚导出", "2022-07-19")]
    [InlineData("导出日期20220630", "2022-06-30")]
    public void Chinese_dates_are_read(string words, string date) =>
        Assert.Equal(date, ShippedRules.Read("出 某医院 患者数据 12万", $"姓名 手机 地址 300U {words}").BreachDate?.ToString());

    [Theory]
    [InlineData("$7k -> $5.5k -> $4,900", "4900 USD")]
    [InlineData("[s]1200 USDT[/s] [s]1000 USDT[/s] [b]750 USDT[/b]", "750 USDT")]
    [InlineData("Was $3000, now $1,900", "1900 USD")]
    [InlineData("price 0.4 btc, only one buyer", "0.4 BTC")]
    [InlineData("2.5k usd or 0.1 btc", "2500 USD")]
    [InlineData("300 USDT for all. company revenue $40M", "300 USDT")]
    [InlineData("make offer", "null")]
    public void The_price_that_stands_at_the_end_is_read(string body, string price) =>
        Assert.Equal(price, RecognitionKeys.ValueOf(ShippedRules.Read(Listing, body), "price"));

    [Fact]
    public void Of_an_auction_the_start_is_the_price()
    {
        var read = ShippedRules.Read("Auction: Meadowlark Clinic patients, 120k", "start 0.5 BTC, step 0.05, blitz 3 BTC. name, phone, diagnosis");
        Assert.Equal((Offer.Auction, "0.5 BTC"), (read.Offer, RecognitionKeys.ValueOf(read, "price")));
    }

    [Fact]
    public void A_price_is_told_in_dollars_of_the_day_of_the_post()
    {
        var price = ShippedRules.Read(Listing, "price 10 BTC", postedAt: "2022-06-30T09:00:00Z").Price!.Value;
        Assert.Equal((197_847.30m, new DateOnly(2022, 6, 30)), (price.Usd!.Value, price.RateDate!.Value));
    }

    [Fact]
    public void On_a_day_without_rates_the_last_one_before_it_serves()
    {
        // A Sunday: the European Central Bank sets no rate.
        var price = ShippedRules.Read(Listing, "price 500 EUR", postedAt: "2022-07-03T09:00:00Z").Price!.Value;
        Assert.Equal(new DateOnly(2022, 7, 1), price.RateDate);
    }

    [Theory]
    [InlineData("price 5 XMR")]
    [InlineData("price 30000 rub")]
    public void Without_a_rate_there_are_no_dollars_rather_than_a_guess(string body)
    {
        var price = ShippedRules.Read(Listing, body).Price!.Value;
        Assert.Null(price.Usd);
        Assert.Null(price.RateDate);
    }

    [Theory]
    [InlineData("6.1 GB after unzip (rar is 790MB)", 6_100_000_000)]
    [InlineData("rar 790 MB, 300 usd", 790_000_000)]
    [InlineData("sql.gz 640 mb, unpacked 4,8 GB", 4_800_000_000)]
    [InlineData("all 23TB", 23_000_000_000_000)]
    public void The_unpacked_size_is_read(string body, long bytes) =>
        Assert.Equal(bytes, ShippedRules.Read(Listing, body).SizeInBytes);

    [Theory]
    [InlineData("sample of 10k rows in pm, 300 usd", 10_000)]
    [InlineData("200 row sample by pm, 300 usd", 200)]
    [InlineData("300 usd, no sample", null)]
    public void The_rows_of_the_sample_are_read(string body, int? rows) =>
        Assert.Equal(rows, (int?)ShippedRules.Read(Listing, body).SampleRecords);

    [Theory]
    [InlineData("nearly 120k patients", Bound.Nearly)]
    [InlineData("more than 120k patients", Bound.MoreThan)]
    [InlineData("120k+ patients", Bound.MoreThan)]
    [InlineData("about 120k patients", Bound.About)]
    [InlineData("120k patients", Bound.Stated)]
    public void The_words_around_a_count_bound_it(string words, Bound bound) =>
        Assert.Equal(bound, ShippedRules.Read("SELL Meadowlark Clinic database", $"{words}, name, phone. 300 usd").Records?.Bound);

    [Fact]
    public void A_share_of_a_population_comes_with_its_denominator()
    {
        var records = ShippedRules.Read("SELL Ruritania citizens registry", "over 70 % of the population (of 5,500,000), names, phone numbers, addresses. 900 usd").Records!.Value;
        Assert.Equal(new RecordsClaim(3_850_000, Bound.MoreThan, 0.7, 5_500_000), records);
    }

    [Theory]
    [InlineData("SELL hospital database Wuhan 120k patients", "CN")]
    [InlineData("Продам базу больницы, Чунцин, 120к пациентов", "CN")]
    [InlineData("出 台中 某診所 病患資料 12萬", "TW")]
    [InlineData("SELL Hong Kong clinic database 120k patients", "HK")]
    [InlineData("SELL clinic database Macau 120k patients", "MO")]
    [InlineData("SELL clinic database 🇻🇳 120k patients", "VN")]
    [InlineData("SELL meadowlark-clinic.com.my database 120k patients", "MY")]
    [InlineData("SELL clinic patients 120k, CPF and phone", "BR")]
    public void The_country_is_whose_data_it_is(string title, string country) =>
        Assert.Equal([country], ShippedRules.Read(title, "name, phone, address. 300 usd").Countries);

    [Fact]
    public void What_is_wanted_in_exchange_is_not_what_is_offered()
    {
        var read = ShippedRules.Read("TRADE: Thai clinic patients for Vietnam or Malaysia data", "have: Bangkok clinic, 120k patients: name, phone\nwant: VN bank customers with passport, any size");
        Assert.Equal(Offer.Exchange, read.Offer);
        Assert.Equal(["TH"], read.Countries);
        Assert.DoesNotContain("Passport numbers", read.DataClasses);
    }

    [Theory]
    [InlineData("SOLD to one buyer, thank you", true)]
    [InlineData("3 copies only, 1 copy is sold already", false)]
    [InlineData("not sold yet, 300 usd", false)]
    public void Sold_means_that_the_whole_set_is_gone(string words, bool sold) =>
        Assert.Equal(sold, ShippedRules.Read(Listing, $"name, phone. {words}").Sold);

    [Fact]
    public void On_a_leak_site_every_post_is_a_leak_and_its_title_the_victim()
    {
        var read = ShippedRules.Recognizer.Recognize(new PostText { Title = "Meadowlark Foundry GmbH", Body = "", SourceKind = SourceKind.LeakSite });
        Assert.Equal((ListingKind.Leak, (Offer?)null, "Meadowlark Foundry GmbH"), (read.Kind, read.Offer, read.Victims[0].Name));
        Assert.Equal(["DE"], read.Countries);
    }

    [Theory]
    [InlineData("Re: Meadowlark Clinic database 120k", "bought it, +rep, all ok", ListingKind.Discussion)]
    [InlineData("Is the Meadowlark Clinic leak real?", "he asks 300 usd for 120k patients, what do you think", ListingKind.Discussion)]
    [InlineData("Looking for Meadowlark Clinic database", "can pay 300 usd for the 120k patients", ListingKind.Request)]
    [InlineData("[REPOST] Meadowlark Clinic database 120k", "not mine. name, phone, address", ListingKind.Leak)]
    public void Talk_requests_and_replies_are_no_listings_but_reposts_are(string title, string body, ListingKind kind) =>
        Assert.Equal(kind, ShippedRules.Read(title, body).Kind);

    [Theory]
    [InlineData("<script>alert(1)</script> China citizens database 5M for sale")]
    [InlineData("script China citizens database 5M for sale")]
    [InlineData("China citizens database 5M - software")]
    [InlineData("tools parser China citizens database 5M")]
    [InlineData("course: China citizens database 5M for sale")]
    [InlineData("<b>China</b> citizens database 5M <SCRIPT SRC=//a.example/x.js>")]
    public void One_word_of_another_trade_does_not_hide_a_plain_offer_of_a_database(string title)
    {
        var read = ShippedRules.Read(title, "5 million rows, name, phone price 300$");
        Assert.Equal((ListingKind.Leak, 5_000_000L), (read.Kind, read.Records?.Value));
        Assert.Equal(["CN"], read.Countries);
    }

    [Theory]
    [InlineData("Database search tool, 5M rows a second", "lifetime 60$, gui, free updates")]
    [InlineData("Checker with 140 configs, lifetime 60$", "hwid lock, free updates")]
    [InlineData("Parser for databases", "script in python, 40$")]
    [InlineData("数据库去重工具 支持500万行", "买断680元，一机一码")]
    public void A_tool_for_databases_is_still_a_tool(string title, string body) =>
        Assert.Equal(ListingKind.Tool, ShippedRules.Read(title, body).Kind);

    [Fact]
    public void Markup_is_no_word_and_the_places_of_words_behind_it_hold()
    {
        const string title = "<script></script>SELL Meadowlark Clinic database, 120k patients";
        var read = ShippedRules.Read(title, "<b>name</b>, <i class=x>phone</i>, address. 300 usd");
        var records = read.Spans.Single(s => s.Field == "records");
        Assert.Equal("120k", title[records.Start..records.End].Split(' ')[0]);
        Assert.Equal(["Names", "Phone numbers", "Physical addresses"], read.DataClasses);
    }

    [Fact]
    public void Several_victims_have_a_count_each()
    {
        var read = ShippedRules.Read("Two Spanish databases", "free for all\nmeadowlark-club.es -> 2,911 members (name, email)\nmeadowlark-foro.es -> 11,640 users (user, email, hash)");
        Assert.Null(read.Records);
        Assert.Equal([2911L, 11640L], read.RecordsEach);
        Assert.Equal(["meadowlark-club.es", "meadowlark-foro.es"], read.Victims.Select(v => v.Domain));
    }
}
