using System.Globalization;
using System.Text.Json;
using Aftershock.Keeping;

namespace Aftershock.Storage.Sql;

internal sealed class SqlEventStore(ReadConnections connections) : IEventStore
{
    public async Task<IReadOnlyList<LeakEvent>> ListAsync(CancellationToken cancel)
    {
        var events = new List<LeakEvent>();
        var query = new Query("SELECT name, title, date, sources FROM leak_event ORDER BY date, name");
        var rows = connections.StreamAsync(query, row => new LeakEvent
        {
            Name = row.GetString(0),
            Title = row.GetString(1),
            Date = DateOnly.ParseExact(row.GetString(2), "yyyy-MM-dd", CultureInfo.InvariantCulture),
            Sources = JsonSerializer.Deserialize<List<string>>(row.GetString(3)) ?? [],
        }, cancel);
        await foreach (var leakEvent in rows.ConfigureAwait(false))
        {
            events.Add(leakEvent);
        }

        return events;
    }
}
