using Aftershock.Keeping;

namespace Aftershock.Storage.Sql;

/// <param name="save">Writes in the database's own way, in one transaction.</param>
internal sealed class SqlCrawlStore(ReadConnections connections, Func<IReadOnlyList<CrawlPage>, CancellationToken, Task> save) : ICrawlStore
{
    public async Task<IReadOnlyList<CrawlPage>> ListAsync(SourceId source, CancellationToken cancel)
    {
        var query = new Query(
            """
            SELECT p.address, p.kind, p.thread_id, p.wanted, p.entity_tag, p.last_modified, p.fetched_at, p.replies, p.failures, p.failure
            FROM crawl_page p JOIN source s ON s.id = p.source_id WHERE s.name = @source ORDER BY p.address
            """,
            new { source = source.Value });
        var pages = new List<CrawlPage>();
        var rows = connections.StreamAsync(query, row => new CrawlPage
        {
            Source = source,
            Address = row.GetString(0),
            Kind = Enum.Parse<CrawlPageKind>(row.GetString(1)),
            ThreadId = row.Text(2),
            IsWanted = row.GetInt64(3) != 0,
            EntityTag = row.Text(4),
            LastModified = row.Text(5),
            FetchedAt = row.Number(6) is { } at ? Instant.At(at) : null,
            Replies = row.Number(7),
            Failures = (int)row.GetInt64(8),
            Failure = row.Text(9),
        }, cancel);
        await foreach (var page in rows.ConfigureAwait(false))
        {
            pages.Add(page);
        }

        return pages;
    }

    public Task SaveAsync(IReadOnlyList<CrawlPage> pages, CancellationToken cancel) => save(pages, cancel);
}
