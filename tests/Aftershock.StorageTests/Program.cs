using Aftershock.Keeping;
using Aftershock.Storage.Sqlite;
using Aftershock.StorageTests.Contract;

namespace Aftershock.StorageTests;

/// <summary>A process that writes batches into a store, from one on, until it is killed; it tells each that was acknowledged.</summary>
internal static class Program
{
    public const int PostsInBatch = 200;

    public static async Task Main(string[] arguments)
    {
        await using var store = await SqliteStores.OpenAsync(arguments[0], FixedClock.InJuly, default);
        for (var batch = int.Parse(arguments[1], System.Globalization.CultureInfo.InvariantCulture); ; batch++)
        {
            await store.Writer.WriteAsync(Batch(batch), default);
            Console.WriteLine(batch);
        }
    }

    public static Batch Batch(int number) => Given.Batch(Enumerable.Range(0, PostsInBatch).Select(i =>
    {
        var post = Given.Post($"{(number * PostsInBatch) + i}", body: $"row {i} of batch {number} 上海公安 {new string((char)('a' + (i % 26)), 200)}");
        return (post, (Recognition?)Given.Leak("CN"));
    }));
}
