using Aftershock.Keeping;
using Aftershock.Storage.Sqlite;
using Aftershock.StorageTests.Contract;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Aftershock.StorageTests.Sqlite;

/// <summary>What opening makes, and what it refuses in a sentence that says what to do.</summary>
public sealed class OpeningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_new_store_is_for_its_owner_alone()
    {
        await MakeAsync();

        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Assert.Equal(owner | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.Path));
            Assert.Equal(owner, File.GetUnixFileMode(_folder.File("aftershock.db")));
            Assert.Equal(owner, File.GetUnixFileMode(_folder.File("keys.db")));
        }
    }

    [Fact]
    public async Task What_was_written_is_there_when_the_store_is_opened_again()
    {
        await MakeAsync();

        await using var store = await OpenAsync();
        Assert.NotNull(await store.Posts.FindAsync(Given.Post().Key, default));
    }

    [Fact]
    public async Task A_store_is_made_once_by_whoever_comes_first()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => OpenAsync()));
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }

        Assert.Equal(4, Query("SELECT count(*) FROM schema_step"));
    }

    [Theory]
    [InlineData("aftershock.db")]
    [InlineData("keys.db")]
    public async Task A_newer_schema_is_refused(string file)
    {
        await MakeAsync();
        Execute(file, "INSERT INTO schema_step (number, name, applied_at) VALUES (9999, 'from the future', '')");

        var message = await RefusalAsync();
        Assert.Contains(file, message, StringComparison.Ordinal);
        Assert.Contains("a newer Aftershock wrote it", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused()
    {
        await MakeAsync();
        await File.WriteAllTextAsync(_folder.File("aftershock.db"), new string('x', 10_000));

        Assert.Contains("it is no SQLite database", await RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused_and_left_as_it_is()
    {
        await MakeAsync();
        File.Delete(_folder.File("aftershock.db"));
        Execute("aftershock.db", "CREATE TABLE bookmarks (url TEXT)");

        Assert.Contains("of another program", await RefusalAsync(), StringComparison.Ordinal);
        Assert.Equal(1, Query("SELECT count(*) FROM sqlite_master"));
    }

    [Fact]
    public async Task A_truncated_store_is_refused()
    {
        await MakeAsync();
        await using (var file = File.OpenWrite(_folder.File("aftershock.db")))
        {
            file.SetLength(file.Length / 2);
        }

        Assert.Contains("is damaged", await RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_can_be_opened_and_read_while_another_program_writes()
    {
        await MakeAsync();
        using var other = new SqliteConnection($"Data Source={_folder.File("aftershock.db")};Pooling=False");
        await other.OpenAsync();
        await other.ExecuteAsync("BEGIN IMMEDIATE; DELETE FROM post");

        await using var store = await OpenAsync();
        Assert.NotNull(await store.Posts.FindAsync(Given.Post().Key, default));
    }

    [Fact]
    public async Task A_store_that_another_program_holds_for_itself_is_refused_after_a_while()
    {
        await MakeAsync();
        using var other = new SqliteConnection($"Data Source={_folder.File("aftershock.db")};Pooling=False");
        await other.OpenAsync();
        await other.ExecuteAsync("PRAGMA locking_mode = EXCLUSIVE; UPDATE store_state SET version = version");

        Assert.Contains("is locked by another program", await RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_that_must_wait_too_long_is_refused_and_can_be_written_later()
    {
        await using var store = await OpenAsync();
        using var other = new SqliteConnection($"Data Source={_folder.File("aftershock.db")};Pooling=False");
        await other.OpenAsync();
        await other.ExecuteAsync("BEGIN IMMEDIATE");
        var error = await Assert.ThrowsAsync<StoreException>(() => store.Writer.WriteAsync(Given.Batch(Given.Post()), default));
        Assert.Contains("is locked by another program", error.Message, StringComparison.Ordinal);

        await other.ExecuteAsync("ROLLBACK");

        Assert.Equal(1, (await store.Writer.WriteAsync(Given.Batch(Given.Post()), default)).Posts);
    }

    [Fact]
    public async Task A_path_that_is_a_file_is_refused()
    {
        await File.WriteAllTextAsync(_folder.Path, "");
        try
        {
            Assert.Contains("cannot be made", await RefusalAsync(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(_folder.Path);
        }
    }

    [Fact]
    public async Task The_bytes_of_a_destroyed_key_are_in_no_file_any_more()
    {
        await using var store = await OpenAsync();
        var keys = Enumerable.Range(0, 400).Select(i => KeyValuePair.Create(new CaptureId($"capture-{i}"), KeyBytes(i))).ToList();
        foreach (var some in keys.Chunk(20))
        {
            await store.Keys.AddAsync(some, default);
        }

        Assert.True(Holds(KeyBytes(7)), "The test looks for a key as it is stored.");

        foreach (var i in (int[])[7, 0, 399, 200, 201])
        {
            Assert.True(await store.Keys.DestroyAsync(new CaptureId($"capture-{i}"), default));
            Assert.False(Holds(KeyBytes(i)));
        }

        Assert.Equal(KeyBytes(8), await store.Keys.FindAsync(new CaptureId("capture-8"), default));
    }

    private static byte[] KeyBytes(int i)
    {
        var key = new byte[60];
        new Random(i).NextBytes(key);
        return key;
    }

    private bool Holds(byte[] key) => Directory.GetFiles(_folder.Path, "keys.db*").Any(path =>
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var content = new byte[file.Length];
        file.ReadExactly(content);
        return content.AsSpan().IndexOf(key) >= 0;
    });

    private Task<IStore> OpenAsync() => SqliteStores.OpenAsync(_folder.Path, FixedClock.InJuly, TimeSpan.FromSeconds(1), default);

    private async Task MakeAsync()
    {
        await using var store = await OpenAsync();
        await store.Writer.WriteAsync(Given.Batch(Given.Post()), default);
        await store.Keys.AddAsync([new(new CaptureId("c"), [1])], default);
    }

    private async Task<string> RefusalAsync() => (await Assert.ThrowsAsync<StoreException>(OpenAsync)).Message;

    private void Execute(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File(file)};Pooling=False");
        connection.Execute(sql);
    }

    private long Query(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File("aftershock.db")};Pooling=False");
        return connection.ExecuteScalar<long>(sql);
    }
}
