using System.Security.Cryptography;

namespace Aftershock.Collecting.Warcs;

/// <summary>A digest as archives write it: <c>sha1:</c> or another name, then base 32, base 16 or base 64.</summary>
internal static class WarcDigest
{
    /// <returns>Whether any of the contents has the digest; null when it cannot be told: none is given, or one that is not known here.</returns>
    public static bool? Matches(string digest, params ReadOnlySpan<ReadOnlyMemory<byte>> contents)
    {
        var colon = digest.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || AlgorithmOf(digest[..colon]) is not { } algorithm)
        {
            return null;
        }

        var told = digest[(colon + 1)..].Trim();
        foreach (var content in contents)
        {
            var hash = CryptographicOperations.HashData(algorithm, content.Span);
            if (told.TrimEnd('=').Equals(Evidence.WarcRecord.ToBase32(hash).TrimEnd('='), StringComparison.OrdinalIgnoreCase)
                || told.Equals(Convert.ToHexString(hash), StringComparison.OrdinalIgnoreCase)
                || told.Replace('-', '+').Replace('_', '/').TrimEnd('=') == Convert.ToBase64String(hash).TrimEnd('='))
            {
                return true;
            }
        }

        return false;
    }

    private static HashAlgorithmName? AlgorithmOf(string name) => name.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant() switch
    {
        "md5" => HashAlgorithmName.MD5,
        "sha1" => HashAlgorithmName.SHA1,
        "sha256" => HashAlgorithmName.SHA256,
        "sha384" => HashAlgorithmName.SHA384,
        "sha512" => HashAlgorithmName.SHA512,
        _ => null,
    };
}
