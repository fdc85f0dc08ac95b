using Warifu.Bank.Notices;
using Warifu.Bank.Profiles;
using Warifu.Postgres;

namespace Warifu.Bank.Replacements;

/// <summary>Tells the user whose PC it is, and the master of his company; where the profile has none, those who manage users.</summary>
internal sealed class ReplacementNotices(Banks banks, UserNotices notices)
{
    public async Task TellAsync(Work work, Replacement replacement, NoticeKind kind, DateTimeOffset now)
    {
        var kinds = banks.Of(work.Tenant!).Profile.UserKinds;
        var masters = kinds.Any(one => one.OnePerContract) ? kinds.Where(one => one.OnePerContract) : kinds.Where(one => one.May(Right.ManageUsers));
        foreach (var reader in await work.QueryAsync<Guid>("""
            select user_id from customer_user
            where bank_code = @Tenant and contract_id = @ContractId and standing = 'active' and (user_id = @UserId or kind = any(@masters)) order by login_id
            """, new { work.Tenant, replacement.ContractId, replacement.UserId, masters = masters.Select(one => one.Id).ToArray() }))
            await notices.TellAsync(work, reader, kind, replacement.LoginId, now);
    }
}
