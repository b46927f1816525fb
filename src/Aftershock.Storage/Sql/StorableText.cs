using System.Buffers;
using System.Text;

namespace Aftershock.Storage.Sql;

/// <summary>Text as every database can hold it: without NUL and without half surrogate pairs, each replaced by U+FFFD.</summary>
/// <remarks>One character for one, so that spans hold. Hostile input carries such characters; a store must give back what it compared.</remarks>
internal static class StorableText
{
    private static readonly SearchValues<char> s_suspects = SearchValues.Create(
        [.. Enumerable.Range(0xD800, 0x800).Select(c => (char)c), '\0']);

    /// <returns>The same text where nothing is to be replaced.</returns>
    public static string Of(string text)
    {
        var suspect = text.AsSpan().IndexOfAny(s_suspects);
        if (suspect < 0)
        {
            return text;
        }

        StringBuilder? clean = null;
        for (var i = suspect; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (text[i] == '\0' || char.IsSurrogate(text[i]))
            {
                clean ??= new StringBuilder(text);
                clean[i] = '\uFFFD';
            }
        }

        return clean?.ToString() ?? text;
    }

    public static string? OrNull(string? text) => text is null ? null : Of(text);

    public static Post Of(Post post)
    {
        if (Same(post.Body, post.ThreadTitle, post.ThreadId, post.PostId, post.Forum, post.Prefix, post.Author, post.PublishedRaw, post.StatedLanguage))
        {
            return post;
        }

        return post with
        {
            PostId = Of(post.PostId),
            ThreadId = Of(post.ThreadId),
            ThreadTitle = Of(post.ThreadTitle),
            Forum = OrNull(post.Forum),
            Prefix = OrNull(post.Prefix),
            Author = OrNull(post.Author),
            PublishedRaw = OrNull(post.PublishedRaw),
            Body = Of(post.Body),
            StatedLanguage = OrNull(post.StatedLanguage),
        };
    }

    public static Source Of(Source source) =>
        Same(source.Name, source.Program, source.Start, source.Zone)
            ? source
            : source with { Name = Of(source.Name), Program = OrNull(source.Program), Start = OrNull(source.Start), Zone = Of(source.Zone) };

    public static ForumThread Of(ForumThread thread) =>
        Same(thread.ThreadId, thread.Title, thread.Forum, thread.Prefix, thread.Author)
            ? thread
            : thread with
            {
                ThreadId = Of(thread.ThreadId),
                Title = Of(thread.Title),
                Forum = OrNull(thread.Forum),
                Prefix = OrNull(thread.Prefix),
                Author = OrNull(thread.Author),
            };

    private static bool Same(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            if (text is not null && !ReferenceEquals(Of(text), text))
            {
                return false;
            }
        }

        return true;
    }
}
