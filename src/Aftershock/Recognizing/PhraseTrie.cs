namespace Aftershock.Recognizing;

/// <summary>A phrase of a rule found in a post.</summary>
internal readonly record struct Match(int Start, int End, Rule Rule)
{
    public int Length => End - Start;
}

/// <summary>
/// All phrases of all rules in one tree, walked once from every place where a word can begin. A phrase that ends in <c>*</c>
/// is the beginning of a word; a blank in a phrase also stands for <c>_</c>, <c>-</c> or the capital in <c>fullName</c>.
/// </summary>
internal sealed class PhraseTrie
{
    private readonly int[] _first = new int[65536];
    private readonly ulong[] _keys;
    private readonly int[] _children;
    private readonly int _mask;
    private readonly Ending[]?[] _endings;

    private readonly record struct Ending(Rule Rule, bool IsStem);

    public PhraseTrie(IEnumerable<Rule> rules)
    {
        var edges = new Dictionary<ulong, int>(1 << 17);
        var endings = new List<List<Ending>?> { null };
        foreach (var rule in rules)
        {
            foreach (var phrase in rule.Phrases)
            {
                Insert(rule, phrase, edges, endings);
            }
        }

        var size = 1024;
        while (size < edges.Count * 2)
        {
            size *= 2;
        }

        _mask = size - 1;
        _keys = new ulong[size];
        _children = new int[size];
        foreach (var (key, child) in edges)
        {
            if (key >> 16 == 0)
            {
                _first[key & 0xFFFF] = child;
                continue;
            }

            var slot = Slot(key);
            while (_children[slot] != 0)
            {
                slot = (slot + 1) & _mask;
            }

            _keys[slot] = key;
            _children[slot] = child;
        }

        _endings = endings.Select(e => e?.ToArray()).ToArray();
    }

    /// <summary>Finds every phrase, also those inside longer ones, in the order of their first characters.</summary>
    public void Find(FoldedText text, List<Match> found)
    {
        var chars = text.Chars;
        for (var i = 0; i < chars.Length; i++)
        {
            var node = _first[chars[i]];
            if (node == 0 || !text.IsWordStart(i) || (Folding.IsDigit(chars[i]) && i > 0 && Folding.IsDigit(chars[i - 1])))
            {
                continue;
            }

            Walk(text, i, node, found);
        }
    }

    private void Walk(FoldedText text, int start, int node, List<Match> found)
    {
        var chars = text.Chars;
        var end = start + 1;
        while (true)
        {
            if (_endings[node] is { } endings)
            {
                Report(text, start, end, endings, found);
            }

            if (end >= chars.Length)
            {
                return;
            }

            var c = chars[end];
            var next = end + 1;
            if (Folding.IsBlank(c))
            {
                while (next < chars.Length && Folding.IsBlank(chars[next]))
                {
                    next++;
                }

                c = ' ';
            }

            var child = Child(node, c);
            if (child == 0 && text.Has(end, Marks.Hump) && Child(node, ' ') is var blank and not 0)
            {
                child = Child(blank, c);
            }

            if (child == 0)
            {
                return;
            }

            node = child;
            end = next;
        }
    }

    private static void Report(FoldedText text, int start, int end, Ending[] endings, List<Match> found)
    {
        var whole = text.IsWordEnd(end);
        var chars = text.Chars;
        foreach (var ending in endings)
        {
            // 收 and 出 say something of a post only as words of their own, not in 收藏夹里的 or 演出.
            if (end - start == 1 && ending.Rule.Target is RuleTarget.Kind or RuleTarget.Offer && Folding.IsHan(chars[start]) && start > 0 && Folding.IsHan(chars[start - 1]))
            {
                continue;
            }

            if (end - start == 1 && ending.Rule.Target == RuleTarget.Reads && Folding.IsHan(chars[start])
                && ((ending.Rule.Side == Side.After && end < chars.Length && Folding.IsHan(chars[end])) || (ending.Rule.Side == Side.Before && start > 0 && Folding.IsHan(chars[start - 1]))))
            {
                continue;
            }

            if (whole)
            {
                // A number phrase must not end inside a longer number.
                if (!Folding.IsDigit(chars[end - 1]) || end >= chars.Length || !Folding.IsDigit(chars[end]))
                {
                    found.Add(new Match(start, end, ending.Rule));
                }
            }
            else if (ending.IsStem)
            {
                var stop = end;
                while (!text.IsWordEnd(stop))
                {
                    stop++;
                }

                found.Add(new Match(start, stop, ending.Rule));
            }
        }
    }

    private int Child(int node, char c)
    {
        var key = ((ulong)node << 16) | c;
        var slot = Slot(key);
        while (_children[slot] != 0)
        {
            if (_keys[slot] == key)
            {
                return _children[slot];
            }

            slot = (slot + 1) & _mask;
        }

        return 0;
    }

    private int Slot(ulong key) => (int)((key * 0x9E3779B97F4A7C15UL) >> 40) & _mask;

    private static void Insert(Rule rule, string phrase, Dictionary<ulong, int> edges, List<List<Ending>?> endings)
    {
        var isStem = phrase.EndsWith('*') && phrase.Length > 1;
        var folded = Folding.Phrase(isStem ? phrase[..^1] : phrase);
        if (folded.Length == 0)
        {
            throw new RuleFileException(rule.File, rule.Line, $"phrase \"{phrase}\" of rule {rule.Name} is empty after folding.");
        }

        Insert(rule, folded, isStem, edges, endings);

        // "mobile" also stands for "mobiles" in lists of fields and counts.
        if (!isStem && !rule.Weak && rule.Target is RuleTarget.Class or RuleTarget.Unit && folded.Length >= 4 && folded[^1] is >= 'a' and <= 'z' and not 's')
        {
            Insert(rule, folded + "s", isStem, edges, endings);
        }
    }

    private static void Insert(Rule rule, string folded, bool isStem, Dictionary<ulong, int> edges, List<List<Ending>?> endings)
    {
        var node = 0;
        foreach (var c in folded)
        {
            var key = ((ulong)node << 16) | c;
            if (!edges.TryGetValue(key, out var child))
            {
                child = endings.Count;
                endings.Add(null);
                edges.Add(key, child);
            }

            node = child;
        }

        var list = endings[node] ??= [];
        if (!list.Any(e => ReferenceEquals(e.Rule, rule)))
        {
            list.Add(new Ending(rule, isStem));
        }
    }
}
