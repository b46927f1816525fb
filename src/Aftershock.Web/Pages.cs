using Aftershock.Keeping;
using Aftershock.Web.Frame;
using Aftershock.Web.Words;
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
    /// <param name="context">The request.</param>
    /// <param name="answers">What is known.</param>
    /// <param name="own">The parts of the address that this page knows besides the shared ones.</param>
    /// <param name="model">Makes the page's model, or a result to answer with instead.</param>
    public static async Task<IResult> ShowAsync<TPage>(
        HttpContext context, Answers answers, IReadOnlyCollection<string> own, Func<FrameModel, View, Task<object>> model)
        where TPage : IComponent
    {
        var frame = await FrameAsync(context, answers, own);
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

    /// <summary>Maps a page that answers with a result; to HEAD with the head of the same answer.</summary>
    public static void Get(this IEndpointRouteBuilder app, string path, Func<HttpContext, Task<IResult>> answer) =>
        app.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], async context => await (await answer(context)).ExecuteAsync(context));

    /// <summary>Refuses an export whose address holds what cannot be used: a program would take other data for what it asked for.</summary>
    public static IResult? Refusal(HttpContext context, IReadOnlyList<Problem> problems) => problems.Count == 0
        ? null
        : context.Request.Path.Value?.EndsWith(".json", StringComparison.Ordinal) == true
            ? Results.Json(new { problems = problems.Select(p => p.What) }, statusCode: StatusCodes.Status400BadRequest)
            : Results.Text(string.Concat(problems.Select(p => p.What + "\n")), "text/plain; charset=utf-8", statusCode: StatusCodes.Status400BadRequest);

    /// <param name="own">The parts of the address that are known besides the shared ones; null leaves unknown ones untold.</param>
    public static async Task<FrameModel> FrameAsync(HttpContext context, Answers answers, IReadOnlyCollection<string>? own)
    {
        var snapshot = await answers.SnapshotAsync(context.RequestAborted);
        var defaults = await answers.DefaultsAsync();
        var query = context.Request.Query;
        return BareFrame(context, answers) with
        {
            View = defaults.Read(query, own),
            Rules = defaults.Rules,
            Presets = Preset.Of(defaults, answers.Now),
            Snapshot = snapshot,
            Carried = [.. Rest(query).Where(p => p.Key is not "after")],
        };
    }

    /// <summary>The page of a list that <c>after</c> asks for; the first one, and a problem told, where it does not continue this list.</summary>
    /// <returns>The page, and whether it is a later one.</returns>
    public static async Task<(Page<T> Page, bool IsLater)> ContinueAsync<T>(IQueryCollection query, List<Problem> problems, Func<string?, Task<Page<T>>> list)
    {
        var after = query["after"].ToString();
        if (after.Length == 0)
        {
            return (await list(null), false);
        }

        try
        {
            return (await list(after), true);
        }
        catch (ArgumentException)
        {
            problems.Add(new(
                $"after: \"{DeadText.Brief(after, 60)}\" does not continue this list in this order; expected what its \"Next page\" gives.", "The first page is shown."));
            return (await list(null), false);
        }
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
        query.Where(p => !ViewDefaults.IsShared(p.Key))
            .SelectMany(p => p.Value.Where(v => !string.IsNullOrEmpty(v)).Select(v => KeyValuePair.Create(p.Key, v!)));
}
