using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Pki.Certificates;
using Warifu.Pki.Keys;
using Warifu.Pki.Profiles;

namespace Warifu.Tests.Pki.Certificates;

public sealed class PreparedCertificateTests : IDisposable
{
    private readonly TestAuthorities authorities = new();

    public void Dispose() => authorities.Dispose();

    [Fact]
    public void A_prepared_certificate_is_signed_once()
    {
        var prepared = PreparedCertificate.Prepare(authorities.ClientDraft, authorities.Issuer).Value;
        prepared.Sign(authorities.IssuingKey);

        Assert.Throws<InvalidOperationException>(() => prepared.Sign(authorities.IssuingKey));
    }

    [Fact]
    public void Another_authoritys_key_does_not_sign()
    {
        var prepared = PreparedCertificate.Prepare(authorities.ClientDraft, authorities.Issuer).Value;

        Assert.Throws<InvalidOperationException>(() => prepared.Sign(authorities.RootKey));
    }

    [Fact]
    public void A_draft_against_its_profile_is_refused_with_everything_wrong()
    {
        var draft = authorities.ClientDraft with { NotBefore = TestAuthorities.Born.AddDays(-1), NotAfter = TestAuthorities.Born.AddYears(11) };

        var refusal = PreparedCertificate.Prepare(draft, authorities.Issuer).Refusal!;

        Assert.Equal("certificate-against-profile", refusal.Code);
        Assert.Contains("(lint-validity-issuer)", refusal.Detail!.Ja, StringComparison.Ordinal);
        Assert.Contains("(lint-validity-length)", refusal.Detail!.En, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_draft_gives_the_same_octets() =>
        Assert.Equal(
            PreparedCertificate.Prepare(authorities.ClientDraft, authorities.Issuer).Value.ToBeSigned.ToArray(),
            PreparedCertificate.Prepare(authorities.ClientDraft, authorities.Issuer).Value.ToBeSigned.ToArray());

    [Fact]
    public void A_stored_intent_is_taken_up_again()
    {
        var stored = PreparedCertificate.Prepare(authorities.ClientDraft, authorities.Issuer).Value.ToBeSigned.ToArray();

        var certificate = PreparedCertificate.Resume(stored, KnownProfiles.Client, authorities.Issuer).Value.Sign(authorities.IssuingKey);

        Assert.Equal(TestAuthorities.ClientSerial, certificate.Serial);
    }

    [Fact]
    public void The_platforms_builder_writes_the_same_octets()
    {
        var draft = authorities.ClientDraft;
        var request = new CertificateRequest(new X500DistinguishedName(draft.Subject.Encode()), authorities.ClientKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(authorities.IssuingKey.Public.Identifier));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(draft.Key.Identifier, critical: false));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([TestAuthorities.Addresses.Crl.AbsoluteUri]));
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(null, [TestAuthorities.Addresses.Certificate.AbsoluteUri]));
        using var issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var theirs = request.Create(
            new X500DistinguishedName(authorities.Issuer.Name.ToArray()), X509SignatureGenerator.CreateForECDsa(issuerKey),
            draft.NotBefore, draft.NotAfter, draft.Serial.ToBytes());

        Assert.Equal(
            Certificate.Read(theirs.RawData).Value.Body.Der.ToArray(),
            PreparedCertificate.Prepare(draft, authorities.Issuer).Value.ToBeSigned.ToArray());
    }

    [Fact]
    public void The_platforms_builder_writes_the_same_server_certificate()
    {
        var draft = authorities.ServerDraft;
        var names = new SubjectAlternativeNameBuilder();
        draft.Hosts.Names.ToList().ForEach(names.AddDnsName);
        draft.Hosts.Addresses.ToList().ForEach(names.AddIpAddress);

        var theirs = names.Build();

        Assert.Equal(theirs.RawData, Extensions.SubjectAlternativeName(draft.Hosts).Value.ToArray());
    }

    [Fact]
    public void A_validity_from_2050_on_is_written_as_generalized_time()
    {
        var late = new TimeSpan(24 * 365 * 24, 0, 0);
        using var key = IssuerKey.Generate(KeyKind.P256);
        var draft = new CertificateDraft(
            KnownProfiles.Root with { MaximumDays = 20000 }, new("Warifu", null, "Late Root"), key.Public, SerialNumbers.New(), TestAuthorities.Born, TestAuthorities.Born + late);

        var root = PreparedCertificate.Prepare(draft, Issuer.Itself(draft)).Value.Sign(key);

        using var platform = X509CertificateLoader.LoadCertificate(root.Der.Span);
        Assert.Equal(2050, root.NotAfter.Year);
        Assert.Equal(root.NotAfter.UtcDateTime, platform.NotAfter.ToUniversalTime());
    }

    [Fact]
    public void Serial_numbers_are_positive_and_of_sixteen_octets() =>
        Assert.All(Enumerable.Range(0, 1000).Select(_ => SerialNumbers.New().ToBytes()), octets =>
        {
            Assert.Equal(16, octets.Length);
            Assert.InRange(octets[0], 1, 0x7f);
        });

    [Fact]
    public void A_certificate_ends_with_its_issuer_at_the_latest()
    {
        var end = TestAuthorities.Now.AddDays(100);

        Assert.Equal(end, CertificateDraft.EndOf(TestAuthorities.Now, 365, end));
        Assert.Equal(TestAuthorities.Now.AddDays(90).AddSeconds(-1), CertificateDraft.EndOf(TestAuthorities.Now, 90, end));
    }
}
