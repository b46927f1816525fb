using Aftershock.Analyzing;
using Aftershock.Web.Frame;
using Aftershock.Web.Words;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aftershock.Web.Trends;

internal static class TrendPages
{
    public static void Map(IEndpointRouteBuilder app, Answers answers)
    {
        app.Get("/trends", context => Pages.ShowAsync<TrendsPage>(
            context, answers, async (frame, view) => await ModelAsync(frame, view, answers)));
        app.Get("/trends.csv", context => CsvAsync(context, answers));
    }

    private static async Task<TrendsModel> ModelAsync(FrameModel frame, View view, Answers answers)
    {
        var model = new TrendsModel
        {
            Frame = frame,
            View = view,
            Events = await answers.EventsAsync(),
            StoreOption = answers.Settings.StoreArgument is { } store ? $" --store {store}" : "",
        };
        return view.Period is null
            ? model
            : model with
            {
                Report = await answers.TrendAsync(view.Question()),
                Split = view.Split is { } split ? await answers.TrendAsync(view.Question(split: split)) : null,
            };
    }

    /// <summary>The series of the page with the same address.</summary>
    private static async Task<IResult> CsvAsync(HttpContext context, Answers answers)
    {
        var view = (await Pages.FrameAsync(context, answers)).View!;
        if (view.Period is null)
        {
            return Failures.Page(Failures.NotFound(Pages.BareFrame(context, answers), "The store holds no dated post, so there is nothing to count."));
        }

        var report = await answers.TrendAsync(view.Question(split: view.Split));
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"aftershock-{report.Rule.Name}.csv\"";
        return Results.Text(SeriesCsv(report), "text/csv; charset=utf-8");
    }

    internal static string SeriesCsv(TrendReport report)
    {
        var csv = new System.Text.StringBuilder();
        csv.Append(Csv.Row("rule", "snapshot", "series", "from", "to", "count", "low", "high", "coverage", "records_claimed", "partial"));
        foreach (var series in report.Series)
        {
            foreach (var p in series.Points)
            {
                csv.Append(Csv.Row(
                    report.Rule.Name, report.Snapshot, series.Name, View.Iso(p.From), View.Iso(p.To), p.Count, p.Low, p.High, p.Coverage,
                    p.RecordsClaimed, p.Partial ? "true" : "false"));
            }
        }

        return csv.ToString();
    }
}
