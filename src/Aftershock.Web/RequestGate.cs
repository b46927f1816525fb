using Microsoft.AspNetCore.Http;

namespace Aftershock.Web;

/// <summary>What every request must pass and every answer carries.</summary>
internal static class RequestGate
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; font-src 'none'; " +
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static async Task Pass(HttpContext context, RequestDelegate next)
    {
        AddHeaders(context.Response);
        if (!LoopbackOnly.IsLoopbackHost(context.Request.Host.Host))
        {
            await RefuseAsync(context, "This dashboard answers only to 127.0.0.1, [::1] and localhost.");
            return;
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) && !IsFromHere(context.Request))
        {
            await RefuseAsync(context, "This request came from a page of another site.");
            return;
        }

        await next(context);
    }

    public static void AddHeaders(HttpResponse response)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XFrameOptions = "DENY";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers.CacheControl = "no-store";
    }

    // Browsers send one of the two with every form; a program without either is not a browser that could be abused.
    private static bool IsFromHere(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site is "same-origin" or "none";
        }

        // With "no-referrer" a form sends "Origin: null"; whatever knows no Sec-Fetch-Site yet and says so is refused.
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && LoopbackOnly.IsLoopbackHost(uri.Host));
    }

    private static Task RefuseAsync(HttpContext context, string reason)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(reason + "\n");
    }
}
