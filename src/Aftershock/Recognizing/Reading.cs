namespace Aftershock.Recognizing;

/// <summary>One post being read: its folded text, what the rules found in it, its numbers and dates. Reused from post to post.</summary>
internal sealed class Reading
{
    private readonly List<int>[] _byTarget;
    private int[] _firstAt = new int[1024];

    public Reading()
    {
        _byTarget = new List<int>[Enum.GetValues<RuleTarget>().Length];
        for (var i = 0; i < _byTarget.Length; i++)
        {
            _byTarget[i] = [];
        }
    }

    public FoldedText Text { get; } = new();

    /// <summary>Every phrase found, by first character, the shorter first.</summary>
    public List<Match> Matches { get; } = new(256);

    public List<Quantity> Quantities { get; } = new(32);

    public List<DateMention> Dates { get; } = new(8);

    public List<Domain> Domains { get; } = new(4);

    public List<EvidenceSpan> Spans { get; } = new(32);

    public PostText Post { get; private set; } = new() { Title = "", Body = "" };

    public string Language { get; set; } = "und";

    public void Begin(PostText post, PhraseTrie trie)
    {
        Post = post;
        Text.Read(post.Title, post.Body);
        Matches.Clear();
        Quantities.Clear();
        Dates.Clear();
        Domains.Clear();
        Spans.Clear();
        trie.Find(Text, Matches);
        if (_firstAt.Length <= Text.Length)
        {
            Array.Resize(ref _firstAt, Math.Max(Text.Length + 1, _firstAt.Length * 2));
        }

        Array.Fill(_firstAt, -1, 0, Text.Length + 1);
        foreach (var list in _byTarget)
        {
            list.Clear();
        }

        for (var i = Matches.Count - 1; i >= 0; i--)
        {
            _firstAt[Matches[i].Start] = i;
        }

        for (var i = 0; i < Matches.Count; i++)
        {
            _byTarget[(int)Matches[i].Rule.Target].Add(i);
        }
    }

    /// <summary>Indices into <see cref="Matches"/> of what speaks for one thing.</summary>
    public List<int> Of(RuleTarget target) => _byTarget[(int)target];

    /// <summary>The longest match that begins exactly here and speaks for <paramref name="target"/>; null without one.</summary>
    public Match? LongestAt(int position, RuleTarget target)
    {
        if (position < 0 || position >= Text.Length || _firstAt[position] < 0)
        {
            return null;
        }

        Match? best = null;
        for (var i = _firstAt[position]; i < Matches.Count && Matches[i].Start == position; i++)
        {
            if (Matches[i].Rule.Target == target && (best is null || Matches[i].End >= best.Value.End))
            {
                best = Matches[i];
            }
        }

        return best;
    }

    /// <summary>Whether a mark of this name stands exactly here, and where it ends.</summary>
    public bool MarkAt(int position, string mark, out int end)
    {
        end = position;
        if (position < 0 || position >= Text.Length || _firstAt[position] < 0)
        {
            return false;
        }

        for (var i = _firstAt[position]; i < Matches.Count && Matches[i].Start == position; i++)
        {
            if (Matches[i].Rule.Target == RuleTarget.Mark && Matches[i].Rule.Value == mark && Matches[i].End > end)
            {
                end = Matches[i].End;
            }
        }

        return end > position;
    }

    public bool HasMark(string mark)
    {
        foreach (var i in Of(RuleTarget.Mark))
        {
            if (Matches[i].Rule.Value == mark)
            {
                return true;
            }
        }

        return false;
    }

    public int SkipBlanks(int position)
    {
        while (position < Text.Length && Text[position] == ' ')
        {
            position++;
        }

        return position;
    }

    public void AddSpan(string field, int start, int end, string rule)
    {
        if (end <= start)
        {
            return;
        }

        var (source, from, to) = Text.Origin(start, end);
        var span = new EvidenceSpan(field, source, from, to, rule);
        if (!Spans.Contains(span))
        {
            Spans.Add(span);
        }
    }
}

/// <summary>A number in a post, its magnitude word included.</summary>
internal record struct Quantity
{
    public int Start;

    /// <summary>One past the number and its magnitude.</summary>
    public int End;

    public double Value;

    /// <summary>Whether a word such as million, k or 万 raised it.</summary>
    public bool HasMagnitude;

    /// <summary>Whether it was written with thousand separators.</summary>
    public bool IsGrouped;

    public bool IsDecimal;

    /// <summary>Whether some of its digits were masked, as in 29,0xx.</summary>
    public bool IsMasked;

    /// <summary>Whether it is the upper end of a range such as 30-50k.</summary>
    public bool EndsRange;

    /// <summary>Whether a range begins with it.</summary>
    public bool BeginsRange;

    /// <summary>Whether it was written in words or Chinese numerals.</summary>
    public bool IsWords;

    public Bound Bound;

    public Currency? Money;

    /// <summary>Bytes when a size unit follows; null otherwise.</summary>
    public long? Bytes;

    /// <summary>The word that it counts; null when none stands by it.</summary>
    public Match? Unit;

    /// <summary>Whether it is something that no field wants: a percentage, a time, a version, a phone number, part of a date.</summary>
    public bool IsIdle;
}

/// <summary>A currency beside a number.</summary>
internal sealed record Currency(string Code, int Start, int End);

/// <summary>A date as a post writes it; parts that it leaves out are null.</summary>
internal record struct DateMention
{
    public int Start;
    public int End;
    public int? Year;
    public int? Month;
    public int? Day;

    /// <summary>Whether it is an end of a span of time, or stands after "since".</summary>
    public bool IsRange;

    /// <summary>Whether its form alone would not make it a date, as in 29/7; it counts only beside a word that asks for a date.</summary>
    public bool IsWeak;

    public string Form;
}

/// <summary>A host name printed in a post.</summary>
internal readonly record struct Domain(int Start, int End, string Name, string Tld);
