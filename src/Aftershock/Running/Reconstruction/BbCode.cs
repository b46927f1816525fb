using System.Text;
using System.Text.RegularExpressions;

namespace Aftershock.Running.Reconstruction;

/// <summary>Turns what members type into the markup that MyBB 1.8 serves for it.</summary>
internal static partial class BbCode
{
    public static string ToHtml(string text)
    {
        var html = Escape(text);
        html = Code().Replace(html, m =>
            $"<div class=\"codeblock\"><div class=\"title\">Code:</div><div class=\"body\" dir=\"ltr\"><code>{m.Groups[1].Value.Trim('\n')}</code></div></div>");
        html = NamedQuote().Replace(html, m =>
            $"<blockquote class=\"mycode_quote\"><cite> {m.Groups[1].Value} Wrote:</cite>{m.Groups[2].Value.Trim('\n')}</blockquote>");
        html = Quote().Replace(html, m => $"<blockquote class=\"mycode_quote\"><cite>Quote:</cite>{m.Groups[1].Value.Trim('\n')}</blockquote>");
        html = List().Replace(html, m => $"<ul class=\"mycode_list\">{Item().Replace(m.Groups[1].Value.Trim('\n'), "<li>$1</li>\n").TrimEnd()}\n</ul>");
        html = Hidden().Replace(html, m => "<div class=\"hidden_content\"><strong>Hidden Content</strong>: reply to this thread to see it.</div>");
        foreach (var (tag, element, type) in (ReadOnlySpan<(string, string, string)>)[("b", "span", "b"), ("i", "span", "i"), ("u", "span", "u"), ("s", "span", "s")])
        {
            html = html.Replace($"[{tag}]", $"<{element} style=\"{Style(type)}\" class=\"mycode_{type}\">", StringComparison.Ordinal)
                .Replace($"[/{tag}]", $"</{element}>", StringComparison.Ordinal);
        }

        html = Size().Replace(html, "<span style=\"font-size: $1;\" class=\"mycode_size\">$2</span>");
        html = Color().Replace(html, "<span style=\"color: $1;\" class=\"mycode_color\">$2</span>");
        html = Center().Replace(html, m => $"<div style=\"text-align: center;\" class=\"mycode_align\">{m.Groups[1].Value.Trim('\n')}</div>");
        html = NamedLink().Replace(html, "<a href=\"$1\" target=\"_blank\" rel=\"noopener\" class=\"mycode_url\">$2</a>");
        html = BareLink().Replace(html, "<a href=\"$0\" target=\"_blank\" rel=\"noopener\" class=\"mycode_url\">$0</a>");
        return BreakLines(html);
    }

    /// <summary>The words without the markup; what is quoted or hidden goes with it.</summary>
    public static string Strip(string text) => AnyTag().Replace(RawHidden().Replace(RawQuote().Replace(text, ""), ""), "");

    /// <summary>As MyBB escapes: the dollar sign too.</summary>
    public static string Escape(string text)
    {
        var html = new StringBuilder(text.Length + 32);
        foreach (var c in text)
        {
            _ = c switch
            {
                '&' => html.Append("&amp;"),
                '<' => html.Append("&lt;"),
                '>' => html.Append("&gt;"),
                '"' => html.Append("&quot;"),
                '$' => html.Append("&#36;"),
                _ => html.Append(c),
            };
        }

        return html.ToString();
    }

    private static string BreakLines(string html)
    {
        var lines = html.Split('\n');
        var broken = new StringBuilder(html.Length + (lines.Length * 8));
        for (var i = 0; i < lines.Length; i++)
        {
            broken.Append(lines[i]);
            if (i < lines.Length - 1)
            {
                var isBlock = lines[i].EndsWith("</div>", StringComparison.Ordinal) || lines[i].EndsWith("</blockquote>", StringComparison.Ordinal)
                    || lines[i].EndsWith("</li>", StringComparison.Ordinal) || lines[i].EndsWith("</ul>", StringComparison.Ordinal);
                broken.Append(isBlock ? "\n" : "<br />\n");
            }
        }

        return broken.ToString();
    }

    private static string Style(string type) => type switch
    {
        "b" => "font-weight: bold;",
        "i" => "font-style: italic;",
        "u" => "text-decoration: underline;",
        _ => "text-decoration: line-through;",
    };

    [GeneratedRegex(@"\[code\](.*?)\[/code\]", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"\[quote=(?:&quot;)?(.*?)(?:&quot;)?\](.*?)\[/quote\]", RegexOptions.Singleline)]
    private static partial Regex NamedQuote();

    [GeneratedRegex(@"\[quote\](.*?)\[/quote\]", RegexOptions.Singleline)]
    private static partial Regex Quote();

    [GeneratedRegex(@"\[list\](.*?)\[/list\]", RegexOptions.Singleline)]
    private static partial Regex List();

    [GeneratedRegex(@"\[\*\]([^\n]*)\n?")]
    private static partial Regex Item();

    [GeneratedRegex(@"\[hide(?:=[^\]]*)?\].*?\[/hide\]", RegexOptions.Singleline)]
    private static partial Regex Hidden();

    [GeneratedRegex(@"\[size=([a-z0-9-]+)\](.*?)\[/size\]", RegexOptions.Singleline)]
    private static partial Regex Size();

    [GeneratedRegex(@"\[color=([#a-zA-Z0-9]+)\](.*?)\[/color\]", RegexOptions.Singleline)]
    private static partial Regex Color();

    [GeneratedRegex(@"\[center\](.*?)\[/center\]", RegexOptions.Singleline)]
    private static partial Regex Center();

    [GeneratedRegex(@"\[url=([^\]]+)\](.*?)\[/url\]", RegexOptions.Singleline)]
    private static partial Regex NamedLink();

    [GeneratedRegex(@"(?<![""=>])https?://[^\s<\]）)，。,]+")]
    private static partial Regex BareLink();

    [GeneratedRegex(@"\[/?[a-z*]+(?:=[^\]]*)?\]")]
    private static partial Regex AnyTag();

    [GeneratedRegex(@"\[hide(?:=[^\]]*)?\].*?\[/hide\]", RegexOptions.Singleline)]
    private static partial Regex RawHidden();

    [GeneratedRegex(@"\[quote(?:=[^\]]*)?\].*?\[/quote\]", RegexOptions.Singleline)]
    private static partial Regex RawQuote();
}
