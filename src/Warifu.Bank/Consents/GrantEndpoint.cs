using Microsoft.AspNetCore.Http;
using Warifu.Bank.History;
using Warifu.Bank.Notices;
using Warifu.Bank.OpenApi;
using Warifu.Bank.SignIn;
using Warifu.Wire;

namespace Warifu.Bank.Consents;

/// <summary>Grant Management for OAuth 2.0: with an access token of a grant its client looks at that grant, or gives it back.</summary>
internal sealed class GrantEndpoint(ApiCalls calls, UserNotices notices)
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
        if (await Grant.EndAsync(call.Work, grant, "by-client", call.Now))
        {
            var (user, service) = await call.Work.SingleAsync<(Guid, string)>("""
                select g.user_id, c.name_ja from api_grant g join api_client c on c.bank_code = g.bank_code and c.client_id = g.client_id
                where g.bank_code = @Tenant and g.grant_id = @grant
                """, new { call.Work.Tenant, grant });
            await new HistoryEntry(call.Token.ContractId, call.Token.LoginId, context.From()).WriteAsync(call.Work, Act.LinkWithdrawn, $"{call.Token.ClientId} {grant}", call.Now);
            await notices.TellAsync(call.Work, user, NoticeKind.LinkWithdrawn, service, call.Now);
        }
        return new { };
    }, cancel);
}
