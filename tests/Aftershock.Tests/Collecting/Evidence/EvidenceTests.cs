using System.Security.Cryptography;
using System.Text;
using Aftershock.Collecting;
using Aftershock.Collecting.Evidence;

namespace Aftershock.Tests.Collecting.Evidence;

public sealed class EvidenceTests : IDisposable
{
    private readonly VaultFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_sealed_comes_back_byte_for_byte()
    {
        var pages = Enumerable.Range(1, 20).Select(n => VaultFolder.Page(n, n * 997)).ToArray();
        var sealedPages = await _folder.SealAsync(pages);
        using var reader = new EvidenceReader(_folder.Settings, _folder);
        for (var i = 0; i < pages.Length; i++)
        {
            var byPlace = await reader.OpenAsync(sealedPages[i].Entry.Capture, sealedPages[i].Entry.Place, sealedPages[i].Entry.Sha256, default);
            Assert.Equal(OpenFailure.None, byPlace.Failure);
            Assert.Equal(pages[i].Content.ToArray(), byPlace.Payload.ToArray());
        }

        Assert.Equal(pages[7].Content.ToArray(), (await reader.OpenAsync(sealedPages[7].Entry.Capture, default)).Payload.ToArray());
        var report = await _folder.VerifyAsync();
        Assert.Null(report.Break);
        Assert.Equal((20, 20, 0), (report.Entries, report.Captures, report.Erased));
    }

    [Fact]
    public async Task Nothing_of_a_page_can_be_read_in_the_sealed_file()
    {
        var page = VaultFolder.Page(1) with { Content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("Jane Sample, 1 Example Road; ", 50))) };
        await _folder.SealAsync(page);
        var bytes = await File.ReadAllBytesAsync(_folder.Sealed());
        Assert.Equal(-1, bytes.AsSpan().IndexOf("Jane Sample"u8));
        Assert.Equal(-1, bytes.AsSpan().IndexOf("WARC/1.1"u8));
    }

    [Fact]
    public async Task Sealing_the_same_pages_again_adds_nothing_and_gives_the_same_places()
    {
        var first = await _folder.SealAsync(VaultFolder.Page(1), VaultFolder.Page(2));
        var lengths = (new FileInfo(_folder.Ledger).Length, new FileInfo(_folder.Sealed()).Length);
        var again = await _folder.SealAsync(VaultFolder.Page(2), VaultFolder.Page(1), VaultFolder.Page(1));
        Assert.Equal(lengths, (new FileInfo(_folder.Ledger).Length, new FileInfo(_folder.Sealed()).Length));
        Assert.All(again, page => Assert.Equal(SealStanding.Known, page.Standing));
        Assert.Equal(first[0].Entry.Place, again[1].Entry.Place);
    }

    [Fact]
    public async Task A_page_twice_in_one_batch_is_sealed_once()
    {
        var results = await _folder.SealAsync(VaultFolder.Page(1), VaultFolder.Page(1));
        Assert.Equal([SealStanding.New, SealStanding.Known], results.Select(r => r.Standing));
        Assert.Single(await File.ReadAllLinesAsync(_folder.Ledger));
    }

    [Fact]
    public async Task Where_the_time_is_only_that_of_a_file_a_copy_with_another_time_is_the_same_capture()
    {
        var file = VaultFolder.Page(1) with { Url = "file:posts.jsonl#lines=1-10", TimeIsFileTime = true };
        var first = Assert.Single(await _folder.SealAsync(file));
        var copy = Assert.Single(await _folder.SealAsync(file with { CapturedAt = file.CapturedAt.AddDays(3) }));
        Assert.Equal(SealStanding.Known, copy.Standing);
        Assert.Equal(file.CapturedAt, copy.AsSealed.CapturedAt);
        Assert.Equal(first.Entry, copy.Entry);
    }

    [Fact]
    public async Task Files_are_rolled_and_the_chain_goes_on_across_them()
    {
        _folder.Settings = _folder.Settings with { RollAtBytes = 5_000 };
        await _folder.SealAsync([.. Enumerable.Range(1, 12).Select(n => VaultFolder.Page(n))]);
        await _folder.SealAsync([.. Enumerable.Range(13, 12).Select(n => VaultFolder.Page(n))]);
        Assert.True(File.Exists(_folder.Sealed(4)), "expected four files or more");
        var report = await _folder.VerifyAsync();
        Assert.Null(report.Break);
        Assert.Equal(24, report.Captures);
    }

    [Fact]
    public async Task Records_are_WARC_by_the_letter_of_the_standard()
    {
        RawPage[] pages =
        [
            VaultFolder.Page(1),
            VaultFolder.Page(2) with { Status = 404, ContentType = "text/html" },
            VaultFolder.Page(3) with { Url = "file:posts%20of%20may.jsonl#lines=1-1000", TimeIsFileTime = true, ContentType = "application/x-ndjson" },
            VaultFolder.Page(4) with { Url = "http://harbour.example/a b?q=<x>\r\nInjected: 1", ContentType = "text/html\r\nInjected: 1", Content = default },
        ];
        var sealedPages = await _folder.SealAsync(pages);
        using var reader = new EvidenceReader(_folder.Settings, _folder);
        for (var i = 0; i < pages.Length; i++)
        {
            var opened = await reader.OpenAsync(sealedPages[i].Entry.Capture, default);
            var warc = StrictWarc.Parse(opened.Warc.ToArray());
            Assert.Equal(pages[i].Content.ToArray(), warc.Payload);
            Assert.Equal(i == 2 ? "resource" : "response", warc.Fields["WARC-Type"]);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(pages[i].Content.Span)), HexOf(warc.Fields["WARC-Payload-Digest"]));
            Assert.DoesNotContain("Injected", warc.Fields.Keys);
        }
    }

    [Fact]
    public async Task An_erased_capture_is_gone_for_good_and_the_chain_stays_valid()
    {
        var sealedPages = await _folder.SealAsync(VaultFolder.Page(1), VaultFolder.Page(2));
        var id = sealedPages[0].Entry.Capture;
        using (var vault = await _folder.OpenAsync())
        {
            Assert.True(await vault.EraseAsync(id, "request of the data subject", "erase-1", default));
            Assert.True(await vault.EraseAsync(id, "asked again", "erase-2", default));
            Assert.False(await vault.EraseAsync(new CaptureId(new string('0', 32)), "unknown", "erase-3", default));
        }

        await _folder.SealAsync(VaultFolder.Page(3));
        using var reader = new EvidenceReader(_folder.Settings, _folder);
        Assert.Equal(OpenFailure.Erased, (await reader.OpenAsync(id, default)).Failure);
        Assert.Equal(OpenFailure.None, (await reader.OpenAsync(sealedPages[1].Entry.Capture, default)).Failure);
        var report = await _folder.VerifyAsync();
        Assert.Null(report.Break);
        Assert.Equal((4, 3, 1), (report.Entries, report.Captures, report.Erased));
        Assert.Equal(SealStanding.Erased, Assert.Single(await _folder.SealAsync(VaultFolder.Page(1))).Standing);
        Assert.DoesNotContain(id, _folder.Keys.Keys);
    }

    [Fact]
    public async Task An_erasure_that_was_cut_off_between_tombstone_and_key_is_finished_on_the_next_opening()
    {
        var id = Assert.Single(await _folder.SealAsync(VaultFolder.Page(1))).Entry.Capture;
        var key = _folder.Keys[id];
        using (var vault = await _folder.OpenAsync())
        {
            await vault.EraseAsync(id, "request", "erase-1", default);
        }

        _folder.Keys[id] = key;
        (await _folder.OpenAsync()).Dispose();
        Assert.Empty(_folder.Keys);
    }

    [Fact]
    public async Task A_key_that_is_gone_without_a_tombstone_is_a_break()
    {
        var sealedPages = await _folder.SealAsync(VaultFolder.Page(1), VaultFolder.Page(2));
        _folder.Keys.Remove(sealedPages[1].Entry.Capture);
        var report = await _folder.VerifyAsync();
        Assert.Equal("ledger.jsonl line 2", report.Break?.Place);
        Assert.Contains("no tombstone", report.Break?.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrapped_keys_cannot_be_swapped()
    {
        var sealedPages = await _folder.SealAsync(VaultFolder.Page(1), VaultFolder.Page(2));
        var (a, b) = (sealedPages[0].Entry.Capture, sealedPages[1].Entry.Capture);
        (_folder.Keys[a], _folder.Keys[b]) = (_folder.Keys[b], _folder.Keys[a]);
        using var reader = new EvidenceReader(_folder.Settings, _folder);
        Assert.Equal(OpenFailure.ForeignKey, (await reader.OpenAsync(a, default)).Failure);
    }

    [Fact]
    public async Task The_names_in_a_folder_are_made_durable_and_a_folder_that_is_not_there_is_told()
    {
        await _folder.SealAsync(VaultFolder.Page(1));
        FolderEntries.Flush(_folder.Settings.Folder);
        if (!OperatingSystem.IsWindows())
        {
            Assert.StartsWith("/none/such: the folder could not be opened", Assert.Throws<IOException>(() => FolderEntries.Flush("/none/such")).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task One_writer_at_a_time_and_readers_beside_it()
    {
        var id = Assert.Single(await _folder.SealAsync(VaultFolder.Page(1))).Entry.Capture;
        using var vault = await _folder.OpenAsync();
        var refused = await Assert.ThrowsAsync<VaultException>(_folder.OpenAsync);
        Assert.Contains("another process is writing evidence here", refused.Message, StringComparison.Ordinal);
        Assert.Null((await _folder.VerifyAsync()).Break);
        using var reader = new EvidenceReader(_folder.Settings, _folder);
        Assert.Equal(OpenFailure.None, (await reader.OpenAsync(id, default)).Failure);
    }

    [Fact]
    public async Task The_vault_key_is_for_its_owner_alone()
    {
        await _folder.SealAsync(VaultFolder.Page(1));
        var path = Path.Combine(_folder.Settings.Folder, "vault.key");
        if (OperatingSystem.IsWindows())
        {
            return; // No such modes there.
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var refused = await Assert.ThrowsAsync<VaultException>(_folder.OpenAsync);
        Assert.Contains("chmod 600", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_or_foreign_vault_key_is_refused_and_never_replaced()
    {
        await _folder.SealAsync(VaultFolder.Page(1));
        var path = Path.Combine(_folder.Settings.Folder, "vault.key");
        File.Delete(path);
        await Assert.ThrowsAsync<VaultException>(_folder.OpenAsync);
        Assert.False(File.Exists(path));
        using var other = new VaultFolder();
        await other.SealAsync(VaultFolder.Page(1));
        _folder.Settings = _folder.Settings with { KeyFile = Path.Combine(other.Settings.Folder, "vault.key") };
        var refused = await Assert.ThrowsAsync<VaultException>(_folder.OpenAsync);
        Assert.Contains("not the key that this evidence was sealed under", refused.Message, StringComparison.Ordinal);
    }

    private static string HexOf(string digest)
    {
        var bits = string.Concat(digest["sha256:".Length..].TrimEnd('=').Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return string.Concat(Enumerable.Range(0, 32).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2).ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
    }
}
