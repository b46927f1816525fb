using Aftershock.Collecting;
using Aftershock.Collecting.Crawling;
using Aftershock.Collecting.Evidence;
using Aftershock.Collecting.Forums;
using Aftershock.Collecting.PostFiles;
using Aftershock.Keeping;
using Aftershock.Recognizing;
using Aftershock.Running;
using Aftershock.Storage;
using Aftershock.Storage.Sqlite;

namespace Aftershock.Tests.Running;

/// <summary>A store and its evidence in a folder of their own, and imports into them.</summary>
internal sealed class ImportStore : IDisposable
{
    private static readonly Lazy<Recognizer> s_recognizer = new(() => Recognizer.Load(Path.Combine(Repository.Root, "rules")));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aftershock-");

    public static Source Posts { get; } = new() { Id = new SourceId("posts"), Kind = SourceKind.PostFile, Name = "Posts" };

    public VaultSettings Vault => new() { Folder = Path.Combine(_folder.FullName, "store", "evidence") };

    public string Write(string name, params IEnumerable<string> lines)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, string.Concat(lines.Select(l => l + "\n")));
        return path;
    }

    public Task<IStore> OpenAsync() => SqliteStores.OpenAsync(Path.Combine(_folder.FullName, "store"), TimeProvider.System, default);

    public async Task<ImportReport> ImportAsync(
        IPageReader reader, Source source, IAsyncEnumerable<Intake> intakes, ImportSettings? settings = null, IProgress<ImportProgress>? progress = null, CancellationToken cancel = default)
    {
        await using var store = await OpenAsync();
        using var vault = await EvidenceVault.OpenAsync(Vault, store.Keys, store.Captures, TimeProvider.System, default);
        var request = new ImportRequest { Source = source, Reader = reader, Intakes = intakes, Run = "import-1" };
        return await new Import(store, vault, s_recognizer.Value, TimeProvider.System).RunAsync(request, settings, progress, cancel);
    }

    /// <summary>Collects a source once.</summary>
    public async Task<CollectionReport> CollectAsync(CrawlSource source, IForumReader reader, FetchSettings? settings = null, IProgress<CollectionProgress>? progress = null, TimeProvider? time = null, CancellationToken cancel = default)
    {
        time ??= TimeProvider.System;
        await using var store = await OpenAsync();
        using var vault = await EvidenceVault.OpenAsync(Vault, store.Keys, store.Captures, time, default);
        using var fetcher = new Fetcher(source, settings ?? new FetchSettings { FirstPause = TimeSpan.FromMilliseconds(1), Retries = 1 }, time, new Random(1));
        return await new Collector(store, vault, s_recognizer.Value, time).RunAsync(source, reader, fetcher, progress, cancel);
    }

    public async Task<IReadOnlyList<Post>> PostsAsync()
    {
        await using var store = await OpenAsync();
        var posts = new List<Post>();
        await foreach (var post in store.Posts.AllAsync(null, default))
        {
            posts.Add(post);
        }

        return posts;
    }

    public Task<ImportReport> ImportPostsAsync(string path, ImportSettings? settings = null, int rowsPerBlock = 1_000) =>
        ImportAsync(new PostsReader(), Posts, PostFile.ReadAsync([path], Posts.Id, TimeProvider.System, new PostFileSettings { RowsPerBlock = rowsPerBlock }), settings);

    public async Task<(string Digest, Snapshot Snapshot)> StateAsync()
    {
        await using var store = await OpenAsync();
        return (await StoreDigest.OfAsync(store, default), await store.SnapshotAsync(default));
    }

    public async Task<VerifyReport> VerifyAsync()
    {
        await using var store = await OpenAsync();
        using var reader = new EvidenceReader(Vault, store.Keys);
        return await EvidenceCheck.RunAsync(reader, store.Captures, null, default);
    }

    public async Task EraseAsync(CaptureId id)
    {
        await using var store = await OpenAsync();
        using var vault = await EvidenceVault.OpenAsync(Vault, store.Keys, store.Captures, TimeProvider.System, default);
        await vault.EraseAsync(id, "request", "erase-1", default);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
