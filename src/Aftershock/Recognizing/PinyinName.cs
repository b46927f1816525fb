namespace Aftershock.Recognizing;

/// <summary>Tells names that are Chinese words in Latin letters, such as Wanruhe Jiankang.</summary>
internal static class PinyinName
{
    private static readonly (string, string)[] s_table =
    [
        ("b p m", "a ai an ang ao ei en eng i ian iao ie in ing o u"),
        ("f", "a an ang ei en eng o ou u"),
        ("d t", "a ai an ang ao e ei eng i ia ian iao ie ing iu ong ou u uan ui un uo"),
        ("n l", "a ai an ang ao e ei en eng i ia ian iang iao ie in ing iu ong ou u uan un uo ue"),
        ("g k h", "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo"),
        ("j q x", "i ia ian iang iao ie in ing iong iu u uan ue un"),
        ("zh ch sh r", "a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo"),
        ("z c s", "a ai an ang ao e ei en eng i ong ou u uan ui un uo"),
        ("y", "a an ang ao e i in ing ong ou u uan ue un"),
        ("w", "a ai an ang ei en eng o u"),
        ("-", "a ai an ang ao e ei en er o ou"),
    ];

    private static readonly HashSet<string> s_syllables = Syllables();

    /// <summary>Syllables that hardly occur in names of other languages; a name needs one to count.</summary>
    private static readonly string[] s_telling =
    [
        "zh", "xi", "xu", "qi", "qu", "jia", "jian", "jiang", "jiao", "jing", "jiu", "tian", "lian", "mian", "bian", "dian", "nian", "yuan", "huang", "guang", "kang", "yang", "ruo", "zuo",
        "suo", "shuo", "cheng", "sheng", "shen", "gong", "rong", "hong", "yun", "ying", "feng", "peng", "hua", "hui", "zi", "cai", "rui",
    ];

    public static (int Start, int End)? Find(Reading reading)
    {
        var text = reading.Text;
        var limit = Math.Min(text.Length, 600);
        for (var i = 0; i < limit; i++)
        {
            if (!char.IsUpper(text.Raw[i]) || (i > 0 && char.IsLetterOrDigit(text.Raw[i - 1])))
            {
                continue;
            }

            var end = i;
            while (end < text.Length && text[end] is >= 'a' and <= 'z')
            {
                end++;
            }

            if (end - i is >= 6 and <= 24 && IsPinyin(text.Chars[i..end]) && !text.Has(i, Marks.Quoted))
            {
                return (i, end);
            }

            i = Math.Max(i, end - 1);
        }

        return null;
    }

    /// <summary>Two syllables or more, all of them pinyin, one of them telling.</summary>
    public static bool IsPinyin(ReadOnlySpan<char> word)
    {
        var telling = false;
        foreach (var part in s_telling)
        {
            telling |= word.IndexOf(part) >= 0;
        }

        return telling && Splits(word, 0) is >= 2;
    }

    private static int Splits(ReadOnlySpan<char> word, int depth)
    {
        if (word.Length == 0)
        {
            return depth;
        }

        var lookup = s_syllables.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var length = Math.Min(6, word.Length); length > 0; length--)
        {
            if (lookup.Contains(word[..length]) && Splits(word[length..], depth + 1) is var found and > 0)
            {
                return found;
            }
        }

        return 0;
    }

    private static HashSet<string> Syllables()
    {
        var syllables = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (initials, finals) in s_table)
        {
            foreach (var initial in initials.Split(' '))
            {
                foreach (var final in finals.Split(' '))
                {
                    syllables.Add(initial == "-" ? final : initial + final);
                }
            }
        }

        return syllables;
    }
}
