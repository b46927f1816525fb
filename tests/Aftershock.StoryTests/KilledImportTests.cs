using System.Diagnostics;
using System.Globalization;
using System.Text;
using Aftershock.Collecting.Evidence;
using Aftershock.Running;
using Aftershock.Storage;
using Aftershock.Storage.Sqlite;
using Xunit.Abstractions;

namespace Aftershock.StoryTests;

/// <summary>The real program, killed at random moments of an import and started again, ends where an undisturbed run ends.</summary>
public sealed class KilledImportTests : IDisposable
{
    private const int Kills = 10;
    private const int Rows = 12_000;

    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "Aftershock.Cli.dll");

    private readonly ITestOutputHelper _output;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aftershock-");
    private readonly string _posts;

    public KilledImportTests(ITestOutputHelper output)
    {
        _output = output;
        _posts = Path.Combine(_folder.FullName, "posts.jsonl");
        WritePosts();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task An_import_killed_at_ten_random_moments_and_started_again_ends_as_if_undisturbed()
    {
        var random = new Random(20220630);
        var (whole, wall) = (Store("undisturbed"), Stopwatch.StartNew());
        await RunToTheEndAsync(whole);
        wall.Stop();
        var expected = await StoreDigest.PartsAsync(await OpenAsync(whole), default);
        var midway = 0;
        for (var kill = 1; kill <= Kills; kill++)
        {
            var store = Store($"killed-{kill}");
            var moment = wall.Elapsed * random.NextDouble();
            var (wasRunning, lines) = await KillAsync(store, moment, afterLines: kill % 3 == 0 ? 0 : random.Next(1, 8));
            _output.WriteLine($"kill {kill}: {moment.TotalMilliseconds:N0} ms after line {lines} of the ledger, {(wasRunning ? "running" : "already ended")}");
            midway += wasRunning ? 1 : 0;

            await RunToTheEndAsync(store);
            await using (var opened = await OpenAsync(store))
            {
                Assert.Equal(expected, await StoreDigest.PartsAsync(opened, default));
                using var reader = new EvidenceReader(new VaultSettings { Folder = Path.Combine(store, "evidence") }, opened.Keys);
                var report = await EvidenceCheck.RunAsync(reader, opened.Captures, null, default);
                Assert.Null(report.Break);
            }

            Directory.Delete(store, recursive: true);
        }

        // A test that always came too late would prove nothing.
        Assert.True(midway >= Kills / 2, $"only {midway} of {Kills} kills met a running import");
    }

    private static Task<Keeping.IStore> OpenAsync(string store) => SqliteStores.OpenAsync(store, TimeProvider.System, default);

    private string Store(string name) => Path.Combine(_folder.FullName, name);

    private Process Start(string store)
    {
        var start = new ProcessStartInfo("dotnet", [s_program, "import", "posts", "--json", "--store", store, _posts])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    private async Task RunToTheEndAsync(string store)
    {
        using var process = Start(store);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"exit code {process.ExitCode}: {await error}");
        Assert.Contains($"\"rows\": {Rows}", await output, StringComparison.Ordinal);
    }

    /// <summary>Kills at a moment of the whole run; or waits until the ledger has some lines, then a little longer, so as to meet the writing.</summary>
    private async Task<(bool WasRunning, int Lines)> KillAsync(string store, TimeSpan moment, int afterLines)
    {
        using var process = Start(store);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var ledger = Path.Combine(store, "evidence", "ledger.jsonl");
        while (!process.HasExited && Lines(ledger) < afterLines)
        {
            await Task.Delay(1);
        }

        await Task.Delay(afterLines == 0 ? moment : moment / 10);
        process.Kill();
        await process.WaitForExitAsync();
        await Task.WhenAll(output, error);
        return (process.ExitCode != 0, Lines(ledger));
    }

    private static int Lines(string path)
    {
        if (!File.Exists(path))
        {
            return 0;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Count(c => c == '\n');
    }

    /// <summary>Posts of every sort: plain ones, repeats, edits under the same id, rows that are none.</summary>
    private void WritePosts()
    {
        var random = new Random(7);
        string[] things = ["customers", "patients", "drivers", "students", "residents"];
        string[] places = ["an online shop", "a clinic", "a district", "a carrier", "a school"];
        var text = new StringBuilder();
        for (var row = 1; row <= Rows; row++)
        {
            var id = random.Next(20) == 0 ? random.Next(1, row + 1) : row;
            FormattableString post = $$"""{"id":"{{id}}","title":"SELLING {{random.Next(1, 900)}}k {{things[random.Next(5)]}} of {{places[random.Next(5)]}} {{id}}","body":"{{random.Next(1, 99)}}0,000 rows, csv, price {{random.Next(1, 40)}}00 usd","posted_at":"2022-{{random.Next(1, 13):D2}}-{{random.Next(1, 29):D2}}T10:00:00Z","author":"handle_{{random.Next(300)}}","author_posts":{{random.Next(90)}}}""";
            text.Append(random.Next(50) == 0 ? "{\"id\":\"broken" : post.ToString(CultureInfo.InvariantCulture)).Append('\n');
        }

        File.WriteAllText(_posts, text.ToString());
    }
}
