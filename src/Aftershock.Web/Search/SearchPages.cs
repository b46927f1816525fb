using Aftershock.Keeping;
using Aftershock.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aftershock.Web.Search;

internal static class SearchPages
{
    private const int RowsShown = 10;

    private static readonly string[] s_own = ["q"];

    public static void Map(IEndpointRouteBuilder app, Answers answers) =>
        app.Get("/search", context => Pages.ShowAsync<SearchPage>(
            context, answers, s_own, (frame, view) => FindAsync(frame, view, context.Request.Query["q"].ToString().Trim(), answers, context.RequestAborted)));

    private static async Task<object> FindAsync(FrameModel frame, View view, string text, Answers answers, CancellationToken cancel)
    {
        text = text.Length > 300 ? text[..300] : text;
        var model = new SearchModel { Frame = frame with { Search = text }, View = view, Text = text };
        if (text.Length == 0)
        {
            return model;
        }

        var store = answers.Store;
        if (IsHex(text, 16) && await store.Listings.FindAsync(new ListingId(text.ToLowerInvariant()), cancel) is { } exact)
        {
            // An id names one thing, so there is nothing to choose from.
            return Results.Redirect(view.Url($"/listings/{exact.Id}"));
        }

        model = model with
        {
            Capture = IsHex(text, 32) ? await store.Captures.FindAsync(new CaptureId(text.ToLowerInvariant()), cancel) : null,
            Sources =
            [
                .. (await answers.HealthAsync()).Select(h => h.Source)
                    .Where(s => s.Id.Value.Contains(text, StringComparison.OrdinalIgnoreCase) || s.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
                    .Take(RowsShown),
            ],
            ByHandle = (await store.Listings.ListAsync(new ListingFilter { Actors = [text] }, ListingSort.Newest, 1, null, cancel)).Total,
        };
        try
        {
            var listings = await store.Listings.ListAsync(new ListingFilter { Text = text }, ListingSort.Newest, RowsShown, null, cancel);
            var posts = new List<FoundPost>();
            foreach (var hit in await store.Posts.SearchAsync(text, RowsShown, cancel))
            {
                var listing = await store.Listings.FindAsync(ListingId.Of(hit.Post.Key), cancel);
                posts.Add(new FoundPost(hit, listing?.Id));
            }

            return model with { Listings = listings.Items, ListingsTotal = listings.Total, Posts = posts };
        }
        catch (FormatException unreadable)
        {
            return model with { Problem = unreadable.Message };
        }
    }

    private static bool IsHex(string text, int length) => text.Length == length && text.All(char.IsAsciiHexDigit);
}
