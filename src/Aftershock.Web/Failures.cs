using System.Data.Common;
using Aftershock.Keeping;
using Aftershock.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;

namespace Aftershock.Web;

/// <summary>Turns what went wrong into a page that says what failed, what still works, and where the log tells more.</summary>
internal static partial class Failures
{
    public static async Task Guard(HttpContext context, RequestDelegate next, Answers answers, ILogger log)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The reader went away; there is nobody to tell.
            return;
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            var id = context.TraceIdentifier;
            PageFailed(log, id, context.Request.Path, failure);
            context.Response.Clear();
            RequestGate.AddHeaders(context.Response);
            await ShowAsync(context, Explain(failure, id, Pages.BareFrame(context, answers)));
            return;
        }

        if (context.Response is { StatusCode: StatusCodes.Status404NotFound, HasStarted: false, ContentType: null })
        {
            await ShowAsync(context, NotFound(await FrameAsync(context, answers), "There is no such page."));
        }
    }

    public static ErrorModel NotFound(FrameModel frame, string what) =>
        new(frame with { Home = "/", Carried = [] }, StatusCodes.Status404NotFound, "Page not found", what, null, "The pages in the rail are there; the search looks through everything.");

    public static IResult Page(ErrorModel model) =>
        new RazorComponentResult<ErrorPage>(new { Model = model }) { StatusCode = model.Status };

    private static ErrorModel Explain(Exception failure, string id, FrameModel frame) => failure switch
    {
        StoreException or DbException or IOException => new ErrorModel(
            frame, StatusCodes.Status500InternalServerError, "The store could not be read",
            // A store's own message names the thing and what to do; a driver's message is told, since only this machine reads it.
            $"The store answered: {failure.Message}", id,
            "Nothing was changed. Pages that need other parts of the store may still work; try the rail."),
        FormatException or ArgumentException when failure is not ArgumentNullException => new ErrorModel(
            frame, StatusCodes.Status500InternalServerError, "This page could not be made", $"The program stumbled: {failure.Message}", id,
            "The other pages work; a simpler address may too."),
        _ => new ErrorModel(
            frame, StatusCodes.Status500InternalServerError, "This page could not be made", "The program met something that it does not know how to treat.", id,
            "Nothing was changed, and the other pages work."),
    };

    /// <summary>With the controls of every page, while the store can be read.</summary>
    private static async Task<FrameModel> FrameAsync(HttpContext context, Answers answers)
    {
        try
        {
            return await Pages.FrameAsync(context, answers, own: null);
        }
        catch (Exception failure) when (failure is StoreException or DbException or IOException)
        {
            return Pages.BareFrame(context, answers);
        }
    }

    private static Task ShowAsync(HttpContext context, ErrorModel model) => Page(model).ExecuteAsync(context);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Id}: {Path} could not be made.")]
    private static partial void PageFailed(ILogger log, string id, string path, Exception failure);
}
