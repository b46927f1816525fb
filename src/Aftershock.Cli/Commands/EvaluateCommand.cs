using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Aftershock.Recognizing;

namespace Aftershock.Cli.Commands;

/// <summary><c>evaluate GOLD.jsonl</c>: how well the rules read labelled posts.</summary>
internal static class EvaluateCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<FileInfo>("GOLD.jsonl") { Description = "Labelled posts, one JSON object a line: a post with \"labels\"." };
        var json = Options.Json();
        var differences = new Option<bool>("--differences") { Description = "List every value that differs from its label." };
        var command = new Command("evaluate", "Measure precision, recall and F1 per field and language on labelled posts.") { file, json, differences }
            .WithExamples("aftershock evaluate gold.jsonl", "aftershock evaluate gold.jsonl --json");
        command.SetAction((parsed, cancel) => Task.FromResult(Run(parsed.GetRequiredValue(file), parsed.GetValue(json), parsed.GetValue(differences), terminal, cancel)));
        return command;
    }

    private static int Run(FileInfo file, bool json, bool differences, Terminal terminal, CancellationToken cancel)
    {
        var recognizer = Rules.Load();
        var evaluation = new Evaluation();
        var unreadable = 0;
        foreach (var (line, number) in PostLines.Of(file, "labelled posts"))
        {
            cancel.ThrowIfCancellationRequested();
            if (!LabelledPost.TryRead(line, out var labelled, out var problem))
            {
                unreadable++;
                terminal.Error.WriteLine($"aftershock: {file.Name} line {number}: {problem}");
                continue;
            }

            // The language is what the recognizer is to tell: the label's own is not shown to it.
            evaluation.Add(labelled!, recognizer.Recognize(labelled!.Post with { Language = null }));
        }

        var end = PostLines.End(file, terminal, evaluation.Posts, unreadable, "labelled posts");
        if (json)
        {
            WriteJson(evaluation, differences, terminal);
        }
        else
        {
            WriteTable(evaluation, differences, terminal);
        }

        terminal.Out.Flush();
        return end;
    }

    private static void WriteTable(Evaluation evaluation, bool differences, Terminal terminal)
    {
        var columns = evaluation.Languages.Prepend(Evaluation.AllLanguages).ToList();
        terminal.Out.WriteLine($"{evaluation.Posts} labelled posts; F1 (for fields with one value a post, the share read right)");
        terminal.Out.WriteLine($"{"field",-16}{"precision",10}{"recall",8}" + string.Concat(columns.Select(c => c.PadLeft(8))));
        foreach (var field in Evaluation.Fields)
        {
            var all = evaluation.Of(field);
            var cells = string.Concat(columns.Select(c => Cell(evaluation.Of(field, c))));
            terminal.Out.WriteLine($"{field,-16}{Rate(all.Precision),10}{Rate(all.Recall),8}{cells}");
        }

        terminal.Out.WriteLine($"{"kind, macro",-16}{"",18}" + string.Concat(columns.Select(c => Rate(evaluation.KindMacroF1(c)).PadLeft(8))));
        terminal.Out.WriteLine($"{"offer, macro",-16}{"",18}" + string.Concat(columns.Select(c => Rate(evaluation.OfferMacroF1(c)).PadLeft(8))));
        terminal.Out.WriteLine($"{"leak of CN",-16}{Rate(evaluation.LeaksOf("CN").Precision),10}{Rate(evaluation.LeaksOf("CN").Recall),8}"
            + string.Concat(columns.Select(c => Cell(evaluation.LeaksOf("CN", c)))));
        if (!differences)
        {
            return;
        }

        foreach (var d in evaluation.Disagreements.OrderBy(d => Evaluation.Fields.ToList().IndexOf(d.Field)).ThenBy(d => d.Id, StringComparer.Ordinal))
        {
            terminal.Out.WriteLine($"{d.Field,-16}{d.Id,-12}expected {d.Expected} | found {d.Found}");
        }
    }

    private static string Cell(Hits hits) => (hits == default ? "-" : Rate(hits.F1)).PadLeft(8);

    private static string Rate(double rate) => rate.ToString("0.000", CultureInfo.InvariantCulture);

    private static void WriteJson(Evaluation evaluation, bool differences, Terminal terminal)
    {
        var columns = evaluation.Languages.Prepend(Evaluation.AllLanguages).ToList();
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("posts", evaluation.Posts);
            json.WriteStartObject("fields");
            foreach (var field in Evaluation.Fields)
            {
                WriteLanguages(json, field, columns, c => evaluation.Of(field, c));
            }

            WriteLanguages(json, "leak_of_cn", columns, c => evaluation.LeaksOf("CN", c));
            json.WriteEndObject();
            json.WriteStartObject("kind_macro_f1");
            foreach (var column in columns)
            {
                json.WriteNumber(column, Math.Round(evaluation.KindMacroF1(column), 4));
            }

            json.WriteEndObject();
            json.WriteStartObject("offer_macro_f1");
            foreach (var column in columns)
            {
                json.WriteNumber(column, Math.Round(evaluation.OfferMacroF1(column), 4));
            }

            json.WriteEndObject();
            json.WriteStartArray("confusion");
            foreach (var ((expected, found), count) in evaluation.Confusion.OrderBy(c => c.Key.Expected).ThenBy(c => c.Key.Found))
            {
                json.WriteStartObject();
                json.WriteString("expected", WireNames.Of(expected));
                json.WriteString("found", WireNames.Of(found));
                json.WriteNumber("posts", count);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            if (differences)
            {
                json.WriteStartArray("differences");
                foreach (var d in evaluation.Disagreements)
                {
                    json.WriteStartObject();
                    json.WriteString("id", d.Id);
                    json.WriteString("field", d.Field);
                    json.WriteString("expected", d.Expected);
                    json.WriteString("found", d.Found);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        terminal.Out.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    private static void WriteLanguages(Utf8JsonWriter json, string name, List<string> columns, Func<string, Hits> of)
    {
        json.WriteStartObject(name);
        foreach (var column in columns)
        {
            var hits = of(column);
            json.WriteStartObject(column);
            json.WriteNumber("precision", Math.Round(hits.Precision, 4));
            json.WriteNumber("recall", Math.Round(hits.Recall, 4));
            json.WriteNumber("f1", Math.Round(hits.F1, 4));
            json.WriteNumber("true_positives", hits.TruePositives);
            json.WriteNumber("false_positives", hits.FalsePositives);
            json.WriteNumber("false_negatives", hits.FalseNegatives);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
