using Aftershock.Web.Frame;
using Aftershock.Web.Words;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aftershock.Web.Sources;

internal static class SourcePages
{
    private const int RowsOnAPage = 50;
    private const int RunsShown = 10;

    private static readonly string[] s_own = ["source", "outcome", "after"];

    public static void Map(IEndpointRouteBuilder app, Answers answers) =>
        app.Get("/sources", context => Pages.ShowAsync<SourcesPage>(
            context, answers, s_own, async (frame, view) => await ModelAsync(frame, view, answers, context)));

    private static async Task<SourcesModel> ModelAsync(FrameModel frame, View view, Answers answers, HttpContext context)
    {
        var query = context.Request.Query;
        var source = query["source"].ToString() is { Length: > 0 } name ? new SourceId(name) : (SourceId?)null;
        var problems = new List<Problem>(view.Problems);
        var sources = await answers.HealthAsync();
        if (source is { } named && sources.All(s => s.Source.Id != named))
        {
            problems.Add(new($"source: there is no source \"{DeadText.Brief(named.Value, 60)}\" in this store.", "All sources are shown."));
            source = null;
        }

        var outcome = ReadOutcome(query["outcome"].ToString(), problems);
        var (captures, after) = await Pages.ContinueAsync(
            query, problems, at => answers.Store.Captures.ListAsync(source, outcome, RowsOnAPage, at, context.RequestAborted));
        return new SourcesModel
        {
            Frame = frame with { View = view with { Problems = problems } },
            View = view,
            Sources = sources,
            Until = frame.Snapshot?.CapturedUntil,
            Captures = captures,
            Runs = await answers.Store.Runs.ListAsync(source, RunsShown, context.RequestAborted),
            Chosen = source,
            Outcome = outcome,
            Later = after,
            StoreOption = answers.Settings.StoreArgument is { } store ? $" --store {store}" : "",
        };
    }

    // What failed comes first; whoever wants the rest says so.
    private static ReadOutcome? ReadOutcome(string text, List<Problem> problems)
    {
        switch (text)
        {
            case "" or "failed":
                return Aftershock.ReadOutcome.Failed;
            case "any":
                return null;
            case "read":
                return Aftershock.ReadOutcome.Read;
            case "nothing-to-read":
                return Aftershock.ReadOutcome.NothingToRead;
            case "source-error":
                return Aftershock.ReadOutcome.SourceError;
            default:
                problems.Add(new(
                    $"outcome: there is no outcome \"{DeadText.Brief(text, 60)}\"; expected failed, source-error, nothing-to-read, read or any.",
                    "What failed is shown."));
                return Aftershock.ReadOutcome.Failed;
        }
    }
}
