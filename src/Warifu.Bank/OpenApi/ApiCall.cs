using Microsoft.AspNetCore.Http;
using Warifu.Bank.Consents;
using Warifu.Bank.Consents.Links;
using Warifu.Wire;

namespace Warifu.Bank.OpenApi;

/// <summary>A call that was let in: over which link, for which scope.</summary>
internal sealed record ApiCall(HttpContext Context, string Bank, Grant Grant, AuthorizationDetail Detail, DateTimeOffset Now)
{
    /// <summary>The account that is asked for, where the link has it; which others there are is not told.</summary>
    public Outcome<AccountKey> Account() => Context.Request.Query["accountId"] is [{ } id] && Grant.Accounts.Contains(id)
        ? AccountKey.Parse(id)
        : ApiRefusals.AccountOther;
}
