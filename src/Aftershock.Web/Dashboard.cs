using Aftershock.Keeping;
using Aftershock.Web.Listings;
using Aftershock.Web.Search;
using Aftershock.Web.Situation;
using Aftershock.Web.Sources;
using Aftershock.Web.Trends;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace Aftershock.Web;

/// <summary>The face: pages over one opened store, for the people at this machine.</summary>
public static partial class Dashboard
{
    /// <summary>Puts the dashboard together; <c>RunAsync</c> of what comes back serves it.</summary>
    /// <param name="settings">What to serve, and where.</param>
    /// <param name="store">Stays open as long as the dashboard runs; who opened it disposes of it.</param>
    /// <exception cref="ArgumentException">The address is not loopback, there is no rule, or the files of the pages are missing.</exception>
    public static WebApplication Build(DashboardSettings settings, IStore store)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(store);
        if (!LoopbackOnly.TryAccept(settings.Url, out var endpoint, out var reason))
        {
            throw new ArgumentException(reason, nameof(settings));
        }

        if (settings.Rules.Count == 0)
        {
            throw new ArgumentException("The dashboard needs at least one counting rule; no figure is shown without one.", nameof(settings));
        }

        if (!Directory.Exists(settings.WebRoot))
        {
            throw new ArgumentException($"The dashboard's own files are missing: {settings.WebRoot} does not exist. Build the program again.", nameof(settings));
        }

        // The empty builder reads no environment variable and no file: nothing but the settings can open a door.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(Dashboard).Assembly.GetName().Name });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
            kestrel.Listen(endpoint!);
        });
        builder.Services.AddRouting();
        builder.Services.AddRazorComponents();
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        // That it could not start is told to whoever starts it, in one sentence; the host's and the server's own account of it
        // is a stack trace each. The server's errors while it runs are of a lower level and stay.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", level => level is LogLevel.Warning or LogLevel.Error);

        var app = builder.Build();
        var answers = new Answers(settings, store);
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Aftershock.Web");
        app.Use(RequestGate.Pass);
        app.Use((HttpContext context, RequestDelegate next) => Failures.Guard(context, next, answers, log));
        app.UseStaticFiles(Assets(settings.WebRoot));
        app.UseRouting();
        SituationPages.Map(app, answers);
        ListingPages.Map(app, answers);
        TrendPages.Map(app, answers);
        SourcePages.Map(app, answers);
        SearchPages.Map(app, answers);
        app.Get("/robots.txt", _ => Task.FromResult(Results.Text("User-agent: *\nDisallow: /\n", "text/plain; charset=utf-8")));
        app.Get("/favicon.ico", _ => Task.FromResult(Results.File(Path.Combine(Path.GetFullPath(settings.WebRoot), "mark.svg"), "image/svg+xml")));
        app.Lifetime.ApplicationStarted.Register(() => _ = WarmAsync(answers, log, app.Lifetime.ApplicationStopping));
        app.Lifetime.ApplicationStopped.Register(() => answers.DisposeAsync().AsTask().Wait());
        app.MapPost("/preferences", async context => await (await Pages.PreferAsync(context)).ExecuteAsync(context));
        return app;
    }

    /// <summary>Asks what the first page asks, so that whoever opens it does not wait for the first reading of the store.</summary>
    private static async Task WarmAsync(Answers answers, ILogger log, CancellationToken stopping)
    {
        try
        {
            await Task.Yield();
            await answers.SnapshotAsync(stopping);
            await SituationPages.AskAsync((await answers.DefaultsAsync()).Read(QueryCollection.Empty), answers);
            await ListingPages.AllChoicesAsync(answers);
        }
        catch (Exception failure)
        {
            // Nobody waits for this: whoever opens a page meets the same failure and is told. At the end of the program the
            // store may close while this still reads, which is no failure.
            if (!stopping.IsCancellationRequested)
            {
                NotWarmed(log, failure);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The first page could not be prepared.")]
    private static partial void NotWarmed(ILogger log, Exception failure);

    private static StaticFileOptions Assets(string webRoot) => new()
    {
        FileProvider = new PhysicalFileProvider(Path.GetFullPath(webRoot)),
        RequestPath = "/assets",
        ContentTypeProvider = new FileExtensionContentTypeProvider(new Dictionary<string, string>
        {
            [".css"] = "text/css; charset=utf-8",
            [".js"] = "text/javascript; charset=utf-8",
            [".svg"] = "image/svg+xml",
        }),
        // Checked on every load and then mostly answered with "not modified": a new build is never hidden by an old file.
        OnPrepareResponse = context => context.Context.Response.Headers.CacheControl = "no-cache",
    };
}
