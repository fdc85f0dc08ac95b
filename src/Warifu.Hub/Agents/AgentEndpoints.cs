using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Warifu.Hub.Links;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;
using Warifu.Wire.Agents;

namespace Warifu.Hub.Agents;

internal static class AgentEndpoints
{
    private static readonly OnFaceAttribute OnAgents = new(HubFaces.Agents);

    public static void MapAgents(this WebApplication app)
    {
        app.MapPost(AgentWire.Pairing, async (HttpContext context, PairingRequest request, Database database) =>
            Answer(await Pairing.PairAsync(database, context, request))).WithMetadata(OnAgents);

        app.MapGet(AgentWire.Links, async (HttpContext context, Database database) =>
            Results.Json(new AgentLinks(await LinksOfAgent.ListAsync(database, context.Agent().Tenant, context.RequestAborted)), WireJson.Options)).ForAgents();

        app.MapGet(AgentWire.Events, (HttpContext context, Database database, Wakeup wakeup, IHostApplicationLifetime lifetime) =>
            AgentEvents.StreamAsync(context, database, wakeup, lifetime)).ForAgents();
    }

    /// <summary>On the agents' face, for an agent that stands in the register.</summary>
    public static RouteHandlerBuilder ForAgents(this RouteHandlerBuilder route) => route.WithMetadata(OnAgents).AddEndpointFilter<AgentFilter>();

    public static SignedAgent Agent(this HttpContext context) => context.Features.GetRequiredFeature<SignedAgent>();

    public static IResult Answer<T>(Outcome<T> outcome) =>
        outcome.Refusal is { } refusal ? refusal.AsProblem() : Results.Json(outcome.Value, WireJson.Options);
}
