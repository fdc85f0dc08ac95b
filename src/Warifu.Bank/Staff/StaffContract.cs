using Warifu.Bank.Certificates;
using Warifu.Bank.Consents.Links;
using Warifu.Bank.Profiles;
using Warifu.Postgres;

namespace Warifu.Bank.Staff;

/// <summary>A contract as staff see it, with its users' locks and tokens, its accounts' PINs (whether filed, never which) and its links.</summary>
internal sealed record StaffContract(
    string ContractId, string Name, string LatinName, string SignInMethod, DateTimeOffset? CertificateMethodSince,
    IReadOnlyList<StaffContract.User> Users, IReadOnlyList<StaffContract.Account> Accounts, IReadOnlyList<GivenLink> Links)
{
    /// <param name="Locked">Names of the doors that are locked.</param>
    /// <param name="Tokens">Serials of those handed out to him.</param>
    internal sealed record User(HeldCertificate Held, IReadOnlyList<string> Locked, IReadOnlyList<string> Tokens);

    internal sealed record Account(string AccountKey, string BranchName, DateTimeOffset? PinFiledAt);

    /// <returns>Null when there is none.</returns>
    public static async Task<StaffContract?> FindAsync(Work work, string contractId, BankProfile profile, DateTimeOffset now)
    {
        var with = new { work.Tenant, contractId, tries = profile.SignIn.Tries };
        if (await work.SingleOrDefaultAsync<Row>("""
            select name, latin_name, sign_in_method, certificate_method_since from contract where bank_code = @Tenant and contract_id = @contractId
            """, with) is not { } row)
            return null;
        var locks = (await work.QueryAsync<(Guid User, string Door)>("""
            select l.user_id, l.door from lock_counter l join customer_user u on u.bank_code = l.bank_code and u.user_id = l.user_id
            where l.bank_code = @Tenant and u.contract_id = @contractId and l.failures >= @tries order by l.door
            """, with)).ToLookup(one => one.User, one => one.Door);
        var tokens = (await work.QueryAsync<(Guid User, string Serial)>("""
            select t.user_id, t.token_serial from usb_token t join customer_user u on u.bank_code = t.bank_code and u.user_id = t.user_id
            where t.bank_code = @Tenant and u.contract_id = @contractId order by t.token_serial
            """, with)).ToLookup(one => one.User, one => one.Serial);
        var accounts = await work.QueryAsync<Account>("""
            select a.account_key, a.branch_name, p.filed_at as pin_filed_at from account a
            left join inquiry_pin p on p.bank_code = a.bank_code and p.account_key = a.account_key
            where a.bank_code = @Tenant and a.contract_id = @contractId order by a.account_key
            """, with);
        var users = await HeldCertificates.OfContractAsync(work, contractId, profile, now);
        return new(contractId, row.Name, row.LatinName, row.SignInMethod, row.CertificateMethodSince,
            [.. users.Select(held => new User(held, [.. locks[held.UserId]], [.. tokens[held.UserId]]))], accounts,
            await GivenLink.OfContractAsync(work, contractId, now));
    }

    private sealed class Row
    {
        public required string Name { get; init; }
        public required string LatinName { get; init; }
        public required string SignInMethod { get; init; }
        public DateTimeOffset? CertificateMethodSince { get; init; }
    }
}
