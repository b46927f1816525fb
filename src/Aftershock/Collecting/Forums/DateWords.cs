namespace Aftershock.Collecting.Forums;

/// <summary>Names of months as boards print them, by their first letters.</summary>
internal static class MonthNames
{
    private static readonly string[][] s_stems =
    [
        ["jan", "янв", "ene", "oca"], ["feb", "фев", "fév", "fev", "şub"], ["mar", "мар", "mär"], ["apr", "апр", "abr", "avr", "nis"], ["may", "мая", "май", "mai"], ["jun", "июн", "juin", "haz"],
        ["jul", "июл", "juil", "tem"], ["aug", "авг", "ago", "aoû", "ağu"], ["sep", "сен", "set", "eyl"], ["oct", "окт", "okt", "out", "eki"], ["nov", "ноя", "kas"], ["dec", "дек", "dez", "dic", "déc", "ara"],
    ];

    /// <param name="name">A whole or shortened name in English, Russian, German, Spanish, French, Portuguese or Turkish.</param>
    /// <param name="month">1 to 12.</param>
    public static bool TryRead(string name, out int month)
    {
        month = 1 + Array.FindIndex(s_stems, stems => stems.Any(s => name.StartsWith(s, StringComparison.OrdinalIgnoreCase)));
        return month > 0;
    }
}

/// <summary>"Today", "yesterday" and the day before it in the languages of boards.</summary>
internal static class DayNames
{
    /// <summary>Longer words first: "gestern" stands in "vorgestern" too.</summary>
    private static readonly (string Word, int Back)[] s_days =
    [
        ("позавчера", 2), ("vorgestern", 2), ("avant-hier", 2), ("anteayer", 2), ("anteontem", 2), ("前天", 2),
        ("today", 0), ("yesterday", 1), ("сегодня", 0), ("вчера", 1), ("heute", 0), ("gestern", 1), ("hoy", 0), ("ayer", 1),
        ("hoje", 0), ("ontem", 1), ("aujourd", 0), ("hier", 1), ("今天", 0), ("昨天", 1), ("bugün", 0), ("dün", 1),
    ];

    /// <summary>How many days ago the words say; null when they name no day.</summary>
    public static int? DaysBack(string words)
    {
        foreach (var (word, back) in s_days)
        {
            if (words.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return back;
            }
        }

        return null;
    }
}
