using Warifu.Bank.History;
using Warifu.Bank.Staff;
using Warifu.Postgres;
using Warifu.Postgres.Secrets;
using Warifu.Wire;

namespace Warifu.Bank.Consents;

/// <summary>An account with the state of its 照会用暗証番号.</summary>
/// <param name="IsFiled">The bank has one on file.</param>
/// <param name="Failures">Wrong entries since the last right one, or since it was filed.</param>
internal sealed record InquiryAccount(AccountKey Key, string BranchName, bool IsFiled, DateTimeOffset? RegisteredAt, int Failures)
{
    /// <summary>Then staff must file it anew: four digits are soon guessed.</summary>
    public const int Tries = 3;

    public bool IsRegistered => RegisteredAt is not null;

    public bool IsLocked => !IsRegistered && Failures >= Tries;

    public bool MayEnter => IsFiled && !IsRegistered && !IsLocked;

    public Phrase State => this switch
    {
        { IsRegistered: true } => new("登録済", "Registered"),
        { IsFiled: false } => new("届出なし", "None filed"),
        { IsLocked: true } => new("誤入力により停止", "Stopped after wrong entries"),
        { Failures: > 0 } => new($"未登録（誤り {Failures} 回、あと {Tries - Failures} 回）", $"Not registered ({Failures} wrong, {Tries - Failures} left)"),
        _ => new("未登録", "Not registered"),
    };
}

/// <summary>照会用暗証番号登録 (seed 002, 手順3): the customer shows that an account is his by the PIN that he filed with the bank.</summary>
internal static class InquiryAccounts
{
    /// <summary>The accounts of a contract, in the order of their keys.</summary>
    public static async Task<IReadOnlyList<InquiryAccount>> OfAsync(Work work, string contractId)
    {
        var rows = await work.QueryAsync<Row>("""
            select a.account_key, a.branch_name, p.account_key is not null as is_filed, i.registered_at, coalesce(i.failures, 0) as failures
            from account a
            left join inquiry_pin p on p.bank_code = a.bank_code and p.account_key = a.account_key
            left join inquiry_account i on i.bank_code = a.bank_code and i.account_key = a.account_key
            where a.bank_code = @Tenant and a.contract_id = @contractId
            order by a.account_key
            """, new { work.Tenant, contractId });
        return [.. rows.Select(row => new InquiryAccount(AccountKey.Parse(row.AccountKey), row.BranchName, row.IsFiled, row.RegisteredAt, row.Failures))];
    }

    /// <summary>A try is booked before the PIN is looked at, so that of several at once no more than the limit count.</summary>
    public static async Task RegisterAsync(
        Work work, ServerKey key, string contractId, Guid user, AccountKey account, string pin, HistoryEntry entry, DateTimeOffset now)
    {
        var with = new { work.Tenant, contractId, user, account = $"{account}", now, InquiryAccount.Tries };
        await work.ExecuteAsync("""
            insert into inquiry_account (bank_code, account_key)
            select bank_code, account_key from account where bank_code = @Tenant and account_key = @account and contract_id = @contractId
            on conflict do nothing
            """, with);
        if (await work.ExecuteAsync("""
            update inquiry_account i set failures = failures + 1
            from account a where i.bank_code = @Tenant and i.account_key = @account and i.registered_at is null and i.failures < @Tries
              and a.bank_code = i.bank_code and a.account_key = i.account_key and a.contract_id = @contractId
            """, with) != 1)
            return;
        var filed = await work.SingleOrDefaultAsync<byte[]>("select pin_hash from inquiry_pin where bank_code = @Tenant and account_key = @account", with);
        if (filed is null || !filed.AsSpan().SequenceEqual(key.Hash(StaffDesk.PinUse, work.Tenant!, $"{account}", pin)))
        {
            await entry.WriteAsync(work, Act.InquiryPinWrong, Accounts.AccountWords.Masked(account), now);
            return;
        }
        await work.ExecuteAsync(
            "update inquiry_account set failures = 0, registered_at = @now, registered_by = @user where bank_code = @Tenant and account_key = @account", with);
        await entry.WriteAsync(work, Act.InquiryPinRegistered, Accounts.AccountWords.Masked(account), now);
    }

    private sealed class Row
    {
        public required string AccountKey { get; init; }
        public required string BranchName { get; init; }
        public required bool IsFiled { get; init; }
        public DateTimeOffset? RegisteredAt { get; init; }
        public required int Failures { get; init; }
    }
}
