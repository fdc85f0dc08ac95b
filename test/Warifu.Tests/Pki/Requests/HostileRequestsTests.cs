using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FsCheck;
using FsCheck.Fluent;
using Warifu.Pki.Requests;

namespace Warifu.Tests.Pki.Requests;

public sealed class HostileRequestsTests
{
    [Theory]
    [MemberData(nameof(HostileRequests.Names), MemberType = typeof(HostileRequests))]
    public void None_is_taken(string name) =>
        Assert.StartsWith("signing-request-", SigningRequest.Read(HostileRequests.All[name]).Refusal?.Code, StringComparison.Ordinal);

    [Fact]
    public void A_request_with_each_extension_once_is_taken()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=taro", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));

        Assert.Null(SigningRequest.Read(request.CreateSigningRequest()).Refusal);
    }

    /// <summary>Begun from what was kept: pieces of one inside another, octets changed, lengths off by some.</summary>
    [Fact]
    public void Whatever_grows_from_them_is_not_taken_and_nothing_is_thrown()
    {
        var seeds = HostileRequests.All.Values.Where(der => der.Length is > 0 and < 2000).ToArray();
        var grown = from one in Gen.Elements(seeds)
                    from other in Gen.Elements(seeds)
                    from cut in Gen.Choose(0, one.Length)
                    from take in Gen.Choose(0, other.Length)
                    from at in Gen.Choose(0, one.Length - 1)
                    from octet in Gen.Choose(0, 255)
                    from way in Gen.Choose(0, 2)
                    select way switch
                    {
                        0 => (byte[])[.. one[..at], (byte)octet, .. one[(at + 1)..]],
                        1 => [.. one[..cut], .. other[take..]],
                        _ => [.. one[..cut], .. other[..take], .. one[cut..]],
                    };

        Prop.ForAll(grown.ToArbitrary(), der => SigningRequest.Read(der).Refusal is not null)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }
}
