namespace Aftershock.Recognizing;

/// <summary>What each rule for a kind or an offer has said of a post so far, so that none is counted twice.</summary>
internal readonly struct Heard(Reading reading)
{
    private const int MostAgain = 3;

    private readonly Dictionary<string, List<int>> _phrases = new(StringComparer.Ordinal);

    /// <summary>What a match adds; 0 when it may not speak: out of its place, quoted, denied, within another word, or heard before.</summary>
    public double Weigh(in Match match)
    {
        var text = reading.Text;
        var rule = match.Rule;
        var inTitle = text.IsTitle(match.Start);
        if (text.Has(match.Start, Marks.Quoted) || (rule.Place == Place.Title && !inTitle) || (rule.Place == Place.Body && inTitle) || rule.Place == Place.Section)
        {
            return 0;
        }

        if (IsPartOfName(text, match) || InDomain(match) || IsInside(match, "not-a-cue") || Negation.Before(reading, match.Start))
        {
            return 0;
        }

        if (!_phrases.TryGetValue(rule.Name, out var heard))
        {
            _phrases[rule.Name] = [match.Start];
            return rule.Score;
        }

        if (rule.Again == 0 || heard.Count > MostAgain)
        {
            return 0;
        }

        // The same phrase again, or one inside another, says nothing new.
        var word = text.Chars[match.Start..match.End];
        foreach (var start in heard)
        {
            if (text.Chars[start..].StartsWith(word) || (match.Start <= start && start < match.End) || (match.Start > start && match.Start < start + 2))
            {
                return 0;
            }
        }

        heard.Add(match.Start);
        return rule.Again;
    }

    /// <summary>Whether the match is the tail of a longer Latin word, as the swap in "RiverSwap" and the sale in "WholeSale".</summary>
    private static bool IsPartOfName(FoldedText text, in Match match) =>
        match.Start > 0 && char.IsAsciiLetter(text[match.Start]) && char.IsAsciiLetter(text[match.Start - 1]);

    private bool InDomain(in Match match)
    {
        foreach (var domain in reading.Domains)
        {
            if (match.Start >= domain.Start && match.End <= domain.End)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a longer phrase that means something else holds the match, as 求职 holds 求.</summary>
    private bool IsInside(in Match match, string mark)
    {
        foreach (var i in reading.Of(RuleTarget.Mark))
        {
            var m = reading.Matches[i];
            if (m.Start > match.Start)
            {
                return false;
            }

            if (m.End >= match.End && m.Length > match.Length && m.Rule.Value == mark)
            {
                return true;
            }
        }

        return false;
    }
}
