using System.Net;
using System.Net.Sockets;

namespace Aftershock.Web;

/// <summary>Which addresses may be served without accounts: those that only this machine can reach.</summary>
public static class LoopbackOnly
{
    /// <summary>Reads an address to listen on; accepts <c>http://</c> with a literal loopback address or <c>localhost</c>.</summary>
    /// <param name="url">Such as <c>http://127.0.0.1:5080</c>.</param>
    /// <param name="endpoint">The address to bind; <c>localhost</c> is 127.0.0.1. Null when refused.</param>
    /// <param name="reason">Why it is refused and what to give instead; empty when accepted.</param>
    public static bool TryAccept(string? url, out IPEndPoint? endpoint, out string reason)
    {
        endpoint = null;
        reason = "";
        const string Instead = "Give an address that only this machine reaches, such as http://127.0.0.1:5080.";
        if (string.IsNullOrWhiteSpace(url))
        {
            reason = $"No address was given. {Instead}";
            return false;
        }

        // The wildcard hosts of ASP.NET are not addresses; Uri refuses them, and they would mean "every interface".
        if (url.Contains("//*", StringComparison.Ordinal) || url.Contains("//+", StringComparison.Ordinal))
        {
            reason = $"{url} means every network interface, and there are no accounts yet. {Instead}";
            return false;
        }

        if (!Uri.TryCreate(url.Trim(), UriKind.Absolute, out var uri) || uri.Host.Length == 0)
        {
            reason = $"\"{url}\" is not an address; expected http://HOST:PORT. {Instead}";
            return false;
        }

        if (uri.Scheme != Uri.UriSchemeHttp)
        {
            reason = $"{url} asks for {uri.Scheme}; on loopback the dashboard speaks plain http. {Instead}";
            return false;
        }

        if (uri.PathAndQuery != "/" || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0)
        {
            reason = $"{url} holds more than a host and a port. {Instead}";
            return false;
        }

        if (!IsLoopbackHost(uri.Host, out var address))
        {
            reason = $"{url} can be reached by other machines, and there are no accounts yet. {Instead}";
            return false;
        }

        endpoint = new IPEndPoint(address, uri.Port);
        return true;
    }

    /// <summary>Whether the text names a host at all; what does not is a slip of the pen and no attempt to open the dashboard to others.</summary>
    public static bool IsAddress(string? url) =>
        url is not null && (url.Contains("//*", StringComparison.Ordinal) || url.Contains("//+", StringComparison.Ordinal)
            || (Uri.TryCreate(url.Trim(), UriKind.Absolute, out var uri) && uri.Host.Length > 0));

    /// <summary>Whether the host part of a request's <c>Host</c> header names this machine.</summary>
    /// <remarks>
    /// A page on the web can let its own name resolve to 127.0.0.1 and so read what loopback serves; the name in the
    /// header is what gives it away.
    /// </remarks>
    public static bool IsLoopbackHost(string? host) => IsLoopbackHost(host, out _);

    private static bool IsLoopbackHost(string? host, out IPAddress address)
    {
        address = IPAddress.Loopback;
        if (string.IsNullOrEmpty(host))
        {
            return false;
        }

        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var literal = host.StartsWith('[') && host.EndsWith(']') ? host[1..^1] : host;
        if (!IPAddress.TryParse(literal, out var parsed) || parsed.IsIPv4MappedToIPv6 || !IPAddress.IsLoopback(parsed))
        {
            return false;
        }

        // IPAddress reads "127.1" and "0x7f000001" too; only the spelled-out form is a name nobody can mistake.
        if (parsed.AddressFamily == AddressFamily.InterNetwork && literal != parsed.ToString())
        {
            return false;
        }

        address = parsed;
        return true;
    }
}
