using System.Text.Json.Serialization;

namespace Warifu.Wire.Registration;

/// <summary>
/// The registration wire between Bank and Authority, version 1: JSON over mutual TLS. The bank is named by its
/// registration certificate and nothing in a message can name another one. Refusals are <see cref="Problem"/>s.
/// </summary>
public static class RegistrationWire
{
    /// <summary>POST <see cref="IssueRequest"/> → <see cref="IssuedCertificate"/>. The same request key answers the same certificate.</summary>
    public const string Certificates = "/registration/v1/certificates";

    /// <summary>GET → <see cref="CertificateEntry"/>.</summary>
    public static string Certificate(SerialNumber serial) => $"{Certificates}/{serial}";

    /// <summary>POST <see cref="RevokeRequest"/> → <see cref="CertificateEntry"/>. Revoking twice answers the first revocation.</summary>
    public static string Revocation(SerialNumber serial) => $"{Certificates}/{serial}/revocation";

    /// <summary>POST <see cref="RenewRequest"/> → <see cref="IssuedCertificate"/>, by the serial number of the old certificate. The same request key answers the same certificate.</summary>
    public static string Renewal(SerialNumber old) => $"{Certificates}/{old}/renewal";

    /// <summary>POST <see cref="StandingRequest"/> → <see cref="CertificateEntry"/>: on hold until it is resumed. A request key seen before changes nothing.</summary>
    public static string Suspension(SerialNumber serial) => $"{Certificates}/{serial}/suspension";

    /// <summary>POST <see cref="StandingRequest"/> → <see cref="CertificateEntry"/>: off hold. A request key seen before changes nothing.</summary>
    public static string Resumption(SerialNumber serial) => $"{Certificates}/{serial}/resumption";

    /// <summary>GET → server-sent events, see <see cref="ChangeEvents"/>; resumed after the number in <c>Last-Event-ID</c>.</summary>
    public const string Changes = "/registration/v1/changes";

    /// <summary>GET → <see cref="IssuingAuthority"/>.</summary>
    public const string Authority = "/registration/v1/authority";
}

/// <summary>Asks for one end-entity certificate.</summary>
/// <param name="RequestKey">Made by the bank before the call, kept with its intent: calling again repeats nothing.</param>
/// <param name="Csr">PKCS#10, DER, at most 16 KiB (RFC 2986). Only its key and its proof of possession count.</param>
/// <param name="CommonName">As the bank wants it in the certificate; 1 to 64 characters.</param>
/// <param name="Organisation">The customer's name, without the bank code prefix; 1 to 57 characters.</param>
/// <param name="ValidityDays">1 to 1,096; cut to the issuer's own end.</param>
public sealed record IssueRequest(Guid RequestKey, byte[] Csr, string CommonName, string Organisation, int ValidityDays);

/// <param name="Certificate">DER.</param>
/// <param name="Chain">DER, issuing CA first, root last.</param>
public sealed record IssuedCertificate(SerialNumber Serial, byte[] Certificate, IReadOnlyList<byte[]> Chain);

/// <summary>CRLReason of RFC 5280, 5.3.1, as far as this profile uses it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RevocationReason>))]
public enum RevocationReason
{
    Unspecified = 0,
    KeyCompromise = 1,

    /// <summary>Of an authority's certificate alone.</summary>
    CaCompromise = 2,

    AffiliationChanged = 3,
    Superseded = 4,
    CessationOfOperation = 5,
    CertificateHold = 6,
}

/// <param name="Reason">Any but <see cref="RevocationReason.CertificateHold"/>, which is a suspension, and <see cref="RevocationReason.CaCompromise"/>.</param>
public sealed record RevokeRequest(RevocationReason Reason);

/// <summary>Asks for the successor of a certificate: same holder, new key.</summary>
/// <param name="RequestKey">Made by the bank before the call, kept with its intent: calling again repeats nothing.</param>
/// <param name="Csr">PKCS#10, DER, at most 16 KiB (RFC 2986), for a key that never had a certificate.</param>
/// <param name="CommonName">Names the holder of the old certificate; the time in it is new.</param>
/// <param name="ValidityDays">1 to 1,096; cut to the issuer's own end.</param>
/// <param name="Overlap">What becomes of the old certificate.</param>
public sealed record RenewRequest(Guid RequestKey, byte[] Csr, string CommonName, int ValidityDays, RenewalOverlap Overlap);

/// <summary>What becomes of the old certificate when its successor is there. The bank sees to it; the authority records it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RenewalOverlap>))]
public enum RenewalOverlap
{
    KeepUntilExpiry,
    ReplaceOnFirstUse,
}

/// <summary>Asks for a suspension or its end.</summary>
/// <param name="RequestKey">Made by the bank before the call: calling again repeats nothing, whatever happened since.</param>
public sealed record StandingRequest(Guid RequestKey);

/// <param name="RevokedAt">Null while the certificate stands.</param>
/// <param name="Reason"><see cref="RevocationReason.CertificateHold"/> while it is suspended.</param>
public sealed record CertificateEntry(
    SerialNumber Serial, DateTimeOffset NotBefore, DateTimeOffset NotAfter, DateTimeOffset? RevokedAt, RevocationReason? Reason)
{
    /// <summary>The certificate this one took over from; null unless it is a renewal.</summary>
    public SerialNumber? Renews { get; init; }

    /// <summary>As the renewal recorded it.</summary>
    public RenewalOverlap? Overlap { get; init; }
}

/// <param name="Certificate">The issuing CA, DER.</param>
/// <param name="Root">DER.</param>
public sealed record IssuingAuthority(BankCode Bank, byte[] Certificate, byte[] Root);
