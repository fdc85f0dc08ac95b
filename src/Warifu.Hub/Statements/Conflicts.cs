using Warifu.Hub.Offices;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Hub.Statements;

/// <summary>A delivered line equal to a kept one that nothing tells apart: a person says whether it is the same.</summary>
internal sealed record ConflictRow(long ConflictId, DateOnly BookingDate, decimal Amount, string Description, string? Counterparty, DateTimeOffset FoundAt);

internal static class Conflicts
{
    public static readonly Refusal Decided = new(
        "conflict-decided", 409,
        new("この明細は、すでに確かめられています。", "This line was decided already."),
        new("明細の画面をご覧ください。", "See the statement."));

    public static Task<IReadOnlyList<ConflictRow>> OfAccountAsync(Work work, string key) => work.QueryAsync<ConflictRow>(
        "select conflict_id, booking_date, amount, description, counterparty, found_at from line_conflict where account_key = @key order by conflict_id",
        new { key });

    /// <param name="same">The line is the one already kept; else it is another and is kept too, last of its day.</param>
    public static Task<Refusal?> DecideAsync(
        Database database, SignedInMember member, AccountKey account, long conflict, bool same, CancellationToken cancel) =>
        database.InTenantAsync(member.Tenant, async work =>
        {
            var key = account.ToString();
            if (await work.SingleOrDefaultAsync<long?>("select fence from account where account_key = @key for update", new { key }) is null)
                return Decided;
            if (!same)
            {
                await work.ExecuteAsync(
                    """
                    insert into statement_line
                      (office_id, account_key, booking_date, position, value_date, amount, balance_counted, description, counterparty, item_key, lease_id)
                    select c.office_id, c.account_key, c.booking_date,
                      (select max(s.position) + 1 from statement_line s where s.account_key = c.account_key and s.booking_date = c.booking_date),
                      c.value_date, c.amount, false, c.description, c.counterparty, c.item_key, c.lease_id
                    from line_conflict c where c.account_key = @key and c.conflict_id = @conflict
                    """,
                    new { key, conflict });
            }

            var deleted = await work.ExecuteAsync("delete from line_conflict where account_key = @key and conflict_id = @conflict", new { key, conflict });
            return deleted == 1 ? null : Decided;
        }, cancel);
}
