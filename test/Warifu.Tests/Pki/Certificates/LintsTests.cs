using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Warifu.Pki.Certificates;
using Warifu.Pki.Der;
using Warifu.Pki.Keys;
using Warifu.Pki.Names;
using Warifu.Pki.Profiles;

namespace Warifu.Tests.Pki.Certificates;

/// <summary>For each lint a certificate that it alone, or it among others, must catch.</summary>
public sealed class LintsTests : IDisposable
{
    private readonly TestAuthorities authorities = new();

    public void Dispose() => authorities.Dispose();

    [Fact]
    public void A_sound_client_certificate_passes_every_lint() => Assert.Empty(Codes(Bad()));

    [Fact]
    public void A_sound_server_certificate_passes_every_lint() =>
        Assert.Null(PreparedCertificate.Prepare(authorities.ServerDraft, authorities.Issuer).Refusal);

    [Fact]
    public void A_short_serial_number_is_caught() => Assert.Equal(["lint-serial"], Codes(Bad() with { Serial = 1234567 }));

    [Fact]
    public void A_negative_serial_number_is_caught() =>
        Assert.Equal(["lint-serial"], Codes(Bad() with { Serial = -BigInteger.Pow(2, 120) }));

    [Fact]
    public void A_serial_number_of_21_octets_is_caught() =>
        Assert.Equal(["lint-serial"], Codes(Bad() with { Serial = BigInteger.Pow(2, 163) }));

    [Fact]
    public void Another_signature_algorithm_is_caught() =>
        Assert.Equal(["lint-algorithm"], Codes(Bad() with { Algorithm = SignatureAlgorithm.EcdsaSha384 }));

    [Fact]
    public void Another_issuers_name_is_caught() =>
        Assert.Equal(["lint-issuer-name"], Codes(Bad() with { Issuer = authorities.RootIssuer.Name.ToArray() }));

    [Fact]
    public void A_validity_that_ends_before_it_begins_is_caught() =>
        Assert.Contains("lint-validity-order", Codes(Bad() with { NotAfter = TestAuthorities.Now.AddSeconds(-1) }));

    [Fact]
    public void A_validity_before_the_issuers_is_caught() =>
        Assert.Equal(["lint-validity-issuer"], Codes(Bad() with { NotBefore = TestAuthorities.Born.AddSeconds(-1) }));

    [Fact]
    public void A_validity_past_the_issuers_is_caught() =>
        Assert.Contains("lint-validity-issuer", Codes(Bad() with { NotAfter = authorities.Issuer.NotAfter.AddSeconds(1) }));

    [Fact]
    public void One_second_more_than_the_profile_allows_is_caught()
    {
        var longest = TestAuthorities.Now.AddDays(1096).AddSeconds(-1);

        Assert.Empty(Codes(Bad() with { NotAfter = longest }));
        Assert.Equal(["lint-validity-length"], Codes(Bad() with { NotAfter = longest.AddSeconds(1) }));
    }

    [Fact]
    public void A_name_without_common_name_is_caught() =>
        Assert.Equal(["lint-name-parts"], Codes(Bad() with { Subject = new Subject("商会", null, null).Encode() }));

    [Fact]
    public void Parts_in_another_order_are_caught() =>
        Assert.Equal(["lint-name-parts"], Codes(Bad() with { Subject = RawName.Of((Oids.CommonName, "taro"), (Oids.OrganizationName, "商会")) }));

    [Fact]
    public void An_attribute_of_another_type_is_caught() =>
        Assert.Equal(["lint-name-parts"], Codes(Bad() with { Subject = RawName.Of(("2.5.4.7", "東京"), (Oids.CommonName, "taro")) }));

    [Fact]
    public void A_common_name_of_65_characters_is_caught() =>
        Assert.Equal(["lint-name-length"], Codes(Bad() with { Subject = RawName.Of((Oids.CommonName, new string('x', 65))) }));

    [Fact]
    public void A_control_character_in_the_name_is_caught() =>
        Assert.Equal(["lint-name-characters"], Codes(Bad() with { Subject = RawName.Of((Oids.CommonName, "ta\u0000ro")) }));

    [Fact]
    public void Text_in_another_form_is_caught() =>
        Assert.Equal(["lint-name-form"], Codes(Bad() with { Subject = RawName.Of(UniversalTagNumber.PrintableString, (Oids.CommonName, "taro")) }));

    [Fact]
    public void A_weak_key_is_caught()
    {
        using var weak = RSA.Create(1024);
        var key = SubjectKey.Of(weak);

        Assert.Equal(["lint-key"], Codes(Bad(key)));
    }

    [Fact]
    public void A_kind_of_key_the_profile_does_not_have_is_caught()
    {
        using var large = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Assert.Equal(["lint-key"], Codes(Bad(SubjectKey.Of(large))));
    }

    [Fact]
    public void An_extension_twice_is_caught() =>
        Assert.Equal(["lint-extension-twice"], Codes(Bad().With(Extensions.KeyUsage(KeyUsages.DigitalSignature))));

    [Fact]
    public void An_unknown_extension_is_caught() =>
        Assert.Equal(["lint-extension-unknown"], Codes(Bad().With(new Extension("1.2.3.4", Critical: false, new byte[] { 5, 0 }))));

    [Fact]
    public void A_critical_mark_where_none_belongs_is_caught() =>
        Assert.Equal(
            ["lint-extension-critical"],
            Codes(Bad().Instead(Extensions.ExtendedKeyUsage([Oids.ClientAuthentication]) with { Critical = true })));

    [Fact]
    public void An_absent_or_foreign_authority_key_identifier_is_caught()
    {
        Assert.Equal(["lint-authority-key"], Codes(Bad().Without(Oids.AuthorityKeyIdentifier)));
        Assert.Equal(["lint-authority-key"], Codes(Bad().Instead(Extensions.AuthorityKeyIdentifier(new byte[20]))));
    }

    [Fact]
    public void An_absent_or_foreign_subject_key_identifier_is_caught()
    {
        Assert.Equal(["lint-subject-key"], Codes(Bad().Without(Oids.SubjectKeyIdentifier)));
        Assert.Equal(["lint-subject-key"], Codes(Bad().Instead(Extensions.SubjectKeyIdentifier(new byte[20]))));
    }

    [Fact]
    public void Another_key_usage_is_caught()
    {
        Assert.Equal(["lint-key-usage"], Codes(Bad().Instead(Extensions.KeyUsage(KeyUsages.DigitalSignature | KeyUsages.KeyCertSign))));
        Assert.Equal(["lint-key-usage"], Codes(Bad().Instead(Extensions.KeyUsage(KeyUsages.DigitalSignature) with { Critical = false })));
        Assert.Equal(["lint-key-usage"], Codes(Bad().Without(Oids.KeyUsage)));
    }

    [Fact]
    public void Another_purpose_is_caught()
    {
        Assert.Equal(["lint-purpose"], Codes(Bad().Instead(Extensions.ExtendedKeyUsage([Oids.ServerAuthentication]))));
        Assert.Equal(["lint-purpose"], Codes(Bad().Instead(Extensions.ExtendedKeyUsage([Oids.ClientAuthentication, Oids.ServerAuthentication]))));
        Assert.Equal(["lint-purpose"], Codes(Bad().Without(Oids.ExtendedKeyUsage)));
    }

    [Fact]
    public void The_mark_of_an_authority_on_a_client_is_caught() =>
        Assert.Equal(["lint-authority"], Codes(Bad().With(Extensions.BasicConstraints(0))));

    [Fact]
    public void An_authority_without_its_mark_is_caught()
    {
        var bad = BadAuthority(KnownProfiles.Issuing);

        Assert.Empty(Codes(bad, KnownProfiles.Issuing, authorities.RootIssuer));
        Assert.Equal(["lint-authority"], Codes(bad.Without(Oids.BasicConstraints), KnownProfiles.Issuing, authorities.RootIssuer));
        Assert.Equal(["lint-authority"], Codes(bad.Instead(Extensions.BasicConstraints(3)), KnownProfiles.Issuing, authorities.RootIssuer));
    }

    [Fact]
    public void An_authority_under_an_issuing_authority_is_caught()
    {
        var bad = BadAuthority(KnownProfiles.Issuing, authorities.Issuer);

        Assert.Equal(["lint-path-length"], Codes(bad, KnownProfiles.Issuing, authorities.Issuer));
    }

    [Fact]
    public void A_responder_without_its_mark_or_with_another_value_in_it_is_caught()
    {
        var draft = authorities.ResponderDraft(SubjectKey.Of(authorities.ClientKey), TestAuthorities.Now);
        var sound = BadCertificate.Like(ToBeSigned.Write(draft, authorities.Issuer));

        Assert.Empty(Codes(sound, KnownProfiles.Responder, authorities.Issuer));
        Assert.Equal(["lint-ocsp-nocheck"], Codes(sound.Without(Oids.OcspNoCheck), KnownProfiles.Responder, authorities.Issuer));
        Assert.Equal(
            ["lint-ocsp-nocheck"],
            Codes(sound.Instead(new Extension(Oids.OcspNoCheck, Critical: false, new byte[] { 1, 1, 0xff })), KnownProfiles.Responder, authorities.Issuer));
        Assert.Equal(["lint-extension-critical"], Codes(sound.Instead(Extensions.OcspNoCheck() with { Critical = true }), KnownProfiles.Responder, authorities.Issuer));
        Assert.Contains("lint-ocsp-nocheck", Codes(Bad().With(Extensions.OcspNoCheck())));
        Assert.Equal(
            ["lint-purpose"],
            Codes(sound.Instead(Extensions.ExtendedKeyUsage([Oids.OcspSigning, Oids.ClientAuthentication])), KnownProfiles.Responder, authorities.Issuer));
    }

    [Fact]
    public void A_responder_that_lives_a_second_too_long_or_points_to_a_list_is_caught()
    {
        var draft = authorities.ResponderDraft(SubjectKey.Of(authorities.ClientKey), TestAuthorities.Now);
        var sound = BadCertificate.Like(ToBeSigned.Write(draft, authorities.Issuer));

        Assert.Equal(["lint-validity-length"], Codes(sound with { NotAfter = sound.NotAfter.AddSeconds(1) }, KnownProfiles.Responder, authorities.Issuer));
        Assert.Equal(
            ["lint-extension-unknown", "lint-crl-address"],
            Codes(sound.With(Extensions.CrlDistributionPoint(TestAuthorities.Addresses.Crl)), KnownProfiles.Responder, authorities.Issuer));
    }

    [Fact]
    public void The_address_of_another_shard_is_caught()
    {
        var sharded = Issuer.From(authorities.Issuing, TestAuthorities.Addresses with { Shards = "http://ca.example/issuing/{0}.crl" });
        var own = BadCertificate.Like(ToBeSigned.Write(authorities.ClientDraft, sharded));

        Assert.Empty(Codes(own, KnownProfiles.Client, sharded));
        Assert.Empty(Codes(own.Instead(Extensions.CrlDistributionPoint(TestAuthorities.Addresses.Crl)), KnownProfiles.Client, sharded));
        Assert.Equal(
            ["lint-crl-address"],
            Codes(own.Instead(Extensions.CrlDistributionPoint(new Uri("http://ca.example/issuing/f.crl"))), KnownProfiles.Client, sharded));
    }

    [Fact]
    public void Host_names_on_a_client_are_caught()
    {
        var hosts = Extensions.SubjectAlternativeName(new HostNames(["localhost"], []));

        Assert.Equal(["lint-extension-unknown", "lint-hosts"], Codes(Bad().With(hosts)));
    }

    [Fact]
    public void A_server_without_sound_host_names_is_caught()
    {
        Assert.Equal(["lint-hosts"], Server([]));
        Assert.Equal(["lint-hosts"], Server(["under_score space"]));
        Assert.Equal(["lint-hosts"], Server(["Upper.example"]));

        IEnumerable<string> Server(string[] names)
        {
            var draft = authorities.ServerDraft with { Hosts = new HostNames(names, []) };
            return PreparedCertificate.Examine(ToBeSigned.Write(draft, authorities.Issuer), draft.Profile, authorities.Issuer, out _)
                .Select(finding => finding.Code);
        }
    }

    [Fact]
    public void An_absent_or_foreign_crl_address_is_caught()
    {
        Assert.Equal(["lint-crl-address"], Codes(Bad().Without(Oids.CrlDistributionPoints)));
        Assert.Equal(["lint-crl-address"], Codes(Bad().Instead(Extensions.CrlDistributionPoint(new Uri("http://elsewhere.example/x.crl")))));
    }

    [Fact]
    public void An_absent_or_foreign_issuer_address_is_caught()
    {
        var address = TestAuthorities.Addresses.Certificate;

        Assert.Equal(["lint-issuer-address"], Codes(Bad().Without(Oids.AuthorityInformationAccess)));
        Assert.Equal(["lint-issuer-address"], Codes(Bad().Instead(Extensions.AuthorityInformationAccess(new Uri("http://ocsp.example/"), address))));
    }

    [Fact]
    public void Octets_that_are_no_certificate_are_caught() =>
        Assert.Equal(["certificate-malformed"], PreparedCertificate.Examine(new byte[] { 0x30, 0x00 }, KnownProfiles.Client, authorities.Issuer, out _).Select(finding => finding.Code));

    [Fact]
    public void Every_lint_is_caught_out_by_a_test_of_this_class()
    {
        var here = File.ReadAllText(Path());

        Assert.All(Lints.All, lint => Assert.Contains($"\"{lint.Code}\"", here, StringComparison.Ordinal));

        static string Path([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;
    }

    private BadCertificate Bad(SubjectKey? key = null) =>
        BadCertificate.Like(ToBeSigned.Write(authorities.ClientDraft with { Key = key ?? authorities.ClientDraft.Key }, authorities.Issuer));

    private BadCertificate BadAuthority(Profile profile, Issuer? issuer = null) => BadCertificate.Like(ToBeSigned.Write(
        new CertificateDraft(
            profile, new Subject("x", null, "y"), authorities.IssuingKey.Public, SerialNumbers.New(), TestAuthorities.Now, TestAuthorities.Now.AddDays(900)),
        issuer ?? authorities.RootIssuer));

    private IEnumerable<string> Codes(BadCertificate bad) => Codes(bad, KnownProfiles.Client, authorities.Issuer);

    private static IEnumerable<string> Codes(BadCertificate bad, Profile profile, Issuer issuer) =>
        PreparedCertificate.Examine(bad.Write(), profile, issuer, out _).Select(finding => finding.Code);
}
