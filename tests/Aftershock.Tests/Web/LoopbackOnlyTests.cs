using Aftershock.Web;

namespace Aftershock.Tests.Web;

public class LoopbackOnlyTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5080", "127.0.0.1:5080")]
    [InlineData("http://127.0.0.1:5080/", "127.0.0.1:5080")]
    [InlineData("http://127.8.9.1:80", "127.8.9.1:80")]
    [InlineData("http://localhost:5080", "127.0.0.1:5080")]
    [InlineData("http://LOCALHOST:5080", "127.0.0.1:5080")]
    [InlineData("http://[::1]:5080", "[::1]:5080")]
    [InlineData("http://127.0.0.1:0", "127.0.0.1:0")]
    public void An_address_of_this_machine_alone_is_accepted(string url, string endpoint)
    {
        Assert.True(LoopbackOnly.TryAccept(url, out var accepted, out var reason), reason);
        Assert.Equal(endpoint, accepted!.ToString());
        Assert.Empty(reason);
    }

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://[::]:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://+:5080")]
    [InlineData("http://192.168.1.4:5080")]
    [InlineData("http://10.0.0.1:5080")]
    [InlineData("http://example.org:5080")]
    [InlineData("http://localhost.example.org:5080")]
    [InlineData("http://localhost.:5080")]
    [InlineData("http://[::ffff:127.0.0.1]:5080")]
    [InlineData("http://[::ffff:192.168.1.4]:5080")]
    [InlineData("http://[fe80::1]:5080")]
    [InlineData("http://0:5080")]
    [InlineData("http://user@192.168.1.4:5080")]
    [InlineData("http://127.0.0.1@192.168.1.4:5080")]
    [InlineData("http://127.0.0.1:5080/path")]
    [InlineData("https://127.0.0.1:5080")]
    [InlineData("unix:/run/aftershock.sock")]
    [InlineData("127.0.0.1:5080")]
    [InlineData("5080")]
    [InlineData("")]
    [InlineData(null)]
    public void Any_other_address_is_refused_with_a_reason_that_says_what_to_give(string? url)
    {
        Assert.False(LoopbackOnly.TryAccept(url, out var accepted, out var reason));
        Assert.Null(accepted);
        Assert.Contains("http://127.0.0.1:5080", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("[::1]", true)]
    [InlineData("::1", true)]
    [InlineData("evil.example", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    [InlineData("127.1", false)]
    [InlineData("[::ffff:127.0.0.1]", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_host_header_is_believed_only_when_it_names_this_machine(string? host, bool isLoopback) =>
        Assert.Equal(isLoopback, LoopbackOnly.IsLoopbackHost(host));
}
