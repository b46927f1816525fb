using System.Globalization;
using Aftershock.Collecting.Forums;
using Aftershock.Collecting.Html;
using Aftershock.Collecting.Pages;

namespace Aftershock.Collecting.Telegram;

/// <summary>One page of an HTML export: up to a thousand messages.</summary>
internal static class TelegramPage
{
    public static bool Is(ReadOnlySpan<byte> content)
    {
        var start = content[..Math.Min(content.Length, 1024)];
        var first = start.IndexOfAnyExcept(" \t\r\n\uFEFF"u8);
        return first >= 0 && start[first] == '<';
    }

    /// <returns>The chat's name and the messages in their order; null when the page is none of an export.</returns>
    public static (string? Chat, List<TelegramMessage> Messages)? Read(RawPage raw, TelegramClock clock)
    {
        var page = HtmlPage.Parse(PageText.Decode(raw));
        var chat = page.Root.WithClass("page_header").WithClass("text").Text;
        var messages = new List<TelegramMessage>();
        string? from = null;
        for (var i = 1; i < page.Count; i++)
        {
            var element = new HtmlElement(page, i);
            if (page.Nodes[i].IsText || element.Tag != HtmlTag.Div || !element.HasClass("message"))
            {
                continue;
            }

            i = element.After - 1;
            // Dates that stand between messages look like service messages, and have negative numbers.
            if (element["id"] is not { } id || !id.StartsWith("message", StringComparison.Ordinal) || id.StartsWith("message-", StringComparison.Ordinal))
            {
                continue;
            }

            var message = Message(element, id["message".Length..], clock);
            from = message.IsService ? from : message.IsJoined ? from : message.From;
            messages.Add(message.IsJoined && from is not null ? message with { From = from } : message);
        }

        return messages.Count == 0 && !page.Root.WithClass("page_header").Exists ? null : (chat, messages);
    }

    private static TelegramMessage Message(HtmlElement element, string id, TelegramClock clock)
    {
        if (element.HasClass("service"))
        {
            return new TelegramMessage { Id = id, IsService = true };
        }

        var forwarded = element.First(static e => e.Tag == HtmlTag.Div && e.HasClass("forwarded") && e.HasClass("body"));
        var date = element.First(static e => e.Tag == HtmlTag.Div && e.HasClass("date") && e.HasClass("details"));
        var name = element.WithClass("from_name");
        var holder = forwarded.Exists ? forwarded : element;
        var (text, quotes) = BodyText.Of(holder.First(static e => e.Tag == HtmlTag.Div && e.HasClass("text")), static _ => null);
        var media = element.WithClass("media_wrap");
        var poll = media.WithClass("media_poll");
        return new TelegramMessage
        {
            Id = id,
            IsJoined = element.HasClass("joined"),
            From = name.Exists && !forwarded.Contains(name) ? Name(name) : null,
            Date = clock.Title(date["title"]),
            DateRaw = date["title"],
            Text = RowMask.Mask(poll.Exists ? BodyText.Of(poll, e => e.HasClass("details") ? "" : null).Text : text),
            Quotes = poll.Exists ? [] : quotes,
            ForwardedFrom = forwarded.Exists ? Name(forwarded.WithClass("from_name")) : null,
            ReplyTo = ReplyTo(element.WithClass("reply_to").First(HtmlTag.A)["href"]),
            Attachments = Files(media),
            Media = media.Exists ? media.WithClass("title").Text?.ToLowerInvariant() ?? (media.WithClass("sticker_wrap").Exists ? "sticker" : null) : null,
            Reactions = Reactions(element),
        };
    }

    /// <summary>A name without the date and the bot that may stand behind it.</summary>
    private static string? Name(HtmlElement name)
    {
        var text = BodyText.Of(name, e => e.HasClass("date") ? "" : null).Text.Trim();
        var via = text.IndexOf(" via @", StringComparison.Ordinal);
        return via > 0 ? text[..via].TrimEnd() : text.Length > 0 ? text : null;
    }

    private static string? ReplyTo(string? address)
    {
        const string mark = "#go_to_message";
        var at = address?.IndexOf(mark, StringComparison.Ordinal) ?? -1;
        return at >= 0 && address!.Length > at + mark.Length ? address[(at + mark.Length)..] : null;
    }

    private static List<string> Files(HtmlElement media)
    {
        var names = new List<string>();
        foreach (var element in media.Descendants)
        {
            if (element.Tag == HtmlTag.A && element["href"] is { } address && !address.Contains(':', StringComparison.Ordinal) && !address.StartsWith('#') && !element.HasClass("sticker_wrap"))
            {
                names.Add(Uri.UnescapeDataString(TelegramMessage.NameOf(address)));
            }
            else if (element.HasClass("title") && element.Text is { } title && title.LastIndexOf('.') > 0 && !title.EndsWith('.'))
            {
                // Of a file that was not exported its name is still shown.
                names.Add(title);
            }
        }

        return [.. names.Where(n => n.Length > 0).Distinct(StringComparer.Ordinal)];
    }

    private static long? Reactions(HtmlElement message)
    {
        var all = message.WithClass("reactions");
        if (!all.Exists)
        {
            return null;
        }

        long sum = 0;
        foreach (var reaction in all.Descendants.Where(e => e.HasClass("reaction")))
        {
            sum += long.TryParse(reaction.WithClass("count").Text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                ? Math.Min(count, int.MaxValue)
                : reaction.Descendants.Where(e => e.HasClass("userpic")).LongCount();
        }

        return sum;
    }
}
