using Aftershock.Analyzing;
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
            context, answers, [], async (frame, view) => await ModelAsync(frame, view, answers, context.RequestAborted)));

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

        var newest = answers.Store.Listings.ListAsync(RuleFilter.Of(view.Rule, period), ListingSort.Newest, RowsShown, null, cancel);
        var (reports, countries, sources) = await AskAsync(view, answers);
        return model with
        {
            Report = reports[0],
            Rules = reports,
            Events = [.. (await answers.EventsAsync()).OrderByDescending(e => e.Name == view.Event?.Name).ThenByDescending(e => e.Date)],
            Newest = (await newest).Items,
            Listings = (await newest).Total,
            Countries = countries,
            Sources = sources,
        };
    }

    /// <summary>What the page asks of the store and keeps; all at once, since each waits mostly for itself.</summary>
    internal static async Task<(IReadOnlyList<TrendReport> Rules, Breakdown? Countries, Breakdown? Sources)> AskAsync(View view, Answers answers)
    {
        if (view.Period is not { } period)
        {
            return ([], null, null);
        }

        var step = View.StepFor(period);
        var rules = answers.Settings.Rules.Where(r => r.Name != view.Rule.Name).Prepend(view.Rule);
        var reports = rules.Select(rule => Task.Run(() => answers.TrendAsync((view with { Rule = rule }).Question(step)))).ToList();
        var countries = Task.Run(() => BreakdownAsync("By country", "country", Facet.Country, view.Rule with { Countries = [] }, view, answers));
        var sources = Task.Run(() => BreakdownAsync("By source", "source", Facet.Source, view.Rule, view, answers));
        return (await Task.WhenAll(reports), await countries, await sources);
    }

    private static async Task<Breakdown> BreakdownAsync(string title, string key, Facet facet, CountingRule rule, View view, Answers answers)
    {
        var days = view.Window ?? view.Period!.Value;
        var now = (await answers.FacetsAsync(RuleFilter.Of(rule, days), [facet], RowsShown))[0];
        var before = new Dictionary<string, long>();
        if (view.Baseline is { } baseline)
        {
            // More values than are shown: a country that leads now may have been far down before.
            foreach (var (value, count) in (await answers.FacetsAsync(RuleFilter.Of(rule, baseline), [facet], 1000))[0])
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
