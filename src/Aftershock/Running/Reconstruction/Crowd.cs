namespace Aftershock.Running.Reconstruction;

/// <summary>The people of a board. Everybody joined before they first post.</summary>
internal sealed class Crowd
{
    private readonly Words _words;
    private readonly Dice _dice;
    private readonly DateTimeOffset _opened;
    private readonly List<Member> _members = [];
    private readonly HashSet<Member> _reported = [];
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    public Crowd(Words words, Dice dice, DateTimeOffset opened)
    {
        _words = words;
        _dice = dice;
        _opened = opened;
    }

    /// <summary>Somebody of whom the press told what they posted; they post nothing else.</summary>
    public Member AddReported(string name, string language, DateTimeOffset joined)
    {
        var member = Add(name, language, joined);
        _reported.Add(member);
        return member;
    }

    private Member Add(string name, string language, DateTimeOffset joined)
    {
        if (!_names.Add(name))
        {
            throw new InvalidDataException($"Two members called \"{name}\".");
        }

        var member = new Member { Name = name, Language = language, Joined = joined, Reputation = _dice.Chance(0.5) ? 0 : _dice.Between(-3, 120) };
        _members.Add(member);
        return member;
    }

    /// <summary>Somebody who could write in a language at a time.</summary>
    /// <param name="newcomer">How likely it is somebody who joined for it.</param>
    public Member Someone(string language, DateTimeOffset at, double newcomer, Member? except = null)
    {
        if (!_dice.Chance(newcomer))
        {
            for (var attempt = 0; attempt < 12 && _members.Count > 0; attempt++)
            {
                var known = _dice.Pick(_members);
                if (known.Language == language && known.Joined < at && !ReferenceEquals(known, except) && !_reported.Contains(known))
                {
                    return known;
                }
            }
        }

        var joined = at.AddMinutes(-_dice.Exponential(20_000) - 4);
        if (joined < _opened)
        {
            joined = _opened.AddMinutes(_dice.Unit() * Math.Max(1, (at - _opened).TotalMinutes - 3));
        }

        string name;
        do
        {
            name = GoodsSlots.NewHandle(_words, language, _dice);
        }
        while (_names.Contains(name) && (name += _dice.Between(2, 9999)) is not null && _names.Contains(name));
        return Add(name, language, Minute(joined < at ? joined : at.AddMinutes(-1)));
    }

    /// <summary>All of them, numbered in the order of joining.</summary>
    public IReadOnlyList<Member> Numbered()
    {
        var ordered = _members.OrderBy(m => m.Joined).ThenBy(m => m.Name, StringComparer.Ordinal).ToList();
        for (var i = 0; i < ordered.Count; i++)
        {
            ordered[i].Id = i + 1;
        }

        return ordered;
    }

    private static DateTimeOffset Minute(DateTimeOffset at) => new(at.Ticks - (at.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
}
