using System.Text;
using Aftershock.Collecting.Html;
using Aftershock.Collecting.Pages;

namespace Aftershock.Collecting.Crawling;

/// <summary>What a page says about the source as a whole, when it is no page of the board.</summary>
public static class SourceState
{
    /// <summary>Pages that say so are short; of a longer one the start is looked at.</summary>
    private const int Looked = 256 * 1024;

    private static readonly (SourceTrouble Trouble, string[] Phrases)[] s_phrases =
    [
        (SourceTrouble.Captcha, ["cf-challenge", "challenge-platform", "just a moment...", "checking your browser", "ddos-guard", "g-recaptcha", "h-captcha", "hcaptcha", "cf-turnstile", "verify you are human", "подтвердите, что вы не робот", "请完成验证", "人机验证"]),
        (SourceTrouble.Banned, ["you have been banned", "you are banned", "your ip has been banned", "your ip address has been blocked", "you have been blocked", "вы заблокированы", "ваш ip заблокирован", "您已被封", "您的ip已被禁止"]),
        (SourceTrouble.DatabaseError, ["sql error", "mysql error", "database error", "mysqli_", "could not connect to the database", "unable to connect to the database", "error establishing a database connection", "there appears to be an error with the database", "ошибка базы данных", "数据库错误"]),
        (SourceTrouble.Maintenance, ["maintenance", "board is closed", "board closed", "forum is closed", "forum is currently unavailable", "temporarily closed", "board is currently unavailable", "we'll be back", "we will be back", "технические работы", "форум закрыт", "站点维护", "论坛维护"]),
    ];

    /// <summary>The trouble that a page tells of, with the words that tell it; null for a page that tells of none.</summary>
    /// <param name="page">As it came.</param>
    /// <param name="content">What its reader made of it; whoever read posts or threads of it has no trouble.</param>
    public static (SourceTrouble Trouble, string Words)? In(RawPage page, PageContent content)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(content);
        // Whoever shows posts, threads, members or the way to them is there, whatever words a section bears.
        if (content.Posts.Count > 0 || content.Threads.Count > 0 || content.Handles.Count > 0 || page.Content.IsEmpty
            || content.Links.Any(l => l.Kind is PageLinkKind.Forum or PageLinkKind.Thread))
        {
            return null;
        }

        var text = PageText.Decode(page);
        var start = text[..Math.Min(text.Length, Looked)];
        var root = HtmlPage.Parse(start).Root;
        var shown = root.Text ?? "";
        foreach (var (trouble, phrases) in s_phrases)
        {
            // A captcha stands in scripts and classes; what a board says of itself is shown.
            var among = trouble == SourceTrouble.Captcha ? start : shown;
            if (phrases.FirstOrDefault(p => among.Contains(p, StringComparison.OrdinalIgnoreCase)) is { } phrase)
            {
                return (trouble, phrase);
            }
        }

        return AsksToLogIn(root) ? (SourceTrouble.LoginWall, "a form asks for a password") : null;
    }

    /// <summary>Every page of a board has a small form in its head for guests; a wall has little else.</summary>
    private static bool AsksToLogIn(HtmlElement root)
    {
        var password = root.First(static e => e.Tag == HtmlTag.Input && e.Raw("type").Equals("password", StringComparison.OrdinalIgnoreCase));
        if (!password.Exists)
        {
            return false;
        }

        for (var (around, depth) = (password, 0); around.Exists && depth < HtmlTree.Reach; depth++, around = around.Parent)
        {
            if (around.HasClass("modal") || around.Raw("id").Equals("quick_login", StringComparison.OrdinalIgnoreCase) || around.Raw("style").Contains("display: none", StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>What keeps a source from being read as a whole.</summary>
public enum SourceTrouble
{
    /// <summary>It wants an account that we have not, or that is not logged in any more.</summary>
    LoginWall,

    Banned,

    Captcha,

    DatabaseError,

    Maintenance,

    /// <summary>It does not answer, or only with faults.</summary>
    Down,

    /// <summary>It asks for more patience than a run has.</summary>
    TooManyRequests,
}
