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

    /// <summary>Captures were opened and left the vault in clear.</summary>
    Export,
}

/// <summary>One line of the ledger. Each names the hash of the line before it, so no line can change, go or move unseen.</summary>
public sealed record LedgerEntry
{
    /// <summary>The <see cref="Previous"/> of the first line.</summary>
    public static readonly string NoPrevious = new('0', 64);

    /// <summary>The names of <see cref="LedgerKind"/> in the ledger, in its order.</summary>
    private static readonly string[] s_kinds = ["capture", "erasure", "export"];

    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Counts from 1 without a gap.</summary>
    public required long Sequence { get; init; }

    public required LedgerKind Kind { get; init; }

    /// <summary>Which capture was sealed or erased; the default on the line of an export, which tells of many.</summary>
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

    /// <summary>How many embedded media of the page were replaced by their digests before it was sealed.</summary>
    public int EmbeddedMedia { get; init; }

    /// <summary>Why something was erased or exported; null on other lines.</summary>
    public string? Reason { get; init; }

    /// <summary>Who erased or exported; null on other lines, and where it was not told.</summary>
    public string? By { get; init; }

    /// <summary>What an export asked for, in words; null on other lines.</summary>
    public string? Selection { get; init; }

    /// <summary>How many captures an export opened.</summary>
    public int Captures { get; init; }

    /// <summary>SHA-256 of the names of the captures that an export opened, each followed by a newline, in the order of the ledger.</summary>
    public string CapturesSha256 { get; init; } = "";

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
            json.WriteString("kind"u8, s_kinds[(int)Kind]);
            if (Kind != LedgerKind.Export)
            {
                json.WriteString("capture"u8, Capture.Value);
            }

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
                if (EmbeddedMedia > 0)
                {
                    json.WriteNumber("embedded_media"u8, EmbeddedMedia);
                }
            }
            else
            {
                WriteAct(json);
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

    /// <summary>What a person did, with their reason.</summary>
    private void WriteAct(Utf8JsonWriter json)
    {
        if (Kind == LedgerKind.Export)
        {
            json.WriteString("selection"u8, Selection);
            json.WriteNumber("captures"u8, Captures);
            json.WriteString("captures_sha256"u8, CapturesSha256);
        }

        json.WriteString("reason"u8, Reason);
        if (By is not null)
        {
            json.WriteString("by"u8, By);
        }
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
            if (json.GetProperty("kind").GetString() is not { } kind || Array.IndexOf(s_kinds, kind) is var known && known < 0)
            {
                return false;
            }

            entry = new LedgerEntry
            {
                Sequence = json.GetProperty("seq").GetInt64(),
                Kind = (LedgerKind)known,
                Capture = known == (int)LedgerKind.Export ? default : new CaptureId(json.GetProperty("capture").GetString()!),
                Run = json.GetProperty("run").GetString()!,
                WrittenAt = json.GetProperty("written_at").GetDateTimeOffset(),
                Previous = json.GetProperty("prev").GetString()!,
                Hash = json.GetProperty("hash").GetString()!,
            };
            entry = entry.Kind switch
            {
                LedgerKind.Capture => ReadCapture(entry, json),
                LedgerKind.Erasure => entry with { Reason = json.GetProperty("reason").GetString(), By = json.TryGetProperty("by", out var by) ? by.GetString() : null },
                _ => ReadExport(entry, json),
            };
            return (entry.Kind == LedgerKind.Export || (entry.Capture.Value is { Length: 32 } && entry.Capture.Value.All(char.IsAsciiHexDigitLower))) && entry.Hash is { Length: 64 };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    private static LedgerEntry ReadCapture(LedgerEntry entry, JsonElement json) => entry with
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
        EmbeddedMedia = json.TryGetProperty("embedded_media", out var media) ? media.GetInt32() : 0,
    };

    private static LedgerEntry ReadExport(LedgerEntry entry, JsonElement json) => entry with
    {
        Selection = json.GetProperty("selection").GetString(),
        Captures = json.GetProperty("captures").GetInt32(),
        CapturesSha256 = json.GetProperty("captures_sha256").GetString()!,
        Reason = json.GetProperty("reason").GetString(),
        By = json.GetProperty("by").GetString(),
    };

    internal static string NamesHash(IEnumerable<CaptureId> captures) =>
        Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(string.Concat(captures.Select(c => c.Value + "\n")))));

    /// <summary>What the hash of a line must be; null when the line does not end as it must.</summary>
    internal static string? HashOf(ReadOnlySpan<byte> line)
    {
        var tail = line.LastIndexOf(",\"hash\":\""u8);
        return tail < 0 || tail + 9 + 64 + 2 != line.Length || !line.EndsWith("\"}"u8) ? null : Convert.ToHexStringLower(SHA256.HashData(line[..tail]));
    }
}
