using System.Buffers;
using System.CommandLine;
using System.Text.Json;
using Aftershock.Recognizing;

namespace Aftershock.Cli.Commands;

/// <summary><c>recognize FILE.jsonl</c>: what each post offers, a line each.</summary>
internal static class RecognizeCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<FileInfo>("FILE.jsonl") { Description = "Posts, one JSON object a line: id, title, body, and if known posted_at, author, section, lang." };
        var lines = new Option<bool>("--jsonl") { Description = "One JSON object a line, which is how it always writes; accepted so that every command that streams takes it." };
        var command = new Command("recognize", "Read what each post offers, with the words behind every field.") { file, lines }
            .WithExamples("aftershock recognize posts.jsonl > listings.jsonl");
        command.SetAction((parsed, cancel) => Task.FromResult(Run(parsed.GetRequiredValue(file), terminal, cancel)));
        return command;
    }

    private static int Run(FileInfo file, Terminal terminal, CancellationToken cancel)
    {
        var recognizer = Rules.Load();
        var output = new ArrayBufferWriter<byte>();
        var read = 0;
        var unreadable = 0;
        foreach (var (line, number) in PostLines.Of(file, "posts"))
        {
            cancel.ThrowIfCancellationRequested();
            if (!TryRead(line, out var id, out var post, out var problem))
            {
                unreadable++;
                terminal.Error.WriteLine($"aftershock: {file.Name} line {number}: {problem}");
                continue;
            }

            read++;
            output.ResetWrittenCount();
            PostJson.Write(output, id!, recognizer.Recognize(post!));
            terminal.Out.WriteLine(JsonText.Of(output.WrittenSpan));
        }

        terminal.Out.Flush();
        return PostLines.End(file, terminal, read, unreadable, "posts");
    }

    private static bool TryRead(string line, out string? id, out PostText? post, out string? problem)
    {
        (id, post) = (null, null);
        try
        {
            using var json = JsonDocument.Parse(line);
            return PostJson.TryRead(json.RootElement, out id, out post, out problem);
        }
        catch (JsonException failure)
        {
            problem = $"not JSON: {failure.Message}";
            return false;
        }
        catch (InvalidOperationException)
        {
            problem = "holds half of a surrogate pair; expected text.";
            return false;
        }
    }
}

/// <summary>The rules that came with the program, or those that AFTERSHOCK_RULES names.</summary>
internal static class Rules
{
    public static Recognizer Load() => Load(Folders.Rules);

    public static Recognizer Load(string folder)
    {
        try
        {
            return Recognizer.Load(folder);
        }
        catch (RuleFileException failure)
        {
            throw new CommandException(ExitCode.Failed, failure.Message);
        }
    }
}

/// <summary>Lines of a JSON lines file, and how a command that reads them ends.</summary>
internal static class PostLines
{
    /// <summary>Lines that hold something, with their numbers from 1.</summary>
    public static IEnumerable<(string Line, int Number)> Of(FileInfo file, string what)
    {
        if (!file.Exists)
        {
            throw CommandException.Unreadable($"{file}: no such file; expected {what}, one JSON object a line.");
        }

        return Read(file);
    }

    /// <summary>Tells the count of lines left out; unreadable when none could be read.</summary>
    public static int End(FileInfo file, Terminal terminal, int read, int unreadable, string what)
    {
        if (read == 0)
        {
            throw CommandException.Unreadable($"{file.Name}: no line could be read; expected {what}, one JSON object a line.");
        }

        if (unreadable > 0)
        {
            terminal.Error.WriteLine($"aftershock: {file.Name}: {read} {what} read, {unreadable} lines left out.");
        }

        return ExitCode.Done;
    }

    private static IEnumerable<(string Line, int Number)> Read(FileInfo file)
    {
        var number = 0;
        foreach (var line in File.ReadLines(file.FullName))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return (line, number);
            }
        }
    }
}
