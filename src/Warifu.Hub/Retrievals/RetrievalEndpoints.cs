using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Warifu.Hub.Agents;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;
using Warifu.Web.Problems;
using Warifu.Wire;
using Warifu.Wire.Agents;

namespace Warifu.Hub.Retrievals;

internal static class RetrievalEndpoints
{
    public static void MapRetrievals(this WebApplication app)
    {
        app.MapPost(AgentWire.Leases, async (HttpContext context, LeaseRequest request, Database database) =>
            AgentEndpoints.Answer(await Leases.TakeAsync(database, context.Agent(), request, context.RequestAborted))).ForAgents();

        app.MapPut(AgentWire.Leases + "/{lease:guid}/chunks/{number:int}", async (HttpContext context, Guid lease, int number, Chunk chunk, Database database) =>
            Done(await Chunks.PutAsync(database, context.Agent(), lease, number, chunk, context.RequestAborted))).ForAgents();

        app.MapPost(AgentWire.Leases + "/{lease:guid}/commit", async (HttpContext context, Guid lease, Manifest manifest, Database database, Wakeup wakeup) =>
            AgentEndpoints.Answer(await Commit.DoAsync(database, wakeup, context.Agent(), lease, manifest, context.RequestAborted))).ForAgents();

        app.MapPost(AgentWire.Links + "/{link:guid}/report", async (HttpContext context, Guid link, RetrievalReport report, Database database) =>
            Done(await Reports.TakeAsync(database, context.Agent(), link, report, context.RequestAborted))).ForAgents();
    }

    private static IResult Done(Refusal? refusal) => refusal is null ? Results.NoContent() : refusal.AsProblem();
}
