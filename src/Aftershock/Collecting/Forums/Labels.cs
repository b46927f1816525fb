namespace Aftershock.Collecting.Forums;

/// <summary>The labels of what a board tells about its members, in the languages that boards are often run in.</summary>
internal static class Labels
{
    public static readonly string[] Joined =
    [
        "Joined", "Registration Date", "Registered", "Member since", "Join Date",
        "Регистрация", "Зарегистрирован", "Дата регистрации", "Registriert seit", "Mitglied seit", "Registrado", "Registrado en", "Fecha de registro",
        "Cadastrado em", "Inscription", "Inscrit", "注册时间", "注册日期", "加入时间", "Katılım", "Bergabung", "تاريخ التسجيل",
    ];

    public static readonly string[] Posts =
    [
        "Posts", "Total Posts", "Post Count", "Messages", "Сообщений", "Сообщения", "Всего сообщений", "Beiträge", "Mensajes", "Mensagens", "帖子", "帖子总数", "发帖", "Mesajlar", "Yorum", "المشاركات",
    ];

    public static readonly string[] Reputation =
    [
        "Reputation", "Reaction score", "Likes", "Karma", "Rep Power", "Репутация", "Реакции", "Reputación", "Reputação", "Réputation", "Reputasi", "声望", "威望", "积分", "İtibar",
    ];

    public static readonly string[] Group =
    [
        "Group", "User group", "Usergroup", "Title", "Rank", "Группа", "Gruppe", "Grupo", "Groupe", "用户组", "Grup",
    ];

    /// <summary>Whether the text is one of the labels, with its colon or without.</summary>
    public static bool Is(ReadOnlySpan<char> text, string[] labels)
    {
        text = text.Trim().TrimEnd(":：").Trim();
        foreach (var label in labels)
        {
            if (text.Equals(label, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What follows the first of the labels with a colon, or without one where a blank ends it; null when none is there.</summary>
    public static string? After(string? text, string[] labels)
    {
        if (text is null)
        {
            return null;
        }

        foreach (var label in labels)
        {
            for (var at = text.IndexOf(label, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(label, at + 1, StringComparison.OrdinalIgnoreCase))
            {
                var end = at + label.Length;
                if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && end < text.Length && text[end] is ':' or '：' or ' ')
                {
                    var rest = text[(end + 1)..];
                    var next = rest.AsSpan().IndexOfAny(':', '：');
                    // A clock has a colon too.
                    while (next > 0 && char.IsAsciiDigit(rest[next - 1]) && next + 1 < rest.Length && char.IsAsciiDigit(rest[next + 1]))
                    {
                        var further = rest.AsSpan(next + 1).IndexOfAny(':', '：');
                        next = further < 0 ? -1 : next + 1 + further;
                    }

                    return next < 0 ? rest : rest[..next];
                }
            }
        }

        return null;
    }
}
