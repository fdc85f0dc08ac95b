using Microsoft.AspNetCore.Http;
using Warifu.Bank.OpenApi;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.Consents.Links;

/// <summary>Grant Management for OAuth 2.0: with an access token of a grant its client looks at that grant, or gives it back.</summary>
internal sealed class GrantEndpoint(Database database, ApiCalls calls, GrantEnding ending)
{
    public Task<IResult> QueryAsync(HttpContext context, Guid grant, CancellationToken cancel) =>
        calls.RunAsync(context, scope: null, call => Task.FromResult<Outcome<object>>(call.Grant.GrantId != grant ? RequestRefusals.GrantUnknown : new Dictionary<string, object>
        {
            ["grant_id"] = $"{grant}",
            ["authorization_details"] = AuthorizationDetails.ToJson(call.Grant.Allowed, call.Grant.Accounts),
            ["expires_at"] = call.Grant.EndsAt.ToUnixTimeSeconds(),
        }), cancel);

    public Task<IResult> RevokeAsync(HttpContext context, Guid grant, CancellationToken cancel) => calls.RunAsync(context, scope: null, async call =>
    {
        if (call.Grant.GrantId != grant)
            return RequestRefusals.GrantUnknown;
        await database.InTenantAsync(call.Bank, work => ending.EndByServiceAsync(work, grant, GrantEnd.ByClient, context.From(), call.Now), cancel);
        return new { };
    }, cancel);
}
