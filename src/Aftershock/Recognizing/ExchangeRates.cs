using System.Globalization;

namespace Aftershock.Recognizing;

/// <summary>What one unit of a currency was worth in US dollars on a day. Tables are read when first asked for.</summary>
internal sealed class ExchangeRates
{
    /// <summary>How old a rate may be: long weekends leave gaps of five days; an older one would be a guess.</summary>
    private const int LongestGap = 10;

    private readonly Lazy<Dictionary<string, SortedList<DateOnly, decimal>>> _tables;

    public ExchangeRates(string folder) => _tables = new(() => Load(folder));

    /// <summary>The rate of the day, or of the last day before it that has one; null when no rate is known or the last is too old.</summary>
    public (decimal Usd, DateOnly Date)? On(string currency, DateOnly day)
    {
        if (currency is "USD" or "USDT")
        {
            return (1, day);
        }

        if (!_tables.Value.TryGetValue(currency, out var rates))
        {
            return null;
        }

        var index = LastOnOrBefore(rates.Keys, day);
        return index >= 0 && day.DayNumber - rates.Keys[index].DayNumber <= LongestGap ? (rates.Values[index], rates.Keys[index]) : null;
    }

    private static int LastOnOrBefore(IList<DateOnly> days, DateOnly day)
    {
        int low = 0, high = days.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (days[middle] <= day)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return high;
    }

    /// <summary>Every <c>*.tsv</c>: a heading of currencies after <c>date</c>, then a day a line, US dollars for one unit; empty where none.</summary>
    private static Dictionary<string, SortedList<DateOnly, decimal>> Load(string folder)
    {
        var tables = new Dictionary<string, SortedList<DateOnly, decimal>>(StringComparer.Ordinal);
        if (!Directory.Exists(folder))
        {
            return tables;
        }

        foreach (var path in Directory.EnumerateFiles(folder, "*.tsv").Order(StringComparer.Ordinal))
        {
            string[]? heading = null;
            var number = 0;
            foreach (var line in File.ReadLines(path))
            {
                number++;
                if (line.Length == 0 || line[0] == '#')
                {
                    continue;
                }

                var cells = line.Split('\t');
                if (heading is null)
                {
                    heading = cells;
                    continue;
                }

                if (!DateOnly.TryParseExact(cells[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || cells.Length > heading.Length)
                {
                    throw new RuleFileException(Path.GetFileName(path), number, $"expected a day such as 2022-06-30 and at most {heading.Length - 1} rates.");
                }

                for (var i = 1; i < cells.Length; i++)
                {
                    if (cells[i].Length > 0)
                    {
                        if (!tables.TryGetValue(heading[i], out var rates))
                        {
                            tables[heading[i]] = rates = [];
                        }

                        rates[day] = decimal.TryParse(cells[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate)
                            ? rate
                            : throw new RuleFileException(Path.GetFileName(path), number, $"rate \"{cells[i]}\" of {heading[i]}; expected a decimal such as 0.1492.");
                    }
                }
            }
        }

        return tables;
    }
}
