using Aftershock.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Aftershock.Web;

/// <summary>What all pages do alike.</summary>
internal static class Pages
{
    public const string ThemeCookie = "theme";
    public const string RailCookie = "rail";

    /// <summary>Reads the view from the address and shows the page; an address without rule or period is completed first.</summary>
    /// <remarks>
    /// So that what stands in the address bar can be sent to a colleague as it is. An address that holds a mistake stays, and
    /// the page tells it; completing it would correct it without a word.
    /// </remarks>
    public static async Task<IResult> ShowAsync<TPage>(HttpContext context, Answers answers, Func<FrameModel, View, Task<object>> model)
        where TPage : IComponent
    {
        var frame = await FrameAsync(context, answers);
        var view = frame.View!;
        var query = context.Request.Query;
        if (view is { Period: not null, Problems.Count: 0 } && (!query.ContainsKey("from") || !query.ContainsKey("to") || !query.ContainsKey("rule")))
        {
            return Results.Redirect(view.Url(context.Request.Path.Value ?? "/", Rest(query)));
        }

        return await model(frame, view) is var shown && shown is IResult result
            ? result
            : new RazorComponentResult<TPage>(new Dictionary<string, object?> { ["Model"] = shown });
    }

    /// <summary>Maps a page that answers with a result.</summary>
    public static void Get(this IEndpointRouteBuilder app, string path, Func<HttpContext, Task<IResult>> answer) =>
        app.MapGet(path, async context => await (await answer(context)).ExecuteAsync(context));

    public static async Task<FrameModel> FrameAsync(HttpContext context, Answers answers)
    {
        var snapshot = await answers.SnapshotAsync(context.RequestAborted);
        var defaults = await answers.DefaultsAsync();
        var query = context.Request.Query;
        return BareFrame(context, answers) with
        {
            View = defaults.Read(query),
            Rules = defaults.Rules,
            Snapshot = snapshot,
            Carried = [.. Rest(query).Where(p => p.Key is not "after")],
        };
    }

    /// <summary>A frame that needs nothing of the store.</summary>
    public static FrameModel BareFrame(HttpContext context, Answers answers) => new()
    {
        Now = answers.Now,
        Theme = context.Request.Cookies[ThemeCookie] is "light" or "dark" ? context.Request.Cookies[ThemeCookie] : null,
        Narrow = context.Request.Cookies[RailCookie] == "narrow",
        Notice = answers.Settings.Notice,
        Path = context.Request.Path.Value ?? "/",
        Here = context.Request.Path + context.Request.QueryString,
    };

    /// <summary>Keeps a choice of the reader in a cookie and goes back to where it was made; works without scripts.</summary>
    public static async Task<IResult> PreferAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            return Results.BadRequest();
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var options = new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, MaxAge = TimeSpan.FromDays(365), Path = "/" };
        switch (form["theme"].ToString())
        {
            case "light" or "dark":
                context.Response.Cookies.Append(ThemeCookie, form["theme"].ToString(), options);
                break;
            case "system":
                context.Response.Cookies.Delete(ThemeCookie, options);
                break;
        }

        switch (form["rail"].ToString())
        {
            case "narrow":
                context.Response.Cookies.Append(RailCookie, "narrow", options);
                break;
            case "wide":
                context.Response.Cookies.Delete(RailCookie, options);
                break;
        }

        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = LocalPath(form["back"]);
        return Results.Empty;
    }

    /// <summary>The path if it leads to this dashboard, else its front page: a form must not send its reader elsewhere.</summary>
    internal static string LocalPath(string? path) =>
        path is ['/', ..] && (path.Length == 1 || path[1] is not ('/' or '\\')) && !path.Any(char.IsControl) && Uri.IsWellFormedUriString(path, UriKind.Relative)
            ? path
            : "/";

    private static IEnumerable<KeyValuePair<string, string>> Rest(IQueryCollection query) =>
        query.Where(p => p.Key is not ("from" or "to" or "rule" or "event" or "baseline" or "window"))
            .SelectMany(p => p.Value.Where(v => !string.IsNullOrEmpty(v)).Select(v => KeyValuePair.Create(p.Key, v!)));
}
