using Warifu.Bank.Notices;
using Warifu.Bank.Profiles;
using Warifu.Bank.Sweeps;
using Warifu.Postgres;

namespace Warifu.Bank.Consents.Links;

/// <summary>
/// Tells users, at home and by mail, that a link ends in 30 and in 7 days, so that they allow it anew in time. Every node looks; the row of link, end
/// and lead time lets one of them tell.
/// </summary>
internal sealed class LinkReminders(Database database, UserNotices notices) : IBankSweep
{
    /// <summary>Days before its end from which a link is said to end soon.</summary>
    public const int FirstLead = 30;

    private static readonly int[] LeadTimes = [7, FirstLead];

    public TimeSpan Interval => TimeSpan.FromMinutes(10);

    /// <returns>How many were told by this node.</returns>
    public async Task<int> SweepAsync(BankProfile bank, CancellationToken cancel)
    {
        if (bank.ApiLink is null)
            return 0;
        var now = database.Time.GetUtcNow();
        var ending = await database.InTenantAsync(bank.Code.Value, work => work.QueryAsync<Ending>("""
            select g.grant_id, g.user_id, g.ends_at, c.name_ja
            from api_grant g
            join api_client c on c.bank_code = g.bank_code and c.client_id = g.client_id
            join customer_user u on u.bank_code = g.bank_code and u.user_id = g.user_id
            where g.bank_code = @Tenant and g.ended_at is null and g.ends_at > @now and g.ends_at <= @last and u.standing <> 'deleted'
            """, new { work.Tenant, now, last = now.AddDays(LeadTimes[^1]) }), cancel);
        var told = 0;
        foreach (var link in ending)
            told += await database.InTenantAsync(bank.Code.Value, work => TellAsync(work, link, now), cancel);
        return told;
    }

    private async Task<int> TellAsync(Work work, Ending link, DateTimeOffset now)
    {
        var days = LeadTimes.First(lead => link.EndsAt <= now.AddDays(lead));
        // Of two nodes the second waits here until the first has committed, and then has nothing to write.
        if (await work.ExecuteAsync("""
            insert into link_reminder (bank_code, grant_id, ends_at, days, reminded_at) values (@Tenant, @GrantId, @EndsAt, @days, @now) on conflict do nothing
            """, new { work.Tenant, link.GrantId, link.EndsAt, days, now }) != 1)
            return 0;
        await notices.TellAsync(work, link.UserId, NoticeKind.LinkEnding, link.NameJa, now);
        return 1;
    }

    private sealed record Ending(Guid GrantId, Guid UserId, DateTimeOffset EndsAt, string NameJa);
}
