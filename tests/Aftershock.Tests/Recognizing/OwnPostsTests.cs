using Aftershock.Recognizing;

namespace Aftershock.Tests.Recognizing;

/// <summary>Posts that we invented and labelled ourselves, so that every checkout can tell when reading gets worse.</summary>
public sealed class OwnPostsTests
{
    private static readonly string s_file = Path.Combine(Repository.Root, "tests", "Aftershock.Tests", "Recognizing", "posts.jsonl");

    [Theory]
    [InlineData("kind", 1)]
    [InlineData("leak", 1)]
    [InlineData("offer", 0.97)]
    [InlineData("countries", 0.97)]
    [InlineData("records", 0.97)]
    [InlineData("price", 0.97)]
    [InlineData("size_bytes", 0.97)]
    [InlineData("sample_records", 0.97)]
    [InlineData("breach_date", 0.95)]
    [InlineData("data_classes", 0.95)]
    [InlineData("victims", 0.80)]
    [InlineData("sector", 0.88)]
    public void A_field_is_read_at_least_this_well(string field, double floor)
    {
        var evaluation = new Evaluation();
        foreach (var line in File.ReadLines(s_file))
        {
            Assert.True(LabelledPost.TryRead(line, out var labelled, out var problem), problem);
            evaluation.Add(labelled!, ShippedRules.Recognizer.Recognize(labelled!.Post with { Language = null }));
        }

        var wrong = evaluation.Disagreements.Where(d => d.Field == field).Select(d => $"{d.Id}: expected {d.Expected}, found {d.Found}");
        Assert.True(evaluation.Of(field).F1 >= floor, $"{field} {evaluation.Of(field).F1:0.000}\n{string.Join('\n', wrong)}");
    }
}
