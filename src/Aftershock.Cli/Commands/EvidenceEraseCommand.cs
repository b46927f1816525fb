using System.CommandLine;
using System.Globalization;
using Aftershock.Keeping;
using Aftershock.Running;

namespace Aftershock.Cli.Commands;

/// <summary><c>evidence erase</c>: destroys the keys of captures, for good; the ledger keeps that there was something, and why it is gone.</summary>
internal static class EvidenceEraseCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new EvidenceActOptions("erase the captures");
        var captures = new Argument<string[]>("CAPTURE") { Description = "Names of captures, 32 hexadecimal digits each.", Arity = ArgumentArity.ZeroOrMore };
        var yes = new Option<bool>("--yes") { Description = "Erase what --source, --from and --to mean; without it they are only counted." };
        var command = options.AddTo(new Command("erase", "Destroy the keys of captures, for good. A tombstone stays in the ledger, and so do the posts that were read.") { captures, yes })
            .WithExamples("aftershock evidence erase 3f0c… --reason \"request of a data subject\"", "aftershock evidence erase --source harbour --to 2022-12-31 --reason \"retention\" --yes");
        command.SetAction(async (parsed, cancel) =>
        {
            var named = parsed.GetValue(captures) ?? [];
            if (named.Length == 0 && parsed.GetValue(options.Source) is null && parsed.GetValue(options.From) is null && parsed.GetValue(options.To) is null)
            {
                throw CommandException.Usage("evidence erase: expected captures, or --source, --from or --to; everything at once is never meant.");
            }

            var (by, reason) = options.Who(parsed);
            var folder = parsed.GetRequiredValue(options.Store);
            await using var opened = await Options.OpenStoreAsync(folder, create: false, terminal.Clock, cancel).ConfigureAwait(false);
            using var vault = await EvidenceActOptions.OpenVaultAsync(folder, opened, terminal, cancel).ConfigureAwait(false);
            using var reader = new Collecting.Evidence.EvidenceReader(Options.Vault(folder), opened.Keys);
            var (selection, chosen) = options.Choose(parsed, named, reader);
            var before = chosen.Count(c => c.Erased);
            var now = chosen.Where(c => !c.Erased).Select(c => c.Entry.Capture).ToList();
            var posts = await PostsOfAsync(opened, [.. chosen.Select(c => c.Entry.Capture)], cancel).ConfigureAwait(false);
            if (chosen.Count == 0)
            {
                throw new CommandException(ExitCode.Failed, $"{selection}: no capture is meant; nothing was erased.");
            }

            if (named.Length == 0 && !parsed.GetValue(yes))
            {
                throw CommandException.Refused(string.Create(CultureInfo.InvariantCulture, $"{selection}: {now.Count:N0} captures would be erased for good; give --yes to do it. Nothing was erased."));
            }

            var run = ImportRequest.RunName("erase", terminal.Clock);
            foreach (var id in now)
            {
                cancel.ThrowIfCancellationRequested();
                await vault.EraseAsync(id, reason, by, run, cancel).ConfigureAwait(false);
            }

            Write(now.Count, before, posts, vault.Head, parsed.GetValue(options.Json), terminal);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>How many posts in the store name one of the captures as what they were read from last.</summary>
    private static async Task<long> PostsOfAsync(IStore store, HashSet<CaptureId> captures, CancellationToken cancel)
    {
        long posts = 0;
        await foreach (var post in store.Posts.AllAsync(null, cancel).ConfigureAwait(false))
        {
            posts += captures.Contains(post.Capture) ? 1 : 0;
        }

        return posts;
    }

    private static void Write(int erased, int before, long posts, string head, bool asJson, Terminal terminal)
    {
        if (asJson)
        {
            JsonOutput.Write(terminal, json =>
            {
                json.WriteStartObject();
                json.WriteNumber("erased", erased);
                json.WriteNumber("erased_before", before);
                json.WriteNumber("posts_that_stay", posts);
                json.WriteString("head", head);
                json.WriteEndObject();
            });
            return;
        }

        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{erased:N0} captures erased: their keys are destroyed, their tombstones stand in the ledger{(before == 0 ? "" : $"; {before:N0} were erased before")}"));
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"what stays: their lines in the ledger (address, time, digest), sealed bytes that nobody can open, and {posts:N0} posts that were read from them, masked, in the store"));
        terminal.Out.WriteLine("not reached: copies of the key file, of the store, and files that were exported before; destroy those as well");
    }
}
