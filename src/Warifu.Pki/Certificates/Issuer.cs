using Warifu.Pki.Der;
using Warifu.Pki.Keys;
using Warifu.Pki.Profiles;
using Warifu.Wire;

namespace Warifu.Pki.Certificates;

/// <summary>Where an authority publishes what those who trust it fetch; plain http, for it is signed (RFC 5280, 8).</summary>
/// <param name="Certificate">Its own certificate, DER.</param>
/// <param name="Crl">Its full CRL, DER.</param>
/// <param name="Ocsp">Only where a responder answers.</param>
public sealed record IssuerAddresses(Uri Certificate, Uri Crl, Uri? Ocsp = null)
{
    /// <summary>
    /// Address of a shard with <c>{0}</c> for its name, the last hex digit of the serial numbers in it; null where there is the
    /// full list alone. A finer cut would take two digits and leave these addresses as they are.
    /// </summary>
    public string? Shards { get; init; }

    /// <summary>The shard of a serial number.</summary>
    public static char ShardOf(SerialNumber serial) => serial.Hex[^1];

    /// <summary>Where the revocation of a certificate is published.</summary>
    public Uri CrlOf(SerialNumber serial) => CrlOf(ShardOf(serial));

    /// <summary>A shard's address; the full list's where there are no shards.</summary>
    public Uri CrlOf(char shard) => Shards is { } shards ? new Uri(shards.Replace("{0}", shard.ToString(), StringComparison.Ordinal)) : Crl;
}

/// <summary>An authority as the certificates under it see it. Its key is elsewhere.</summary>
public sealed record Issuer
{
    private Issuer(
        ReadOnlyMemory<byte> name, SubjectKey key, DateTimeOffset notBefore, DateTimeOffset notAfter, int pathLength, IssuerAddresses? addresses)
    {
        (Name, Key, NotBefore, NotAfter, PathLength, Addresses) = (name, key, notBefore, notAfter, pathLength, addresses);
        Algorithm = key.Kind switch
        {
            KeyKind.P256 => SignatureAlgorithm.EcdsaSha256,
            KeyKind.P384 => SignatureAlgorithm.EcdsaSha384,
            _ => throw new ArgumentException("An authority's key is P-256 or P-384.", nameof(key)),
        };
    }

    public SubjectKey Key { get; }

    public DateTimeOffset NotBefore { get; }

    public DateTimeOffset NotAfter { get; }

    /// <summary>How many authorities may stand below it.</summary>
    public int PathLength { get; }

    public IssuerAddresses? Addresses { get; }

    internal ReadOnlyMemory<byte> Name { get; }

    internal SignatureAlgorithm Algorithm { get; }

    /// <summary>The authority a certificate makes.</summary>
    /// <exception cref="ArgumentException">Not the certificate of an authority of this profile.</exception>
    public static Issuer From(Certificate certificate, IssuerAddresses? addresses)
    {
        var body = certificate.Body;
        if (body.Extensions.BasicConstraints is not { IsAuthority: true, PathLength: { } pathLength })
            throw new ArgumentException("Not the certificate of an authority with a path length.", nameof(certificate));
        return new Issuer(body.Subject, body.Key, body.NotBefore, body.NotAfter, pathLength, addresses);
    }

    /// <summary>A root, which issues its own certificate first.</summary>
    /// <exception cref="ArgumentException">A profile of no authority.</exception>
    public static Issuer Itself(CertificateDraft draft)
    {
        var pathLength = draft.Profile.PathLength ?? throw new ArgumentException("Only an authority issues its own certificate.", nameof(draft));
        // A path length counts the authorities below; the root's own certificate needs one place more.
        return new Issuer(draft.Subject.Encode(), draft.Key, draft.NotBefore.WholeSecond(), draft.NotAfter.WholeSecond(), pathLength + 1, null);
    }

    /// <summary>Whether a profile can stand under this authority.</summary>
    internal bool LeavesRoomFor(Profile profile) => profile.PathLength is not { } below || below < PathLength;
}
