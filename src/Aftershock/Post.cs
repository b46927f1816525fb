using System.Security.Cryptography;
using System.Text;

namespace Aftershock;

/// <summary>One message by one author, as the source shows it; the words are kept as they are.</summary>
public sealed record Post
{
    public required SourceId Source { get; init; }

    public required string ThreadId { get; init; }

    /// <summary>The source's own id of the post; unique within the source.</summary>
    public required string PostId { get; init; }

    public required string ThreadTitle { get; init; }

    /// <summary>Name of the section; null when the page does not tell.</summary>
    public string? Forum { get; init; }

    public string? Prefix { get; init; }

    /// <summary>
    /// Its place in the thread: 1 for the post that opens it, 0 for a later one whose place the page does not tell; null
    /// when nothing tells even that.
    /// </summary>
    public int? Number { get; init; }

    /// <summary>The handle; null for a guest or a removed account.</summary>
    public string? Author { get; init; }

    public Moment? AuthorJoined { get; init; }

    public long? AuthorPosts { get; init; }

    /// <summary>What the source says; null when it says nothing that can be read.</summary>
    public Moment? PublishedAt { get; init; }

    /// <summary>The source's words for <see cref="PublishedAt"/>, such as "Yesterday, 04:10 PM".</summary>
    public string? PublishedRaw { get; init; }

    /// <summary>Its text, quotes of others included, pasted rows of personal data masked character for character.</summary>
    public required string Body { get; init; }

    /// <summary>Which parts of <see cref="Body"/> are others' words, in their order; only the rest is read as the author's.</summary>
    public IReadOnlyList<QuoteRange> Quotes { get; init; } = [];

    public Moment? EditedAt { get; init; }

    /// <summary>Names of the files attached; the files themselves are never fetched.</summary>
    public IReadOnlyList<string> Attachments { get; init; } = [];

    /// <summary>Parts that the board withholds from its visitor ("reply to see"); null when the page cannot tell.</summary>
    public int? HiddenParts { get; init; }

    /// <summary>Likes, thanks and the like, as a count; null when the page prints none.</summary>
    public long? Reactions { get; init; }

    /// <summary>A language tag given by whoever supplied the post; null when the recognizer is to tell.</summary>
    public string? StatedLanguage { get; init; }

    /// <summary>The latest capture that shows it.</summary>
    public required CaptureId Capture { get; init; }

    public required DateTimeOffset FirstSeen { get; init; }

    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>Between which looks it vanished; null while it is there.</summary>
    public Gone? Gone { get; init; }

    public PostKey Key => new(Source, PostId);

    /// <summary><see cref="Body"/> with others' words turned to spaces, character for character, so that places in it hold.</summary>
    public string OwnWords()
    {
        if (Quotes.Count == 0)
        {
            return Body;
        }

        return string.Create(Body.Length, this, static (text, post) =>
        {
            post.Body.CopyTo(text);
            foreach (var quote in post.Quotes)
            {
                foreach (ref var c in text[quote.Start..quote.End])
                {
                    c = c == '\n' || char.IsSurrogate(c) ? c : ' ';
                }
            }
        });
    }

    /// <summary>Whether it opens its thread; only such a post is read as a listing of its own title.</summary>
    public bool IsOpening => Number is null or 1;
}

/// <summary>A part of a body that quotes somebody else.</summary>
/// <param name="Start">First UTF-16 unit.</param>
/// <param name="End">One past the last.</param>
public readonly record struct QuoteRange(int Start, int End);

/// <summary>A post's name: its source and the source's own id.</summary>
public readonly record struct PostKey(SourceId Source, string PostId)
{
    public override string ToString() => $"{Source}#{PostId}";
}

/// <summary>When something vanished: it was there at <paramref name="After"/> and missed at <paramref name="Before"/>.</summary>
public readonly record struct Gone(DateTimeOffset After, DateTimeOffset Before);

/// <summary>The name of a listing: 16 hexadecimal digits, made from the post's name.</summary>
public readonly record struct ListingId(string Value)
{
    public override string ToString() => Value;

    public static ListingId Of(PostKey post) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{post.Source.Value}\n{post.PostId}")).AsSpan(0, 8)));
}
