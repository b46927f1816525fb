using System.Text;
using System.Text.RegularExpressions;

namespace Aftershock.Running.Reconstruction;

/// <summary>A wording with places to fill.</summary>
/// <remarks>
/// <c>{slot}</c> or <c>{slot:style}</c> prints a fact; <c>{a|b|}</c> prints one of its parts, which may hold slots and
/// further choices and may be empty; <c>{?slot: text}</c> prints the text only when the fact is there.
/// </remarks>
internal sealed partial class Template
{
    private readonly IReadOnlyList<Node> _nodes;

    private Template(IReadOnlyList<Node> nodes) => _nodes = nodes;

    /// <summary>Reads a wording. <paramref name="place"/> says in a message where it stands.</summary>
    public static Template Parse(string text, string place)
    {
        var at = 0;
        var nodes = ParseNodes(text, ref at, place, depth: 0);
        return at == text.Length ? new Template(nodes) : throw Bad(place, text, at, "a closing brace without its opening one");
    }

    /// <summary>Slots that every rendering prints.</summary>
    public IEnumerable<string> Always() => AlwaysOf(_nodes);

    /// <summary>Every slot that some rendering prints.</summary>
    public IEnumerable<string> Ever() => EverOf(_nodes);

    public string Render(Dice dice, ISlots slots)
    {
        var text = new StringBuilder();
        Render(_nodes, dice, slots, text);
        return Tidy(text.ToString());
    }

    private static void Render(IReadOnlyList<Node> nodes, Dice dice, ISlots slots, StringBuilder into)
    {
        foreach (var node in nodes)
        {
            switch (node)
            {
                case Words words:
                    into.Append(words.Text);
                    break;
                case Slot slot:
                    into.Append(slots.Print(slot.Name, slot.Style, dice));
                    break;
                case Choice choice:
                    Render(dice.Pick(choice.Parts), dice, slots, into);
                    break;
                case Optional optional:
                    if (slots.Has(optional.Slot))
                    {
                        Render(optional.Then, dice, slots, into);
                    }

                    break;
            }
        }
    }

    /// <summary>What was left out leaves no doubled spaces and no stack of empty lines behind.</summary>
    private static string Tidy(string text) =>
        ManyLines().Replace(LineEndSpaces().Replace(ManySpaces().Replace(text, " "), "\n"), "\n\n").Trim();

    private static List<Node> ParseNodes(string text, ref int at, string place, int depth)
    {
        var nodes = new List<Node>();
        var words = new StringBuilder();
        while (at < text.Length)
        {
            var c = text[at];
            if (c == '{')
            {
                Flush();
                at++;
                nodes.Add(ParseBraces(text, ref at, place, depth + 1));
            }
            else if (c == '}' || (c == '|' && depth > 0))
            {
                break;
            }
            else
            {
                words.Append(c);
                at++;
            }
        }

        Flush();
        return nodes;

        void Flush()
        {
            if (words.Length > 0)
            {
                nodes.Add(new Words(words.ToString()));
                words.Clear();
            }
        }
    }

    private static Node ParseBraces(string text, ref int at, string place, int depth)
    {
        var start = at;
        string? condition = null;
        if (at < text.Length && text[at] == '?')
        {
            var colon = text.IndexOf(':', at);
            condition = colon < 0 ? throw Bad(place, text, at, "a condition without its colon") : text[(at + 1)..colon];
            at = colon + 1;
        }

        var parts = new List<IReadOnlyList<Node>> { ParseNodes(text, ref at, place, depth) };
        while (at < text.Length && text[at] == '|')
        {
            at++;
            parts.Add(ParseNodes(text, ref at, place, depth));
        }

        if (at >= text.Length)
        {
            throw Bad(place, text, start, "an opening brace without its closing one");
        }

        var inside = text[start..at];
        at++;
        if (condition is not null)
        {
            return new Optional(condition, parts.Count == 1 ? parts[0] : [new Choice(parts)]);
        }

        if (parts.Count > 1)
        {
            return new Choice(parts);
        }

        var match = SlotForm().Match(inside);
        return match.Success
            ? new Slot(match.Groups[1].Value, match.Groups[2].Success ? match.Groups[2].Value : null)
            : throw Bad(place, text, start, $"\"{{{inside}}}\"; expected a slot, a choice or a condition");
    }

    private static IEnumerable<string> AlwaysOf(IReadOnlyList<Node> nodes)
    {
        foreach (var node in nodes)
        {
            if (node is Slot slot)
            {
                yield return slot.Name;
            }
            else if (node is Choice choice)
            {
                foreach (var name in choice.Parts.Select(AlwaysOf).Aggregate((a, b) => a.Intersect(b)))
                {
                    yield return name;
                }
            }
        }
    }

    private static IEnumerable<string> EverOf(IReadOnlyList<Node> nodes) => nodes.SelectMany(node => node switch
    {
        Slot slot => [slot.Name],
        Choice choice => choice.Parts.SelectMany(EverOf),
        Optional optional => EverOf(optional.Then),
        _ => Enumerable.Empty<string>(),
    });

    private static FormatException Bad(string place, string text, int at, string found) =>
        new($"{place}: at character {at} of \"{text[..Math.Min(40, text.Length)]}...\" found {found}.");

    [GeneratedRegex("^([a-z_]+)(?::([^{}|]*))?$")]
    private static partial Regex SlotForm();

    [GeneratedRegex("(?<=\\S)  +")]
    private static partial Regex ManySpaces();

    [GeneratedRegex("[ \\t]+\\n")]
    private static partial Regex LineEndSpaces();

    [GeneratedRegex("\\n{3,}")]
    private static partial Regex ManyLines();

    private abstract record Node;

    private sealed record Words(string Text) : Node;

    private sealed record Slot(string Name, string? Style) : Node;

    private sealed record Choice(IReadOnlyList<IReadOnlyList<Node>> Parts) : Node;

    private sealed record Optional(string Slot, IReadOnlyList<Node> Then) : Node;
}

/// <summary>What fills the places of a wording, and remembers which were filled.</summary>
internal interface ISlots
{
    bool Has(string slot);

    string Print(string slot, string? style, Dice dice);
}
