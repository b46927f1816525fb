using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Polly;
using Polly.Retry;

namespace Aftershock.Collecting.Crawling;

/// <summary>How pages are asked for.</summary>
public sealed record FetchSettings
{
    /// <summary>A longer page, unpacked, is not read to its end; 16 MB, hundreds of times a usual one.</summary>
    public int LongestPage { get; init; } = 16 << 20;

    /// <summary>Without an answer for so long a request is given up; 60 seconds, since Tor takes its time.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a request that had no answer, or a fault of the server for one, is made again; 3 times.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>The pause before the first of these, doubled for each further; 2 seconds.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A server that asks to wait longer is left for this run; 5 minutes.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Says who asks; the first word is the name that <c>robots.txt</c> is read for.</summary>
    public string UserAgent { get; init; } = "Aftershock/0.1 (leak monitoring)";
}

/// <summary>Fetches pages of one site: politely, within bounds, and nothing else.</summary>
/// <remarks>
/// Only GET, only the site's own host, only pages and feeds: the body of an image, an archive or any other file is never
/// read. Redirects are followed by hand, so that none leaves the site. Contents are unpacked by hand, so that none unpacks
/// beyond its bound.
/// </remarks>
public sealed class Fetcher : IDisposable
{
    private const int MostRedirects = 5;

    private static readonly string[] s_pages =
    [
        "text/html", "application/xhtml+xml", "text/xml", "application/xml", "application/rss+xml", "application/atom+xml", "application/json", "application/feed+json", "text/plain",
    ];

    private readonly CrawlSource _source;
    private readonly FetchSettings _settings;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly HttpClient _client;
    private readonly ResiliencePipeline<Fetched> _retry;
    private Robots? _robots;
    private DateTimeOffset _next;

    /// <param name="random">For the differing of pauses.</param>
    /// <exception cref="FileMistakesException">The cookies file has lines that are no cookies.</exception>
    public Fetcher(CrawlSource source, FetchSettings settings, TimeProvider time, Random random)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(time);
        (_source, _settings, _time, _random) = (source, settings, time, random);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseProxy = source.Proxy is not null,
            Proxy = source.Proxy is { } proxy ? new WebProxy(proxy) : null,
            UseCookies = source.Cookies is not null,
            ConnectTimeout = settings.Patience,
            MaxResponseHeadersLength = 64,
            MaxConnectionsPerServer = 1,
        };
        if (source.Cookies is { } cookies)
        {
            handler.CookieContainer = NetscapeCookies.Read(cookies);
        }

        _client = new HttpClient(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd(settings.UserAgent);
        _client.DefaultRequestHeaders.Accept.ParseAdd("text/html, application/xhtml+xml, application/xml;q=0.9, application/json;q=0.8");
        _client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip");
        _retry = new ResiliencePipelineBuilder<Fetched> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<Fetched>
            {
                MaxRetryAttempts = Math.Max(1, settings.Retries),
                ShouldHandle = args => ValueTask.FromResult(settings.Retries > 0 && IsWorthAnotherTry(args.Outcome.Result)),
                DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(
                    args.Outcome.Result?.RetryAfter ?? (settings.FirstPause * Math.Pow(2, args.AttemptNumber))),
            })
            .Build();
    }

    /// <summary>Fetches one page; whatever comes of it is told in the result.</summary>
    /// <param name="entityTag">As the server gave it last time, so that an unchanged page need not come again.</param>
    public async Task<Fetched> GetAsync(Uri address, string? entityTag, string? lastModified, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!_source.IsOwn(address))
        {
            return Failed(address, address, FetchFailure.OffSite, $"{address.Host} is not the source's host; nothing of another is fetched");
        }

        var requests = 0;
        if (_source.HonoursRobots && _robots is null)
        {
            var file = await RetriedAsync(new Uri(address, "/robots.txt"), null, null, cancel).ConfigureAwait(false);
            requests = file.Requests;
            if (file.Failure is FetchFailure.NoAnswer or FetchFailure.ServerError or FetchFailure.TooManyRequests or FetchFailure.Damaged)
            {
                // Until the site can say what it allows, it allows nothing (RFC 9309, 2.3.1.4).
                return file with { Address = address, Reason = $"robots.txt did not come: {file.Reason}" };
            }

            _robots = file is { Status: 200, Failure: FetchFailure.None }
                ? Robots.Parse(System.Text.Encoding.UTF8.GetString(file.Content.Span[..Math.Min(file.Content.Length, Robots.Longest)]), _settings.UserAgent.Split('/', ' ')[0])
                : Robots.All;
        }

        if (_robots?.Allows(address) == false)
        {
            return Failed(address, address, FetchFailure.Forbidden, "robots.txt asks not to fetch it") with { Requests = requests };
        }

        var fetched = await RetriedAsync(address, entityTag, lastModified, cancel).ConfigureAwait(false);
        return fetched with { Requests = fetched.Requests + requests };
    }

    private async Task<Fetched> RetriedAsync(Uri address, string? entityTag, string? lastModified, CancellationToken cancel)
    {
        var requests = 0;
        var fetched = await _retry.ExecuteAsync(async token =>
        {
            var once = await FollowAsync(address, entityTag, lastModified, token).ConfigureAwait(false);
            requests += once.Requests;
            return once;
        }, cancel).ConfigureAwait(false);
        return fetched with { Requests = requests };
    }

    public void Dispose() => _client.Dispose();

    private bool IsWorthAnotherTry(Fetched? fetched) => fetched switch
    {
        { Failure: FetchFailure.NoAnswer or FetchFailure.ServerError or FetchFailure.TooManyRequests or FetchFailure.Damaged } => fetched.RetryAfter is not { } wait || wait <= _settings.LongestWait,
        _ => false,
    };

    private async Task<Fetched> FollowAsync(Uri address, string? entityTag, string? lastModified, CancellationToken cancel)
    {
        var from = address;
        var seen = new HashSet<Uri> { address };
        for (var requests = 1; ; requests++)
        {
            await PauseAsync(cancel).ConfigureAwait(false);
            var (fetched, location) = await OnceAsync(address, from, entityTag, lastModified, cancel).ConfigureAwait(false);
            fetched = fetched with { Requests = requests };
            if (location is null)
            {
                return fetched;
            }

            if (!_source.IsOwn(location))
            {
                return Failed(address, from, FetchFailure.OffSite, $"it leads to {location.Host}, which is not the source's host; that was not followed", fetched.Status) with { Requests = requests };
            }

            if (!seen.Add(location) || requests > MostRedirects)
            {
                return Failed(address, from, FetchFailure.RedirectLoop, $"it leads on and on ({requests} redirects)", fetched.Status) with { Requests = requests };
            }

            from = location;
        }
    }

    private async Task<(Fetched Fetched, Uri? Location)> OnceAsync(Uri address, Uri from, string? entityTag, string? lastModified, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(_settings.Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, from);
            if (entityTag is not null)
            {
                request.Headers.TryAddWithoutValidation("If-None-Match", entityTag);
            }

            if (lastModified is not null)
            {
                request.Headers.TryAddWithoutValidation("If-Modified-Since", lastModified);
            }

            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
            if ((int)response.StatusCode is 301 or 302 or 303 or 307 or 308 && response.Headers.Location is { } location)
            {
                return (Failed(address, from, FetchFailure.None, "", (int)response.StatusCode), location.IsAbsoluteUri ? location : new Uri(from, location));
            }

            return (await ReadAsync(address, from, response, patience.Token).ConfigureAwait(false), null);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (Failed(address, from, FetchFailure.NoAnswer, $"no answer within {_settings.Patience.TotalSeconds:0} seconds"), null);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or UriFormatException)
        {
            return (Failed(address, from, FetchFailure.NoAnswer, Innermost(failure)), null);
        }
    }

    private async Task<Fetched> ReadAsync(Uri address, Uri from, HttpResponseMessage response, CancellationToken cancel)
    {
        var status = (int)response.StatusCode;
        var retryAfter = RetryAfter(response.Headers.RetryAfter);
        switch (status)
        {
            case 304:
                return Failed(address, from, FetchFailure.NotModified, "as it was", status);
            case 429:
                return Failed(address, from, FetchFailure.TooManyRequests, "the server asks for fewer requests", status) with { RetryAfter = retryAfter };
            case >= 500 when retryAfter is not null && status == 503:
                return Failed(address, from, FetchFailure.TooManyRequests, "the server asks to come back later", status) with { RetryAfter = retryAfter };
        }

        var type = response.Content.Headers.ContentType?.ToString() ?? "";
        var (content, failure, reason) = IsPage(response.Content.Headers.ContentType?.MediaType)
            ? await UnpackAsync(response, cancel).ConfigureAwait(false)
            : (default, FetchFailure.NotAPage, $"its content is {type}, which is never fetched");
        // A fault of the server may come as a page that says more; it is kept as evidence all the same.
        return new Fetched
        {
            Address = address,
            From = from,
            Status = status,
            ContentType = type,
            Content = content,
            Failure = status >= 500 && failure == FetchFailure.None ? FetchFailure.ServerError : failure,
            Reason = status >= 500 && failure == FetchFailure.None ? $"the server answered with status {status}" : reason,
            EntityTag = response.Headers.ETag?.ToString(),
            LastModified = response.Content.Headers.LastModified?.ToString("r"),
        };
    }

    /// <summary>A page without a type may be one; what is none is told by its reader.</summary>
    private static bool IsPage(string? type) => type is null || s_pages.Contains(type, StringComparer.OrdinalIgnoreCase);

    private async Task<(ReadOnlyMemory<byte> Content, FetchFailure Failure, string? Reason)> UnpackAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        if (response.Content.Headers.ContentLength > _settings.LongestPage)
        {
            return (default, FetchFailure.TooLong, $"it is {response.Content.Headers.ContentLength} bytes long; up to {_settings.LongestPage} are read");
        }

        try
        {
            var wire = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
            await using var _ = wire.ConfigureAwait(false);
            if (await CopyAsync(wire, cancel).ConfigureAwait(false) is not { } packed)
            {
                return TooLong();
            }

            var encoding = response.Content.Headers.ContentEncoding.LastOrDefault()?.ToLowerInvariant();
            if (encoding is null or "" or "identity")
            {
                return (packed, FetchFailure.None, null);
            }

            using Stream? stream = encoding switch
            {
                "gzip" or "x-gzip" => new CheckedGzipStream(new MemoryStream(packed, writable: false)),
                "deflate" => new ZLibStream(new MemoryStream(packed, writable: false), CompressionMode.Decompress),
                "br" => new BrotliStream(new MemoryStream(packed, writable: false), CompressionMode.Decompress),
                _ => null,
            };
            return stream is null ? (default, FetchFailure.Damaged, $"its content encoding {encoding} is not known")
                : await CopyAsync(stream, cancel).ConfigureAwait(false) is { } content ? (content, FetchFailure.None, null)
                : TooLong();
        }
        catch (Exception failure) when (failure is InvalidDataException or HttpRequestException or IOException)
        {
            return (default, FetchFailure.Damaged, $"its content is damaged or ends early: {Innermost(failure)}");
        }
    }

    private (ReadOnlyMemory<byte> Content, FetchFailure Failure, string? Reason) TooLong() =>
        (default, FetchFailure.TooLong, $"it is longer than {_settings.LongestPage} bytes; the rest was not read");

    /// <summary>Null when there is more than a page may be long; no more than that is ever held.</summary>
    private async Task<byte[]?> CopyAsync(Stream stream, CancellationToken cancel)
    {
        using var content = new MemoryStream();
        var buffer = new byte[32 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancel).ConfigureAwait(false)) > 0)
        {
            if (content.Length + read > _settings.LongestPage)
            {
                return null;
            }

            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }

    /// <summary>Waits until the source may be asked again: its pace, a little differing, so that it is not hit in a beat.</summary>
    private async Task PauseAsync(CancellationToken cancel)
    {
        var now = _time.GetUtcNow();
        if (_next > now)
        {
            await Task.Delay(_next - now, _time, cancel).ConfigureAwait(false);
        }

        var pause = 60 / _source.RequestsPerMinute * (1 + (_source.Jitter * ((2 * _random.NextDouble()) - 1)));
        _next = _time.GetUtcNow() + TimeSpan.FromSeconds(pause);
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? (header?.Date is { } date ? date - _time.GetUtcNow() : null);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static Fetched Failed(Uri address, Uri from, FetchFailure failure, string reason, int status = 0) =>
        new() { Address = address, From = from, Failure = failure, Reason = reason, Status = status };

    private static string Innermost(Exception failure)
    {
        while (failure.InnerException is { } inner)
        {
            failure = inner;
        }

        return failure.Message;
    }
}
