using Warifu.Pki.Profiles;

namespace Warifu.Pki.Certificates;

/// <summary>Looks at a finished certificate as at one about to be signed, long after and wherever it is found.</summary>
public static class CertificateReview
{
    public static readonly Finding ForeignSignature = new(
        "certificate-signature", new("証明書はこの発行局が署名したものではありません。", "The certificate is not signed by this authority."));

    /// <summary>Every lint of the profile that fits it best; a certificate names its issuer's addresses itself.</summary>
    /// <param name="issuer">The issuing authority's certificate.</param>
    public static IReadOnlyList<Finding> Of(Certificate certificate, Certificate issuer)
    {
        if (!certificate.IsSignedBy(issuer.Key))
            return [ForeignSignature];
        var authority = Issuer.From(issuer, AddressesIn(certificate));
        return new[] { KnownProfiles.Client, KnownProfiles.Wire, KnownProfiles.Server }
            .Select(profile => PreparedCertificate.Examine(certificate.Body.Der, profile, authority, out _))
            .MinBy(findings => findings.Count)!;
    }

    private static IssuerAddresses? AddressesIn(Certificate certificate)
    {
        try
        {
            var extensions = certificate.Body.Extensions;
            var access = extensions.AuthorityInformation ?? [];
            var published = access.Where(it => it.Method == Der.Oids.CaIssuers).Select(it => it.Address).FirstOrDefault();
            var ocsp = access.Where(it => it.Method == Der.Oids.Ocsp).Select(it => it.Address).FirstOrDefault();
            return extensions.CrlDistributionPoints is [var crl, ..] && published is not null
                ? new IssuerAddresses(new Uri(published), new Uri(crl), ocsp is null ? null : new Uri(ocsp))
                : null;
        }
        catch (Exception unreadable) when (unreadable is System.Formats.Asn1.AsnContentException or UriFormatException)
        {
            return null;
        }
    }
}
