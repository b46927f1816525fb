using Aftershock.Keeping;
using Aftershock.Storage.Sql;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Aftershock.Storage.Sqlite;

/// <summary>One database file: how it is made, opened and brought up to date.</summary>
internal sealed class SqliteFile(string path, TimeSpan patience)
{
    public string Path => path;

    /// <summary>Makes the file where there is none, readable for its owner alone, and applies the steps of its schema that are missing.</summary>
    public void Prepare(Migrations migrations, TimeProvider clock) => SqliteErrors.Explain(path, () =>
    {
        Make();
        using var connection = Open(SqliteOpenMode.ReadWrite);
        if (migrations.AreApplied(connection, path))
        {
            // Nothing to write, so nothing to wait for while another process imports.
            return true;
        }

        // Larger pages and a longer log write the pages of a bulk import fewer times: a quarter faster than the defaults.
        // What is not ours is refused before a pragma changes it.
        using (var look = connection.BeginTransaction(deferred: true))
        {
            RefuseForeign(connection, look);
        }

        connection.Execute("PRAGMA page_size = 8192; PRAGMA journal_mode = WAL");
        using var transaction = connection.BeginTransaction(deferred: false);
        RefuseForeign(connection, transaction);
        migrations.Apply(connection, transaction, path, clock);
        transaction.Commit();
        return true;
    });

    /// <summary>For the one who writes.</summary>
    public SqliteConnection OpenWriter(bool durable)
    {
        var connection = Open(SqliteOpenMode.ReadWrite);
        connection.Execute(durable
            ? "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON"
            : "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 8000");
        return connection;
    }

    public SqliteConnection OpenReader()
    {
        var connection = Open(SqliteOpenMode.ReadWrite);
        connection.Execute("PRAGMA query_only = ON; PRAGMA cache_size = -32768; PRAGMA mmap_size = 1073741824; PRAGMA temp_store = MEMORY");
        return connection;
    }

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            ForeignKeys = true,
            Pooling = false,
            DefaultTimeout = (int)Math.Ceiling(patience.TotalSeconds),
        };
        var connection = new SqliteConnection(settings.ToString());
        try
        {
            connection.Open();
            connection.Execute($"PRAGMA busy_timeout = {(long)patience.TotalMilliseconds}");
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        return connection;
    }

    private void Make()
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var file = new FileStream(path, options);
        }
        catch (IOException) when (File.Exists(path))
        {
            // It was there, or another process made it at the same time.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{path} cannot be made: {error.Message}", error);
        }
    }

    private void RefuseForeign(SqliteConnection connection, SqliteTransaction transaction)
    {
        var tables = connection.Query<string>("SELECT name FROM sqlite_master WHERE type = 'table'", transaction: transaction).AsList();
        if (tables.Count > 0 && !tables.Contains(Migrations.Table))
        {
            throw new StoreException($"{path} is not an Aftershock store: it is a SQLite database of another program. Name another folder.");
        }
    }
}
