using System.Buffers;
using System.Text.Json;
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
        app.Get("/trends.csv", context => ExportAsync(context, answers, report =>
        {
            context.Response.Headers.ContentDisposition = $"attachment; filename=\"aftershock-{report.Rule.Name}.csv\"";
            return Results.Text(SeriesCsv(report), "text/csv; charset=utf-8");
        }));
        if (answers.Settings.WriteTrendJson is { } write)
        {
            app.Get("/trends.json", context => ExportAsync(context, answers, report =>
                Results.Bytes(Json(write, report, context.Request.Query.ContainsKey("split")), "application/json; charset=utf-8")));
        }
    }

    private static async Task<TrendsModel> ModelAsync(FrameModel frame, View view, Answers answers)
    {
        var model = new TrendsModel
        {
            Frame = frame,
            View = view,
            Events = await answers.EventsAsync(),
            Json = answers.Settings.WriteTrendJson is not null,
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

    /// <summary>The series of the page with the same address, in another form.</summary>
    private static async Task<IResult> ExportAsync(HttpContext context, Answers answers, Func<TrendReport, IResult> form)
    {
        var view = (await Pages.FrameAsync(context, answers)).View!;
        return view.Period is null
            ? Failures.Page(Failures.NotFound(Pages.BareFrame(context, answers), "The store holds no dated post, so there is nothing to count."))
            : form(await answers.TrendAsync(view.Question(split: view.Split)));
    }

    private static byte[] Json(Action<Utf8JsonWriter, TrendReport, bool> write, TrendReport report, bool split)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json, report, split);
        }

        return buffer.WrittenSpan.ToArray();
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
