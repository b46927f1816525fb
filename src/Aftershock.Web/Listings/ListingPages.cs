using Aftershock.Keeping;
using Aftershock.Web.Frame;
using Aftershock.Web.Words;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aftershock.Web.Listings;

internal static class ListingPages
{
    private const int RowsOnAPage = 50;
    private const int ValuesOffered = 40;

    /// <summary>Longer lists offer the values of the whole store, without counts: counting each anew would cost more than the list itself.</summary>
    private const int CountedUpTo = 5_000;

    private static readonly (string Label, string Key, Facet Facet)[] s_choices =
    [
        ("Kind", "kind", Facet.Kind), ("Offer", "offer", Facet.Offer), ("Country", "country", Facet.Country), ("Sector", "sector", Facet.Sector),
        ("Data class", "data", Facet.DataClass), ("Source", "source", Facet.Source), ("Language", "lang", Facet.Language),
    ];

    private static readonly Facet[] s_facets = [.. s_choices.Select(c => c.Facet)];

    public static void Map(IEndpointRouteBuilder app, Answers answers)
    {
        app.Get("/listings", context => Pages.ShowAsync<ListingsPage>(
            context, answers, async (frame, view) => await ListAsync(frame, view, answers, context)));
        app.Get("/listings.csv", context => ExportAsync(context, answers));
        app.Get("/listings/{id}", context => Pages.ShowAsync<ListingPage>(
            context, answers, async (frame, view) => await OneAsync(frame, view, context.Request.RouteValues["id"] as string ?? "", answers, context.RequestAborted)));
    }

    private static async Task<ListingsModel> ListAsync(FrameModel frame, View view, Answers answers, HttpContext context)
    {
        var query = ListingQuery.Read(context.Request.Query);
        var after = context.Request.Query["after"].ToString();
        var model = new ListingsModel
        {
            Frame = frame with { View = view with { Problems = [.. view.Problems, .. query.Problems] } },
            View = view,
            Query = query,
            Page = new Page<Listing>([], null, 0),
            Later = after.Length > 0,
            StoreOption = answers.Settings.StoreArgument is { } store ? $" --store {store}" : "",
        };
        if (query.Effective(view.Rule, view.Period) is not { } filter)
        {
            return model;
        }

        try
        {
            var page = await answers.Store.Listings.ListAsync(
                filter, query.Sort, RowsOnAPage, after.Length > 0 ? after : null, context.RequestAborted);
            var choices = page.Total <= CountedUpTo ? await ChoicesAsync(filter, counted: true, answers) : await AllChoicesAsync(answers);
            var empty = page.Total == 0 && (await answers.HealthAsync()).Sum(h => h.Listings) == 0;
            return model with { Page = page, Choices = choices, StoreIsEmpty = empty };
        }
        catch (FormatException unreadable) when (filter.Text is not null)
        {
            return model with { SearchProblem = unreadable.Message };
        }
    }

    /// <summary>Every value in the store, most frequent first; asked once for each snapshot.</summary>
    internal static Task<IReadOnlyList<FilterChoice>> AllChoicesAsync(Answers answers) => ChoicesAsync(new ListingFilter(), counted: false, answers);

    private static async Task<IReadOnlyList<FilterChoice>> ChoicesAsync(ListingFilter filter, bool counted, Answers answers)
    {
        var values = await answers.FacetsAsync(filter, s_facets, ValuesOffered);
        return [.. s_choices.Select((c, i) => new FilterChoice(c.Label, c.Key, counted, [.. values[i].Where(v => v.Value.Length > 0)]))];
    }

    private static async Task<object> OneAsync(FrameModel frame, View view, string id, Answers answers, CancellationToken cancel)
    {
        frame = frame with { Carried = [] };
        if (await answers.Store.Listings.FindAsync(new ListingId(id), cancel) is not { } listing)
        {
            return Failures.Page(Failures.NotFound(frame,
                $"There is no listing {DeadText.Plain(id)} in this store. It may have been recognized anew and offer no data any more."));
        }

        return new ListingModel
        {
            Frame = frame,
            View = view,
            Listing = listing,
            Capture = await answers.Store.Captures.FindAsync(listing.Post.Capture, cancel),
        };
    }

    /// <summary>Exactly what the list with the same address shows, as CSV, oldest first.</summary>
    private static async Task<IResult> ExportAsync(HttpContext context, Answers answers)
    {
        var frame = await Pages.FrameAsync(context, answers);
        var query = ListingQuery.Read(context.Request.Query);
        var filter = query.Effective(frame.View!.Rule, frame.View.Period);
        var response = context.Response;
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = "attachment; filename=\"aftershock-listings.csv\"";
        await response.WriteAsync(ListingCsv.Head, context.RequestAborted);
        if (filter is not null)
        {
            await foreach (var listing in answers.Store.Listings.AllAsync(filter, context.RequestAborted))
            {
                await response.WriteAsync(ListingCsv.Row(listing), context.RequestAborted);
            }
        }

        return Results.Empty;
    }
}
