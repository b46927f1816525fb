using System.CommandLine;
using System.Globalization;
using Aftershock.Collecting;
using Aftershock.Collecting.Crawling;

namespace Aftershock.Cli.Commands;

/// <summary><c>source add FILE</c>: puts a source's description into the store.</summary>
internal static class SourceAddCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "YAML file that describes the source; docs/guide/collecting.md tells how." };
        var store = Options.Store();
        var command = new Command("add", "Add a source to the store, or replace its description.") { file, store }
            .WithExamples("aftershock source add harbour.yaml");
        command.SetAction(async (parsed, cancel) =>
        {
            var path = parsed.GetRequiredValue(file);
            var source = SourceFiles.Read(path, terminal.Clock);
            var folder = parsed.GetRequiredValue(store);
            await using (await Options.OpenStoreAsync(folder, create: true, terminal.Clock, cancel).ConfigureAwait(false))
            {
                Directory.CreateDirectory(SourceFiles.Folder(folder));
                // Paths in the file are taken from its folder: they are written out whole, for it moves.
                var text = await File.ReadAllTextAsync(path, cancel).ConfigureAwait(false);
                var from = Path.GetDirectoryName(Path.GetFullPath(path))!;
                var lines = text.Split('\n').Select(line => Whole(line, from));
                await File.WriteAllTextAsync(Path.Combine(SourceFiles.Folder(folder), $"{source.Id.Value.Replace('/', '_')}.yaml"), string.Join('\n', lines), cancel).ConfigureAwait(false);
            }

            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{source.Id} is added: {source.Start[0]}, {source.RequestsPerMinute} requests a minute. Try it with: aftershock source check {source.Id}; then: aftershock collect {source.Id}"));
            return ExitCode.Done;
        });
        return command;
    }

    private static string Whole(string line, string folder)
    {
        foreach (var key in (string[])["cookies:", "authority:"])
        {
            if (line.StartsWith(key, StringComparison.Ordinal) && line[key.Length..].Trim() is { Length: > 0 } path)
            {
                return $"{key} {Path.Combine(folder, path.Trim('"', '\''))}";
            }
        }

        return line;
    }
}

/// <summary><c>source check SOURCE</c>: a dry run that shows what would be read, and keeps nothing.</summary>
internal static class SourceCheckCommand
{
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("SOURCE") { Description = "A source that was added, or its YAML file." };
        var store = Options.Store();
        var command = new Command("check", "Fetch a source's front page, one list and one thread, and show what would be read. Nothing is kept.") { name, store }
            .WithExamples("aftershock source check harbour.yaml", "aftershock source check harbour");
        command.SetAction(async (parsed, cancel) =>
        {
            var given = parsed.GetRequiredValue(name);
            var path = File.Exists(given) ? given : SourceFiles.Find(parsed.GetRequiredValue(store), given)
                ?? throw new CommandException(ExitCode.Failed, $"{given}: neither a source that was added nor a file.");
            var source = SourceFiles.Read(path, terminal.Clock);
            using var fetcher = new Fetcher(source, new FetchSettings(), terminal.Clock, new Random(HashCode.Combine(source.Id.Value, terminal.Clock.GetTimestamp())));
            var (reader, reason) = await SourceFiles.ReaderOfAsync(source, fetcher, terminal.Clock, cancel).ConfigureAwait(false);
            terminal.Out.WriteLine($"{source.Id} runs {reader.Title}: {reason}");
            Uri? next = source.Start[0];
            foreach (var kind in (PageLinkKind?[])[PageLinkKind.Forum, PageLinkKind.Thread, null])
            {
                var fetched = await fetcher.GetAsync(next, null, null, cancel).ConfigureAwait(false);
                if (fetched.Failure != FetchFailure.None)
                {
                    terminal.Out.WriteLine(Terminal.Harmless($"{next}: did not come: {fetched.Reason}"));
                    return ExitCode.Failed;
                }

                var page = fetched.ToPage(source.Id, terminal.Clock.GetUtcNow());
                var content = reader.Read(page, new CaptureId(""), source.ToSource(reader.Program));
                Tell(page, content, terminal);
                var link = content.Links.FirstOrDefault(l => l.Kind == kind);
                if (kind is null || link.Address is null || !Uri.TryCreate(fetched.From, link.Address, out next))
                {
                    break;
                }
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void Tell(RawPage page, PageContent content, Terminal terminal)
    {
        var trouble = SourceState.In(page, content);
        terminal.Out.WriteLine(Terminal.Harmless($"{page.Url}: {content.Posts.Count} posts, {content.Threads.Count} threads, {content.Handles.Count} members, {content.Links.Count} links to follow{(content.Failure is { } failure ? $"; {failure}" : "")}{(trouble is var (kind, words) ? $"; {kind}: {words}" : "")}"));
        if (content.Posts is [var post, ..])
        {
            var body = post.Body[..Math.Min(post.Body.Length, 160)];
            terminal.Out.WriteLine(Terminal.Harmless($"  \"{post.ThreadTitle}\" by {post.Author ?? "a guest"}, {post.PublishedAt?.ToString() ?? "no date read"} (\"{post.PublishedRaw}\"): {RowMask.Mask(body)}"));
        }
        else if (content.Threads is [var thread, ..])
        {
            terminal.Out.WriteLine(Terminal.Harmless($"  \"{thread.Title}\" by {thread.Author ?? "–"}, {thread.Replies?.ToString(CultureInfo.InvariantCulture) ?? "–"} replies"));
        }
    }
}
