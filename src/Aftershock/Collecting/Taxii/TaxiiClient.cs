using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Aftershock.Collecting.Taxii;

/// <summary>How a collection is asked for.</summary>
public sealed record TaxiiSettings
{
    /// <summary>Only objects that the server got after this; null for all.</summary>
    public DateTimeOffset? AddedAfter { get; init; }

    /// <summary>A longer answer is not read, and ends the import; 64 MB.</summary>
    public int LongestAnswer { get; init; } = 64 << 20;

    /// <summary>How often in a row the server may ask to wait; 5.</summary>
    public int Patience { get; init; } = 5;

    /// <summary>No wait is longer, whatever the server asks; 10 minutes.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(10);
}

/// <summary>The objects of one collection of a TAXII 2.1 server, page after page.</summary>
/// <param name="http">Follows no redirection, and carries what the server asks for to let it in.</param>
/// <param name="root">Address of the API root.</param>
/// <param name="collection">The collection's id.</param>
public sealed class TaxiiClient(HttpClient http, Uri root, string collection, TimeProvider clock, TaxiiSettings? settings = null)
{
    private const string MediaType = "application/taxii+json;version=2.1";

    private static readonly TimeSpan s_wait = TimeSpan.FromSeconds(30);

    private readonly TaxiiSettings _settings = settings ?? new TaxiiSettings();

    /// <summary>Whether an address may be asked: https, or http on this machine; a password would cross the net readable otherwise.</summary>
    public static bool MayAsk(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.UserInfo.Length == 0 && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
    }

    public async IAsyncEnumerable<Intake> ReadAsync(SourceId source, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var added = _settings.AddedAfter?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        string? next = null;
        var asked = new HashSet<string>(StringComparer.Ordinal);
        for (var isFirst = true; ; isFirst = false)
        {
            var address = Address(added, next);
            var answer = asked.Add(address.AbsoluteUri) ? await AskAsync(address, cancel).ConfigureAwait(false) : new Answer(null, "was asked for before: the server's pages lead in a circle");
            if (answer.Content is not { } content)
            {
                yield return Intake.UnreadableFile(address.AbsoluteUri, answer.Reason!, isFirst);
                yield break;
            }

            yield return Intake.Of(
                new RawPage { Source = source, Url = address.AbsoluteUri, CapturedAt = clock.GetUtcNow(), ContentType = answer.ContentType ?? MediaType, Content = content, Origin = address.AbsoluteUri },
                isFirst, content.Length);
            var (more, following) = Following(content);
            if (!more || (following is null && answer.LastAdded is null))
            {
                yield break;
            }

            (next, added) = following is not null ? (following, added) : (null, answer.LastAdded);
        }
    }

    private Uri Address(string? added, string? next)
    {
        var query = string.Join('&', new[] { added is null ? null : $"added_after={Uri.EscapeDataString(added)}", next is null ? null : $"next={Uri.EscapeDataString(next)}" }.OfType<string>());
        return new Uri($"{root.GetLeftPart(UriPartial.Path).TrimEnd('/')}/collections/{Uri.EscapeDataString(collection)}/objects/{(query.Length > 0 ? "?" + query : "")}");
    }

    private async Task<Answer> AskAsync(Uri address, CancellationToken cancel)
    {
        for (var asked = 0; ; asked++)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                request.Headers.TryAddWithoutValidation("Accept", MediaType);
                using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
                if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable && asked < _settings.Patience)
                {
                    await Task.Delay(Wait(response.Headers.RetryAfter), clock, cancel).ConfigureAwait(false);
                    continue;
                }

                if (!response.IsSuccessStatusCode)
                {
                    return new Answer(null, $"the server answered with status {(int)response.StatusCode}{Why(response.StatusCode)}");
                }

                var content = await ContentAsync(response, cancel).ConfigureAwait(false);
                return content is null
                    ? new Answer(null, $"the answer is longer than {_settings.LongestAnswer >> 20} MB; it was not read")
                    : new Answer(content, null, response.Content.Headers.ContentType?.ToString(), response.Headers.TryGetValues("X-TAXII-Date-Added-Last", out var last) ? last.FirstOrDefault() : null);
            }
            catch (Exception e) when (e is HttpRequestException or IOException || (e is TaskCanceledException && !cancel.IsCancellationRequested))
            {
                return new Answer(null, $"no answer: {e.Message}");
            }
        }
    }

    private TimeSpan Wait(RetryConditionHeaderValue? told)
    {
        var wait = told?.Delta ?? (told?.Date is { } date ? date - clock.GetUtcNow() : s_wait);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > _settings.LongestWait ? _settings.LongestWait : wait;
    }

    private static string Why(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => "; give --user, and its password in AFTERSHOCK_TAXII_PASSWORD",
        HttpStatusCode.NotFound => "; expected an API root and the id of one of its collections",
        HttpStatusCode.NotAcceptable => "; expected a server of TAXII 2.1",
        >= (HttpStatusCode)300 and < (HttpStatusCode)400 => "; redirections are not followed",
        _ => "",
    };

    private async Task<byte[]?> ContentAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        using var stream = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        using var content = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancel).ConfigureAwait(false)) > 0)
        {
            if (content.Length + read > _settings.LongestAnswer)
            {
                return null;
            }

            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }

    private static (bool More, string? Next) Following(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var json = JsonDocument.Parse(content);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("more", out var more) && more.ValueKind == JsonValueKind.True
                ? (true, json.RootElement.TryGetProperty("next", out var next) && next.ValueKind == JsonValueKind.String ? next.GetString() : null)
                : (false, null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (false, null);
        }
    }

    private sealed record Answer(byte[]? Content, string? Reason, string? ContentType = null, string? LastAdded = null);
}
