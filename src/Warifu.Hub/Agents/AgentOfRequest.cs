using Microsoft.AspNetCore.Http;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Hub.Agents;

/// <summary>The agent of a request, as its row in the register says at this moment.</summary>
/// <param name="Change">The office's count of things an agent should look at.</param>
internal sealed record SignedAgent(Guid OfficeId, Guid AgentId, long Change)
{
    public string Tenant => OfficeId.ToString();
}

/// <summary>
/// An agent is its TLS key: each request finds the row of its connection's certificate, in one statement by a unique
/// key, and asks there whether it still stands. The handshake decides nothing.
/// </summary>
internal sealed class AgentFilter(Database database) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var found = await FindAsync(database, context.HttpContext);
        if (found.Refusal is { } refusal)
            return refusal.AsProblem();
        context.HttpContext.Features.Set(found.Value);
        return await next(context);
    }

    public static async Task<Outcome<SignedAgent>> FindAsync(Database database, HttpContext context)
    {
        if (context.CertificateSha256() is not { } sha256)
            return AgentRefusals.CertificateMissing;
        var row = await database.ReadAsync<Row>("select * from find_agent(@sha256)", new { sha256 }, context.RequestAborted);
        return row switch
        {
            null => AgentRefusals.Unknown,
            { RevokedAt: not null } => AgentRefusals.Revoked,
            _ when row.NotAfter <= database.Time.GetUtcNow() => AgentRefusals.Expired,
            _ => new SignedAgent(row.OfficeId, row.AgentId, row.Change),
        };
    }

    private sealed record Row(Guid OfficeId, Guid AgentId, DateTimeOffset NotAfter, DateTimeOffset? RevokedAt, long Change);
}
