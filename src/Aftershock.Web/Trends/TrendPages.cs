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
    private static readonly string[] s_own = ["by", "split"];

    private static readonly string[] s_ownOfExport = [.. s_own, "bom"];

    public static void Map(IEndpointRouteBuilder app, Answers answers)
    {
        app.Get("/trends", context => Pages.ShowAsync<TrendsPage>(
            context, answers, s_own, async (frame, view) => await ModelAsync(frame, view, answers)));
        app.Get("/trends.csv", context => ExportAsync(context, answers, report =>
        {
            context.Response.Headers.ContentDisposition = $"attachment; filename=\"aftershock-{report.Rule.Name}.csv\"";
            return Csv.Result(context, TrendCsv.Of(report));
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
        var view = (await Pages.FrameAsync(context, answers, s_ownOfExport)).View!;
        return Pages.Refusal(context, [.. view.Problems, .. Csv.Problems(context.Request.Query)])
            ?? (view.Period is null
                ? Results.Text("The store holds no dated post, so there is nothing to count.\n", "text/plain; charset=utf-8", statusCode: StatusCodes.Status404NotFound)
                : form(await answers.TrendAsync(view.Question(split: view.Split))));
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
}
