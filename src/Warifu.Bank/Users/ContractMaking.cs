using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.Users;

/// <summary>Registers a contract with its users and accounts. Again with the same: what is there stays, passwords too, and what is missing is added.</summary>
internal sealed class ContractMaking(Database database, Passwords passwords)
{
    /// <returns>How many users and accounts were new.</returns>
    public async Task<Outcome<int>> RunAsync(
        Profiles.BankProfile profile, NewContract contract, IReadOnlyDictionary<string, FirstPasswords> first, CancellationToken cancel)
    {
        if (ContractChecks.Of(contract, first, profile) is { } refusal)
            return refusal;
        return await database.InTenantAsync<Outcome<int>>(profile.Code.Value, async work =>
        {
            if (ContractChecks.Because(await ElsewhereAsync(work, profile.Code, contract)) is { } taken)
                return taken;
            await work.ExecuteAsync("""
                insert into contract (bank_code, contract_id, name, latin_name, kana_name, sign_in_method, certificate_method_since, sandbox, made_at)
                values (@Tenant, @Id, @Name, @LatinName, @KanaName, @method, case when @method = 'certificate' then @now::timestamptz end, @Sandbox, @now) on conflict do nothing
                """, new
            {
                work.Tenant,
                contract.Id,
                contract.Name,
                contract.LatinName,
                contract.KanaName,
                contract.Sandbox,
                method = contract.SignsInById ? "id" : "certificate",
                now = database.Time.GetUtcNow(),
            });
            var made = 0;
            foreach (var user in contract.Users)
                made += await MakeUserAsync(work, contract.Id, user, first[user.LoginId]);
            foreach (var account in contract.Accounts)
                made += await MakeAccountAsync(work, profile.Code, contract, account);
            return made;
        }, cancel);
    }

    /// <summary>What another contract of the bank has already: a login ID and an account belong to one.</summary>
    private static async Task<IEnumerable<Phrase>> ElsewhereAsync(Work work, BankCode bank, NewContract contract)
    {
        var keys = contract.Accounts.ToLookup(account => KeyOf(bank, account), account => $"{account.Branch}-{account.Number}");
        var users = await work.QueryAsync<string>(
            "select login_id from customer_user where bank_code = @Tenant and contract_id <> @Id and login_id = any(@ids) order by login_id",
            new { work.Tenant, contract.Id, ids = contract.Users.Where(user => !user.TakesLoginId).Select(user => user.LoginId).ToArray() });
        var accounts = await work.QueryAsync<string>(
            "select account_key from account where bank_code = @Tenant and contract_id <> @Id and account_key = any(@keys) order by account_key",
            new { work.Tenant, contract.Id, keys = keys.Select(key => key.Key).ToArray() });
        return users.Select(id => new Phrase($"ログインID {id}: ほかの契約で使われています。", $"Login ID {id}: another contract has it."))
            .Concat(accounts.Select(key => new Phrase($"口座 {keys[key].First()}: ほかの契約の口座です。", $"Account {keys[key].First()}: it belongs to another contract.")));
    }

    private async Task<int> MakeUserAsync(Work work, string contractId, NewUser user, FirstPasswords first)
    {
        var acquisition = first.Acquisition is { } secret ? passwords.Hash(secret) : null;
        if (await work.SingleOrDefaultAsync<Guid?>(
            "select user_id from customer_user where bank_code = @Tenant and (login_id = @LoginId or (@TakesLoginId and contract_id = @contractId and user_seq = @Seq))",
            new { work.Tenant, user.LoginId, user.TakesLoginId, contractId, user.Seq }) is { } known)
        {
            await work.ExecuteAsync("""
                update customer_user set acquisition_password_hash = @acquisition, acquisition_password_set_at = @now
                where bank_code = @Tenant and user_id = @known and acquisition_password_hash is null and @acquisition::text is not null
                """, new { work.Tenant, known, acquisition, now = database.Time.GetUtcNow() });
            return 0;
        }
        var id = Guid.CreateVersion7(database.Time.GetUtcNow());
        await work.ExecuteAsync("""
            insert into customer_user (bank_code, user_id, contract_id, login_id, user_seq, name, kind, login_password_hash, confirmation_password_hash,
              login_password_set_at, login_password_given, acquisition_password_hash, acquisition_password_set_at, mail_address, login_id_chosen, made_at)
            values (@Tenant, @id, @contractId, @LoginId, @Seq, @Name, @Kind, @login, @confirmation, @now, @given,
              @acquisition, case when @acquisition::text is not null then @now::timestamptz end, @Mail, @chosen, @now)
            """, new
        {
            work.Tenant,
            id,
            contractId,
            user.LoginId,
            user.Seq,
            user.Name,
            user.Kind,
            login = passwords.Hash(first.Login),
            confirmation = passwords.Hash(first.Confirmation),
            given = !first.AreOwn,
            acquisition,
            user.Mail,
            chosen = !user.TakesLoginId,
            now = database.Time.GetUtcNow(),
        });
        await Doors.MakeAsync(work, id);
        return 1;
    }

    private static Task<int> MakeAccountAsync(Work work, BankCode bank, NewContract contract, NewAccount account) => work.ExecuteAsync("""
        insert into account (bank_code, account_key, contract_id, branch_name, branch_kana, holder_kana)
        values (@Tenant, @key, @Id, @BranchName, @BranchKana, @KanaName) on conflict do nothing
        """, new
    {
        work.Tenant,
        key = KeyOf(bank, account),
        contract.Id,
        account.BranchName,
        account.BranchKana,
        contract.KanaName,
    });

    private static string KeyOf(BankCode bank, NewAccount account) => $"{new AccountKey(bank, account.Branch, account.Kind, account.Number)}";
}
