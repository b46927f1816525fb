using System.Globalization;

namespace Aftershock.Running.Reconstruction;

/// <summary>How sellers write numbers, sizes, prices and dates in three languages. Every form keeps the value exactly.</summary>
internal static class Figures
{
    private static readonly CultureInfo s_invariant = CultureInfo.InvariantCulture;
    private static readonly string[] s_monthsEn =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    private static readonly string[] s_monthsRu =
        ["январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"];

    private static readonly string[] s_monthsRuOf =
        ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"];

    public static string Count(long value, string language, Dice dice)
    {
        var forms = new List<string>();
        var million = value / 1_000_000m;
        var thousand = value / 1_000m;
        var short1 = Short(million);
        var isShort = short1 is not null && value >= 1_000_000;
        switch (language)
        {
            case "zh":
                var wan = Short(value / 10_000m);
                var yi = Short(value / 100_000_000m);
                if (yi is not null && value >= 100_000_000)
                {
                    forms.AddRange([$"{yi}亿", $"{yi}亿", $"{yi} 亿"]);
                }
                else if (wan is not null && value >= 10_000)
                {
                    forms.AddRange([$"{wan}万", $"{wan}万", $"{wan}w", $"{wan}W", $"{wan} 万"]);
                }

                forms.AddRange([Grouped(value, ","), value.ToString(s_invariant)]);
                break;
            case "ru":
                if (isShort)
                {
                    var comma = short1!.Replace('.', ',');
                    forms.AddRange([$"{comma} млн", $"{comma}кк", $"{short1}кк", $"{comma} миллиона".Replace("1 миллиона", "1 миллион", StringComparison.Ordinal), $"{short1}M"]);
                    forms.RemoveAll(f => f.Contains("миллион", StringComparison.Ordinal) && !comma.Contains(',', StringComparison.Ordinal));
                }
                else if (Whole(thousand) is { } k && value >= 1_000)
                {
                    forms.AddRange([$"{k}к", $"{k} тыс.", $"{k}k"]);
                }

                forms.AddRange([Grouped(value, " "), Grouped(value, " "), value.ToString(s_invariant)]);
                break;
            default:
                if (isShort)
                {
                    forms.AddRange([$"{short1}M", $"{short1}m", $"{short1} million", $"{short1} mil", $"{short1}M", $"{short1} Million"]);
                    if (value >= 1_000_000_000 && Short(value / 1_000_000_000m) is { } billion)
                    {
                        forms = [$"{billion} billion", $"{billion}B"];
                    }
                }
                else if (Whole(thousand) is { } k && value >= 1_000)
                {
                    forms.AddRange([$"{k}k", $"{k}K", $"{k} thousand"]);
                }

                forms.AddRange([Grouped(value, ","), Grouped(value, ","), value.ToString(s_invariant)]);
                break;
        }

        return dice.Pick(forms);
    }

    public static string Size(long bytes, string language, Dice dice)
    {
        var (unit, divisor) = bytes >= 1_000_000_000_000 ? ("TB", 1e12m) : bytes >= 1_000_000_000 ? ("GB", 1e9m) : bytes >= 1_000_000 ? ("MB", 1e6m) : ("KB", 1e3m);
        var number = (bytes / divisor).ToString("0.##", s_invariant);
        return language switch
        {
            "ru" => dice.Pick([
                $"{number.Replace('.', ',')} {unit switch { "TB" => "ТБ", "GB" => "ГБ", "MB" => "МБ", _ => "КБ" }}", $"{number} {unit}",
                $"{number.Replace('.', ',')} {unit switch { "TB" => "Тб", "GB" => "гиг", "MB" => "мб", _ => "кб" }}"]),
            "zh" => dice.Pick([$"{number}{unit}", $"{number}{unit[..1]}", $"{number} {unit}"]),
            _ => dice.Pick([$"{number} {unit}", $"{number}{unit}", $"{number} {unit.ToLowerInvariant()}", $"{number}{unit.ToLowerInvariant()}"]),
        };
    }

    public static string Price(Money money, string language, Dice dice)
    {
        var plain = money.Amount.ToString("0.####", s_invariant);
        var isWhole = money.Amount == decimal.Truncate(money.Amount);
        var grouped = isWhole && money.Amount >= 1000 ? Grouped((long)money.Amount, ",") : plain;
        var spaced = isWhole && money.Amount >= 1000 ? Grouped((long)money.Amount, " ") : plain;
        var kilo = isWhole && money.Amount >= 1000 ? Short(money.Amount / 1000m) : null;
        var wan = isWhole && money.Amount >= 10_000 ? Short(money.Amount / 10_000m) : null;
        List<string> forms = money.Currency switch
        {
            "USD" when language == "zh" => [$"{plain}刀", $"{plain}美金", $"{plain}美元", $"${grouped}"],
            "USD" when language == "ru" => [$"{plain}$", $"{spaced}$", $"{spaced} $", $"${plain}"],
            "USD" => [$"${grouped}", $"${plain}", $"{plain}$", $"{grouped} USD", $"{plain} usd"],
            "USDT" when language == "zh" => [$"{plain}U", $"{plain}u", $"{plain} USDT", $"{grouped}U"],
            "USDT" => [$"{grouped} USDT", $"{plain} usdt", $"{plain} USDT"],
            "CNY" when language == "zh" => [$"{plain}元", $"￥{plain}", $"{plain}块", $"{plain}RMB"],
            "CNY" => [$"{grouped} RMB", $"{plain} CNY", $"{plain} yuan"],
            "RUB" => [$"{spaced} руб", $"{plain} р", $"{spaced} ₽", $"{spaced} рублей"],
            "EUR" when language == "zh" => [$"{plain}欧元", $"€{plain}"],
            "EUR" => [$"€{plain}", $"{plain}€", $"{plain} EUR", $"{plain} euro"],
            "BTC" when language == "ru" => [$"{plain} BTC", $"{plain} btc", $"{plain} BTC"],
            "BTC" when language == "zh" => [$"{plain}BTC", $"{plain} BTC", $"{plain}个比特币"],
            "BTC" => [$"{plain} BTC", $"{plain} btc", $"{plain}BTC", $"{plain} bitcoin"],
            "XMR" => [$"{plain} XMR", $"{plain} xmr"],
            "ETH" => [$"{plain} ETH", $"{plain} eth"],
            _ => [$"{plain} {money.Currency}"],
        };
        if (wan is not null && money.Currency == "CNY" && language == "zh")
        {
            forms.AddRange([$"{wan}万", $"{wan}w RMB", $"{wan}万元"]);
        }

        if (kilo is not null && money.Currency == "USD")
        {
            forms.AddRange(language switch { "ru" => [$"{kilo}к$"], "zh" => [], _ => new[] { $"${kilo}k", $"{kilo}k$" } });
        }

        if (kilo is not null && money.Currency == "RUB")
        {
            forms.Add($"{kilo.Replace('.', ',')}к руб");
        }

        return dice.Pick(forms);
    }

    public static string Date(TakenDate taken, string language, Dice dice)
    {
        var (y, m, d) = (taken.Day.Year, taken.Day.Month, taken.Day.Day);
        var en = s_monthsEn[m - 1];
        return (taken.Precision, language) switch
        {
            (Precision.Year, "zh") => dice.Pick([$"{y}年", $"{y % 100}年", $"{y}"]),
            (Precision.Year, "ru") => dice.Pick([$"{y} год", $"{y}", $"{y} г."]),
            (Precision.Year, _) => $"{y}",
            (Precision.Month, "zh") => dice.Pick([$"{y}年{m}月", $"{y % 100}年{m}月", $"{y}.{m}", $"{y}-{m:00}", $"{y}/{m:00}"]),
            (Precision.Month, "ru") => dice.Pick([$"{s_monthsRu[m - 1]} {y}", $"{m:00}.{y}", $"{s_monthsRu[m - 1]}'{y % 100}", $"{m:00}/{y}"]),
            (Precision.Month, _) => dice.Pick([$"{en} {y}", $"{m:00}/{y}", $"{en[..3].ToLowerInvariant()} {y}", $"{y}-{m:00}", $"{en.ToLowerInvariant()} {y}", $"{en[..3]} {y}"]),
            (_, "zh") => dice.Pick([$"{y}年{m}月{d}日", $"{y}-{m:00}-{d:00}", $"{y}.{m}.{d}", $"{y}{m:00}{d:00}", $"{y}/{m}/{d}"]),
            (_, "ru") => dice.Pick([$"{d:00}.{m:00}.{y}", $"{y}-{m:00}-{d:00}", $"{d} {s_monthsRuOf[m - 1]} {y}"]),
            _ => dice.Pick([$"{y}-{m:00}-{d:00}", $"{d} {en} {y}", $"{en} {d}, {y}", $"{y}/{m:00}/{d:00}", $"{en[..3]} {d} {y}", d > 12 ? $"{d:00}.{m:00}.{y}" : $"{y}.{m:00}.{d:00}"]),
        };
    }

    public static string Grouped(long value, string separator) =>
        value.ToString("#,0", s_invariant).Replace(",", separator, StringComparison.Ordinal);

    /// <summary>The number with at most two decimals, when that is the number itself; null otherwise.</summary>
    private static string? Short(decimal value) => value == decimal.Round(value, 2) ? value.ToString("0.##", s_invariant) : null;

    private static string? Whole(decimal value) => value == decimal.Truncate(value) ? value.ToString("0", s_invariant) : null;
}
