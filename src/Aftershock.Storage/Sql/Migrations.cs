using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Aftershock.Keeping;
using Dapper;

namespace Aftershock.Storage.Sql;

/// <summary>The numbered steps that make a schema, each applied once and recorded.</summary>
internal sealed class Migrations
{
    /// <summary>The table that records which steps were applied.</summary>
    public const string Table = "schema_step";

    private const string Resources = "Aftershock.Storage.Schema.";
    private readonly Dialect _dialect;
    private readonly IReadOnlyList<Step> _steps;

    private Migrations(Dialect dialect, IReadOnlyList<Step> steps)
    {
        _dialect = dialect;
        _steps = steps;
    }

    /// <summary>The newest schema that this program knows.</summary>
    public int Newest => _steps[^1].Number;

    public static Migrations OfStore(Dialect dialect) => Load(dialect, Resources);

    public static Migrations OfKeys(Dialect dialect) => Load(dialect, Resources + "Keys.");

    /// <summary>Whether nothing is missing.</summary>
    public bool AreApplied(DbConnection connection, string place)
    {
        if (connection.ExecuteScalar<long>(_dialect.HasTable, new { name = Table }) == 0)
        {
            return false;
        }

        var applied = connection.ExecuteScalar<int?>($"SELECT max(number) FROM {Table}") ?? 0;
        RefuseNewer(applied, place);
        return applied == Newest;
    }

    /// <summary>Applies what is missing. The caller holds a transaction that no other writer can enter.</summary>
    /// <param name="place">What a message calls the database.</param>
    public void Apply(DbConnection connection, DbTransaction transaction, string place, TimeProvider clock)
    {
        connection.Execute(
            $"CREATE TABLE IF NOT EXISTS {Table} (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)",
            transaction: transaction);
        var applied = connection.ExecuteScalar<int?>($"SELECT max(number) FROM {Table}", transaction: transaction) ?? 0;
        RefuseNewer(applied, place);
        foreach (var step in _steps.Where(step => step.Number > applied))
        {
            connection.Execute(_dialect.Fill(step.Sql), transaction: transaction);
            connection.Execute(
                $"INSERT INTO {Table} (number, name, applied_at) VALUES (@Number, @Name, @AppliedAt)",
                new { step.Number, step.Name, AppliedAt = clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) },
                transaction);
        }
    }

    private void RefuseNewer(int applied, string place)
    {
        if (applied > Newest)
        {
            throw new StoreException(
                $"{place} has schema {applied}, this program knows schemas up to {Newest}: a newer Aftershock wrote it. Use that one, or a backup from before.");
        }
    }

    private static Migrations Load(Dialect dialect, string prefix)
    {
        var assembly = typeof(Migrations).Assembly;
        var steps = new List<Step>();
        foreach (var resource in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            // NNNN_name.sql is for every database, NNNN_name.DIALECT.sql for one.
            if (!resource.StartsWith(prefix, StringComparison.Ordinal))
            {
                continue;
            }

            var parts = resource[prefix.Length..].Split('.');
            var forUs = parts.Length == 2 || (parts.Length == 3 && parts[1] == dialect.Name);
            if (forUs && int.TryParse(parts[0].Split('_')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                steps.Add(new Step(number, parts[0], Read(assembly, resource)));
            }
        }

        return new Migrations(dialect, steps);
    }

    private static string Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The schema step {resource} is missing from the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private sealed record Step(int Number, string Name, string Sql);
}
