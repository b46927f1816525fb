using Aftershock.Keeping;
using Aftershock.Storage.Sqlite;
using Aftershock.StorageTests.Contract;

namespace Aftershock.StorageTests.Sqlite;

/// <summary>The contract, kept by the embedded store.</summary>
public sealed class SqliteStoreTests : StoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override Task<IStore> OpenAsync() => SqliteStores.OpenAsync(_folder.Path, FixedClock.InJuly, default);
}
