using System.Globalization;
using Aftershock.Keeping;
using Aftershock.Web.Words;
using Microsoft.AspNetCore.Http;

namespace Aftershock.Web.Listings;

/// <summary>A list of listings as its address says it: filters, order, and whether the rule in force limits it.</summary>
public sealed record ListingQuery
{
    /// <summary>More values of one kind than any reader chooses; further ones are dropped.</summary>
    private const int MostValues = 50;

    public ListingFilter Filter { get; init; } = new();

    public ListingSort Sort { get; init; } = ListingSort.Newest;

    /// <summary>Whether only what the rule in force admits is listed.</summary>
    public bool OnlyRule { get; init; }

    /// <summary>What in the address could not be used, in sentences.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    public static ListingQuery Read(IQueryCollection query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var problems = new List<string>();
        var records = query["records"].ToString().Trim();
        long? atLeast = null;
        if (records.Length > 0)
        {
            if (long.TryParse(records.Replace(" ", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                atLeast = value;
            }
            else
            {
                problems.Add($"records: \"{DeadText.Plain(records)}\" is not a whole number; expected one such as 1000000.");
            }
        }

        var text = query["q"].ToString().Trim();
        return new ListingQuery
        {
            Filter = new ListingFilter
            {
                Text = text.Length == 0 ? null : text.Length > 300 ? text[..300] : text,
                Kinds = Values<ListingKind>(query, "kind", problems, WireNames.TryKind),
                Offers = Values<Offer>(query, "offer", problems, WireNames.TryOffer),
                Countries = [.. Texts(query, "country").Select(c => c.ToUpperInvariant())],
                Sectors = Texts(query, "sector"),
                DataClasses = Texts(query, "data"),
                Sources = Texts(query, "source"),
                Actors = Texts(query, "actor"),
                Languages = Texts(query, "lang"),
                RecordsAtLeast = atLeast,
            },
            Sort = query["sort"].ToString() switch
            {
                "oldest" => ListingSort.Oldest,
                "records" => ListingSort.MostRecords,
                "price" => ListingSort.HighestPrice,
                _ => ListingSort.Newest,
            },
            OnlyRule = query["scope"] == "rule",
            Problems = problems,
        };
    }

    /// <summary>The filters as keys and values of an address, in a fixed order.</summary>
    public IEnumerable<KeyValuePair<string, string>> FilterParts()
    {
        if (Filter.Text is { } text)
        {
            yield return new("q", text);
        }

        (string Key, IEnumerable<string> Values)[] lists =
        [
            ("kind", Filter.Kinds.Select(WireNames.Of)), ("offer", Filter.Offers.Select(WireNames.Of)), ("country", Filter.Countries),
            ("sector", Filter.Sectors), ("data", Filter.DataClasses), ("source", Filter.Sources), ("actor", Filter.Actors), ("lang", Filter.Languages),
        ];
        foreach (var (key, values) in lists)
        {
            foreach (var value in values)
            {
                yield return new(key, value);
            }
        }

        if (Filter.RecordsAtLeast is { } records)
        {
            yield return new("records", records.ToString(CultureInfo.InvariantCulture));
        }

        if (OnlyRule)
        {
            yield return new("scope", "rule");
        }
    }

    /// <summary>Everything that the address of the list holds besides the shared view and the place in the list.</summary>
    public IEnumerable<KeyValuePair<string, string>> Parts() => Sort == ListingSort.Newest
        ? FilterParts()
        : FilterParts().Append(KeyValuePair.Create("sort", NameOf(Sort)));

    /// <summary>The filter with the period and, where asked for, the rule added.</summary>
    /// <returns>Null when the rule and the chosen filters exclude each other, so that nothing can match.</returns>
    public ListingFilter? Effective(CountingRule rule, DayRange? period)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var filter = RuleFilter.Within(Filter, rule, period);
        if (!OnlyRule)
        {
            return filter;
        }

        // Both must hold: the filter's own choice within what the rule admits.
        var kinds = Both(filter.Kinds, rule.Kinds);
        var offers = Both(filter.Offers, rule.Offers);
        var countries = Both(filter.Countries, rule.Countries);
        var sectors = Both(filter.Sectors, rule.Sectors, (s, r) => s == r || s.StartsWith(r + "-", StringComparison.Ordinal));
        var sources = Both(filter.Sources, rule.Sources, (s, r) => r == s || (r.EndsWith('*') && s.StartsWith(r[..^1], StringComparison.Ordinal)));
        return kinds is null || offers is null || countries is null || sectors is null || sources is null
            ? null
            : filter with { Kinds = kinds, Offers = offers, Countries = countries, Sectors = sectors, Sources = sources };
    }

    public static string NameOf(ListingSort sort) => sort switch
    {
        ListingSort.Oldest => "oldest",
        ListingSort.MostRecords => "records",
        ListingSort.HighestPrice => "price",
        _ => "newest",
    };

    private static IReadOnlyList<T>? Both<T>(IReadOnlyList<T> chosen, IReadOnlyList<T> admitted, Func<T, T, bool>? admits = null)
    {
        if (chosen.Count == 0 || admitted.Count == 0)
        {
            return chosen.Count == 0 ? admitted : chosen;
        }

        admits ??= EqualityComparer<T>.Default.Equals;
        var both = chosen.Where(c => admitted.Any(a => admits(c, a))).ToList();
        return both.Count == 0 ? null : both;
    }

    private static List<string> Texts(IQueryCollection query, string key) =>
        [.. query[key].Where(v => !string.IsNullOrWhiteSpace(v)).Select(v => v!.Trim()).Distinct().Take(MostValues)];

    private delegate bool TryRead<T>(string? name, out T value);

    private static List<T> Values<T>(IQueryCollection query, string key, List<string> problems, TryRead<T> read)
        where T : struct, Enum
    {
        var values = new List<T>();
        foreach (var text in Texts(query, key))
        {
            if (read(text, out var value))
            {
                values.Add(value);
            }
            else
            {
                problems.Add($"{key}: there is no \"{DeadText.Plain(text)}\"; it was left out.");
            }
        }

        return values;
    }
}
