using System.Globalization;
using System.Net;
using System.Text;

namespace Aftershock.Collecting.Evidence;

/// <summary>An address in the order in which indexes of web archives sort it: <c>com,example)/path?query</c> (SURT).</summary>
internal static class Surt
{
    /// <summary>
    /// Lower case, without scheme, user, <c>www.</c>, the usual port and the fragment; the query's parts in order. What is
    /// no web address stays as it is. Never a blank, never a byte beyond ASCII.
    /// </summary>
    public static string Of(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
        {
            return Ascii(address);
        }

        var key = new StringBuilder(address.Length).Append(HostOf(uri));
        if (!uri.IsDefaultPort)
        {
            key.Append(CultureInfo.InvariantCulture, $":{uri.Port}");
        }

        key.Append(')').Append(uri.AbsolutePath.Length > 1 ? uri.AbsolutePath.TrimEnd('/') is { Length: > 0 } path ? path : "/" : "/");
        if (uri.Query.Length > 1)
        {
            key.Append('?').AppendJoin('&', uri.Query[1..].ToLowerInvariant().Split('&').Order(StringComparer.Ordinal));
        }

        return Ascii(key.ToString().ToLowerInvariant());
    }

    private static string HostOf(Uri uri)
    {
        var host = uri.IdnHost.ToLowerInvariant();
        if (IPAddress.TryParse(host.Trim('[', ']'), out _))
        {
            return host;
        }

        var labels = host.Split('.', StringSplitOptions.RemoveEmptyEntries);
        if (labels.Length > 1 && labels[0].StartsWith("www", StringComparison.Ordinal) && labels[0].AsSpan(3).IndexOfAnyExceptInRange('0', '9') < 0)
        {
            labels = labels[1..];
        }

        Array.Reverse(labels);
        return string.Join(',', labels);
    }

    private static string Ascii(string text)
    {
        var ascii = new StringBuilder(text.Length);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (b is > (byte)' ' and < 0x7f)
            {
                ascii.Append((char)b);
            }
            else
            {
                ascii.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return ascii.ToString();
    }
}
