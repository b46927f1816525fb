using Aftershock.Cli;

namespace Aftershock.Tests.Cli;

/// <summary>How <c>serve</c> ends where it cannot begin.</summary>
public sealed class ServeCommandTests : IDisposable
{
    private readonly TrendsStore _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData("--url", "banana", ExitCode.Usage, "\"banana\" is not an address")]
    [InlineData("--url", "http://0.0.0.0:5080", ExitCode.Refused, "can be reached by other machines")]
    [InlineData("--url", "http://*:5080", ExitCode.Refused, "every network interface")]
    [InlineData("--rule", "nope", ExitCode.Usage, "--rule nope: not known; expected one of")]
    [InlineData("--event", "nope", ExitCode.Usage, "--event nope: no such event; expected one of")]
    public async Task A_mistake_is_told_and_the_exit_code_says_whose_it_is(string option, string value, int code, string told)
    {
        await _store.Add(1, "2022-06-01", "2022-06-01").WriteAsync();
        using var error = new StringWriter();
        var terminal = new Terminal { Out = TextWriter.Null, Error = error, In = TextReader.Null };
        Assert.Equal(code, await CommandLine.RunAsync(["serve", "--store", _store.Path, option, value], terminal));
        Assert.Contains(told, error.ToString(), StringComparison.Ordinal);
    }
}
