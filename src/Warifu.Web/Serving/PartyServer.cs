using System.Globalization;
using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Warifu.Web.Faces;
using Warifu.Web.Fields;
using Warifu.Web.Languages;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Web.Serving;

/// <summary>What the web server of a party needs to know.</summary>
/// <param name="Name">Such as <c>bank</c>; names its anti-forgery cookie.</param>
/// <param name="Pages">The party's assembly: only its pages and ours are served, whatever else the process has loaded.</param>
/// <param name="Listen">Address of the listeners.</param>
/// <param name="Logging">Where the log goes.</param>
public sealed record PartySettings(
    string Name, Assembly Pages, FaceTable Faces, IPAddress Listen, TimeProvider Time, Action<ILoggingBuilder> Logging)
{
    /// <summary>Load balancers in TCP mode that put the PROXY protocol's header, version 2, before each connection.</summary>
    public IReadOnlyList<IPNetwork> Proxies { get; init; } = [];

    /// <summary>No face has TLS, as on the loopback address of a PC: a <c>__Host-</c> cookie would not be kept there.</summary>
    internal bool IsPlain => Faces.Faces.All(face => face.Certificate is null);
}

/// <summary>Makes the web server of one party: its faces, its pages and no one else's, languages, problems, security headers.</summary>
public static class PartyServer
{
    private const long LargestBody = 1024 * 1024;

    /// <summary>A builder with everything the faces share; the party adds its own services.</summary>
    public static WebApplicationBuilder Create(PartySettings settings)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = settings.Pages.GetName().Name,
        });
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        settings.Logging(builder.Logging);
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            FaceListeners.Listen(kestrel, settings.Faces, settings.Listen, settings.Proxies);
        });
        // The program that composes the parties decides when they end, not each for itself.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(settings.Faces);
        builder.Services.AddSingleton(settings.Time);
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddScoped<Translation>();
        builder.Services.Configure<JsonOptions>(json => WireJson.Apply(json.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.AddAntiforgery(options =>
        {
            options.Cookie.Name = settings.IsPlain ? $"{settings.Name}-form" : $"__Host-{settings.Name}-form";
            options.Cookie.SecurePolicy = settings.IsPlain ? CookieSecurePolicy.None : CookieSecurePolicy.Always;
            options.Cookie.SameSite = SameSiteMode.Strict;
        });
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, FaceMatcher>());
        builder.Services
            .AddRazorPages(pages => pages.RootDirectory = "/")
            // A page stands in the folder of its slice; what pages share stands here.
            .AddRazorOptions(razor => razor.PageViewLocationFormats.Add("/Pages/Shared/{0}.cshtml"))
            .AddMvcOptions(mvc => mvc.Filters.Add(new ProblemPipeline.FormExpiredFilter()))
            .AddMvcOptions(FieldsAsSent.Ask)
            .ConfigureApplicationPartManager(parts =>
            {
                parts.ApplicationParts.Clear();
                foreach (var assembly in (Assembly[])[settings.Pages, typeof(PartyServer).Assembly])
                    foreach (var part in ApplicationPartFactory.GetApplicationPartFactory(assembly).GetApplicationParts(assembly)
                        .Concat(new CompiledRazorAssemblyApplicationPartFactory().GetApplicationParts(assembly)).DistinctBy(part => part.GetType()))
                        parts.ApplicationParts.Add(part);
            });
        builder.Environment.WebRootFileProvider = Assets(settings.Pages);
        return builder;
    }

    /// <summary>The pipeline every face shares; the party's middleware runs after the face is known and before any page.</summary>
    /// <param name="beforePages">Such as the party's session.</param>
    /// <param name="beforeAll">What refuses a request before anything of ours looks at it.</param>
    public static WebApplication Build(WebApplicationBuilder builder, Action<WebApplication>? beforePages = null, Action<WebApplication>? beforeAll = null)
    {
        var app = builder.Build();
        beforeAll?.Invoke(app);
        app.UseMiddleware<SecurityHeaders>();
        app.UseProblems();
        app.UseMiddleware<FaceMiddleware>();
        app.UseMiddleware<LanguageChoiceMiddleware>();
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl =
                file.Context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "no-cache",
        });
        app.UseRouting();
        beforePages?.Invoke(app);
        app.MapRazorPages();
        app.MapGet("/look.css", (HttpContext context, IPartyLook look) => LookCss.Of(look.Of(context), context))
            .WithMetadata(new OnFaceAttribute(OnFaceAttribute.Every));
        return app;
    }

    private static CompositeFileProvider Assets(Assembly party) => new(
        new EmbeddedFileProvider(typeof(PartyServer).Assembly, "Warifu.Web.wwwroot"),
        new EmbeddedFileProvider(party, $"{party.GetName().Name}.wwwroot"));

    private sealed class NoLifetime : IHostLifetime
    {
        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
