using Aftershock.Keeping;
using Aftershock.Storage.Sql;

namespace Aftershock.Storage.Sqlite;

/// <summary>Opens the embedded store: one folder with one database in it. Several processes may have the same store open.</summary>
public static class SqliteStores
{
    /// <summary>File name of the database within the store's folder.</summary>
    public const string FileName = "aftershock.db";

    /// <summary>File name of the keys of captures within the store's folder.</summary>
    public const string KeysFileName = "keys.db";

    /// <summary>How long to wait for another process that writes.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>Opens the store of a folder; makes both where there is none, for its owner alone.</summary>
    /// <exception cref="StoreException">The folder holds something else, or a store that this program cannot use; says what to do.</exception>
    public static Task<IStore> OpenAsync(string folder, TimeProvider clock, CancellationToken cancel) =>
        OpenAsync(folder, clock, s_patience, cancel);

    internal static Task<IStore> OpenAsync(string folder, TimeProvider clock, TimeSpan patience, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(clock);
        return Task.Run<IStore>(() => Open(folder, clock, patience), cancel);
    }

    private static SqliteStore Open(string folder, TimeProvider clock, TimeSpan patience)
    {
        MakeFolder(folder);
        var store = new SqliteFile(Path.Combine(folder, FileName), patience);
        var keys = new SqliteFile(Path.Combine(folder, KeysFileName), patience);
        store.Prepare(Migrations.OfStore(Dialect.Sqlite), clock);
        keys.Prepare(Migrations.OfKeys(Dialect.Sqlite), clock);
        return new SqliteStore(store, keys);
    }

    private static void MakeFolder(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else if (!Directory.Exists(folder))
            {
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{folder} cannot be made: {error.Message}", error);
        }
    }
}
