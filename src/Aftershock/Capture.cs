using System.Security.Cryptography;
using System.Text;

namespace Aftershock;

/// <summary>The name of one capture: 32 hexadecimal digits, made from source, address, time and content.</summary>
public readonly record struct CaptureId(string Value)
{
    public override string ToString() => Value;

    /// <summary>The same page captured at the same time from the same place has the same name, however often it is imported.</summary>
    public static CaptureId Of(SourceId source, string url, DateTimeOffset capturedAt, string sha256)
    {
        var key = $"{source.Value}\n{url}\n{capturedAt.ToUnixTimeMilliseconds()}\n{sha256}";
        return new CaptureId(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16)));
    }
}

/// <summary>What one look at one address brought, as it was: the evidence behind everything read from it.</summary>
public sealed record Capture
{
    public required CaptureId Id { get; init; }

    public required SourceId Source { get; init; }

    public required string Url { get; init; }

    /// <summary>When we saw it; never mixed with when the source says it was published.</summary>
    public required DateTimeOffset CapturedAt { get; init; }

    /// <summary>The HTTP status; 200 for a file that came without one.</summary>
    public required int Status { get; init; }

    public required string ContentType { get; init; }

    /// <summary>SHA-256 of the content as received (after transfer decoding), lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Length of the content in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>Where the sealed record lies: file name in the evidence folder, byte offset, byte length.</summary>
    public required WarcPlace Place { get; init; }

    /// <summary>What became of it when it was read.</summary>
    public required ReadOutcome Outcome { get; init; }

    /// <summary>Why it was not read, in a sentence; null when it was.</summary>
    public string? Failure { get; init; }

    /// <summary>The import or collection that brought it.</summary>
    public required string Run { get; init; }
}

/// <param name="File">File name within the evidence folder.</param>
/// <param name="Offset">First byte of the sealed record.</param>
/// <param name="Length">Length of the sealed record in bytes.</param>
public readonly record struct WarcPlace(string File, long Offset, long Length);

/// <summary>What became of a capture when it was read.</summary>
public enum ReadOutcome
{
    /// <summary>Its threads, posts or handles are in the store.</summary>
    Read,

    /// <summary>A page that carries none by its nature, such as an index or a feed.</summary>
    NothingToRead,

    /// <summary>The source answered with its own error page ("The specified thread does not exist.").</summary>
    SourceError,

    /// <summary>It could not be read; <see cref="Capture.Failure"/> says why.</summary>
    Failed,
}
