using Aftershock.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aftershock.Web.Sources;

internal static class SourcePages
{
    private const int RowsOnAPage = 50;

    public static void Map(IEndpointRouteBuilder app, Answers answers) =>
        app.Get("/sources", context => Pages.ShowAsync<SourcesPage>(
            context, answers, async (frame, view) => await ModelAsync(frame, view, answers, context)));

    private static async Task<SourcesModel> ModelAsync(FrameModel frame, View view, Answers answers, HttpContext context)
    {
        var query = context.Request.Query;
        var source = query["source"].ToString() is { Length: > 0 } name ? new SourceId(name) : (SourceId?)null;
        var outcome = ReadOutcome(query["outcome"].ToString());
        var after = query["after"].ToString();
        return new SourcesModel
        {
            Frame = frame,
            View = view,
            Sources = await answers.HealthAsync(),
            Captures = await answers.Store.Captures.ListAsync(source, outcome, RowsOnAPage, after.Length > 0 ? after : null, context.RequestAborted),
            Chosen = source,
            Outcome = outcome,
            Later = after.Length > 0,
            StoreOption = answers.Settings.StoreArgument is { } store ? $" --store {store}" : "",
        };
    }

    // What failed comes first; whoever wants the rest says so.
    private static ReadOutcome? ReadOutcome(string text) => text switch
    {
        "any" => null,
        "read" => Aftershock.ReadOutcome.Read,
        "nothing-to-read" => Aftershock.ReadOutcome.NothingToRead,
        "source-error" => Aftershock.ReadOutcome.SourceError,
        _ => Aftershock.ReadOutcome.Failed,
    };
}
