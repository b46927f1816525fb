namespace Aftershock.Collecting.Crawling;

/// <summary>What <c>robots.txt</c> allows us (RFC 9309): the group of our name, else that of "*"; the longest rule that matches decides.</summary>
internal sealed class Robots
{
    /// <summary>RFC 9309 asks for at least so much to be read.</summary>
    public const int Longest = 500 * 1024;

    private readonly List<(string Pattern, bool Allows)> _rules;

    private Robots(List<(string, bool)> rules) => _rules = rules;

    /// <summary>A site without the file allows everything.</summary>
    public static Robots All { get; } = new([]);

    /// <param name="text">The file.</param>
    /// <param name="name">The first word of our user agent.</param>
    public static Robots Parse(string text, string name)
    {
        var ours = new List<(string, bool)>();
        var anybody = new List<(string, bool)>();
        var (isOurs, isAnybody, isNaming, foundOurs) = (false, false, false, false);
        foreach (var line in text.Split('\n').Take(20_000))
        {
            var bare = line.Split('#')[0].Trim();
            var colon = bare.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
            {
                continue;
            }

            var (key, value) = (bare[..colon].Trim().ToLowerInvariant(), bare[(colon + 1)..].Trim());
            switch (key)
            {
                case "user-agent":
                    (isOurs, isAnybody) = isNaming ? (isOurs, isAnybody) : (false, false);
                    isNaming = true;
                    isOurs |= name.StartsWith(value, StringComparison.OrdinalIgnoreCase) && value.Length > 0 && value != "*";
                    isAnybody |= value == "*";
                    foundOurs |= isOurs;
                    break;
                case "allow" or "disallow":
                    isNaming = false;
                    // "Disallow:" without a path forbids nothing.
                    if (value.Length > 0)
                    {
                        (isOurs ? ours : isAnybody ? anybody : null)?.Add((value, key == "allow"));
                    }

                    break;
            }
        }

        return new Robots(foundOurs ? ours : anybody);
    }

    public bool Allows(Uri address)
    {
        var path = address.PathAndQuery;
        var (longest, allows) = (-1, true);
        foreach (var (pattern, rule) in _rules)
        {
            if (pattern.Length >= longest && Matches(pattern, path))
            {
                // Of an allowance and a ban of the same length the allowance stands.
                allows = pattern.Length == longest ? allows || rule : rule;
                longest = pattern.Length;
            }
        }

        return allows;
    }

    /// <summary>A star stands for anything, a dollar at the end for the end; in time linear in path times pattern.</summary>
    private static bool Matches(string pattern, string path)
    {
        var atEnd = pattern.EndsWith('$');
        pattern = atEnd ? pattern[..^1] : pattern + '*';
        int p = 0, s = 0, star = -1, mark = 0;
        while (s < path.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, mark) = (p++, s);
            }
            else if (p < pattern.Length && pattern[p] == path[s])
            {
                p++;
                s++;
            }
            else if (star >= 0)
            {
                (p, s) = (star + 1, ++mark);
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).Trim('*').IsEmpty;
    }
}
