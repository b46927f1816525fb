using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Aftershock.Keeping;
using Aftershock.Storage.Sql;

namespace Aftershock.Storage;

/// <summary>One hash over all that a store holds but what differs from run to run: when and by which run it was seen, and where its evidence lies.</summary>
/// <remarks>Two stores with the same digest say the same; so an import that was interrupted and resumed can be compared with an undisturbed one.
/// Read through the ports alone, hence the same for every database.</remarks>
public static class StoreDigest
{
    /// <returns>SHA-256, lower-case hexadecimal.</returns>
    public static async Task<string> OfAsync(IStore store, CancellationToken cancel)
    {
        var parts = await PartsAsync(store, cancel).ConfigureAwait(false);
        return Hash(parts.Select(part => $"{part.Key} {part.Value}"));
    }

    /// <summary>The same for each noun by itself, to tell in which two stores differ.</summary>
    public static async Task<IReadOnlyList<KeyValuePair<string, string>>> PartsAsync(IStore store, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(store);
        var captures = await CapturesAsync(store, cancel).ConfigureAwait(false);
        return
        [
            new("sources", Hash((await store.Sources.ListAsync(cancel).ConfigureAwait(false)).Select(source => source.ToString()))),
            new("captures", Hash(captures.Values.Distinct().Order(StringComparer.Ordinal))),
            new("threads", await HashAsync(store.Threads.AllAsync(null, cancel), thread => Line(thread, captures)).ConfigureAwait(false)),
            new("posts", await HashAsync(store.Posts.AllAsync(null, cancel), post => Line(post, captures)).ConfigureAwait(false)),
            new("handles", await HashAsync(
                store.Handles.AllAsync(null, cancel), handle => $"{handle with { FirstSeen = default, LastSeen = default }}").ConfigureAwait(false)),
            new("listings", await HashAsync(store.Listings.AllAsync(new ListingFilter(), cancel), Line).ConfigureAwait(false)),
            new("events", Hash((await store.Events.ListAsync(cancel).ConfigureAwait(false)).Select(Line))),
        ];
    }

    /// <summary>What each capture is of, without when, by whom and where it was put; a page seen twice is one.</summary>
    private static async Task<Dictionary<CaptureId, string>> CapturesAsync(IStore store, CancellationToken cancel)
    {
        var captures = new Dictionary<CaptureId, string>();
        string? after = null;
        do
        {
            var page = await store.Captures.ListAsync(null, null, 1000, after, cancel).ConfigureAwait(false);
            foreach (var capture in page.Items)
            {
                captures[capture.Id] = $"{capture with { Id = default, CapturedAt = default, Place = default, Run = "" }}";
            }

            after = page.Next;
        }
        while (after is not null);

        return captures;
    }

    private static string Line(ForumThread thread, Dictionary<CaptureId, string> captures) =>
        $"{thread with { Capture = Evidence(thread.Capture, captures), FirstSeen = default, LastSeen = default }}";

    private static string Line(Post post, Dictionary<CaptureId, string> captures) =>
        $"{Timeless(post) with { Capture = Evidence(post.Capture, captures), Quotes = [], Attachments = [] }} {PostDetails.Of(post)}";

    private static string Line(Listing listing)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using var json = RecognitionJson.Writer(buffer);
        RecognitionJson.Write(json, listing.Recognition);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{listing.Id} {listing.Post.Key} {listing.LeakKey} {listing.Databases} {listing.RecordsClaimed} {Encoding.UTF8.GetString(buffer.WrittenSpan)}");
    }

    private static string Line(LeakEvent leakEvent) =>
        $"{leakEvent.Name} {leakEvent.Title} {leakEvent.Date:yyyy-MM-dd} {string.Join(' ', leakEvent.Sources)}";

    private static Post Timeless(Post post) => post with
    {
        FirstSeen = default,
        LastSeen = default,
        Gone = post.Gone is null ? null : default(Gone),
    };

    private static CaptureId Evidence(CaptureId capture, Dictionary<CaptureId, string> captures) => new(captures[capture]);

    private static string Hash(IEnumerable<string> lines)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var line in lines)
        {
            Append(hash, line);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static async Task<string> HashAsync<T>(IAsyncEnumerable<T> items, Func<T, string> line)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await foreach (var item in items.ConfigureAwait(false))
        {
            Append(hash, line(item));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>With its length before it, so that no two lists of lines look alike.</summary>
    private static void Append(IncrementalHash hash, string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line);
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }
}
