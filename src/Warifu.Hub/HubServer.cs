using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Warifu.Hub.Agents;
using Warifu.Hub.Offices;
using Warifu.Hub.Retrievals;
using Warifu.Postgres;
using Warifu.Postgres.Cluster;
using Warifu.Postgres.Jobs;
using Warifu.Postgres.Secrets;
using Warifu.Web.Serving;

namespace Warifu.Hub;

/// <summary>The accounting hub: offices, institutions, links, agents, retrievals, statements.</summary>
public static class HubServer
{
    /// <summary>Between PINGs on a silent connection, and how long the answer may take; Kestrel sends none by default.</summary>
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingPatience = TimeSpan.FromSeconds(20);

    public static PartyDatabase Database { get; } = PartyDatabase.Of("hub", typeof(HubServer).Assembly);

    public static WebApplication Build(HubSettings settings)
    {
        var builder = PartyServer.Create(
            new PartySettings("hub", typeof(HubServer).Assembly, settings.Faces, settings.Listen, settings.Time, settings.Logging) { Proxies = settings.Proxies });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.Http2.KeepAlivePingDelay = PingDelay;
            kestrel.Limits.Http2.KeepAlivePingTimeout = PingPatience;
        });
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(settings.Key);
        builder.Services.AddSingleton(_ => new Database(settings.ConnectionString, settings.Time));
        builder.Services.AddDataProtectionInDatabase("hub");
        builder.Services.AddSingleton<Wakeup>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Wakeup>());
        builder.Services.AddSingleton<IPartyLook, HubLook>();

        var app = PartyServer.Build(builder, app => app.UseMiddleware<MemberSessions>());
        app.MapAgents();
        app.MapRetrievals();
        return app;
    }
}
