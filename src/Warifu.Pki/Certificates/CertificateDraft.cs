using Warifu.Pki.Keys;
using Warifu.Pki.Names;
using Warifu.Pki.Profiles;
using Warifu.Wire;

namespace Warifu.Pki.Certificates;

/// <summary>What is asked for: the same draft under the same issuer is the same to-be-signed certificate, octet by octet.</summary>
/// <param name="NotBefore">First second of validity.</param>
/// <param name="NotAfter">Last second of validity (RFC 5280, 4.1.2.5: both ends count).</param>
public sealed record CertificateDraft(
    Profile Profile, Subject Subject, SubjectKey Key, SerialNumber Serial, DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    /// <summary>For profiles that name hosts.</summary>
    public HostNames Hosts { get; init; } = HostNames.None;

    /// <summary>The last second of a validity of whole days from the first one on, never past the issuer's own end.</summary>
    public static DateTimeOffset EndOf(DateTimeOffset notBefore, int days, DateTimeOffset issuerEnd)
    {
        var end = notBefore.AddDays(days).AddSeconds(-1);
        return end < issuerEnd ? end : issuerEnd;
    }
}
