using System.Globalization;
using System.Text;
using Aftershock.Analyzing;
using Aftershock.Analyzing.Mathematics;
using Aftershock.Recognizing;
using Aftershock.Running.Reconstruction;
using Xunit.Abstractions;

namespace Aftershock.StoryTests;

/// <summary>Twenty worlds in wordings that nobody who wrote rules has read, with counts drawn at random.</summary>
public sealed class TwentyUnseenWorlds(ITestOutputHelper output)
{
    private const int Worlds = 20;

    private static readonly DayRange s_all = new(new DateOnly(2022, 3, 16), new DateOnly(2022, 8, 31));

    [Fact]
    public async Task The_interval_of_the_China_count_covers_what_was_planted_in_at_least_18()
    {
        var judged = new List<Judged>();
        var total = new Evaluation();
        var recognizer = Recognizer.Load(WalkedWorld.Rules);
        for (var seed = 1; seed <= Worlds; seed++)
        {
            await using var world = await WalkedWorld.WalkAsync(ReconstructionSettings.Evaluation(WalkedWorld.Samples, seed));
            judged.Add(await JudgeAsync(world, seed, recognizer, total));
        }

        // The error is measured on the other nineteen, never on the world that it is applied to.
        var pooled = judged.Aggregate(default(Hits), (sum, w) => sum + w.Leaks);
        var rows = judged.Select(w =>
        {
            var others = new RecognitionError(
                pooled.TruePositives - w.Leaks.TruePositives, pooled.FalsePositives - w.Leaks.FalsePositives, pooled.FalseNegatives - w.Leaks.FalseNegatives);
            var (low, median, high) = RecognizedCount.NumberThere(w.Counted, others);
            return (World: w, Low: low, Median: median, High: high, Covered: low <= w.Planted && w.Planted <= high);
        }).ToList();
        var covered = rows.Count(r => r.Covered);
        var report = Report(rows, total, covered);
        output.WriteLine(report);
        if (Environment.GetEnvironmentVariable("AFTERSHOCK_RESULTS") is { Length: > 0 } folder)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "unseen-worlds.md"), report);
        }

        Assert.True(covered >= 18, $"covered in {covered} of {Worlds}\n{report}");
    }

    private static async Task<Judged> JudgeAsync(WalkedWorld world, int seed, Recognizer recognizer, Evaluation total)
    {
        var own = new Evaluation();
        foreach (var (truth, stored) in await world.OpeningsAsync())
        {
            // The same words that the import gave to the recognizer; listings alone would hide what it took for talk.
            var found = recognizer.Recognize(new PostText
            {
                Title = stored.ThreadTitle,
                Body = stored.OwnWords(),
                Section = stored.Forum,
                PostedAt = stored.PublishedAt?.At,
                Author = stored.Author,
                Language = stored.StatedLanguage,
            });
            own.Add(truth, found);
            total.Add(truth, found);
        }

        var report = await new Counting(world.Store).AnswerAsync(
            new TrendQuestion { Rule = CountingRules.Read(Path.Combine(WalkedWorld.Rules, "counting", "leaks-shared.yaml")), Period = s_all }, CancellationToken.None);
        return new Judged(seed, world.Planted.CountIn(s_all), report.Count, own.LeaksOf("CN"));
    }

    private static string Report(IEnumerable<(Judged World, long Low, long Median, long High, bool Covered)> rows, Evaluation total, int covered)
    {
        var text = new StringBuilder();
        var invariant = CultureInfo.InvariantCulture;
        text.AppendLine("# Twenty unseen worlds").AppendLine()
            .AppendLine(invariant, $"{total.Posts} opening posts in reserved wordings. Leaks of Chinese entities, 16 March to 31 August, counted from pages;").AppendLine(
                invariant, $"the 95 % interval allows for the recognizer's error on the other nineteen worlds. Planted count covered: **{covered} of {Worlds}**.").AppendLine()
            .AppendLine("| Seed | Planted | Counted | 95 % interval | Covered |").AppendLine("|---|---|---|---|---|");
        foreach (var (world, low, _, high, isCovered) in rows)
        {
            text.AppendLine(invariant, $"| {world.Seed} | {world.Planted} | {world.Counted} | {low}-{high} | {(isCovered ? "yes" : "no")} |");
        }

        text.AppendLine().AppendLine("| Leak of a Chinese entity | Precision | Recall | F1 |").AppendLine("|---|---|---|---|");
        string[] languages = [Evaluation.AllLanguages, .. total.Languages];
        foreach (var language in languages)
        {
            var hits = total.LeaksOf("CN", language);
            text.AppendLine(invariant, $"| {language} | {hits.Precision:F3} | {hits.Recall:F3} | {hits.F1:F3} |");
        }

        text.AppendLine().AppendLine(invariant, $"| Field (F1) | {string.Join(" | ", languages)} |").AppendLine(invariant, $"|---|{string.Concat(languages.Select(_ => "---|"))}");
        foreach (var field in Evaluation.Fields)
        {
            text.AppendLine(invariant, $"| {field} | {string.Join(" | ", languages.Select(l => total.Of(field, l).F1.ToString("F3", invariant)))} |");
        }

        return text.ToString();
    }

    private sealed record Judged(int Seed, long Planted, long Counted, Hits Leaks);
}
