namespace Aftershock.Recognizing;

/// <summary>Tells the language by script, and among Latin and Cyrillic ones by their common words.</summary>
internal static class LanguageTeller
{
    private const string Prefix = "word-";

    public static string Tell(Reading reading)
    {
        int han = 0, latin = 0, cyrillic = 0, arabic = 0, kana = 0, hangul = 0, thai = 0;
        var ukrainian = 0;
        foreach (var c in reading.Text.Chars)
        {
            switch (c)
            {
                case >= 'a' and <= 'z':
                    latin++;
                    break;
                case >= '\u0400' and <= '\u052F':
                    cyrillic++;
                    ukrainian += c is 'і' or 'ї' or 'є' or 'ґ' ? 1 : 0;
                    break;
                case >= '\u0600' and <= '\u06FF':
                    arabic++;
                    break;
                case >= '\u3040' and <= '\u30FF':
                    kana++;
                    break;
                case >= '\uAC00' and <= '\uD7AF':
                    hangul++;
                    break;
                case >= '\u0E00' and <= '\u0E7F':
                    thai++;
                    break;
                default:
                    han += Folding.IsHan(c) ? 1 : 0;
                    break;
            }
        }

        var letters = (han * 3) + latin + cyrillic + arabic + (kana * 3) + (hangul * 2) + thai;
        if (letters < 3)
        {
            return "und";
        }

        // A Chinese or Japanese character says what three letters say.
        if (kana * 3 > latin && kana * 2 > han)
        {
            return "ja";
        }

        if (han * 3 >= Math.Max(latin, cyrillic))
        {
            return hangul > han ? "ko" : "zh";
        }

        if (hangul * 2 > latin)
        {
            return "ko";
        }

        if (cyrillic > latin / 2)
        {
            return ukrainian * 25 > cyrillic ? "uk" : "ru";
        }

        return arabic > latin / 2 ? "ar" : thai > latin ? "th" : OfLatin(reading);
    }

    private static string OfLatin(Reading reading)
    {
        var counts = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var index in reading.Of(RuleTarget.Mark))
        {
            var mark = reading.Matches[index].Rule;
            if (mark.Value.StartsWith(Prefix, StringComparison.Ordinal))
            {
                counts[mark.Value] = counts.GetValueOrDefault(mark.Value) + mark.Score;
            }
        }

        if (counts.Count == 0)
        {
            return "en";
        }

        var best = counts.MaxBy(c => c.Value);
        return best.Key[Prefix.Length..];
    }
}
