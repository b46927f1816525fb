using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text;
using Aftershock.Keeping;
using Dapper;

namespace Aftershock.Storage.Sql;

internal sealed class SqlListingStore(ReadConnections connections, ITextSearch search) : IListingStore
{
    private const string Columns = $"{Reading.PostColumns}, l.name, l.leak_key, r.recognition, l.published_at, l.records, l.price_usd";

    private const string Joined = """
        post p ON p.id = l.post_id JOIN source s ON s.id = p.source_id JOIN capture c ON c.id = p.capture_id
        JOIN listing_recognition r ON r.listing_id = l.post_id
        """;

    private const string Countables = """
        SELECT l.name, s.name, l.published_at, l.leak_key, l.databases, l.records, l.countries, l.sector, l.data_classes, l.author, l.language,
            l.published_precision, l.opening, l.kind, l.offer
        FROM listing l JOIN source s ON s.id = l.source_id
        """;

    public async Task<Listing?> FindAsync(ListingId id, CancellationToken cancel)
    {
        var query = new Query($"SELECT {Columns} FROM listing l JOIN {Joined} WHERE l.name = @name", new { name = id.Value });
        await foreach (var found in connections.StreamAsync(query, Read, cancel).ConfigureAwait(false))
        {
            return found.Listing;
        }

        return null;
    }

    public async Task<Page<Listing>> ListAsync(ListingFilter filter, ListingSort sort, int limit, string? after, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var total = await CountAsync(filter, cancel).ConfigureAwait(false);
        var rows = new List<Row>(limit + 1);
        foreach (var query in PageQueries(filter, ListingOrder.Of(sort), limit + 1, after))
        {
            // Each query goes on where the one before it ended, so the next is needed only while the page is not full.
            if (rows.Count <= limit)
            {
                await foreach (var row in connections.StreamAsync(query, Read, cancel).ConfigureAwait(false))
                {
                    rows.Add(row);
                }
            }
        }

        if (rows.Count <= limit)
        {
            return new Page<Listing>([.. rows.Select(row => row.Listing)], null, total);
        }

        var last = rows[limit - 1];
        var token = new PageToken(ListingOrder.Of(sort).Name, last.OrderedBy(sort), last.Listing.Id.Value);
        return new Page<Listing>([.. rows.Take(limit).Select(row => row.Listing)], token.ToString(), total);
    }

    public async IAsyncEnumerable<Listing> AllAsync(ListingFilter filter, [EnumeratorCancellation] CancellationToken cancel)
    {
        // Those without a published time come last, as in a page.
        var told = Listings(new ListingCondition(filter, search).ToldOnly(), "l.published_at, l.name");
        var rest = Listings(new ListingCondition(filter, search), "l.name", $"l.published_at = {Instant.Untold}");
        var rows = connections.StreamAsync(_ => Task.FromResult<IReadOnlyList<Query>>([told, rest]), Read, cancel);
        await foreach (var row in rows.ConfigureAwait(false))
        {
            yield return row.Listing;
        }
    }

    public IAsyncEnumerable<Countable> CountablesAsync(ListingFilter filter, CancellationToken cancel)
    {
        var condition = new ListingCondition(filter, search).ToldOnly();
        return connections.StreamAsync(
            new Query($"{Countables} WHERE {condition.Sql} ORDER BY l.published_at, l.name", condition.Parameters), ReadCountable, cancel);
    }

    public async Task<IReadOnlyList<FacetCount>> FacetAsync(ListingFilter filter, Facet facet, int limit, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var condition = new ListingCondition(filter, search);
        condition.Parameters.Add("limit", (long)limit);
        var counts = await connections.ReadAsync(connection => connection.QueryAsync<(string Value, long Count)>(
            new CommandDefinition(FacetSql(facet, condition), condition.Parameters, cancellationToken: cancel))).ConfigureAwait(false);
        return [.. counts.Select(count => new FacetCount(count.Value, count.Count))];
    }

    /// <remarks>With no filter the listings themselves need not be looked at: their parts are counted in the order of their index.</remarks>
    private static string FacetSql(Facet facet, ListingCondition condition)
    {
        var among = condition.AdmitsAll ? "" : $" JOIN listing l ON l.post_id = f.listing_id WHERE {condition.Sql}";
        var counts = facet switch
        {
            Facet.Country => $"SELECT f.country AS value, count(*) AS count FROM listing_country f{among} GROUP BY f.country",
            Facet.DataClass => $"""
                SELECT d.name AS value, g.count AS count FROM data_class d
                JOIN (SELECT f.data_class_id AS id, count(*) AS count FROM listing_data_class f{among} GROUP BY f.data_class_id) g ON g.id = d.id
                """,
            Facet.Source => $"""
                SELECT s.name AS value, g.count AS count FROM source s
                JOIN (SELECT l.source_id AS id, count(*) AS count FROM listing l WHERE {condition.Sql} GROUP BY l.source_id) g ON g.id = s.id
                """,
            _ => $"SELECT {Column(facet)} AS value, count(*) AS count FROM listing l WHERE {condition.Sql} GROUP BY {Column(facet)}",
        };
        return $"SELECT value, count FROM ({counts}) counted ORDER BY count DESC, value LIMIT @limit";
    }

    private static string Column(Facet facet) => facet switch
    {
        Facet.Sector => "l.sector",
        Facet.Actor => "l.author",
        Facet.Language => "l.language",
        Facet.Kind => "l.kind",
        Facet.Offer => "l.offer",
        _ => throw new ArgumentOutOfRangeException(nameof(facet), facet, "Not a facet that listings have."),
    };

    private Task<long> CountAsync(ListingFilter filter, CancellationToken cancel)
    {
        var condition = new ListingCondition(filter, search);
        return connections.ReadAsync(connection => connection.ExecuteScalarAsync<long>(new CommandDefinition(
            $"SELECT count(*) FROM listing l WHERE {condition.Sql}", condition.Parameters, cancellationToken: cancel)));
    }

    private IEnumerable<Query> PageQueries(ListingFilter filter, ListingOrder order, int rows, string? after)
    {
        foreach (var (part, last) in order.Parts(PageToken.Read(after, order.Name)))
        {
            var condition = new ListingCondition(filter, search);
            var where = $"{condition.Sql} AND {part}";
            if (last is { } token)
            {
                condition.Parameters.Add("value", token.Value);
                condition.Parameters.Add("name", token.Name);
                where += $" AND {order.Beyond}";
            }

            condition.Parameters.Add("rows", (long)rows);

            // The rows of a page are found among the narrow columns first; only then is what a listing shows read.
            yield return new Query($"""
                SELECT {Columns} FROM (SELECT l.* FROM listing l WHERE {where} ORDER BY {order.Sql} LIMIT @rows) l
                JOIN {Joined} ORDER BY {order.Sql}
                """, condition.Parameters);
        }
    }

    private static Query Listings(ListingCondition condition, string order, string more = "1 = 1") => new(
        $"SELECT {Columns} FROM listing l JOIN {Joined} WHERE {condition.Sql} AND {more} ORDER BY {order}", condition.Parameters);

    private static Row Read(DbDataReader row)
    {
        var recognition = RecognitionJson.Read(Encoding.UTF8.GetBytes(row.GetString(Reading.PostWidth + 2)));
        var listing = new Listing
        {
            Id = new ListingId(row.GetString(Reading.PostWidth)),
            Post = row.Post(),
            Recognition = recognition,
            LeakKey = row.GetString(Reading.PostWidth + 1),
        };
        return new Row(listing, row.GetInt64(Reading.PostWidth + 3), row.GetInt64(Reading.PostWidth + 4), row.GetInt64(Reading.PostWidth + 5));
    }

    private static Countable ReadCountable(DbDataReader row) => new(
        new ListingId(row.GetString(0)),
        new SourceId(row.GetString(1)),
        row.At(2),
        row.GetString(3),
        row.GetInt32(4),
        row.GetInt64(5) is >= 0 and var records ? records : null,
        ListingColumns.Split(row.GetString(6)),
        NullIfEmpty(row.GetString(7)),
        ListingColumns.Split(row.GetString(8)),
        NullIfEmpty(row.GetString(9)),
        row.GetString(10))
    {
        Precision = (Precision)row.GetInt32(11),
        IsOpening = row.GetInt64(12) != 0,
        Kind = StoredNames.Kind(row.GetString(13)),
        Offer = NullIfEmpty(row.GetString(14)) is { } offer ? StoredNames.Offer(offer) : null,
    };

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private readonly record struct Row(Listing Listing, long Published, long Records, long PriceUsd)
    {
        public long OrderedBy(ListingSort sort) => sort switch
        {
            ListingSort.MostRecords => Records,
            ListingSort.HighestPrice => PriceUsd,
            _ => Published,
        };
    }
}
