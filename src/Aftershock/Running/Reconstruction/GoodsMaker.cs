namespace Aftershock.Running.Reconstruction;

/// <summary>Draws the facts of posts: victims, figures, prices, columns.</summary>
internal sealed class GoodsMaker
{
    private readonly Phrasebook _book;
    private readonly Dice _dice;
    private readonly HashSet<string> _takenNames = [];
    private readonly List<Land> _foreign;
    private int _leaks;

    public GoodsMaker(Phrasebook book, Dice dice)
    {
        _book = book;
        _dice = dice;
        _foreign = [.. book.Lands.Where(l => l.Code != "CN").SelectMany(l => Enumerable.Repeat(l, l.Weight))];
    }

    /// <summary>A country other than China; a language's speakers know their own part of the world better.</summary>
    public Land ForeignLand(string language)
    {
        var near = language switch
        {
            "zh" => new[] { "TW", "HK", "JP", "KR", "VN", "MY", "SG", "TH", "PH", "US", "ID", "MO" },
            "ru" => ["RU", "UA", "KZ", "BY", "DE", "PL", "TR", "UZ"],
            _ => [],
        };
        return near.Length > 0 && _dice.Chance(0.7) ? _book.Land(_dice.Pick(near)) : _dice.Pick(_foreign);
    }

    /// <summary>One body of data, offered for the first time.</summary>
    /// <param name="land">Whose data.</param>
    /// <param name="records">The claim; null draws one.</param>
    /// <param name="family">The wording that it is for; it may speak of some trades only, of several victims, or of a site.</param>
    public Goods Leak(Land land, string language, Offer offer, DateTimeOffset at, long? records, PhraseFamily family)
    {
        var needsSite = family.Always.Contains("domain");
        var trades = _dice.Shuffle(Trades(land, family));
        if (records is { } claim)
        {
            // Whose databases come in that size, more or less.
            trades = [.. trades.OrderBy(t => Math.Abs(Math.Log(claim / (t.Median * 2.2))) + _dice.Exponential(0.8))];
        }

        var count = family.IsMany ? _dice.Between(2, 4) : 1;
        var (trade, parties) = trades.Select(t => (t, Parties(land, t, language, count, family.IsMany ? null : records, needsSite))).First(p => p.Item2.Count == count);
        var columns = Columns(land, trade, language);
        return Common(ListingKind.Leak, language, at) with
        {
            Offer = offer,
            Parties = parties,
            Land = land,
            Trade = trade,
            Records = parties[0].Records,
            SizeInBytes = SizeOf(parties.Sum(p => p.Records), columns.Count),
            Columns = columns,
            LeakId = $"leak-{++_leaks:0000}",
        };
    }

    /// <summary>What the victims of a country may do for a wording to fit them.</summary>
    public IEnumerable<Trade> Trades(Land land, PhraseFamily family) => _book.Trades.Where(t =>
        (t.Population ? land.Code == "CN" && !family.IsMany && !family.Always.Contains("domain") : t.Site.Count > 0)
        && (family.Trades.Count == 0 || family.Trades.Contains(t.Name)));

    /// <summary>What a post of another kind is about.</summary>
    public Goods Other(ListingKind kind, string language, DateTimeOffset at)
    {
        var common = Common(kind, language, at);
        var land = _dice.Chance(language == "zh" ? 0.6 : 0.12) ? _book.Land("CN") : ForeignLand(language);
        var trade = _dice.Pick(_book.Trades.Where(t => !t.Population).ToList());
        var records = kind switch
        {
            ListingKind.Combolist => RoundSome((long)_dice.LogNormal(600_000, 1.4)),
            ListingKind.StealerLogs => RoundSome((long)_dice.LogNormal(3_000, 1.2)),
            ListingKind.Accounts => _dice.Between(12, 900),
            _ => RoundSome((long)_dice.LogNormal(trade.Median, 1.2)),
        };
        var price = kind switch
        {
            ListingKind.Access => PriceIn(language, 900, 0.9),
            ListingKind.Combolist or ListingKind.StealerLogs => PriceIn(language, 120, 0.7),
            ListingKind.Accounts or ListingKind.Adult => SmallPrice(language, 6),
            ListingKind.Tool or ListingKind.Service => SmallPrice(language, 45),
            _ => SmallPrice(language, 120),
        };
        return common with
        {
            Offer = kind is ListingKind.Combolist or ListingKind.StealerLogs or ListingKind.Access or ListingKind.Accounts ? Offer.Sale : null,
            Land = land,
            Trade = trade,
            Parties = [PartyOf(land, trade, language, records, needsSite: true).Party],
            Records = records,
            Price = price,
            PriceBefore = Before(price),
            SizeInBytes = kind == ListingKind.StealerLogs ? Figure2(records * 600_000L) : Figure2(Math.Max(2_000_000, records * 34)),
        };
    }

    private Goods Common(ListingKind kind, string language, DateTimeOffset at)
    {
        var price = PriceIn(language, 700, 1.0);
        var size = Figure2((long)_dice.LogNormal(2e9, 1.5));
        return new Goods
        {
            Kind = kind,
            Language = language,
            PostedAt = at,
            Records = 0,
            SizeInBytes = size,
            ArchiveBytes = Figure2(size / _dice.Between(4, 9)),
            Price = price,
            PriceBefore = Before(price),
            Sample = _dice.Pick([20, 50, 50, 100, 100, 200, 300, 500, 1000, 1000, 2000, 5000]),
            Taken = TakenBefore(at),
        };
    }

    /// <summary>Victims whose names nobody has yet; fewer than asked for when the trade's names are used up.</summary>
    private List<Party> Parties(Land land, Trade trade, string language, int count, long? records, bool needsSite)
    {
        var parties = new List<Party>();
        for (var attempt = 0; attempt < 60 && parties.Count < count; attempt++)
        {
            var (party, native, latin) = PartyOf(land, trade, language, records, needsSite);
            if (!_takenNames.Contains(LeakKey.Fold(native)) && !_takenNames.Contains(LeakKey.Fold(latin)))
            {
                _takenNames.Add(LeakKey.Fold(native));
                _takenNames.Add(LeakKey.Fold(latin));
                parties.Add(party);
            }
        }

        return parties;
    }

    private (Party Party, string Native, string Latin) PartyOf(Land land, Trade trade, string language, long? records, bool needsSite)
    {
        var city = _dice.Pick(trade.Population ? land.Regions : land.Cities);
        var (native, latin) = trade.Population ? Population(trade, city, language) : Organization(land, trade);
        var isNative = Script(land.Naming) == language;
        var name = isNative ? native : latin;
        if (!isNative && native != latin && land.Naming is "zh" && !trade.Population && _dice.Chance(0.25))
        {
            name = $"{latin} ({native})";
        }

        var party = new Party
        {
            Name = name,
            City = city,
            Domain = trade.Population || trade.Site.Count == 0 || !(needsSite || _dice.Chance(0.4)) ? null : DomainOf(latin, land, trade),
            Records = records ?? RoundSome((long)_dice.LogNormal(trade.Median * (land.Code == "CN" ? 2.2 : 1), 1.3)),
        };
        return (party, native, latin);
    }

    private (string Native, string Latin) Organization(Land land, Trade trade)
    {
        var stem = _dice.Pick(_book.Words.Stems[land.Naming]).Split('/');
        var english = _dice.Pick(trade.Org["en"]);
        var own = trade.Org.TryGetValue(land.Naming, out var patterns) ? _dice.Pick(patterns) : english;
        return stem.Length == 1
            ? (own.Replace("#", stem[0], StringComparison.Ordinal), own.Replace("#", stem[0], StringComparison.Ordinal))
            : (own.Replace("#", stem[0], StringComparison.Ordinal), english.Replace("#", stem[1], StringComparison.Ordinal));
    }

    private (string Native, string Latin) Population(Trade trade, string region, string language)
    {
        var names = region.Split('/');
        var chinese = _dice.Pick(trade.Org["zh"]).Replace("#", names[1], StringComparison.Ordinal);
        return (chinese, language == "ru"
            ? _dice.Pick(trade.Org["ru"]).Replace("#", names[2], StringComparison.Ordinal)
            : _dice.Pick(trade.Org["en"]).Replace("#", names[0], StringComparison.Ordinal));
    }

    private string DomainOf(string latin, Land land, Trade trade)
    {
        var stem = new string([.. latin.Normalize(System.Text.NormalizationForm.FormD).ToLowerInvariant().Where(c => char.IsAsciiLetterOrDigit(c) || c == ' ')]).Split(' ')
            .OrderByDescending(w => w.Length).First();
        return $"{stem}-{_dice.Pick(trade.Site)}.{_dice.Pick(land.Domains)}";
    }

    private List<Column> Columns(Land land, Trade trade, string language)
    {
        var core = trade.Fields.Take(2);
        var rest = _dice.Shuffle(trade.Fields.Skip(2));
        var classes = core.Concat(rest.Take(_dice.Between(Math.Min(2, rest.Count), rest.Count)));
        return [.. classes.Select(name =>
        {
            var wordings = _book.Words.Fields.TryGetValue(name, out var found) ? found : throw new InvalidDataException($"words.yaml: no words for \"{name}\".");
            var own = name == "Government issued IDs" && land.Id.TryGetValue(language, out var ids) ? ids : wordings[language];
            var headers = land.Code == "CN" && wordings.TryGetValue("pinyin", out var pinyin) ? [.. wordings["col"], .. pinyin] : wordings["col"];
            return new Column(name, _dice.Pick(own), _dice.Pick(headers));
        })];
    }

    private Money PriceIn(string language, double medianDollars, double sigma)
    {
        var dollars = _dice.LogNormal(medianDollars, sigma);
        var currency = language switch
        {
            "zh" => _dice.Pick(["USDT", "USDT", "USDT", "CNY", "CNY", "USD", "BTC"]),
            "ru" => _dice.Pick(["USD", "USD", "USD", "USDT", "RUB", "BTC"]),
            _ => _dice.Pick(["USD", "USD", "USD", "USD", "USDT", "BTC", "XMR", "EUR"]),
        };
        return currency switch
        {
            "BTC" => new Money(Math.Max(0.01m, decimal.Round((decimal)(dollars / 25_000), 2)), currency),
            "XMR" => new Money(Math.Max(1, decimal.Round((decimal)(dollars / 150), 0)), currency),
            "CNY" => new Money(Nice(dollars * 6.7), currency),
            "RUB" => new Money(Nice(dollars * 60), currency),
            _ => new Money(Nice(dollars), currency),
        };
    }

    private Money SmallPrice(string language, double medianDollars)
    {
        var dollars = Math.Max(1, _dice.LogNormal(medianDollars, 0.5));
        return language switch
        {
            "zh" => new Money(Nice(dollars * 6.7), "CNY"),
            "ru" when _dice.Chance(0.4) => new Money(Nice(dollars * 60), "RUB"),
            _ => new Money(Nice(dollars), "USD"),
        };
    }

    private Money Before(Money price) => price with
    {
        Amount = price.Currency == "BTC" ? decimal.Round(price.Amount * _dice.Pick([1.2m, 1.5m, 2m]), 2) + 0.01m
            : Math.Max(Nice((double)price.Amount * _dice.Pick([1.25, 1.5, 2])), price.Amount + 1),
    };

    private TakenDate TakenBefore(DateTimeOffset at)
    {
        var day = DateOnly.FromDateTime(at.UtcDateTime).AddDays(-(int)_dice.Exponential(60) - 2);
        var precision = _dice.Pick([Precision.Year, Precision.Month, Precision.Month, Precision.Month, Precision.Day, Precision.Day]);
        return new TakenDate(precision == Precision.Year ? day.AddYears(-_dice.Between(0, 2)) : day, precision);
    }

    private long SizeOf(long records, int columns) =>
        Figure2((long)Math.Max(300_000, records * columns * _dice.LogNormal(22, 0.5)));

    /// <summary>Half of the sellers tell a round figure, the other half the whole number.</summary>
    private long RoundSome(long value)
    {
        value = Math.Max(value, 900);
        return _dice.Chance(0.55) ? Figure2(value) : value;
    }

    /// <summary>The value in two figures.</summary>
    private static long Figure2(long value)
    {
        var unit = 1L;
        while (value / unit >= 100)
        {
            unit *= 10;
        }

        return Math.Max(1, value / unit * unit);
    }

    private static decimal Nice(double value)
    {
        var step = value switch { < 20 => 1, < 100 => 5, < 1000 => 50, < 10_000 => 100, < 100_000 => 1000, _ => 10_000 };
        return Math.Max(1, (decimal)(Math.Round(value / step) * step));
    }

    private static string Script(string naming) => naming switch { "zh" or "tw" or "hk" or "jp" => "zh", "ru" => "ru", _ => "none" };
}
