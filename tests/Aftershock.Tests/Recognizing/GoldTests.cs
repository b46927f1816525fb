using Aftershock.Recognizing;

namespace Aftershock.Tests.Recognizing;

/// <summary>The rules that ship, on the labelled development posts: no change may make them read worse than this.</summary>
public sealed class GoldTests
{
    private const string Gold = "gold/dev.jsonl";

    [RealDataFact(Gold)]
    public void Every_field_is_read_at_least_this_well()
    {
        var evaluation = Evaluate(withSections: true);
        var below = s_floors.Where(f => evaluation.Of(f.Field).F1 < f.Floor).Select(f => $"{f.Field} {evaluation.Of(f.Field).F1:0.000} < {f.Floor}");
        Assert.Empty(below);
    }

    [RealDataFact(Gold)]
    public void A_leak_of_a_Chinese_entity_is_told_in_each_of_three_languages()
    {
        var evaluation = Evaluate(withSections: true);
        foreach (var language in (string[])["en", "zh", "ru"])
        {
            var hits = evaluation.LeaksOf("CN", language);
            Assert.True(hits.Precision >= 0.95 && hits.Recall >= 0.93, $"{language}: precision {hits.Precision:0.000}, recall {hits.Recall:0.000}");
        }
    }

    [RealDataFact(Gold)]
    public void No_rule_names_an_organization_a_host_or_a_handle_of_the_labelled_posts()
    {
        var rules = string.Join('\n', Directory.EnumerateFiles(Path.Combine(ShippedRules.Folder, "recognizing")).Select(File.ReadAllText)).ToLowerInvariant();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(RealDataFactAttribute.Find(Gold)!))
        {
            Assert.True(LabelledPost.TryRead(line, out var labelled, out var problem), problem);
            names.UnionWith(labelled!.Labels.Victims.SelectMany(v => new[] { v.Name, v.Domain }).Append(labelled.Post.Author).OfType<string>().Where(n => n.Length >= 3));
        }

        Assert.DoesNotContain(names, n => rules.Contains(n.ToLowerInvariant(), StringComparison.Ordinal));
    }

    [RealDataFact(Gold)]
    public void Kinds_are_told_without_the_name_of_the_section() =>
        Assert.True(Evaluate(withSections: false).Of("leak").F1 >= 0.93);

    private static readonly (string Field, double Floor)[] s_floors =
    [
        ("kind", 0.98), ("leak", 0.98), ("offer", 0.97), ("victims", 0.83), ("countries", 0.97), ("sector", 0.90), ("records", 0.95), ("size_bytes", 0.96),
        ("price", 0.97), ("data_classes", 0.95), ("sample_records", 0.95), ("breach_date", 0.95), ("sold", 0.97),
    ];

    private static Evaluation Evaluate(bool withSections)
    {
        var evaluation = new Evaluation();
        foreach (var line in File.ReadLines(RealDataFactAttribute.Find(Gold)!))
        {
            Assert.True(LabelledPost.TryRead(line, out var labelled, out var problem), problem);
            var post = labelled!.Post with { Language = null, Section = withSections ? labelled.Post.Section : null };
            evaluation.Add(labelled, ShippedRules.Recognizer.Recognize(post));
        }

        return evaluation;
    }
}
