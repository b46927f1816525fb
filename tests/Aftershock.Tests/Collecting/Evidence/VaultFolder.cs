using Aftershock.Collecting;
using Aftershock.Collecting.Evidence;
using Aftershock.Keeping;

namespace Aftershock.Tests.Collecting.Evidence;

/// <summary>A vault in a folder of its own, with keys and captures kept in memory.</summary>
internal sealed class VaultFolder : ICaptureKeyStore, ICaptureStore, IDisposable
{
    public const string Run = "import-1";

    private readonly Dictionary<CaptureId, Capture> _captures = [];

    public VaultFolder() => Settings = new VaultSettings { Folder = Path.Combine(Directory.CreateTempSubdirectory("aftershock-").FullName, "evidence") };

    public VaultSettings Settings { get; set; }

    public Dictionary<CaptureId, byte[]> Keys { get; } = [];

    public string Ledger => Path.Combine(Settings.Folder, "ledger.jsonl");

    public string Sealed(int number = 1) => Path.Combine(Settings.Folder, $"evidence-{number:D6}.sealed");

    public Task<EvidenceVault> OpenAsync() => EvidenceVault.OpenAsync(Settings, this, this, TimeProvider.System, default);

    /// <summary>Seals pages in one batch and acknowledges them, as an import does once the store has them.</summary>
    public async Task<IReadOnlyList<SealedPage>> SealAsync(params RawPage[] pages)
    {
        using var vault = await OpenAsync();
        var results = await vault.SealAsync([.. pages.Select(vault.Pack)], Run, default);
        foreach (var page in results)
        {
            Acknowledge(page);
        }

        return results;
    }

    public void Acknowledge(SealedPage page) => _captures[page.Entry.Capture] = page.ToCapture(ReadOutcome.Read, null);

    public async Task<VerifyReport> VerifyAsync()
    {
        using var reader = new EvidenceReader(Settings, this);
        return await reader.VerifyAsync(null, default);
    }

    public static RawPage Page(int number, int length = 2_000) => new()
    {
        Source = new SourceId("harbour"),
        Url = $"http://harbour.example/showthread.php?tid={number}",
        CapturedAt = new DateTimeOffset(2022, 7, 1, 9, 15, 0, TimeSpan.Zero).AddMinutes(number),
        ContentType = "text/html; charset=utf-8",
        Content = Words(number, length),
        Origin = $"thread-{number}.html",
    };

    public Task AddAsync(IReadOnlyList<KeyValuePair<CaptureId, byte[]>> wrappedKeys, CancellationToken cancel)
    {
        foreach (var (id, key) in wrappedKeys)
        {
            Keys.TryAdd(id, key);
        }

        return Task.CompletedTask;
    }

    public Task<byte[]?> FindAsync(CaptureId id, CancellationToken cancel) => Task.FromResult(Keys.GetValueOrDefault(id));

    public Task<bool> DestroyAsync(CaptureId id, CancellationToken cancel) => Task.FromResult(Keys.Remove(id));

    public Task<Page<Capture>> ListAsync(SourceId? source, ReadOutcome? outcome, int limit, string? after, CancellationToken cancel) =>
        Task.FromResult(new Page<Capture>([.. _captures.Values], null, _captures.Count));

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(Settings.Folder)!, recursive: true);

    Task<Capture?> ICaptureStore.FindAsync(CaptureId id, CancellationToken cancel) => Task.FromResult(_captures.GetValueOrDefault(id));

    private static byte[] Words(int seed, int length)
    {
        var random = new Random(seed);
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
        {
            bytes[i] = (byte)"etaoin shrdlu\r\n<>"[random.Next(17)];
        }

        return bytes;
    }
}
