using Aftershock.Keeping;
using Aftershock.Web.Frame;
using Aftershock.Web.Words;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aftershock.Web.Situation;

internal static class SituationPages
{
    private const int RowsShown = 10;

    public static void Map(IEndpointRouteBuilder app, Answers answers) =>
        app.Get("/", context => Pages.ShowAsync<SituationPage>(
            context, answers, async (frame, view) => await ModelAsync(frame, view, answers, context.RequestAborted)));

    private static async Task<SituationModel> ModelAsync(FrameModel frame, View view, Answers answers, CancellationToken cancel)
    {
        var model = new SituationModel
        {
            Frame = frame,
            View = view,
            StoreOption = answers.Settings.StoreArgument is { } store ? $" --store {store}" : "",
            StoreIsEmpty = (await answers.HealthAsync()).Sum(h => h.Listings) == 0,
        };
        if (model.StoreIsEmpty || view.Period is not { } period)
        {
            return model;
        }

        var report = await answers.TrendAsync(view.Question(View.StepFor(period)));
        var reports = new List<Analyzing.TrendReport> { report };
        foreach (var rule in frame.Rules.Where(r => r.Name != view.Rule.Name))
        {
            reports.Add(await answers.TrendAsync((view with { Rule = rule }).Question(View.StepFor(period))));
        }

        var newest = await answers.Store.Listings.ListAsync(RuleFilter.Of(view.Rule, period), ListingSort.Newest, RowsShown, null, cancel);
        var everywhere = view.Rule with { Countries = [] };
        return model with
        {
            Report = report,
            Rules = reports,
            Newest = newest.Items,
            Listings = newest.Total,
            Countries = await BreakdownAsync("By country", "country", Facet.Country, everywhere, view, answers),
            Sources = await BreakdownAsync("By source", "source", Facet.Source, view.Rule, view, answers),
        };
    }

    private static async Task<Breakdown> BreakdownAsync(string title, string key, Facet facet, CountingRule rule, View view, Answers answers)
    {
        var days = view.Window ?? view.Period!.Value;
        var now = await answers.FacetAsync(RuleFilter.Of(rule, days), facet, RowsShown);
        var before = new Dictionary<string, long>();
        if (view.Baseline is { } baseline)
        {
            // More values than are shown: a country that leads now may have been far down before.
            foreach (var (value, count) in await answers.FacetAsync(RuleFilter.Of(rule, baseline), facet, 1000))
            {
                before[value] = count;
            }
        }

        var scale = view.Baseline is { } b ? (double)days.Days / b.Days : 0;
        return new Breakdown(title, key, days, view.Baseline is not null,
        [
            .. now.Select(f => new BreakdownRow(
                f.Value, facet == Facet.Country ? Figures.Country(f.Value) : f.Value.Length == 0 ? "not told" : f.Value,
                f.Count, before.GetValueOrDefault(f.Value) * scale)),
        ]);
    }
}
