using Aftershock.Storage.Searching;
using Aftershock.Storage.Sql;
using Dapper;

namespace Aftershock.Storage.Sqlite;

internal sealed class SqliteSearch : ITextSearch
{
    // A word of the title tells more than one of the body; a handle that is typed is mostly meant as a word.
    private const string Best = """
        SELECT rowid AS row, -bm25(post_search, 4.0, 1.0, 2.0) AS score FROM post_search
        WHERE post_search MATCH @query ORDER BY bm25(post_search, 4.0, 1.0, 2.0), rowid LIMIT @limit
        """;

    public string? BestPosts(SearchQuery query, DynamicParameters parameters)
    {
        if (Fts5.Wanted(query) is not { } wanted)
        {
            return null;
        }

        parameters.Add("query", wanted);
        return Best;
    }

    public string Condition(SearchQuery query, string postRow, DynamicParameters parameters)
    {
        if (Fts5.Wanted(query) is { } wanted)
        {
            parameters.Add("query", wanted);
            return $"{postRow} IN (SELECT rowid FROM post_search WHERE post_search MATCH @query)";
        }

        if (Fts5.OnlyExcluded(query) is { } excluded)
        {
            parameters.Add("query", excluded);
            return $"{postRow} NOT IN (SELECT rowid FROM post_search WHERE post_search MATCH @query)";
        }

        return "1 = 0";
    }
}
