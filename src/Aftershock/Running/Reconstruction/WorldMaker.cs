namespace Aftershock.Running.Reconstruction;

/// <summary>Makes a world: who posts what, when and in which words.</summary>
internal sealed class WorldMaker
{
    private readonly ReconstructionSettings _settings;
    private readonly Phrasebook _book;
    private readonly Dice _dice;
    private readonly GoodsMaker _goods;
    private readonly Crowd _crowd;
    private readonly BoardMap _map = new();
    private readonly List<WorldThread> _threads = [];

    public WorldMaker(ReconstructionSettings settings, Phrasebook book)
    {
        _settings = settings;
        _book = book;
        var dice = new Dice((ulong)settings.Seed);
        _dice = dice.Fork("world");
        _goods = new GoodsMaker(book, dice.Fork("goods"));
        _crowd = new Crowd(book.Words, dice.Fork("crowd"), settings.OpenedAt);
    }

    public World Make()
    {
        PlantReported();
        PlantChina();
        PlantOthers();
        Repost();
        Answer();
        return Number();
    }

    private void PlantReported()
    {
        if (_settings.Reported is null)
        {
            return;
        }

        foreach (var listing in Phrasebook.Read<List<ReportedListing>>(Path.Combine(_settings.SamplesFolder, _settings.Reported)))
        {
            var author = _crowd.AddReported(listing.Author, listing.Lang, ReconstructionSettings.Day(listing.Joined).AddMinutes(_dice.Between(60, 1300)));
            _threads.Add(new WorldThread
            {
                Section = _map.Named(listing.Section),
                Title = listing.Title,
                Prefix = listing.Prefix,
                Posts = [new WorldPost { Author = author, At = listing.PostedAt, EditedAt = listing.Edited, Text = listing.Body.Trim() }],
                Labels = listing.Labels(),
            });
        }
    }

    private void PlantChina()
    {
        var china = _book.Land("CN");
        foreach (var period in _settings.China)
        {
            var from = ReconstructionSettings.Day(period.From);
            var minutes = (int)(ReconstructionSettings.Day(period.To).AddDays(1) - from).TotalMinutes - 1;
            var records = new Queue<long>(_dice.Shuffle(period.Records));
            for (var i = 0; i < period.Shared + period.Marketed; i++)
            {
                var isMarketed = i < period.Marketed;
                var offer = isMarketed ? _dice.Pick([Offer.Sale, Offer.Sale, Offer.Sale, Offer.Sale, Offer.Sale, Offer.Auction])
                    : _dice.Pick([Offer.Free, Offer.Free, Offer.Free, Offer.Free, Offer.Exchange]);
                var language = _dice.Pick(["zh", "zh", "zh", "zh", "en", "en", "en", "en", "ru"]);
                var at = from.AddMinutes(_dice.Between(0, minutes));
                PlantLeak(china, language, offer, at, isMarketed && records.Count > 0 ? records.Dequeue() : null);
            }
        }
    }

    private void PlantOthers()
    {
        foreach (var (name, count) in _settings.Threads.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            if (!WireNames.TryKind(name, out var kind))
            {
                throw new InvalidDataException($"Settings, threads: \"{name}\"; expected {string.Join(", ", WireNames.All<ListingKind>(WireNames.Of))}.");
            }

            for (var i = 0; i < count; i++)
            {
                var language = Language();
                var at = AnyTime(_settings.OpenedAt);
                if (kind == ListingKind.Leak)
                {
                    PlantLeak(_goods.ForeignLand(language), language, AnyOffer(), at, null);
                }
                else
                {
                    PlantOther(kind, language, at);
                }
            }
        }
    }

    private void PlantLeak(Land land, string language, Offer offer, DateTimeOffset at, long? records)
    {
        // A leak that is counted must say whose data it is and how much; where nobody counts, sellers may be vague.
        var families = _book.Families.Where(f => f.Kind == ListingKind.Leak && f.Language == language && f.Offers.Contains(offer) && IsTimely(f, at) && _goods.Trades(land, f).Any()
            && (land.Code != "CN" || (!f.IsMany && f.Always.Contains("records") && (f.Always.Contains("victim") || f.Always.Contains("domain"))))).ToList();
        var family = _dice.Pick(families);
        var goods = _goods.Leak(land, language, offer, at, records, family);
        var writer = _dice.Chance(language == "en" && land.Naming == "zh" ? 0.6 : 0) ? "zh" : language;
        Open(family, goods, writer);
    }

    private void PlantOther(ListingKind kind, string language, DateTimeOffset at)
    {
        var families = _book.Families.Where(f => f.Kind == kind && f.Language == language).ToList();
        var family = _dice.Pick(families);
        if (!IsTimely(family, at))
        {
            at = AnyTime(new DateTimeOffset(family.After!.Value, TimeOnly.MinValue, TimeSpan.Zero));
        }

        var goods = _goods.Other(kind, language, at);
        if (family.Offers.Count > 0)
        {
            goods = goods with { Offer = _dice.Pick(family.Offers) };
        }

        Open(family, goods, language);
    }

    private void Open(PhraseFamily family, Goods goods, string writer)
    {
        var slots = new GoodsSlots(goods, _book.Words);
        var title = _dice.Pick(family.Titles).Render(_dice, slots);
        var body = family.Body.Render(_dice, slots);
        var labels = Labelling.Of(family, goods, slots);
        var edited = _dice.Chance(0.12) ? goods.PostedAt.AddMinutes(_dice.Between(3, 3000)) : (DateTimeOffset?)null;
        _threads.Add(new WorldThread
        {
            Section = _map.For(labels, _dice),
            Title = title,
            Prefix = _dice.Chance(0.45) ? BoardMap.PrefixOf(labels) : null,
            Posts = [new WorldPost
            {
                Author = _crowd.Someone(writer, goods.PostedAt, newcomer: 0.35),
                At = goods.PostedAt,
                EditedAt = edited < _settings.LastMoment ? edited : null,
                Text = body,
            }],
            Closed = labels.Sold && _dice.Chance(0.5),
            Labels = labels,
            Family = family.Id,
            Goods = goods,
        });
    }

    /// <summary>Others post again what is on the board already: the same victim and figures, another handle, later.</summary>
    private void Repost()
    {
        var originals = _threads.Where(t => t.Labels is { Kind: ListingKind.Leak, Sold: false, RecordsEach: null, Victims.Count: > 0, Records: not null }).ToList();
        for (var i = 0; i < _settings.Reposts; i++)
        {
            var original = _dice.Pick(originals);
            var at = original.Opening.At.AddHours(_dice.Between(20, 500));
            if (at >= _settings.LastMoment)
            {
                continue;
            }

            var turn = _dice.Pick(_book.Words.Reposts[original.Labels.Language]).Split('|');
            _threads.Add(new WorldThread
            {
                Section = _map.For(original.Labels, _dice),
                Title = (turn[0] + original.Title).Trim(),
                Posts = [new WorldPost
                {
                    Author = _crowd.Someone(original.Labels.Language, at, newcomer: 0.5, except: original.Opening.Author),
                    At = at,
                    Text = (turn[1] + "\n\n" + original.Opening.Text).Trim(),
                }],
                Labels = original.Labels with { Repost = true },
                Family = original.Family,
            });
        }
    }

    private void Answer()
    {
        var replies = new Replies(_book, _dice, _crowd, _settings.LastMoment);
        var weights = _threads.Select(t => _dice.LogNormal(t.Family is null ? 40 : 1, t.Family is null ? 0.2 : 1.0)).ToList();
        var sums = new List<double>();
        foreach (var weight in weights)
        {
            sums.Add((sums.Count == 0 ? 0 : sums[^1]) + weight);
        }

        for (var left = _settings.Posts - _threads.Count; left > 0; left--)
        {
            var index = sums.BinarySearch(_dice.Unit() * sums[^1]);
            replies.AddTo(_threads[Math.Min(index < 0 ? ~index : index, _threads.Count - 1)]);
        }

        foreach (var thread in _threads)
        {
            var opening = thread.Posts[0];
            thread.Posts.Sort((a, b) => ReferenceEquals(a, opening) ? -1 : ReferenceEquals(b, opening) ? 1 : a.At.CompareTo(b.At));
            thread.Views = thread.Posts.Count * _dice.Between(15, 60) + (int)_dice.LogNormal(300, 0.9);
        }
    }

    private World Number()
    {
        var threads = _threads.OrderBy(t => t.Opening.At).ThenBy(t => t.Title, StringComparer.Ordinal).ToList();
        var id = 0;
        threads.ForEach(t => t.Id = ++id);
        id = 0;
        foreach (var (thread, post) in threads.SelectMany(t => t.Posts.Select(p => (t, p))).OrderBy(x => x.p.At).ThenBy(x => x.t.Id).ToList())
        {
            post.Id = ++id;
            post.Author.Posts++;
            post.Author.Threads += ReferenceEquals(thread.Opening, post) ? 1 : 0;
            post.Author.LastSeen = post.At.AddMinutes(_dice.Between(1, 40));
        }

        return new World { Settings = _settings, Sections = _map.Sections, Members = _crowd.Numbered(), Threads = threads };
    }

    private static bool IsTimely(PhraseFamily family, DateTimeOffset at) =>
        family.After is not { } day || DateOnly.FromDateTime(at.UtcDateTime) >= day;

    private string Language()
    {
        var unit = _dice.Unit();
        return unit < _settings.EnglishShare ? "en" : unit < _settings.EnglishShare + _settings.ChineseShare ? "zh" : "ru";
    }

    private Offer AnyOffer()
    {
        var unit = _dice.Unit();
        return unit < 0.5 ? Offer.Sale : unit < 0.86 ? Offer.Free : unit < 0.93 ? Offer.Auction : Offer.Exchange;
    }

    /// <summary>A time on or after one; a young board fills slowly, and July brought it a crowd.</summary>
    private DateTimeOffset AnyTime(DateTimeOffset from)
    {
        var july = new DateTimeOffset(2022, 7, 1, 0, 0, 0, TimeSpan.Zero);
        while (true)
        {
            var at = from.AddMinutes(_dice.Between(0, (int)(_settings.LastMoment - from).TotalMinutes));
            var days = (at - _settings.OpenedAt).TotalDays;
            if (_dice.Chance(at >= july ? 1 : Math.Min(0.75, 0.35 + (days * 0.005))))
            {
                return at;
            }
        }
    }
}
