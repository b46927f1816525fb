namespace Aftershock.Recognizing;

/// <summary>Something that is wrong with a rule, and where it stands.</summary>
/// <param name="File">The rule file, relative to the folder of rules.</param>
/// <param name="Line">The line of the example, or of the rule.</param>
/// <param name="Rule">Name of the rule.</param>
/// <param name="Problem">What was expected and what was found.</param>
public sealed record RuleProblem(string File, int Line, string Rule, string Problem);

/// <summary>What running all rules on their own examples showed.</summary>
public sealed record RuleCheckReport
{
    public required int Rules { get; init; }

    public required int Phrases { get; init; }

    /// <summary>Examples and counter-examples that were run.</summary>
    public required int Examples { get; init; }

    /// <summary>Examples that did not yield their values, and counter-examples that did.</summary>
    public required IReadOnlyList<RuleProblem> Failures { get; init; }

    /// <summary>Phrases that can never win because an earlier rule holds the same phrase for another value.</summary>
    public required IReadOnlyList<RuleProblem> Shadowed { get; init; }
}

/// <summary>Runs every rule on its examples and counter-examples, and finds phrases that an earlier rule takes away.</summary>
public static class RuleCheck
{
    public static RuleCheckReport Run(Recognizer recognizer)
    {
        ArgumentNullException.ThrowIfNull(recognizer);
        var rules = recognizer.Book.Rules;
        var failures = new List<RuleProblem>();
        var examples = 0;
        foreach (var rule in rules)
        {
            foreach (var example in rule.Examples)
            {
                examples++;
                failures.AddRange(CheckExample(recognizer, rule, example));
            }

            foreach (var example in rule.CounterExamples)
            {
                examples++;
                failures.AddRange(CheckCounterExample(recognizer, rule, example));
            }
        }

        return new RuleCheckReport
        {
            Rules = rules.Select(r => (r.File, r.Name)).Distinct().Count(),
            Phrases = rules.Sum(r => r.Phrases.Count),
            Examples = examples,
            Failures = failures,
            Shadowed = Shadowed(rules),
        };
    }

    private static IEnumerable<RuleProblem> CheckExample(Recognizer recognizer, Rule rule, RuleExample example)
    {
        if (rule.Signal is null && !Fires(recognizer, rule, example.Post))
        {
            yield return new RuleProblem(rule.File, example.Line, rule.Name, "does not fire on its own example.");
        }

        var found = recognizer.Recognize(example.Post);
        foreach (var (key, expected) in example.Values)
        {
            var value = RecognitionKeys.ValueOf(found, key);
            if (!Same(expected, value))
            {
                yield return new RuleProblem(rule.File, example.Line, rule.Name, $"{key}: expected {expected}, found {(value.Length == 0 ? "none" : value)}.");
            }
        }
    }

    private static IEnumerable<RuleProblem> CheckCounterExample(Recognizer recognizer, Rule rule, RuleExample example)
    {
        var found = recognizer.Recognize(example.Post);
        foreach (var (key, unwanted) in example.Values)
        {
            var value = RecognitionKeys.ValueOf(found, key);
            if (Same(unwanted, value))
            {
                yield return new RuleProblem(rule.File, example.Line, rule.Name, $"{key}: must not be {unwanted}.");
            }
        }
    }

    private static bool Fires(Recognizer recognizer, Rule rule, PostText post)
    {
        var reading = new Reading();
        reading.Begin(post, recognizer.Book.Trie);
        return reading.Matches.Exists(m => m.Rule.Index == rule.Index)
            || recognizer.Book.ForSection(post.Section).Any(r => r.Index == rule.Index);
    }

    /// <summary>Equal as text, or as sets where the value is a list.</summary>
    private static bool Same(string a, string b) =>
        a == b || (a.Contains(", ", StringComparison.Ordinal) && a.Split(", ").ToHashSet().SetEquals(b.Split(", ")));

    private static List<RuleProblem> Shadowed(IReadOnlyList<Rule> rules)
    {
        var first = new Dictionary<(RuleTarget, string), Rule>();
        var problems = new List<RuleProblem>();
        foreach (var rule in rules)
        {
            // Kinds, offers, cues and marks add up, so that one phrase may speak for several; of the others only one can win.
            if (rule.Target is RuleTarget.Kind or RuleTarget.Offer or RuleTarget.Reads or RuleTarget.Mark or RuleTarget.Relative)
            {
                continue;
            }

            foreach (var phrase in rule.Phrases)
            {
                var key = (rule.Target, Folding.Phrase(phrase));
                if (first.TryGetValue(key, out var earlier) && earlier.Value != rule.Value)
                {
                    problems.Add(new RuleProblem(rule.File, rule.Line, rule.Name, $"\"{phrase}\" is shadowed by {earlier.Name} ({earlier.File} line {earlier.Line}), which reads it as {earlier.Value}."));
                }
                else
                {
                    first.TryAdd(key, rule);
                }
            }
        }

        return problems;
    }
}
