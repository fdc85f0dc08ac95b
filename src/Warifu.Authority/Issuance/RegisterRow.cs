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

    /// <param name="revokedAt">Null with the reason: it stands.</param>
    public static Task StandAsync(Work work, string serial, DateTimeOffset? revokedAt, RevocationReason? reason) => work.ExecuteAsync("""
        update certificate set revoked_at = @revokedAt::timestamptz, reason = @reason::int where bank_code = @Tenant and serial = @serial
        """, new { work.Tenant, serial, revokedAt, reason = (int?)reason });

    public static Task InsertAsync(Work work, string authority, Certificate certificate, DateTimeOffset at) => work.ExecuteAsync("""
        insert into certificate (bank_code, serial, authority_id, sha256, not_before, not_after, der, issued_at)
        values (@Tenant, @serial, @authority, @Sha256, @NotBefore, @NotAfter, @der, @at)
        """,
        new
        {
            work.Tenant,
            serial = certificate.Serial.Hex,
            authority,
            certificate.Sha256,
            certificate.NotBefore,
            certificate.NotAfter,
            der = certificate.Der.ToArray(),
            at,
        });
}
