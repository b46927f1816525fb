using System.Globalization;
using System.Net;

namespace Aftershock.Collecting.Crawling;

/// <summary>Reads a cookies file in the format that Netscape's browser wrote, as browsers' extensions and curl do.</summary>
/// <remarks>Seven fields with tabs between: domain, subdomains too, path, only over TLS, when it ends (seconds since 1970, 0 for the session), name, value.</remarks>
internal static class NetscapeCookies
{
    /// <exception cref="FileMistakesException">With every line that is no cookie; no message holds a value.</exception>
    public static CookieContainer Read(string path)
    {
        const string onlyForServer = "#HttpOnly_";
        var cookies = new CookieContainer();
        var mistakes = new List<string>();
        var number = 0;
        foreach (var raw in File.ReadLines(path))
        {
            number++;
            var line = raw.StartsWith(onlyForServer, StringComparison.Ordinal) ? raw[onlyForServer.Length..] : raw;
            if (line.Trim().Length == 0 || line.StartsWith('#'))
            {
                continue;
            }

            var fields = line.Split('\t');
            if (fields.Length != 7 || !long.TryParse(fields[4], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ends))
            {
                mistakes.Add($"{Path.GetFileName(path)} line {number}: no cookie; expected seven fields with tabs between, the fifth a time in seconds.");
                continue;
            }

            try
            {
                cookies.Add(new Cookie(fields[5], fields[6], fields[2], fields[0])
                {
                    Secure = fields[3].Equals("TRUE", StringComparison.OrdinalIgnoreCase),
                    HttpOnly = raw.Length != line.Length,
                    Expires = ends > 0 ? DateTimeOffset.FromUnixTimeSeconds(ends).UtcDateTime : default,
                });
            }
            catch (Exception failure) when (failure is CookieException or ArgumentOutOfRangeException)
            {
                mistakes.Add($"{Path.GetFileName(path)} line {number}: the cookie \"{fields[5]}\" is not usable.");
            }
        }

        return mistakes.Count == 0 ? cookies : throw new FileMistakesException(mistakes);
    }
}
