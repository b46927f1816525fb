using Aftershock.Collecting.Html;

namespace Aftershock.Collecting.Forums.Ruled;

/// <summary>Looks for all selectors of one scope in one walk.</summary>
internal sealed class Finder
{
    private readonly List<Selector> _selectors = [];

    public int Count => _selectors.Count;

    public int Add(Selector selector)
    {
        _selectors.Add(selector);
        return _selectors.Count - 1;
    }

    /// <summary>Asks every selector about the element, and notes it where one matches.</summary>
    public void Look(HtmlElement element, Found found)
    {
        var classes = element.Raw("class");
        var id = element.Raw("id");
        for (var slot = 0; slot < _selectors.Count; slot++)
        {
            if (_selectors[slot].Matches(element, classes, id))
            {
                found.Note(slot, element);
            }
        }
    }
}

/// <summary>What a walk found for each selector, in the order of the page.</summary>
internal sealed class Found(HtmlElement scope, int slots)
{
    private readonly List<HtmlElement>?[] _elements = new List<HtmlElement>?[slots];

    public HtmlElement Scope => scope;

    public void Note(int slot, HtmlElement element) => (_elements[slot] ??= []).Add(element);

    public IReadOnlyList<HtmlElement> All(int slot) => slot < 0 ? [scope] : (IReadOnlyList<HtmlElement>?)_elements[slot] ?? [];

    public HtmlElement First(int slot) => slot < 0 ? scope : _elements[slot] is { } found ? found[0] : default;
}

/// <summary>The values of one post or row (or of the page itself), each found in the ways of its field.</summary>
/// <param name="Here">What was found in the post or row.</param>
/// <param name="Page">What was found in the page around.</param>
internal readonly record struct Values(Found Here, Found Page)
{
    /// <summary>The text of the first way that yields one, and the element it came from.</summary>
    public (string? Text, HtmlElement Element, Way? Way) Find(Field field)
    {
        foreach (var way in field.Ways)
        {
            var found = (way.OnPage ? Page : Here).All(way.Slot);
            for (var i = 0; i < found.Count; i++)
            {
                var element = found[way.Last ? found.Count - 1 - i : i];
                if (way.Text(element) is { } text)
                {
                    return (text, element, way);
                }
            }
        }

        return default;
    }

    public string? Text(Field field) => Find(field).Text;

    /// <summary>All texts of the first way that yields any.</summary>
    public IReadOnlyList<string> Texts(Field field)
    {
        foreach (var way in field.Ways)
        {
            var texts = new List<string>();
            foreach (var element in (way.OnPage ? Page : Here).All(way.Slot))
            {
                if (way.Text(element) is { } text)
                {
                    texts.Add(text);
                }
            }

            if (texts.Count > 0)
            {
                return texts;
            }
        }

        return [];
    }

    /// <summary>The texts that any way of the field yields, each once.</summary>
    public IReadOnlyList<string> TextsOfAll(Field field)
    {
        var texts = new List<string>();
        foreach (var way in field.Ways)
        {
            texts.AddRange(Texts(new Field([way])).Where(t => !texts.Contains(t)));
        }

        return texts;
    }

    /// <summary>Whether any way of the field finds an element; null when the field has no ways.</summary>
    public bool? Has(Field field)
    {
        if (field.IsEmpty)
        {
            return null;
        }

        foreach (var way in field.Ways)
        {
            if ((way.OnPage ? Page : Here).First(way.Slot).Exists && (way.Match is null || Find(new Field([way])).Text is not null))
            {
                return true;
            }
        }

        return false;
    }
}
