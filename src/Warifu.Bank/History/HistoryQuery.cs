using Warifu.Postgres;

namespace Warifu.Bank.History;

/// <summary>Entries of a contract, the latest first, as its users may see them: of staff only that it was the bank.</summary>
/// <param name="From">Of the first day, Japan; null: from the beginning.</param>
/// <param name="Until">Before this moment; null: up to now.</param>
/// <param name="LoginId">Null: of everybody.</param>
/// <param name="Act">Its stable name; null: of every kind.</param>
internal sealed record HistoryQuery(string ContractId, DateTimeOffset? From, DateTimeOffset? Until, string? LoginId, string? Act)
{
    /// <param name="before">The last entry of the page before; null: the first page.</param>
    public Task<IReadOnlyList<RecordedAct>> ReadAsync(Work work, long? before, int most) => work.QueryAsync<RecordedAct>("""
        select history_id, at, contract_id, case when h.staff then 'staff' else login_id end as login_id, act, detail,
          case when not h.staff then from_address end as from_address, case when not h.staff then certificate_serial end as certificate_serial
        from (select *, login_id like 'staff:%' as staff from history) h
        where bank_code = @Tenant and contract_id = @ContractId
        and (@From::timestamptz is null or at >= @From) and (@Until::timestamptz is null or at < @Until)
        and (@LoginId::text is null or login_id = @LoginId) and (@Act::text is null or act = @Act)
        and (@before::bigint is null or history_id < @before)
        order by history_id desc limit @most
        """, new { work.Tenant, ContractId, From, Until, LoginId, Act, before, most });
}
