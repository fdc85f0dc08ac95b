using Warifu.Pki.Status;
using Warifu.Postgres;
using Warifu.Wire.Registration;

namespace Warifu.Authority.Status;

/// <summary>What the register says of a certificate, with the answer signed ahead where there is one that says the same.</summary>
internal sealed record OcspRow(
    DateTimeOffset? RevokedAt, int? Reason, DateTimeOffset NotAfter, byte[]? Der, DateTimeOffset? ThisUpdate, DateTimeOffset? NextUpdate)
{
    /// <summary>An answer nearer to its end than this is not given any more.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(5);

    public CertificateStatus Status =>
        RevokedAt is { } at ? CertificateStatus.Revoked(at, (RevocationReason)Reason!.Value) : CertificateStatus.Good;

    /// <summary>Register and answer in one statement: an answer that says anything else than the register is not there.</summary>
    /// <returns>Null for a serial number this authority never issued.</returns>
    public static Task<OcspRow?> FindAsync(Database database, string authority, string serial, DateTimeOffset now, CancellationToken cancel) =>
        database.ReadAsync<OcspRow>("""
            select s.revoked_at, s.reason, s.not_after, r.der, r.this_update, r.next_update
            from certificate_status(@authority, @serial) s
            left join ocsp_response r on r.serial = @serial
              and r.revoked_at is not distinct from s.revoked_at and r.reason is not distinct from s.reason
              and r.this_update <= @now and r.next_update > @least
            """, new { authority, serial, now, least = now + Least }, cancel);
}
