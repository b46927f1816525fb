using Aftershock.Collecting;
using Aftershock.Collecting.Evidence;
using Aftershock.Keeping;
using Aftershock.Recognizing;

namespace Aftershock.Running;

/// <summary>What was read from one batch of sealed pages.</summary>
internal sealed record ReadBatch
{
    public required IReadOnlyList<ReadIntake> Intakes { get; init; }

    /// <summary>The recognitions of the words that stand for each post: those of its latest capture in the batch.</summary>
    public required IReadOnlyDictionary<PostKey, Recognition> Recognitions { get; init; }

    public Batch ToBatch(Source source)
    {
        var read = Intakes.Where(i => i.Sealed is { Standing: not SealStanding.Erased }).ToList();
        var captures = read.DistinctBy(i => i.Sealed!.Entry.Capture).Select(i => i.Sealed!.ToCapture(i.Content!.Outcome, i.Content.Failure));
        return new Batch
        {
            Sources = [.. read.SelectMany(i => i.Content!.Sources).Prepend(source).DistinctBy(s => s.Id)],
            Captures = [.. captures],
            Threads = [.. read.SelectMany(i => i.Content!.Threads)],
            Posts = [.. read.SelectMany(i => i.Content!.Posts)],
            Handles = Merge(read.SelectMany(i => i.Content!.Handles)),
            Recognitions = Recognitions,
        };
    }

    /// <summary>One handle for each name: a block of a file names the same few authors a thousand times.</summary>
    private static List<Handle> Merge(IEnumerable<Handle> handles)
    {
        var merged = new Dictionary<(SourceId, string), Handle>();
        foreach (var handle in handles)
        {
            merged[(handle.Source, handle.Name)] = merged.TryGetValue((handle.Source, handle.Name), out var known) ? Merge(known, handle) : handle;
        }

        return [.. merged.Values];
    }

    private static Handle Merge(Handle a, Handle b)
    {
        var (earlier, later) = b.LastSeen >= a.LastSeen ? (a, b) : (b, a);
        return later with
        {
            FirstSeen = a.FirstSeen <= b.FirstSeen ? a.FirstSeen : b.FirstSeen,
            Joined = later.Joined is null || earlier.Joined?.Precision > later.Joined?.Precision ? earlier.Joined : later.Joined,
            Posts = later.Posts ?? earlier.Posts,
            Language = later.Language ?? earlier.Language,
        };
    }
}

/// <param name="Intake">As it came in.</param>
/// <param name="Sealed">Its evidence; null for what was no page.</param>
/// <param name="Content">What was read of it; null for what was no page or was erased.</param>
internal sealed record ReadIntake(Intake Intake, SealedPage? Sealed, PageContent? Content);

/// <summary>Reads, masks and recognizes one batch of sealed pages. Safe to use from several threads.</summary>
internal sealed class BatchReader(Recognizer recognizer)
{
    public ReadBatch Read(ImportRequest request, IReadOnlyList<Intake> intakes, IReadOnlyList<SealedPage> sealedPages, CancellationToken cancel)
    {
        var kinds = new Dictionary<SourceId, SourceKind> { [request.Source.Id] = request.Source.Kind };
        var latest = new Dictionary<PostKey, (Post Post, StatedFacts? Stated)>();
        var results = new List<ReadIntake>(intakes.Count);
        var next = 0;
        foreach (var intake in intakes)
        {
            cancel.ThrowIfCancellationRequested();
            var sealedPage = intake.Page is null ? null : sealedPages[next++];
            var content = sealedPage is null or { Standing: SealStanding.Erased } ? null : ReadPage(request, sealedPage);
            results.Add(new ReadIntake(intake, sealedPage, content));
            foreach (var source in content?.Sources ?? [])
            {
                kinds[source.Id] = source.Kind;
            }

            foreach (var post in content?.Posts ?? [])
            {
                if (!latest.TryGetValue(post.Key, out var known) || IsLater(post, known.Post))
                {
                    latest[post.Key] = (post, content!.Stated.GetValueOrDefault(post.PostId));
                }
            }
        }

        var recognitions = new Dictionary<PostKey, Recognition>(latest.Count);
        foreach (var (key, (post, stated)) in latest)
        {
            cancel.ThrowIfCancellationRequested();
            var read = Recognize(post, kinds.GetValueOrDefault(post.Source, request.Source.Kind));
            recognitions.Add(key, stated is null ? read : AsStated(read, stated));
        }

        return new ReadBatch { Intakes = results, Recognitions = recognitions };
    }

    private static PageContent ReadPage(ImportRequest request, SealedPage page)
    {
        var content = request.Reader.Read(page.AsSealed, page.Entry.Capture, request.Source);
        if (page.Page.Rows is { } rows && rows != content.Posts.Count + content.Duplicates + content.Rejections.Count + content.Skipped)
        {
            throw new InvalidOperationException($"{page.Page.Origin}: {rows} rows came in, {content.Posts.Count} posts, {content.Duplicates} duplicates, {content.Rejections.Count} rejections and {content.Skipped} rows that are no posts were read of them.");
        }

        return content with { Posts = [.. content.Posts.Select(Mask)] };
    }

    /// <summary>By the same rule the store decides whose words stand: the later seen; at one time the greater name of the capture.</summary>
    private static bool IsLater(Post post, Post known) => post.LastSeen != known.LastSeen
        ? post.LastSeen > known.LastSeen
        : string.CompareOrdinal(post.Capture.Value, known.Capture.Value) >= 0;

    /// <summary>From here on nothing sees pasted rows of personal data; they are in the sealed evidence alone.</summary>
    private static Post Mask(Post post)
    {
        var masked = RowMask.Mask(post.Body);
        return ReferenceEquals(masked, post.Body) ? post : post with { Body = masked };
    }

    private Recognition Recognize(Post post, SourceKind kind)
    {
        var recognition = recognizer.Recognize(new PostText
        {
            // A reply has no title of its own: read under its thread's, every thanks would offer what the thread offers.
            Title = post.IsOpening ? post.ThreadTitle : "",
            // Spaces stand for what others said, so that the places of what is read in the rest hold.
            Body = post.OwnWords(),
            Section = post.Forum,
            PostedAt = post.PublishedAt?.At,
            Author = post.Author,
            Language = post.StatedLanguage,
            SourceKind = kind,
        });
        return post.IsOpening ? recognition : AsReply(recognition);
    }

    /// <summary>A reply is never a listing: one that quotes or repeats an offer talks about it.</summary>
    private static Recognition AsReply(Recognition read) => new()
    {
        Kind = read.OffersData ? ListingKind.Discussion : read.Kind,
        Language = read.Language,
        Confidence = read.OffersData ? ConfidenceOfReply : read.Confidence,
    };

    /// <summary>What a source states in a field of its own needs no reading; what it does not state stays as it was read.</summary>
    private static Recognition AsStated(Recognition read, StatedFacts stated)
    {
        var fields = stated.Spans.Select(s => s.Field).ToHashSet(StringComparer.Ordinal);
        if (stated.Victims is not null)
        {
            fields.Add("victims");
        }

        return read with
        {
            Kind = stated.Kind ?? read.Kind,
            Confidence = stated.Kind is null ? read.Confidence : 1,
            Victims = stated.Victims ?? read.Victims,
            Records = stated.Records is { } records ? new RecordsClaim(records) : read.Records,
            RecordsEach = stated.Victims is null ? read.RecordsEach : null,
            DataClasses = stated.DataClasses.Count > 0 ? stated.DataClasses : read.DataClasses,
            BreachDate = stated.BreachDate ?? read.BreachDate,
            Spans = [.. read.Spans.Where(s => !fields.Contains(s.Field)), .. stated.Spans],
        };
    }

    /// <summary>What is told by the rule above and not by the words is worth a coin's toss.</summary>
    private const double ConfidenceOfReply = 0.5;
}
