using Aftershock.Recognizing;

namespace Aftershock.Tests.Recognizing;

public sealed class RuleCheckTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aftershock-rules").FullName;

    [Fact]
    public void Every_shipped_rule_does_what_its_examples_say()
    {
        var report = RuleCheck.Run(ShippedRules.Recognizer);
        Assert.Empty(report.Failures);
        Assert.True(report.Examples > 0);
    }

    [Fact]
    public void No_shipped_phrase_is_taken_away_by_an_earlier_rule() =>
        Assert.Empty(RuleCheck.Run(ShippedRules.Recognizer).Shadowed);

    [Fact]
    public void An_example_that_does_not_come_out_is_told_with_file_line_and_rule()
    {
        Write("a.yaml", """
            - rule: tool.words
              kind: tool
              score: 3
              phrases: checker
              examples:
                - {title: "a checker", kind: course}
            """);
        var failure = Assert.Single(RuleCheck.Run(Recognizer.Load(_folder)).Failures);
        Assert.Equal(("recognizing/a.yaml", 6, "tool.words"), (failure.File, failure.Line, failure.Rule));
        Assert.Equal("kind: expected course, found tool.", failure.Problem);
    }

    [Fact]
    public void A_counter_example_that_comes_out_is_told()
    {
        Write("a.yaml", """
            - rule: tool.words
              kind: tool
              score: 3
              phrases: checker
              not:
                - {title: "a checker", kind: tool}
            """);
        Assert.Equal("kind: must not be tool.", Assert.Single(RuleCheck.Run(Recognizer.Load(_folder)).Failures).Problem);
    }

    [Fact]
    public void A_phrase_that_an_earlier_rule_reads_as_something_else_is_told()
    {
        Write("a.yaml", """
            - {rule: first, class: Names, phrases: handle}
            - {rule: second, class: Usernames, phrases: handle}
            """);
        var shadowed = Assert.Single(RuleCheck.Run(Recognizer.Load(_folder)).Shadowed);
        Assert.Equal("second", shadowed.Rule);
        Assert.Contains("shadowed by first (recognizing/a.yaml line 1)", shadowed.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("- {rule: a, kind: tool, phrases: x, scoer: 2}", "unknown key \"scoer\"")]
    [InlineData("- {rule: a, kind: tol, phrases: x}", "kind \"tol\"")]
    [InlineData("- {rule: a, kind: tool}", "either phrases or a signal")]
    [InlineData("- {rule: a, kind: tool, offer: sale, phrases: x}", "a second target")]
    [InlineData("- {rule: a, kind: tool, signal: moon}", "signal \"moon\"")]
    [InlineData("- {rule: a, kind: tool, phrases: x", "While parsing")]
    [InlineData("- {rule: a, kind: tool, phrases: x, score: much}", "expected a number")]
    public void A_rule_file_that_cannot_be_used_says_where_and_why(string yaml, string problem)
    {
        Write("a.yaml", yaml);
        var failure = Assert.Throws<RuleFileException>(() => Recognizer.Load(_folder));
        Assert.StartsWith("recognizing/a.yaml line ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string name, string yaml)
    {
        var recognizing = Directory.CreateDirectory(Path.Combine(_folder, "recognizing")).FullName;
        File.WriteAllText(Path.Combine(recognizing, name), yaml);
        File.WriteAllText(Path.Combine(recognizing, "tlds.tsv"), "com\t-\n");
    }
}
