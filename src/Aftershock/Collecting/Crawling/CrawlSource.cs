using System.Globalization;
using NodaTime;

namespace Aftershock.Collecting.Crawling;

/// <summary>One source that is collected over the network, as its YAML file describes it.</summary>
public sealed record CrawlSource
{
    private static readonly string[] s_keys =
    [
        "id", "name", "kind", "program", "start", "zone", "cookies", "proxy", "requests_per_minute", "jitter", "active_hours", "pages_per_run", "read_again_days", "robots", "authority",
    ];

    public required SourceId Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The forum's program; null to tell it by the start page.</summary>
    public string? Program { get; init; }

    /// <summary>Where collecting begins; nothing of another host is ever fetched.</summary>
    public required IReadOnlyList<Uri> Start { get; init; }

    public string Zone { get; init; } = "UTC";

    /// <summary>Path of a cookies file in Netscape format; needs an <see cref="Authority"/> that names the account.</summary>
    public string? Cookies { get; init; }

    /// <summary>A SOCKS5 or HTTP proxy; names are resolved by a SOCKS5 proxy and not here.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Six: a reader who looks at a page for ten seconds.</summary>
    public double RequestsPerMinute { get; init; } = 6;

    /// <summary>By how much a pause may differ, as a share of it; 0.3.</summary>
    public double Jitter { get; init; } = 0.3;

    /// <summary>When requests may be made, in the source's zone; null for always.</summary>
    public ActiveHours? ActiveHours { get; init; }

    /// <summary>After so many requests a run ends, and the next goes on there; 500.</summary>
    public int PagesPerRun { get; init; } = 500;

    /// <summary>A thread that was not read for so long is read again, for edits and removals that no list tells of; 3 days. At most a fifth of a run goes into that.</summary>
    public TimeSpan ReadAgainAfter { get; init; } = TimeSpan.FromDays(3);

    /// <summary>Whether <c>robots.txt</c> is honoured; setting it aside needs an <see cref="Authority"/> that says why.</summary>
    public bool HonoursRobots { get; init; } = true;

    public CrawlAuthority? Authority { get; init; }

    /// <summary>Whether an address is of the source: of a host and port that collecting begins at. Nothing else is ever fetched.</summary>
    public bool IsOwn(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.Scheme is "http" or "https" && Start.Any(s =>
            s.Host.Equals(address.Host, StringComparison.OrdinalIgnoreCase)
            && (s.Port == address.Port || (s.IsDefaultPort && address.IsDefaultPort)));
    }

    public Source ToSource(string? program) => new() { Id = Id, Kind = SourceKind.Forum, Name = Name, Program = Program ?? program, Start = Start[0].AbsoluteUri, Zone = Zone };

    /// <summary>Reads a source's file.</summary>
    /// <param name="path">The file; paths in it are taken from its folder.</param>
    /// <param name="today">Authorities that ended before this day are no authority.</param>
    /// <exception cref="FileMistakesException">With every mistake of the file.</exception>
    /// <exception cref="NotPermittedException">It asks for what needs an authority, and none that holds stands behind it.</exception>
    public static CrawlSource Read(string path, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(path);
        var keys = YamlKeys.Read(path, Path.GetFileName(path), s_keys);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var id = keys.Text("id", required: true) ?? "unnamed";
        if (SourceId.FromName(id).Value != id)
        {
            keys.Mistake(keys.Line("id"), $"id: \"{id}\" is not in the form of a source's name; expected \"{SourceId.FromName(id)}\".");
        }

        if (keys.Text("kind") is { } kind && kind != "forum")
        {
            keys.Mistake(keys.Line("kind"), $"kind: \"{kind}\" cannot be collected; expected forum.");
        }

        var source = new CrawlSource
        {
            Id = SourceId.FromName(id),
            Name = keys.Text("name") ?? id,
            Program = keys.Text("program"),
            Start = Starts(keys),
            Zone = ZoneOf(keys),
            Cookies = PathOf(keys, "cookies", folder),
            Proxy = ProxyOf(keys),
            RequestsPerMinute = Number(keys, "requests_per_minute", 6, 0.01, 6000),
            Jitter = Number(keys, "jitter", 0.3, 0, 1),
            ActiveHours = Hours(keys),
            PagesPerRun = (int)Number(keys, "pages_per_run", 500, 1, 1_000_000),
            ReadAgainAfter = TimeSpan.FromDays(Number(keys, "read_again_days", 3, 0, 3650)),
            HonoursRobots = Flag(keys, "robots", otherwise: true),
            Authority = PathOf(keys, "authority", folder) is { } authority ? CrawlAuthority.Read(authority, keys) : null,
        };
        keys.ThrowIfMistaken();
        source.RefuseWithoutAuthority(Path.GetFileName(path), today);
        return source;
    }

    private void RefuseWithoutAuthority(string file, DateOnly today)
    {
        if (Authority is { } authority && authority.Expires < today)
        {
            throw new NotPermittedException(string.Create(CultureInfo.InvariantCulture, $"{file}: its authority ended on {authority.Expires:yyyy-MM-dd}; it must be renewed before it stands behind anything."));
        }

        if (Cookies is not null && Authority?.Account is null)
        {
            throw new NotPermittedException($"{file}: an account is used only under an authority that names it; expected authority: FILE with account and rules_of_engagement.");
        }

        if (!HonoursRobots && Authority?.RobotsReason is null)
        {
            throw new NotPermittedException($"{file}: robots.txt is set aside only under an authority that says why that is lawful; expected authority: FILE with robots_reason.");
        }
    }

    private static List<Uri> Starts(YamlKeys keys)
    {
        var starts = new List<Uri>();
        foreach (var (text, line) in keys.Texts("start") ?? [])
        {
            if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            {
                starts.Add(address);
            }
            else
            {
                keys.Mistake(line, $"start: \"{text}\" is no address; expected http://… or https://….");
            }
        }

        if (starts.Count == 0)
        {
            keys.Mistake(keys.Line("start"), "\"start\" is missing; expected the address of the front page.");
            starts.Add(new Uri("http://unnamed.invalid/"));
        }

        return starts;
    }

    private static string ZoneOf(YamlKeys keys)
    {
        var zone = keys.Text("zone") ?? "UTC";
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null)
        {
            keys.Mistake(keys.Line("zone"), $"zone: \"{zone}\" is not known; expected an IANA name such as Europe/Berlin.");
        }

        return zone;
    }

    private static string? PathOf(YamlKeys keys, string key, string folder)
    {
        if (keys.Text(key) is not { } text)
        {
            return null;
        }

        var path = Path.Combine(folder, text);
        if (!File.Exists(path))
        {
            keys.Mistake(keys.Line(key), $"{key}: no such file: {path}.");
        }

        return path;
    }

    private static Uri? ProxyOf(YamlKeys keys)
    {
        if (keys.Text("proxy") is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var proxy) && proxy.Scheme is "socks5" or "http")
        {
            return proxy;
        }

        keys.Mistake(keys.Line("proxy"), $"proxy: \"{text}\" is not understood; expected socks5://HOST:PORT or http://HOST:PORT.");
        return null;
    }

    private static double Number(YamlKeys keys, string key, double otherwise, double least, double most)
    {
        if (keys.Text(key) is not { } text)
        {
            return otherwise;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        keys.Mistake(keys.Line(key), string.Create(CultureInfo.InvariantCulture, $"{key}: \"{text}\" is not understood; expected a number from {least} to {most}."));
        return otherwise;
    }

    private static bool Flag(YamlKeys keys, string key, bool otherwise)
    {
        if (keys.Text(key) is not { } text)
        {
            return otherwise;
        }

        if (text is not ("true" or "false"))
        {
            keys.Mistake(keys.Line(key), $"{key}: \"{text}\" is not understood; expected true or false.");
        }

        return text != "false";
    }

    private static ActiveHours? Hours(YamlKeys keys)
    {
        if (keys.Text("active_hours") is not { } text)
        {
            return null;
        }

        if (Crawling.ActiveHours.TryParse(text, out var hours))
        {
            return hours;
        }

        keys.Mistake(keys.Line("active_hours"), $"active_hours: \"{text}\" is not understood; expected FROM-TO such as 08:00-18:30.");
        return null;
    }
}

/// <summary>The hours of a day in which requests may be made; over midnight when the end is before the start.</summary>
public readonly record struct ActiveHours(TimeOnly From, TimeOnly To)
{
    public static bool TryParse(string text, out ActiveHours hours)
    {
        ArgumentNullException.ThrowIfNull(text);
        hours = default;
        var parts = text.Split('-', StringSplitOptions.TrimEntries);
        if (parts.Length != 2
            || !TimeOnly.TryParseExact(parts[0], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from)
            || !TimeOnly.TryParseExact(parts[1], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var to)
            || from == to)
        {
            return false;
        }

        hours = new(from, to);
        return true;
    }

    public bool Hold(DateTimeOffset at, string zone)
    {
        var local = Instant.FromDateTimeOffset(at).InZone(DateTimeZoneProviders.Tzdb[zone]).TimeOfDay;
        return new TimeOnly(local.Hour, local.Minute).IsBetween(From, To);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From:HH:mm}-{To:HH:mm}");
}

/// <summary>Who may collect what is not open to everybody, on what ground, and until when.</summary>
public sealed record CrawlAuthority
{
    private static readonly string[] s_keys = ["who", "purpose", "legal_basis", "account", "rules_of_engagement", "robots_reason", "expires"];

    public required string Who { get; init; }

    public required string Purpose { get; init; }

    public required string LegalBasis { get; init; }

    /// <summary>Whose account the cookies belong to, with the rules under which it is used; null when no account is.</summary>
    public string? Account { get; init; }

    /// <summary>Why <c>robots.txt</c> may be set aside; null when it may not.</summary>
    public string? RobotsReason { get; init; }

    public required DateOnly Expires { get; init; }

    internal static CrawlAuthority? Read(string path, YamlKeys source)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var keys = YamlKeys.Read(path, Path.GetFileName(path), s_keys);
            var expires = keys.Text("expires", required: true);
            var day = default(DateOnly);
            if (expires is not null && !DateOnly.TryParseExact(expires, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
            {
                keys.Mistake(keys.Line("expires"), $"expires: \"{expires}\" is no day; expected YYYY-MM-DD.");
            }

            var account = keys.Text("account");
            if (account is not null && keys.Text("rules_of_engagement") is null)
            {
                keys.Mistake(keys.Line("account"), "account: the rules_of_engagement under which it is used are missing.");
            }

            var authority = new CrawlAuthority
            {
                Who = keys.Text("who", required: true) ?? "",
                Purpose = keys.Text("purpose", required: true) ?? "",
                LegalBasis = keys.Text("legal_basis", required: true) ?? "",
                Account = account,
                RobotsReason = keys.Text("robots_reason"),
                Expires = day,
            };
            keys.ThrowIfMistaken();
            return authority;
        }
        catch (FileMistakesException failure)
        {
            foreach (var mistake in failure.Mistakes)
            {
                source.Mistake(source.Line("authority"), $"authority: {mistake}");
            }

            return null;
        }
    }
}
