using Aftershock.Keeping;

namespace Aftershock.StorageTests.Contract;

/// <summary>What every store does, whatever it keeps its data in. A database joins with one subclass of each part.</summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    private protected IStore Store { get; private set; } = null!;

    public async Task InitializeAsync() => Store = await OpenAsync();

    public async Task DisposeAsync() => await Store.DisposeAsync();

    /// <summary>Opens the same, at first empty, store once more.</summary>
    protected abstract Task<IStore> OpenAsync();

    private protected Task<Written> WriteAsync(Batch batch) => Store.Writer.WriteAsync(batch, default);

    private protected async Task<long> VersionAsync() => (await Store.SnapshotAsync(default)).Version;

    private protected static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items)
        {
            list.Add(item);
        }

        return list;
    }
}
