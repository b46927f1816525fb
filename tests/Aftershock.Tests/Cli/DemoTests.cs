using Aftershock.Cli;

namespace Aftershock.Tests.Cli;

/// <summary>The demo on a store: what it makes, what it leaves alone, and how it goes on.</summary>
public sealed class DemoTests(DemoStore made) : IClassFixture<DemoStore>, IDisposable
{
    private const string Marker = "aftershock-demo.txt";

    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task A_second_start_imports_nothing_and_tells_the_same_figures()
    {
        made.CopyTo(_shell.Store);
        var before = Lengths();
        var again = await _shell.DoneAsync("demo", "--no-serve");
        Assert.Contains("4,000 posts read from", made.First.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("posts read from", again.Output, StringComparison.Ordinal);
        Assert.Equal(Figures(made.First), Figures(again));
        Assert.Equal(before, Lengths());
    }

    [Fact]
    public async Task The_figures_come_as_one_document_too()
    {
        made.CopyTo(_shell.Store);
        var figures = (await _shell.DoneAsync("demo", "--json")).Json;
        Assert.Equal("reconstruction leaks-shared databases-marketed", figures.Keys());
        var (shared, marketed) = (figures.GetProperty("leaks-shared"), figures.GetProperty("databases-marketed"));
        Assert.Equal((56, 25, 52), (shared.GetProperty("baseline").Whole("count"), shared.GetProperty("window").Whole("count"), shared.Whole("pace_shown")));
        Assert.Equal((3, 17), (marketed.GetProperty("baseline").Whole("count"), marketed.GetProperty("window").Whole("count")));
        Assert.Equal(("2022-03-01", "2022-06-30"), (shared.GetProperty("baseline").Text("from"), shared.GetProperty("baseline").Text("to")));
    }

    [Fact]
    public async Task A_demo_by_another_version_is_made_anew_and_foreign_files_beside_it_survive()
    {
        made.CopyTo(_shell.Store);
        _shell.Write("store/notes.txt", "mine");
        _shell.Write("store/cases/report.md", "mine too");
        _shell.Write("store/evidence/receipt.pdf", "and mine");
        _shell.Write("store/" + Marker, [.. File.ReadLines(Path.Combine(_shell.Store, Marker)).Select((line, i) => i == 1 ? "another version" : line)]);
        var ended = await _shell.DoneAsync("demo", "--no-serve");
        Assert.Contains("4,000 posts read from", ended.Output, StringComparison.Ordinal);
        Assert.Equal(Figures(made.First), Figures(ended));
        Assert.Equal("and mine\n", File.ReadAllText(Path.Combine(_shell.Store, "evidence", "receipt.pdf")));
        Assert.Equal(("mine\n", "mine too\n"), (File.ReadAllText(Path.Combine(_shell.Store, "notes.txt")), File.ReadAllText(Path.Combine(_shell.Store, "cases", "report.md"))));
        await _shell.DoneAsync("evidence", "verify");
    }

    [Fact]
    public async Task A_start_that_was_cut_off_goes_on_and_counts_nothing_twice()
    {
        using var cancel = new CancellationTokenSource();
        using var watched = new CancelAt("reading it back", cancel);
        var cut = await Shell.RunAsync(["demo", "--no-serve", "--store", _shell.Store], watched, cancel.Token);
        Assert.Equal(ExitCode.Interrupted, cut.Code);
        Assert.NotEqual("done", File.ReadLines(Path.Combine(_shell.Store, Marker)).Last());
        var ended = await _shell.DoneAsync("demo", "--no-serve");
        Assert.Equal(Figures(made.First), Figures(ended));
        Assert.Equal(4000, (await _shell.DoneAsync("posts", "--jsonl")).Output.Count(c => c == '\n'));
        Assert.False(Directory.Exists(Path.Combine(_shell.Store, ".aftershock-demo-pages")));
        await _shell.DoneAsync("evidence", "verify");
    }

    [Theory]
    [InlineData("")]
    [InlineData("This store holds the de")]
    public async Task A_marker_that_was_cut_off_belongs_to_a_start_that_goes_on(string marker)
    {
        Directory.CreateDirectory(_shell.Store);
        File.WriteAllText(Path.Combine(_shell.Store, Marker), marker);
        Assert.Equal(Figures(made.First), Figures(await _shell.DoneAsync("demo", "--no-serve")));
    }

    [Fact]
    public async Task A_foreign_file_of_the_markers_name_is_refused_and_left_as_it_is()
    {
        var file = _shell.Write("store/" + Marker, "My notes on the demo.");
        var ended = await Shell.RunAsync("demo", "--no-serve", "--store", _shell.Store);
        Assert.Equal(ExitCode.Refused, ended.Code);
        Assert.Contains(Marker, ended.Error, StringComparison.Ordinal);
        Assert.Equal("My notes on the demo.\n", File.ReadAllText(file));
    }

    [Theory]
    [InlineData("harbour")]
    [InlineData("reconstruction")]
    public async Task A_store_that_holds_other_data_is_refused_and_left_as_it_is(string source)
    {
        await _shell.DoneAsync("import", "posts", _shell.Write("a.jsonl", """{"id":"a","title":"x"}"""), "--source", source);
        var ended = await Shell.RunAsync("demo", "--no-serve", "--store", _shell.Store);
        Assert.Equal(ExitCode.Refused, ended.Code);
        Assert.Contains($"holds other data ({source})", ended.Error, StringComparison.Ordinal);
        Assert.Contains("aftershock demo --store ./demo", ended.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_shell.Store, Marker)));
        Assert.Equal(["a"], (await _shell.DoneAsync("posts", "--jsonl")).Lines.Select(l => l.Text("post_id")));
    }

    [Fact]
    public async Task An_import_into_the_demos_store_is_refused_and_adds_nothing()
    {
        made.CopyTo(_shell.Store);
        var before = Lengths();
        var posts = _shell.Write("a.jsonl", """{"id":"a","title":"x"}""");
        foreach (var command in new[] { "posts", "ransomware-posts" })
        {
            var ended = await Shell.RunAsync("import", command, posts, "--store", _shell.Store);
            Assert.Equal(ExitCode.Refused, ended.Code);
            Assert.Contains("Give a store of your own: --store ./mine", ended.Error, StringComparison.Ordinal);
        }

        Assert.Equal(before, Lengths());
    }

    [Fact]
    public async Task Pages_that_are_kept_are_all_there_and_a_folder_with_pages_is_not_written_over()
    {
        var pages = Path.Combine(_shell.Folder, "pages");
        _shell.Write("pages/mine.html", "mine");
        var ended = await Shell.RunAsync("demo", "--no-serve", "--store", _shell.Store, "--pages", pages);
        Assert.Equal(ExitCode.Failed, ended.Code);
        Assert.Contains("give an empty folder", ended.Error, StringComparison.Ordinal);
        Assert.Equal(["mine.html"], Directory.EnumerateFiles(pages).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://192.0.2.7:5080")]
    public async Task A_dashboard_that_others_could_reach_is_refused_before_anything_is_made(string url)
    {
        Assert.Equal(ExitCode.Refused, (await Shell.RunAsync("demo", "--store", _shell.Store, "--url", url)).Code);
        Assert.False(Directory.Exists(_shell.Store));
    }

    /// <summary>What stands below the line on how long it took.</summary>
    private static string Figures(Ended ended) => ended.Output[ended.Output.IndexOf("The summer of 2022", StringComparison.Ordinal)..];

    private List<(string, long)> Lengths() =>
        [.. Directory.EnumerateFiles(Path.Combine(_shell.Store, "evidence"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => (f, new FileInfo(f).Length))];

    /// <summary>Standard error of a terminal at which somebody presses Ctrl-C as soon as some words are drawn.</summary>
    private sealed class CancelAt(string words, CancellationTokenSource cancel) : StringWriter
    {
        public override void Write(string? value)
        {
            if (value?.Contains(words, StringComparison.Ordinal) == true)
            {
                cancel.Cancel();
            }
        }
    }
}

/// <summary>A store with the demo, made once for a class of tests.</summary>
public sealed class DemoStore : IAsyncLifetime, IDisposable
{
    private readonly Shell _shell = new();

    internal Ended First { get; private set; } = null!;

    public async Task InitializeAsync() => First = await _shell.DoneAsync("demo", "--no-serve");

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _shell.Dispose();

    internal void CopyTo(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(_shell.Store, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(folder, Path.GetRelativePath(_shell.Store, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }
}
