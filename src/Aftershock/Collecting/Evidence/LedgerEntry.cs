using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Aftershock.Collecting.Evidence;

/// <summary>What a line of the ledger records.</summary>
public enum LedgerKind
{
    /// <summary>A capture was sealed.</summary>
    Capture,

    /// <summary>The key of a capture was destroyed: its tombstone.</summary>
    Erasure,
}

/// <summary>One line of the ledger. Each names the hash of the line before it, so no line can change, go or move unseen.</summary>
public sealed record LedgerEntry
{
    /// <summary>The <see cref="Previous"/> of the first line.</summary>
    public static readonly string NoPrevious = new('0', 64);

    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Counts from 1 without a gap.</summary>
    public required long Sequence { get; init; }

    public required LedgerKind Kind { get; init; }

    public required CaptureId Capture { get; init; }

    public required string Run { get; init; }

    /// <summary>When the line was written.</summary>
    public required DateTimeOffset WrittenAt { get; init; }

    public required string Previous { get; init; }

    public SourceId Source { get; init; }

    public string Url { get; init; } = "";

    public DateTimeOffset CapturedAt { get; init; }

    /// <summary>SHA-256 of the content as received.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Length of the content as received.</summary>
    public long Bytes { get; init; }

    public int Status { get; init; }

    public string ContentType { get; init; } = "";

    public WarcPlace Place { get; init; }

    /// <summary>SHA-256 of the sealed record as it lies in its file; can be checked without any key.</summary>
    public string SealedSha256 { get; init; } = "";

    /// <summary>Why a capture was erased; null on other lines.</summary>
    public string? Reason { get; init; }

    /// <summary>SHA-256 over the line up to, and without, <c>,"hash":</c>.</summary>
    public string Hash { get; init; } = "";

    /// <summary>Writes the line with its newline and returns its hash.</summary>
    internal string Write(IBufferWriter<byte> target)
    {
        var body = new ArrayBufferWriter<byte>(640);
        using (var json = new Utf8JsonWriter(body, s_options))
        {
            json.WriteStartObject();
            json.WriteNumber("seq"u8, Sequence);
            json.WriteString("kind"u8, Kind == LedgerKind.Capture ? "capture"u8 : "erasure"u8);
            json.WriteString("capture"u8, Capture.Value);
            if (Kind == LedgerKind.Capture)
            {
                json.WriteString("source"u8, Source.Value);
                json.WriteString("url"u8, Url);
                json.WriteString("captured_at"u8, CapturedAt.ToUniversalTime());
                json.WriteNumber("status"u8, Status);
                json.WriteString("content_type"u8, ContentType);
                json.WriteString("sha256"u8, Sha256);
                json.WriteNumber("bytes"u8, Bytes);
                json.WriteString("file"u8, Place.File);
                json.WriteNumber("offset"u8, Place.Offset);
                json.WriteNumber("length"u8, Place.Length);
                json.WriteString("sealed_sha256"u8, SealedSha256);
            }
            else
            {
                json.WriteString("reason"u8, Reason);
            }

            json.WriteString("run"u8, Run);
            json.WriteString("written_at"u8, WrittenAt.ToUniversalTime());
            json.WriteString("prev"u8, Previous);
            json.WriteEndObject();
        }

        var hashed = body.WrittenSpan[..^1];
        var hash = Convert.ToHexStringLower(SHA256.HashData(hashed));
        target.Write(hashed);
        target.Write(",\"hash\":\""u8);
        target.Write(System.Text.Encoding.ASCII.GetBytes(hash));
        target.Write("\"}\n"u8);
        return hash;
    }

    /// <summary>Reads a line without its newline. What the hash says of it is for the caller to judge, see <see cref="HashOf"/>.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> line, out LedgerEntry entry)
    {
        entry = null!;
        try
        {
            var reader = new Utf8JsonReader(line);
            using var document = JsonDocument.ParseValue(ref reader);
            if (reader.BytesConsumed != line.Length)
            {
                return false;
            }

            var json = document.RootElement;
            var kind = json.GetProperty("kind").GetString();
            if (kind is not ("capture" or "erasure"))
            {
                return false;
            }

            entry = new LedgerEntry
            {
                Sequence = json.GetProperty("seq").GetInt64(),
                Kind = kind == "capture" ? LedgerKind.Capture : LedgerKind.Erasure,
                Capture = new CaptureId(json.GetProperty("capture").GetString()!),
                Run = json.GetProperty("run").GetString()!,
                WrittenAt = json.GetProperty("written_at").GetDateTimeOffset(),
                Previous = json.GetProperty("prev").GetString()!,
                Hash = json.GetProperty("hash").GetString()!,
            };
            entry = entry.Kind == LedgerKind.Erasure ? entry with { Reason = json.GetProperty("reason").GetString() } : entry with
            {
                Source = new SourceId(json.GetProperty("source").GetString()!),
                Url = json.GetProperty("url").GetString()!,
                CapturedAt = json.GetProperty("captured_at").GetDateTimeOffset(),
                Status = json.GetProperty("status").GetInt32(),
                ContentType = json.GetProperty("content_type").GetString()!,
                Sha256 = json.GetProperty("sha256").GetString()!,
                Bytes = json.GetProperty("bytes").GetInt64(),
                Place = new WarcPlace(json.GetProperty("file").GetString()!, json.GetProperty("offset").GetInt64(), json.GetProperty("length").GetInt64()),
                SealedSha256 = json.GetProperty("sealed_sha256").GetString()!,
            };
            return entry.Capture.Value is { Length: 32 } && entry.Capture.Value.All(char.IsAsciiHexDigitLower) && entry.Hash is { Length: 64 };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    /// <summary>What the hash of a line must be; null when the line does not end as it must.</summary>
    internal static string? HashOf(ReadOnlySpan<byte> line)
    {
        var tail = line.LastIndexOf(",\"hash\":\""u8);
        return tail < 0 || tail + 9 + 64 + 2 != line.Length || !line.EndsWith("\"}"u8) ? null : Convert.ToHexStringLower(SHA256.HashData(line[..tail]));
    }
}
