using System.Globalization;
using System.Text;

namespace Aftershock.Running.Reconstruction;

/// <summary>Fills a wording with one post's facts; what was not printed is not labelled.</summary>
internal sealed class GoodsSlots : ISlots
{
    private static readonly string[] s_fileWords = ["dump", "base", "pack", "full", "arc", "data", "set", "share"];

    private readonly Goods _goods;
    private readonly Words _words;
    private readonly HashSet<string> _printed = [];
    private IReadOnlyList<Column> _columns = [];

    public GoodsSlots(Goods goods, Words words)
    {
        _goods = goods;
        _words = words;
    }

    public IReadOnlySet<string> Printed => _printed;

    public IReadOnlyList<Column> PrintedColumns => _columns;

    /// <summary>All slots there are; a family that uses another is wrong.</summary>
    public static IReadOnlySet<string> Names { get; } = new HashSet<string>
    {
        "victim", "domain", "what", "unit", "where", "city", "country", "cc", "flag", "records", "items", "total", "orders", "size", "zip", "price", "was",
        "fields", "sample", "dumped", "contact", "link", "word", "credits", "user", "n", "want", "phone", "year",
    };

    public bool Has(string slot) => slot switch
    {
        "domain" => _goods.Parties is [{ Domain: not null }, ..],
        _ => throw new InvalidDataException($"A condition on \"{slot}\"; only a domain may be missing."),
    };

    public string Print(string slot, string? style, Dice dice)
    {
        _printed.Add(slot);
        var party = _goods.Parties.Count > 0 ? _goods.Parties[0] : null;
        var language = _goods.Language;
        return slot switch
        {
            "victim" => Need(party, slot).Name,
            "domain" => Need(party, slot).Domain ?? throw Missing(slot),
            "what" => dice.Pick(InLanguage(Need(_goods.Trade, slot).What, language)),
            "unit" => dice.Pick(InLanguage(Need(_goods.Trade, slot).Unit, language)),
            "where" => Where(Need(party, slot), dice),
            "city" => InThree(Need(party, slot).City, language),
            "country" => Need(_goods.Land, slot).Name[language],
            "cc" => Need(_goods.Land, slot).Code,
            "flag" => Flag(Need(_goods.Land, slot).Code),
            "phone" => Need(_goods.Land, slot).Phone,
            "records" => Figures.Count(_goods.Records, language, dice),
            "total" => Figures.Count(_goods.Parties.Sum(p => p.Records), language, dice),
            "orders" => Figures.Count(RoundOff(_goods.Records * dice.Between(2, 7)), language, dice),
            "items" => Items(style, dice),
            "size" => Figures.Size(_goods.SizeInBytes, language, dice),
            "zip" => Figures.Size(_goods.ArchiveBytes, language, dice),
            "price" => Figures.Price(_goods.Price, language, dice),
            "was" => Figures.Price(_goods.PriceBefore, language, dice),
            "fields" => Fields(style, dice),
            "sample" => dice.Chance(0.3) && _goods.Sample >= 1000
                ? Figures.Grouped(_goods.Sample, language == "ru" ? " " : ",")
                : _goods.Sample.ToString(CultureInfo.InvariantCulture),
            "dumped" => Figures.Date(_goods.Taken, language, dice),
            "year" => _goods.Taken.Day.Year.ToString(CultureInfo.InvariantCulture),
            "contact" => $"@example_{dice.Pick(Parts("en").First)}{dice.Between(1, 99)}",
            "link" => $"https://{dice.Pick(["files.example.org", "example.com", "dl.example.net", "example.org"])}/{dice.Pick(["d", "f", "dl", "s"])}/{Token(dice)}",
            "word" => dice.Pick(s_fileWords) + dice.Between(1, 99).ToString(CultureInfo.InvariantCulture),
            "credits" => dice.Between(1, 12).ToString(CultureInfo.InvariantCulture),
            "user" => NewHandle(_words, language, dice),
            "n" => Number(style, dice),
            "want" => dice.Pick(_words.Wants[language]),
            _ => throw new InvalidDataException($"There is no slot \"{slot}\"."),
        };
    }

    /// <summary>An invented handle in the fashion of a language.</summary>
    public static string NewHandle(Words words, string language, Dice dice)
    {
        var parts = words.Handles[dice.Chance(0.2) ? "en" : language];
        var name = dice.Pick(parts.First) + dice.Pick(parts.Joints) + (dice.Chance(0.7) ? dice.Pick(parts.Second) : "");
        return dice.Chance(0.35) ? name + dice.Between(1, 99).ToString(CultureInfo.InvariantCulture) : name;
    }

    private HandleParts Parts(string language) => _words.Handles[language];

    private string Where(Party party, Dice dice)
    {
        var land = Need(_goods.Land, "where");
        var (country, city) = (land.Name[_goods.Language], InThree(party.City, _goods.Language));
        return _goods.Language switch
        {
            "zh" => dice.Pick([country + city, $"{country} {city}", land.Code == "CN" ? city : country, country]),
            "ru" => dice.Pick([$"{country}, {city}", country, $"{city}, {country}"]),
            _ => dice.Pick([$"{city}, {country}", country, $"{country} / {city}", country]),
        };
    }

    private string Fields(string? style, Dice dice)
    {
        // Printed twice in one post, it names the same columns.
        _columns = _goods.Columns;
        var words = _columns.Select(c => c.Word).ToList();
        var headers = _columns.Select(c => c.Header).ToList();
        var isChinese = _goods.Language == "zh";
        return style switch
        {
            null or "comma" => string.Join(isChinese ? dice.Pick(["、", "，", ", "]) : ", ", words),
            "space" => string.Join(' ', words),
            "slash" => string.Join(dice.Chance(0.5) ? " / " : "/", words),
            "bar" => string.Join(" | ", words),
            "plus" => string.Join(" + ", words),
            "lines" => string.Join('\n', words),
            "dash" => string.Join('\n', words.Select(w => "- " + w)),
            "list" => "[list]\n" + string.Join('\n', words.Select(w => "[*]" + w)) + "\n[/list]",
            "header" => string.Join(dice.Pick([",", ";", ", ", "|"]), dice.Chance(0.6) ? headers.Prepend("id") : headers),
            "code" => "[code]" + string.Join(dice.Pick([",", ";", "|"]), headers.Prepend("id")) + "[/code]",
            "masked" => "[code]" + string.Join(';', headers) + "\n" + string.Join(';', headers.Select(_ => dice.Pick(["****", "x***", "1**", "***", "a*****"]))) + "[/code]",
            _ => throw new InvalidDataException($"fields:{style} is no style."),
        };
    }

    private string Items(string? style, Dice dice)
    {
        var lines = new StringBuilder();
        for (var i = 0; i < _goods.Parties.Count; i++)
        {
            var party = _goods.Parties[i];
            var count = Figures.Count(party.Records, _goods.Language, dice);
            var number = style switch { "number" => $"{i + 1}. ", "circle" => $"{(char)('①' + i)} ", "dash" => "- ", _ => "" };
            lines.Append(number).Append(party.Name).Append(style == "number" ? " - " : style == "circle" ? " —— " : " : ").Append(count).Append('\n');
        }

        return lines.ToString().TrimEnd();
    }

    private static string Number(string? style, Dice dice)
    {
        var ends = (style ?? "1-100").Split('-');
        return dice.Between(int.Parse(ends[0], CultureInfo.InvariantCulture), int.Parse(ends[1], CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture);
    }

    private static string Token(Dice dice) =>
        string.Concat(Enumerable.Range(0, 7).Select(_ => "abcdefghkmnpqrstuvwxyz23456789"[dice.Between(0, 29)]));

    private static string Flag(string code) => string.Concat(code.Select(c => char.ConvertFromUtf32(0x1F1E6 + (c - 'A'))));

    private static long RoundOff(long value)
    {
        var unit = 1L;
        while (value / unit >= 100)
        {
            unit *= 10;
        }

        return value / unit * unit;
    }

    private static string InThree(string names, string language)
    {
        var parts = names.Split('/');
        return language switch { "zh" => parts[1], "ru" => parts[2], _ => parts[0] };
    }

    private static List<string> InLanguage(Dictionary<string, List<string>> byLanguage, string language) => byLanguage[language];

    private static T Need<T>(T? value, string slot)
        where T : class => value ?? throw Missing(slot);

    private static InvalidDataException Missing(string slot) => new($"A wording prints \"{slot}\", which its post does not have.");
}
