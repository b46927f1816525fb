using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aftershock.Cli;
using Aftershock.Collecting.Evidence;
using Aftershock.Tests.Collecting.Evidence;

namespace Aftershock.Tests.Cli;

/// <summary><c>evidence export</c> and <c>evidence erase</c>: the ways out of the vault, and the traces they leave.</summary>
public sealed class EvidenceExportCommandTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_exported_file_holds_every_capture_with_digests_that_hold_and_an_index_that_points_at_them(bool compressed)
    {
        var pages = Enumerable.Range(1, 5).Select(n => VaultFolder.Page(n, n * 700)).Append(
            VaultFolder.Page(9) with { Url = "file:posts%20of%20may.jsonl#lines=1-3", TimeIsFileTime = true, ContentType = "application/x-ndjson" }).ToArray();
        using var store = await EvidenceStore.CreateAsync(pages);
        var path = Path.Combine(store.Shell.Folder, compressed ? "out.warc.gz" : "out.warc");
        var index = Path.Combine(store.Shell.Folder, "out.cdxj");
        string[] more = compressed ? [] : ["--uncompressed"];
        var report = (await store.DoneAsync(["evidence", "export", "--by", "J. Sample", "--reason", "case 17", "--out", path, "--cdx", index, "--json", .. more])).Json;
        Assert.Equal("file cdx captures content_bytes bytes sha256 ledger_line ledger_hash erased failed", report.Keys());
        var bytes = await File.ReadAllBytesAsync(path);
        Assert.Equal((6, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))), (report.Whole("captures"), report.Whole("bytes"), report.Text("sha256")));
        var records = Records(bytes, compressed);
        Assert.Equal(["warcinfo", .. Enumerable.Repeat<string[]>(["response", "metadata"], 5).SelectMany(t => t), "resource", "metadata"], records.Select(r => r.Record.Fields["WARC-Type"]));
        Assert.Equal(records.Count, records.Select(r => r.Record.Fields["WARC-Record-ID"]).Distinct().Count());
        for (var i = 0; i < pages.Length; i++)
        {
            var (page, entry) = (records[1 + (2 * i)].Record, store.Entries[i]);
            Assert.Equal(pages[i].Content.ToArray(), page.Payload);
            var about = records[2 + (2 * i)].Record;
            Assert.Equal(page.Fields["WARC-Record-ID"], about.Fields["WARC-Concurrent-To"]);
            Assert.Equal(records[0].Record.Fields["WARC-Record-ID"], about.Fields["WARC-Warcinfo-ID"]);
            var told = Encoding.UTF8.GetString(about.Block).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(": ", 2)).ToDictionary(l => l[0], l => l[1]);
            Assert.Equal(
                (entry.Capture.Value, entry.Run, entry.Source.Value, entry.SealedSha256, entry.Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture), entry.Hash, "raw"),
                (told["aftershock-capture"], told["aftershock-run"], told["aftershock-source"], told["aftershock-sealed-sha256"], told["aftershock-ledger-sequence"], told["aftershock-ledger-hash"], told["aftershock-masking"]));
        }

        var lines = await File.ReadAllLinesAsync(index);
        Assert.Equal(lines.Order(StringComparer.Ordinal), lines);
        Assert.Equal(6, lines.Length);
        foreach (var line in lines)
        {
            var parts = line.Split(' ', 3);
            using var json = JsonDocument.Parse(parts[2]);
            var (offset, length) = (int.Parse(json.RootElement.Text("offset")!, null), int.Parse(json.RootElement.Text("length")!, null));
            var record = StrictWarc.Parse(compressed ? Unpacked(bytes.AsMemory(offset, length)) : bytes[offset..(offset + length)]);
            Assert.Equal((json.RootElement.Text("url"), json.RootElement.Text("digest")), (record.Fields["WARC-Target-URI"], record.Fields["WARC-Payload-Digest"]));
            Assert.Equal(Path.GetFileName(path), json.RootElement.Text("filename"));
            Assert.Equal(record.Fields["WARC-Date"][..19].Replace("-", "", StringComparison.Ordinal).Replace("T", "", StringComparison.Ordinal).Replace(":", "", StringComparison.Ordinal), parts[1]);
        }

        Assert.Equal("example,harbour)/showthread.php?tid=1", lines[0].Split(' ')[0]);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public async Task An_export_is_a_line_of_the_ledger_with_who_and_why_and_the_chain_stays_valid()
    {
        using var store = await EvidenceStore.CreateAsync();
        var path = Path.Combine(store.Shell.Folder, "out.warc.gz");
        var report = (await store.DoneAsync("evidence", "export", "--capture", store.Entries[1].Capture.Value, "--by", "J. Sample", "--reason", "request of the court", "--out", path, "--json")).Json;
        using var line = JsonDocument.Parse((await File.ReadAllLinesAsync(store.Ledger))[^1]);
        Assert.Equal("seq kind selection captures captures_sha256 reason by run written_at prev hash", line.RootElement.Keys());
        Assert.Equal(
            (10, "export", $"captures {store.Entries[1].Capture}", 1, "request of the court", "J. Sample", report.Text("ledger_hash")),
            (line.RootElement.Whole("seq"), line.RootElement.Text("kind"), line.RootElement.Text("selection"), line.RootElement.Whole("captures"), line.RootElement.Text("reason"), line.RootElement.Text("by"), line.RootElement.Text("hash")));
        await store.SoundAsync();
        Assert.Equal(10, (await store.DoneAsync("evidence", "head", "--json")).Json.Whole("sequence"));
        await store.DoneAsync("evidence", "erase", store.Entries[0].Capture.Value, "--reason", "request");
        await store.SoundAsync();
    }

    [Fact]
    public async Task Erased_captures_are_told_and_not_exported()
    {
        using var store = await EvidenceStore.CreateAsync();
        var erased = store.Entries[2].Capture.Value;
        var ended = await store.DoneAsync("evidence", "erase", erased, "--reason", "request of a data subject", "--by", "J. Sample");
        Assert.StartsWith("1 captures erased", ended.Output, StringComparison.Ordinal);
        Assert.Contains("0 posts that were read from them", ended.Output, StringComparison.Ordinal);
        await store.SoundAsync();
        var path = Path.Combine(store.Shell.Folder, "out.warc.gz");
        var exported = await store.DoneAsync("evidence", "export", "--source", "harbour", "--reason", "case", "--out", path);
        Assert.Contains($"capture {erased}: was erased; it is not in the file", exported.Output, StringComparison.Ordinal);
        Assert.Equal(EvidenceStore.Captures - 1, Records(await File.ReadAllBytesAsync(path), true).Count(r => r.Record.Fields["WARC-Type"] == "response"));
        var none = await store.RunAsync("evidence", "export", "--capture", erased, "--reason", "case", "--out", path + "2");
        Assert.Equal((ExitCode.Failed, false), (none.Code, File.Exists(path + "2")));
        using var tombstone = JsonDocument.Parse((await File.ReadAllLinesAsync(store.Ledger))[9]);
        Assert.Equal(("erasure", "request of a data subject", "J. Sample"), (tombstone.RootElement.Text("kind"), tombstone.RootElement.Text("reason"), tombstone.RootElement.Text("by")));
    }

    [Fact]
    public async Task A_capture_that_cannot_be_opened_is_told_the_others_are_written_and_the_command_fails()
    {
        using var store = await EvidenceStore.CreateAsync();
        var entry = store.Entries[4];
        var sealedPath = Path.Combine(store.Folder, entry.Place.File);
        var bytes = await File.ReadAllBytesAsync(sealedPath);
        bytes[entry.Place.Offset + 60] ^= 1;
        await File.WriteAllBytesAsync(sealedPath, bytes);
        var path = Path.Combine(store.Shell.Folder, "out.warc.gz");
        var ended = await store.RunAsync("evidence", "export", "--reason", "case", "--out", path, "--json");
        Assert.Equal((ExitCode.Failed, EvidenceStore.Captures - 1), (ended.Code, ended.Json.Whole("captures")));
        Assert.Equal(entry.Capture.Value, ended.Json.GetProperty("failed").EnumerateArray().Single().Text("capture"));
        Assert.Equal(1 + (2 * (EvidenceStore.Captures - 1)), Records(await File.ReadAllBytesAsync(path), true).Count);
    }

    [Fact]
    public async Task Days_and_sources_choose_and_what_chooses_nothing_writes_nothing()
    {
        var pages = Enumerable.Range(0, 6).Select(n => VaultFolder.Page(n) with { Source = new SourceId(n % 2 == 0 ? "harbour" : "saltpan"), CapturedAt = new DateTimeOffset(2022, 7, 1 + n, 23, 59, 59, TimeSpan.Zero) }).ToArray();
        using var store = await EvidenceStore.CreateAsync(pages);
        var path = Path.Combine(store.Shell.Folder, "out.warc");
        async Task<long> CountAsync(params string[] which) =>
            (await store.DoneAsync(["evidence", "export", "--reason", "case", "--uncompressed", "--force", "--out", path, "--json", .. which])).Json.Whole("captures");
        Assert.Equal(6, await CountAsync());
        Assert.Equal(3, await CountAsync("--source", "saltpan"));
        Assert.Equal(2, await CountAsync("--from", "2022-07-02", "--to", "2022-07-03"));
        Assert.Equal(1, await CountAsync("--from", "2022-07-02", "--to", "2022-07-03", "--source", "harbour"));
        File.Delete(path);
        var ledger = await File.ReadAllBytesAsync(store.Ledger);
        foreach (var args in new string[][] { ["--from", "2023-01-01"], ["--capture", new string('0', 32)], ["--source", "none"] })
        {
            Assert.Equal(ExitCode.Failed, (await store.RunAsync(["evidence", "export", "--reason", "case", "--out", path, "--uncompressed", .. args])).Code);
        }

        Assert.False(File.Exists(path));
        Assert.Equal(ledger, await File.ReadAllBytesAsync(store.Ledger));
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_written_over_without_force()
    {
        using var store = await EvidenceStore.CreateAsync();
        var there = store.Shell.Write("mine.warc.gz", "mine");
        var other = Path.Combine(store.Shell.Folder, "other.warc.gz");
        foreach (var args in new string[][] { ["--out", there], ["--out", other, "--cdx", there] })
        {
            var ended = await store.RunAsync(["evidence", "export", "--reason", "case", .. args]);
            Assert.Equal(ExitCode.Refused, ended.Code);
            Assert.Contains("mine.warc.gz: is there already", ended.Error, StringComparison.Ordinal);
        }

        Assert.Equal("mine\n", await File.ReadAllTextAsync(there));
        Assert.False(File.Exists(other));
        Assert.Equal(EvidenceStore.Captures, (await File.ReadAllLinesAsync(store.Ledger)).Length);
        await store.DoneAsync("evidence", "export", "--reason", "case", "--out", there, "--force");
        Assert.Equal(0x1f, (await File.ReadAllBytesAsync(there))[0]);
        Assert.DoesNotContain(Directory.EnumerateFiles(store.Shell.Folder), f => f.EndsWith(".part", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--reason", "evidence", "export", "--out", "a.warc.gz")]
    [InlineData("--out", "evidence", "export", "--reason", "case")]
    [InlineData("expected a name and a reason", "evidence", "export", "--reason", " ", "--out", "a.warc.gz")]
    [InlineData("choose one", "evidence", "export", "--reason", "case", "--out", "a.warc.gz", "--uncompressed")]
    [InlineData("everything at once is never meant", "evidence", "erase", "--reason", "case")]
    public async Task A_privileged_act_without_its_reason_or_meaning_is_a_usage_error(string told, params string[] args)
    {
        using var store = await EvidenceStore.CreateAsync();
        var ended = await store.RunAsync(args);
        Assert.Equal(ExitCode.Usage, ended.Code);
        Assert.Contains(told, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_captures_are_erased_only_with_yes_and_an_unknown_name_erases_none()
    {
        using var store = await EvidenceStore.CreateAsync();
        var refused = await store.RunAsync("evidence", "erase", "--source", "harbour", "--reason", "retention");
        Assert.Equal(ExitCode.Refused, refused.Code);
        Assert.Contains("9 captures would be erased for good", refused.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Failed, (await store.RunAsync("evidence", "erase", store.Entries[0].Capture.Value, "0123", "--reason", "request")).Code);
        Assert.Equal(EvidenceStore.Captures, (await File.ReadAllLinesAsync(store.Ledger)).Length);
        await store.DoneAsync("evidence", "erase", store.Entries[0].Capture.Value, store.Entries[1].Capture.Value, "--reason", "request");
        var ended = (await store.DoneAsync("evidence", "erase", "--source", "harbour", "--reason", "retention", "--yes", "--json")).Json;
        Assert.Equal(("erased erased_before posts_that_stay head", 7, 2), (ended.Keys(), ended.Whole("erased"), ended.Whole("erased_before")));
        Assert.Equal(9, (await store.DoneAsync("evidence", "verify", "--json")).Json.Whole("erased"));
        Assert.Contains("erased", (await store.RunAsync("evidence", "show", store.Entries[5].Capture.Value)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://www.Harbour.example:80/a/B?z=1&a=2#top", "example,harbour)/a/b?a=2&z=1")]
    [InlineData("https://harbour.example", "example,harbour)/")]
    [InlineData("http://harbour.example:8080/a/", "example,harbour:8080)/a")]
    [InlineData("http://127.0.0.1/a b", "127.0.0.1)/a%20b")]
    [InlineData("http://www2.harbour.example/é", "example,harbour)/%c3%a9")]
    [InlineData("http://abcdefghij234567.onion/x", "onion,abcdefghij234567)/x")]
    [InlineData("file:posts of may.jsonl", "file:posts%20of%20may.jsonl")]
    public void An_address_is_sorted_by_its_host_from_the_end(string address, string key) => Assert.Equal(key, Surt.Of(address));

    /// <summary>The records of a file, each with its bytes plain; a compressed file is cut at its members, which must be one for each record.</summary>
    private static List<(long Offset, StrictWarc Record)> Records(byte[] bytes, bool compressed)
    {
        var records = new List<(long, StrictWarc)>();
        for (var at = 0; at < bytes.Length;)
        {
            var end = at + 1;
            byte[] record;
            if (compressed)
            {
                while (end < bytes.Length && !(bytes[end] == 0x1f && bytes[end + 1] == 0x8b && bytes[end + 2] == 8 && IsMember(bytes.AsMemory(at, end - at))))
                {
                    end++;
                }

                record = Unpacked(bytes.AsMemory(at, end - at));
            }
            else
            {
                var text = Encoding.Latin1.GetString(bytes, at, bytes.Length - at);
                var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
                var field = text.IndexOf("Content-Length: ", StringComparison.Ordinal) + 16;
                end = at + head + 4 + int.Parse(text[field..text.IndexOf("\r\n", field, StringComparison.Ordinal)], null) + 4;
                record = bytes[at..end];
            }

            records.Add((at, StrictWarc.Parse(record)));
            at = end;
        }

        return records;
    }

    private static bool IsMember(ReadOnlyMemory<byte> bytes) => Encoding.Latin1.GetString(Unpacked(bytes)).EndsWith("\r\n\r\n", StringComparison.Ordinal)
        && BitConverter.ToUInt32(bytes.Span[^4..]) == Unpacked(bytes).Length;

    private static byte[] Unpacked(ReadOnlyMemory<byte> member)
    {
        using var gzip = new GZipStream(new MemoryStream(member.ToArray()), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }
}
