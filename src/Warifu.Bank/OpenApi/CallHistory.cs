using Warifu.Bank.History;
using Warifu.Postgres;
using Warifu.Postgres.Sharing;

namespace Warifu.Bank.OpenApi;

/// <param name="Limit">Calls of a link in a minute.</param>
internal sealed record MadeCall(Guid Grant, DoneAct Done, int Limit);

/// <summary>Counts every call of a link, and writes each that is within its limit to the history of its customer; calls that come at the same time share a commit.</summary>
internal sealed class CallHistory(Database database)
{
    // Two groups: while one is committed the other gathers and is written. 128 of them are some 5 ms of work.
    private readonly SharedWork<MadeCall, int> written = new(database, new(Lanes: 2, Together: 128, Waiting: 2000), WriteAsync);

    /// <returns>Once it is committed: how many calls of its link this minute has seen with it.</returns>
    public Task<int> WriteAsync(string bank, MadeCall call, CancellationToken cancel) => written.RunAsync(bank, call, cancel);

    private static async Task<IReadOnlyList<int>> WriteAsync(Work work, IReadOnlyList<MadeCall> calls)
    {
        var before = await CountAsync(work, calls);
        var numbers = new int[calls.Count];
        for (var at = 0; at < calls.Count; at++)
            numbers[at] = ++before[calls[at].Grant];
        DoneAct[] within = [.. calls.Where((call, at) => numbers[at] <= call.Limit).Select(call => call.Done)];
        if (within.Length > 0)
            await HistoryEntry.WriteAsync(work, Act.LinkUsed, within);
        return numbers;
    }

    /// <summary>Minutes are those of the clock. A link's last use is that of the first group in each.</summary>
    /// <returns>How many calls of each link its minute had seen before these.</returns>
    private static async Task<Dictionary<Guid, int>> CountAsync(Work work, IReadOnlyList<MadeCall> calls)
    {
        // In one order in all groups, so that two of them never wait for each other.
        var links = calls.GroupBy(call => call.Grant).Select(link => (Grant: link.Key, Calls: link.Count(), At: link.Max(call => call.Done.At))).OrderBy(link => link.Grant).ToList();
        var counted = await work.QueryAsync<(Guid Grant, int Before)>("""
            with counted as (
              insert into api_usage as u (bank_code, grant_id, minute, calls)
              select @Tenant, * from unnest(@grants, @minutes, @numbers)
              on conflict (bank_code, grant_id) do update
                set calls = case when u.minute = excluded.minute then u.calls + excluded.calls else excluded.calls end, minute = excluded.minute
              returning grant_id, calls),
            sums as (
              select grant_id, counted.calls - asked.calls as before, asked.at
              from counted join unnest(@grants, @numbers, @ats) asked (grant_id, calls, at) using (grant_id)),
            used as (
              update api_grant g set used_at = sums.at from sums where sums.before = 0 and g.bank_code = @Tenant and g.grant_id = sums.grant_id)
            select grant_id, before from sums
            """, new
        {
            work.Tenant,
            grants = links.Select(link => link.Grant).ToArray(),
            minutes = links.Select(link => MinuteOf(link.At)).ToArray(),
            numbers = links.Select(link => link.Calls).ToArray(),
            ats = links.Select(link => link.At).ToArray(),
        });
        return counted.ToDictionary(link => link.Grant, link => link.Before);
    }

    public static DateTimeOffset MinuteOf(DateTimeOffset moment) => new(moment.Year, moment.Month, moment.Day, moment.Hour, moment.Minute, 0, moment.Offset);
}
