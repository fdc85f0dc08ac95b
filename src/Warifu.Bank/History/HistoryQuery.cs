using Warifu.Postgres;

namespace Warifu.Bank.History;

/// <summary>Entries, the latest first, as their reader may see them: customers see of staff only that it was the bank.</summary>
/// <param name="ContractId">Null: of the whole bank, which only staff may ask for.</param>
/// <param name="From">Of the first day, Japan; null: from the beginning.</param>
/// <param name="Until">Before this moment; null: up to now.</param>
/// <param name="LoginId">Null: of everybody.</param>
/// <param name="Act">Its stable name; null: of every kind.</param>
internal sealed record HistoryQuery(string? ContractId, DateTimeOffset? From, DateTimeOffset? Until, string? LoginId, string? Act)
{
    /// <summary>The reader is of the bank's staff.</summary>
    public bool ByStaff { get; init; }

    /// <param name="before">The last entry of the page before; null: the first page.</param>
    public Task<IReadOnlyList<RecordedAct>> ReadAsync(Work work, long? before, int most)
    {
        if (ContractId is null && !ByStaff)
            throw new InvalidOperationException("A customer sees the history of his contract alone.");
        return work.QueryAsync<RecordedAct>("""
            select history_id, at, contract_id, case when h.staff then 'staff' else login_id end as login_id, act, detail,
              case when not h.staff then from_address end as from_address, case when not h.staff then certificate_serial end as certificate_serial
            from (select *, not @ByStaff and login_id like 'staff:%' as staff from history) h
            where bank_code = @Tenant and (@ContractId::text is null or contract_id = @ContractId)
            and (@From::timestamptz is null or at >= @From) and (@Until::timestamptz is null or at < @Until)
            and (@LoginId::text is null or login_id = @LoginId) and (@Act::text is null or act = @Act)
            and (@before::bigint is null or history_id < @before)
            order by history_id desc limit @most
            """, new { work.Tenant, ContractId, From, Until, LoginId, Act, ByStaff, before, most });
    }
}
