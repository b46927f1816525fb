using Aftershock.Keeping;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Aftershock.Storage.Sqlite;

/// <summary>Says what SQLite's errors mean for a store and what to do.</summary>
internal static class SqliteErrors
{
    public static T Explain<T>(string place, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException error)
        {
            throw Explained(place, error);
        }
    }

    public static StoreException Explained(string place, SqliteException error) => new(Sentence(place, error), error);

    private static string Sentence(string place, SqliteException error) => error.SqliteErrorCode switch
    {
        SQLITE_NOTADB => $"{place} is not an Aftershock store: it is no SQLite database. Name another folder, or move the file away.",
        SQLITE_CORRUPT => $"{place} is damaged ({error.Message}). Restore a backup, or make a new store from the evidence by importing again.",
        SQLITE_BUSY or SQLITE_LOCKED => $"{place} is locked by another program that is writing. Wait until it has finished, or end it.",
        SQLITE_FULL => $"{place} cannot grow: the disk is full.",
        SQLITE_READONLY => $"{place} cannot be written: the file or its folder is read-only for this user.",
        SQLITE_CANTOPEN => $"{place} cannot be opened; see that the folder exists and that this user may read and write it.",
        SQLITE_IOERR => $"{place}: the disk failed to read or write ({error.Message}).",
        _ => $"{place}: {error.Message}",
    };
}
