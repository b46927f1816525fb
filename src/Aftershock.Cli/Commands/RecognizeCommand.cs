using System.CommandLine;
using Aftershock.Recognizing;

namespace Aftershock.Cli.Commands;

/// <summary><c>recognize FILE.jsonl</c>: what each post offers, a line each.</summary>
internal static class RecognizeCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<FileInfo>("FILE.jsonl") { Description = "Posts, one JSON object a line." };
        var command = new Command("recognize", "Read what each post offers, with the words behind every field.") { file }
            .WithExamples("aftershock recognize posts.jsonl > listings.jsonl");
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetRequiredValue(file), terminal, cancel));
        return command;
    }

    private static Task<int> RunAsync(FileInfo file, Terminal terminal, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (!file.Exists)
        {
            throw CommandException.Unreadable($"{file}: no such file; expected posts, one JSON object a line.");
        }

        _ = Recognizer.Load(Folders.Rules);
        terminal.Error.WriteLine("aftershock: recognize is not finished.");
        return Task.FromResult(ExitCode.Failed);
    }
}
