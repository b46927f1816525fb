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
    private const int RowsReadAtOnce = 2_000;

    /// <summary>Longer lists offer the values of the whole store, without counts: counting each anew would cost more than the list itself.</summary>
    private const int CountedUpTo = 5_000;

    private static readonly (string Label, string Key, Facet Facet)[] s_choices =
    [
        ("Kind", "kind", Facet.Kind), ("Offer", "offer", Facet.Offer), ("Victim's country", "country", Facet.Country), ("Sector", "sector", Facet.Sector),
        ("Data class", "data", Facet.DataClass), ("Source", "source", Facet.Source), ("Post's language", "lang", Facet.Language),
    ];

    private static readonly Facet[] s_facets = [.. s_choices.Select(c => c.Facet)];

    private static readonly string[] s_own = [.. ListingQuery.Own, "after"];

    private static readonly string[] s_ownOfExport = [.. ListingQuery.Own, "bom"];

    public static void Map(IEndpointRouteBuilder app, Answers answers)
    {
        app.Get("/listings", context => Pages.ShowAsync<ListingsPage>(
            context, answers, s_own, async (frame, view) => await ListAsync(frame, view, answers, context)));
        app.Get("/listings.csv", context => ExportAsync(context, answers));
        app.Get("/listings/{id}", context => Pages.ShowAsync<ListingPage>(
            context, answers, [], async (frame, view) => await OneAsync(frame, view, context.Request.RouteValues["id"] as string ?? "", answers, context.RequestAborted)));
    }

    private static async Task<ListingsModel> ListAsync(FrameModel frame, View view, Answers answers, HttpContext context)
    {
        var query = await ReadAsync(context, answers);
        var problems = new List<Problem>([.. view.Problems, .. query.Problems]);
        var model = new ListingsModel
        {
            // Reading the list may add to these problems.
            Frame = frame with { View = view with { Problems = problems } },
            View = view,
            Query = query,
            Page = new Page<Listing>([], null, 0),
            StoreOption = answers.Settings.StoreArgument is { } store ? $" --store {store}" : "",
        };
        if (query.Effective(view.Rule, view.Period) is not { } filter)
        {
            return model;
        }

        try
        {
            var (page, later) = await Pages.ContinueAsync(
                context.Request.Query, problems, after => answers.Store.Listings.ListAsync(filter, query.Sort, RowsOnAPage, after, context.RequestAborted));
            var choices = page.Total <= CountedUpTo ? await ChoicesAsync(filter, counted: true, answers) : await AllChoicesAsync(answers);
            var empty = page.Total == 0 && (await answers.HealthAsync()).Sum(h => h.Listings) == 0;
            return model with { Page = page, Later = later, Choices = choices, StoreIsEmpty = empty };
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
            StoreOption = answers.Settings.StoreArgument is { } store ? $" --store {store}" : "",
        };
    }

    private static async Task<ListingQuery> ReadAsync(HttpContext context, Answers answers) =>
        ListingQuery.Read(context.Request.Query).KnowingSources((await answers.HealthAsync()).Select(h => h.Source.Id));

    /// <summary>Exactly what the list with the same address shows, in its order, as CSV.</summary>
    private static async Task<IResult> ExportAsync(HttpContext context, Answers answers)
    {
        var view = (await Pages.FrameAsync(context, answers, s_ownOfExport)).View!;
        var query = await ReadAsync(context, answers);
        if (Pages.Refusal(context, [.. view.Problems, .. query.Problems, .. Csv.Problems(context.Request.Query)]) is { } refusal)
        {
            return refusal;
        }

        Page<Listing>? first = null;
        var filter = query.Effective(view.Rule, view.Period);
        try
        {
            // The first rows before the first word: what cannot be read as a search is refused and not an empty file.
            first = filter is null ? null : await answers.Store.Listings.ListAsync(filter, query.Sort, RowsReadAtOnce, null, context.RequestAborted);
        }
        catch (FormatException unreadable) when (filter?.Text is not null)
        {
            return Pages.Refusal(context, [new($"q: \"{DeadText.Brief(filter.Text, 60)}\" could not be read as a search. {unreadable.Message}", "")])!;
        }

        var response = context.Response;
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = "attachment; filename=\"aftershock-listings.csv\"";
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return Results.Empty;
        }

        await response.WriteAsync(Csv.Mark(context.Request.Query) + ListingCsv.Head, context.RequestAborted);
        var captures = new Dictionary<CaptureId, Capture?>();
        for (var page = first; page is not null;)
        {
            foreach (var listing in page.Items)
            {
                if (!captures.TryGetValue(listing.Post.Capture, out var capture))
                {
                    capture = captures[listing.Post.Capture] = await answers.Store.Captures.FindAsync(listing.Post.Capture, context.RequestAborted);
                }

                await response.WriteAsync(ListingCsv.Row(listing, capture), context.RequestAborted);
            }

            page = page.Next is { } next ? await answers.Store.Listings.ListAsync(filter!, query.Sort, RowsReadAtOnce, next, context.RequestAborted) : null;
        }

        return Results.Empty;
    }
}
