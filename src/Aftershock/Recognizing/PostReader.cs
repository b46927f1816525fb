namespace Aftershock.Recognizing;

/// <summary>Puts the fields of one post together, in the order in which they need each other.</summary>
internal sealed class PostReader(Reading reading, Cues cues, RuleBook book, double[] scores)
{
    private readonly FoldedText _text = reading.Text;
    private int _main = -1;
    private int _variety;
    private bool _hasPrice;
    private Domain? _domain;

    public Recognition Read()
    {
        _main = RecordsReader.Main(reading, cues, out _);
        _variety = DataClassReader.Variety(reading);
        _hasPrice = PriceReader.Price(reading, cues, auction: false) >= 0;
        _domain = VictimReader.MainDomain(reading);
        var sections = book.ForSection(reading.Post.Section);
        var (kind, confidence, decisive) = reading.Post.SourceKind == SourceKind.LeakSite
            ? (ListingKind.Leak, 1.0, null)
            : KindJudge.Judge(reading, sections, book.Signals, Holds, scores);
        if (decisive is { } match)
        {
            reading.AddSpan("kind", match.Start, match.End, match.Rule.Name);
        }

        var recognition = new Recognition { Kind = kind, Language = reading.Language, Confidence = Math.Round(confidence, 4) };
        recognition = kind switch
        {
            ListingKind.Leak => ReadLeak(recognition),
            ListingKind.Combolist or ListingKind.StealerLogs or ListingKind.Access or ListingKind.Accounts => ReadOther(recognition),
            ListingKind.Service or ListingKind.Tool or ListingKind.Course or ListingKind.Adult => ReadServed(recognition),
            _ => recognition,
        };
        return recognition with { Spans = reading.Spans.ToArray() };
    }

    private Recognition ReadLeak(Recognition r)
    {
        var leakSite = reading.Post.SourceKind == SourceKind.LeakSite;
        var offer = ReadOffer();
        var victims = leakSite ? VictimReader.OfClaim(reading) : VictimReader.Read(reading, cues, r.Kind, _main);
        var classes = DataClassReader.Read(reading);
        var countries = CountryReader.Read(reading, book.Tlds, _domain, languageCounts: !leakSite, isExchange: offer == Aftershock.Offer.Exchange);
        var sector = SectorReader.Read(reading, victims.Span);
        var records = victims.Victims.Count > 1 ? null : Records();
        return r with
        {
            Offer = leakSite && offer is not (Aftershock.Offer.Free or Aftershock.Offer.Auction) ? (_hasPrice ? offer : null) : offer,
            Victims = victims.Victims,
            Countries = countries,
            Sector = victims.Victims.Count > 1 && _domain is null ? null : sector,
            Records = records,
            RecordsEach = victims.Each,
            SizeInBytes = Size(),
            Price = offer is Aftershock.Offer.Sale or Aftershock.Offer.Auction ? Price(offer) : null,
            DataClasses = classes,
            SampleRecords = Sample(),
            BreachDate = BreachDateReader.Read(reading),
            Sold = Sold(),
        };
    }

    private Recognition ReadOther(Recognition r)
    {
        var offer = ReadOffer() ?? Aftershock.Offer.Sale;
        var isAccess = r.Kind == ListingKind.Access;
        var victims = isAccess ? VictimReader.Read(reading, cues, r.Kind, -1).Victims : [];
        var span = (0, 0);
        return r with
        {
            Offer = offer,
            Victims = victims,
            Countries = CountryReader.Read(reading, book.Tlds, isAccess ? _domain : null, languageCounts: isAccess),
            Sector = isAccess ? SectorReader.Read(reading, span) : null,
            Records = isAccess ? null : Records(),
            SizeInBytes = isAccess ? null : Size(),
            Price = offer is Aftershock.Offer.Free or Aftershock.Offer.Exchange ? null : Price(offer),
            DataClasses = r.Kind == ListingKind.Combolist ? DataClassReader.Read(reading) : [],
            SampleRecords = isAccess ? null : Sample(),
            BreachDate = isAccess ? null : BreachDateReader.Read(reading),
            Sold = Sold(),
        };
    }

    private Recognition ReadServed(Recognition r)
    {
        var standing = PriceReader.Standing(reading, cues);
        var lookup = r.Kind == ListingKind.Service && reading.HasMark("lookup");
        var fromPrice = PriceReader.Price(reading, cues, auction: false);
        var isList = r.Kind == ListingKind.Service && standing >= 3 && fromPrice >= 0 && !_text.IsTitle(reading.Quantities[fromPrice].Start) && cues[fromPrice, Cue.Price] == 0;
        return r with
        {
            Price = isList ? null : Price(null),
            Countries = lookup ? CountryReader.Read(reading, book.Tlds, null, languageCounts: false) : [],
            DataClasses = lookup ? DataClassReader.Read(reading) : [],
        };
    }

    private Offer? ReadOffer()
    {
        var offer = OfferReader.Read(reading, book.ForSection(reading.Post.Section), book.Signals, Holds, out var decisive);
        if (decisive is { } match && offer is not null)
        {
            reading.AddSpan("offer", match.Start, match.End, match.Rule.Name);
        }

        return offer;
    }

    private RecordsClaim? Records()
    {
        if (ShareReader.Read(reading) is { } share)
        {
            return share;
        }

        if (_main < 0)
        {
            return null;
        }

        var q = reading.Quantities[_main];
        reading.AddSpan("records", q.Start, q.End, RuleOf(_main, q.Unit, Cue.Total, Cue.Records) ?? "records.number");
        return new RecordsClaim((long)Math.Min(9e18, Math.Round(q.Value)), q.Bound);
    }

    private long? Sample()
    {
        var i = RecordsReader.Sample(reading, cues, _main);
        if (i < 0)
        {
            return null;
        }

        var q = reading.Quantities[i];
        reading.AddSpan("sample_records", q.Start, q.End, cues.RuleOf(i, Cue.Sample) ?? "sample.number");
        return (long)q.Value;
    }

    private long? Size()
    {
        var i = RecordsReader.Size(reading, cues);
        if (i < 0)
        {
            return null;
        }

        var q = reading.Quantities[i];
        reading.AddSpan("size_bytes", q.Start, q.End, cues.RuleOf(i, Cue.Unpacked) ?? "size.number");
        return q.Bytes;
    }

    private Asking? Price(Offer? offer)
    {
        var i = PriceReader.Price(reading, cues, offer == Aftershock.Offer.Auction);
        if (i < 0)
        {
            return null;
        }

        var q = reading.Quantities[i];
        reading.AddSpan("price", q.Money!.Start, q.Money.End, RuleOf(i, null, Cue.NewPrice, Cue.Start, Cue.Price) ?? "price.currency");
        var asking = new Asking((decimal)Math.Min(q.Value, 1e15), q.Money.Code);
        if (reading.Post.PostedAt is not { } posted || book.Rates.On(asking.Currency, DateOnly.FromDateTime(posted.UtcDateTime)) is not { } rate)
        {
            return asking;
        }

        return asking with { Usd = Math.Round(asking.Amount * rate.Usd, 2), RateDate = rate.Date };
    }

    private bool Sold()
    {
        foreach (var index in reading.Of(RuleTarget.Mark))
        {
            var m = reading.Matches[index];
            if (m.Rule.Value == "sold" && !_text.Has(m.Start, Marks.Quoted) && !Negation.Before(reading, m.Start) && !IsPartlySold(m))
            {
                reading.AddSpan("sold", m.Start, m.End, m.Rule.Name);
                return true;
            }
        }

        return false;
    }

    /// <summary>"one copy is sold", "already sold 4", 已出一份: some copies went, the offer stands.</summary>
    private bool IsPartlySold(in Match m)
    {
        foreach (var q in reading.Quantities)
        {
            if (q.Money is null && q.Value < 1000 && !q.IsIdle && ((q.Start >= m.End && q.Start - m.End <= 3) || (q.End <= m.Start && m.Start - q.End <= 18 && _text.Chars[q.End..m.Start].IndexOfAny('\n', ',', '.') < 0)))
            {
                return true;
            }
        }

        return Scanner.NearAfter(reading, m.End, "copies", 8) || Scanner.NearBefore(reading, m.Start, "copies", 10);
    }

    private string? RuleOf(int quantity, Match? unit, params ReadOnlySpan<Cue> order)
    {
        foreach (var cue in order)
        {
            if (cues.RuleOf(quantity, cue) is { } rule)
            {
                return rule;
            }
        }

        return unit?.Rule.Name;
    }

    /// <summary>Whether a signal of <see cref="PostSignals"/> holds.</summary>
    private bool Holds(string signal) => signal switch
    {
        "reply" => IsReply(),
        "quote" => _text.HasQuote,
        "fields-3" => _variety >= 3,
        "fields-5" => _variety >= 5,
        "records" => _main >= 0,
        "records-in-title" => _main >= 0 && _text.IsTitle(reading.Quantities[_main].Start),
        "price" => _hasPrice,
        "size" => reading.Quantities.Exists(q => q.Bytes is not null),
        "link" => _text.HasLink,
        "hidden" => _text.HasHidden,
        "code" => _text.MarksOf.ContainsAny(Marks.Code, Marks.Code | Marks.Hump),
        "domain-in-title" => _domain is { } d && _text.IsTitle(d.Start),
        "domain" => _domain is not null,
        "title-asks" => _text.TitleLength > 0 && _text[_text.TitleLength - 1] is '?' or '？',
        "many-questions" => _text.Chars.Count('?') + _text.Chars.Count('？') >= 3,
        "no-figures" => _main < 0 && !_hasPrice && _variety < 2,
        "short" => _text.Length < 60,
        _ => throw new InvalidOperationException($"no signal is called \"{signal}\""),
    };

    private bool IsReply()
    {
        var title = _text.Chars[.._text.TitleLength].TrimStart();
        return title.StartsWith("re:") || title.StartsWith("re：") || title.StartsWith("回复") || title.StartsWith("ответ:") || title.StartsWith("aw:");
    }
}

/// <summary>The signals that rules may ask for; docs/guide/write-a-rule.md lists them.</summary>
internal static class PostSignals
{
    public static readonly IReadOnlyList<string> All =
    [
        "reply", "quote", "fields-3", "fields-5", "records", "records-in-title", "price", "size", "link", "hidden", "code", "domain-in-title", "domain", "title-asks",
        "many-questions", "no-figures", "short",
    ];
}
