using System.Diagnostics;
using System.Globalization;
using Aftershock.Keeping;
using Aftershock.Storage;
using Aftershock.Storage.Sqlite;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Aftershock.StorageTests.Sqlite;

/// <summary>A kill in the middle of writing loses nothing that was acknowledged and leaves no half of a batch.</summary>
public sealed class KilledWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _undisturbed = new();

    [Fact]
    public async Task A_store_whose_writer_was_killed_holds_whole_batches_and_takes_the_rest()
    {
        var random = new Random(20220701);
        var kept = 0;
        for (var kill = 0; kill < 4; kill++)
        {
            var acknowledged = await KillAsync(kept, random.Next(1, 6), random.Next(0, 40));

            await using var store = await OpenAsync(_folder);
            var posts = await CountAsync(store.Posts.AllAsync(null, default));
            Assert.True(posts >= acknowledged * Program.PostsInBatch, $"{posts} posts, but {acknowledged} batches were acknowledged.");
            Assert.Equal(0, posts % Program.PostsInBatch);
            kept = posts / Program.PostsInBatch;
            Assert.Equal(posts, await CountAsync(store.Listings.AllAsync(new ListingFilter(), default)));
            Assert.Equal(posts, (await store.Listings.ListAsync(new ListingFilter { Text = "公安" }, ListingSort.Newest, 1, null, default)).Total);
            Assert.Equal("ok", IntegrityOf(_folder));
        }

        // The writer that comes next begins where it likes: what is there already changes nothing.
        Assert.Equal(await DigestOfWholeAsync(_undisturbed, kept + 2), await DigestOfWholeAsync(_folder, kept + 2));
    }

    public void Dispose()
    {
        _folder.Dispose();
        _undisturbed.Dispose();
    }

    private static Task<IStore> OpenAsync(TemporaryFolder folder) => SqliteStores.OpenAsync(folder.Path, FixedClock.InJuly, default);

    private static string? IntegrityOf(TemporaryFolder folder)
    {
        using var connection = new SqliteConnection($"Data Source={folder.File(SqliteStores.FileName)};Pooling=False");
        connection.Execute("INSERT INTO post_search (post_search) VALUES ('integrity-check')");
        return connection.ExecuteScalar<string>("PRAGMA integrity_check");
    }

    private static async Task<string> DigestOfWholeAsync(TemporaryFolder folder, int batches)
    {
        await using var store = await OpenAsync(folder);
        for (var batch = 0; batch < batches; batch++)
        {
            await store.Writer.WriteAsync(Program.Batch(batch), default);
        }

        return await StoreDigest.OfAsync(store, default);
    }

    private static async Task<int> CountAsync<T>(IAsyncEnumerable<T> items)
    {
        var count = 0;
        await foreach (var _ in items)
        {
            count++;
        }

        return count;
    }

    /// <returns>How many batches are acknowledged after a writer that began at <paramref name="first"/> was killed.</returns>
    private async Task<int> KillAsync(int first, int batches, int milliseconds)
    {
        using var writer = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [typeof(Program).Assembly.Location, _folder.Path, $"{first}"])
        {
            RedirectStandardOutput = true,
        })!;
        var acknowledged = 0;
        while (acknowledged < first + batches && await writer.StandardOutput.ReadLineAsync() is { } line)
        {
            acknowledged = int.Parse(line, CultureInfo.InvariantCulture) + 1;
        }

        Assert.Equal(first + batches, acknowledged);
        await Task.Delay(milliseconds);
        writer.Kill();
        await writer.WaitForExitAsync();
        Assert.NotEqual(0, writer.ExitCode);
        while (await writer.StandardOutput.ReadLineAsync() is { } line)
        {
            acknowledged = int.Parse(line, CultureInfo.InvariantCulture) + 1;
        }

        return acknowledged;
    }
}
