using Aftershock.Collecting.Evidence;

namespace Aftershock.Tests.Collecting.Evidence;

/// <summary>What was changed shows, and what a crash left is put right; the two are never taken for one another.</summary>
public sealed class DamageTests : IDisposable
{
    private const int Pages = 8;

    private readonly VaultFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_flipped_bit_anywhere_in_a_sealed_record_is_found_and_placed()
    {
        var sealedPages = await SealAsync();
        var random = new Random(20220630);
        var sound = await File.ReadAllBytesAsync(_folder.Sealed());
        for (var i = 0; i < 40; i++)
        {
            var at = random.Next(8, sound.Length);
            var bytes = (byte[])sound.Clone();
            bytes[at] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(_folder.Sealed(), bytes);
            var hit = Assert.Single(sealedPages, p => at >= p.Entry.Place.Offset && at < p.Entry.Place.Offset + p.Entry.Place.Length);
            var report = await _folder.VerifyAsync();
            Assert.StartsWith($"ledger.jsonl line {hit.Entry.Sequence}, evidence-000001.sealed at {hit.Entry.Place.Offset}", report.Break?.Place, StringComparison.Ordinal);
            Assert.Contains(hit.Entry.Capture.Value, report.Break?.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task One_flipped_bit_anywhere_in_the_ledger_is_found_in_its_line()
    {
        await SealAsync();
        var random = new Random(20220701);
        var sound = await File.ReadAllBytesAsync(_folder.Ledger);
        for (var i = 0; i < 60; i++)
        {
            var at = random.Next(sound.Length);
            if (sound[at] == (byte)'\n')
            {
                continue; // A joined or unfinished line; the tests below.
            }

            var bytes = (byte[])sound.Clone();
            bytes[at] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(_folder.Ledger, bytes);
            var line = 1 + sound.AsSpan(0, at).Count((byte)'\n');
            var report = await _folder.VerifyAsync();
            Assert.Equal($"ledger.jsonl line {line}", report.Break?.Place);
            await Assert.ThrowsAsync<VaultException>(_folder.OpenAsync);
            Assert.Equal(bytes, await File.ReadAllBytesAsync(_folder.Ledger));
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public async Task A_removed_line_is_found(int line)
    {
        await SealAsync();
        var lines = (await File.ReadAllLinesAsync(_folder.Ledger)).ToList();
        lines.RemoveAt(line - 1);
        await WriteLinesAsync(lines);
        Assert.Equal($"ledger.jsonl line {line}", (await _folder.VerifyAsync()).Break?.Place);
        await Assert.ThrowsAsync<VaultException>(_folder.OpenAsync);
    }

    [Fact]
    public async Task Exchanged_lines_are_found()
    {
        await SealAsync();
        var lines = (await File.ReadAllLinesAsync(_folder.Ledger)).ToList();
        (lines[2], lines[4]) = (lines[4], lines[2]);
        await WriteLinesAsync(lines);
        Assert.Equal("ledger.jsonl line 3", (await _folder.VerifyAsync()).Break?.Place);
    }

    [Fact]
    public async Task A_line_written_anew_with_a_hash_that_fits_breaks_the_chain_behind_it()
    {
        await SealAsync();
        var lines = (await File.ReadAllLinesAsync(_folder.Ledger)).ToList();
        var changed = lines[3].Replace("tid=4", "tid=9", StringComparison.Ordinal);
        var hash = LedgerEntry.HashOf(System.Text.Encoding.UTF8.GetBytes(changed));
        lines[3] = changed[..^66] + hash + "\"}";
        Assert.Equal(lines[3].Length, changed.Length);
        await WriteLinesAsync(lines);
        Assert.Equal("ledger.jsonl line 5", (await _folder.VerifyAsync()).Break?.Place);
    }

    [Fact]
    public async Task A_torn_ledger_is_cut_back_and_its_records_are_sealed_again()
    {
        await SealAsync();
        var ledger = await File.ReadAllBytesAsync(_folder.Ledger);
        var sealedBytes = await File.ReadAllBytesAsync(_folder.Sealed());
        await SealUnacknowledgedAsync(100, 101, 102);
        var longer = await File.ReadAllBytesAsync(_folder.Ledger);
        var longerSealed = await File.ReadAllBytesAsync(_folder.Sealed());
        for (var cut = ledger.Length + 1; cut < longer.Length; cut += 97)
        {
            await File.WriteAllBytesAsync(_folder.Ledger, longer[..cut]);
            await File.WriteAllBytesAsync(_folder.Sealed(), longerSealed);
            using (var vault = await _folder.OpenAsync())
            {
                Assert.NotNull(vault.Repaired);
            }

            Assert.Null((await _folder.VerifyAsync()).Break);
            Assert.Equal(ledger, (await File.ReadAllBytesAsync(_folder.Ledger))[..ledger.Length]);
            Assert.Equal(sealedBytes, (await File.ReadAllBytesAsync(_folder.Sealed()))[..sealedBytes.Length]);
            await SealUnacknowledgedAsync(100, 101, 102);
            Assert.Equal(Pages + 3, (await _folder.VerifyAsync()).Captures);
        }
    }

    [Fact]
    public async Task Blocks_of_zeros_that_a_power_cut_leaves_at_the_end_are_cut_off()
    {
        await SealAsync();
        await File.AppendAllTextAsync(_folder.Ledger, "{\"seq\":9,\"kind\":\"cap");
        await using (var file = new FileStream(_folder.Ledger, FileMode.Append))
        {
            file.Write(new byte[4096]);
            file.Write("\n\0\0"u8);
        }

        using (var vault = await _folder.OpenAsync())
        {
            Assert.Equal(Pages, vault.Count);
        }

        Assert.Null((await _folder.VerifyAsync()).Break);
    }

    [Fact]
    public async Task Sealed_bytes_that_never_reached_the_ledger_are_cut_off()
    {
        await SealAsync();
        var ledger = await File.ReadAllBytesAsync(_folder.Ledger);
        var length = new FileInfo(_folder.Sealed()).Length;
        await SealUnacknowledgedAsync(100, 101);
        await File.WriteAllBytesAsync(_folder.Ledger, ledger);
        (await _folder.OpenAsync()).Dispose();
        Assert.Equal(length, new FileInfo(_folder.Sealed()).Length);
        await SealUnacknowledgedAsync(100, 101);
        Assert.Null((await _folder.VerifyAsync()).Break);
    }

    [Fact]
    public async Task A_file_begun_after_rolling_that_never_reached_the_ledger_is_begun_again()
    {
        _folder.Settings = _folder.Settings with { RollAtBytes = 2_000 };
        await SealAsync();
        var ledger = await File.ReadAllBytesAsync(_folder.Ledger);
        await SealUnacknowledgedAsync(100, 101, 102, 103);
        await File.WriteAllBytesAsync(_folder.Ledger, ledger);
        await SealUnacknowledgedAsync(100, 101, 102, 103, 104);
        Assert.Equal(Pages + 5, (await _folder.VerifyAsync()).Captures);
        Assert.Null((await _folder.VerifyAsync()).Break);
    }

    [Fact]
    public async Task A_ledger_cut_below_what_the_store_acknowledged_is_refused_and_left_as_it_is()
    {
        await SealAsync();
        var lines = (await File.ReadAllLinesAsync(_folder.Ledger)).ToList();
        lines.RemoveAt(Pages - 1);
        await WriteLinesAsync(lines);
        await File.AppendAllTextAsync(_folder.Ledger, "{\"seq\":8,");
        var before = (await File.ReadAllBytesAsync(_folder.Ledger), await File.ReadAllBytesAsync(_folder.Sealed()));
        var refused = await Assert.ThrowsAsync<VaultException>(_folder.OpenAsync);
        Assert.Contains("which the store knows", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before.Item1, await File.ReadAllBytesAsync(_folder.Ledger));
        Assert.Equal(before.Item2, await File.ReadAllBytesAsync(_folder.Sealed()));
    }

    [Fact]
    public async Task A_sealed_file_shorter_than_the_ledger_says_is_refused()
    {
        await SealAsync();
        await using (var file = new FileStream(_folder.Sealed(), FileMode.Open))
        {
            file.SetLength(file.Length - 5);
        }

        await Assert.ThrowsAsync<VaultException>(_folder.OpenAsync);
        Assert.StartsWith($"ledger.jsonl line {Pages}", (await _folder.VerifyAsync()).Break?.Place, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_last_line_that_lacks_only_its_newline_stays()
    {
        await SealAsync();
        var sound = await File.ReadAllBytesAsync(_folder.Ledger);
        await File.WriteAllBytesAsync(_folder.Ledger, sound[..^1]);
        (await _folder.OpenAsync()).Dispose();
        Assert.Equal(sound, await File.ReadAllBytesAsync(_folder.Ledger));
    }

    private Task<IReadOnlyList<SealedPage>> SealAsync() => _folder.SealAsync([.. Enumerable.Range(1, Pages).Select(n => VaultFolder.Page(n))]);

    /// <summary>Seals pages as an import does that dies before the store has them.</summary>
    private async Task SealUnacknowledgedAsync(params int[] numbers)
    {
        using var vault = await _folder.OpenAsync();
        await vault.SealAsync([.. numbers.Select(n => vault.Pack(VaultFolder.Page(n)))], VaultFolder.Run, default);
    }

    private Task WriteLinesAsync(IEnumerable<string> lines) => File.WriteAllTextAsync(_folder.Ledger, string.Concat(lines.Select(l => l + "\n")));
}
