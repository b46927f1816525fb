using System.Globalization;
using Aftershock.Analyzing;
using Aftershock.Keeping;
using Aftershock.Web.Frame;
using Aftershock.Web.Words;
using Microsoft.AspNetCore.Http;

namespace Aftershock.Web.Listings;

/// <summary>A list of listings as its address says it: filters, order, and whether the rule in force limits it.</summary>
public sealed record ListingQuery
{
    /// <summary>The parts of an address that are read here.</summary>
    public static readonly IReadOnlyList<string> Own =
        ["q", "kind", "offer", "country", "sector", "data", "source", "actor", "lang", "records", "scope", "sort"];

    /// <summary>More values of one kind than any reader chooses; further ones are left out.</summary>
    private const int MostValues = 50;

    private const int LongestText = 300;

    private const string LeftOut = "It was left out.";

    public ListingFilter Filter { get; init; } = new();

    public ListingSort Sort { get; init; } = ListingSort.Newest;

    /// <summary>Whether only what the rule in force admits is listed.</summary>
    public bool OnlyRule { get; init; }

    /// <summary>What in the address could not be used.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    public static ListingQuery Read(IQueryCollection query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var problems = new List<Problem>();
        return new ListingQuery
        {
            Filter = new ListingFilter
            {
                Text = Words(query["q"].ToString().Trim(), problems),
                Kinds = Values<ListingKind>(query, "kind", problems, WireNames.TryKind, WireNames.All<ListingKind>(WireNames.Of)),
                Offers = Values<Offer>(query, "offer", problems, WireNames.TryOffer, WireNames.All<Offer>(WireNames.Of)),
                Countries = [.. Texts(query, "country", problems).Select(c => c.ToUpperInvariant())
                    .Where(c => IsKnown(Vocabulary.Countries.Contains(c), "country", c, "a code of ISO 3166-1 such as CN", problems))],
                Sectors = [.. Texts(query, "sector", problems)
                    .Where(s => IsKnown(Vocabulary.Sectors.Contains(s), "sector", s, "a sector of STIX 2.1 such as healthcare", problems))],
                DataClasses = Texts(query, "data", problems),
                Sources = Texts(query, "source", problems),
                Actors = Texts(query, "actor", problems),
                Languages = [.. Texts(query, "lang", problems)
                    .Where(l => IsKnown(Vocabulary.IsLanguage(l), "lang", l, "a code of ISO 639 such as zh", problems))],
                RecordsAtLeast = Records(query["records"].ToString().Trim(), problems),
            },
            Sort = ReadSort(query["sort"].ToString(), problems),
            OnlyRule = ReadScope(query["scope"].ToString(), problems),
            Problems = problems,
        };
    }

    /// <summary>This query without the sources that the store does not hold.</summary>
    public ListingQuery KnowingSources(IEnumerable<SourceId> sources)
    {
        var names = sources.Select(s => s.Value).ToList();
        var problems = new List<Problem>();
        var known = Filter.Sources
            .Where(f => IsKnown(names.Exists(n => f.EndsWith('*') ? n.StartsWith(f[..^1], StringComparison.Ordinal) : n == f), "source", f, "one that the page Sources lists", problems))
            .ToList();
        return problems.Count == 0 ? this : this with { Filter = Filter with { Sources = known }, Problems = [.. Problems, .. problems] };
    }

    private static string? Words(string text, List<Problem> problems)
    {
        if (text.Length > LongestText)
        {
            problems.Add(new($"q: {text.Length} characters; expected at most {LongestText}.", "The rest was left out."));
        }

        return text.Length == 0 ? null : text.Length > LongestText ? text[..LongestText] : text;
    }

    private static long? Records(string text, List<Problem> problems)
    {
        if (text.Length == 0)
        {
            return null;
        }

        if (long.TryParse(text.Replace(" ", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return value;
        }

        problems.Add(new($"records: \"{DeadText.Brief(text, 60)}\" is not a whole number; expected one such as 1000000.", LeftOut));
        return null;
    }

    private static ListingSort ReadSort(string text, List<Problem> problems)
    {
        foreach (var sort in Enum.GetValues<ListingSort>())
        {
            if (NameOf(sort) == text)
            {
                return sort;
            }
        }

        if (text.Length > 0)
        {
            problems.Add(new($"sort: there is no order \"{DeadText.Brief(text, 60)}\"; expected newest, oldest, records or price.", "The newest come first."));
        }

        return ListingSort.Newest;
    }

    private static bool ReadScope(string text, List<Problem> problems)
    {
        if (text is not ("" or "rule"))
        {
            problems.Add(new($"scope: \"{DeadText.Brief(text, 60)}\" is not known; expected rule.", LeftOut));
        }

        return text == "rule";
    }

    private static bool IsKnown(bool known, string key, string text, string expected, List<Problem> problems)
    {
        if (!known)
        {
            problems.Add(new($"{key}: there is no \"{DeadText.Brief(text, 60)}\"; expected {expected}.", LeftOut));
        }

        return known;
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

    private static List<string> Texts(IQueryCollection query, string key, List<Problem> problems)
    {
        var texts = query[key].Where(v => !string.IsNullOrWhiteSpace(v)).Select(v => v!.Trim()).Distinct().ToList();
        if (texts.Count > MostValues)
        {
            problems.Add(new($"{key}: {texts.Count} values; expected at most {MostValues}.", "The rest was left out."));
        }

        return [.. texts.Take(MostValues)];
    }

    private delegate bool TryRead<T>(string? name, out T value);

    private static List<T> Values<T>(IQueryCollection query, string key, List<Problem> problems, TryRead<T> read, IEnumerable<string> all)
        where T : struct, Enum
    {
        var values = new List<T>();
        foreach (var text in Texts(query, key, problems))
        {
            if (IsKnown(read(text, out var value), key, text, string.Join(", ", all), problems))
            {
                values.Add(value);
            }
        }

        return values;
    }
}
