using Aftershock.Keeping;

namespace Aftershock.Storage.Sqlite;

public static class SqliteStores
{
    public static Task<IStore> OpenAsync(string folder, TimeProvider clock, CancellationToken cancel) =>
        throw new StoreException("the embedded store is not finished.");
}
