using Warifu.Wire.Registration;

namespace Warifu.Pki.Status;

/// <summary>What a responder says of a certificate (CertStatus, RFC 6960, 4.2.1). Good, revoked or unknown; nothing else can be made.</summary>
public sealed record CertificateStatus
{
    private CertificateStatus(bool known, DateTimeOffset? revokedAt, RevocationReason? reason) =>
        (IsKnown, RevokedAt, Reason) = (known, revokedAt, reason);

    /// <summary>Issued, and not revoked or suspended.</summary>
    public static CertificateStatus Good { get; } = new(known: true, null, null);

    /// <summary>Not a certificate of this authority.</summary>
    public static CertificateStatus Unknown { get; } = new(known: false, null, null);

    public bool IsKnown { get; }

    /// <summary>Null while the certificate stands.</summary>
    public DateTimeOffset? RevokedAt { get; }

    public RevocationReason? Reason { get; }

    /// <summary>Revoked, or suspended with <see cref="RevocationReason.CertificateHold"/>.</summary>
    public static CertificateStatus Revoked(DateTimeOffset at, RevocationReason reason) => new(known: true, at, reason);
}
