using Aftershock.Storage.Searching;

namespace Aftershock.Storage.Sqlite;

/// <summary>Says a query in the language of SQLite's full-text index.</summary>
internal static class Fts5
{
    /// <summary>What matches must hold; null when the query wants nothing.</summary>
    public static string? Wanted(SearchQuery query)
    {
        var groups = query.Groups.Where(group => group.Wanted.Count > 0).Select(Group).ToList();
        return groups.Count == 0 ? null : string.Join(" OR ", groups);
    }

    /// <summary>What must be left out where the query wants nothing but only excludes; null when it does not exclude either.</summary>
    public static string? OnlyExcluded(SearchQuery query)
    {
        var excluded = query.Groups.SelectMany(group => group.Excluded).Select(Term).ToList();
        return excluded.Count == 0 ? null : string.Join(" OR ", excluded);
    }

    private static string Group(SearchGroup group)
    {
        var wanted = $"({string.Join(" AND ", group.Wanted.Select(Term))})";
        return group.Excluded.Count == 0
            ? wanted
            : $"({wanted} NOT ({string.Join(" OR ", group.Excluded.Select(Term))}))";
    }

    // Tokens hold letters and digits only, so a quoted string needs no escape.
    private static string Term(SearchTerm term) => $"\"{string.Join(' ', term.Tokens)}\"{(term.IsPrefix ? " *" : "")}";
}
