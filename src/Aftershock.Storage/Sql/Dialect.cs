namespace Aftershock.Storage.Sql;

/// <summary>What differs between the databases in SQL that is otherwise shared: the words filled into the schema.</summary>
internal sealed record Dialect
{
    /// <summary>Part of the name of a migration that is for this database alone: <c>0002_search.sqlite.sql</c>.</summary>
    public required string Name { get; init; }

    /// <summary>A row's number, given by the database and growing.</summary>
    public required string Identity { get; init; }

    /// <summary>A row's number that is taken from another table.</summary>
    public required string Key { get; init; }

    /// <summary>Said after a table that is stored in the order of its key.</summary>
    public required string Clustered { get; init; }

    public required string Bytes { get; init; }

    /// <summary>A query that counts the tables called <c>@name</c>.</summary>
    public required string HasTable { get; init; }

    public static Dialect Sqlite { get; } = new()
    {
        Name = "sqlite",
        Identity = "INTEGER PRIMARY KEY",
        Key = "INTEGER PRIMARY KEY",
        Clustered = "WITHOUT ROWID",
        Bytes = "BLOB",
        HasTable = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = @name",
    };

    public string Fill(string sql) => sql
        .Replace("$identity", Identity, StringComparison.Ordinal)
        .Replace("$key", Key, StringComparison.Ordinal)
        .Replace("$clustered", Clustered, StringComparison.Ordinal)
        .Replace("$bytes", Bytes, StringComparison.Ordinal);
}
