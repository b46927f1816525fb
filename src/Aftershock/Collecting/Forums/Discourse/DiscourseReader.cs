using System.Text;
using System.Text.Json;
using Aftershock.Collecting.Forums.Ruled;

namespace Aftershock.Collecting.Forums.Discourse;

/// <summary>Reads Discourse: its HTML for visitors without scripts by rules, and the JSON that its own pages are made of.</summary>
/// <remarks>Which of the two a page is, is told by its content.</remarks>
public sealed class DiscourseReader : IForumReader
{
    /// <summary>As on the command line.</summary>
    internal const string Name = "discourse";

    /// <summary>Keys of what is read, each with one that stands beside it; other programs' JSON has not both.</summary>
    private static readonly (byte[] Key, byte[] Beside, string Reason)[] s_marks =
    [
        ("\"post_stream\""u8.ToArray(), "\"cooked\""u8.ToArray(), "JSON of a Discourse topic"),
        ("\"topic_list\""u8.ToArray(), "\"topics\""u8.ToArray(), "JSON of a Discourse list of topics"),
        ("\"latest_posts\""u8.ToArray(), "\"cooked\""u8.ToArray(), "JSON of Discourse's latest posts"),
        ("\"directory_items\""u8.ToArray(), "\"likes_received\""u8.ToArray(), "JSON of Discourse's list of users"),
        ("\"category_list\""u8.ToArray(), "\"categories\""u8.ToArray(), "JSON of Discourse's categories"),
        ("\"trust_level\""u8.ToArray(), "\"username\""u8.ToArray(), "JSON of a Discourse user"),
        ("\"post_number\""u8.ToArray(), "\"cooked\""u8.ToArray(), "JSON of a Discourse post"),
    ];

    private readonly RuledReader _html;

    internal DiscourseReader(RuledReader html) => _html = html;

    public string Program => _html.Program;

    public string Title => _html.Title;

    public string? Recognizes(RawPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        if (!IsJson(page))
        {
            return _html.Recognizes(page);
        }

        foreach (var (key, beside, reason) in s_marks)
        {
            if (page.Content.Span.IndexOf(key) >= 0 && page.Content.Span.IndexOf(beside) >= 0)
            {
                return reason;
            }
        }

        return null;
    }

    public string? BoardName(RawPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        return IsJson(page) ? null : _html.BoardName(page);
    }

    public PageContent Read(RawPage page, CaptureId capture, Source source)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(source);
        if (!IsJson(page))
        {
            return _html.Read(page, capture, source);
        }

        try
        {
            using var json = JsonDocument.Parse(WithoutMark(page.Content));
            return new DiscourseJson(_html, page, capture, source).Read(json.RootElement);
        }
        catch (JsonException failure)
        {
            return PageContent.Failed($"the page is no JSON: {failure.Message}");
        }
    }

    private static bool IsJson(RawPage page)
    {
        var content = WithoutMark(page.Content).Span.TrimStart(" \t\r\n"u8);
        return !content.IsEmpty && content[0] == (byte)'{';
    }

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> content) =>
        content.Span.StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content;
}
