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
        SELECT l.name, l.source_id, l.published_at, l.published_precision, l.opening, l.leak_key, l.databases, l.records, l.author, l.facts
        FROM listing l
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

    /// <remarks>Read in the order in which they lie and sorted here: in order of time the table would be entered anew for each.</remarks>
    public async IAsyncEnumerable<Countable> CountablesAsync(ListingFilter filter, [EnumeratorCancellation] CancellationToken cancel)
    {
        var condition = new ListingCondition(filter, search).ToldOnly();
        var query = new Query($"{Countables} WHERE {condition.Sql}", condition.Parameters);
        var sources = new Dictionary<long, SourceId>();
        var rows = connections.StreamAsync(
            async connection =>
            {
                foreach (var (id, name) in await connection.QueryAsync<(long, string)>("SELECT id, name FROM source").ConfigureAwait(false))
                {
                    sources[id] = new SourceId(name);
                }

                return [query];
            },
            row => ReadCountable(row, sources),
            cancel);
        var countables = new List<Countable>();
        await foreach (var countable in rows.ConfigureAwait(false))
        {
            countables.Add(countable);
        }

        countables.Sort(static (a, b) => a.Published != b.Published
            ? a.Published.CompareTo(b.Published)
            : string.CompareOrdinal(a.Id.Value, b.Id.Value));
        foreach (var countable in countables)
        {
            yield return countable;
        }
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

    private static Countable ReadCountable(DbDataReader row, Dictionary<long, SourceId> sources)
    {
        var facts = ListingFacts.Of(row.GetString(9));
        var records = row.GetInt64(7);
        var author = row.GetString(8);
        return new Countable(
            new ListingId(row.GetString(0)), sources[row.GetInt64(1)], row.At(2), row.GetString(5), row.GetInt32(6),
            records == ListingFacts.NoFigure ? null : records, facts.Countries, facts.Sector, facts.DataClasses,
            author.Length == 0 ? null : author, facts.Language)
        {
            Precision = (Precision)row.GetInt32(3),
            IsOpening = row.GetInt64(4) != 0,
            Kind = facts.Kind,
            Offer = facts.Offer,
        };
    }

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
