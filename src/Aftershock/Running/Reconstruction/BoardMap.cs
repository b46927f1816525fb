namespace Aftershock.Running.Reconstruction;

/// <summary>The sections of the board, and where which post goes.</summary>
internal sealed class BoardMap
{
    private readonly List<Section> _sections = [];

    public BoardMap()
    {
        Category("General", ("Announcements", "News about this board."), ("Introductions", "Say hello."), ("World News", "What is going on outside."),
            ("The Lounge", "Everything else."));
        Category("Leaks", ("Databases", "Dumps that are shared here."), ("Leaks Market", "Buy, sell and trade databases."),
            ("Trading Post", "One for one."), ("Auctions", "Start, step, blitz."), ("Requests", "What are you looking for?"));
        Category("Cracking", ("Combolists", "Lists, dehashed or not."), ("Stealer Logs", "Logs and clouds."), ("Cracking Tools", "Checkers, parsers and the like."),
            ("Cracked Accounts", "Streaming, shops, games."));
        Category("Marketplace", ("Initial Access", "VPN, RDP, shells."), ("Services", "What you can do for others."), ("Courses", "Guides and mentoring."),
            ("NSFW", "Adults only."), ("Disputes", "Scam reports."));
        Category("中文区", ("数据交易", "出售、互换、拍卖"), ("免费资源", "回复可见"), ("求购", "只收不卖"), ("工具与服务", "软件、接单、教程"), ("水区", "闲聊"));
        Category("Русский раздел", ("Базы данных", "Продажа и обмен"), ("Раздачи", "Даром"), ("Куплю", "Спрос"), ("Софт и услуги", "Всё остальное"), ("Курилка", "О жизни"));
    }

    public IReadOnlyList<Section> Sections => _sections;

    public Section Named(string name) => _sections.FirstOrDefault(s => s.Name == name)
        ?? throw new InvalidDataException($"The board has no section \"{name}\".");

    /// <summary>Where somebody would post it; one in fourteen chooses badly.</summary>
    public Section For(PostLabels labels, Dice dice)
    {
        var kind = dice.Chance(0.07) ? dice.Pick([ListingKind.Leak, ListingKind.Discussion, ListingKind.Service]) : labels.Kind;
        if (labels.Language == "en" || dice.Chance(0.2))
        {
            return Named(kind switch
            {
                ListingKind.Leak => labels.Offer switch { Offer.Free => "Databases", Offer.Auction => "Auctions", Offer.Exchange => "Trading Post", _ => "Leaks Market" },
                ListingKind.Combolist => "Combolists",
                ListingKind.StealerLogs => "Stealer Logs",
                ListingKind.Access => "Initial Access",
                ListingKind.Request => "Requests",
                ListingKind.Service => "Services",
                ListingKind.Accounts => "Cracked Accounts",
                ListingKind.Tool => "Cracking Tools",
                ListingKind.Course => "Courses",
                ListingKind.Adult => "NSFW",
                ListingKind.Other => "Introductions",
                _ => dice.Pick(["The Lounge", "World News", "Disputes", "The Lounge"]),
            });
        }

        var isChinese = labels.Language == "zh";
        return Named(kind switch
        {
            ListingKind.Leak or ListingKind.Combolist or ListingKind.StealerLogs => labels.Offer == Offer.Free
                ? isChinese ? "免费资源" : "Раздачи"
                : isChinese ? "数据交易" : "Базы данных",
            ListingKind.Request => isChinese ? "求购" : "Куплю",
            ListingKind.Discussion or ListingKind.Other => isChinese ? "水区" : "Курилка",
            _ => isChinese ? "工具与服务" : "Софт и услуги",
        });
    }

    public static string? PrefixOf(PostLabels labels) => (labels.Kind, labels.Offer) switch
    {
        (ListingKind.Request, _) => "BUYING",
        (_, Offer.Sale) => "SELLING",
        (_, Offer.Free) => "FREE",
        (_, Offer.Exchange) => "TRADE",
        (_, Offer.Auction) => "AUCTION",
        _ => null,
    };

    private void Category(string name, params (string Name, string Description)[] forums)
    {
        var category = new Section(_sections.Count + 1, name, "", null);
        _sections.Add(category);
        foreach (var forum in forums)
        {
            _sections.Add(new Section(_sections.Count + 1, forum.Name, forum.Description, category.Id));
        }
    }
}
