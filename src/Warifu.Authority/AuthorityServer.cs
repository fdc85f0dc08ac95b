using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Warifu.Authority.Faces;
using Warifu.Authority.Log;
using Warifu.Authority.Registration;
using Warifu.Authority.Status;
using Warifu.Postgres.Jobs;
using Warifu.Web.Faces;
using Warifu.Web.Serving;
using Warifu.Wire;

namespace Warifu.Authority;

/// <summary>The authority's two faces: status over plain HTTP, registration over mutual TLS.</summary>
public static class AuthorityServer
{
    private const string Owner = "authority";

    /// <summary>Brings the schema up to date, opens the keys and builds the server; the caller starts and ends it.</summary>
    /// <exception cref="RefusedException">The ceremony was not held, or the passphrase is wrong.</exception>
    public static async Task<WebApplication> BuildAsync(AuthoritySettings settings, CancellationToken cancel = default)
    {
        var logs = LoggerFactory.Create(settings.Logging);
        var office = await AuthorityOffice.OpenAsync(settings, logs, cancel);
        try
        {
            return Build(settings, office, logs, await FacesOfAsync(settings, office, cancel));
        }
        catch
        {
            await office.DisposeAsync();
            logs.Dispose();
            throw;
        }
    }

    private static WebApplication Build(AuthoritySettings settings, AuthorityOffice office, ILoggerFactory logs, FaceTable faces)
    {
        var builder = PartyServer.Create(new PartySettings(
            Owner, typeof(AuthorityServer).Assembly, faces, settings.Listen, settings.Time, settings.Logging)
        { Proxies = settings.Proxies });
        builder.Services.AddSingleton<IPartyLook, AuthorityLook>();
        // By factory, so that the host closes them.
        builder.Services.AddSingleton(_ => new Closing(office, logs));
        builder.Services.AddSingleton(office.Database);
        builder.Services.AddSingleton(office.Authorities);
        builder.Services.AddSingleton(office.Issuing);
        builder.Services.AddSingleton(office.Revoking);
        builder.Services.AddSingleton(office.Crls);
        builder.Services.AddSingleton(office.Suspending);
        builder.Services.AddSingleton(office.Registrations);
        builder.Services.AddSingleton(office.LogProofs);
        builder.Services.AddHostedService(provider => new LogSequencer(
            office.Sequencing, office.Published, office.Authorities, provider.GetRequiredService<ILogger<LogSequencer>>()));
        AddChanges(builder.Services, office);
        AddStatus(builder.Services, office);
        OcspLane.Open(builder.Services);
        var app = PartyServer.Build(builder);
        app.Services.GetRequiredService<Closing>();
        StatusEndpoints.Map(app);
        RegistrationEndpoints.Map(app);
        LogEndpoints.MapStatus(app);
        StandingEndpoints.Map(app);
        return app;
    }

    private static void AddChanges(IServiceCollection services, AuthorityOffice office)
    {
        services.AddSingleton(_ => office.Wakeup);
        services.AddHostedService(provider => provider.GetRequiredService<Wakeup>());
        services.AddHostedService<ChangeNumbering>();
        services.AddSingleton<ChangeStream>();
    }

    private static void AddStatus(IServiceCollection services, AuthorityOffice office)
    {
        services.AddSingleton(office.Responders);
        services.AddSingleton(office.Answers);
        services.AddSingleton(office.Memory);
        services.AddSingleton<JobQueue>();
        services.AddHostedService<JobRunner>();
        services.AddSingleton<StatusRefresh>();
        services.AddSingleton<IJobHandler>(provider => provider.GetRequiredService<StatusRefresh>());
        services.AddHostedService<StatusWatch>();
    }

    private static async Task<FaceTable> FacesOfAsync(AuthoritySettings settings, AuthorityOffice office, CancellationToken cancel) => new(
    [
        new Face { Name = StatusEndpoints.Face, Owner = Owner, Addresses = settings.StatusAddresses },
        new Face
        {
            Name = RegistrationEndpoints.Face, Owner = Owner, Addresses = settings.RegistrationAddresses,
            ClientCertificates = ClientCertificates.Asked, Certificate = await ServerIdentity.OpenAsync(settings, office, cancel),
        },
    ]);

    private sealed class Closing(AuthorityOffice office, ILoggerFactory logs) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await office.DisposeAsync();
            logs.Dispose();
        }
    }

    private sealed class AuthorityLook : IPartyLook
    {
        private static readonly Look Plain = new()
        {
            Brand = new("Warifu 認証局", "Warifu Authority"),
            Service = new("証明書と失効情報", "Certificates and revocation"),
            Accent = ("#1f4e79", "#8ab8e6"),
            Help = new("証明書を発行した銀行にお問い合わせください。", "Ask the bank that issued your certificate."),
        };

        public Look Of(HttpContext context) => Plain;
    }
}
