using System.Globalization;
using Aftershock.BrowserSeed;
using Aftershock.Storage.Sqlite;

// Fills a store for the browser tests through the ports, with what the pages must cope with. Usage: FOLDER [LISTINGS]
// LISTINGS below zero leaves the store empty.
if (args is not [var folder, ..] || (args.Length > 1 && !int.TryParse(args[1], CultureInfo.InvariantCulture, out _)))
{
    Console.Error.WriteLine("usage: Aftershock.BrowserSeed FOLDER [LISTINGS]");
    return 2;
}

await using var store = await SqliteStores.OpenAsync(folder, TimeProvider.System, CancellationToken.None);
var listings = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 400;
if (listings < 0)
{
    return 0;
}

foreach (var batch in Seed.Batches(listings))
{
    await store.Writer.WriteAsync(batch, CancellationToken.None);
}

await store.Writer.WriteAsync(Seed.Shanghai, CancellationToken.None);
await store.Writer.WriteAsync(Seed.Import, CancellationToken.None);
return 0;
