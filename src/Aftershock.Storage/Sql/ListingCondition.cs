using Aftershock.Keeping;
using Aftershock.Storage.Searching;
using Dapper;

namespace Aftershock.Storage.Sql;

/// <summary>A filter of listings as SQL over <c>listing l</c>.</summary>
internal sealed class ListingCondition
{
    /// <summary>STIX 2.1 sorts these under <c>government</c>.</summary>
    private static readonly string[] s_government =
        ["emergency-services", "government-local", "government-national", "government-public-services", "government-regional"];

    private readonly List<string> _conditions = [];

    public ListingCondition(ListingFilter filter, ITextSearch search)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (!string.IsNullOrWhiteSpace(filter.Text))
        {
            _conditions.Add(search.Condition(SearchQuery.Parse(filter.Text), "l.post_id", Parameters));
        }

        AddIn("l.kind", "kinds", filter.Kinds.Select(WireNames.Of));
        AddIn("l.offer", "offers", filter.Offers.Select(WireNames.Of));
        AddIn("l.sector", "sectors", filter.Sectors.SelectMany(sector => sector == "government" ? [sector, .. s_government] : (string[])[sector]));
        AddIn("l.author", "actors", filter.Actors);
        AddIn("l.language", "languages", filter.Languages);
        AddChild("SELECT listing_id FROM listing_country WHERE country IN @countries", "countries", filter.Countries);
        AddChild(
            "SELECT listing_id FROM listing_data_class WHERE data_class_id IN (SELECT id FROM data_class WHERE name IN @classes)",
            "classes", filter.DataClasses);
        AddSources(filter.Sources);
        AddBound("l.published_at >= @from", "from", Instant.Of(filter.PublishedFrom));
        AddBound("l.published_at < @before", "before", Instant.Of(filter.PublishedBefore));
        if (filter.PublishedBefore is not null)
        {
            ToldOnly();
        }

        AddBound("l.records >= @records", "records", filter.RecordsAtLeast);
    }

    public DynamicParameters Parameters { get; } = new();

    public bool AdmitsAll => _conditions.Count == 0;

    public string Sql => AdmitsAll ? "1 = 1" : string.Join(" AND ", _conditions);

    /// <summary>Leaves out listings without a published time.</summary>
    public ListingCondition ToldOnly()
    {
        // The plus keeps the database from reading nearly all rows through an index of times.
        _conditions.Add($"+l.published_at > {Instant.Untold}");
        return this;
    }

    private void AddIn(string column, string name, IEnumerable<string> values)
    {
        var list = values.Distinct().ToList();
        if (list.Count > 0)
        {
            _conditions.Add($"{column} IN @{name}");
            Parameters.Add(name, list);
        }
    }

    private void AddChild(string rows, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            _conditions.Add($"l.post_id IN ({rows})");
            Parameters.Add(name, values);
        }
    }

    private void AddSources(IReadOnlyList<string> sources)
    {
        if (sources.Count == 0)
        {
            return;
        }

        var alternatives = new List<string>();
        for (var i = 0; i < sources.Count; i++)
        {
            var name = $"source{i}";
            var prefix = sources[i].EndsWith('*');
            alternatives.Add(prefix ? $"substr(name, 1, length(@{name})) = @{name}" : $"name = @{name}");
            Parameters.Add(name, prefix ? sources[i][..^1] : sources[i]);
        }

        _conditions.Add($"l.source_id IN (SELECT id FROM source WHERE {string.Join(" OR ", alternatives)})");
    }

    private void AddBound(string condition, string name, long? value)
    {
        if (value is { } bound)
        {
            _conditions.Add(condition);
            Parameters.Add(name, bound);
        }
    }
}
