using Warifu.Authority.Authorities;
using Warifu.Pki.Revocations;
using Warifu.Postgres;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Authority.Status;

/// <summary>
/// The current CRL of an authority: the stored one while it is fresh and names every revocation, else a new one with the next
/// number. A node that asks while another signs waits for that one's list.
/// </summary>
internal sealed class CrlPublication(Database database, OpenAuthorities authorities)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);
    private static readonly TimeSpan Validity = TimeSpan.FromHours(24);

    /// <returns>Null for an authority nobody knows.</returns>
    public Task<CrlRow?> CurrentAsync(string authority, CancellationToken cancel) => database.WithoutTenantAsync(async work =>
    {
        var stored = await CrlRow.LatestAsync(work, authority);
        // The root's key is not here: its list is the ceremony's.
        if (authorities.Find(authority) is not { } signer || await IsCurrentAsync(work, stored))
            return stored;
        await work.ExecuteAsync("select pg_advisory_xact_lock(hashtextextended('crl ' || @authority, 0))", new { authority });
        stored = await CrlRow.LatestAsync(work, authority);
        if (await IsCurrentAsync(work, stored))
            return stored;
        var next = Sign(signer, (stored?.Number ?? 0) + 1, await RevokedAsync(work, authority));
        await next.InsertAsync(work);
        await work.ExecuteAsync("delete from crl where authority_id = @AuthorityId and number < @Number", next);
        return next;
    }, cancel);

    private async Task<bool> IsCurrentAsync(Work work, CrlRow? stored) =>
        stored is not null
        && database.Time.GetUtcNow() < stored.ThisUpdate + Fresh
        && stored.Entries == await work.SingleAsync<int>("select revoked_certificate_count(@AuthorityId)", new { stored.AuthorityId });

    private CrlRow Sign(OpenAuthority signer, long number, IReadOnlyList<RevokedEntry> entries)
    {
        var now = database.Time.GetUtcNow();
        var list = new RevocationList(signer.Issuer, number, now, now + Validity, entries);
        return new CrlRow(signer.Id, number, list.ThisUpdate, list.NextUpdate, entries.Count, list.Sign(signer.Key));
    }

    private static async Task<IReadOnlyList<RevokedEntry>> RevokedAsync(Work work, string authority)
    {
        var rows = await work.QueryAsync<Row>("select serial, revoked_at, reason from revoked_certificates(@authority)", new { authority });
        return [.. rows.Select(row => new RevokedEntry(new SerialNumber(row.Serial), row.RevokedAt, (RevocationReason)row.Reason))];
    }

    private sealed record Row(string Serial, DateTimeOffset RevokedAt, int Reason);
}
