using System.Security.Cryptography;
using Warifu.Pki.Certificates;
using Warifu.Pki.Keys;
using Warifu.Pki.Names;
using Warifu.Pki.Profiles;
using Warifu.Pki.Revocations;
using Warifu.Pki.Status;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Pki;

/// <summary>A root, an issuing authority and what they make, by the real code, at a fixed time.</summary>
internal sealed class TestAuthorities : IDisposable
{
    public static readonly DateTimeOffset Born = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    public static readonly DateTimeOffset Now = Born.AddHours(9);

    public static readonly SerialNumber ClientSerial = new("5b8e869e2bc4b2225302f34ada65184e");

    public static readonly IssuerAddresses Addresses =
        new(new Uri("http://ca.example/issuing.cer"), new Uri("http://ca.example/issuing.crl"));

    private static readonly IssuerAddresses RootAddresses =
        new(new Uri("http://ca.example/root.cer"), new Uri("http://ca.example/root.crl"));

    /// <param name="start">For judges that know no time but the machine's; else <see cref="Born"/>.</param>
    public TestAuthorities(DateTimeOffset? start = null)
    {
        var born = start ?? Born;
        RootKey = IssuerKey.Generate(KeyKind.P384);
        IssuingKey = IssuerKey.Generate(KeyKind.P256);
        ClientKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        var rootDraft = new CertificateDraft(
            KnownProfiles.Root, new Subject("Warifu", null, "Warifu Test Root CA"), RootKey.Public,
            new SerialNumber("11111111111111111111111111111111"), born, born.AddYears(20).AddSeconds(-1));
        Root = PreparedCertificate.Prepare(rootDraft, Issuer.Itself(rootDraft)).Value.Sign(RootKey);
        RootIssuer = Issuer.From(Root, RootAddresses);

        var issuingDraft = new CertificateDraft(
            KnownProfiles.Issuing, new Subject("(9972)あさぎり信用組合", null, "(9972)Asagiri CA - G1"), IssuingKey.Public,
            new SerialNumber("22222222222222222222222222222222"), born, born.AddYears(10).AddSeconds(-1));
        Issuing = PreparedCertificate.Prepare(issuingDraft, RootIssuer).Value.Sign(RootKey);
        Issuer = Issuer.From(Issuing, Addresses);
    }

    public IssuerKey RootKey { get; }

    public IssuerKey IssuingKey { get; }

    public ECDsa ClientKey { get; }

    public Certificate Root { get; }

    public Certificate Issuing { get; }

    public Issuer RootIssuer { get; }

    public Issuer Issuer { get; }

    /// <summary>What an ordinary customer asks for.</summary>
    public CertificateDraft ClientDraft => new(
        KnownProfiles.Client,
        new Subject("(9972)株式会社みなと商会", "(9972)Asagiri CA - G1", "logid031 A001 20261121180000000435"),
        SubjectKey.Of(ClientKey), ClientSerial, Now, CertificateDraft.EndOf(Now, 365, Issuer.NotAfter));

    public CertificateDraft ServerDraft => new(
        KnownProfiles.Server, new Subject("Warifu", null, "localhost"), SubjectKey.Of(ClientKey), SerialNumbers.New(), Now, Now.AddDays(397))
    {
        Hosts = new HostNames(["localhost", "www.asagiri.example"], [System.Net.IPAddress.Loopback]),
    };

    public Certificate Client() => Sign(ClientDraft);

    public Certificate Sign(CertificateDraft draft) => PreparedCertificate.Prepare(draft, Issuer).Value.Sign(IssuingKey);

    /// <summary>The issuing authority's responder, whose certificate was made by the real code.</summary>
    public Responder Responder(DateTimeOffset? at = null)
    {
        var key = IssuerKey.Generate(KeyKind.P256);
        return new Responder(Sign(ResponderDraft(key.Public, at ?? Now)), key);
    }

    public CertificateDraft ResponderDraft(SubjectKey key, DateTimeOffset at) => new(
        KnownProfiles.Responder, new Subject("(9972)あさぎり信用組合", "(9972)Asagiri CA - G1", "OCSP responder"), key,
        new SerialNumber("33333333333333333333333333333333"), at, CertificateDraft.EndOf(at, 30, Issuer.NotAfter));

    public byte[] Crl(params SerialNumber[] revoked) => new RevocationList(
        Issuer, 1, Now, Now.AddDays(1), [.. revoked.Select(serial => new RevokedEntry(serial, Now, RevocationReason.Superseded))]).Sign(IssuingKey);

    public void Dispose()
    {
        RootKey.Dispose();
        IssuingKey.Dispose();
        ClientKey.Dispose();
    }
}
