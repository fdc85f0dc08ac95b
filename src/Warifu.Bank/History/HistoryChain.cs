using System.Security.Cryptography;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.History;

/// <param name="Place">How many entries it covers.</param>
/// <param name="Sha256">Its link. Kept elsewhere, it proves later that nothing before it was changed or taken away.</param>
public sealed record HistoryHead(long Place, byte[] Sha256);

/// <param name="Place">How many entries stand as they were written.</param>
/// <param name="Sha256">Link of the last.</param>
/// <param name="Waiting">Entries that have no place yet; at most some seconds old while a server runs.</param>
public sealed record ProvenHistory(BankCode Bank, long Place, byte[] Sha256, long Waiting);

/// <summary>The chain over a bank's history. Whoever changes, adds or removes an entry afterwards breaks it.</summary>
internal static class HistoryChain
{
    public static readonly Refusal Broken = new("history-broken", 409,
        new("操作履歴が書き換えられています。", "The history has been altered."),
        new("下の箇所から先は信用できません。バックアップと比べ、監査担当者に知らせてください。", "Nothing from the place below on can be trusted. Compare it with a backup and tell the auditors."));

    private const int Batch = 1000;

    /// <summary>Gives waiting entries their places; one node at a time, by an advisory lock that ends with the work.</summary>
    /// <returns>How many; null while another node does it.</returns>
    public static async Task<int?> ExtendAsync(Work work)
    {
        if (!await work.SingleAsync<bool>("select pg_try_advisory_xact_lock(hashtextextended('history ' || @Tenant, 0))", new { work.Tenant }))
            return null;
        var ids = (await work.QueryAsync<long>(
            "select history_id from history_waiting where bank_code = @Tenant order by history_id limit @Batch", new { work.Tenant, Batch })).ToArray();
        if (ids.Length == 0)
            return 0;
        // Between the first and the last: joined, the two would be read from the beginning of the history each time.
        var waiting = await work.QueryAsync<RecordedAct>("""
            select history_id, at, contract_id, login_id, act, detail, from_address, certificate_serial
            from history where bank_code = @Tenant and history_id between @First and @Last and history_id = any(@ids) order by history_id
            """, new { work.Tenant, First = ids[0], Last = ids[^1], ids });
        var head = await HeadAsync(work);
        var links = new List<byte[]>(waiting.Count);
        var before = head.Sha256;
        foreach (var act in waiting)
            links.Add(before = act.LinkAfter(work.Tenant!, before));
        var with = new
        {
            work.Tenant,
            ids,
            places = waiting.Select((_, at) => head.Place + 1 + at).ToArray(),
            links = links.ToArray(),
        };
        await work.ExecuteAsync("""
            insert into history_chain (bank_code, place, history_id, sha256)
            select @Tenant, * from unnest(@places, @ids, @links)
            """, with);
        await work.ExecuteAsync("delete from history_waiting where bank_code = @Tenant and history_id = any(@ids)", with);
        return waiting.Count;
    }

    public static async Task<HistoryHead> HeadAsync(Work work) => await work.SingleOrDefaultAsync<HistoryHead>(
        "select place, sha256 from history_chain where bank_code = @Tenant order by place desc limit 1", new { work.Tenant })
        ?? new HistoryHead(0, RecordedAct.Beginning);

    public static Task<long> WaitingAsync(Work work) => work.SingleAsync<long>(
        "select count(*) from history_waiting where bank_code = @Tenant", new { work.Tenant });

    /// <param name="earlier">A head kept from an earlier look; null when there is none.</param>
    /// <returns>The head, when every entry stands in the chain as it was written.</returns>
    public static async Task<Outcome<HistoryHead>> VerifyAsync(Work work, HistoryHead? earlier)
    {
        var head = new HistoryHead(0, RecordedAct.Beginning);
        while (true)
        {
            var links = await work.QueryAsync<Link>("""
                select c.place, c.sha256, h.history_id, h.at, h.contract_id, h.login_id, h.act, h.detail, h.from_address, h.certificate_serial
                from history_chain c join history h on h.bank_code = c.bank_code and h.history_id = c.history_id
                where c.bank_code = @Tenant and c.place > @Place order by c.place limit @Batch
                """, new { work.Tenant, head.Place, Batch });
            foreach (var link in links)
            {
                var sha256 = link.Entry.LinkAfter(work.Tenant!, head.Sha256);
                if (link.Place != head.Place + 1 || !CryptographicOperations.FixedTimeEquals(sha256, link.Sha256))
                    return At(head.Place + 1, link.At);
                head = new(link.Place, sha256);
                if (earlier?.Place == link.Place && !CryptographicOperations.FixedTimeEquals(earlier.Sha256, sha256))
                    return At(link.Place, link.At);
            }

            if (links.Count < Batch)
                break;
        }

        if (earlier?.Place > head.Place)
            return At(head.Place + 1, null);
        var outside = await work.SingleOrDefaultAsync<DateTimeOffset?>("""
            select h.at from history h where h.bank_code = @Tenant
            and not exists (select 1 from history_chain c where c.bank_code = h.bank_code and c.history_id = h.history_id)
            and not exists (select 1 from history_waiting w where w.bank_code = h.bank_code and w.history_id = h.history_id)
            order by h.history_id limit 1
            """, new { work.Tenant });
        return outside is { } at ? At(head.Place + 1, at) : head;
    }

    private static Refusal At(long place, DateTimeOffset? at) => Broken with
    {
        Detail = new($"{place} 番目（{at:u}）", $"Place {place} ({at:u})"),
    };

    private sealed record Link(
        long Place, byte[] Sha256, long HistoryId, DateTimeOffset At, string? ContractId, string LoginId, string Act, string? Detail, string? FromAddress,
        string? CertificateSerial)
    {
        public RecordedAct Entry => new(HistoryId, At, ContractId, LoginId, Act, Detail, FromAddress, CertificateSerial);
    }
}
