using System.Text;
using Aftershock.Storage.Sql;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Aftershock.Storage.Sqlite;

/// <summary>One prepared command, bound by position and run many times; the way in for bulk, where a command object per row would cost most.</summary>
/// <remarks>Bind parameters from 1, then <see cref="Run"/>, or <see cref="Step"/> and read columns from 0, then <see cref="Reset"/>.</remarks>
internal sealed class Statement : IDisposable
{
    private const uint PreparedForLong = 1;
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private byte[] _buffer = new byte[4096];
    private int _next;

    public Statement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        Check(raw.sqlite3_prepare_v3(_database, sql, PreparedForLong, out _statement));
    }

    /// <summary>Binds the next parameter.</summary>
    public Statement Bind(long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, ++_next, value));
        return this;
    }

    public Statement Bind(long? value)
    {
        if (value is { } given)
        {
            return Bind(given);
        }

        Check(raw.sqlite3_bind_null(_statement, ++_next));
        return this;
    }

    public Statement Bind(string? value)
    {
        if (value is null)
        {
            Check(raw.sqlite3_bind_null(_statement, ++_next));
            return this;
        }

        value = StorableText.Of(value);
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (most > _buffer.Length)
        {
            _buffer = new byte[most];
        }

        var length = Encoding.UTF8.GetBytes(value, _buffer);
        return Bind(_buffer.AsSpan(0, length));
    }

    /// <summary>Two parameters: when, and how finely it was told.</summary>
    public Statement Bind(Moment? moment) =>
        Bind(Instant.Of(moment?.At)).Bind(moment is { } told ? (long)told.Precision : null);

    public Statement Bind(bool? flag) => Bind(flag is { } told ? (told ? 1L : 0L) : null);

    /// <summary>Text in UTF-8.</summary>
    public Statement Bind(ReadOnlySpan<byte> utf8)
    {
        // An empty span has no address, which SQLite would take for null.
        Check(utf8.IsEmpty
            ? raw.sqlite3_bind_text(_statement, ++_next, "")
            : raw.sqlite3_bind_text(_statement, ++_next, utf8));
        return this;
    }

    public Statement BindBytes(ReadOnlySpan<byte> bytes)
    {
        Check(bytes.IsEmpty
            ? raw.sqlite3_bind_zeroblob(_statement, ++_next, 0)
            : raw.sqlite3_bind_blob(_statement, ++_next, bytes));
        return this;
    }

    /// <summary>Runs to the end and makes ready for the next time.</summary>
    /// <returns>How many rows it changed; of a command that reads, nothing meaningful.</returns>
    public int Run()
    {
        while (Step())
        {
        }

        Reset();
        return raw.sqlite3_changes(_database);
    }

    /// <summary>Runs an insert, and makes ready for the next time.</summary>
    /// <remarks>RETURNING would tell the same, but builds a table for its one row: measured at five times the cost of the insert.</remarks>
    /// <returns>The number of the new row; null where the row was there.</returns>
    public long? RunForNewRow() => Run() > 0 ? raw.sqlite3_last_insert_rowid(_database) : null;

    /// <summary>Runs a command that gives one number, and makes ready for the next time.</summary>
    public long? RunForNumber()
    {
        long? number = Step() ? Number(0) : null;
        Reset();
        return number;
    }

    /// <returns>Whether there is a row to read.</returns>
    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result is raw.SQLITE_ROW)
        {
            return true;
        }

        if (result is not raw.SQLITE_DONE)
        {
            var error = Error(result);
            Reset();
            throw error;
        }

        return false;
    }

    public void Reset()
    {
        _next = 0;
        _ = raw.sqlite3_reset(_statement);
    }

    public long Number(int column) => raw.sqlite3_column_int64(_statement, column);

    public long? NumberOrNull(int column) =>
        raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL ? null : raw.sqlite3_column_int64(_statement, column);

    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    public string? TextOrNull(int column) =>
        raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL ? null : Text(column);

    /// <summary>Two columns: when, and how finely it was told.</summary>
    public Moment? Moment(int column) => Instant.Moment(NumberOrNull(column), NumberOrNull(column + 1));

    public bool? FlagOrNull(int column) => NumberOrNull(column) is { } flag ? flag != 0 : null;

    public void Dispose() => _statement.Dispose();

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            _next = 0;
            throw Error(result);
        }
    }

    private SqliteException Error(int result) =>
        new(raw.sqlite3_errmsg(_database).utf8_to_string(), result, raw.sqlite3_extended_errcode(_database));
}
