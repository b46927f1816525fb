using Aftershock.Collecting;
using Aftershock.Collecting.Evidence;
using Aftershock.Keeping;
using Aftershock.Storage.Sqlite;
using Aftershock.Tests.Collecting.Evidence;

namespace Aftershock.Tests.Cli;

/// <summary>A store with sealed captures in several files, as the commands find it.</summary>
internal sealed class EvidenceStore : IDisposable
{
    public const int Captures = 9;

    private readonly Shell _shell = new();

    public Shell Shell => _shell;

    public string Folder => Path.Combine(_shell.Store, "evidence");

    public string Ledger => Path.Combine(Folder, "ledger.jsonl");

    public IReadOnlyList<LedgerEntry> Entries { get; private set; } = [];

    public string Sealed(int number) => Path.Combine(Folder, $"evidence-{number:D6}.sealed");

    /// <summary>Seals pages, a few to a file, and has the store acknowledge them.</summary>
    public static async Task<EvidenceStore> CreateAsync(params RawPage[] pages)
    {
        var made = new EvidenceStore();
        pages = pages.Length > 0 ? pages : [.. Enumerable.Range(1, Captures).Select(n => VaultFolder.Page(n))];
        await using var store = await SqliteStores.OpenAsync(made._shell.Store, TimeProvider.System, default);
        using var vault = await EvidenceVault.OpenAsync(new VaultSettings { Folder = made.Folder, RollAtBytes = 4_000 }, store.Keys, store.Captures, TimeProvider.System, default);
        var sealedPages = new List<SealedPage>();
        foreach (var part in pages.Chunk(3))
        {
            sealedPages.AddRange(await vault.SealAsync([.. part.Select(vault.Pack)], VaultFolder.Run, default));
        }

        await store.Writer.WriteAsync(
            new Batch
            {
                Sources = [.. pages.Select(p => p.Source).Distinct().Select(s => new Source { Id = s, Kind = SourceKind.Forum, Name = s.Value })],
                Captures = [.. sealedPages.Select(p => p.ToCapture(ReadOutcome.NothingToRead, null))],
            },
            default);
        made.Entries = [.. sealedPages.Select(p => p.Entry)];
        return made;
    }

    public Task<Ended> RunAsync(params string[] args) => Shell.RunAsync([.. args, "--store", _shell.Store]);

    public Task<Ended> DoneAsync(params string[] args) => _shell.DoneAsync(args);

    /// <summary>What <c>evidence verify</c> finds first, "place: reason".</summary>
    public async Task<string> BrokenAsync(params string[] more)
    {
        var ended = await RunAsync(["evidence", "verify", "--json", .. more]);
        Assert.Equal(Aftershock.Cli.ExitCode.Failed, ended.Code);
        var broken = ended.Json.GetProperty("break");
        return $"{broken.Text("place")}: {broken.Text("reason")}";
    }

    public async Task SoundAsync() => Assert.True((await DoneAsync("evidence", "verify", "--json")).Json.GetProperty("sound").GetBoolean());

    /// <summary>Destroys a key and enters no tombstone, as somebody with the key file could.</summary>
    public async Task LoseKeyAsync(CaptureId id)
    {
        await using var store = await SqliteStores.OpenAsync(_shell.Store, TimeProvider.System, default);
        Assert.True(await store.Keys.DestroyAsync(id, default));
    }

    public void Dispose() => _shell.Dispose();
}
