using Microsoft.AspNetCore.Http;
using Warifu.Bank.OpenApi;
using Warifu.Bank.SignIn;
using Warifu.Wire;

namespace Warifu.Bank.Consents;

/// <summary>Grant Management for OAuth 2.0: with an access token of a grant its client looks at that grant, or gives it back.</summary>
internal sealed class GrantEndpoint(ApiCalls calls, GrantEnding ending)
{
    public Task<IResult> QueryAsync(HttpContext context, Guid grant, CancellationToken cancel) =>
        calls.RunAsync(context, scope: null, call => Task.FromResult<Outcome<object>>(call.Token.GrantId != grant ? RequestRefusals.GrantUnknown : new Dictionary<string, object>
        {
            ["grant_id"] = $"{grant}",
            ["authorization_details"] = AuthorizationDetails.ToJson(call.Token.Allowed, call.Token.Accounts),
            ["expires_at"] = call.Token.GrantEndsAt.ToUnixTimeSeconds(),
        }), cancel);

    public Task<IResult> RevokeAsync(HttpContext context, Guid grant, CancellationToken cancel) => calls.RunAsync(context, scope: null, async call =>
    {
        if (call.Token.GrantId != grant)
            return RequestRefusals.GrantUnknown;
        await ending.EndByServiceAsync(call.Work, grant, GrantEnd.ByClient, context.From(), call.Now);
        return new { };
    }, cancel);
}
