using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Warifu.Web.Faces;

namespace Warifu.Authority.Status;

/// <summary>
/// Stands in front of the whole application: a GET whose answer this node gave a moment ago is answered before a context, a scope or
/// a pipeline is made for it. Everything else goes on as if there were no lane.
/// </summary>
internal sealed class OcspLane(IServer server, FaceTable faces, OcspMemory memory) : IServer
{
    private readonly FaceAddress[] addresses = [.. faces.Faces.Where(face => face.Name == StatusEndpoints.Face).SelectMany(face => face.Addresses)];

    public IFeatureCollection Features => server.Features;

    /// <summary>Puts the lane in front of the server that is registered.</summary>
    public static void Open(IServiceCollection services)
    {
        var registered = services.Last(service => service.ServiceType == typeof(IServer));
        services.Remove(registered);
        services.AddSingleton<IServer>(provider => new OcspLane(
            (IServer)ActivatorUtilities.CreateInstance(provider, registered.ImplementationType!),
            provider.GetRequiredService<FaceTable>(), provider.GetRequiredService<OcspMemory>()));
    }

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull =>
        server.StartAsync(new Lane<TContext>(this, application), cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => server.StopAsync(cancellationToken);

    public void Dispose() => server.Dispose();

    /// <summary>It must be asked for under the status face's own name, as everywhere.</summary>
    private KeptAnswer? Find(IFeatureCollection features)
    {
        var request = features.GetRequiredFeature<IHttpRequestFeature>();
        return HttpMethods.IsGet(request.Method) && request.RawTarget.StartsWith(OcspEndpoints.Path, StringComparison.Ordinal)
            && memory.Find(request.RawTarget) is { } kept && IsOurs(request, features.GetRequiredFeature<IHttpConnectionFeature>().LocalPort)
                ? kept
                : null;
    }

    private bool IsOurs(IHttpRequestFeature request, int port)
    {
        if (request.Headers.Host is not [{ } host])
            return false;
        foreach (var address in addresses)
            if (address.Port == port && host.StartsWith(address.HostName, StringComparison.OrdinalIgnoreCase)
                && (host.Length == address.HostName.Length || host[address.HostName.Length] == ':'))
                return true;
        return false;
    }

    private static Task AnswerAsync(IFeatureCollection features, KeptAnswer kept)
    {
        var (request, response) = (features.GetRequiredFeature<IHttpRequestFeature>(), features.GetRequiredFeature<IHttpResponseFeature>());
        if (!OcspEndpoints.Head(request.Headers, response.Headers, kept))
        {
            response.StatusCode = (int)HttpStatusCode.NotModified;
            return Task.CompletedTask;
        }

        var written = features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync(kept.Der);
        return written.IsCompletedSuccessfully ? Task.CompletedTask : written.AsTask();
    }

    /// <param name="Kept">Null for what the application answers.</param>
    private readonly record struct Passage<TContext>(IFeatureCollection Features, KeptAnswer? Kept, TContext? Inner);

    private sealed class Lane<TContext>(OcspLane lane, IHttpApplication<TContext> application) : IHttpApplication<Passage<TContext>>
        where TContext : notnull
    {
        public Passage<TContext> CreateContext(IFeatureCollection contextFeatures) =>
            lane.Find(contextFeatures) is { } kept
                ? new Passage<TContext>(contextFeatures, kept, default)
                : new Passage<TContext>(contextFeatures, null, application.CreateContext(contextFeatures));

        public Task ProcessRequestAsync(Passage<TContext> context) =>
            context.Kept is { } kept ? AnswerAsync(context.Features, kept) : application.ProcessRequestAsync(context.Inner!);

        public void DisposeContext(Passage<TContext> context, Exception? exception)
        {
            if (context.Kept is null)
                application.DisposeContext(context.Inner!, exception);
        }
    }
}
