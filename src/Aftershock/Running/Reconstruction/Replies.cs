namespace Aftershock.Running.Reconstruction;

/// <summary>What people answer below a thread.</summary>
internal sealed class Replies
{
    private readonly Phrasebook _book;
    private readonly Dice _dice;
    private readonly Crowd _crowd;
    private readonly DateTimeOffset _last;
    private readonly Dictionary<string, List<Template>> _templates = [];
    private readonly Dictionary<string, GoodsSlots> _slots = [];

    public Replies(Phrasebook book, Dice dice, Crowd crowd, DateTimeOffset last)
    {
        _book = book;
        _dice = dice;
        _crowd = crowd;
        _last = last;
        var maker = new GoodsMaker(book, dice.Fork("replies"));
        foreach (var language in book.Words.Replies.Keys)
        {
            _slots[language] = new GoodsSlots(maker.Other(ListingKind.Discussion, language, last), book.Words);
        }
    }

    public void AddTo(WorldThread thread)
    {
        var opening = thread.Opening;
        var at = opening.At.AddMinutes(2 + _dice.Exponential(3_500));
        if (at > _last)
        {
            at = opening.At.AddMinutes(1 + (_dice.Unit() * (_last - opening.At).TotalMinutes));
        }

        var language = _dice.Chance(0.85) ? thread.Labels.Language : "en";
        var isAuthor = thread.Posts.Count > 1 && _dice.Chance(0.12);
        var text = _dice.Pick(Of(language, isAuthor ? "author" : _dice.Chance(0.5) ? WireNames.Of(thread.Labels.Kind) : "any")).Render(_dice, _slots[language]);
        if (!isAuthor && _dice.Chance(0.15))
        {
            text = $"[quote=\"{opening.Author.Name}\"]{FirstLines(opening.Text)}[/quote]\n{text}";
        }

        thread.Posts.Add(new WorldPost
        {
            Author = isAuthor ? opening.Author : _crowd.Someone(language, at, newcomer: 0.06, except: opening.Author),
            At = new DateTimeOffset(at.Ticks - (at.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero),
            EditedAt = _dice.Chance(0.03) && at.AddMinutes(90) < _last ? at.AddMinutes(_dice.Between(1, 90)) : null,
            Text = text,
        });
    }

    private List<Template> Of(string language, string kind)
    {
        var key = $"{language}/{kind}";
        if (!_templates.TryGetValue(key, out var templates))
        {
            var replies = _book.Words.Replies[language];
            templates = [.. (replies.TryGetValue(kind, out var own) ? own : replies["any"]).Select(t => Template.Parse(t, $"words.yaml, replies, {key}"))];
            _templates[key] = templates;
        }

        return templates;
    }

    /// <summary>The beginning of what is answered, without its own markup.</summary>
    private static string FirstLines(string text)
    {
        var plain = BbCode.Strip(text);
        var lines = plain.Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(2);
        var quoted = string.Join('\n', lines);
        return quoted.Length > 240 ? quoted[..240].TrimEnd() + "..." : quoted;
    }
}
