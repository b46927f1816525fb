using Aftershock.Cli;
using Aftershock.Collecting.Evidence;

namespace Aftershock.Tests.Cli;

/// <summary>Whatever is changed in the evidence, <c>evidence verify</c> fails and says which line, file and byte.</summary>
public sealed class EvidenceDamageCommandTests
{
    [Theory]
    [InlineData("mark", 0, 4)]
    [InlineData("name", 4, 20)]
    [InlineData("length", 20, 28)]
    [InlineData("nonce", 28, 40)]
    [InlineData("ciphertext", 40, -16)]
    [InlineData("tag", -16, 0)]
    public async Task One_flipped_bit_in_any_part_of_a_sealed_record_is_placed(string part, int from, int to)
    {
        Assert.NotNull(part);
        using var store = await EvidenceStore.CreateAsync();
        var entry = store.Entries[4];
        var path = Path.Combine(store.Folder, entry.Place.File);
        var sound = await File.ReadAllBytesAsync(path);
        int length = (int)entry.Place.Length, begin = (int)entry.Place.Offset + (from < 0 ? length + from : from), end = (int)entry.Place.Offset + (to <= 0 ? length + to : to);
        foreach (var at in new[] { begin, (begin + end) / 2, end - 1 })
        {
            for (var bit = 0; bit < 8; bit += 7)
            {
                var bytes = (byte[])sound.Clone();
                bytes[at] ^= (byte)(1 << bit);
                await File.WriteAllBytesAsync(path, bytes);
                Assert.Equal(
                    $"ledger.jsonl line 5, {entry.Place.File} at {entry.Place.Offset}: the sealed record of capture {entry.Capture} was changed: it does not match its hash",
                    await store.BrokenAsync());
            }
        }

        await File.WriteAllBytesAsync(path, sound);
        await store.SoundAsync();
    }

    [Fact]
    public async Task A_flipped_bit_in_the_mark_of_a_sealed_file_is_placed()
    {
        using var store = await EvidenceStore.CreateAsync();
        for (var at = 0; at < 8; at++)
        {
            var bytes = await File.ReadAllBytesAsync(store.Sealed(2));
            bytes[at] ^= 4;
            await File.WriteAllBytesAsync(store.Sealed(2), bytes);
            Assert.EndsWith("evidence-000002.sealed at 8: the sealed file does not begin with its mark", await store.BrokenAsync(), StringComparison.Ordinal);
            bytes[at] ^= 4;
            await File.WriteAllBytesAsync(store.Sealed(2), bytes);
        }

        await store.SoundAsync();
    }

    [Fact]
    public async Task Two_sealed_files_that_were_exchanged_are_found_at_the_first()
    {
        using var store = await EvidenceStore.CreateAsync();
        File.Move(store.Sealed(1), store.Sealed(9));
        File.Move(store.Sealed(2), store.Sealed(1));
        File.Move(store.Sealed(9), store.Sealed(2));
        Assert.Matches("^ledger.jsonl line 1, evidence-000001.sealed at 8: the sealed (record of capture .* was changed|file is missing or too short)", await store.BrokenAsync());
    }

    [Fact]
    public async Task A_sealed_file_that_is_gone_cut_or_lengthened_is_named()
    {
        using var store = await EvidenceStore.CreateAsync();
        var sound = await File.ReadAllBytesAsync(store.Sealed(1));
        await File.WriteAllBytesAsync(store.Sealed(1), [.. sound, .. sound[8..]]);
        Assert.Contains($"evidence-000001.sealed, which was full before it, holds {sound.Length - 8} bytes behind its last record that no line tells of", await store.BrokenAsync(), StringComparison.Ordinal);
        await File.WriteAllBytesAsync(store.Sealed(1), sound[..^1]);
        Assert.EndsWith("the sealed file is missing or too short", await store.BrokenAsync(), StringComparison.Ordinal);
        File.Delete(store.Sealed(1));
        Assert.EndsWith("the sealed file is missing or too short", await store.BrokenAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alter", "ledger.jsonl line 4: was changed: it does not match its own hash")]
    [InlineData("remove", "ledger.jsonl line 4: has the number 5 where 4 was expected: a line was removed, added or moved")]
    [InlineData("swap", "ledger.jsonl line 4: has the number 5 where 4 was expected: a line was removed, added or moved")]
    [InlineData("duplicate", "ledger.jsonl line 5: has the number 4 where 5 was expected: a line was removed, added or moved")]
    [InlineData("rewrite", "ledger.jsonl line 5: names another line before it than the one that stands there: a line was replaced")]
    [InlineData("blank", "ledger.jsonl line 4: is no ledger line")]
    public async Task A_line_of_the_ledger_that_was_tampered_with_is_named(string how, string told)
    {
        using var store = await EvidenceStore.CreateAsync();
        var lines = (await File.ReadAllLinesAsync(store.Ledger)).ToList();
        switch (how)
        {
            case "alter": lines[3] = lines[3].Replace("tid=4", "tid=5", StringComparison.Ordinal); break;
            case "remove": lines.RemoveAt(3); break;
            case "swap": (lines[3], lines[4]) = (lines[4], lines[3]); break;
            case "duplicate": lines.Insert(4, lines[3]); break;
            case "blank": lines[3] = ""; break;
            case "rewrite":
                var changed = lines[3].Replace("tid=4", "tid=9", StringComparison.Ordinal);
                lines[3] = changed[..^66] + LedgerEntry.HashOf(System.Text.Encoding.UTF8.GetBytes(changed)) + "\"}";
                break;
        }

        await File.WriteAllTextAsync(store.Ledger, string.Concat(lines.Select(l => l + "\n")));
        Assert.Equal(told, await store.BrokenAsync());
        var refused = await store.RunAsync("evidence", "erase", store.Entries[0].Capture.Value, "--reason", "request");
        Assert.Equal(ExitCode.Failed, refused.Code);
        Assert.Contains("ledger.jsonl line", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public async Task Lines_cut_off_at_the_end_show_by_what_the_store_knows(int left)
    {
        using var store = await EvidenceStore.CreateAsync();
        var lines = await File.ReadAllLinesAsync(store.Ledger);
        await File.WriteAllTextAsync(store.Ledger, string.Concat(lines[..^1].Select(l => l + "\n")) + lines[^1][..left]);
        Assert.Equal($"capture {store.Entries[^1].Capture}: is in the store and not in the ledger: lines at its end were cut off", await store.BrokenAsync());
    }

    [Fact]
    public async Task A_key_that_is_gone_without_a_tombstone_is_named_and_nothing_more_is_sealed_or_opened_beside_it()
    {
        using var store = await EvidenceStore.CreateAsync();
        await store.LoseKeyAsync(store.Entries[^1].Capture);
        Assert.Equal($"ledger.jsonl line 9: the key of capture {store.Entries[^1].Capture} is gone, and no tombstone says that it was erased", await store.BrokenAsync());
        var refused = await store.RunAsync("evidence", "export", "--reason", "case", "--out", Path.Combine(store.Shell.Folder, "a.warc"), "--uncompressed");
        Assert.Equal(ExitCode.Failed, refused.Code);
        Assert.Contains($"the key of capture {store.Entries[^1].Capture} is gone, and no tombstone says that it was erased", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_erased_last_capture_keeps_nobody_from_going_on()
    {
        using var store = await EvidenceStore.CreateAsync();
        await store.DoneAsync("evidence", "erase", store.Entries[^1].Capture.Value, "--reason", "request");
        await store.DoneAsync("evidence", "erase", store.Entries[^2].Capture.Value, "--reason", "request");
        await store.SoundAsync();
        await store.LoseKeyAsync(store.Entries[^3].Capture);
        Assert.StartsWith("ledger.jsonl line 7: the key of", await store.BrokenAsync(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Failed, (await store.RunAsync("evidence", "erase", store.Entries[0].Capture.Value, "--reason", "request")).Code);
    }

    [Fact]
    public async Task A_published_head_is_found_in_the_chain_and_missed_where_the_ledger_was_written_anew()
    {
        using var store = await EvidenceStore.CreateAsync();
        var head = (await store.DoneAsync("evidence", "head", "--json")).Json;
        Assert.Equal(("sequence hash written_at", 9), (head.Keys(), head.Whole("sequence")));
        Assert.StartsWith($"{head.Text("hash")}  line 9, 2", (await store.DoneAsync("evidence", "head")).Output, StringComparison.Ordinal);
        await store.DoneAsync("evidence", "erase", store.Entries[0].Capture.Value, "--reason", "request");
        var report = await store.DoneAsync("evidence", "verify", "--json", "--head", head.Text("hash")!.ToUpperInvariant(), store.Entries[2].Hash);
        Assert.Equal([9, 3], report.Json.GetProperty("published_heads").EnumerateArray().Select(h => h.Whole("line")));
        Assert.Contains("is line 9", (await store.DoneAsync("evidence", "verify", "--head", head.Text("hash")!)).Output, StringComparison.Ordinal);

        var other = new string('a', 64);
        Assert.Equal($"ledger.jsonl: no line has the published hash {other}: lines were cut off, or the ledger was written anew", await store.BrokenAsync("--head", other));
        Assert.Equal(ExitCode.Usage, (await store.RunAsync("evidence", "verify", "--head", "9b1e")).Code);
    }

    [Fact]
    public async Task A_tombstone_cut_off_the_end_shows_by_the_published_head_alone_or_by_the_missing_key()
    {
        using var store = await EvidenceStore.CreateAsync();
        var lines = await File.ReadAllLinesAsync(store.Ledger);
        await store.DoneAsync("evidence", "erase", store.Entries[3].Capture.Value, "--reason", "request");
        var head = (await store.DoneAsync("evidence", "head", "--json")).Json.Text("hash")!;
        await File.WriteAllTextAsync(store.Ledger, string.Concat(lines.Select(l => l + "\n")));
        Assert.StartsWith("ledger.jsonl line 4: the key of capture", await store.BrokenAsync(), StringComparison.Ordinal);
        Assert.StartsWith("ledger.jsonl line 4: the key of capture", await store.BrokenAsync("--head", head), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_chain_has_no_head()
    {
        using var store = await EvidenceStore.CreateAsync();
        var lines = await File.ReadAllLinesAsync(store.Ledger);
        await File.WriteAllTextAsync(store.Ledger, string.Concat(lines[1..].Select(l => l + "\n")));
        var ended = await store.RunAsync("evidence", "head");
        Assert.Equal((ExitCode.Failed, ""), (ended.Code, ended.Output));
        Assert.Contains("ledger.jsonl line 1: has the number 2", ended.Error, StringComparison.Ordinal);
    }
}
