using Aftershock.Keeping;
using Aftershock.Storage.Searching;
using Dapper;

namespace Aftershock.Storage.Sql;

internal sealed class SqlPostStore(ReadConnections connections, ITextSearch search) : IPostStore
{
    private const string All = $"""
        SELECT {Reading.PostColumns} FROM {Reading.PostTables}
        WHERE p.source_id = @source ORDER BY p.thread_number, p.thread_id, p.post_number, p.post_id
        """;

    private const string One = $"SELECT {Reading.PostColumns} FROM {Reading.PostTables} WHERE s.name = @source AND p.post_id = @post";

    private const string Thread = $"""
        SELECT {Reading.PostColumns} FROM {Reading.PostTables}
        WHERE s.name = @source AND p.thread_number = @number AND p.thread_id = @thread ORDER BY p.post_number, p.post_id
        """;

    private const string Several = $"SELECT {Reading.PostColumns}, p.id FROM {Reading.PostTables} WHERE p.id IN @rows";

    public IAsyncEnumerable<Post> AllAsync(SourceId? source, CancellationToken cancel) =>
        connections.StreamAsync(connection => SqlSourceStore.ForEachAsync(connection, source, All), row => row.Post(), cancel);

    public async Task<Post?> FindAsync(PostKey key, CancellationToken cancel)
    {
        var query = new Query(One, new { source = key.Source.Value, post = key.PostId });
        await foreach (var post in connections.StreamAsync(query, row => row.Post(), cancel).ConfigureAwait(false))
        {
            return post;
        }

        return null;
    }

    public async Task<IReadOnlyList<Post>> OfThreadAsync(SourceId source, string threadId, CancellationToken cancel)
    {
        var posts = new List<Post>();
        var query = new Query(Thread, new { source = source.Value, thread = threadId, number = StoredNames.Number(threadId) });
        await foreach (var post in connections.StreamAsync(query, row => row.Post(), cancel).ConfigureAwait(false))
        {
            posts.Add(post);
        }

        return posts;
    }

    public async Task<IReadOnlyList<PostHit>> SearchAsync(string query, int limit, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var asked = SearchQuery.Parse(query);
        var parameters = new DynamicParameters(new { limit = (long)limit });
        if (search.BestPosts(asked, parameters) is not { } sql)
        {
            return [];
        }

        var scores = (await connections.ReadAsync(connection => connection.QueryAsync<(long Row, double Score)>(
            new CommandDefinition(sql, parameters, cancellationToken: cancel))).ConfigureAwait(false)).AsList();
        var posts = new Dictionary<long, Post>(scores.Count);
        foreach (var rows in scores.Select(score => score.Row).Chunk(500))
        {
            var found = connections.StreamAsync(
                new Query(Several, new { rows }), row => (Row: row.GetInt64(Reading.PostWidth), Post: row.Post()), cancel);
            await foreach (var (row, post) in found.ConfigureAwait(false))
            {
                posts[row] = post;
            }
        }

        var highlighter = new Highlighter(asked);
        return [.. scores.Where(score => posts.ContainsKey(score.Row)).Select(score =>
        {
            var post = posts[score.Row];
            return new PostHit(post, score.Score, highlighter.Whole(post.ThreadTitle), highlighter.Excerpt(post.Body));
        })];
    }
}
