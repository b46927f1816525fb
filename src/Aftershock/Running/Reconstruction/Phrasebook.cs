using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Aftershock.Running.Reconstruction;

/// <summary>The words that worlds are made of: families of wordings, names, places and trades, read from YAML.</summary>
internal sealed class Phrasebook
{
    private Phrasebook(Words words, IReadOnlyList<PhraseFamily> families, IReadOnlyList<Land> lands, IReadOnlyList<Trade> trades)
    {
        Words = words;
        Families = families;
        Lands = lands;
        Trades = trades;
    }

    public Words Words { get; }

    public IReadOnlyList<PhraseFamily> Families { get; }

    public IReadOnlyList<Land> Lands { get; }

    public IReadOnlyList<Trade> Trades { get; }

    public Land Land(string code) => Lands.FirstOrDefault(l => l.Code == code)
        ?? throw new InvalidDataException($"places.yaml has no place \"{code}\".");

    /// <summary>Reads the families and names of one folder; places and trades are common to all.</summary>
    /// <param name="samplesFolder">The folder that holds <c>places.yaml</c>.</param>
    /// <param name="phrases">The folder of the families within it; <c>.</c> for the folder itself.</param>
    public static Phrasebook Load(string samplesFolder, string phrases)
    {
        var folder = Path.Combine(samplesFolder, phrases);
        var families = Directory.GetFiles(folder, "families-*.yaml").Order(StringComparer.Ordinal)
            .SelectMany(file => Read<List<FamilyText>>(file).Select(text => PhraseFamily.Of(text, Path.GetFileName(file)))).ToList();
        var twice = families.GroupBy(f => f.Id).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
        {
            throw new InvalidDataException($"{folder}: the family \"{twice.Key}\" stands there twice.");
        }

        return new Phrasebook(
            Read<Words>(Path.Combine(folder, "words.yaml")), families,
            Read<List<Land>>(Path.Combine(samplesFolder, "places.yaml")), Read<List<Trade>>(Path.Combine(samplesFolder, "trades.yaml")));
    }

    /// <summary>Reads one file; unknown keys are errors that name the line.</summary>
    public static T Read<T>(string file)
    {
        var reader = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build();
        try
        {
            using var text = File.OpenText(file);
            return reader.Deserialize<T>(text);
        }
        catch (YamlException e)
        {
            throw new InvalidDataException($"{Path.GetFileName(file)} line {e.Start.Line}: {e.InnerException?.Message ?? e.Message}", e);
        }
    }
}

/// <summary>One way in which people word one kind of post.</summary>
internal sealed record PhraseFamily
{
    public required string Id { get; init; }

    public required ListingKind Kind { get; init; }

    public required string Language { get; init; }

    /// <summary>The terms it can express; empty for kinds that have none.</summary>
    public required IReadOnlyList<Offer> Offers { get; init; }

    public required IReadOnlyList<Template> Titles { get; init; }

    public required Template Body { get; init; }

    /// <summary>Labels that the wording itself fixes, whatever the facts are.</summary>
    public required FixedLabels Labels { get; init; }

    /// <summary>The first day on which anybody would write so; null for always.</summary>
    public DateOnly? After { get; init; }

    /// <summary>Trades that it speaks of; empty for any.</summary>
    public required IReadOnlyList<string> Trades { get; init; }

    /// <summary>Whether it lists several victims.</summary>
    public bool IsMany { get; init; }

    /// <summary>Whether the set is already sold.</summary>
    public bool Sold { get; init; }

    /// <summary>Slots that each rendering prints, be it in the title or in the body.</summary>
    public IReadOnlySet<string> Always { get; private init; } = new HashSet<string>();

    public IReadOnlySet<string> Ever { get; private init; } = new HashSet<string>();

    public static PhraseFamily Of(FamilyText text, string file)
    {
        var place = $"{file}, family \"{text.Id}\"";
        if (!WireNames.TryKind(text.Kind, out var kind))
        {
            throw new InvalidDataException($"{place}: kind \"{text.Kind}\"; expected {string.Join(", ", WireNames.All<ListingKind>(WireNames.Of))}.");
        }

        var titles = text.Title.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(t => Template.Parse(t, place)).ToList();
        var body = Template.Parse(text.Body.TrimEnd(), place);
        return new PhraseFamily
        {
            Id = text.Id,
            Kind = kind,
            Language = text.Lang,
            Offers = text.Offers.Select(o => WireNames.TryOffer(o, out var offer) ? offer : throw new InvalidDataException($"{place}: offer \"{o}\"."))
                .ToList(),
            Titles = titles,
            Body = body,
            Labels = text.Labels ?? new FixedLabels(),
            After = text.After is { } day ? DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : null,
            Trades = text.Trades,
            IsMany = text.Many,
            Sold = text.Sold,
            Always = titles.Select(t => t.Always()).Aggregate((a, b) => a.Intersect(b)).Concat(body.Always()).ToHashSet(),
            Ever = titles.SelectMany(t => t.Ever()).Concat(body.Ever()).ToHashSet(),
        };
    }
}

/// <summary>A family as it stands in YAML. A title a line; one of them is used.</summary>
internal sealed record FamilyText
{
    public string Id { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Lang { get; init; } = "";

    public List<string> Offers { get; init; } = [];

    public List<string> Trades { get; init; } = [];

    public string? After { get; init; }

    public bool Many { get; init; }

    public bool Sold { get; init; }

    public string Title { get; init; } = "";

    public string Body { get; init; } = "";

    public FixedLabels? Labels { get; init; }
}

/// <summary>Labels that a wording fixes by itself.</summary>
internal sealed record FixedLabels
{
    public List<string> Countries { get; init; } = [];

    public List<string> DataClasses { get; init; } = [];
}

/// <summary>Names and turns of phrase of one set of families.</summary>
internal sealed record Words
{
    /// <summary>By language: parts that handles are put together from.</summary>
    public Dictionary<string, HandleParts> Handles { get; init; } = [];

    /// <summary>By naming region: the invented part of an organization's name; in its own script, then in Latin letters, tab-free: <c>岚禾/Lanhe</c>.</summary>
    public Dictionary<string, List<string>> Stems { get; init; } = [];

    /// <summary>By data class, then by language (<c>col</c> for column names, <c>pinyin</c> for those of Chinese sets): how sellers call it.</summary>
    public Dictionary<string, Dictionary<string, List<string>>> Fields { get; init; } = [];

    /// <summary>By language: what somebody would take in exchange.</summary>
    public Dictionary<string, List<string>> Wants { get; init; } = [];

    /// <summary>By language: how a reposter begins; the title's beginning, a bar, the body's.</summary>
    public Dictionary<string, List<string>> Reposts { get; init; } = [];

    /// <summary>By language, then by kind of the thread (<c>any</c> for all): what people answer.</summary>
    public Dictionary<string, Dictionary<string, List<string>>> Replies { get; init; } = [];
}

internal sealed record HandleParts
{
    public List<string> First { get; init; } = [];

    public List<string> Second { get; init; } = [];

    public List<string> Joints { get; init; } = [""];
}

/// <summary>A country, with what a post about it may say.</summary>
internal sealed record Land
{
    public string Code { get; init; } = "";

    /// <summary>Its name by language.</summary>
    public Dictionary<string, string> Name { get; init; } = [];

    public List<string> Domains { get; init; } = [];

    /// <summary>How the national number is called, by language.</summary>
    public Dictionary<string, List<string>> Id { get; init; } = [];

    /// <summary>Which stems and name patterns its organizations have.</summary>
    public string Naming { get; init; } = "en";

    public string Phone { get; init; } = "";

    /// <summary>How often it is the victim, against the others.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>City names: English/Chinese/Russian.</summary>
    public List<string> Cities { get; init; } = [];

    /// <summary>Provinces or states, named alike.</summary>
    public List<string> Regions { get; init; } = [];
}

/// <summary>What a victim does, and what its database holds.</summary>
internal sealed record Trade
{
    public string Name { get; init; } = "";

    public string Sector { get; init; } = "";

    /// <summary>Whether it is a population of a region and no organization.</summary>
    public bool Population { get; init; }

    public Dictionary<string, List<string>> What { get; init; } = [];

    public Dictionary<string, List<string>> Unit { get; init; } = [];

    /// <summary>By naming region: patterns with <c>#</c> for the invented part; the English ones serve where a region has none.</summary>
    public Dictionary<string, List<string>> Org { get; init; } = [];

    public List<string> Site { get; init; } = [];

    /// <summary>Data classes, the most usual first.</summary>
    public List<string> Fields { get; init; } = [];

    /// <summary>Records: median of what is claimed.</summary>
    public double Median { get; init; } = 500_000;
}
