using System.Text.Json;
using Aftershock.Cli;

namespace Aftershock.Tests.Cli;

/// <summary>The program as a shell runs it: arguments in, exit code and two streams out, a folder of its own beside.</summary>
internal sealed class Shell : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("shell-");

    public string Folder => _folder.FullName;

    public string Store => Path.Combine(Folder, "store");

    public string Write(string name, params IEnumerable<string> lines)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, string.Concat(lines.Select(l => l + "\n")));
        return path;
    }

    public static Task<Ended> RunAsync(params string[] args) => RunAsync(args, TextWriter.Null, default);

    /// <param name="watched">Gets what is drawn of progress.</param>
    public static async Task<Ended> RunAsync(string[] args, TextWriter watched, CancellationToken cancel)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var isWatched = watched != TextWriter.Null;
        var terminal = new Terminal { Out = output, Error = isWatched ? watched : error, In = TextReader.Null, ShowsProgress = isWatched, Cancelled = cancel };
        var code = await CommandLine.RunAsync(args, terminal);
        return new Ended(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs on <see cref="Store"/> and expects success.</summary>
    public async Task<Ended> DoneAsync(params string[] args)
    {
        var ended = await RunAsync([.. args, "--store", Store]);
        Assert.True(ended.Code == ExitCode.Done, ended.Error);
        return ended;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

/// <summary>How a command ended.</summary>
internal sealed record Ended(int Code, string Output, string Error)
{
    public JsonElement Json => Parse(Output);

    public IReadOnlyList<JsonElement> Lines => [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];

    private static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}

internal static class JsonElementExtensions
{
    /// <summary>The keys of an object, in their order, parted by blanks.</summary>
    public static string Keys(this JsonElement element) => string.Join(' ', element.EnumerateObject().Select(p => p.Name));

    public static string? Text(this JsonElement element, string key) => element.GetProperty(key).GetString();

    public static long Whole(this JsonElement element, string key) => element.GetProperty(key).GetInt64();
}
