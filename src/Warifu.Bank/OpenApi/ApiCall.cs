using Microsoft.AspNetCore.Http;
using Warifu.Bank.Accounts;
using Warifu.Bank.Consents;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.OpenApi;

/// <summary>A call that was let in: over which link, for which scope.</summary>
internal sealed record ApiCall(HttpContext Context, Work Work, TokenStanding Token, AuthorizationDetail Detail, DateTimeOffset Now)
{
    public async Task<IReadOnlyList<ListedAccount>> AccountsAsync() =>
        [.. (await AccountList.OfAsync(Work, Token.ContractId)).Where(account => Token.Accounts.Contains($"{account.Key}"))];

    /// <summary>The account that is asked for, where the link has it; which others there are is not told.</summary>
    public Outcome<AccountKey> Account() => Context.Request.Query["accountId"] is [{ } id] && Token.Accounts.Contains(id)
        ? AccountKey.Parse(id)
        : ApiRefusals.AccountOther;
}
