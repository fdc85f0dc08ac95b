using Warifu.Pki.Certificates;
using Warifu.Postgres;

namespace Warifu.Authority.Issuance;

/// <summary>What will be signed, as it stands in the database. Every query is under the owner's tenant and for a whole group.</summary>
internal sealed record Intent(Guid RequestKey, byte[] RequestSha256, string AuthorityId, string Profile, string Serial, byte[] ToBeSigned)
{
    /// <returns>By request key.</returns>
    public static Task<Dictionary<Guid, Intent>> FindAsync(Work work, IEnumerable<Applicant> members) => ReadAsync(work, members, "");

    /// <summary>
    /// Holds the intents until the work ends, so that one node signs. They are locked in the order of their keys: two nodes with
    /// the same requests wait for each other and not crosswise.
    /// </summary>
    public static Task<Dictionary<Guid, Intent>> LockAsync(Work work, IEnumerable<Applicant> members) =>
        ReadAsync(work, members, "for update");

    /// <returns>Those of the members' keys that have an intent, as <see cref="Applicant.KeySha256"/>.</returns>
    public static async Task<HashSet<string>> KeysInUseAsync(Work work, IEnumerable<Applicant> members)
    {
        // Key by key: asked for all at once, a database whose statistics are older than its rows walks the whole bank's index instead.
        var found = await work.QueryAsync<byte[]>("""
            select key from unnest(@keys) key
            cross join lateral (select 1 from issuance where bank_code = @Tenant and key_sha256 = key limit 1) used
            """, new { work.Tenant, keys = members.Select(member => member.Request.Key.Sha256).ToArray() });
        return [.. found.Select(Convert.ToHexStringLower)];
    }

    /// <returns>The request keys whose intent is stored; of the others request key, key or serial number was taken in the meantime.</returns>
    public static async Task<HashSet<Guid>> InsertAsync(Work work, IReadOnlyList<(Applicant Member, PreparedCertificate Certificate)> prepared)
    {
        if (prepared.Count == 0)
            return [];
        // In one order on every node: who waits for another's row is waited for by none.
        var inOrder = prepared.OrderBy(it => it.Member.Order.RequestKey).ToList();
        T[] Each<T>(Func<(Applicant Member, PreparedCertificate Certificate), T> column) => [.. inOrder.Select(column)];
        var stored = await work.QueryAsync<Guid>("""
            insert into issuance (bank_code, request_key, request_sha256, authority_id, profile, serial, key_sha256, to_be_signed, asked_at)
            select @Tenant, * from unnest(@requestKeys, @requests, @authorities, @profiles, @serials, @keys, @bodies, @times)
            on conflict do nothing
            returning request_key
            """,
            new
            {
                work.Tenant,
                requestKeys = Each(it => it.Member.Order.RequestKey),
                requests = Each(it => it.Member.Order.Sha256),
                authorities = Each(it => it.Member.Order.Authority.Id),
                profiles = Each(it => it.Member.Order.Profile.Name),
                serials = Each(it => it.Certificate.Serial.Hex),
                keys = Each(it => it.Member.Request.Key.Sha256),
                bodies = Each(it => it.Certificate.ToBeSigned.ToArray()),
                times = Each(it => it.Member.At.ToUniversalTime()),
            });
        return [.. stored];
    }

    private static async Task<Dictionary<Guid, Intent>> ReadAsync(Work work, IEnumerable<Applicant> members, string how)
    {
        // Key by key, in their order.
        var found = await work.QueryAsync<Intent>($"""
            select intent.* from unnest(@keys) asked (key) cross join lateral (
              select request_key, request_sha256, authority_id, profile, serial, to_be_signed from issuance
              where bank_code = @Tenant and request_key = asked.key limit 1 {how}) intent
            """, new { work.Tenant, keys = members.Select(member => member.Order.RequestKey).Order().ToArray() });
        return found.ToDictionary(intent => intent.RequestKey);
    }
}
