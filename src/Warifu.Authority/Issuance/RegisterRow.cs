using Warifu.Pki.Certificates;
using Warifu.Postgres;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Authority.Issuance;

/// <summary>A certificate in the register. Every query is under the owner's tenant.</summary>
internal sealed record RegisterRow(
    string Serial, string AuthorityId, byte[] Der, DateTimeOffset NotBefore, DateTimeOffset NotAfter, DateTimeOffset? RevokedAt, int? Reason)
{
    public CertificateEntry Entry => new(new SerialNumber(Serial), NotBefore, NotAfter, RevokedAt, (RevocationReason?)Reason);

    /// <summary>A hold is not for good.</summary>
    public bool IsRevokedForGood => RevokedAt is not null && Reason != (int)RevocationReason.CertificateHold;

    public static Task<RegisterRow?> FindAsync(Work work, string serial) => work.SingleOrDefaultAsync<RegisterRow>("""
        select serial, authority_id, der, not_before, not_after, revoked_at, reason from certificate
        where bank_code = @Tenant and serial = @serial
        """, new { work.Tenant, serial });

    /// <summary>Holds the row until the work ends, so that its changes have an order.</summary>
    public static Task<RegisterRow?> LockAsync(Work work, string serial) => work.SingleOrDefaultAsync<RegisterRow>("""
        select serial, authority_id, der, not_before, not_after, revoked_at, reason from certificate
        where bank_code = @Tenant and serial = @serial for update
        """, new { work.Tenant, serial });

    /// <summary>Holds several, in the order of their serial numbers: whoever holds several waits for nobody crosswise.</summary>
    public static async Task<Dictionary<string, RegisterRow>> LockAsync(Work work, IEnumerable<string> serials)
    {
        var rows = await work.QueryAsync<RegisterRow>("""
            select held.* from unnest(@serials) asked (serial) cross join lateral (
              select serial, authority_id, der, not_before, not_after, revoked_at, reason from certificate
              where bank_code = @Tenant and certificate.serial = asked.serial limit 1 for update) held
            """, new { work.Tenant, serials = serials.Distinct().Order(StringComparer.Ordinal).ToArray() });
        return rows.ToDictionary(row => row.Serial);
    }

    /// <param name="revokedAt">Null with the reason: it stands.</param>
    public static Task StandAsync(Work work, string serial, DateTimeOffset? revokedAt, RevocationReason? reason) => work.ExecuteAsync("""
        update certificate set revoked_at = @revokedAt::timestamptz, reason = @reason::int where bank_code = @Tenant and serial = @serial
        """, new { work.Tenant, serial, revokedAt, reason = (int?)reason });

    /// <returns>The certificates of those intents that have one already, by serial number.</returns>
    public static async Task<Dictionary<string, Certificate>> FindAsync(Work work, IEnumerable<Intent> intents)
    {
        var found = await work.QueryAsync<byte[]>("""
            select der from unnest(@serials) asked (serial)
            cross join lateral (select der from certificate where bank_code = @Tenant and certificate.serial = asked.serial limit 1) registered
            """, new { work.Tenant, serials = intents.Select(intent => intent.Serial).ToArray() });
        return found.Select(der => Certificate.Read(der).Value).ToDictionary(certificate => certificate.Serial.Hex);
    }

    public static async Task InsertAsync(Work work, IReadOnlyList<(Intent Intent, Certificate Certificate, DateTimeOffset At)> signed)
    {
        if (signed.Count == 0)
            return;
        T[] Each<T>(Func<(Intent Intent, Certificate Certificate, DateTimeOffset At), T> column) => [.. signed.Select(column)];
        await work.ExecuteAsync("""
            insert into certificate (bank_code, serial, authority_id, sha256, not_before, not_after, der, issued_at)
            select @Tenant, * from unnest(@serials, @authorities, @hashes, @begins, @ends, @ders, @times)
            """,
            new
            {
                work.Tenant,
                serials = Each(it => it.Intent.Serial),
                authorities = Each(it => it.Intent.AuthorityId),
                hashes = Each(it => it.Certificate.Sha256),
                begins = Each(it => it.Certificate.NotBefore.ToUniversalTime()),
                ends = Each(it => it.Certificate.NotAfter.ToUniversalTime()),
                ders = Each(it => it.Certificate.Der.ToArray()),
                times = Each(it => it.At.ToUniversalTime()),
            });
    }
}
