using System.Text;

namespace Aftershock.Collecting.Warcs;

/// <summary>Makes pages of the records of one archive.</summary>
internal sealed class WarcPages(SourceId source, WarcTally tally, WarcSettings settings)
{
    /// <summary>Dates outside of these years are those of a clock that was never set.</summary>
    private const int OldestYear = 1990;
    private const int NewestYear = 2100;
    private const int LongestAddress = 16 << 10;

    /// <param name="file">Disposed of at the end.</param>
    /// <param name="name">What messages call it.</param>
    public IEnumerable<Intake> Read(Stream file, string name, bool startsFile = true)
    {
        using var input = new WarcInput(file);
        if (NoArchive(input.Mark) is { } reason)
        {
            yield return Intake.UnreadableFile(name, reason, startsFile);
            yield break;
        }

        var records = new WarcRecords(input, settings);
        if (records.Beginning().AsSpan().SequenceEqual("filedesc:"u8))
        {
            yield return Intake.UnreadableFile(name, "is an ARC file, the form before WARC, which is not read; expected WARC. Convert it first, with warcio recompress or another tool", startsFile);
            yield break;
        }

        var (starts, told, more, any, read) = (startsFile, 0, 0L, false, 0L);
        foreach (var record in records.All())
        {
            any |= record.Fields is not null;
            var intake = Of(record, $"{name} record {record.Number}", out var isPage);
            if (intake is null)
            {
                continue;
            }

            if (!isPage && ++told > settings.ToldPerFile)
            {
                more++;
                continue;
            }

            yield return intake.At(starts, input.BytesRead - read);
            (starts, read) = (false, input.BytesRead);
        }

        if (!any)
        {
            yield return Intake.UnreadableFile(name, "holds no record; expected WARC/1.1 or an earlier version", starts, input.BytesRead - read);
        }
        else if (more > 0 || starts || input.BytesRead > read)
        {
            yield return Intake.Told(more > 0 ? [new Rejection(name, $"{more} more places are damaged or were not read; only the first {settings.ToldPerFile} are told")] : [], starts, input.BytesRead - read);
        }
    }

    private static string? NoArchive(byte[] mark) => mark switch
    {
        [] => "is empty",
        [0x28, 0xb5, 0x2f, 0xfd, ..] or [>= 0x50 and <= 0x5f, 0x2a, 0x4d, 0x18, ..] => "is compressed with Zstandard, which is not read; expected plain or gzip. Unpack it first: zstd -d",
        _ => null,
    };

    private Intake? Of(ArchivedRecord record, string place, out bool isPage)
    {
        isPage = false;
        if (record.Fields is null)
        {
            return Intake.Told([new Rejection(place, record.Trouble!)]);
        }

        var notes = new List<Rejection>();
        void Note(string what) => notes.Add(new Rejection(place, what));
        if (record.Trouble is { } trouble && record.IsWhole)
        {
            Note(trouble);
        }

        var isResponse = record.Type == "response";
        if (!isResponse && record.Type != "resource")
        {
            tally.Add(record.Type is "request" or "metadata" or "warcinfo" or "revisit" or "conversion" or "continuation" ? record.Type : "record of no known type");
            return Or(notes, record, place);
        }

        var message = isResponse ? HttpMessage.Read(record.Block, settings.LongestPage) : null;
        var contentType = isResponse ? message?.ContentType ?? "" : record["Content-Type"];
        var body = isResponse ? message?.Transferred ?? default : record.Block;
        if ((isResponse && message is null && record.Block.Length > 0) || !IsPage(contentType, message?.Body ?? body))
        {
            tally.Add($"{record.Type} {MediaType(isResponse && message is null ? record["Content-Type"] : contentType)}");
            return Or(notes, record, place);
        }

        isPage = true;
        var failure = record.IsWhole ? record["WARC-Truncated"] is { Length: > 0 } why ? $"the page is cut off: the program that archived it stopped ({why})" : message?.Failure : record.Trouble;
        if (failure is null && TimeOf(record) is null)
        {
            failure = $"WARC-Date \"{record["WARC-Date"]}\" was not read; expected ISO 8601 such as 2022-07-16T09:30:00Z";
        }

        if (failure is null && record.Address is { Length: 0 or > LongestAddress } address)
        {
            failure = address.Length == 0 ? "tells no address (WARC-Target-URI)" : "tells an address that is longer than 16 KB";
        }

        if (failure is not null)
        {
            return Intake.UnreadableFile(place, failure, startsFile: false) with { Notes = notes };
        }

        var content = message?.Body ?? record.Block;
        if (content.Length == 0)
        {
            tally.Add($"{record.Type} of an empty page");
            return notes.Count == 0 ? null : Intake.Told(notes);
        }

        foreach (var note in message?.Notes ?? [])
        {
            Note(note);
        }

        CheckDigests(record, message, Note);
        return Intake.Of(
            new RawPage
            {
                Source = source,
                Url = record.Address,
                CapturedAt = TimeOf(record)!.Value,
                Status = message?.Status ?? 200,
                ContentType = contentType.Length == 0 ? "text/html" : contentType,
                Content = content.ToArray(), // The record's bytes are gone once the next one is read.
                Origin = place,
            },
            startsFile: false) with
        { Notes = notes };
    }

    /// <summary>What is damaged is told, be it a page or not.</summary>
    private static Intake? Or(List<Rejection> notes, ArchivedRecord record, string place)
    {
        if (record is { IsWhole: false, Trouble: { } trouble })
        {
            notes.Add(new Rejection(place, trouble));
        }

        return notes.Count == 0 ? null : Intake.Told(notes);
    }

    private static void CheckDigests(ArchivedRecord record, HttpMessage? message, Action<string> note)
    {
        if (record.Trouble is null && WarcDigest.Matches(record["WARC-Block-Digest"], record.Block) == false)
        {
            note("does not have the digest that it tells (WARC-Block-Digest): it is not what was archived");
        }

        // Programs do not agree on whether chunks and compression belong to the payload.
        var holds = message is null
            ? WarcDigest.Matches(record["WARC-Payload-Digest"], record.Block)
            : WarcDigest.Matches(record["WARC-Payload-Digest"], message.Raw, message.Transferred, message.Body);
        if (holds == false)
        {
            note("does not have the digest that it tells (WARC-Payload-Digest): its page is not what was archived");
        }
    }

    private static DateTimeOffset? TimeOf(ArchivedRecord record) =>
        Moment.TryParse(record["WARC-Date"], out var moment) && moment.At.Year is >= OldestYear and <= NewestYear ? moment.At : null;

    private static bool IsPage(string contentType, ReadOnlyMemory<byte> content)
    {
        var type = MediaType(contentType);
        if (type is "text/html" or "application/xhtml+xml" or "application/rss+xml" or "application/atom+xml")
        {
            return true;
        }

        var head = Encoding.Latin1.GetString(content.Span[..Math.Min(content.Length, 1024)]).TrimStart();
        return type == "unknown" && (head.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || head.Contains("<html", StringComparison.OrdinalIgnoreCase));
    }

    private static string MediaType(string contentType)
    {
        var type = contentType.Split(';')[0].Trim().ToLowerInvariant();
        return type.Length is > 0 and < 100 ? type : "unknown";
    }
}
