using Aftershock.Storage.Searching;
using Dapper;

namespace Aftershock.Storage.Sql;

/// <summary>Says a query in the SQL of one database's full-text index, whose tokens are ours in all of them.</summary>
internal interface ITextSearch
{
    /// <summary>SQL for the rows and scores of the best posts, best first, up to <c>@limit</c>; null when the query wants nothing.</summary>
    string? BestPosts(SearchQuery query, DynamicParameters parameters);

    /// <summary>A condition that holds for the rows that match. A query without any word matches none.</summary>
    /// <param name="query">What is asked.</param>
    /// <param name="postRow">The column that holds the row of the post.</param>
    /// <param name="parameters">Takes what the condition refers to.</param>
    string Condition(SearchQuery query, string postRow, DynamicParameters parameters);
}
