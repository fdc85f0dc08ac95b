using Warifu.Authority.Authorities;
using Warifu.Pki.Revocations;
using Warifu.Postgres;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Authority.Status;

/// <summary>
/// The current CRL of an authority, full or of one shard: the stored one while it is fresh and the register has not changed,
/// else a new one with the next number (docs/revocation-cycle.md, 6). A node that asks while another signs waits for that one's list.
/// </summary>
internal sealed class CrlPublication(Database database, OpenAuthorities authorities)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);
    private static readonly TimeSpan Validity = TimeSpan.FromHours(24);

    /// <param name="shard">A hex digit, or <see cref="CrlRow.Full"/>.</param>
    /// <returns>Null for an authority nobody knows, and for a shard of one that has none.</returns>
    public Task<CrlRow?> CurrentAsync(string authority, string shard, CancellationToken cancel) => database.WithoutTenantAsync(async work =>
    {
        var stored = await CrlRow.LatestAsync(work, authority, shard);
        // The root's key is not here: its list is the ceremony's.
        if (authorities.Find(authority) is not { } signer || await IsCurrentAsync(work, stored))
            return stored;
        await work.ExecuteAsync("select pg_advisory_xact_lock(hashtextextended('crl ' || @authority || '/' || @shard, 0))", new { authority, shard });
        stored = await CrlRow.LatestAsync(work, authority, shard);
        if (await IsCurrentAsync(work, stored))
            return stored;
        // The version first. A revocation committed after it may stand on this list, and makes another one all the same.
        var version = await VersionAsync(work, authority, shard);
        var next = Sign(signer, shard, (stored?.Number ?? 0) + 1, stored?.ThisUpdate, version, await RevokedAsync(work, authority, shard, stored?.ThisUpdate));
        await next.InsertAsync(work);
        await work.ExecuteAsync("delete from crl where authority_id = @AuthorityId and shard = @Shard and number < @Number", next);
        return next;
    }, cancel);

    private async Task<bool> IsCurrentAsync(Work work, CrlRow? stored) =>
        stored is not null
        && database.Time.GetUtcNow() < stored.ThisUpdate + Fresh
        && stored.Version == await VersionAsync(work, stored.AuthorityId, stored.Shard);

    private static Task<long> VersionAsync(Work work, string authority, string shard) => work.SingleAsync<long>("""
        select coalesce(sum(version), 0)::bigint from status_version where authority_id = @authority and (@shard = '' or shard = @shard)
        """, new { authority, shard });

    private CrlRow Sign(OpenAuthority signer, string shard, long number, DateTimeOffset? before, long version, IReadOnlyList<RevokedEntry> entries)
    {
        var now = database.Time.GetUtcNow();
        // After the clock went back no list is older than the one before it.
        if (before > now)
            now = before.Value;
        var list = new RevocationList(signer.Issuer, number, now, now + Validity, entries)
        {
            Shard = shard == CrlRow.Full ? null : signer.Issuer.Addresses!.CrlOf(shard[0]),
        };
        return new CrlRow(signer.Id, number, list.ThisUpdate, list.NextUpdate, entries.Count, list.Sign(signer.Key), shard, version);
    }

    /// <param name="since">When the last list was made.</param>
    private static async Task<IReadOnlyList<RevokedEntry>> RevokedAsync(Work work, string authority, string shard, DateTimeOffset? since)
    {
        var rows = await work.QueryAsync<Row>(
            "select serial, revoked_at, reason from revoked_certificates(@authority, @shard, @since::timestamptz)", new { authority, shard, since });
        return [.. rows.Select(row => new RevokedEntry(new SerialNumber(row.Serial), row.RevokedAt, (RevocationReason)row.Reason))];
    }

    private sealed record Row(string Serial, DateTimeOffset RevokedAt, int Reason);
}
